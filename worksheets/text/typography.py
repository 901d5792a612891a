"""Finnish typography for text that people type: quotation marks, dashes, unbroken spaces; no letter or digit changes.

Sources: Kielitoimiston ohjepankki of Kotus (lainausmerkit, ajatusviiva, yhdysmerkki, numeroilmaukset: välilyönti ja
sitova välilyönti) and SFS 4175 (luvut, yksiköt, päiväys ja kellonaika). Where a rule cannot tell a range from a code or
a quotation from an inch, the text stays as it was typed.
"""

import re

from worksheets.caches import Lifetime, memoized

_NBSP = "\u00a0"
_KEPT = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|`[^`]*`")
"""What is never changed: web and e-mail addresses, and text between backticks."""

_MONTHS = "(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)kuu"
_UNITS = (
    "€|euroa|%|‰|kpl|kg|g|mg|t|km|m|cm|mm|m²|m³|km²|ha|l|dl|cl|ml|h|min|s|ms|pv|vk|kk|v|"
    "°C|°|W|kW|kWh|V|A|Hz|GB|MB|op|htv"
)
_CODES = r"(?:puh|p|gsm|tel|huone|luokka|tila|nro|numero|koodi|id|y-tunnus|sotu|hetu|iban|tilinumero|viite)"

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, flags), replacement)
    for pattern, flags, replacement in (
        # Dashes: a hyphen between spaces, and two hyphens that are no option's name (--pages) and no ruled line (---).
        (r"(?<=\S) - (?=\S)", 0, " – "),
        (r"(?<![-\S])--(?=[ \n]|$)|(?<=\w)--(?=\w)|(?<=\w)--(?=[ \n]|$)", 0, "–"),
        # Ranges of times and of dates; ranges of bare numbers need more than a pattern (see _RANGE).
        (r"(?<![\w.-])(\d{1,2}\.\d{2})-(\d{1,2}\.\d{2})(?![\w.-]*\d)", 0, r"\1–\2"),
        (r"(?<![\w.-])(\d{1,2}\.(?:\d{1,2}\.)?(?:\d{4})?)-(\d{1,2}\.\d{1,2}\.(?:\d{4})?)(?![\w-])", 0, r"\1–\2"),
        # A number stays on one line with its unit, its abbreviation, its month.
        (rf"(?<![\w.,])(\d(?:[\d.,{_NBSP}]*\d)?) (?=(?:{_UNITS})(?!\w|\. \d))", 0, rf"\1{_NBSP}"),
        (r"\b(klo|kello|s\.|nro|n:o|§|n\.) (?=\d)", re.IGNORECASE, rf"\1{_NBSP}"),
        (rf"(\d\.) (?={_MONTHS})", re.IGNORECASE, rf"\1{_NBSP}"),
    )
)
_RANGE = re.compile(r"(?<![\w.,:/+–-])(\d{1,4})-(\d{1,4})(?![\w:/–-]|[.,]\d)")
_BEFORE_CODE = re.compile(rf"(?:\b{_CODES}\b\.?:?|\d[-\d ]*) $", re.IGNORECASE)
_GROUPED = re.compile(r"(?<![\d.,] )(?<![\w.,-])[1-9]\d{0,2}(?: \d{3})+(?![ \d]*\d|[\w-])")
_QUOTED = re.compile(r"(?<![\w”\"])\"(?=\S)([^\"\n]*[^\s\"])\"(?![\w\"])")
_SINGLE = re.compile(r"(?<![\w’'])'(?=\S)([^'\n]*[^\s'])'(?![\w'])")

_ANY_RULE = re.compile(r"[-\"'\d]")
"""The characters without which no rule applies."""


def finnish_typography(text: str) -> str:
    """Return a text with Finnish quotation marks, dashes and unbroken spaces; it changes no more if repeated."""
    return _typeset(text) if _ANY_RULE.search(text) else text


@memoized(Lifetime.RUN, maxsize=4096)
def _typeset(text: str) -> str:
    before = ""
    while text != before:  # A replaced mark can make a rule apply to another; each round leaves fewer to replace.
        before, text = text, _replaced(text)
    return text


def _replaced(text: str) -> str:
    """Apply all rules once to what lies between the parts that are never changed."""
    parts, start = [], 0
    for kept in _KEPT.finditer(text):
        parts += [_with_rules(text[start : kept.start()]), kept[0]]
        start = kept.end()
    return "".join([*parts, _with_rules(text[start:])])


def _with_rules(text: str) -> str:
    text = _SINGLE.sub(r"’\1’", _QUOTED.sub(r"”\1”", text))
    text = _RANGE.sub(lambda match: _range(match, text), text)
    text = _GROUPED.sub(lambda match: match[0].replace(" ", _NBSP), text)
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def _range(match: re.Match[str], text: str) -> str:
    """Return a range with an en dash, or as it was if it looks like a code or a part of a telephone number."""
    first, last = match.groups()
    leading_zero = any(len(number) > 1 and number.startswith("0") for number in (first, last))
    if leading_zero or int(first) >= int(last) or _BEFORE_CODE.search(text[: match.start()]):
        return match[0]
    following = text[match.end() : match.end() + 2]
    return match[0] if re.match(r" \d", following) else f"{first}–{last}"
