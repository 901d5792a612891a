"""Number formats of workbooks, as codes such as ``#,##0.00 "€"``, taken apart into sections and tokens.

The codes are those of ISO/IEC 29500-1 (18.8.31 numFmts), which Excel and LibreOffice share. They are kept in files in
their American form, whatever the language of the spreadsheet: a point is the decimal sign, a comma groups thousands.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

from worksheets.caches import Lifetime, memoized

BUILT_IN: dict[int, str] = (
    {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??"}
    | dict.fromkeys((5, 6, 42), '#,##0 "€";-#,##0 "€"')
    | dict.fromkeys((7, 8, 44), '#,##0.00 "€";-#,##0.00 "€"')
    | dict.fromkeys((37, 38, 41), "#,##0;-#,##0")
    | dict.fromkeys((39, 40, 43), "#,##0.00;-#,##0.00")
    | {14: "d.m.yyyy", 15: "d.mmm.yy", 16: "d.mmm", 17: "mmm.yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss"}
    | {22: "d.m.yyyy h:mm", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@"}
    | dict.fromkeys((*range(27, 37), *range(50, 59)), "yyyy-mm-dd")
)
"""Codes that files do not hold, by their numbers, as Excel shows them in Finnish. Those from 27 are dates in Asia."""


class Kind(Enum):
    """What a token of a code stands for."""

    LITERAL = auto()
    CURRENCY = auto()
    DIGIT = auto()
    """0, # or ?"""
    POINT = auto()
    COMMA = auto()
    PERCENT = auto()
    SLASH = auto()
    EXPONENT = auto()
    GENERAL = auto()
    TEXT = auto()
    """@"""
    YEAR = auto()
    MONTH = auto()
    DAY = auto()
    HOUR = auto()
    MINUTE = auto()
    SECOND = auto()
    FRACTION = auto()
    """Zeros after the point that follows the seconds."""
    HALF_DAY = auto()
    """AM/PM"""
    ELAPSED = auto()
    """[h], [m] or [s]: all hours, minutes or seconds of a length of time, without the brackets."""


CLOCK = frozenset({Kind.HOUR, Kind.MINUTE, Kind.SECOND, Kind.ELAPSED})
CALENDAR = frozenset({Kind.YEAR, Kind.MONTH, Kind.DAY})


