"""Texts broken into lines between words only, where no word is hyphenated: as the overview's style sheet sets them."""

from collections.abc import Iterator
from math import ceil

from worksheets.text.fonts import REGULAR, advance
from worksheets.text.line_breaks import units


def broken(text: str, width: float, size: float, weight: int = REGULAR) -> tuple[str, ...]:
    """Return the lines of a text, at least one; ``width`` and ``size`` are in mm.

    A line feed ends a line. A word wider than a line is broken anywhere.
    """
    return tuple(line for paragraph in text.split("\n") for line in _lines(paragraph, width / size, weight))


def _lines(paragraph: str, room: float, weight: int) -> Iterator[str]:
    """Yield the lines of a paragraph; ``room`` is their width in ems."""
    line, used = "", 0.0
    for unit in units(" ".join(paragraph.split())):
        for part in _parts(unit, room, weight):
            if line and used + advance(part.rstrip(), weight) > room:
                yield line
                line, used = "", 0.0
            line, used = line + part, used + advance(part, weight)
    yield line


def _parts(unit: str, room: float, weight: int) -> Iterator[str]:
    """Yield a unit, in parts that fit on a line; most units fit."""
    wide = advance(unit.rstrip(), weight) / room
    most = max(len(unit) if wide <= 1 else len(unit) // ceil(wide * 1.05), 1)
    yield from (unit[start : start + most] for start in range(0, len(unit), most))
