"""Draws the cover's network, from a fixed seed, into ``styles/cover.svg``: ``python tools/draw_cover.py``.

Lengths are in mm. The balls lie apart from one another, and each is joined to its nearest neighbours.
"""

from math import dist
from pathlib import Path
from random import Random

COVER = Path(__file__).parent.parent / "styles" / "cover.svg"
WIDTH, HEIGHT, EDGE = 168.0, 116.0, 5.0
BALLS, APART = 42, 15.0
SIZES = (1.0, 1.3, 1.6, 2.2, 2.9, 3.6)
INK, RULE, ACCENT = "var(--ink, #0b3c49)", "var(--rule, #7f949b)", "var(--accent-shape, #e58a2b)"
STROKE = "var(--drawing-stroke, .3)"
"""Of the theme; what stands after the comma is for programs that know no theme."""
FILLS = ("white",) * 5 + (INK,) * 3 + (ACCENT,)


def points(chance: Random) -> list[tuple[float, float]]:
    """Return where the balls lie: thrown at random, and kept when no other is near."""
    kept: list[tuple[float, float]] = []
    while len(kept) < BALLS:
        thrown = (chance.uniform(EDGE, WIDTH - EDGE), chance.uniform(EDGE, HEIGHT - EDGE))
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


def drawing(seed: int) -> str:
    """Return the network as SVG."""
    chance = Random(seed)  # noqa: S311 - a drawing, no secret
    balls = points(chance)
    lines = [
        f'<path d="M{balls[a][0]:.1f} {balls[a][1]:.1f}L{balls[b][0]:.1f} {balls[b][1]:.1f}"/>'
        for a, b in sorted(joined(balls))
    ]
    circles = [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{chance.choice(SIZES)}" fill="{chance.choice(FILLS)}"/>'
        for x, y in balls
    ]
    box = f'width="{WIDTH:g}" height="{HEIGHT:g}" viewBox="0 0 {WIDTH:g} {HEIGHT:g}"'
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
    COVER.write_text(drawing(seed=7), "utf-8")
