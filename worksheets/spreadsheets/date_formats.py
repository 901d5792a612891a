"""Dates, times and lengths of time as the codes of a workbook show them.

A whole date, or a time of day, is given in ISO 8601, since all such texts are printed in one Finnish form later. What a
code shows only in part, or in words, is given as it is shown, with Finnish names: ``14.1.``, ``tammikuu 2026``,
``ke 14.1.2026``, ``30:15``.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from .format_codes import CALENDAR, CLOCK, Kind, Section, Token

MONTHS = (
    *("tammikuu", "helmikuu", "maaliskuu", "huhtikuu", "toukokuu", "kesäkuu"),
    *("heinäkuu", "elokuu", "syyskuu", "lokakuu", "marraskuu", "joulukuu"),
)
WEEKDAYS = ("maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai")
_LAST_DAY = 2_958_465
"""The number of 31.12.9999 when days are counted from 1900; no spreadsheet shows a later one."""
_NO_DAY = 60
"""Excel counts a day 29.2.1900, which there was not."""
_CLOCK_TEXT = re.compile(r"(?:1\d|2[0-3]):[0-5]\d(?::[0-5]\d)?")
"""Hours from 10 to 23, as in a time of day."""


class FirstDay(Enum):
    """The day that a workbook counts its days from."""

    IN_1900 = date(1899, 12, 30)
    """Of day 0, for days from 61 upwards; see ``_NO_DAY``."""
    IN_1904 = date(1904, 1, 1)


@dataclass(frozen=True, slots=True)
class _Moment:
    """A number of days, taken apart."""

    day: date
    seconds: float
    """Seconds from the beginning of the day."""
    length: float
    """Seconds altogether, for lengths of time."""
    has_day: bool
    """False for a number under 1, which is a time of day."""

    @property
    def whole_seconds(self) -> int:
        return int(self.seconds)


def shown_date(value: float, section: Section, first_day: FirstDay) -> str | None:
    """Return a number of days as a section with dates or times shows it; None for one that no spreadsheet can show."""
    if Kind.ELAPSED in section.kinds:
        return _length(value, section)
    moment = _moment(value, section, first_day)
    if moment is None:
        return None
    kinds = section.kinds if moment.has_day else section.kinds - CALENDAR
    if not kinds & CALENDAR:
        return _time(moment, section)
    if kinds >= CALENDAR and not _is_shown_in_words(section):
        return _iso(moment, section)
    return _in_parts(moment, section)


def _moment(value: float, section: Section, first_day: FirstDay) -> _Moment | None:
    """Return a number of days, to the nearest second, or to what the section shows of one; None if it is no date."""
    places = max((len(token.text) for token in section.tokens if token.kind is Kind.FRACTION), default=0)
    total = round(value * 86_400, places)
    if not 0 <= total < (_LAST_DAY + 1) * 86_400:
        return None
    days, seconds = divmod(total, 86_400)
    if first_day is FirstDay.IN_1900 and 0 < days < _NO_DAY:
        days += 1
    try:
        day = first_day.value + timedelta(days=days)
    except OverflowError:
        return None
    return _Moment(day, round(seconds, places), total, has_day=days > 0 or first_day is FirstDay.IN_1904)


def _iso(moment: _Moment, section: Section) -> str:
    """Return a date, with the time if it is shown and not midnight, which programs give to a date alone."""
    clock = _iso_time(moment, section)
    day = moment.day.isoformat()
    return f"{day} {clock}" if Kind.HOUR in section.kinds and clock != "00:00:00" else day


def _iso_time(moment: _Moment, section: Section) -> str:
    """Return a time of day; seconds that are not shown are left out."""
    minutes, seconds = divmod(moment.whole_seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds if Kind.SECOND in section.kinds else 0:02}"


def _time(moment: _Moment, section: Section) -> str:
    """Return a time of day in ISO 8601, or minutes and seconds as they are shown."""
    if Kind.HOUR in section.kinds and not _has_words(section):
        return _iso_time(moment, section)
    text = "".join(_part(token, moment, section) for token in section.tokens if token.kind not in CALENDAR)
    return no_clock(_with_decimal_comma(text, section).strip(), "min")


def _is_shown_in_words(section: Section) -> bool:
    """Return True if a whole date has a weekday, a month's whole name or other words, in Finnish and in its order."""
    order = [token.kind for token in section.tokens if token.kind in CALENDAR and not _is_weekday(token)]
    if section.foreign or order != [Kind.DAY, Kind.MONTH, Kind.YEAR]:
        return False
    return _has_words(section) or any(_is_weekday(token) or _is_name(token) for token in section.tokens)


def _is_weekday(token: Token) -> bool:
    return token.kind is Kind.DAY and len(token.text) > len("dd")


def _is_name(token: Token) -> bool:
    return token.kind is Kind.MONTH and len(token.text) > len("mmm")


