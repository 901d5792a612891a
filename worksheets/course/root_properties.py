"""The custom properties that a style sheet declares for ``:root``, and the measures among their values.

Style sheets are mostly plain: rules, and values of words, numbers and functions. Such a sheet is read with patterns,
at each start of the program: the four of a handout in 3 ms. tinycss2 takes 40 ms; it reads whatever is not plain.
"""

import re
from collections.abc import Iterator
from math import inf, nan, prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tinycss2.ast import Node

LARGEST = 10_000
"""The largest measure, in mm or as a bare number: larger ones would keep the geometry of a map busy without end."""
_MM = {"mm": 1.0, "cm": 10.0, "pt": 25.4 / 72}
_COMMENT = r"/\*(?:[^*]|\*(?!/))*+\*/"
_PIECE = re.compile(
    rf"""(?P<comment>{_COMMENT})|(?P<open>[{{(\[])|(?P<close>[}})\]])"""
    r"""|(?P<text>"[^"\n]*"|'[^'\n]*'|[^][{}()"'/]+|/(?!\*))"""
)
_NOT_PLAIN = ("\\", "\r", "\f", "\0", "<!--", "-->")
"""Escapes, other ends of lines, and what marks a style sheet in HTML."""
_BARE_ADDRESS = re.compile(r"url\(\s*+(?![\"'])")
"""An address without quotes, in which brackets and quotes mean nothing."""
_DECLARATION = re.compile(
    rf"(?:[ \t\n]|{_COMMENT})*+--(?P<name>[A-Za-z][\w-]*+)[ \t\n]*+:"
    r"""(?P<value>(?:[\w \t\n.,#%()+*-]|/(?!\*)|"[^"\n]*")*+)(?:;|\Z)""",
    re.ASCII,
)
_SPACE = re.compile(rf"(?:[ \t\n]|{_COMMENT})*+")
_END = re.compile(rf"(?:[ \t\n;]|{_COMMENT})*+")
_CLOSING = {"{": "}", "(": ")", "[": "]"}
_VALUE = re.compile(
    r"(?:(?:[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:%|mm|cm|pt|px|em)?|-?[A-Za-z][\w-]*+\(?|--[A-Za-z][\w-]*+|\#[0-9A-Za-z]+"
    r"""|"[^"\n]*"|\))(?:(?<=\()|(?=\))|[ \t\n]*[,*/][ \t\n]*|[ \t\n]+|\Z))++""",
    re.ASCII,
)
"""Numbers, words, functions, colours and strings with something between them: tinycss2 writes them as they are read."""
_NUMBER = re.compile(r"\s*+(?P<number>[+-]?(?:\d+(?:\.\d+)?|\.\d+))(?P<unit>mm|cm|pt|)\s*+", re.ASCII)
_COLOUR = re.compile("#[0-9A-Za-z]+")
_FACTOR = r"[ \t\n]*+[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:mm|cm|pt|)[ \t\n]*+"
_PRODUCT = re.compile(rf"\s*+calc\((?P<factors>{_FACTOR}(?:\*{_FACTOR})*+)\)\s*+", re.ASCII)


def root_properties(css: str) -> Iterator[tuple[str, str]]:
    """Yield the name (without the two hyphens) and the value of each custom property of ``:root``, as it is written."""
    if ":root" in css:
        plain = _plain_properties(css)
        yield from _parsed_properties(css) if plain is None else plain


def _plain_properties(css: str) -> list[tuple[str, str]] | None:
    """Return the custom properties of a plain style sheet; None if it is not plain."""
    plain = not any(mark in css for mark in _NOT_PLAIN) and not _BARE_ADDRESS.search(css.lower())
    blocks = _root_blocks(css) if plain else None
    properties: list[tuple[str, str]] = []
    for block in blocks or ():
        place = 0
        while declaration := _DECLARATION.match(block, place):
            name, value = declaration["name"], declaration["value"].strip()
            if value.count("(") != value.count(")") or not _VALUE.fullmatch(value):
                return None
            properties.append((name, value))
            place = declaration.end()
        if not _END.fullmatch(block, place):
            return None
    return None if blocks is None else properties


