"""Finnish typography for text that people type, as a filter that changes no letter and no digit.

Sources: Kielitoimiston ohjepankki of Kotus (lainausmerkit, ajatusviiva, yhdysmerkki, numeroilmaukset: välilyönti ja
sitova välilyönti) and SFS 4175 (luvut, yksiköt, päiväys ja kellonaika). Where a rule cannot tell a range from a code or
a quotation from an inch, the text stays as it was typed.
"""

import re
from functools import lru_cache

_NBSP = "\u00a0"
_KEPT = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|`[^`]*`")
"""What is never touched: addresses, and what stands between backticks."""

_MONTHS = "(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)kuu"
_UNITS = (
    "€|euroa|%|‰|kpl|kg|g|mg|t|km|m|cm|mm|m²|m³|km²|ha|l|dl|cl|ml|h|min|s|ms|pv|vk|kk|v|"
    "°C|°|W|kW|kWh|V|A|Hz|GB|MB|op|htv"
)
_CODES = r"(?:puh|p|gsm|tel|huone|luokka|tila|nro|numero|koodi|id|y-tunnus|sotu|hetu|iban|tilinumero|viite)"

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, flags), said)
    for pattern, flags, said in (
        # Dashes: a hyphen between spaces, and two hyphens that are no option's name (--pages) and no ruled line (---).
        (r"(?<=\S) - (?=\S)", 0, " – "),
        (r"(?<![-\S])--(?=[ \n]|$)|(?<=\w)--(?=\w)|(?<=\w)--(?=[ \n]|$)", 0, "–"),
        # Ranges of times and dates, and of other numbers that stand by themselves.
        (r"(?<![\w.-])(\d{1,2}\.\d{2})-(\d{1,2}\.\d{2})(?![\w.-]*\d)", 0, r"\1–\2"),
        (r"(?<![\w.-])(\d{1,2}\.(?:\d{1,2}\.)?(?:\d{4})?)-(\d{1,2}\.\d{1,2}\.(?:\d{4})?)(?![\w-])", 0, r"\1–\2"),
        # A number and what belongs to it are not parted.
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

_SETTABLE = re.compile(r"[-\"'\d]")
"""What every rule asks for."""


def finnish_typography(text: str) -> str:
    """Return a text with Finnish quotation marks, dashes and unbroken spaces; done twice, it is the same as once."""
    return _set(text) if _SETTABLE.search(text) else text


@lru_cache(maxsize=4096)
def _set(text: str) -> str:
    before = ""
    while text != before:  # A mark that is set can show another for what it is; each round leaves fewer to set.
        before, text = text, _set_once(text)
    return text


def _set_once(text: str) -> str:
    parts, at = [], 0
    for kept in _KEPT.finditer(text):
        parts += [_filtered(text[at : kept.start()]), kept[0]]
        at = kept.end()
    return "".join([*parts, _filtered(text[at:])])


def _filtered(text: str) -> str:
    text = _SINGLE.sub(r"’\1’", _QUOTED.sub(r"”\1”", text))
    text = _RANGE.sub(lambda found: _range(found, text), text)
    text = _GROUPED.sub(lambda found: found[0].replace(" ", _NBSP), text)
    for pattern, said in _RULES:
        text = pattern.sub(said, text)
    return text


def _range(found: re.Match[str], text: str) -> str:
    """Return a range with its dash, unless it looks like a code or a part of a telephone number."""
    first, last = found.groups()
    leading_zero = any(len(number) > 1 and number.startswith("0") for number in (first, last))
    if leading_zero or int(first) >= int(last) or _BEFORE_CODE.search(text[: found.start()]):
        return found[0]
    follows = text[found.end() : found.end() + 2]
    return found[0] if re.match(r" \d", follows) else f"{first}–{last}"
