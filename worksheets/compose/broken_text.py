"""Texts broken into lines between words only, where no word is hyphenated: as the overview's style sheet sets them."""

import unicodedata
from collections.abc import Iterator
from math import ceil

from worksheets.text.fonts import REGULAR, advance
from worksheets.text.line_breaks import units

_LOOSE = 1.15
"""How many more lines than full ones a word has that is wider than a line: Pango breaks Thai between its words."""


def broken(text: str, width: float, size: float, weight: int = REGULAR) -> tuple[str, ...]:
    """Return the lines of a text, at least one, with the spaces and line feeds at their ends.

    ``width`` and ``size`` are in mm. A word wider than a line is broken anywhere.
    """
    paragraphs = text.splitlines(keepends=True) or [""]
    return tuple(line for paragraph in paragraphs for line in _lines(paragraph, width / size, weight))


def _lines(paragraph: str, room: float, weight: int) -> Iterator[str]:
    """Yield the lines of a paragraph; ``room`` is their width in ems."""
    line, used = "", 0.0
    for unit in units(paragraph.rstrip("\n")):
        for part in _parts(unit, room, weight):
            if line and used + advance(part.rstrip(), weight) > room:
                yield line
                line, used = "", 0.0
            line, used = line + part, used + advance(part, weight)
    yield line + "\n" * paragraph.endswith("\n")


def _parts(unit: str, room: float, weight: int) -> Iterator[str]:
    """Yield a unit, in parts that fit on a line; most units fit. No part begins with an accent or another mark."""
    wide = advance(unit.rstrip(), weight) / room
    most = max(len(unit) if wide <= 1 else len(unit) // ceil(wide * _LOOSE), 1)
    start = 0
    while start < len(unit):
        end = start + most
        while end < len(unit) and unicodedata.category(unit[end])[0] == "M":
            end += 1
        yield unit[start:end]
        start = end
