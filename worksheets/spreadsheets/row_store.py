"""The rows of a sheet while it is read. Files have them in order, so that all but the last ones can be packed."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from heapq import merge

from .packed import TOGETHER, Packed
from .sheets import SheetRow

_OPEN = 2 * TOGETHER
"""The most rows, the last ones, that are open; a cell of one of the others may still come, but that row stays open."""


class RowStore:
    """Rows by their numbers, as lists of texts from column A."""

    def __init__(self) -> None:
        self._packed: Packed[SheetRow] = Packed()
        self._numbers = array("q")
        """The numbers of the packed rows, in order."""
        self._open: dict[int, list[str]] = {}
        """The rows after those."""
        self._reopened: dict[int, list[str]] = {}
        """Packed rows that were needed again, and rows that came too late to be packed; they go before the packed."""

    def __contains__(self, number: int) -> bool:
        """Return True if there is a row of this number."""
        return number in self._open or number in self._reopened or self._index(number) is not None

    def __len__(self) -> int:
        """Return a number of rows that is not smaller than that of all rows."""
        return len(self._numbers) + len(self._open) + len(self._reopened)

    def cells(self, number: int) -> list[str] | None:
        """Return the cells of a row, to change them; None if there is no such row."""
        cells = self._open.get(number)
        if cells is None and self._numbers and number <= self._numbers[-1]:
            cells = self._reopened.get(number)
            if cells is None and (index := self._index(number)) is not None:
                cells = self._reopened[number] = list(self._packed[index].cells)
        return cells

    def add(self, number: int, cells: list[str]) -> None:
        """Add a row that is not there."""
        if self._numbers and number < self._numbers[-1]:
            self._reopened[number] = cells
            return
        self._open[number] = cells
        if len(self._open) >= _OPEN:
            self._pack(sorted(self._open)[:TOGETHER])

    def numbers(self) -> Sequence[int]:
        """Return the numbers of all rows, in order."""
        return array("q", sorted({*self._numbers, *self._open, *self._reopened}))

    def within(self, numbers: range) -> Iterator[int]:
        """Yield the numbers of the rows that are among others."""
        yield from self._numbers[bisect_left(self._numbers, numbers.start) : bisect_left(self._numbers, numbers.stop)]
        yield from (number for number in (*self._open, *self._reopened) if number in numbers)

    def packed(self) -> Packed[SheetRow]:
        """Return the rows that have texts, in order; nothing can be added any more."""
        self._pack(sorted(self._open))
        return Packed(self._in_order()) if self._reopened else self._packed

    def _in_order(self) -> Iterator[SheetRow]:
        kept = (row for row in self._packed if row.number not in self._reopened)
        again = (SheetRow(number, trimmed(cells)) for number, cells in sorted(self._reopened.items()))
        return merge(kept, (row for row in again if row.cells), key=lambda row: row.number)

    def _pack(self, numbers: Sequence[int]) -> None:
        for number in numbers:
            if cells := trimmed(self._open.pop(number)):
                self._packed.append(SheetRow(number, cells))
                self._numbers.append(number)

    def _index(self, number: int) -> int | None:
        index = bisect_left(self._numbers, number)
        return index if self._numbers[index : index + 1] == array("q", [number]) else None


def trimmed(cells: list[str]) -> tuple[str, ...]:
    """Return a row without the empty cells at its end."""
    width = len(cells)
    while width and not cells[width - 1]:
        width -= 1
    return tuple(cells[:width])
