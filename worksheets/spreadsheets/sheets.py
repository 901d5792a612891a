"""The sheets of a list: rows of texts, and the cells whose text is no answer.

Every format is read into these: delimited text, .xlsx, .ods and .xls.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from worksheets.caches import Lifetime, memoized
from worksheets.errors import shortened
from worksheets.messages import _, marked


class CellFault(Enum):
    """Why the text of a cell is no answer."""

    ERROR_VALUE = auto()
    """A formula gave an error, such as #N/A."""
    NO_VALUE = auto()
    """A formula was saved without its value, as programs that write workbooks leave it."""
    TOO_NARROW = auto()
    """####: text was saved from a column that was too narrow, or a date that a spreadsheet cannot show."""
    DIGITS_LOST = auto()
    """A long number that the spreadsheet turned into 1,23E+15, or rounded to 15 digits."""


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell whose text is no answer; it is empty in its row."""

    row: int
    column: int
    text: str
    """What the spreadsheet shows, or the formula that has no value."""
    fault: CellFault = CellFault.ERROR_VALUE
    hidden: bool = False
    """The spreadsheet does not show the row."""

    @property
    def explanation(self) -> str:
        """Return what is wrong and how to fix it, to follow the cell's location in a message."""
        return _(_EXPLANATIONS[self.fault]).format(text=shortened(self.text))


_EXPLANATIONS = {
    # Translators: {text} is what the spreadsheet shows in the cell: #N/A, ####, 1,23E+15.
    CellFault.ERROR_VALUE: marked("the cell shows the error {text}; fix its formula, or type the value"),
    CellFault.NO_VALUE: marked(
        "the cell has a formula but no value; open the workbook in a spreadsheet program and save it"
    ),
    CellFault.TOO_NARROW: marked("the cell shows {text}; make the column wider, and save or copy the list again"),
    CellFault.DIGITS_LOST: marked(
        "the spreadsheet has not kept all digits of {text}; format the column as text, and type the number again"
    ),
}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row with text in it."""

    number: int
    """The row's number in the sheet, from 1."""
    cells: tuple[str, ...]
    """The texts from column A, without the empty cells at the end."""
    hidden: bool = False
    """The spreadsheet does not show the row: it is hidden, filtered out or in a closed group."""
    merged: frozenset[int] = frozenset()
    """Columns, from 1, whose text stands in a row above: it is one cell, merged over both rows."""

    def __reduce__(self) -> tuple[type["SheetRow"], tuple[object, ...]]:
        """Pack quickly: rows are packed and unpacked by the thousand."""
        return SheetRow, (self.number, self.cells, self.hidden, self.merged)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of one sheet, as text."""

    name: str
    """Empty for a text file."""
    rows: Sequence[SheetRow]
    """The rows that are not empty, in the sheet's order; those of a file are packed."""
    errors: tuple[CellError, ...] = ()
    hidden: bool = False
    """The spreadsheet does not show the sheet."""


def sheet_place(source: str, name: str) -> str:
    """Return a file and its sheet, for messages; ``name`` is empty for a text file."""
    return _("{source}, sheet {name}").format(source=source, name=shortened(name)) if name else source


def cell_place(source: str, row: int, column: int) -> str:
    """Return a cell's place, for messages, as a spreadsheet names it; ``source`` is the file, with its sheet."""
    letter = column_letter(column)
    return _("{source}, row {row}, column {letter}").format(source=source, row=row, letter=letter)


def column_letter(column: int) -> str:
    """Return the letters of a column, counted from 1: 1 is A, 28 is AB."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


@memoized(Lifetime.SESSION, 20_000)
def column_number(letters: str) -> int:
    """Return the number of a column from its letters: A is 1, AB is 28."""
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column
