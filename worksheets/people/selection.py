"""Select, sort and group the participants of a list."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from worksheets.course.course import Course
from worksheets.errors import Problems, RosterError, _
from worksheets.text.collation import SortKey, last_name_key, sort_key

from .fields import Field, Fields, folded_text
from .participant import Participant


def only(people: Sequence[Participant], course: Course, conditions: Sequence[str]) -> list[Participant]:
    """Return the participants for whom all conditions are true, in the list's order.

    A condition is ``field=text``, or ``field!=text`` for all others; ``field=`` selects those who have not filled the
    field. A field is as ``Fields`` has it. Case, extra spaces and Unicode normalisation do not matter. Raises
    RosterError with every condition that has a mistake.
    """
    parsed: list[_Condition] = []
    problems, fields = Problems(), Fields(course, people)
    for condition in conditions:
        with problems:
            parsed.append(_condition(condition, fields))
    problems.raise_any()
    return [person for person in people if all(condition.is_true(person) for condition in parsed)]


def by_name(people: Sequence[Participant], names: Sequence[str]) -> list[Participant]:
    """Return the participants whom any of the names matches, in the list's order.

    A name matches if each of its words begins a word of the participant's name: “Aino” and “ai esim” match Aino
    Esimerkki, and “Liisa” matches Anna-Liisa. Raises RosterError with every name that matches nobody.
    """
    matches = {name: {index for index, person in enumerate(people) if _matches(name, person.name)} for name in names}
    problems = [
        _("--only-name: nobody in the list is called “{name}”.").format(name=name) + _near_names(name, people)
        for name, indexes in matches.items()
        if not indexes
    ]
    if problems:
        raise RosterError(*problems)
    return [people[index] for index in sorted(set().union(*matches.values()))]


def by_rows(people: Sequence[Participant], rows: str, count: int = 0) -> list[Participant]:
    """Return the participants with the numbers in a text such as ``3-7,9``, each once, in the order of the text.

    They are the numbers that the list has people by, from 1; people of no list are numbered in their order. ``count``
    is the list's last number, if there are people in it who are not among ``people``. Raises RosterError with every
    number or span that is wrong.
    """
    by_number = {person.number or place: person for place, person in enumerate(people, start=1)}
    numbers: list[int] = []
    problems = Problems()
    for word in (word.strip() for word in rows.split(",")):
        with problems:
            numbers += _span(word, max(count, *by_number, 0))
    problems.raise_any()
    return [by_number[number] for number in dict.fromkeys(numbers) if number in by_number]


def by_finnish_order(people: Sequence[Participant], course: Course, field: str) -> list[Participant]:
    """Return all participants in the Finnish alphabetical order of a field's text; those without a text come last.

    Participants with the same text keep their order; with the same last name, they are sorted by their first names.
    Raises RosterError if there is no such field.
    """
    fields = Fields(course, people)
    text_of = fields.field(field, "--sort")
    if not text_of.is_last_name:
        return sorted(people, key=lambda person: (not text_of.text(person), sort_key(text_of.text(person))))
    first_name = fields.first_name

    def key(person: Participant) -> tuple[bool, SortKey, SortKey]:
        last = text_of.text(person)
        return not last, last_name_key(last), sort_key(first_name.text(person))

    return sorted(people, key=key)


def groups(people: Sequence[Participant], course: Course, field: str) -> dict[str, list[Participant]]:
    """Return the participants by the text of a field, as it is first written, in the order of the texts in the list.

    Texts that differ only in case or spaces make one group. Participants without a text are under the empty text.
    Raises RosterError if there is no such field.
    """
    text_of = Fields(course, people).field(field, "--group-by")
    members: dict[str, list[Participant]] = {}
    names: dict[str, str] = {}
    for person in people:
        text = text_of.text(person)
        members.setdefault(names.setdefault(folded_text(text), text), []).append(person)
    return members


@dataclass(frozen=True, slots=True)
class _Condition:
    """A field, and the folded text that it must have, or, unless ``equal``, must not have."""

    field: Field
    text: str
    equal: bool

    def is_true(self, person: Participant) -> bool:
        return (folded_text(self.field.text(person)) == self.text) is self.equal


def _condition(condition: str, fields: Fields) -> _Condition:
    """Return a condition that has been read. Raises RosterError if there is a mistake in it."""
    field, equals, text = condition.partition("=")
    if not equals:
        raise RosterError(
            _("--only “{condition}”: write it as field=text, or as field!=text for all others").format(
                condition=condition
            )
        )
    name = fields.field(field.removesuffix("!"), "--only")
    return _Condition(name, folded_text(text), not field.endswith("!"))


def _span(word: str, count: int) -> range:
    """Return the numbers that a word such as ``9`` or ``3-7`` means; raise RosterError if some are not in 1–count."""
    match = re.fullmatch(r"([0-9]{1,9})(?:\s*[-–]\s*([0-9]{1,9}))?", word)
    if match is None:
        raise RosterError(
            _("--rows: “{word}” is no row; write numbers and spans such as 3-7,9, up to {count}").format(
                word=word, count=count
            )
        )
    first, last = int(match[1]), int(match[2] or match[1])
    if first > last:
        raise RosterError(_("--rows: “{word}”: the smaller number comes first").format(word=word))
    if not 1 <= first <= last <= count:
        raise RosterError(
            _("--rows: “{word}” is not among the participants; they are {count}, counted from 1").format(
                word=word, count=count
            )
        )
    return range(first, last + 1)


def _matches(wanted: str, name: str) -> bool:
    """Return True if each word of ``wanted`` begins a word of the name; an empty text matches nobody."""
    words = _words(name)
    starts = folded_text(wanted).split()
    return bool(starts) and all(any(word.startswith(start) for word in words) for start in starts)


def _words(name: str) -> list[str]:
    """Return the folded words of a name, and their parts after hyphens: anna-liisa, liisa."""
    words = folded_text(name).split()
    return [*words, *(ending for word in words for ending in word.split("-")[1:])]


def _near_names(wanted: str, people: Sequence[Participant]) -> str:
    """Return a sentence that suggests the nearest names, at most three; empty if no name is near."""
    names_by_text: dict[str, list[str]] = {}
    for person in people:
        for text in (folded_text(person.name), *_words(person.name)):
            names_by_text.setdefault(text, []).append(person.name)
    near = [name for text in get_close_matches(folded_text(wanted), names_by_text) for name in names_by_text[text]]
    names = ", ".join(f"“{name}”" for name in [*dict.fromkeys(near)][:3])
    return " " + _("Did you mean {names}?").format(names=names) if names else ""
