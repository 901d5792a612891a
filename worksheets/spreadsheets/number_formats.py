"""Numbers as the number formats of a workbook show them, in Finnish: ``00007``, ``25 %``, ``1 234,50 €``.

A comma is the decimal sign, a no-break space groups thousands and stands before a percent or currency sign, which
follows its number (SFS 4175). Numbers are rounded as spreadsheets round them: halves upwards, from 15 digits.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from worksheets.caches import Lifetime, memoized

from .date_formats import FirstDay, shown_date
from .format_codes import Kind, Section, Token, sections
from .sheets import CellFault

NBSP = "\u00a0"
TOO_LONG = 10**15
"""Spreadsheets keep 15 digits of a number, and turn those that follow into zeros."""
_MOST_PLACES = 30
"""The most decimals that a spreadsheet shows."""
_MOST_SIGNS = 5
"""The most percent signs, and commas that leave out thousands, that have a meaning."""
_EXACT = Context(prec=400)
"""For numbers that are as long as a float can be, with decimals."""
_SIGN_AFTER_NUMBER = re.compile(rf"(?<=\d)[ {NBSP}]*([%€$£¥])")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a spreadsheet shows in a cell."""

    text: str
    fault: CellFault | None = None
    """Set when it is no answer."""


@memoized(Lifetime.RUN, 20_000)
def shown_number(value: float, code: str, first_day: FirstDay = FirstDay.IN_1900) -> Shown:
    """Return a number, or a date, as a format's code shows it."""
    if not code or code == "General":
        return _general(value)
    section, is_signed = _section_for(value, sections(code))
    if section.is_date:
        text = shown_date(value, section, first_day)
        return Shown("########", CellFault.TOO_NARROW) if text is None else Shown(text)
    if Kind.EXPONENT in section.kinds:
        return Shown(_scientific(value, section), CellFault.DIGITS_LOST)
    if abs(value) >= TOO_LONG and section.kinds & {Kind.DIGIT, Kind.GENERAL, Kind.TEXT}:
        return _general(value)
    number = abs(_decimal(value))
    text = _fraction(number, section.tokens) if _is_fraction(section) else _digits(number, section.tokens)
    is_minus = is_signed and value < 0 and re.search("[1-9]", text)
    return Shown(_SIGN_AFTER_NUMBER.sub(rf"{NBSP}\1", f"{'-' if is_minus else ''}{text}"))


def shown_text(text: str, code: str) -> str:
    """Return a text as a format's code shows it: ``"Hra "@`` puts a word before it."""
    parts = sections(code)
    section = parts[3] if len(parts) > 3 else parts[-1]  # noqa: PLR2004 - positive; negative; zero; text
    if len(parts) <= 3 and Kind.TEXT not in section.kinds:  # noqa: PLR2004
        return text
    texts = {Kind.TEXT: text, Kind.GENERAL: text}
    literals = (Kind.LITERAL, Kind.CURRENCY)
    shown = (texts.get(token.kind, token.text if token.kind in literals else "") for token in section.tokens)
    return "".join(shown)


def with_sign_after(before: str, number: str, after: str) -> str:
    """Return a number with what stands around it, a currency sign after it: €12,50 is 12,50 €."""
    if match := re.fullmatch(rf"(.*?)([€$£¥])[ {NBSP}]*", before, re.DOTALL):
        before, after = match[1], match[2] + after
    return _SIGN_AFTER_NUMBER.sub(rf"{NBSP}\1", before + number + after)


def changes_texts(code: str) -> bool:
    """Return True if a format's code shows texts otherwise than they are."""
    return bool(code) and shown_text("a", code) != "a"


def general(value: float) -> str:
    """Return a number with at most 15 digits, and without zeros at its end: 12, 1,5, 0,3."""
    digits = f"{value:.15g}"
    text = f"{Decimal(digits):f}" if "e" in digits else digits  # Few numbers have an exponent.
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "0") else text.replace(".", ",")


def _general(value: float) -> Shown:
    if abs(value) >= TOO_LONG:
        return Shown(_scientific(value), CellFault.DIGITS_LOST)
    return Shown(general(value))


def _decimal(value: float) -> Decimal:
    return Decimal(f"{value:.15g}")


def _scientific(value: float, section: Section | None = None) -> str:
    """Return a number as ``1,23E+11``, with the section's decimals, or the five that Excel shows."""
    places = 5
    if section is not None:
        after_point = _split(section.tokens, Kind.POINT)[1]
        places = sum(token.kind is Kind.DIGIT for token in _split(after_point, Kind.EXPONENT)[0])
    mantissa, _e, exponent = f"{value:.{min(places, _MOST_PLACES)}E}".partition("E")
    if section is None:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{mantissa}E{exponent}".replace(".", ",")


def _section_for(value: float, parts: Sequence[Section]) -> tuple[Section, bool]:
    """Return the section that shows a number, and whether a minus has to be put before a negative one.

    Without conditions the sections are for positive numbers, negative ones and zero; a section for negative numbers
    alone has its own sign.
    """
    numbers = parts[:3]
    if not any(section.condition for section in numbers):
        index = 1 if value < 0 else 2 if value == 0 else 0
        return (numbers[index], index != 1) if index < len(numbers) else (numbers[0], True)
    for section in numbers:
        if section.condition is None or section.condition.holds(value):
            return section, not (section.condition and section.condition.only_negative)
    return numbers[-1], True


def _split(tokens: Sequence[Token], kind: Kind) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """Return the tokens before the first one of a kind, and those after it."""
    index = next((index for index, token in enumerate(tokens) if token.kind is kind), len(tokens))
    return tuple(tokens[:index]), tuple(tokens[index + 1 :])


