"""Select, sort and group the participants of a list."""

import re
import sys
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import cached_property

from worksheets.course.course import Course
from worksheets.errors import MOST_SHOWN, Problems, RosterError, listed, near, shortened
from worksheets.messages import _
from worksheets.spreadsheets.packed import Picked
from worksheets.text.collation import last_name_key, sort_key

from .fields import Field, Fields, folded_text
from .participant import Participant

_LONGEST_CONDITION = 40
"""Characters of a condition that messages quote."""
_NEAREST = 3
"""The most names that are suggested for one that nobody has."""


def only(people: Sequence[Participant], course: Course, conditions: Sequence[str]) -> Sequence[Participant]:
    """Return the participants for whom all conditions are true, in the list's order.

    A condition is ``field=text``, or ``field!=text`` for all others; ``field=`` selects those who have not filled the
    field. Of a field with marks, the text is an option that is chosen, perhaps among others. A field is as ``Fields``
    has it. Case, extra spaces and Unicode normalisation do not matter. Raises RosterError with every condition that has
    a mistake.
    """
    wanted: dict[Field, _Wanted] = {}
    problems, fields = Problems(), Fields(course, people)
    for condition in conditions:
        with problems:
            _add_condition(condition, fields, wanted)
    problems.raise_any()
    if not wanted:
        return people
    are_true = (all(texts.are_true(person) for texts in wanted.values()) for person in people)
    return Picked(people, (index for index, is_true in enumerate(are_true) if is_true))


def by_name(people: Sequence[Participant], names: Sequence[str]) -> Sequence[Participant]:
    """Return the participants whom any of the names matches, in the list's order.

    A name matches if each of its words begins a word of the participant's name: “Aino” and “ai esim” match Aino
    Esimerkki, and “Liisa” matches Anna-Liisa. Raises RosterError with every name that matches nobody.
    """
    listed_names = _ListedNames(people)
    matches = {name: listed_names.indexes(name) for name in names}
    if unknown := [name for name, indexes in matches.items() if not indexes]:
        message = _("--only-name: nobody in the list is called “{name}”.")
        cures = [*map(listed_names.suggestion, unknown[:MOST_SHOWN]), *[""] * (len(unknown) - MOST_SHOWN)]
        raise RosterError(
            *(message.format(name=shortened(name)) + cure for name, cure in zip(unknown, cures, strict=True))
        )
    return Picked(people, sorted(set().union(*matches.values())))


def by_rows(people: Sequence[Participant], rows: str, count: int = 0) -> Sequence[Participant]:
    """Return the participants with the numbers in a text such as ``3-7,9``, each once, in the order of the text.

    They are the numbers that the list has people by, from 1; people of no list are numbered in their order. ``count``
    is the list's last number, if there are people in it who are not among ``people``. Raises RosterError with every
    number or span that is wrong.
    """
    indexes = {person.number or index + 1: index for index, person in enumerate(people)}
    last = max(count, *indexes, 0)
    numbers: dict[int, None] = {}
    problems = Problems()
    for word in dict.fromkeys(word.strip() for word in rows.split(",")):
        with problems:
            numbers |= dict.fromkeys(_span(word, last))
    problems.raise_any()
    return Picked(people, (indexes[number] for number in numbers if number in indexes))


def by_finnish_order(people: Sequence[Participant], course: Course, field: str) -> Sequence[Participant]:
    """Return all participants in the Finnish alphabetical order of a field's text; those without a text come last.

    Participants with the same text keep their order; with the same last name, they are sorted by their first names.
    Marks are in the order of the options.
    Raises RosterError if there is no such field.
    """
    fields = Fields(course, people)
    text_of, first_name = fields.field(field, "--sort"), fields.first_name

    def key(person: Participant) -> tuple[object, ...]:
        text = text_of.text(person)
        if text_of.marks:
            return not text, text_of.options(person)
        if text_of.is_last_name:
            return not text, last_name_key(text), sort_key(first_name.text(person))
        return not text, sort_key(text)

    keys = [key(person) for person in people]
    return Picked(people, sorted(range(len(keys)), key=keys.__getitem__))


def groups(people: Sequence[Participant], course: Course, field: str) -> dict[str, list[int]]:
    """Return the indexes of participants by the text of a field, as it is first written, in the list's order.

    Texts that differ only in case or spaces make one group. Participants without a text are under the empty text.
    Raises RosterError if there is no such field.
    """
    text_of = Fields(course, people).field(field, "--group-by")
    members: dict[str, list[int]] = {}
    names: dict[str, str] = {}
    for index, person in enumerate(people):
        text = text_of.text(person)
        members.setdefault(names.setdefault(folded_text(text), text), []).append(index)
    return members


