"""The screens, each with its routes."""

from . import (
    assets,
    blank,
    choosing,
    course_choice,
    done,
    ending,
    enlarged,
    making,
    opening,
    person,
    pictures,
    privacy,
    start,
)

_SCREENS = (start, blank, person, choosing, enlarged, pictures, making, done, opening, course_choice, privacy, ending, assets)
ROUTES = [
    route
    for module in _SCREENS
    for route in module.ROUTES
]
"""Every address that the page has."""

__all__ = ["ROUTES"]
