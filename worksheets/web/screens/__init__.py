"""The screens, each with its routes."""

from . import assets, blank, choosing, course_choice, enlarged, opening, pictures, privacy, start

ROUTES = [
    route
    for module in (start, opening, course_choice, blank, choosing, enlarged, pictures, privacy, assets)
    for route in module.ROUTES
]
"""Every address that the page has."""

__all__ = ["ROUTES"]
