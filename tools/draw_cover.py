"""Draws the networks of covers and certificates, from fixed seeds, into ``styles``: ``python tools/draw_cover.py``.

Lengths are in mm. The balls lie apart from one another, and each is joined to its nearest neighbours.
"""

from dataclasses import dataclass
from math import dist
from pathlib import Path
from random import Random

STYLES = Path(__file__).parent.parent / "styles"
WIDTH, EDGE = 168.0, 5.0
APART = 15.0
SIZES = (1.0, 1.3, 1.6, 2.2, 2.9, 3.6)
INK, RULE, ACCENT = "var(--ink, #0b3c49)", "var(--rule, #7f949b)", "var(--accent-shape, #e58a2b)"
STROKE = "var(--drawing-stroke, .3)"
"""Of the theme; what stands after the comma is for programs that know no theme."""
FILLS = ("white",) * 5 + (INK,) * 3 + (ACCENT,)


@dataclass(frozen=True, slots=True)
class Network:
    """A drawing: its file, its height, how many balls it has, and the seed that it comes from."""

    file: str
    height: float
    balls: int
    seed: int


NETWORKS = (Network("cover.svg", 116.0, 42, 7), Network("certificate.svg", 58.0, 23, 15))


def points(chance: Random, network: Network) -> list[tuple[float, float]]:
    """Return where the balls lie: thrown at random, and kept when no other is near."""
    kept: list[tuple[float, float]] = []
    while len(kept) < network.balls:
        thrown = (chance.uniform(EDGE, WIDTH - EDGE), chance.uniform(EDGE, network.height - EDGE))
        if all(dist(thrown, other) > APART for other in kept):
            kept.append(thrown)
    return kept


def joined(balls: list[tuple[float, float]]) -> set[tuple[int, int]]:
    """Return the pairs that a line joins: each ball and its two or three nearest."""
    pairs = set()
    for n, ball in enumerate(balls):
        near = sorted(range(len(balls)), key=lambda other: dist(ball, balls[other]))
        pairs |= {(min(n, other), max(n, other)) for other in near[1 : 3 + n % 2]}
    return pairs


def drawing(network: Network) -> str:
    """Return the network as SVG."""
    chance = Random(network.seed)  # noqa: S311 - a drawing, no secret
    balls = points(chance, network)
    lines = [
        f'<path d="M{balls[a][0]:.1f} {balls[a][1]:.1f}L{balls[b][0]:.1f} {balls[b][1]:.1f}"/>'
        for a, b in sorted(joined(balls))
    ]
    circles = [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{chance.choice(SIZES)}" fill="{chance.choice(FILLS)}"/>'
        for x, y in balls
    ]
    box = f'width="{WIDTH:g}" height="{network.height:g}" viewBox="0 0 {WIDTH:g} {network.height:g}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {box} stroke-width="{STROKE}">',
            f'<g stroke="{RULE}">',
            *lines,
            f'</g><g stroke="{INK}">',
            *circles,
            "</g></svg>\n",
        ]
    )


if __name__ == "__main__":
    for each in NETWORKS:
        (STYLES / each.file).write_text(drawing(each), "utf-8")
