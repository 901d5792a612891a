"""Stub of group_lists."""

from collections.abc import Sequence
from dataclasses import dataclass

from worksheets.course.course import Course
from worksheets.course.layout import Layout
from worksheets.course.words import Words
from worksheets.people.participant import Participant

from .kinds import GroupLists


@dataclass(frozen=True, slots=True)
class DrawnGroupLists:
    """What the template draws."""

    names: tuple[str, ...]


def group_lists(
    product: GroupLists, people: Sequence[Participant], course: Course, layout: Layout, words: Words
) -> DrawnGroupLists:
    """Return what the template draws."""
    return DrawnGroupLists(tuple(person.name for person in people))