def _digits(number: Decimal, tokens: Sequence[Token]) -> str:
    """Return a number that is not negative in a section's digits, with the literals around and between them."""
    before, after = _split(tokens, Kind.POINT)
    percents = min(_MOST_SIGNS, sum(token.kind is Kind.PERCENT for token in tokens))
    number = number.scaleb(2 * percents - 3 * min(_MOST_SIGNS, _thousands_left_out(tokens)))
    places = min(_MOST_PLACES, sum(token.kind is Kind.DIGIT for token in after))
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _EXACT)
    whole, _point, decimals = f"{rounded:f}".partition(".")
    left = _whole_part(whole.lstrip("0"), before)
    right = _decimal_part(decimals, after)
    has_decimals = any(text[:1].isdigit() for text, token in zip(right, after, strict=True) if token.kind is Kind.DIGIT)
    return _joined([*left, "," if has_decimals else "", *right], [*before, Token(Kind.POINT, "."), *after], number)


def _thousands_left_out(tokens: Sequence[Token]) -> int:
    """Return how many commas follow the last digit: ``0,`` shows thousands, ``0.0,,`` millions."""
    kinds = [token.kind for token in tokens if token.kind in (Kind.DIGIT, Kind.COMMA)]
    return next((count for count, kind in enumerate(reversed(kinds)) if kind is Kind.DIGIT), 0)


def _whole_part(digits: str, tokens: Sequence[Token]) -> list[str]:
    """Return a text for each token before the point; the first digit's token takes all digits that are left."""
    places = [index for index, token in enumerate(tokens) if token.kind is Kind.DIGIT]
    kinds = [token.kind for token in tokens if token.kind in (Kind.DIGIT, Kind.COMMA)]
    is_grouped = Kind.COMMA in kinds[: len(kinds) - kinds[::-1].index(Kind.DIGIT)] if places else False
    texts = ["" if token.kind is Kind.DIGIT else _literal(token) for token in tokens]
    position = 0
    for index in reversed(places):
        is_first = index == places[0]
        taken, digits = (digits, "") if is_first else (digits[-1:], digits[:-1])
        taken = taken or {"0": "0", "?": " "}.get(tokens[index].text, "")
        for digit in reversed(taken):
            if is_grouped and position and position % 3 == 0 and digit != " ":
                texts[index] = NBSP + texts[index]
            texts[index] = digit + texts[index]
            position += 1
        # A space between digits groups them too.
    return [
        NBSP if text == " " and places and places[0] < index < places[-1] else text for index, text in enumerate(texts)
    ]


def _decimal_part(decimals: str, tokens: Sequence[Token]) -> list[str]:
    """Return a text for each token after the point; # and ? show no zeros at the end."""
    places = _text(_digit_tokens(tokens))
    shown = max(len(decimals.rstrip("0")), places.rfind("0") + 1)
    texts, position = [], 0
    for token in tokens:
        if token.kind is Kind.DIGIT:
            texts.append((decimals[position : position + 1] or "0") if position < shown else "")
            position += 1
        else:
            texts.append(_literal(token))
    return texts


def _digit_tokens(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if token.kind is Kind.DIGIT]


def _literal(token: Token) -> str:
    return "" if token.kind in (Kind.COMMA, Kind.GENERAL, Kind.TEXT, Kind.DIGIT) else token.text


def _joined(texts: Sequence[str], tokens: Sequence[Token], number: Decimal) -> str:
    """Return the texts of tokens joined, a currency sign after the number even if it stood before."""
    last_digit = max((index for index, token in enumerate(tokens) if token.kind is Kind.DIGIT), default=-1)
    joined, sign_before = "", ""
    for index, (text, token) in enumerate(zip(texts, tokens, strict=True)):
        if token.kind is Kind.CURRENCY and index < last_digit:
            sign_before = NBSP + text
        elif token.kind is Kind.CURRENCY:
            joined = joined.rstrip(" ") + NBSP + text
        elif token.kind in (Kind.GENERAL, Kind.TEXT):
            joined += general(float(number))
        else:
            joined += text
        if index == last_digit:
            joined += sign_before
    return re.sub(" {2,}", " ", joined).strip(f" {NBSP}")


def _is_fraction(section: Section) -> bool:
    """Return True if a number is shown as ``1 1/2``: a slash stands between digits."""
    before, after = _split(section.tokens, Kind.SLASH)
    return Kind.SLASH in section.kinds and bool(_digit_tokens(before)) and bool(re.match(r"\s*[0-9#?]", _text(after)))


def _text(tokens: Sequence[Token]) -> str:
    return "".join(token.text for token in tokens)


def _fraction(number: Decimal, tokens: Sequence[Token]) -> str:
    """Return a number with a fraction, whose denominator is the format's own or has as many digits as it shows."""
    before, after = _split(tokens, Kind.SLASH)
    shown = re.match(r"\s*([0-9#?]+)", _text(after))
    denominator = shown[1] if shown else "?"
    exact = Fraction(number)
    if re.fullmatch(r"[1-9]\d*", denominator):
        parts = int(denominator)
        fraction = round(exact * parts)
    else:
        nearest = exact.limit_denominator(10 ** min(len(denominator), 7) - 1)
        fraction, parts = nearest.numerator, nearest.denominator
    has_whole = len(re.findall(r"[0#?]+", _text(before))) > 1
    whole, fraction = divmod(fraction, parts) if has_whole else (0, fraction)
    if has_whole and not fraction:
        return f"{whole}"
    return f"{whole} {fraction}/{parts}" if whole else f"{fraction}/{parts}"
