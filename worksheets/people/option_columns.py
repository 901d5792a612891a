"""Columns of a list that are about one option of an exercise: ``apu=2`` is the second option of the slot ``apu``.

Such a column's cells say whether the option is chosen. Form services and trainers write a column an option where
several can be chosen.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from worksheets.course.course import Course
from worksheets.course.marks import Marks
from worksheets.course.slots import Part, Slot

_EQUALS = "="
_NUMBER = re.compile("[1-9][0-9]{0,3}")


def heading_within(label: str, part: str) -> str:
    """Return the heading of a part of an exercise, or of an option, as “Mukaan: kynä” or “Miten opit? [teen itse]”."""
    return f"{label}: {part}" if label[-1:].isalnum() else f"{label} [{part}]"


def option_path(path: str, number: int) -> str:
    """Return the path of an option, by its number from 1, of the slot at a path."""
    return f"{path}{_EQUALS}{number}"


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a slot."""

    slot: Slot
    marks: Marks
    """Those of the slot."""
    number: int
    """From 1."""

    @property
    def label(self) -> str:
        """The label of the slot and of the option, as a list's heading may have them."""
        return heading_within(self.slot.label, self.marks.options[self.number - 1])

    def text(self, cell: str) -> str:
        """Return what a cell about the option says, as ``Marks.text_of_option`` does."""
        return self.marks.text_of_option(self.number, cell)


def option_at(path: str, course: Course) -> Option | None:
    """Return the option at a path; None if there is none."""
    slot_path, equals, number = path.partition(_EQUALS)
    if not equals:
        return None
    slot = course.slots.get(slot_path)
    if slot is None or slot.marks is None or not _NUMBER.fullmatch(number):
        return None
    return Option(slot, slot.marks, int(number)) if int(number) <= len(slot.marks.options) else None


def has_option_columns(marks: Marks | None) -> bool:
    """Return True if lists may have a column for each option of a slot: a scale's steps have none."""
    return marks is not None and not (marks.is_line or marks.is_tick or marks.is_scale)


def option_names(part: Part, path: str, slot_names: list[str]) -> Iterator[tuple[list[str], str]]:
    """Yield the names and the path of each option of a slot that has these names.

    An option without a letter or a digit, such as ☺, has none: headings are told apart by those.
    """
    if part.marks and has_option_columns(part.marks):
        for number, option in enumerate(part.marks.options, start=1):
            if not any(map(str.isalnum, option)):
                continue
            names = [f"{name}: {option}" for name in slot_names]
            yield names, option_path(path, number)
