"""Typed texts as they are printed: dates and typography in Finnish form, and no character without a glyph."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from worksheets.course.course import Course
from worksheets.errors import GlyphError, _
from worksheets.people.participant import Participant
from worksheets.text.fonts import uncovered
from worksheets.text.typography import finnish_typography

BOX = "□"
"""The sign that is printed for a character that no font has, where such characters are allowed."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?")
_TIME = re.compile(r"\d{2}:\d{2}(?::\d{2})?")
_MIDNIGHT = "00:00:00"
"""The time that a spreadsheet gives to a date without a time."""


@dataclass(frozen=True, slots=True)
class Wording:
    """How typed texts are printed."""

    as_typed: bool = False
    """Keep quotation marks, dashes and spaces as they were typed."""
    missing_glyphs: bool = False
    """Print a box for a character that no font has, instead of refusing it."""


AS_USUAL = Wording()


def printed(participant: Participant, course: Course, wording: Wording) -> Participant:
    """Return a participant with the texts as they are printed, and without the password, which never is.

    Raises GlyphError with every character that no installed font has, unless boxes are printed for them.
    """
    problems = [] if wording.missing_glyphs else missing_glyphs(participant, course)
    if problems:
        raise GlyphError(*problems)
    values = {path: text for path, text in participant.values.items() if path != course.secret_slot}
    texts = {path: _printed(path, text, course, wording) for path, text in values.items()}
    return Participant(texts, course.name_slot)


def missing_glyphs(participant: Participant, course: Course) -> list[str]:
    """Return a message for each slot with characters that no installed font has."""
    problems = []
    for path, text in participant.values.items():
        if path in course.shown and (letters := uncovered(text)):
            listed = ", ".join(f"“{letter}” (U+{ord(letter):04X})" for letter in letters)
            problems.append(
                _(
                    "{name}: {slot}: no font has {letters}; install worksheets[fonts], or print boxes with "
                    "--allow-missing-glyphs"
                ).format(name=participant.name, slot=path, letters=listed)
            )
    return problems


def _printed(path: str, text: str, course: Course, wording: Wording) -> str:
    if path in course.slots and course.slots[path].date:
        text = finnish_date(text)
    if not wording.as_typed:
        text = finnish_typography(text)
    missing = uncovered(text)
    return text.translate({ord(letter): BOX for letter in missing}) if missing else text


def finnish_date(text: str) -> str:
    """Return an ISO date, a time or both, such as 2026-01-14T09:00, as ``14.1.2026 klo 9.00``; other texts as typed."""
    if not (_TIME.fullmatch(text) or _DATE.fullmatch(text)):
        return text
    from babel.dates import format_date, format_time  # Loaded only for a date.

    try:
        if _TIME.fullmatch(text):
            return f"klo {format_time(time.fromisoformat(text), 'short', locale='fi')}"
        moment = datetime.fromisoformat(text)
    except ValueError:  # 2026-02-30
        return text
    day = format_date(date(moment.year, moment.month, moment.day), "short", locale="fi")
    dated_only = len(text) <= len("2026-01-14") or text.endswith(_MIDNIGHT)
    return day if dated_only else f"{day} klo {format_time(moment.time(), 'short', locale='fi')}"


def language_of(text: str) -> str:
    """Return the language of a text by its script: ``ja``, ``ko`` or ``zh``; empty for all other scripts.

    The three share characters, but each draws them in its own form. Han characters alone are taken for Chinese.
    """
    if re.search("[\u3040-\u30ff]", text):
        return "ja"
    if re.search("[\u1100-\u11ff\uac00-\ud7af]", text):
        return "ko"
    return "zh" if re.search("[\u3400-\u9fff]", text) else ""
