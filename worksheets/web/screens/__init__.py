"""The screens, each with its routes."""

from . import assets, course_choice, forms, opening, pictures, privacy, start

ROUTES = [
    route for module in (start, opening, course_choice, forms, pictures, privacy, assets) for route in module.ROUTES
]
"""Every address that the page has."""

__all__ = ["ROUTES"]