@dataclass(frozen=True, slots=True)
class Token:
    """A part of a code."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Condition:
    """The numbers that a section is for, such as [>=100]."""

    operator: str
    limit: float

    def holds(self, value: float) -> bool:
        """Return True if a number meets the condition."""
        return {
            "<": value < self.limit,
            "<=": value <= self.limit,
            ">": value > self.limit,
            ">=": value >= self.limit,
            "=": value == self.limit,
            "<>": value != self.limit,
        }[self.operator]

    @property
    def only_negative(self) -> bool:
        """Return True if no number from 0 upwards meets the condition."""
        return (self.operator == "<" and self.limit <= 0) or (self.operator in ("<=", "=") and self.limit < 0)


@dataclass(frozen=True, slots=True)
class Section:
    """One of the parts of a code between semicolons."""

    tokens: tuple[Token, ...]
    condition: Condition | None = None
    foreign: bool = False
    """It names a language that is not Finnish: [$-409] is American English."""

    kinds: frozenset[Kind] = field(init=False)
    """What stands in it."""

    def __post_init__(self) -> None:
        """Note what stands in the section."""
        object.__setattr__(self, "kinds", frozenset(token.kind for token in self.tokens))

    @property
    def is_date(self) -> bool:
        """Return True if it shows dates, times or lengths of time."""
        return bool(self.kinds & (CLOCK | CALENDAR))


_TOKEN = re.compile(
    r"""
      "(?P<quoted>[^"]*)"?
    | \\(?P<escaped>.)
    | _(?P<space>.)                  # as wide as this character
    | \*(?P<filling>.)               # repeated to fill the column
    | \[(?P<bracket>[^\]]*)\]
    | (?P<general>General|Yleinen|Standard)
    | (?P<half_day>AM/PM|A/P)
    | (?P<exponent>E[+-])
    | (?P<date>y+|m+|d+|h+|s+)
    | (?P<sign>[0\#?.,%/@])
    | (?P<end>;)
    | (?P<literal>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_SIGNS = dict.fromkeys("0#?", Kind.DIGIT) | {
    ".": Kind.POINT,
    ",": Kind.COMMA,
    "%": Kind.PERCENT,
    "/": Kind.SLASH,
    "@": Kind.TEXT,
}
_LETTERS = {"y": Kind.YEAR, "m": Kind.MONTH, "d": Kind.DAY, "h": Kind.HOUR, "s": Kind.SECOND}
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d{1,15}(?:\.\d{1,15})?)")
_CURRENCY = re.compile(r"\$([^-]*)(?:-([0-9A-Fa-f]*).*)?")
"""A currency sign, a hyphen and the number of a language, of which one may be missing: [$€-40B], [$-409], [$EUR]."""
_FINNISH = frozenset({"", "40B", "F800", "F400"})
"""Numbers of Finnish, and of the dates and times in the system's language."""
_SYSTEM = {"[$-F800]": "dddd d. mmmm yyyy", "[$-X-SYSDATE]": "dddd d. mmmm yyyy", "[$-F400]": "h:mm:ss"}
"""What the long date and the time of the system are in Finnish, whatever follows."""
_CURRENCY_SIGNS = frozenset("€$£¥")


@memoized(Lifetime.RUN, 2_000)
def sections(code: str) -> tuple[Section, ...]:
    """Return the sections of a code; at least one, which may be empty."""
    parts: list[list[re.Match[str]]] = [[]]
    system = next((own for sign, own in _SYSTEM.items() if code.upper().startswith(sign)), code)
    for match in _TOKEN.finditer(system):
        if match["end"]:
            parts.append([])
        else:
            parts[-1].append(match)
    return tuple(map(_section, parts))


def _section(matches: list[re.Match[str]]) -> Section:
    brackets = [match["bracket"] for match in matches if match["bracket"] is not None]
    conditions = [_CONDITION.fullmatch(bracket.strip()) for bracket in brackets]
    condition = next((Condition(match[1], float(match[2])) for match in conditions if match), None)
    languages = [match[2] for bracket in brackets if (match := _CURRENCY.fullmatch(bracket)) and not match[1]]
    foreign = any((language or "").upper()[-4:].lstrip("0") not in _FINNISH for language in languages)
    is_number = _is_number(matches)
    tokens = tuple(token for match in matches for token in _tokens(match, is_number=is_number))
    return Section(tokens if is_number else tuple(_clock_tokens(tokens)), condition, foreign)


def _is_number(matches: list[re.Match[str]]) -> bool:
    """Return True if letters of dates are only letters here, as in ``0 km``: there are digits, not those of ss.00."""
    code = "".join(match["date"] or match["sign"] or " " for match in matches)
    return bool(re.search(r"[0#?]", re.sub(r"[sS]\s*[.,]0+", "", code)))


_KINDS = {"general": Kind.GENERAL, "exponent": Kind.EXPONENT, "half_day": Kind.HALF_DAY}


def _tokens(match: re.Match[str], *, is_number: bool) -> Iterator[Token]:
    """Yield the tokens of a match; colours and conditions in brackets have none."""
    group = match.lastgroup or ""
    text = match[group]
    if group == "bracket":
        yield from _bracket_tokens(text)
    elif group == "date" and not is_number:
        yield Token(_LETTERS[text[0].lower()], text.lower())
    elif group == "sign":
        yield Token(_SIGNS[text], text)
    elif group in _KINDS:
        yield Token(_KINDS[group], text)
    elif group == "space":
        yield Token(Kind.LITERAL, " ")
    elif text.strip() in _CURRENCY_SIGNS:
        yield Token(Kind.CURRENCY, text.strip())
    elif group != "filling":
        yield Token(Kind.LITERAL, text)


def _bracket_tokens(bracket: str) -> Iterator[Token]:
    if re.fullmatch(r"h+|m+|s+", bracket, re.IGNORECASE):
        yield Token(Kind.ELAPSED, bracket[0].lower())
    elif (match := _CURRENCY.fullmatch(bracket)) and match[1]:
        yield Token(Kind.CURRENCY, match[1])


def _clock_tokens(tokens: tuple[Token, ...]) -> Iterator[Token]:
    """Yield a section's tokens with m as minutes after hours and before seconds, and with fractions of seconds."""
    timed = [token.kind for token in tokens if token.kind in CLOCK | CALENDAR]
    position, after_seconds = 0, False
    for token in tokens:
        kind = token.kind
        if kind in CLOCK | CALENDAR:
            before = timed[position - 1] if position else None
            after = timed[position + 1] if position + 1 < len(timed) else None
            position += 1
            if kind is Kind.MONTH and len(token.text) <= 2 and _is_minute(before, after):  # noqa: PLR2004 - mmm is a name
                kind = Kind.MINUTE
            after_seconds = kind is Kind.SECOND
        elif kind is Kind.DIGIT and after_seconds:
            kind = Kind.FRACTION
        elif kind in (Kind.POINT, Kind.COMMA, Kind.SLASH):
            kind = Kind.LITERAL
        yield Token(kind, token.text)


def _is_minute(before: Kind | None, after: Kind | None) -> bool:
    return before in (Kind.HOUR, Kind.ELAPSED) or after is Kind.SECOND
