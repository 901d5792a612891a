"""Who gets a certificate: those whom a column of the list says to have been there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .list_summary import orders_of

if TYPE_CHECKING:
    from worksheets.course.course import Course
    from worksheets.people.participant import Participant

    from .people import People

_MOST_TEXTS = 6
"""Different texts of a column by which people are chosen; in one that has more, each person has a text of their own."""


@dataclass(frozen=True, slots=True)
class Part:
    """Those of a list's chosen people who have the same text in a column."""

    column: str
    text: str
    """As the first of them has it."""
    numbers: frozenset[int]


def parts_of(people: "People", course: "Course") -> Mapping[str, Part]:
    """Return the parts of a list's chosen people that can get certificates, by conditions such as ``lasna=x``."""
    chosen = [person for number in people.chosen if (person := people.participant(number))]
    parts: dict[str, Part] = {}
    for field in orders_of(people, course):
        texts: dict[str, list[Participant]] = {}
        for person in chosen:
            if text := _text(person, field.value):
                texts.setdefault(text.casefold(), []).append(person)
        if len(texts) <= _MOST_TEXTS:
            for same in texts.values():
                text = _text(same[0], field.value)
                parts[f"{field.value}={text}"] = Part(field.label, text, frozenset(each.number for each in same))
    return {condition: part for condition, part in parts.items() if len(part.numbers) < len(chosen)}


def attended(people: "People", course: "Course", condition: str) -> "People":
    """Return a list in which only those of a condition are ticked; as it is for one that nobody can choose."""
    part = parts_of(people, course).get(condition)
    if part is None:
        return people
    others = {place for number, place in people.places.items() if number not in part.numbers}
    return people.with_unticked(people.unticked | others)


def _text(person: "Participant", field: str) -> str:
    return " ".join((person.text(field) or person.columns.get(field, "")).split())
