"""Lists of groups, two side by side, divided between pages: a group that fits on a page is never divided."""

from collections.abc import Sequence
from dataclasses import dataclass

COLUMNS = 2
_NEAR = 1e-6
_LEAST_SHARE = 0.3
"""The share of a page that a group which takes several must have on the first of them."""


@dataclass(frozen=True, slots=True)
class GroupPiece:
    """A group's names below its heading, or a part of them."""

    group: int
    """The number of the group, from 1."""
    columns: tuple[tuple[int, int], ...]
    """The first name of each column, counted from 0, and the one after the last."""
    goes_on: bool = False
    """The group begins on an earlier page."""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """What stands side by side."""

    pieces: tuple[GroupPiece, ...]
    height: float
    """In mm."""
    starts_page: bool = False


@dataclass(frozen=True, slots=True)
class GroupRoom:
    """The room for groups, in mm."""

    first: float
    """On the page with the title."""
    later: float
    heading: float
    """The height of a group's heading."""
    gap: float
    """Between two rows of groups."""


def group_rows(groups: Sequence[Sequence[float]], room: GroupRoom) -> list[GroupRow]:
    """Return the rows of all pages; ``groups`` are the heights of the names of each group, in mm."""
    placing = _Placing(room)
    waiting: list[tuple[int, Sequence[float]]] = []
    for number, names in enumerate(groups, start=1):
        if room.heading + sum(names) > room.later + _NEAR:
            placing.add_pair(waiting)
            placing.add_large(number, names)
            waiting = []
            continue
        waiting.append((number, names))
        if len(waiting) == COLUMNS:
            placing.add_pair(waiting)
            waiting = []
    placing.add_pair(waiting)
    return placing.rows


class _Placing:
    """Puts rows on pages, one below another."""

    def __init__(self, room: GroupRoom) -> None:
        self.rows: list[GroupRow] = []
        self._room = room
        self._left = room.first
        self._is_fresh = True
        """Nothing stands on the page yet, but perhaps the title."""
        self._starts_page = False
        """The next row begins a page other than the first."""

    def add_pair(self, groups: Sequence[tuple[int, Sequence[float]]]) -> None:
        """Add groups side by side, on a new page if they have no room here."""
        if groups:
            height = self._room.heading + max(sum(names) for _number, names in groups)
            pieces = tuple(GroupPiece(number, ((0, len(names)),)) for number, names in groups)
            self._add(pieces, height)

    def add_large(self, number: int, names: Sequence[float]) -> None:
        """Add a group that is too long for one column: in two columns, and then on the next page."""
        start = 0
        has_room = self._space() >= _LEAST_SHARE * self._room.later if self._is_fresh else False
        if self._height(_balanced(names, 0)) > self._space() + _NEAR and not has_room:
            self._next_page()
        while start < len(names):
            columns = self._columns(names, start)
            self._add((GroupPiece(number, columns, goes_on=start > 0),), self._height_of(columns, names))
            start = columns[-1][1]
            if start < len(names):
                self._next_page()

    def _columns(self, names: Sequence[float], start: int) -> tuple[tuple[int, int], ...]:
        """Return the columns of a page that names go on in from ``start``: as even as they can be, or else full."""
        even = _balanced(names, start)
        if self._height(even) <= self._space() + _NEAR:
            ends = [start + len(even[0]), len(names)]
            return ((start, ends[0]), (ends[0], ends[1]))
        bounds = [start]
        for _column in range(COLUMNS):
            bounds.append(_end(names, bounds[-1], self._space() - self._room.heading))
        return ((bounds[0], bounds[1]), (bounds[1], bounds[2]))

    def _height(self, columns: Sequence[Sequence[float]]) -> float:
        return self._room.heading + max(map(sum, columns))

    def _height_of(self, columns: Sequence[tuple[int, int]], names: Sequence[float]) -> float:
        return self._height([names[start:end] for start, end in columns])

    def _space(self) -> float:
        return self._left - (0 if self._is_fresh else self._room.gap)

    def _add(self, pieces: tuple[GroupPiece, ...], height: float) -> None:
        """Add a row, on a new page if it has no room here and more there."""
        if height > self._space() + _NEAR and (not self._is_fresh or self._left < self._room.later):
            self._next_page()
        self.rows.append(GroupRow(pieces, height, self._starts_page))
        self._left = self._space() - height
        self._is_fresh, self._starts_page = False, False

    def _next_page(self) -> None:
        self._left = self._room.later
        self._is_fresh, self._starts_page = True, True


def _end(names: Sequence[float], start: int, room: float) -> int:
    """Return the name after the last that has room in a column; one name has room in any."""
    used, end = 0.0, start
    while end < len(names) and (end == start or used + names[end] <= room + _NEAR):
        used += names[end]
        end += 1
    return end


def _balanced(names: Sequence[float], start: int) -> list[Sequence[float]]:
    """Return the names from ``start`` in two columns, of which the first is the higher one by as little as possible."""
    rest = names[start:]
    whole, used = sum(rest), 0.0
    for index, each in enumerate(rest):
        used += each
        if used >= whole / 2 - _NEAR:
            return [rest[: index + 1], rest[index + 1 :]]
    return [rest, []]
