"""The rules of typography of each language: quotation marks, dashes, ranges and unbroken spaces.

Sources: for Finnish, Kielitoimiston ohjepankki of Kotus (lainausmerkit, ajatusviiva, yhdysmerkki, numeroilmaukset:
välilyönti ja sitova välilyönti) and SFS 4175 (luvut, yksiköt, päiväys ja kellonaika). For Swedish, Svenska skrivregler
of Språkrådet (citattecken, tankstreck, siffror och tal), and times as Finland's Swedish has them, ``kl. 9.00``. For
English, New Hart's Rules (4.11 en rules with spaces, 9.2 ranges, 11.1 dates). A rule that could spoil a text is not
here.
"""

import re
from collections.abc import Iterable

from msgspec import Struct

from worksheets.caches import Lifetime, memoized

NBSP = "\u00a0"
Replacement = tuple[re.Pattern[str], str]
"""What is looked for, and what replaces it."""


class TypographyRules(Struct, frozen=True):
    """How a language sets what people type."""

    quotes: tuple[str, str]
    """The quotation marks that open and close."""
    single_quotes: tuple[str, str]
    before_code: re.Pattern[str]
    """What stands before two numbers that are a code, or part of a telephone number, and no range."""
    replacements: tuple[Replacement, ...]
    """Replaced after quotation marks and ranges."""
    apostrophes: tuple[Replacement, ...] = ()
    """Replaced before quotation marks, so that these are not taken for apostrophes."""


def _replacements(rules: Iterable[tuple[str, int, str]]) -> tuple[Replacement, ...]:
    return tuple((re.compile(pattern, flags), replacement) for pattern, flags, replacement in rules)


def _before_code(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:\b(?:{words})\b\.?:?|\d[-\d ]*) $", re.IGNORECASE)


def _before_unit(units: str) -> tuple[str, int, str]:
    """Return the rule that keeps a number on one line with its unit or abbreviation."""
    return rf"(?<![\w.,])(\d(?:[\d.,{NBSP}]*\d)?) (?=(?:{units})(?!\w|\. \d))", 0, rf"\1{NBSP}"


_TWO_HYPHENS = (r"(?<![-\S])--(?=[ \n]|$)|(?<=\w)--(?=\w)|(?<=\w)--(?=[ \n]|$)", 0, "–")
"""Two hyphens that are no option's name (--pages) and no ruled line (---)."""
_SPACED_HYPHEN = (r"(?<=\S) - (?=\S)", 0, " – ")
_TIME_RANGE = (r"(?<![\w.-])(\d{1,2}\.\d{2})-(\d{1,2}\.\d{2})(?![\w.-]*\d)", 0, r"\1–\2")
_COLON_TIME_RANGE = (r"(?<![\w:-])(\d{1,2}:\d{2})-(\d{1,2}:\d{2})(?![\w:-]*\d)", 0, r"\1–\2")
_DATE_RANGE = (
    r"(?<![\w.-])(\d{1,2}\.(?:\d{1,2}\.)?(?:\d{4})?)-(\d{1,2}\.\d{1,2}\.(?:\d{4})?)(?![\w-])",
    0,
    r"\1–\2",
)
_SWEDISH_MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".replace(
    " ", "|"
)
_ENGLISH_MONTHS = "January February March April May June July August September October November December".replace(
    " ", "|"
)
_SI_UNITS = "kg|g|mg|t|km|m|cm|mm|m²|m³|km²|ha|l|dl|cl|ml|h|min|s|ms|°C|°|W|kW|kWh|V|A|Hz|GB|MB"


def _finnish() -> TypographyRules:
    return TypographyRules(
        quotes=("”", "”"),
        single_quotes=("’", "’"),
        before_code=_before_code(
            "puh|p|gsm|tel|huone|luokka|tila|nro|numero|koodi|id|y-tunnus|sotu|hetu|iban|tilinumero|viite"
        ),
        replacements=_replacements(
            [
                _SPACED_HYPHEN,
                _TWO_HYPHENS,
                # Ranges of times and of dates; ranges of bare numbers need more than a pattern (see typography.py).
                _TIME_RANGE,
                _DATE_RANGE,
                # A number stays on one line with its unit, its abbreviation, its month.
                _before_unit(f"€|euroa|%|‰|kpl|pv|vk|kk|v|op|htv|{_SI_UNITS}"),
                (r"\b(klo|kello|s\.|nro|n:o|§|n\.) (?=\d)", re.IGNORECASE, rf"\1{NBSP}"),
                (
                    r"(\d\.) (?=(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)kuu)",
                    re.IGNORECASE,
                    rf"\1{NBSP}",
                ),
            ]
        ),
    )


def _swedish() -> TypographyRules:
    return TypographyRules(
        quotes=("”", "”"),
        single_quotes=("’", "’"),
        before_code=_before_code(
            "tfn|tel|telefon|mobil|gsm|rum|sal|klass|nr|nummer|kod|id|fo-nummer|iban|konto|kontonummer|referens"
        ),
        replacements=_replacements(
            [
                _SPACED_HYPHEN,
                _TWO_HYPHENS,
                _TIME_RANGE,
                _COLON_TIME_RANGE,
                _DATE_RANGE,
                _before_unit(f"€|euro|kr|%|‰|st|sp|år|dgr|{_SI_UNITS}"),
                (r"\b(kl\.|kl|klockan|s\.|nr|§|ca) (?=\d)", re.IGNORECASE, rf"\1{NBSP}"),
                (
                    rf"(?<![\w.,])(\d{{1,2}}) (?=(?:{_SWEDISH_MONTHS})\b)",
                    re.IGNORECASE,
                    rf"\1{NBSP}",
                ),
            ]
        ),
    )


def _english() -> TypographyRules:
    return TypographyRules(
        quotes=("“", "”"),
        single_quotes=("\u2018", "’"),
        before_code=_before_code(
            "phone|tel|telephone|mobile|ext|room|class|no|number|code|id|iban|account|reference|ref"
        ),
        apostrophes=_replacements(
            [
                (r"(?<=[^\W\d_])'(?=[^\W\d_])", 0, "’"),  # Between letters: don't.
                (r"(?<![\w'’])'(?=(?:tis|twas|em|til|cause|n|\d\ds?)\b)", re.IGNORECASE, "’"),
            ]
        ),
        replacements=_replacements(
            [
                _SPACED_HYPHEN,
                (r"(?<=\S) -- (?=\S)", 0, " – "),
                _TIME_RANGE,
                _COLON_TIME_RANGE,
                _before_unit(rf"€|%|‰|am|pm|a\.m\.|p\.m\.|{_SI_UNITS}"),
                (r"\b(p\.|pp\.|No\.|§|c\.) (?=\d)", 0, rf"\1{NBSP}"),
                (
                    rf"(?<![\w.,])(\d{{1,2}}) (?=(?:{_ENGLISH_MONTHS})\b)",
                    0,
                    rf"\1{NBSP}",
                ),
            ]
        ),
    )


_MAKERS = {"fi": _finnish, "sv": _swedish, "en": _english}


@memoized(Lifetime.SESSION)
def typography_rules(language: str) -> TypographyRules | None:
    """Return the rules of a language, such as ``fi`` or ``sv-FI``; None for a language that has none.

    They are compiled when a text needs them: most runs have texts in one language.
    """
    make = _MAKERS.get(language.split("-", maxsplit=1)[0].lower())
    return make() if make else None
