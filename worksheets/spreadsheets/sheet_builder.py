"""Collects the cells of a sheet as they are read, and counts them before it holds them.

What a small file can stand for has no bound: a cell repeated a million times, a text that thousands of cells share, a
cell in the last row and column. So every reader adds its cells here, and reading ends where no list goes.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from worksheets.caches import Lifetime, memoized
from worksheets.errors import RosterError
from worksheets.messages import _

from .number_formats import Shown
from .packed import Packed
from .row_store import RowStore
from .sheets import CellError, CellFault, Sheet, SheetRow, cell_place, column_letter, sheet_place

MEMORY = 300_000_000
"""Limit of the bytes that a list takes while it is read and judged: ROW for each row, and its texts."""
ROW = 1_400
"""Bytes that a row takes beside its texts while it is found out whose it is, as 100,000 names did; packed, a tenth."""
COLUMNS = 1_000
CELL = 100_000
"""Length limit of a cell, in characters."""
AREA = 10_000_000
"""Limit of rows × columns in a sheet, up to its last cell."""
CELLS = 5_000_000
"""Limit of the cells of a list, those included that are empty with a filled one to their right."""
CHARACTERS = 100_000_000
"""Limit of the characters in all cells of a list; a text that many cells share counts for each."""
MERGED = 100_000
"""Limit of the merged cells of a sheet."""
ERRORS = 100_000
"""Limit of the cells of a sheet whose text is no answer."""
_CELLS_OF_A_MERGED_ROW = 20
"""Cells that are read in the time in which merged cells are spread over one row."""
_ERRORS = frozenset(
    {
        *("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!"),
        *("#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#GETTING_DATA", "#PYTHON!", "#EXTERNAL!", "#ERROR!"),
        *("#PUUTTUU!", "#VIITTAUS!", "#JAKO/0!", "#ARVO!", "#NIMI?", "#LUKU!", "#TYHJÄ!", "#LEVIÄMINEN!"),
        *("#SAKNAS!", "#REFERENS!", "#DIVISION/0!", "#VÄRDEFEL!", "#NAMN?", "#OGILTIGT!", "#SKÄRNING!", "#SPILL!"),
        *("#NV", "#BEZUG!", "#WERT!", "#ZAHL!", "#PUUDUB!"),
    }
)
"""What spreadsheets show in error cells, in Finnish and the languages around it; nobody types these, in text either."""
_ERROR_CODE = re.compile(r"(?:Err|Virhe|Fel):\d{3}")
"""An error of LibreOffice."""
_TOO_NARROW = re.compile(r"#{4,}")
_SCIENTIFIC = re.compile(r"-?[1-9](?:[.,]\d{1,14})?[Ee]\+0?\d{2}")
"""What spreadsheets make of a long number, such as 1,23E+15; nobody types this."""
_LONGEST_ERROR = 24
"""Length of the longest error, other than ####, and of the longest number in scientific form."""
_GUARDED = re.compile(r'="((?:[^"]|"")*)"')
"""A formula that is only a text: programs write ="00100" so that a spreadsheet keeps the zeros."""


