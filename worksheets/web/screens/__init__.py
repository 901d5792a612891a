"""The screens, each with its routes."""

from . import (
    assets,
    blank,
    choosing,
    course_choice,
    done,
    ending,
    enlarged,
    forms,
    group,
    making,
    opening,
    own,
    papers,
    people_list,
    person,
    pictures,
    privacy,
    start,
)

_SCREENS = (
    start,
    blank,
    person,
    group,
    people_list,
    papers,
    forms,
    own,
    choosing,
    enlarged,
    pictures,
    making,
    done,
    opening,
    course_choice,
    privacy,
    ending,
    assets,
)
ROUTES = [route for module in _SCREENS for route in module.ROUTES]
"""Every address that the page has."""

__all__ = ["ROUTES"]
