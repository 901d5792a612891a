"""What participants can be chosen, sorted and named by: slots, first and last names, a list's other columns."""

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from worksheets.course.course import Course
from worksheets.course.marks import Marks
from worksheets.errors import RosterError, joined, nearest, shortened
from worksheets.messages import _

from .headings import folded
from .misspellings import without_marks
from .names import FIRST_NAME, LAST_NAME, name_parts
from .participant import Participant

NUMBER = "n"
"""The name of the field of the numbers that a list has people by."""


@dataclass(frozen=True, slots=True)
class Field:
    """Something that each participant has a text for, which may be empty."""

    slot: str = ""
    """A slot's path; empty for a field that is no slot."""
    column: str = ""
    """The heading of a column that is not printed, or FIRST_NAME, LAST_NAME or NUMBER."""
    marks: Marks | None = None
    """What the slot can hold if it is answered with marks."""

    @property
    def is_last_name(self) -> bool:
        """Return True for the field of last names, which have an alphabetical order of their own."""
        return self.column == LAST_NAME

    def options(self, person: Participant) -> tuple[int, ...]:
        """Return the numbers of the options that a participant has chosen, or the place on a line; else nothing."""
        return self.marks.chosen(self.text(person)).numbers if self.marks else ()

    def texts(self, person: Participant) -> frozenset[str]:
        """Return the folded texts that are true of a participant: all that the field has, and each chosen option."""
        options = self.options(person) if self.marks and not self.marks.is_line else ()
        labels = [self.marks.options[number - 1] for number in options] if self.marks else []
        return frozenset(map(folded_text, [self.text(person), *labels]))

    def text(self, person: Participant) -> str:
        """Return a participant's text."""
        if self.slot:
            return person.text(self.slot)
        if self.column == NUMBER:
            return str(person.number or "")
        if self.column in person.columns or self.column not in (FIRST_NAME, LAST_NAME):
            return person.columns.get(self.column, "")
        parts = name_parts(person.name)
        return parts.last if self.is_last_name else parts.first


class Fields:
    """Finds the fields of a group by the names that users give them."""

    first_name = Field(column=FIRST_NAME)

    def __init__(self, course: Course, people: Sequence[Participant]) -> None:
        self.course = course
        self.people = people

    def field(self, name: str, option: str) -> Field:
        """Return the field of a name: a slot's path or label, ``etunimi``, ``sukunimi``, ``n``, or a column's heading.

        Raises RosterError, naming the option that asks for it, if there is none.
        """
        if slot := self._slots.get(folded_text(name)):
            return Field(slot, marks=self.course.slots[slot].marks)
        if heading := self.heading(name):
            return Field(column=heading)
        raise RosterError(self._no_field(name, option))

    def heading(self, name: str) -> str:
        """Return the heading of the column of a name, which may be typed without accents: ``lasna`` for “Läsnä”.

        Empty if there is none, or if more than one heading is alike without them.
        """
        return self.columns.get(folded(name)) or self._plain_columns.get(without_marks(folded(name)), "")

    def _no_field(self, name: str, option: str) -> str:
        """Return the message for a name that no field has, with the nearest name, or else with some."""
        if suggestion := nearest(name.strip(), self._names):
            return _("{option}: no field “{field}”.").format(option=option, field=shortened(name)) + suggestion
        message = _("{option}: no field “{field}”; use, for example, {fields}")
        slots = (path for path, slot in self.course.shown.items() if slot.one_line)
        fields = joined(map(shortened, [*self.columns.values(), *slots]))
        return message.format(option=option, field=shortened(name), fields=fields)

    @cached_property
    def _names(self) -> list[str]:
        """What fields can be called."""
        slots = self.course.shown
        return [*(slot.label for slot in slots.values()), *slots, *self.columns.values()]

    @cached_property
    def _slots(self) -> dict[str, str]:
        """The paths of slots by paths and labels, folded; the first slot of a label has it."""
        slots = self.course.shown
        paths = {folded_text(path): path for path in slots}
        for path, slot in slots.items():
            paths.setdefault(folded_text(slot.label), path)
        return paths

    @cached_property
    def columns(self) -> Mapping[str, str]:
        """The headings of columns that are not printed, and the names' parts, by their folded texts."""
        headings = dict.fromkeys([NUMBER, FIRST_NAME, LAST_NAME])
        for person in self.people:
            headings.update(dict.fromkeys(person.columns))
        columns: dict[str, str] = {}
        for heading in headings:
            columns.setdefault(folded(heading), heading)
        columns.pop("", None)
        return columns

    @cached_property
    def _plain_columns(self) -> Mapping[str, str]:
        """The headings by their folded texts without accents, as the ids of slots are; those that are alike are not."""
        plain = [(without_marks(name), heading) for name, heading in self.columns.items()]
        count = Counter(name for name, _heading in plain)
        return {name: heading for name, heading in plain if count[name] == 1}


def folded_text(text: str) -> str:
    """Return a text without case and extra spaces, in NFC."""
    return unicodedata.normalize("NFC", " ".join(unicodedata.normalize("NFC", text).casefold().split()))
