"""The screens, each with its routes."""

from . import assets, course_choice, forms, opening, own, pictures, privacy, start

_SCREENS = (start, opening, course_choice, forms, own, pictures, privacy, assets)
ROUTES = [route for module in _SCREENS for route in module.ROUTES]
"""Every address that the page has."""

__all__ = ["ROUTES"]
