"""The drawing of a contact map: balls on rings around a centre, and how much of its entry each ball shows.

The geometry comes first and knows no texts; the fitting of texts follows. Lengths are in mm, measured from the upper
left corner of the map's square.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, floor, inf, pi, sin

from worksheets.course.layout import Layout
from worksheets.course.slots import Part
from worksheets.text.fit import css_pixels, set_lines
from worksheets.text.fonts import BOLD, REGULAR

GAP = 2.5
"""The least distance between two balls."""
EDGE = 0.25
"""The least distance between a ball and the edge of the square: room for the ball's outline."""
BOTH = 2
"""The number of texts in a ball that shows the name and the support."""
_STEP = 0.5
"""By how much the balls shrink from one try to the next."""


@dataclass(frozen=True, slots=True)
class Ball:
    """A circle, by its centre and diameter."""

    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Rings:
    """The geometry of a map: the side of its square, the ball in the middle and the balls around it."""

    side: float
    centre: Ball
    balls: tuple[Ball, ...]


@dataclass(frozen=True, slots=True)
class MapEntry:
    """An entry of a map: its ball, the slots of its name and its support, and its number if the legend lists it too."""

    ball: Ball
    name: str
    support: str
    number: int | None


@dataclass(frozen=True, slots=True)
class ContactMap:
    """A map as the template draws it."""

    label: str
    colours: Mapping[str, str]
    side: float
    centre: Ball
    bubbles: tuple[MapEntry, ...]
    description: str
    """All entries in words; empty when none is filled."""
    listed: bool = False
    """Return True if the balls have numbers only, and a list beside the map has the entries."""

    @property
    def said(self) -> str:
        """The description, under the name that older templates use."""
        return self.description


def rings(count: int, side: float, largest: float, centre: float) -> Rings:
    """Return a number of balls, with diameters of at most ``largest``, on rings around a centre ball in a square.

    The balls shrink only as far as needed to keep them apart; the centre ball shrinks with them. Raises ValueError when
    not even balls of 1 mm fit.
    """
    size = largest
    while size > 1:
        middle = centre * (0.5 + 0.5 * size / largest)
        radii = _radii(size, side, middle)
        if sum(_capacity(radius, size) for radius in radii) >= count:
            return Rings(side, Ball(side / 2, side / 2, middle), tuple(_balls(count, radii, size, side)))
        size -= _STEP
    raise ValueError(count)


def _radii(size: float, side: float, centre: float) -> list[float]:
    """Return the radii of the rings that fit between the edge and the centre ball, outermost first."""
    radii, radius = [], (side - size) / 2 - EDGE
    while radius - size / 2 >= centre / 2 + GAP:
        radii.append(radius)
        radius -= size + GAP
    return radii


def _capacity(radius: float, size: float) -> int:
    """Return how many balls of a size fit on a ring."""
    return floor(pi / asin(min(1.0, (size + GAP) / (2 * radius))))


def _balls(count: int, radii: list[float], size: float, side: float) -> Iterator[Ball]:
    """Yield the balls ring by ring from the outermost, evenly spaced on each ring, clockwise from the top."""
    shares = _shares(count, [_capacity(radius, size) for radius in radii])
    for ring, (radius, share) in enumerate(zip(radii, shares, strict=True)):
        for number in range(share):
            # Every other ring is turned by half a step, so that its lines to the centre pass between the balls inside.
            angle = 2 * pi * (number + 0.5 * (ring % 2)) / share
            yield Ball(side / 2 + radius * sin(angle), side / 2 - radius * cos(angle), size)


def _shares(count: int, capacities: list[int]) -> list[int]:
    """Return the number of balls on each ring: in proportion to its capacity, on as few rings as possible."""
    used = next(n for n in range(1, len(capacities) + 1) if sum(capacities[:n]) >= count)
    held = capacities[:used]
    shares = [min(capacity, round(count * capacity / sum(held))) for capacity in held]
    while (left := count - sum(shares)) != 0:
        step = 1 if left > 0 else -1
        ring = next(n for n in range(used) if 0 <= shares[n] + step <= held[n])
        shares[ring] += step
    return shares + [0] * (len(capacities) - used)


def entry_parts(part: Part) -> tuple[str, str]:
    """Return the ids of the two parts of a map's list: the name of an entry, and the support that it gives.

    A map's list has exactly these two parts, in this order.
    """
    name, support = part.parts
    return name.id, support.id


def texts_shown(entries: Sequence[tuple[str, str]], balls: Sequence[Ball], layout: Layout) -> tuple[int, ...]:
    """Return how much of its entry, a name and a support, each ball shows.

    BOTH is both texts, 1 is the name beside the entry's number, and 0 is the number only.
    """
    return tuple(_texts_shown(entry, ball.size, layout) for entry, ball in zip(entries, balls, strict=True))


def _texts_shown(entry: tuple[str, str], size: float, layout: Layout) -> int:
    room = layout.number("ball-height") * size / layout.number("ball-leading")
    name = _height(entry[0], "ball-name", BOLD, size, layout)
    support = _height(entry[1], "ball-support", REGULAR, size, layout)
    if name + support <= room:
        return BOTH
    return int(name + layout.number("ball-support-size") <= room)


def _height(text: str, place: str, weight: int, size: float, layout: Layout) -> float:
    """Return the height of a text's lines in a ball, without leading; infinite if one of its words does not fit."""
    if not text:
        return 0.0
    height = layout.number(f"{place}-size")
    width = css_pixels(layout.number("ball-width") * size)
    set_text = set_lines(text, width, css_pixels(height), weight, fonts=layout.fonts)
    return len(set_text.starts) * height if set_text.whole else inf


def described(entries: Sequence[tuple[str, str]]) -> str:
    """Return the entries of a map in one line, each a name and, in brackets, its support."""
    pairs = ((name, f"({support})" if name and support else support) for name, support in entries)
    return "; ".join(" ".join(filter(None, pair)) for pair in pairs if any(pair))
