"""The text of a style sheet: an ordinary file of ordinary size, before and after its custom properties are put in.

A course's style sheets may come from a stranger, and they are read before anything is typeset.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from worksheets.errors import StyleError, system_reason
from worksheets.files import read_regular
from worksheets.messages import _

if TYPE_CHECKING:
    from tinycss2.ast import Node

_MOST_BYTES = 100_000
"""The largest style sheet: the longest of the shipped ones has 4 kB, and tinycss2 reads 200 kB a second."""
_MOST_LETTERS = 200_000
"""The most letters of a style sheet in which values have replaced ``var(…)``."""
_MOST_BRACKETS = 50
"""The most brackets within one another; tinycss2 fails at some three hundred."""
_DEEPEST = 4
"""How many properties deep a value can refer to other properties."""
_LONG_NUMBER = re.compile(r"\d{1001}")
_BRACKET = re.compile(r"[][(){}]")
_ABSOLUTE = {"mm", "cm", "q", "in", "pt", "pc", "px"}
"""The units of lengths that depend on nothing else."""
_USED = re.compile(r"var\(--([\w-]+)\)")


def read_style_sheet(path: Path) -> str:
    """Return the text of a style sheet. Raises StyleError for a file that is none."""
    try:
        text = read_regular(path, _MOST_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise StyleError(_("{path}: is not UTF-8 text; save it as UTF-8").format(path=path)) from error
    except OSError as error:
        raise StyleError(
            _("{path}: cannot be read: {reason}").format(path=path, reason=system_reason(error))
        ) from error
    _check(text, path)
    return text


def _check(text: str, path: Path) -> None:
    """Raise StyleError for a text on which the reader of CSS fails: brackets too deep, numbers too long."""
    if number := _LONG_NUMBER.search(text):
        line = text.count("\n", 0, number.start()) + 1
        raise StyleError(_("{path}:{line}: has a number of more than 1000 digits").format(path=path, line=line))
    depth = 0
    for bracket in _BRACKET.finditer(text):
        depth = max(depth + (1 if bracket[0] in "([{" else -1), 0)
        if depth > _MOST_BRACKETS:
            line = text.count("\n", 0, bracket.start()) + 1
            message = _("{path}:{line}: brackets are nested more than {most} deep")
            raise StyleError(message.format(path=path, line=line, most=_MOST_BRACKETS))


def with_values(text: str, value_of: Callable[[str], str], path: Path) -> str:
    """Return the text of a style sheet in which values of custom properties replace their uses.

    ``value_of`` gives a property's value by its name. Raises StyleError for a text that grows too large: with values
    that use others twice, ten lines of CSS would grow to a gigabyte.
    """
    for _depth in range(_DEEPEST):
        letters = len(text) + sum(len(value_of(use[1])) for use in _USED.finditer(text))
        if letters > _MOST_LETTERS:
            message = _("{path}: its custom properties expand to more than {most} kB; nest fewer var(…)")
            raise StyleError(message.format(path=path, most=_MOST_LETTERS // 1000))
        text = _USED.sub(lambda use: value_of(use[1]), text)
    _check(text, path)
    return text


def resized(text: str, scale: float) -> str:
    """Return the text of a style sheet in which every length is multiplied.

    Lengths in ``em`` and shares follow by themselves.
    """
    if scale == 1:
        return text
    import tinycss2

    tokens = tinycss2.parse_component_value_list(text)
    _resize(tokens, scale)
    return str(tinycss2.serialize(tokens))


def _resize(tokens: "Iterable[Node]", scale: float) -> None:
    for token in tokens:
        if token.type == "dimension" and token.lower_unit in _ABSOLUTE:
            token.value *= scale
            token.representation = f"{token.value:.8f}"
        _resize(getattr(token, "content", None) or getattr(token, "arguments", None) or (), scale)