@dataclass(slots=True)
class _Wanted:
    """The folded texts that a field must have and must not have."""

    field: Field
    equal: set[str] = dataclass_field(default_factory=set)
    unequal: set[str] = dataclass_field(default_factory=set)

    def are_true(self, person: Participant) -> bool:
        texts = self.field.texts(person)
        return not texts & self.unequal and self.equal <= texts


def _add_condition(condition: str, fields: Fields, wanted: dict[Field, _Wanted]) -> None:
    """Add a condition to those of its field. Raises RosterError if there is a mistake in it."""
    name, equals, text = condition.partition("=")
    if not equals:
        # Translators: “text” stands for what the user has to write.
        message = _(
            '--only "{condition}": no value; write --only "{condition}=text", or "{condition}!=text" for the rest'
        )
        raise RosterError(message.format(condition=shortened(condition, _LONGEST_CONDITION)))
    field = fields.field(name.removesuffix("!"), "--only")
    texts = wanted.setdefault(field, _Wanted(field))
    (texts.unequal if name.endswith("!") else texts.equal).add(folded_text(_meant(text, field, condition)))


def _meant(text: str, field: Field, condition: str) -> str:
    """Return a condition's text as a participant has it. Raises RosterError if it says no marks that the field has."""
    if field.marks is None:
        return text
    try:
        return field.marks.canonical(text)
    except ValueError as problem:
        raise RosterError(f'--only "{shortened(condition, _LONGEST_CONDITION)}": {problem}') from problem


def _span(word: str, count: int) -> range:
    """Return the numbers that a word such as ``9`` or ``3-7`` means; raise RosterError if some are not in 1–count."""
    match = re.fullmatch(r"([0-9]{1,9})(?:\s*[-–]\s*([0-9]{1,9}))?", word)
    if match is None:
        raise RosterError(
            _("--rows: “{word}” is not a number; write numbers and ranges, such as --rows 3-7,9").format(
                word=shortened(word)
            )
        )
    first, last = int(match[1]), int(match[2] or match[1])
    if first > last:
        raise RosterError(
            _("--rows: “{word}”: the smaller number comes first; write {last}-{first}").format(
                word=word, last=last, first=first
            )
        )
    if not 1 <= first <= last <= count:
        raise RosterError(
            _("--rows: no participant “{word}”; the list numbers them from 1 to {count}").format(word=word, count=count)
        )
    return range(first, last + 1)


class _ListedNames:
    """Finds names of a list by words that they begin with; each name of the list is taken apart once."""

    def __init__(self, people: Sequence[Participant]) -> None:
        self._people = people
        words = ((word, index) for index, person in enumerate(people) for word in _words(person.name))
        self._words = sorted(words)
        """Each folded word with the index of its person."""

    def indexes(self, wanted: str) -> set[int]:
        """Return who has a word for each word of a text that begins with it; nobody for an empty text."""
        matches = [self._beginning_with(start) for start in folded_text(wanted).split()]
        return set.intersection(*matches) if matches else set()

    def _beginning_with(self, start: str) -> set[int]:
        first, last = bisect_left(self._words, (start, -1)), bisect_left(self._words, (start + chr(sys.maxunicode), -1))
        return {index for _word, index in self._words[first:last]}

    def suggestion(self, wanted: str) -> str:
        """Return a sentence that suggests the nearest names, at most three; empty if no name is near."""
        texts = near(folded_text(wanted), {text: text for text in self._by_text}, _NEAREST)
        names = dict.fromkeys(name for text in texts for name in self._by_text[text])
        return " " + _("Did you mean {names}?").format(names=listed([*names][:_NEAREST])) if names else ""

    @cached_property
    def _by_text(self) -> dict[str, list[str]]:
        """The names by their folded texts and words."""
        names: dict[str, list[str]] = {}
        for person in self._people:
            for text in (folded_text(person.name), *_words(person.name)):
                names.setdefault(text, []).append(person.name)
        return names


def _words(name: str) -> list[str]:
    """Return the folded words of a name, and their parts after hyphens: anna-liisa, liisa."""
    words = folded_text(name).split()
    return [*words, *(ending for word in words for ending in word.split("-")[1:])]
