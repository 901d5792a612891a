"""What is printed of what was typed: dates as Finnish writes them, Finnish typography, nothing without a glyph."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from worksheets.course.course import Course
from worksheets.errors import GlyphError, _
from worksheets.people.participant import Participant
from worksheets.text.fonts import uncovered
from worksheets.text.typography import finnish_typography

BOX = "□"
"""What stands for a character that no font has, when it is to be printed all the same."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?")
_TIME = re.compile(r"\d{2}:\d{2}(?::\d{2})?")
_MIDNIGHT = "00:00:00"
"""What a spreadsheet adds to a date that has no time."""


@dataclass(frozen=True, slots=True)
class Wording:
    """How typed texts are printed."""

    as_typed: bool = False
    """Leave quotation marks, dashes and spaces as they were typed."""
    missing_glyphs: bool = False
    """Print a box for a character that no font has, rather than refuse it."""


AS_USUAL = Wording()


def printed(participant: Participant, course: Course, wording: Wording) -> Participant:
    """Return a participant with the texts as they are to be printed, without what never is.

    Raises GlyphError with every character that no installed font has, unless boxes are wanted.
    """
    problems = [] if wording.missing_glyphs else missing_glyphs(participant, course)
    if problems:
        raise GlyphError(*problems)
    values = {path: text for path, text in participant.values.items() if path != course.secret}
    return Participant({path: _printed(path, text, course, wording) for path, text in values.items()})


def missing_glyphs(participant: Participant, course: Course) -> list[str]:
    """Return a line for each slot that has characters which no installed font has."""
    problems = []
    for path, text in participant.values.items():
        if path in course.shown and (letters := uncovered(text)):
            said = ", ".join(f"“{letter}” (U+{ord(letter):04X})" for letter in letters)
            problems.append(
                _(
                    "{name}: {slot}: no font has {letters}; install worksheets[fonts], or print boxes with "
                    "--allow-missing-glyphs"
                ).format(name=participant.name, slot=path, letters=said)
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
    """Return an ISO date, time or both (as spreadsheets give them, too) as ``14.1.2026 klo 9.00``; others as typed."""
    if not (_TIME.fullmatch(text) or _DATE.fullmatch(text)):
        return text
    from babel.dates import format_date, format_time  # When it is needed.

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
    """Return the language that a text's script tells: ``ja``, ``ko`` or ``zh``, which share characters but not looks.

    Empty when it tells none. Han characters alone are taken as Chinese.
    """
    if re.search("[\u3040-\u30ff]", text):
        return "ja"
    if re.search("[\u1100-\u11ff\uac00-\ud7af]", text):
        return "ko"
    return "zh" if re.search("[\u3400-\u9fff]", text) else ""
