"""Stub of cards."""

from collections.abc import Sequence
from dataclasses import dataclass

from worksheets.course.course import Course
from worksheets.course.layout import Layout
from worksheets.course.words import Words
from worksheets.people.participant import Participant

from .kinds import Cards


@dataclass(frozen=True, slots=True)
class DrawnCards:
    """What the template draws."""

    names: tuple[str, ...]


def cards(product: Cards, people: Sequence[Participant], course: Course, layout: Layout, words: Words) -> DrawnCards:
    """Return what the template draws."""
    return DrawnCards(tuple(person.name for person in people))
