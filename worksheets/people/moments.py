"""Which of several time stamps of a form service is the latest."""

import re
from collections.abc import Sequence

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ,]+(.*))?")
_FINNISH = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?:[ ,]+(?:klo\s*)?(.*))?")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?:[ ,]+(.*))?")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d+)?\s*(a\.?m\.?|p\.?m\.?|ap\.|ip\.)?.*", re.IGNORECASE)

_MONTHS = 12
_CENTURY = 2000
"""What is added to years of two digits."""

Moment = tuple[int, ...]
"""Year, month, day, hour, minute, second."""


def latest(stamps: Sequence[str]) -> int:
    """Return the index of the latest time stamp, or of the last one if they cannot be compared.

    They are written as 2026-01-14T09:00:00Z, 2026/01/14 9:00:00 ip. EET, 14.1.2026 klo 9.00, or 1/14/26 9:00:00, of
    which the month stands first unless some stamp's first number is larger than 12.
    """
    day_first = any(match and int(match[1]) > _MONTHS for match in map(_SLASHED.fullmatch, stamps))
    moments = [_moment(stamp.strip(), day_first=day_first) for stamp in stamps]
    last = len(stamps) - 1
    known = [moment for moment in moments if moment is not None]
    if len(known) < len(moments):
        return last
    return max(range(len(known)), key=lambda index: (known[index], index))


def _moment(stamp: str, *, day_first: bool) -> Moment | None:
    """Return when a time stamp is; None if it cannot be read."""
    if match := _ISO.fullmatch(stamp):
        year, month, day = match[1], match[2], match[3]
    elif match := _FINNISH.fullmatch(stamp):
        day, month, year = match[1], match[2], match[3]
    elif match := _SLASHED.fullmatch(stamp):
        day, month, year = (match[1], match[2], match[3]) if day_first else (match[2], match[1], match[3])
    else:
        return None
    clock = _time_of_day(match[4] or "")
    date = (int(year) + (0 if len(year) > len("26") else _CENTURY), int(month), int(day))
    return None if clock is None else (*date, *clock)


def _time_of_day(text: str) -> Moment | None:
    """Return the hour, the minute and the second; midnight if nothing is written; None if it cannot be read."""
    if not text:
        return 0, 0, 0
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    hour, half = int(match[1]), (match[4] or "").casefold()[:1]
    is_evening = half in ("p", "i")
    hour = hour % 12 + (12 if is_evening else 0) if half else hour
    return hour, int(match[2]), int(match[3] or 0)