def _root_blocks(css: str) -> list[str] | None:
    """Return what is in the braces of the rules for ``:root`` and no other; None if rules cannot be told."""
    blocks = []
    for selector, block in _rules(css) or [(";", "")]:
        name = selector[_match_end(_SPACE, selector) :].strip()
        if ";" in name or "/*" in name:  # A statement such as @import comes before it, or it has a comment within.
            return None
        if name == ":root":
            blocks.append(block)
    return blocks


def _rules(css: str) -> list[tuple[str, str]] | None:
    """Return the selectors of a style sheet, each with what is in its braces; None if they cannot be told."""
    pieces = list(_PIECE.finditer(css))
    if sum(len(piece[0]) for piece in pieces) != len(css):  # A quote or a comment that is not closed.
        return None
    rules, brackets, start, inner = [], list[str](), 0, 0
    for piece in pieces:
        if piece["open"]:
            inner = inner if brackets or piece[0] != "{" else piece.end()
            brackets.append(_CLOSING[piece[0]])
        elif piece["close"]:
            if not brackets or brackets.pop() != piece[0]:
                return None
            if not brackets and piece[0] == "}":
                rules.append((css[start : inner - 1], css[inner : piece.start()]))
                start = piece.end()
    is_whole = not brackets and _match_end(_SPACE, css, start) == len(css)
    return rules if is_whole else None


def _match_end(pattern: re.Pattern[str], text: str, start: int = 0) -> int:
    match = pattern.match(text, start)
    return match.end() if match else start


def _parsed_properties(css: str) -> Iterator[tuple[str, str]]:
    """Yield the custom properties of any style sheet."""
    import tinycss2

    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule" and tinycss2.serialize(rule.prelude).strip() == ":root":
            for declaration in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
                is_property = declaration.type == "declaration" and declaration.name.startswith("--")
                if is_property and declaration.value:
                    yield declaration.name[2:], tinycss2.serialize(declaration.value).strip()


def has_colour(value: str) -> bool:
    """Return True for a value with a colour that is written as ``#rrggbb``."""
    if "#" not in value or _COLOUR.fullmatch(value):
        return "#" in value
    import tinycss2

    return any(token.type == "hash" for token in tinycss2.parse_component_value_list(value))


def measure(value: str, *, skip_comments: bool = False) -> float | None:
    """Return a length in mm or a bare number, ``inf`` for ``none``, ``nan`` for a far too large one.

    That is None if the value is anything else.
    """
    if number := _NUMBER.fullmatch(value):
        return _fair(float(number["number"]) * (_MM[number["unit"]] if number["unit"] else 1))
    if product := _PRODUCT.fullmatch(value):
        factors = [factor.strip() for factor in product["factors"].split("*")]
        lengths = sum(factor[-1].isalpha() for factor in factors)
        return _fair(prod(measure(factor) or 0.0 for factor in factors)) if lengths <= 1 else None
    if value == "none":
        return inf
    if _VALUE.fullmatch(value) and "calc(" not in value.lower():
        return None
    import tinycss2

    return _number(tinycss2.parse_component_value_list(value, skip_comments=skip_comments))


def _number(value: "Sequence[Node]") -> float | None:
    """Return the measure that a value's tokens are, as ``measure`` does."""
    tokens = [token for token in value if token.type != "whitespace"]
    if len(tokens) != 1:
        return None
    token = tokens[0]
    if token.type == "function":
        return _product(token.arguments) if token.lower_name == "calc" else None
    if token.type == "ident" and token.value == "none":
        return inf
    if token.type == "number":
        return _fair(float(token.value))
    return _fair(token.value * _MM[token.unit]) if token.type == "dimension" and token.unit in _MM else None


def _product(tokens: "Sequence[Node]") -> float | None:
    """Return the product in a ``calc(…)``, of numbers and at most one length; None if it is anything else."""
    factors = [token for token in tokens if token.type not in {"whitespace", "comment"}]
    stars, factors = factors[1::2], factors[::2]
    values = [_number([token]) for token in factors]
    lengths = sum(token.type == "dimension" for token in factors)
    if any(star != "*" for star in stars) or len(stars) + 1 != len(factors) or lengths > 1:
        return None
    return None if None in values else _fair(prod(value for value in values if value is not None))


def _fair(number: float) -> float:
    """Return a number, or ``nan`` for one that is too large."""
    return number if abs(number) <= LARGEST else nan
