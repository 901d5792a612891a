"""A map's balls: where they lie, and what each shows of its entry, a name and the support that it gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from worksheets.course.layout import Layout
from worksheets.text.fit import lines
from worksheets.text.fonts import BOLD, REGULAR

from .rings import Ball, rings

BOTH = 2


@dataclass(frozen=True, slots=True)
class Balls:
    """The drawing of a list's entries; lengths in mm."""

    side: float
    """Of the square that it stands in."""
    centre: Ball
    around: tuple[Ball, ...]
    shown: tuple[int, ...]
    """How much of its entry each ball shows: BOTH texts, 1 the name beside a number, 0 a number only."""


def balls(entries: Sequence[tuple[str, str]], layout: Layout) -> Balls:
    """Lay the entries, each a name and its support, on rings, and find what their balls hold."""
    number = layout.number
    laid = rings(len(entries), number("map-side"), number("ball-size"), number("centre-size"))
    shown = (_shown(entry, ball.size, layout) for entry, ball in zip(entries, laid.balls, strict=True))
    return Balls(laid.side, laid.centre, laid.balls, tuple(shown))


def _shown(entry: tuple[str, str], size: float, layout: Layout) -> int:
    room = layout.number("ball-height") * size / layout.number("ball-leading")
    name = _height(entry[0], "ball-name", BOLD, size, layout)
    support = _height(entry[1], "ball-support", REGULAR, size, layout)
    if name + support <= room:
        return BOTH
    return int(name + layout.number("ball-support-size") <= room)


def _height(text: str, place: str, weight: int, size: float, layout: Layout) -> float:
    """Return the height of a text's lines in a ball, without leading, in mm; no bound if a word does not fit."""
    if not text:
        return 0.0
    height = layout.number(f"{place}-size")
    laid = lines(text, layout.number("ball-width") * size / height, weight)
    return len(laid.starts) * height if laid.whole else inf
