"""What a cell of an OpenDocument sheet shows, in Finnish.

The rule: such a file keeps, beside each value, the text that the spreadsheet showed, and that text is what the trainer
saw; so it is what is printed. Only what a spreadsheet in another language writes otherwise is changed: signs in numbers
(1,234.50 is 1 234,50; €12.50 is 12,50 €), found by comparing the text with the value; and dates, which become ISO 8601
when the text shows a whole date or a time of day, as in every other format. Without a text, or when the text is that of
another value, the value itself is printed.
"""

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from itertools import product

from .date_formats import MONTHS, WEEKDAYS, no_clock
from .number_formats import NBSP, TOO_LONG, Shown, shown_number, with_sign_after
from .sheets import CellFault

_NUMBER = re.compile(rf"\d(?:[\d.,'’\u202f {NBSP}]*\d)?")
_SCIENTIFIC = re.compile(r"-?\d(?:[.,]\d+)?E[+-]?\d+", re.IGNORECASE)
_SPACES = f" {NBSP}\u202f\u2009"
_SIGNS = ((",", _SPACES), (".", ","), (".", f"{_SPACES}'’"), (",", "."))
"""Decimal sign and signs that group thousands: in Finnish, in English, in Switzerland, in German."""
_HOURS = 24
"""Hours of a day."""
_DURATION = re.compile(r"(-)?PT?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?")
_CLOCK = re.compile(
    r"(?<![\d.])\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:,\d+)?(?!\.?\d)(?:\s*(?:[AP]M|ap\.|ip\.))?", re.IGNORECASE
)
"""A time of day in a text, but not the beginning or the end of a date such as 14.10.2026."""
_SHORT_MONTHS = tuple(month.removesuffix("kuu") for month in MONTHS)
_SHORT_WEEKDAYS = tuple(day[:2] for day in WEEKDAYS)
_WORDS = frozenset({"klo", "kello", "ap", "ip", "ta", "na", "viikko", "vko", "t", "z"})


def shown_value(value: float, text: str | None, kind: str, currency: str) -> Shown:
    """Return a number as it is shown; ``kind`` is the value's type, such as percentage, and ``text`` may be missing."""
    bare = (text or "").strip()
    if not bare or set(bare) == {"#"}:  # Nothing is shown, or ####, which is only the column's width.
        return Shown("") if text is not None and value == 0 else _without_text(value, kind, currency)
    if match := _SCIENTIFIC.fullmatch(bare):
        return shown_number(value, "") if "E-" in match[0].upper() else Shown(bare, CellFault.DIGITS_LOST)
    if bare.startswith(("#", "Err:", "Virhe:")) or not re.search(r"\d", bare):  # An error, or a format of words.
        return Shown(bare)
    if abs(value) >= TOO_LONG:
        return shown_number(value, "")
    finnish = _in_finnish(bare, value) or (bare if _is_made_of(bare, value) else "")
    return Shown(finnish) if finnish else _without_text(value, kind, currency)


