"""The rows of a sheet under its headings, as tables have them: made from the sheet's rows when they are asked for."""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from worksheets.spreadsheets.packed import TOGETHER, Chunked, Packed
from worksheets.spreadsheets.sheets import Sheet, SheetRow

_NOTHING = frozenset(["null", "NULL", "(null)", "<null>", "\\N", "NaN", "nan", "NaT", "<NA>"])
"""What databases and programs write for a cell with nothing in it; people write n/a and -, and that is printed."""
_LONGEST_NOTHING = 6
_NOBODY = frozenset(["anonymous", "anonyymi", "anonym"])
"""What a form service writes for the name and the address of somebody who has not signed in."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a sheet, under its headings."""

    number: int
    """The row's number in the sheet, from 1."""
    cells: tuple[str, ...]
    """The texts from the first column, without space around them."""
    hidden: bool = False
    merged: frozenset[int] = frozenset()
    """Columns, from 1, whose text belongs to a cell that begins in a row above."""
    errors: Mapping[int, str] = field(default_factory=dict)
    """What is wrong with cells whose text is no answer, by columns from 1."""

    def text(self, column: int) -> str:
        """Return the text in a column, counted from 1."""
        return self.cells[column - 1] if column <= len(self.cells) else ""

    def filled(self) -> Iterator[tuple[int, str]]:
        """Yield the number and the text of each cell that is not empty."""
        return ((column, text) for column, text in enumerate(self.cells, start=1) if text)

    @property
    def filled_count(self) -> int:
        """The number of the cells that are not empty."""
        return len(self.cells) - self.cells.count("")

    def is_faulty(self, columns: Iterable[int]) -> bool:
        """Return True if the text in any of the columns is no answer."""
        return any(column in self.errors for column in columns)

    @property
    def continues(self) -> bool:
        """Return True if there is nothing in the row but cells that begin in a row above."""
        return bool(self.merged) and not self.errors and all(column in self.merged for column, _text in self.filled())


_NO_ERRORS: Mapping[int, str] = MappingProxyType({})


class TableRows(Chunked[TableRow]):
    """The rows under the headings; rows in which there are errors and nothing else are among them."""

    def __init__(self, sheet: Sheet, heading_row: int = 0, nobody: Collection[int] = ()) -> None:
        """``nobody`` are the columns that are empty where nobody had signed in, in a form's list."""
        super().__init__()
        self._rows = sheet.rows
        self._nobody = nobody
        self._errors: defaultdict[int, dict[int, str]] = defaultdict(dict)
        for error in sheet.errors:
            self._errors[error.row][error.column] = error.explanation
        self._others: list[int] = []
        """The numbers of the rows that have errors and nothing else."""
        self._order = self._places(heading_row)
        """The index of each row; -1 for the first of ``_others``, -2 for the second."""

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._order)

    def chunk(self, index: int) -> Sequence[TableRow]:
        """Return some of the rows."""
        places = self._order[index * TOGETHER : (index + 1) * TOGETHER]
        if isinstance(places, range):
            return list(map(self._row, self._rows[places.start : places.stop]))
        others = self._others
        return [self._row(self._rows[place] if place >= 0 else SheetRow(others[-place - 1], ())) for place in places]

    def _places(self, heading_row: int) -> Sequence[int]:
        if isinstance(self._rows, Packed) and not self._errors:  # As a file gives them: in order.
            first = next((index for index, row in enumerate(self._rows) if row.number > heading_row), len(self._rows))
            return range(first, len(self._rows))
        places = {row.number: place for place, row in enumerate(self._rows) if row.number > heading_row}
        self._others = [number for number in self._errors if number > heading_row and number not in places]
        places |= {number: -place for place, number in enumerate(self._others, start=1)}
        return array("q", (places[number] for number in sorted(places)))

    def _row(self, row: SheetRow) -> TableRow:
        cells = _texts(row.cells)
        if self._nobody:
            cells = tuple(_without_nobody(cells, self._nobody))
        return TableRow(row.number, cells, row.hidden, row.merged, self._errors.get(row.number, _NO_ERRORS))


def _texts(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the texts of cells without space around them, and without what stands for nothing."""
    texts = tuple(map(str.strip, cells))
    if _NOTHING.isdisjoint(texts):
        return texts
    return tuple("" if stands_for_nothing(text) else text for text in texts)


def stands_for_nothing(text: str) -> bool:
    """Return True for what databases and programs write for a cell with nothing in it."""
    return len(text) <= _LONGEST_NOTHING and text in _NOTHING


def _without_nobody(cells: Sequence[str], columns: Collection[int]) -> Iterator[str]:
    """Yield the texts of cells; of some columns, none where nobody had signed in."""
    for column, text in enumerate(cells, start=1):
        yield "" if column in columns and text.casefold() in _NOBODY else text
