"""Typography for text that people type: quotation marks, dashes, unbroken spaces; no letter or digit changes.

``typography_rules`` has the rules of each language. Where a rule cannot tell a range from a code or a quotation from an
inch, the text stays as it was typed.
"""

import re

from worksheets.caches import Lifetime, memoized

from .typography_rules import NBSP, TypographyRules, typography_rules

_KEPT = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|`[^`]*`")
"""What is never changed: web and e-mail addresses, and text between backticks."""
_RANGE = re.compile(r"(?<![\w.,:/+–-])(\d{1,4})-(\d{1,4})(?![\w:/–-]|[.,]\d)")
_GROUPED = re.compile(r"(?<![\d.,] )(?<![\w.,-])[1-9]\d{0,2}(?: \d{3})+(?![ \d]*\d|[\w-])")
_QUOTED = re.compile(r"(?<![\w”\"])\"(?=\S)([^\"\n]*[^\s\"])\"(?![\w\"])")
_SINGLE = re.compile(r"(?<![\w’'])'(?=\S)([^'\n]*[^\s'])'(?![\w'])")

_ANY_RULE = re.compile(r"[-\"'\d]")
"""The characters without which no rule applies."""


def typography(text: str, language: str) -> str:
    """Return a text with the quotation marks, dashes and unbroken spaces of a language, such as ``fi`` or ``sv-FI``.

    It changes no more if that is repeated. In a language without rules, the text stays as it was typed.
    """
    return _typeset(text, language) if _ANY_RULE.search(text) else text


@memoized(Lifetime.RUN, maxsize=4096)
def _typeset(text: str, language: str) -> str:
    rules, before = typography_rules(language), ""
    if rules is None:
        return text
    while text != before:  # A replaced mark can make a rule apply to another; each round leaves fewer to replace.
        before, text = text, _replaced(text, rules)
    return text


def _replaced(text: str, rules: TypographyRules) -> str:
    """Apply all rules once to what lies between the parts that are never changed."""
    parts, start = [], 0
    for kept in _KEPT.finditer(text):
        parts += [_with_rules(text[start : kept.start()], rules), kept[0]]
        start = kept.end()
    return "".join([*parts, _with_rules(text[start:], rules)])


def _with_rules(text: str, rules: TypographyRules) -> str:
    for pattern, replacement in rules.apostrophes:
        text = pattern.sub(replacement, text)
    for quoted, (opening, closing) in ((_QUOTED, rules.quotes), (_SINGLE, rules.single_quotes)):
        text = quoted.sub(rf"{opening}\1{closing}", text)
    text = _RANGE.sub(lambda match: _range(match, text, rules), text)
    text = _GROUPED.sub(lambda match: match[0].replace(" ", NBSP), text)
    for pattern, replacement in rules.replacements:
        text = pattern.sub(replacement, text)
    return text


def _range(match: re.Match[str], text: str, rules: TypographyRules) -> str:
    """Return a range with an en dash, or as it was if it looks like a code or a part of a telephone number."""
    first, last = match.groups()
    leading_zero = any(len(number) > 1 and number.startswith("0") for number in (first, last))
    if leading_zero or int(first) >= int(last) or rules.before_code.search(text[: match.start()]):
        return match[0]
    following = text[match.end() : match.end() + 2]
    return match[0] if re.match(r" \d", following) else f"{first}–{last}"
