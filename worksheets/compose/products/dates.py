"""The dates of a course as they are typed: ``12.1.2026, 19.1.2026``, perhaps with times; and as they are printed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from worksheets.course.words import Words
from worksheets.errors import OptionsError, shortened
from worksheets.messages import _

MOST_DATES = 60
"""The most dates that one course has."""
_CLOCK = r"([01]?[0-9]|2[0-4])(?:[.:]([0-5][0-9]))?"
_DATE = re.compile(
    r"(?:(?P<day>[0-9]{1,2})\.\s?(?P<month>[0-9]{1,2})\.\s?(?P<year>[0-9]{4})?"
    r"|(?P<iso_year>[0-9]{4})-(?P<iso_month>[0-9]{1,2})-(?P<iso_day>[0-9]{1,2}))"
    r"(?:(?:T|\s+(?:klo|kl\.?|at)?\s*)(?P<time>\S.*))?"
)
_TIME = re.compile(rf"{_CLOCK}(?:\s?[-\u2010-\u2015]\s?{_CLOCK})?")
_SEPARATORS = re.compile(r"[,;\n]")
_LEAP_YEAR = 2000
"""The year of a date of which no year is known, to see if there is such a day, and to write it without the year."""


@dataclass(frozen=True, slots=True)
class CourseDate:
    """A day of a course; one without a day is written by hand."""

    day: int = 0
    month: int = 0
    year: int = 0
    """0 if no year is known."""
    time: tuple[tuple[int, str], ...] = ()
    """When the day begins, and perhaps when it ends: hours, and minutes as they are typed: ``(9, "00"), (15, "")``."""

    @property
    def is_open(self) -> bool:
        """The date is not known, and is written by hand."""
        return not self.day

    def as_date(self) -> date:
        """Return the day; in a leap year if no year is known. Raises ValueError if there is no such day."""
        return date(self.year or _LEAP_YEAR, self.month, self.day)


def parse_dates(text: str, option: str = "--dates") -> tuple[CourseDate, ...]:
    """Return the dates in a text, in its order: none for an empty text, and for a number so many that are open.

    They are separated by commas: ``12.1.2026``, ``2026-01-12``, ``12.1.``, with or without a time after it, such as
    ``9.00–15.00``. A date without a year has that of the next date, or else of the one before it; in
    ``15.12., 12.1.2027`` the first is in 2026. Raises OptionsError with everything that is wrong, naming the option.
    """
    words = [word.strip() for word in _SEPARATORS.split(text) if word.strip()]
    if len(words) == 1 and re.fullmatch("[0-9]{1,9}", words[0]):
        return (CourseDate(),) * _count(int(words[0]), option)
    if len(words) > MOST_DATES:
        raise _too_many(option, len(words))
    problems = [problem for word in words if (problem := _problem(word, option))]
    if problems:
        raise OptionsError(*problems)
    dates = _with_years([_date(word) for word in words])
    wrong = [word for word, each in zip(words, dates, strict=True) if not _exists(each)]
    if wrong:
        raise OptionsError(*(_no_such_day(word, option) for word in wrong))
    return tuple(dates)


def _count(number: int, option: str) -> int:
    if not 1 <= number <= MOST_DATES:
        raise _too_many(option, number)
    return number


def _too_many(option: str, number: int) -> OptionsError:
    message = _("{option}: {number} dates; a course has from 1 to {most}")
    return OptionsError(message.format(option=option, number=number, most=MOST_DATES))


def _problem(word: str, option: str) -> str:
    """Return what is wrong with a word that is to be a date; empty if nothing is."""
    match = _DATE.fullmatch(word)
    if match is None:
        message = _(
            "{option}: “{word}” is not a date; write dates such as 12.1.2026, 2026-01-12 or 12.1. 9.00–15.00, with "
            "commas between them, or only their number, such as 4"
        )
        return message.format(option=option, word=shortened(word))
    if match["time"] and not _TIME.fullmatch(match["time"]):
        message = _("{option}: “{word}”: “{time}” is not a time; write a time such as 9.00, or 9.00–15.00")
        return message.format(option=option, word=shortened(word), time=shortened(match["time"]))
    return "" if _exists(replace(_date(word), year=0)) else _no_such_day(word, option)


def _no_such_day(word: str, option: str) -> str:
    message = _("{option}: “{word}”: there is no such day; write day.month.year, such as 12.1.2026")
    return message.format(option=option, word=shortened(word))


def _date(word: str) -> CourseDate:
    match = _DATE.fullmatch(word)
    assert match is not None  # noqa: S101 - checked before
    day, month, year = (int(match[key] or match[f"iso_{key}"] or 0) for key in ("day", "month", "year"))
    return CourseDate(day, month, year, tuple(_times(match["time"])))


def _times(text: str | None) -> Iterator[tuple[int, str]]:
    match = _TIME.fullmatch(text) if text else None
    for hour, minute in zip(match.groups()[::2], match.groups()[1::2], strict=True) if match else ():
        if hour is not None:
            yield int(hour), minute or ""


def _exists(each: CourseDate) -> bool:
    try:
        each.as_date()
    except ValueError:
        return False
    return True


def _with_years(dates: Sequence[CourseDate]) -> list[CourseDate]:
    """Return dates with the years that those beside them give."""
    completed = list(dates)
    for index in reversed(range(len(completed) - 1)):
        each, later = completed[index], completed[index + 1]
        if not each.year and later.year:
            completed[index] = replace(each, year=later.year - ((each.month, each.day) > (later.month, later.day)))
    for index in range(1, len(completed)):
        each, earlier = completed[index], completed[index - 1]
        if not each.year and earlier.year:
            completed[index] = replace(
                each, year=earlier.year + ((each.month, each.day) < (earlier.month, earlier.day))
            )
    return completed


def date_heading(each: CourseDate, words: Words) -> str:
    """Return a date as it heads a column: ``ma 12.1.``, without a weekday if no year is known; empty if it is open."""
    if each.is_open:
        return ""
    return _formatted(each, words.pattern("date_heading" if each.year else "day_and_month"), words)


def printed_time(each: CourseDate, words: Words) -> str:
    """Return when a day begins and ends, such as ``9.00–15.00``; empty if that is not known."""
    clocks = [words.text("clock", hour=hour, minute=minute) if minute else str(hour) for hour, minute in each.time]
    return "–".join(clocks)


def printed_day(each: CourseDate, words: Words) -> str:
    """Return a date on its own, such as ``12.1.2026``; without the year if none is known."""
    return _formatted(each, words.pattern("date" if each.year else "day_and_month"), words)


def printed_span(dates: Sequence[CourseDate], words: Words) -> str:
    """Return from when to when a course was held: ``12.1.–2.2.2026``; one date alone, empty if none is known."""
    known = sorted((each for each in dates if not each.is_open), key=CourseDate.as_date)
    if not known:
        return ""
    first, last = known[0], known[-1]
    if (first.day, first.month, first.year) == (last.day, last.month, last.year):
        return printed_day(last, words)
    start = replace(first, year=0) if first.year == last.year else first
    return words.text("date_span", first=printed_day(start, words), last=printed_day(last, words))


def _formatted(each: CourseDate, pattern: str, words: Words) -> str:
    from babel import Locale, UnknownLocaleError  # Loaded only for a date.
    from babel.dates import format_date

    try:
        locale = Locale.parse(words.language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    return format_date(each.as_date(), pattern, locale=locale)
