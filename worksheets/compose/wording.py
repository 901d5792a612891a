"""Typed texts as they are printed: dates and typography in the course's language, and no character without a glyph."""

import re
from dataclasses import replace

from msgspec import Struct, structs

from worksheets.course.course import Course
from worksheets.course.slots import Slot
from worksheets.course.words import Words
from worksheets.errors import GlyphError, quoted
from worksheets.messages import _
from worksheets.people.participant import Participant
from worksheets.text.fonts import uncovered
from worksheets.text.typography import typography

from .dates import printed_date

BOX = "□"
"""The sign that is printed for a character that no font has, where such characters are allowed."""


class Wording(Struct, frozen=True):
    """How typed texts are printed."""

    as_typed: bool = False
    """Keep quotation marks, dashes and spaces as they were typed."""
    missing_glyphs: bool = False
    """Print a box for a character that no font has, instead of refusing it."""


AS_USUAL = Wording()


def printed(participant: Participant, course: Course, wording: Wording) -> Participant:
    """Return a participant with the texts as they are printed, and without the password and what else never is.

    Raises GlyphError with every character that no installed font has, unless boxes are printed for them.
    """
    problems = [] if wording.missing_glyphs else missing_glyphs(participant, course)
    if problems:
        raise GlyphError(*problems)
    values = {path: text for path, text in participant.values.items() if path != course.secret_slot}
    texts = {path: _printed_slot(text, course.slots.get(path), wording, course.words) for path, text in values.items()}
    return replace(participant, values=texts, name_slot=course.name_slot, columns={})


def printed_with_columns(participant: Participant, course: Course, wording: Wording) -> Participant:
    """Return a participant as ``printed`` does, with the list's other columns as they are printed, too.

    Characters of the columns that no font has stay where no boxes are printed for them, since few columns are printed:
    whoever prints one checks its text.
    """
    as_printed = printed_text if wording.missing_glyphs else _in_words
    columns = {heading: as_printed(text, wording, course.words) for heading, text in participant.columns.items()}
    return replace(printed(participant, course, wording), columns=columns)


def missing_glyphs(participant: Participant, course: Course) -> list[str]:
    """Return a message for each slot with characters that no installed font has."""
    problems = []
    for path, text in participant.values.items():
        if path in course.shown and (letters := uncovered(text)):
            listed = ", ".join(f"{quoted(letter)} (U+{ord(letter):04X})" for letter in letters)
            problems.append(
                _(
                    "{name}: {slot}: no font has {letters}; install worksheets[fonts], or add --allow-missing-glyphs "
                    "to print boxes instead"
                ).format(name=participant.name, slot=path, letters=listed)
            )
    return problems


def _printed_slot(text: str, slot: Slot | None, wording: Wording, words: Words) -> str:
    """Return the text of a slot as it is printed: of marks, only the words beside an option are anybody's own."""
    if slot is None or slot.marks is None:
        return printed_text(text, wording, words)
    try:
        chosen = slot.marks.chosen(text)
    except ValueError:
        return text
    return (
        slot.marks.text(structs.replace(chosen, other=printed_text(chosen.other, wording, words)))
        if chosen.other
        else text
    )


def printed_text(text: str, wording: Wording, words: Words) -> str:
    """Return a text of anybody's as it is printed, with boxes for characters that no font has."""
    text = _in_words(text, wording, words)
    missing = uncovered(text)
    return text.translate({ord(letter): BOX for letter in missing}) if missing else text


def _in_words(text: str, wording: Wording, words: Words) -> str:
    """Return a text with its dates and its typography in the course's language."""
    text = printed_date(text, words)
    return text if wording.as_typed else typography(text, words.language)


def language_of(text: str) -> str:
    """Return the language of a text by its script: ``ja``, ``ko`` or ``zh``; empty for all other scripts.

    The three share characters, but each draws them in its own form. Han characters alone are taken for Chinese.
    """
    if re.search("[\u3040-\u30ff]", text):
        return "ja"
    if re.search("[\u1100-\u11ff\uac00-\ud7af]", text):
        return "ko"
    return "zh" if re.search("[\u3400-\u9fff]", text) else ""