def _has_words(section: Section) -> bool:
    """Return True if a section has words of its own, other than the ones of a time: *klo*, and T and Z of ISO 8601."""
    words = "".join(token.text for token in section.tokens if token.kind is Kind.LITERAL)
    return any(word.casefold() not in ("klo", "kello", "t", "z", "ta") for word in re.findall(r"[^\W\d_]+", words))


def _in_parts(moment: _Moment, section: Section) -> str:
    """Return a date as its section shows it, with Finnish names and separators."""
    order = [token.kind for token in section.tokens if token.kind in CALENDAR and not _is_weekday(token)]
    american = order == [Kind.MONTH, Kind.DAY] and not any(map(_is_month_in_letters, section.tokens))
    if american:  # 01/14: both are numbers, and in Finnish the day comes first.
        return f"{moment.day.day}.{moment.day.month}."
    tokens = section.tokens
    texts = [_part(token, moment, section) for token in tokens]
    for index, token in enumerate(tokens):
        if _is_name(token) and _is_after_day(tokens[:index]) and not "".join(texts[index + 1 :]).startswith("ta"):
            texts[index] += "ta"
    return " ".join(_with_decimal_comma("".join(texts), section).split())


def _is_month_in_letters(token: Token) -> bool:
    return token.kind is Kind.MONTH and len(token.text) > len("mm")


def _is_after_day(before: tuple[Token, ...]) -> bool:
    """Return True if a day stands right before a month, which is then *tammikuuta* and not *tammikuu*."""
    dates = [token for token in before if token.kind in CALENDAR | CLOCK]
    return bool(dates) and dates[-1].kind is Kind.DAY and not _is_weekday(dates[-1])


def _part(token: Token, moment: _Moment, section: Section) -> str:
    """Return what a token shows of a moment."""
    size = len(token.text)
    if token.kind is Kind.LITERAL:
        return _separator(token.text, section)
    if token.kind is Kind.FRACTION:
        return f"{moment.seconds % 1:.{size}f}"[2:]
    if token.kind in CALENDAR:
        return _calendar_part(token.kind, moment.day, size)
    minutes, seconds = divmod(moment.whole_seconds, 60)
    numbers = {Kind.HOUR: minutes // 60, Kind.MINUTE: minutes % 60, Kind.SECOND: seconds}
    return f"{numbers[token.kind]:0{min(size, 2)}}" if token.kind in numbers else ""


def _calendar_part(kind: Kind, day: date, size: int) -> str:
    if kind is Kind.YEAR:
        return f"{day.year % 100:02}" if size <= len("yy") else f"{day.year:04}"
    return _month(day.month, size) if kind is Kind.MONTH else _day(day, size)


def _separator(text: str, section: Section) -> str:
    """Return a literal; between the parts of dates and times, the American / and : are Finnish points."""
    if text == "/" or (text == ":" and section.kinds & CALENDAR):
        return "."
    return text


def _month(month: int, size: int) -> str:
    """Return a month as so many letters m show it: 1, 01, tammi, tammikuu, t."""
    name = MONTHS[month - 1]
    return (f"{month}", f"{month:02}", name.removesuffix("kuu"), name, name[0])[min(size, 5) - 1]


def _day(day: date, size: int) -> str:
    """Return a day as so many letters d show it: 4, 04, ke, keskiviikko."""
    weekday = WEEKDAYS[day.weekday()]
    return (f"{day.day}", f"{day.day:02}", weekday[:2], weekday)[min(size, 4) - 1]


def _with_decimal_comma(text: str, section: Section) -> str:
    return re.sub(r"\.(?=\d+$)", ",", text) if Kind.FRACTION in section.kinds else text


def _length(value: float, section: Section) -> str:
    """Return a length of time, such as 30:15 of [h]:mm; its first part may be longer than 24 hours or 60 minutes."""
    total = round(abs(value) * 86_400)
    counts = {"h": total // 3600, "m": total // 60, "s": total}
    parts = {Kind.HOUR: total // 3600, Kind.MINUTE: total // 60 % 60, Kind.SECOND: total % 60}
    texts = []
    for token in section.tokens:
        if token.kind is Kind.ELAPSED:
            texts.append(f"{counts[token.text]}")
        elif token.kind in parts:
            texts.append(f"{parts[token.kind]:0{min(len(token.text), 2)}}")
        elif token.kind is Kind.LITERAL:
            texts.append(token.text)
    unit = next(token.text for token in section.tokens if token.kind is Kind.ELAPSED)
    sign = "-" if value < 0 and total else ""
    return sign + no_clock("".join(texts).strip(), "min" if unit == "m" else unit)


def no_clock(length: str, unit: str) -> str:
    """Return a length of time with its unit if it would be taken for a time of day: 12:15 h."""
    return f"{length} {unit}" if _CLOCK_TEXT.fullmatch(length) else length
