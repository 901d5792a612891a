"""Read the cells of a sheet of .xlsx (Office Open XML)."""

import re
from dataclasses import dataclass
from datetime import datetime, time
from math import isfinite

from .cell_formats import CellFormats
from .number_formats import Shown
from .sheet_builder import CELL, COLUMNS, Allowance, MergedCells, SheetBuilder
from .sheets import CellFault, Sheet, column_number
from .xml_walker import BrokenXmlError, LocalWalker, with_line_ends

YES = ("1", "true", "on")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,7})\$?([0-9]{1,15})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""A character that XML cannot hold, or that it would change: _x000D_ (18.18.93 ST_Xstring)."""
_CONSTANT = re.compile(r'"((?:[^"]|"")*)"|-?\d{1,15}(?:\.\d{1,15})?')
"""A formula that is only a text or a number."""
_PLAIN_NUMBER = re.compile(r"0|[1-9][0-9]{0,14}")
"""A number that is shown as it is written, if it has no format."""


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it."""

    name: str
    relation: str
    """The id of the relation to its part; empty if it has none."""
    hidden: bool


@dataclass(frozen=True, slots=True)
class Context:
    """What the cells of all sheets refer to."""

    texts: list[str]
    """The shared texts."""
    formats: CellFormats
    to_be_computed: bool
    """The workbook says that all formulas wait to be computed, so that a value of 0 may be none."""


@dataclass(slots=True)
class _Cell:
    """What a cell's element holds, in pieces."""

    kind: str = ""
    """Its type: s for a shared text, str, inlineStr, b, e for an error, d for a date; n or nothing for a number."""
    style: int = 0
    value: list[str] | None = None
    """None if there is no such element."""
    formula: list[str] | None = None
    inline: list[str] | None = None


@dataclass(frozen=True, slots=True)
class _Zero:
    """A formula whose kept value is 0: the number, or a value that has never been computed."""

    row: int
    column: int
    text: str
    formula: str


