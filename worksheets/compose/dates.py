"""Dates and times that programs write, ISO 8601, as a language writes them: ``14.1.2026 klo 9.00``."""

import re
from datetime import date, datetime, time
from functools import cached_property
from typing import TYPE_CHECKING

from worksheets.caches import Lifetime, memoized
from worksheets.course.words import DATES, Words, shipped_words

if TYPE_CHECKING:
    from babel import Locale

_SECONDS = r"(?::(?P<second>[0-5][0-9])(?:[.,][0-9]{1,9})?)?"
_TIME = re.compile(rf"(?P<clock>(?:[01][0-9]|2[0-3]):[0-5][0-9]){_SECONDS}")
_ZONE = r"(?: ?(?P<zone>[Zz]|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)(?:\[[\w/+-]+\])?)?"
"""The name of a place may follow the difference from UTC, as Java and JavaScript write it."""
_DATE = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    rf"(?:[Tt ](?P<clock>(?:[01]?[0-9]|2[0-3]):[0-5][0-9]){_SECONDS}{_ZONE})?"
)
_MIDNIGHT = time()
_NUMBERS = {
    "d": "{0.day}",
    "dd": "{0.day:02}",
    "M": "{0.month}",
    "MM": "{0.month:02}",
    "y": "{0.year}",
    "H": "{0.hour}",
    "HH": "{0.hour:02}",
    "mm": "{0.minute:02}",
    "ss": "{0.second:02}",
}
"""The letters of Unicode's patterns that stand for numbers (UTS #35, Dates), and how these are written."""
_PART = re.compile(
    r"'(?P<quoted>[^']+)'(?!')|(?P<letters>dd?|MM?|y|HH?|mm|ss)(?![A-Za-z])|(?P<mark>[^A-Za-z'])|(?P<other>.)"
)


def printed_date(text: str, words: Words) -> str:
    """Return a date, a time, or both in a language's form if the whole text is one in ISO 8601; any other as typed.

    The papers' words say how the language writes dates, or else Babel does; text in a language that neither knows
    stays. A moment with a time zone is told by Finland's clock: 2026-01-14T07:00:00.000Z is ``14.1.2026 klo 9.00``. A
    date at midnight is a date alone if it has seconds or a zone, since programs write dates so; 2026-01-14 00:00 is a
    time. Fractions of a second are left out.
    """
    if not text[:1].isdigit():
        return text
    return _printed(text, words.language, tuple((key, words.pattern(key)) for key in DATES if key in words.texts))


@memoized(Lifetime.RUN, maxsize=1024)  # A course has the same date and time for everybody.
def _printed(text: str, language: str, patterns: tuple[tuple[str, str], ...]) -> str:
    try:
        if match := _TIME.fullmatch(text):
            clock = _with_seconds(time.fromisoformat(match["clock"]), match["second"])
            return _Dates(language, patterns).clock(clock)
        if match := _DATE.fullmatch(text):
            return _date_and_clock(match, _Dates(language, patterns))
    except (ValueError, OverflowError):  # 2026-02-30; 9999-12-31T23:00Z, which is in the year 10000 in Finland
        return text
    return text


def _date_and_clock(match: re.Match[str], dates: "_Dates") -> str:
    if not match["clock"]:
        return dates.day(date.fromisoformat(match["date"]))
    moment = _in_finland(f"{match['date']}T{match['clock']:0>5}", match["zone"])
    written_by_program = match["second"] or match["zone"]
    if moment.time() == _MIDNIGHT and written_by_program and match["second"] in (None, "00"):
        return dates.day(moment.date())
    return dates.moment(moment.date(), _with_seconds(moment.time(), match["second"]))


def _with_seconds(clock: time, second: str | None) -> time:
    return clock.replace(second=int(second or 0))


def _in_finland(moment: str, zone: str | None) -> datetime:
    """Return a moment by Finland's clock; ``zone`` is a difference from UTC, a name of UTC, or None for Finland's."""
    if not zone:
        return datetime.fromisoformat(moment)
    from zoneinfo import ZoneInfo

    offset = zone if zone[0] in "+-" else "+00:00"
    return datetime.fromisoformat(moment + offset).astimezone(ZoneInfo("Europe/Helsinki"))


class _Dates:
    """Writes dates and times in a language. Raises ValueError for a language that nobody knows."""

    def __init__(self, language: str, patterns: tuple[tuple[str, str], ...]) -> None:
        """``patterns`` are those of the papers' words, by their keys."""
        self._language = language
        self._patterns = dict(patterns)

    @cached_property
    def _locale(self) -> "Locale":
        from babel import Locale, UnknownLocaleError  # Here, since to load it takes a twentieth of a cold start.

        try:
            return Locale.parse(self._language, sep="-")
        except UnknownLocaleError as error:
            raise ValueError(self._language) from error

    def day(self, day: date) -> str:
        if written := self._in_numbers("date", day):
            return written
        from babel.dates import format_date

        return format_date(day, self._patterns.get("date", "long"), locale=self._locale)

    def clock(self, clock: time) -> str:
        """Return a time; its seconds are left out if they are 0."""
        key, usual = ("time_with_seconds", "medium") if clock.second else ("time", "short")
        if written := self._in_numbers(key, clock):
            return written
        from babel.dates import format_time

        return format_time(clock, self._patterns.get(key, usual), locale=self._locale)

    def moment(self, day: date, clock: time) -> str:
        pattern = self._patterns.get("moment") or self._usual_moment()
        return pattern.replace("{date}", self.day(day)).replace("{time}", self.clock(clock))

    def _usual_moment(self) -> str:
        from babel.dates import get_datetime_format

        usual = str(get_datetime_format("medium", locale=self._locale)).replace("'", "")
        return usual.replace("{1}", "{date}").replace("{0}", "{time}")

    def _in_numbers(self, key: str, moment: date | time) -> str:
        """Return a date or a time if a language of ours writes it in numbers only; otherwise nothing."""
        is_ours = shipped_words(self._language) is not None
        return _in_numbers(self._patterns[key], moment) if is_ours and key in self._patterns else ""


def _in_numbers(pattern: str, moment: date | time) -> str:
    """Return what Babel writes for a pattern of numbers and of texts in quotation marks; nothing for any other."""
    written = ""
    for match in _PART.finditer(pattern):
        if match["other"]:
            return ""
        written += match["quoted"] or match["mark"] or _NUMBERS[match["letters"]].format(moment)
    return written
