"""The screens, each with its routes."""

from . import assets, course_choice, done, ending, making, opening, pictures, privacy, start

ROUTES = [
    route
    for module in (start, making, done, opening, course_choice, pictures, privacy, ending, assets)
    for route in module.ROUTES
]
"""Every address that the page has."""

__all__ = ["ROUTES"]
