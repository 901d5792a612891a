"""Rows to write in, divided between pages: as high as the pages allow that the lowest rows would need."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

_STEP = 0.05
"""By how many mm heights that are tried differ."""
_NEAR = 1e-6
"""By how many mm rows may be too high together, and still fit."""
_FEWEST = 3
"""The fewest rows with names on the last page of several."""


@dataclass(frozen=True, slots=True)
class RowRoom:
    """The room for rows, in mm."""

    first: float
    """On the page with the title; nothing if the rows begin on the next page."""
    later: float
    least: float
    """The height of the lowest row in which a hand can write."""
    most: float
    """The height of a row where there is enough room."""


def row_pages(names: Sequence[float], spare: int, room: RowRoom) -> list[list[float]]:
    """Return the heights of the rows of each page, in mm.

    ``names`` are the heights that the rows with names need, which come first; after them are at least ``spare`` empty
    rows, and more until the last page is full. A row that is higher than a page has one for itself.
    """
    count = len(_divided(names, spare, room.least, room))
    height = next(
        (each for each in _heights(room) if len(_divided(names, spare, each, room)) <= count),
        room.least,
    )
    pages = _divided(names, spare, height, room)
    if len(pages) > 1 and _names_on_last(pages, len(names)) < min(_FEWEST, len(names)):
        pages = _divided(names, spare, height, room, most=ceil(len(names) / len(pages)))
    used, whole = sum(pages[-1]), room.first if len(pages) == 1 else room.later
    return [*pages[:-1], [*pages[-1], *[height] * int((whole - used) / height + _NEAR)]]


def _heights(room: RowRoom) -> list[float]:
    """Return the heights to try, the largest first."""
    steps = int((room.most - room.least) / _STEP + _NEAR)
    return [room.most - _STEP * step for step in range(steps + 1)]


def _divided(
    names: Sequence[float], spare: int, height: float, room: RowRoom, most: int | None = None
) -> list[list[float]]:
    """Return the rows of each page if they have a height and more where their names need it.

    ``most`` is the most names of a page. The first page is empty if no row has room there.
    """
    rows = [*(max(each, height) for each in names), *[height] * spare]
    pages: list[list[float]] = [[]]
    used = 0.0
    for index, row in enumerate(rows):
        whole = room.first if len(pages) == 1 else room.later
        is_full = most is not None and len(pages[-1]) >= most and index < len(names)
        if is_full or (used + row > whole + _NEAR and (pages[-1] or len(pages) == 1)):
            pages.append([])
            used = 0.0
        pages[-1].append(row)
        used += row
    return pages


def _names_on_last(pages: Sequence[Sequence[float]], names: int) -> int:
    return names - sum(map(len, pages[:-1]))
