"""The screens, each with its routes."""

from . import (
    assets,
    blank,
    choosing,
    course_choice,
    enlarged,
    group,
    opening,
    people_list,
    person,
    pictures,
    privacy,
    start,
)

ROUTES = [
    route
    for module in (
        start,
        opening,
        course_choice,
        blank,
        person,
        group,
        people_list,
        choosing,
        enlarged,
        pictures,
        privacy,
        assets,
    )
    for route in module.ROUTES
]
"""Every address that the page has."""

__all__ = ["ROUTES"]
