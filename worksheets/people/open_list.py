"""A list that is open for mending: its sheets of texts, and what the user says of them.

A change gives a changed copy, which shares all rows that are the same; so the earlier copies are the steps to undo.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile
from types import MappingProxyType

from worksheets.spreadsheets.sheet_builder import ROW, Allowance, SheetBuilder
from worksheets.spreadsheets.sheets import CellError, Sheet, SheetRow, sheet_place

from .list_options import ListOptions
from .tree_sheet import Tree


@dataclass(frozen=True, slots=True)
class OpenList:
    """A list's sheets, and how they are read. Sheets are known by their index, rows and columns by their number."""

    name: str
    """The list's name, from that of its file."""
    source: str
    """The file's name in messages."""
    sheets: tuple[Sheet, ...]
    options: ListOptions = ListOptions()
    meanings: Mapping[tuple[int, int], str] = field(default_factory=lambda: MappingProxyType({}))
    """What the user says that columns mean, by sheet and column: a slot's path, ``etunimi``, ``sukunimi``, or ``-``."""
    trees: tuple[Tree, ...] | None = None
    """What YAML and JSON files hold, until a text or a row is changed: they say more than their sheet of texts.

    None for a table."""
    problems: tuple[str, ...] = ()
    """What is wrong with files of a folder that cannot be read."""

    def with_text(self, sheet: int, row: int, column: int, text: str) -> "OpenList":
        """Return the list with another text in a cell, which may be a heading's; an error there is gone.

        Cells that are merged have one text. Raises RosterError if there is no room for the text.
        """
        old = self.sheets[sheet]
        numbers = _merged_with(old, row, column)
        typed = self._typed(sheet, row, {column: text})
        cell = typed.rows[0].cells[column - 1] if typed.rows else ""
        new = [_with_cell(each, column, cell) for each in _rows_at(old, numbers)]
        errors = [error for error in old.errors if error.column != column or error.row not in numbers]
        errors += (replace(error, row=each.number, hidden=each.hidden) for error in typed.errors for each in new)
        rows = {each.number: each for each in (*old.rows, *new)}
        ordered = tuple(rows[number] for number in sorted(rows))
        return self._with_sheet(sheet, replace(old, rows=ordered, errors=_in_order(errors)))

    def with_row(self, sheet: int, cells: Sequence[str] = ()) -> "OpenList":
        """Return the list with one more row at a sheet's end, number ``next_row``. Raises RosterError for too many."""
        number, old = self.next_row(sheet), self.sheets[sheet]
        self._allowance().take_row(sheet_place(self.source, old.name))
        typed = self._typed(sheet, number, dict(enumerate(cells, start=1)))
        rows = typed.rows or (SheetRow(number, ()),)
        return self._with_sheet(sheet, replace(old, rows=(*old.rows, *rows), errors=(*old.errors, *typed.errors)))

    def next_row(self, sheet: int) -> int:
        """Return the number that the next row of a sheet gets."""
        return max(_row_numbers(self.sheets[sheet]), default=0) + 1

    def without_row(self, sheet: int, row: int) -> "OpenList":
        """Return the list without a row; the others keep their numbers."""
        old = self.sheets[sheet]
        (deleted,) = _rows_at(old, [row])
        rows = [each for each in old.rows if each.number != row]
        after = next((index for index, each in enumerate(rows) if each.number > row), None)
        if after is not None:  # What was merged with the row's own cells begins in the next row now.
            rows[after] = replace(rows[after], merged=rows[after].merged & deleted.merged)
        errors = tuple(error for error in old.errors if error.row != row)
        return self._with_sheet(sheet, replace(old, rows=tuple(rows), errors=errors))

    def with_meaning(self, sheet: int, column: int, meaning: str) -> "OpenList":
        """Return the list with the user's meaning of a column; with an empty one, its heading says what it means."""
        meanings = {place: path for place, path in self.meanings.items() if place != (sheet, column)}
        if meaning:
            meanings[sheet, column] = meaning
        return replace(self, meanings=MappingProxyType(meanings), trees=None)

    def with_options(self, options: ListOptions) -> "OpenList":
        """Return the list read in another way: other sheets (``tab``), also what is hidden."""
        return replace(self, options=options)

    def meanings_of(self, sheet: int) -> dict[int, str]:
        """Return the user's meanings of the columns of a sheet."""
        return {column: meaning for (index, column), meaning in self.meanings.items() if index == sheet}

    def __reduce__(self) -> tuple[type["OpenList"], tuple[object, ...]]:
        """Let lists come out of other processes, although a read-only mapping cannot."""
        meanings = dict(self.meanings)
        return OpenList, (self.name, self.source, self.sheets, self.options, meanings, self.trees, self.problems)

    def _with_sheet(self, index: int, sheet: Sheet) -> "OpenList":
        return replace(self, sheets=(*self.sheets[:index], sheet, *self.sheets[index + 1 :]), trees=None)

    def _typed(self, sheet: int, row: int, texts: Mapping[int, str]) -> Sheet:
        """Return texts by columns as the cells of a row of a file would give them.

        Raises RosterError for a text that is too long, and for more cells or characters than a list has.
        """
        builder = SheetBuilder(self.sheets[sheet].name, self._allowance())
        for column, text in texts.items():
            builder.add(row, column, text)
        return builder.sheet()

    def _allowance(self) -> Allowance:
        """Return what there is still room for."""
        allowance = Allowance(self.source)
        for row in (row for sheet in self.sheets for row in sheet.rows):
            length = sum(map(len, row.cells))
            allowance.cells -= len(row.cells)
            allowance.characters -= length
            allowance.memory -= length + ROW
        return allowance


def _rows_at(sheet: Sheet, numbers: Iterable[int]) -> list[SheetRow]:
    """Return the rows of these numbers; an empty one where a sheet has none."""
    rows = {each.number: each for each in sheet.rows}
    return [rows.get(number, SheetRow(number, ())) for number in numbers]


def _row_numbers(sheet: Sheet) -> Iterator[int]:
    """Yield the numbers of the rows with texts, and of those with errors."""
    yield from (row.number for row in sheet.rows)
    yield from (error.row for error in sheet.errors)


def _merged_with(sheet: Sheet, row: int, column: int) -> list[int]:
    """Return the numbers of the rows that share the text of a cell: its own, and those over which it is merged."""
    numbers = [row]
    above = sheet.rows[: sum(1 for each in sheet.rows if each.number <= row)]
    for this, before in pairwise(reversed(above)):
        if this.number not in numbers or column not in this.merged:
            break
        numbers.append(before.number)
    below = takewhile(lambda each: column in each.merged, (each for each in sheet.rows if each.number > row))
    return sorted([*numbers, *(each.number for each in below)])


def _with_cell(row: SheetRow, column: int, text: str) -> SheetRow:
    """Return a row with another text in a column, without empty cells at its end."""
    cells = [*row.cells, *[""] * (column - len(row.cells))]
    cells[column - 1] = text
    while cells and not cells[-1]:
        cells.pop()
    return replace(row, cells=tuple(cells))


def _in_order(errors: Iterable[CellError]) -> tuple[CellError, ...]:
    return tuple(sorted(errors, key=lambda error: (error.row, error.column)))
