"""Who gets a certificate: those whom a column of the list says to have been there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .list_summary import orders_of

if TYPE_CHECKING:
    from worksheets.course.course import Course
    from worksheets.people.participant import Participant

    from .people import People

LAST_NAME = "sukunimi"
"""The name of the field of last names, whether the list has it or it is a part of the name."""
_MOST_TEXTS = 6
"""Different texts of a column by which people are chosen; one that has more tells each person from others."""


@dataclass(frozen=True, slots=True)
class Part:
    """Those of a list who have the same text in a column."""

    column: str
    text: str
    """As the first of them has it."""
    numbers: frozenset[int]
    """Theirs in the list, whether they are ticked or not."""

    def count(self, people: "People") -> int:
        """Return how many of them are chosen."""
        return len(self.numbers.intersection(people.chosen))


def parts_of(people: "People", course: "Course") -> Mapping[str, Part]:
    """Return the parts of a list whose people can get certificates, by conditions such as ``lasna=x``."""
    everybody = everybody_in(people)
    parts: dict[str, Part] = {}
    fields = (field for field in orders_of(people, course) if field.value not in (course.name_slot, LAST_NAME))
    for field in fields:
        texts: dict[str, list[Participant]] = {}
        for person in everybody:
            if text := text_in(person, field.value):
                texts.setdefault(text.casefold(), []).append(person)
        is_own = len(texts) > 1 and all(len(same) == 1 for same in texts.values())
        for same in texts.values() if len(texts) <= _MOST_TEXTS and not is_own else ():
            text = text_in(same[0], field.value)
            parts[f"{field.value}={text}"] = Part(field.label, text, frozenset(each.number for each in same))
    return {condition: part for condition, part in parts.items() if len(part.numbers) < len(everybody)}


def everybody_in(people: "People") -> "list[Participant]":
    """Return those of a list who have no faults, ticked or not, in its order."""
    return [person.participant for person in people.roster.people if not person.left_out]


def attended(people: "People", course: "Course", condition: str) -> "People":
    """Return a list in which only those of a condition are ticked; as it is for one that nobody can choose."""
    part = parts_of(people, course).get(condition)
    if part is None:
        return people
    others = {place for number, place in people.places.items() if number not in part.numbers}
    return people.with_unticked(people.unticked | others)


def text_in(person: "Participant", field: str) -> str:
    """Return the text that somebody has in a field or a column of the list, on one line."""
    return " ".join((person.text(field) or person.columns.get(field, "")).split())