@dataclass(slots=True)
class Allowance:
    """What a list may still hold, in all its sheets."""

    source: str
    """The file's name in messages."""
    cells: int = CELLS
    characters: int = CHARACTERS
    memory: int = MEMORY

    def take(self, cells: int, characters: int = 0) -> None:
        """Count cells and characters before they are held. Raises RosterError when there are too many."""
        self.refuse(cells, characters)
        self.cells -= cells
        self.characters -= characters
        self.memory -= characters

    def take_row(self, place: str) -> None:
        """Count a row before it is held. Raises RosterError, naming the place, when there are too many."""
        self.refuse_rows(1, place)
        self.memory -= ROW

    def refuse_rows(self, count: int, place: str) -> None:
        """Raise RosterError, naming the place, when there is no room for so many rows."""
        if count * ROW > self.memory:
            message = _("{source}: its rows take more than {most} MB of memory; split the list")
            raise RosterError(message.format(source=place, most=MEMORY // 1_000_000))

    def refuse(self, cells: int, characters: int) -> None:
        """Raise RosterError when there is no room for so many cells and characters."""
        if cells > self.cells or characters > self.characters:
            message = _("{source}: far more text than a list has; save only the list, as a new workbook")
            raise RosterError(message.format(source=self.source))


@dataclass(frozen=True, slots=True)
class MergedCells:
    """A rectangle of cells that a spreadsheet shows as one; rows and columns count from 1."""

    top: int
    left: int
    bottom: int
    right: int


class SheetBuilder:
    """Collects the cells of one sheet. Its methods raise RosterError when there is more than a list has."""

    def __init__(self, name: str, allowance: Allowance, *, hidden: bool = False) -> None:
        self.name = name
        self.hidden = hidden
        self._allowance = allowance
        self._rows = RowStore()
        self._errors: dict[tuple[int, int], CellError] = {}
        self._error_rows: set[int] = set()
        self._hidden_rows: set[int] = set()
        self._merged: list[MergedCells] = []
        self._numbers: Sequence[int] = ()
        """The numbers of ``_rows``, in order, once all cells have been added."""
        self._bottom = self._right = 0
        """The last row and the last column with a cell that is not empty."""

    def add(self, row: int, column: int, text: str) -> None:
        """Add a cell's text as the spreadsheet shows it. A later text of the same cell replaces an earlier one."""
        if text and not text.isspace():
            text = self._answer(row, column, text)
            if text:
                self._hold(row, column, text)

    def add_row(self, row: int, cells: Sequence[str]) -> None:
        """Add the texts of a row from column A, as ``add`` adds each: at once if they are texts and nothing else."""
        width = len(cells)
        while width and (not cells[width - 1] or cells[width - 1].isspace()):
            width -= 1
        length = sum(map(len, cells))
        if not width or width > COLUMNS or length > CELL or row in self._rows or not all(map(_is_plain, cells)):
            for column, text in enumerate(cells[:width], start=1):
                self.add(row, column, text)
            return
        self._occupy(row, width)
        self._allowance.take_row(self._place)
        self._allowance.take(width, length)
        self._rows.add(row, ["" if text.isspace() else text for text in cells[:width]])

    def add_error(self, row: int, column: int, text: str, fault: CellFault) -> None:
        """Add a cell whose text is no answer."""
        self._occupy(row, column)
        self._allowance.take(1, len(text))
        if len(self._errors) >= ERRORS:
            message = _("{source}: more than {most} cells show errors; fix the formulas, and save the list again")
            raise RosterError(message.format(source=self._place, most=ERRORS))
        self._errors[row, column] = CellError(row, column, text, fault)
        self._error_rows.add(row)

    def add_shown(self, row: int, column: int, shown: Shown) -> None:
        """Add what a number format shows."""
        if shown.fault is None:
            self.add(row, column, shown.text)
        else:
            self.add_error(row, column, shown.text, shown.fault)

    def add_block(self, rows: range, columns: range, shown: Shown) -> None:
        """Add the same to all cells of a rectangle, which is measured first."""
        if len(rows) > 1 or len(columns) > 1:
            self._occupy(rows[-1], columns[-1])
            self._allowance.refuse_rows(len(rows), self._place)
            self._refuse_columns(rows[0], columns[-1])
            self._allowance.refuse(len(rows) * len(columns), len(rows) * len(columns) * len(shown.text))
        for row in rows:
            for column in columns:
                self.add_shown(row, column, shown)

    def hide_rows(self, rows: range) -> None:
        """Note that the spreadsheet does not show some rows, whose cells have been added."""
        if rows.start > self._bottom:
            return
        self._hidden_rows.update(self._rows.within(rows), (row for row in self._error_rows if row in rows))

    def merge(self, cells: MergedCells) -> None:
        """Note merged cells: the text of the first holds for all their rows, in its column; the others show nothing."""
        if len(self._merged) == MERGED:
            self._allowance.take(CELLS + 1)
        self._merged.append(cells)

    def sheet(self) -> Sheet:
        """Return the sheet, when all cells have been added."""
        merged = self._spread_merged_cells() if self._merged else {}
        hidden, none = self._hidden_rows, frozenset[int]()
        rows = self._rows.packed()
        if hidden or merged:
            rows = Packed(
                SheetRow(row.number, row.cells, row.number in hidden, frozenset(merged.get(row.number, none)))
                for row in rows
            )
        errors = (replace(error, hidden=error.row in hidden) for _place, error in sorted(self._errors.items()))
        return Sheet(self.name, rows, tuple(errors), self.hidden)

    def _answer(self, row: int, column: int, text: str) -> str:
        """Return a cell's text without a spreadsheet's guard; an error is noted, and gives an empty text."""
        bare = text.strip()
        if bare[0] in "#=" or len(bare) <= _LONGEST_ERROR:
            if match := _GUARDED.fullmatch(bare):
                return match[1].replace('""', '"')
            if fault := _fault(bare):
                self.add_error(row, column, bare, fault)
                return ""
        return text

    def _hold(self, row: int, column: int, text: str) -> None:
        if row > self._bottom or column > self._right:
            self._occupy(row, column)
        known = self._rows.cells(row)
        if known is None:
            self._allowance.take_row(self._place)
        cells = [] if known is None else known
        missing = column - len(cells)
        if column > COLUMNS or len(text) > CELL:
            self._refuse(row, column)
        self._allowance.take(max(0, missing), len(text))
        if missing > 0:
            cells.extend([""] * missing)
        cells[column - 1] = text
        if known is None:
            self._rows.add(row, cells)

    @cached_property
    def _place(self) -> str:
        return sheet_place(self._allowance.source, self.name)

    def _occupy(self, row: int, column: int) -> None:
        """Note the row and the column of a cell that is not empty."""
        self._bottom, self._right = max(self._bottom, row), max(self._right, column)
        if self._bottom * self._right > AREA:
            message = _(
                "{source}: there is something far from the list, in row {row} or column {column}; delete the rows "
                "below the list and the columns beside it, and save it again"
            )
            letter = column_letter(self._right)
            raise RosterError(message.format(source=self._allowance.source, row=self._bottom, column=letter))

    def _refuse_columns(self, row: int, count: int) -> None:
        if count > COLUMNS:
            message = _("{source}, row {row}: more than {most} columns; delete those that you do not need")
            raise RosterError(message.format(source=self._place, row=row, most=COLUMNS))

    def _refuse(self, row: int, column: int) -> None:
        """Raise RosterError for a cell that is too far to the right, or whose text is too long."""
        self._refuse_columns(row, column)
        message = _("{location}: more than {most} characters; shorten the text")
        if not self.name:  # A text file.
            message = _("{location}: more than {most} characters; is a closing quote missing?")
        raise RosterError(message.format(location=cell_place(self._place, row, column), most=CELL))

    def _spread_merged_cells(self) -> dict[int, set[int]]:
        """Put the text of merged cells into all their rows that hold anything else, and return those cells' columns.

        Their other cells are emptied: a spreadsheet keeps what stood there before, and does not show it.
        """
        texts = {(cells.top, cells.left): self._text(cells.top, cells.left) for cells in self._merged}
        for cells in self._merged:
            self._empty(cells)
        spread: dict[int, set[int]] = {}
        for cells in self._merged:
            text, error = texts[cells.top, cells.left], self._errors.get((cells.top, cells.left))
            for row in self._rows_between(cells.top + 1, cells.bottom):
                if text and any(self._cells(row)):
                    self._hold(row, cells.left, text)
                    spread.setdefault(row, set()).add(cells.left)
                elif error and any(self._cells(row)):
                    self.add_error(row, cells.left, error.text, error.fault)
        return spread

    def _empty(self, merged: MergedCells) -> None:
        for row in self._rows_between(merged.top, merged.bottom):
            cells = self._cells(row)
            first = merged.left if row == merged.top else merged.left - 1
            last = min(merged.right, len(cells))
            cells[first:last] = [""] * max(0, last - first)

    def _rows_between(self, top: int, bottom: int) -> list[int]:
        """Return the rows that hold anything, from one to another; they count as cells, several for the time of one."""
        self._numbers = numbers = self._numbers or self._rows.numbers()
        rows = numbers[bisect_left(numbers, top) : bisect_right(numbers, bottom)]
        self._allowance.take(len(rows) * _CELLS_OF_A_MERGED_ROW)
        return list(rows)

    def _cells(self, row: int) -> list[str]:
        return self._rows.cells(row) or []

    def _text(self, row: int, column: int) -> str:
        return "".join(self._cells(row)[column - 1 : column])


@memoized(Lifetime.RUN, 50_000)
def _is_plain(text: str) -> bool:
    """Return True for a text that is given as it is; lists have many texts again and again."""
    return not is_changed(text)


def is_changed(text: str) -> bool:
    """Return True for a cell's text that is not given as it is: a guarded text, or an error."""
    bare = text.strip()
    return bool(bare) and bool(_GUARDED.fullmatch(bare) or (len(bare) <= _LONGEST_ERROR and _fault(bare)))


def _fault(text: str) -> CellFault | None:
    """Return why a text without spaces around it is no answer; None if it may be one."""
    if text[0] == "#":
        return (
            CellFault.ERROR_VALUE if text in _ERRORS else CellFault.TOO_NARROW if _TOO_NARROW.fullmatch(text) else None
        )
    if "+" in text and _SCIENTIFIC.fullmatch(text):
        return CellFault.DIGITS_LOST
    return CellFault.ERROR_VALUE if ":" in text and _ERROR_CODE.fullmatch(text) else None
