"""Dates and times that programs write, ISO 8601, as Finnish writes them: ``14.1.2026 klo 9.00``."""

import re
from datetime import date, datetime, time

_SECONDS = r"(?::(?P<second>[0-5][0-9])(?:[.,][0-9]{1,9})?)?"
_TIME = re.compile(rf"(?P<clock>(?:[01][0-9]|2[0-3]):[0-5][0-9]){_SECONDS}")
_ZONE = r"(?: ?(?P<zone>[Zz]|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)(?:\[[\w/+-]+\])?)?"
"""The name of a place may follow the difference from UTC, as Java and JavaScript write it."""
_DATE = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    rf"(?:[Tt ](?P<clock>(?:[01]?[0-9]|2[0-3]):[0-5][0-9]){_SECONDS}{_ZONE})?"
)
_MIDNIGHT = time()


def finnish_date(text: str) -> str:
    """Return a date, a time, or both in Finnish form if the whole text is one in ISO 8601; any other text as typed.

    A moment with a time zone is told by Finland's clock: 2026-01-14T07:00:00.000Z is ``14.1.2026 klo 9.00``. A date at
    midnight is a date alone if it has seconds or a zone, since programs write dates so; 2026-01-14 00:00 is a time.
    Fractions of a second are left out.
    """
    try:
        if match := _TIME.fullmatch(text):
            return _clock(time.fromisoformat(match["clock"]), match["second"])
        if match := _DATE.fullmatch(text):
            return _date_and_clock(match)
    except (ValueError, OverflowError):  # 2026-02-30; 9999-12-31T23:00Z, which is in the year 10000 in Finland
        return text
    return text


def _date_and_clock(match: re.Match[str]) -> str:
    if not match["clock"]:
        return _day(date.fromisoformat(match["date"]))
    moment = _in_finland(f"{match['date']}T{match['clock']:0>5}", match["zone"])
    written_by_program = match["second"] or match["zone"]
    if moment.time() == _MIDNIGHT and written_by_program and match["second"] in (None, "00"):
        return _day(moment.date())
    return f"{_day(moment.date())} {_clock(moment.time(), match['second'])}"


def _in_finland(moment: str, zone: str | None) -> datetime:
    """Return a moment by Finland's clock; ``zone`` is a difference from UTC, a name of UTC, or None for Finland's."""
    if not zone:
        return datetime.fromisoformat(moment)
    from zoneinfo import ZoneInfo

    offset = zone if zone[0] in "+-" else "+00:00"
    return datetime.fromisoformat(moment + offset).astimezone(ZoneInfo("Europe/Helsinki"))


def _day(day: date) -> str:
    from babel.dates import format_date  # Loaded only for a date.

    return format_date(day, "short", locale="fi")


def _clock(clock: time, second: str | None) -> str:
    """Return a time with ``klo`` before it; its seconds are left out if they are 00."""
    from babel.dates import format_time

    seconds = f".{second}" if second and second != "00" else ""
    return f"klo {format_time(clock, 'short', locale='fi')}{seconds}"
