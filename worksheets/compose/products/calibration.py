"""Stub of calibration."""

from collections.abc import Sequence
from dataclasses import dataclass

from worksheets.course.course import Course
from worksheets.course.layout import Layout
from worksheets.course.words import Words
from worksheets.people.participant import Participant

from .kinds import Calibration


@dataclass(frozen=True, slots=True)
class DrawnCalibration:
    """What the template draws."""

    names: tuple[str, ...]


def calibration(
    product: Calibration, people: Sequence[Participant], course: Course, layout: Layout, words: Words
) -> DrawnCalibration:
    """Return what the template draws."""
    return DrawnCalibration(tuple(person.name for person in people))
