"""Marks that show where to cut: short lines outside the cards, and crosses where four of them meet."""

from collections.abc import Iterator
from itertools import product

from .card_sheets import CardSheet

_LENGTH, _DISTANCE, _CROSS = 4.0, 2.0, 3.0
"""How long a mark is, how far it stands from the cards, and how wide a cross is, in mm."""


def cut_marks(sheet: CardSheet, shift: tuple[float, float]) -> str:
    """Return the marks of a sheet, so far shifted, as the path of an SVG drawing of the paper in mm.

    Cards that are not cut apart in one stroke, since there is room between them, have marks on both sides of it.
    """
    right, down = shift
    columns = [sheet.left + right + number * sheet.across for number in range(sheet.columns)]
    rows = [sheet.top + down + number * sheet.down for number in range(sheet.rows)]
    across = sorted({round(edge, 3) for left in columns for edge in (left, left + sheet.width)})
    upright = sorted({round(edge, 3) for top in rows for edge in (top, top + sheet.height)})
    return " ".join(_marks(across, upright))


def _marks(across: list[float], upright: list[float]) -> Iterator[str]:
    for x in across:
        for start in (upright[0] - _DISTANCE - _LENGTH, upright[-1] + _DISTANCE):
            yield f"M{x:g} {start:g}v{_LENGTH:g}"
    for y in upright:
        for start in (across[0] - _DISTANCE - _LENGTH, across[-1] + _DISTANCE):
            yield f"M{start:g} {y:g}h{_LENGTH:g}"
    for x, y in product(across[1:-1], upright[1:-1]):
        yield f"M{x - _CROSS / 2:g} {y:g}h{_CROSS:g}M{x:g} {y - _CROSS / 2:g}v{_CROSS:g}"
