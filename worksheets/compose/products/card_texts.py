"""What stands on a card: a person's first and last names, the course, and a line that the trainer chooses."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from worksheets.course.course import Course
from worksheets.course.slots import COURSE, GROUP, ORGANIZATION
from worksheets.course.words import Words
from worksheets.errors import GlyphError, RosterError, quoted
from worksheets.messages import _
from worksheets.people.fields import Field, Fields
from worksheets.people.names import LAST_NAME, name_parts
from worksheets.people.participant import Participant
from worksheets.text.fonts import uncovered

_LINE = "--line"
_SPACES = re.compile(r"[ \t\r\n]+")
_SHORT_GROUP = 3
"""The most characters of a group's name that says too little by itself, such as A or 12."""


@dataclass(frozen=True, slots=True)
class CardTexts:
    """The texts of one card; empty ones are not printed."""

    name: str
    first: str
    last: str
    """What the name has besides the first names: the last name, and titles and notes beside it."""
    course: str
    group: str
    line: str


def card_texts(people: Sequence[Participant], course: Course, words: Words, line: str = "") -> list[CardTexts]:
    """Return the texts of each person's card; the field ``line``, or else the organization, is the line below the name.

    Raises RosterError for a field that there is not, and GlyphError with all characters that no font has.
    """
    field = line_field(people, course, line)
    last = Field(column=LAST_NAME)
    group, title = course.field_with_role(GROUP), course.field_with_role(COURSE)
    texts = []
    for person in people:
        first = _one_line(Fields.first_name.text(person) or name_parts(person.name).first) or _one_line(person.name)
        texts.append(
            CardTexts(
                name=_one_line(person.name),
                first=first,
                last=_rest(_one_line(person.name), first, _one_line(last.text(person))),
                course=_one_line(person.text(title)) or course.title,
                group=_group(_one_line(person.text(group)), words),
                line=_one_line(field.text(person)) if field else "",
            )
        )
    _check_glyphs(texts)
    return texts


def line_field(people: Sequence[Participant], course: Course, line: str) -> Field | None:
    """Return the field of the line below the name: the one that is named, or the organization; None without either.

    Raises RosterError for a field that there is not, and for one that is never printed.
    """
    if not line:
        slot = course.field_with_role(ORGANIZATION)
        return Field(slot) if slot else None
    field = Fields(course, people).field(line, _LINE)
    if field.slot and field.slot in (course.email_slot, course.secret_slot):
        message = _("{option} {field}: e-mail addresses and passwords are never printed; choose another field")
        raise RosterError(message.format(option=_LINE, field=line))
    return field


def _rest(name: str, first: str, last: str) -> str:
    """Return what a name has besides the first names, in its order: nothing is lost, titles and notes included."""
    if first == name:
        return ""
    place = re.search(rf"(?<!\w){re.escape(first)}(?!\w)", name) if first else None
    if not place:
        return last if last != first else ""
    parts = name[: place.start()].strip(" ,"), name[place.end() :].strip(" ,")
    return " ".join(filter(None, parts))


def _group(group: str, words: Words) -> str:
    """Return the name of a group so that one sees what it is: “ryhmä A” for A."""
    return words.text("card_group", group=group) if 0 < len(group) <= _SHORT_GROUP else group


def _one_line(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def _check_glyphs(texts: Sequence[CardTexts]) -> None:
    """Raise GlyphError with each person on whose card there is a character that no font has."""
    problems = []
    for card in texts:
        if letters := uncovered(f"{card.first}{card.last}{card.line}"):
            listed = ", ".join(f"{quoted(letter)} (U+{ord(letter):04X})" for letter in letters)
            message = _("{name}: no font has {letters}; install worksheets[fonts], or change the text in the list")
            problems.append(message.format(name=card.name, letters=listed))
    if problems:
        raise GlyphError(*problems)