class SheetWalker(LocalWalker):
    """Reads the cells of a sheet."""

    def __init__(self, entry: SheetEntry, context: Context, allowance: Allowance) -> None:
        super().__init__()
        self._allowance = allowance
        self._builder = SheetBuilder(entry.name, allowance, hidden=entry.hidden)
        self._context = context
        self._in_data = self._is_phonetic = self._row_hidden = False
        self._row = self._column = 0
        self._cell = _Cell()
        self._parts: list[str] | None = None
        """Where the text that comes next belongs; None for nowhere."""
        self._held = 0
        """Characters of the current cell's text so far."""
        self._texts: list[str] = []
        """The texts of the current row so far, from column A."""
        self._columns: dict[str, int] = {}
        """The numbers of columns by their letters, which each row has again."""
        self._zeros: list[_Zero] = []
        self._has_computed = False

    def sheet(self) -> Sheet:
        """Return the sheet when all of it has been read."""
        self._add_texts()
        for zero in self._zeros:
            if self._has_computed or not self._context.to_be_computed:
                self._builder.add(zero.row, zero.column, zero.text)
            else:
                self._builder.add_error(zero.row, zero.column, zero.formula, CellFault.NO_VALUE)
        return self._builder.sheet()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Receive a start tag."""
        self.depth += 1
        tag = self.local[name]
        if not self._in_data:
            self._start_outside(tag, attributes)
        elif tag == "c":
            self._start_cell(attributes)
        elif tag == "row":
            self._start_row(attributes)
        else:
            self._start_in_cell(tag)

    def end(self, name: str) -> None:
        """Receive an end tag."""
        self.depth -= 1
        tag = self.local[name]
        if tag == "c" and self._in_data:
            self._add(self._cell)
        elif tag in ("v", "t", "f"):
            self._parts = None
        elif tag == "rPh":
            self._is_phonetic = False
        elif tag == "row":
            self._add_texts()
            if self._row_hidden:
                self._builder.hide_rows(range(self._row, self._row + 1))
        elif tag == "sheetData":
            self._in_data = False

    def characters(self, text: str) -> None:
        """Receive a piece of text."""
        if self._parts is not None and self._held <= CELL:
            self._parts.append(text)
            self._held += len(text)

    def _start_outside(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "mergeCell":
            self._builder.merge(_merged_cells(attributes.get("ref", "")))
        elif tag == "sheetData":
            self._in_data = True

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._add_texts()
        self._row, self._column = int(attributes.get("r") or self._row + 1), 0
        if self._row < 1:
            raise BrokenXmlError
        self._row_hidden = attributes.get("hidden", "") in YES or attributes.get("ht") in ("0", "0.0")

    def _start_in_cell(self, tag: str) -> None:
        """Begin a part of the current cell: its value, its own text, or its formula."""
        if tag == "v":
            self._parts = self._cell.value = []
        elif tag == "t":
            if self._cell.inline is None:
                self._cell.inline = []
            self._parts = None if self._is_phonetic else self._cell.inline
        elif tag == "f":
            self._parts = self._cell.formula = []
        elif tag == "rPh":
            self._is_phonetic = True

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if not reference:
            row, self._column = self._row or 1, self._column + 1
        else:
            row, self._column = self._place(reference)
        if row != self._row:
            self._add_texts()
            self._row = row
        style = attributes.get("s")
        self._cell = _Cell(attributes.get("t", ""), int(style) if style else 0)
        self._held = 0

    def _place(self, reference: str) -> tuple[int, int]:
        """Return the row and the column of a reference: nearly always that of a known column in the current row."""
        row = str(self._row)
        if reference.endswith(row) and (column := self._columns.get(reference[: -len(row)])):
            return self._row, column
        number, column = _place(reference)
        if number == self._row and len(self._columns) < COLUMNS:
            self._columns[reference.rstrip("0123456789")] = column
        return number, column

    def _add_text(self, text: str) -> None:
        """Note a text of the current row; the builder gets all of a row at once, which takes a third of the time."""
        if not text or text.isspace():
            return
        missing = self._column - len(self._texts) - 1
        if missing < 0 or self._column > COLUMNS:  # Columns in no order, or too many of them.
            self._add_texts()
            self._builder.add(self._row, self._column, text)
            return
        if missing:
            self._texts += [""] * missing
        self._texts.append(text)

    def _add_texts(self) -> None:
        """Give the builder the texts of the current row."""
        if self._texts:
            self._builder.add_row(self._row, self._texts)
            self._texts = []

    def _add(self, cell: _Cell) -> None:
        """Give the builder what the spreadsheet shows in a cell."""
        value = "".join(cell.value) if cell.value else ""
        if cell.formula is not None:
            self._add_formula(cell, value, "".join(cell.formula))
        elif value or cell.inline:
            self._add_value(cell, value)

    def _add_formula(self, cell: _Cell, value: str, formula: str) -> None:
        """Add a formula's kept value. A text that is kept as empty is a value; nothing kept is none."""
        if value == "0" and cell.kind in ("", "n"):
            text = self._number(cell, value).text
            self._allowance.take(1, len(text) + len(formula))
            self._zeros.append(_Zero(self._row, self._column, text, f"={formula}"))
        elif value or cell.inline:
            self._has_computed = True
            self._add_value(cell, value)
        elif cell.kind == "str" and cell.value is not None:
            self._has_computed = True
        elif match := _CONSTANT.fullmatch(formula.strip()):
            constant = match[1].replace('""', '"') if match[1] is not None else match[0].replace(".", ",")
            self._add_text(constant)
        else:
            self._builder.add_error(self._row, self._column, f"={formula}", CellFault.NO_VALUE)

    def _add_value(self, cell: _Cell, value: str) -> None:
        match cell.kind:
            case "s":
                text = self._shared_text(value) if value else ""
            case "str" | "inlineStr":
                text = plain(value or "".join(cell.inline or ()))
            case "b":
                text = "TOSI" if value.strip().lower() in YES else "EPÄTOSI"
            case "e":
                self._builder.add_error(self._row, self._column, value.strip() or "#N/A", CellFault.ERROR_VALUE)
                return
            case _:
                shown = self._moment(cell, value.strip()) if cell.kind == "d" else self._number(cell, value.strip())
                if shown.fault is None:
                    self._add_text(shown.text)
                else:
                    self._builder.add_shown(self._row, self._column, shown)
                return
        self._add_text(self._context.formats.text(text, cell.style))

    def _shared_text(self, number: str) -> str:
        texts = self._context.texts
        if not number.strip().isdecimal() or int(number) >= len(texts):
            raise BrokenXmlError
        return texts[int(number)]

    def _number(self, cell: _Cell, value: str) -> Shown:
        """Return a number as its cell shows it; some programs write a text so without saying that it is one."""
        formats = self._context.formats
        if not formats.code(cell.style) and _PLAIN_NUMBER.fullmatch(value):
            return Shown(value)
        try:
            number = float(value)
        except ValueError:
            return Shown(plain(value or "".join(cell.inline or ())))
        return formats.number(number, cell.style) if isfinite(number) else Shown(value)

    def _moment(self, cell: _Cell, value: str) -> Shown:
        """Return a date that is written in ISO 8601 as its cell shows it; as it is if it has a time zone."""
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return Shown(value)
        formats = self._context.formats
        if moment.tzinfo is not None:
            return Shown(value)
        if not formats.code(cell.style):
            return Shown(moment.replace(microsecond=0).isoformat(" ").removesuffix(" 00:00:00"))
        days = moment - datetime.combine(formats.first_day.value, time())
        return formats.number(days.total_seconds() / 86_400, cell.style)


def _place(reference: str) -> tuple[int, int]:
    """Return the row and the column of a reference such as B3."""
    match = _REFERENCE.fullmatch(reference.strip())
    if not match or int(match[2]) < 1:
        raise BrokenXmlError
    return int(match[2]), column_number(match[1])


def _merged_cells(reference: str) -> MergedCells:
    first, _colon, last = reference.partition(":")
    (top, left), (bottom, right) = _place(first), _place(last or first)
    return MergedCells(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


def plain(text: str) -> str:
    """Return a text with the characters that its escapes stand for, and with one sign for all ends of lines."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # Two escapes may be one emoji.
    return with_line_ends(text)