def shown_moment(value: str, text: str | None) -> str:
    """Return a date, with or without a time, as it is shown; ``value`` is ISO 8601."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return text or value
    if moment.tzinfo is not None:
        return value
    moment = _to_second(moment)
    bare = (text or "").strip()
    return _Display(moment, bare).shown() if bare else _iso(moment, with_time=True)


def shown_duration(value: str, text: str | None, *, is_length: bool) -> str:
    """Return a time of day, or a length of time, as it is shown; ``value`` is ISO 8601, such as PT09H15M00S."""
    match = _DURATION.fullmatch(value.strip())
    if not match:
        return text or value
    hours, minutes, seconds = (int(group or 0) for group in match.groups()[1:])
    minutes, seconds = minutes + seconds // 60, seconds % 60
    hours, minutes = hours + minutes // 60, minutes % 60
    bare = (text or "").strip()
    numbers = [int(number) for number in re.findall(r"\d+", bare)[:2]]
    hour = hours if is_length or match[1] or not bare else hours % _HOURS
    is_clock = not bare or (numbers[:1] in ([hour], [hour % 12 or 12]) and numbers[1:] in ([], [minutes]))
    if is_clock and not is_length and not match[1] and hour < _HOURS:
        return f"{hour:02}:{minutes:02}:{seconds if not bare or _shows_seconds(bare) else 0:02}"
    length = bare or f"{match[1] or ''}{hours}:{minutes:02}:{seconds:02}"
    return no_clock(re.sub(r"^0(?=\d:)", "", length), "h" if is_clock else "min")


def _without_text(value: float, kind: str, currency: str) -> Shown:
    shown = shown_number(value * 100 if kind == "percentage" else value, "#,##0.00" if kind == "currency" else "")
    sign = {"EUR": "€", "USD": "$", "GBP": "£"}.get(currency, currency) if kind == "currency" else ""
    unit = "%" if kind == "percentage" else sign
    return Shown(f"{shown.text}{NBSP}{unit}".rstrip(NBSP), shown.fault)


def _in_finnish(text: str, value: float) -> str:
    """Return a text with its number in Finnish; empty if no reading of any number in it gives the value."""
    scales: tuple[float, ...] = (100, 1) if "%" in text else (1,)
    if re.search(r"[1-9]", text):
        scales += (1 / 1_000, 1 / 1_000_000)  # Formats can leave out thousands.
    for match in _NUMBER.finditer(text):
        for scale, (decimal, groups) in product(scales, _SIGNS):
            if _reads_as(match[0], decimal, groups, value * scale):
                signs = {ord(group): NBSP for group in groups} | {ord(decimal): ","}
                return with_sign_after(text[: match.start()], match[0].translate(signs), text[match.end() :])
    return ""


def _reads_as(digits: str, decimal: str, groups: str, value: float) -> bool:
    """Return True if digits, read with these signs, are a number rounded as far as they show."""
    whole, _sign, decimals = digits.partition(decimal)
    whole = whole.translate(dict.fromkeys(map(ord, groups)))
    try:
        number = Decimal(f"{whole}.{decimals or 0}")
    except InvalidOperation:
        return False
    return abs(number - abs(Decimal(f"{value:.15g}"))) <= Decimal(1).scaleb(-len(decimals)) / 2


def _is_made_of(text: str, value: float) -> bool:
    """Return True if a text shows a number with other signs between its digits, or as a fraction: 12-0190, 1 1/2."""
    if match := re.fullmatch(r"(?:(\d{1,15}) +)?(\d{1,9})/(\d{1,9})", text.lstrip("-")):
        number = int(match[1] or 0) + int(match[2]) / max(1, int(match[3]))
        return abs(number - abs(value)) <= 1 / max(1, int(match[3]))
    return re.sub(r"\D", "", text).lstrip("0") == f"{abs(value):.0f}"


def _to_second(moment: datetime) -> datetime:
    """Return a moment to the nearest second; the last one that there is, without its fraction."""
    try:
        return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
    except OverflowError:
        return moment.replace(microsecond=0)


def _iso(moment: datetime, *, with_time: bool) -> str:
    """Return a moment in ISO 8601; midnight, which programs give to a date alone, is left out."""
    return moment.isoformat(" ").removesuffix(" 00:00:00") if with_time else moment.date().isoformat()


class _Display:
    """The text that shows a moment."""

    def __init__(self, moment: datetime, text: str) -> None:
        self._text = text
        clocks = (match[0] for match in _CLOCK.finditer(text) if _is_clock_of(match[0], moment))
        self._clock = next(clocks, "")
        """The time of day in the text; empty if there is none."""
        self._moment = moment if _shows_seconds(self._clock) else moment.replace(second=0)
        rest = text.replace(self._clock, " ", 1)
        self._numbers = [int(number) for number in re.findall(r"\d+", rest)]
        self._words = [word for word in re.findall(r"[^\W\d_]+", rest.lower()) if word not in _WORDS]

    def shown(self) -> str:
        """Return a whole date in ISO 8601, and a part of one, or one in Finnish words, as its text shows it."""
        day, month, year = self._moment.day, self._moment.month, self._moment.year
        if self._clock and not self._numbers and not self._words:
            return f"{self._moment.time()}"
        if not all(number in (day, month, year, year % 100) for number in self._numbers):  # The text of another date.
            return _iso(self._moment, with_time=True)
        is_foreign = not all(map(_is_finnish, self._words))
        if is_foreign or (self._is_whole and all(word in _SHORT_MONTHS for word in self._words)):
            return _iso(self._moment, with_time=bool(self._clock))
        if not self._words and self._numbers == [month, day] != [day, month]:  # The American order.
            return f"{day}.{month}."
        return " ".join(self._text.split())

    @property
    def _is_whole(self) -> bool:
        """Return True if a day, a month and a year are shown."""
        has_three = len(self._numbers) + len(self._words) >= len(("day", "month", "year"))
        has_year = self._moment.year in self._numbers or (has_three and self._moment.year % 100 in self._numbers)
        has_month = bool(self._words) or self._moment.month in self._numbers
        return has_year and has_month and self._moment.day in self._numbers


def _is_clock_of(clock: str, moment: datetime) -> bool:
    hour, minute = (int(number) for number in re.findall(r"\d+", clock)[:2])
    return hour in (moment.hour, moment.hour % 12 or 12) and minute == moment.minute


def _shows_seconds(clock: str) -> bool:
    return len(re.findall(r"\d+", clock)) > len(("hours", "minutes"))


def _is_finnish(word: str) -> bool:
    """Return True for a word of a Finnish date: a month or a weekday, in short too."""
    return word in _SHORT_MONTHS or word in _SHORT_WEEKDAYS or word.startswith((*MONTHS, *WEEKDAYS))
