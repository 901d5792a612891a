"""Where the balls of a map lie: as large as their number allows, on rings around the centre.

Lengths are in mm, measured from the upper left corner of a square.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import asin, cos, floor, pi, sin

GAP = 2.5
"""Between any two balls at least."""
EDGE = 0.25
"""Between a ball and the square: its line has a width."""
_STEP = 0.5


@dataclass(frozen=True, slots=True)
class Ball:
    """A circle, by its centre and diameter."""

    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Rings:
    """A map's geometry: the square's side, the ball in the middle and the balls around it."""

    side: float
    centre: Ball
    balls: tuple[Ball, ...]


def rings(count: int, side: float, largest: float, centre: float) -> Rings:
    """Lay a number of balls, at most ``largest`` wide, on rings around a centre ball in a square.

    The balls shrink only as far as it takes for them all to lie apart; the centre shrinks with them. Raises ValueError
    when not even balls of 1 mm fit.
    """
    size = largest
    while size > 1:
        middle = centre * (0.5 + 0.5 * size / largest)
        radii = _radii(size, side, middle)
        if sum(_capacity(radius, size) for radius in radii) >= count:
            return Rings(side, Ball(side / 2, side / 2, middle), tuple(_place(count, radii, size, side)))
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
    return floor(pi / asin(min(1.0, (size + GAP) / (2 * radius))))


def _place(count: int, radii: list[float], size: float, side: float) -> Iterator[Ball]:
    """Yield the balls ring by ring from the outermost, each ring filled evenly, from the top clockwise."""
    shares = _shares(count, [_capacity(radius, size) for radius in radii])
    for turn, (radius, share) in enumerate(zip(radii, shares, strict=True)):
        for n in range(share):
            # Every other ring starts half a step later, so that its lines pass between the balls of the next one.
            angle = 2 * pi * (n + 0.5 * (turn % 2)) / share
            yield Ball(side / 2 + radius * sin(angle), side / 2 - radius * cos(angle), size)


def _shares(count: int, capacities: list[int]) -> list[int]:
    """Spread a count over rings in proportion to what they hold, using as few rings as will do."""
    used = next(n for n in range(1, len(capacities) + 1) if sum(capacities[:n]) >= count)
    held = capacities[:used]
    shares = [min(capacity, round(count * capacity / sum(held))) for capacity in held]
    while (left := count - sum(shares)) != 0:
        step = 1 if left > 0 else -1
        ring = next(n for n in range(used) if 0 <= shares[n] + step <= held[n])
        shares[ring] += step
    return shares + [0] * (len(capacities) - used)
