"""Stub of attendance."""

from collections.abc import Sequence
from dataclasses import dataclass

from worksheets.course.course import Course
from worksheets.course.layout import Layout
from worksheets.course.words import Words
from worksheets.people.participant import Participant

from .kinds import Attendance


@dataclass(frozen=True, slots=True)
class DrawnAttendance:
    """What the template draws."""

    names: tuple[str, ...]


def attendance(
    product: Attendance, people: Sequence[Participant], course: Course, layout: Layout, words: Words
) -> DrawnAttendance:
    """Return what the template draws."""
    return DrawnAttendance(tuple(person.name for person in people))
