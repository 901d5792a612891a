"""Read .ods and .fods (OpenDocument, ISO/IEC 26300) as sheets of texts."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import isfinite

from .archive import Archive
from .displayed_values import shown_duration, shown_moment, shown_value
from .number_formats import Shown
from .sheet_builder import CELL, COLUMNS, Allowance, MergedCells, SheetBuilder
from .sheets import CellFault, Sheet
from .workbook_problems import SHEETS, damaged, locked, not_a_workbook, refuse_many_sheets
from .xml_walker import BrokenXmlError, XmlWalker, walk, with_line_ends

_CONTENT, _COMMON_STYLES = "content.xml", "styles.xml"
_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TABLE, _TEXT = f"{_URN}office:1.0 ", f"{_URN}table:1.0 ", f"{_URN}text:1.0 "
_STYLE, _NUMBER = f"{_URN}style:1.0 ", f"{_URN}datastyle:1.0 "
_SPREADSHEET = f"{_OFFICE}spreadsheet"
_SHEET, _COLUMN, _ROW = f"{_TABLE}table", f"{_TABLE}table-column", f"{_TABLE}table-row"
_ROWS_SPANNED, _COLUMNS_SPANNED = f"{_TABLE}number-rows-spanned", f"{_TABLE}number-columns-spanned"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_PARAGRAPH = f"{_TEXT}p"
_SPACE, _TAB, _BREAK = "\U0001fffe", "\U0002fffe", "\U0003fffe"
"""Noncharacters of Unicode, which stand for white space of its own until the rest has been joined."""
_SIGNS = {f"{_TEXT}tab": _TAB, f"{_TEXT}line-break": _BREAK}
_OWN_SIGNS = {ord(_SPACE): " ", ord(_TAB): "\t", ord(_BREAK): "\n"}
_NO_TEXT = (f"{_TEXT}note", f"{_TEXT}ruby-text")
"""What stands in a paragraph without being its text: footnotes, and how a word is pronounced."""
_VALUES = {"boolean": "boolean-value", "date": "date-value", "time": "time-value", "string": "string-value"}
"""The attribute that holds a value, by the value's type; otherwise it is called value."""
_MOST_STYLES = 200_000
_PIECE = 65_536


def is_ods(archive: Archive) -> bool:
    """Return True if an archive may be an OpenDocument spreadsheet; another document has its own type."""
    kind = archive.read("mimetype", 200)
    return (_CONTENT in archive or "encrypted-package" in archive) and (not kind or b"spreadsheet" in kind)


def is_fods(data: bytes) -> bool:
    """Return True if a file is an OpenDocument spreadsheet in a single XML file."""
    head = data[:4096]
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and b"opendocument.spreadsheet" in head


def ods_sheets(archive: Archive, source: str, allowance: Allowance) -> tuple[Sheet, ...]:
    """Return the sheets of an .ods. Raises RosterError for one that is locked, damaged, too large, or none."""
    if "encrypted-package" in archive or b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise locked(source)
    styles = _Styles()
    try:
        if archive.read(_COMMON_STYLES, 1):
            walk(lambda: _StylesWalker(styles), lambda: archive.pieces(_COMMON_STYLES), namespaces=True)
    except BrokenXmlError:  # They only tell lengths of time from times of day.
        styles = _Styles()
    return _sheets(lambda: archive.pieces(_CONTENT), styles, source, allowance)


def fods_sheets(data: bytes, source: str, allowance: Allowance) -> tuple[Sheet, ...]:
    """Return the sheets of a .fods, as ``ods_sheets`` does."""
    return _sheets(lambda: (data[at : at + _PIECE] for at in range(0, len(data), _PIECE)), _Styles(), source, allowance)


def _sheets(
    pieces: Callable[[], Iterable[bytes]], styles: "_Styles", source: str, allowance: Allowance
) -> tuple[Sheet, ...]:
    try:
        walker = walk(lambda: _BookWalker(styles, allowance), pieces, namespaces=True)
    except BrokenXmlError as error:
        raise damaged(source) from error
    if not walker.is_spreadsheet:
        raise not_a_workbook(source)
    refuse_many_sheets(walker.count, source)
    return tuple(walker.sheets)


@dataclass(slots=True)
class _Cell:
    """What has been read of a cell."""

    attributes: dict[str, str]
    columns: range
    """Its columns: more than one if it is repeated."""
    paragraphs: list[list[str]] = field(default_factory=list)
    """The pieces of each paragraph."""
    length: int = 0

    @property
    def text(self) -> str | None:
        """Return its paragraphs as lines; None if it has none."""
        if not self.paragraphs:
            return None
        return with_line_ends("\n".join(_paragraph("".join(pieces)) for pieces in self.paragraphs))


def _paragraph(text: str) -> str:
    """Return a paragraph as it is shown: white space is one space, unless it has an element of its own."""
    if text.isprintable() and "  " not in text:  # As nearly all are.
        return text.strip(" ")
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ").translate(_OWN_SIGNS)


class _BookWalker(XmlWalker):
    """Reads the sheets of a document."""

    def __init__(self, styles: "_Styles", allowance: Allowance) -> None:
        self.sheets: list[Sheet] = []
        self.count = 0
        """How many sheets there are; those after ``SHEETS`` are not read."""
        self.is_spreadsheet = False
        self._allowance = allowance
        self._styles = styles
        self._sheet_depth = -1
        """Where sheets stand; tables inside of cells are none."""
        self._reader: _SheetReader | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self._reader:
            self._reader.start(name, attributes)
        elif name == _SPREADSHEET:
            self.is_spreadsheet, self._sheet_depth = True, self.depth + 1
        elif name == _SHEET and self.depth == self._sheet_depth:
            self.count += 1
            if self.count <= SHEETS:
                self._reader = _SheetReader(attributes, self._styles, self._allowance)
        elif name.startswith((_STYLE, _NUMBER)):
            self._styles.note(name, attributes)

    def end(self, name: str) -> None:
        if self._reader and self.depth == self._sheet_depth:
            self.sheets.append(self._reader.builder.sheet())
            self._reader = None
        elif self._reader:
            self._reader.end(name)
        self.depth -= 1

    def characters(self, text: str) -> None:
        if self._reader:
            self._reader.characters(text)


class _StylesWalker(XmlWalker):
    """Reads the styles that a document's parts share."""

    def __init__(self, styles: "_Styles") -> None:
        self._styles = styles

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if name.startswith((_STYLE, _NUMBER)):
            self._styles.note(name, attributes)

    def end(self, name: str) -> None:
        del name
        self.depth -= 1

    def characters(self, text: str) -> None:
        """Leave text out."""


class _Styles:
    """What the styles of cells and sheets say about what is shown."""

    def __init__(self) -> None:
        self._current = ""
        """The style of a sheet whose properties are being read."""
        self._lengths: set[str] = set()
        """Names of number formats that show lengths of time."""
        self._formats: dict[str, str] = {}
        """Names of number formats by the names of cell styles."""
        self.hidden: set[str] = set()
        """Names of the styles of sheets that are not shown."""

    def note(self, name: str, attributes: dict[str, str]) -> None:
        """Note a style's beginning, or its properties."""
        if len(self._formats) + len(self._lengths) + len(self.hidden) > _MOST_STYLES:
            raise BrokenXmlError
        style = attributes.get(f"{_STYLE}name", "")
        if name == f"{_NUMBER}time-style" and attributes.get(f"{_NUMBER}truncate-on-overflow") == "false":
            self._lengths.add(style)
        elif name == f"{_STYLE}style":
            self._current = style
            self._formats[style] = attributes.get(f"{_STYLE}data-style-name", "")
        elif name == f"{_STYLE}table-properties" and attributes.get(f"{_TABLE}display") == "false":
            self.hidden.add(self._current)

    def is_length(self, cell_style: str) -> bool:
        """Return True if cells of a style show lengths of time."""
        return self._formats.get(cell_style, "") in self._lengths


class _SheetReader:
    """Reads the cells of one sheet."""

    def __init__(self, attributes: dict[str, str], styles: _Styles, allowance: Allowance) -> None:
        hidden = attributes.get(f"{_TABLE}style-name", "") in styles.hidden
        self.builder = SheetBuilder(attributes.get(f"{_TABLE}name", ""), allowance, hidden=hidden)
        self._styles = styles
        self._column_styles: list[str] = []
        """The style of cells that have none of their own, of each column, up to the last that has one."""
        self._rows = range(0)
        """The numbers of the current row: more than one if it is repeated."""
        self._column = 0
        self._is_row_hidden = False
        self._row_style = ""
        self._cell: _Cell | None = None
        self._depth = 0
        """How deep in the current cell we are."""
        self._skipped = 0
        """The depth from which on what stands in the cell is not its text; 0 for none."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Receive a start tag within the sheet."""
        if self._cell:
            self._depth += 1
            if not self._skipped:
                self._start_in_cell(self._cell, name, attributes)
        elif name in _CELLS:
            first = self._column + 1
            self._column += _count(attributes, "number-columns-repeated")
            self._cell, self._depth = _Cell(attributes, range(first, self._column + 1)), 0
        elif name == _ROW:
            first = self._rows.stop or 1
            self._rows = range(first, first + _count(attributes, "number-rows-repeated"))
            self._column = 0
            self._is_row_hidden = attributes.get(f"{_TABLE}visibility", "visible") != "visible"
            self._row_style = attributes.get(f"{_TABLE}default-cell-style-name", "")
        elif name == _COLUMN:
            self._add_column(attributes)

    def end(self, name: str) -> None:
        """Receive an end tag within the sheet."""
        if self._cell and self._depth:
            if self._depth == self._skipped:
                self._skipped = 0
            self._depth -= 1
        elif self._cell:
            self._add(self._cell)
            self._cell = None
        elif name == _ROW and self._is_row_hidden:
            self.builder.hide_rows(self._rows)

    def characters(self, text: str) -> None:
        """Receive a piece of text within the sheet."""
        if self._cell and self._depth and not self._skipped:
            self._append(self._cell, text)

    def _start_in_cell(self, cell: _Cell, name: str, attributes: dict[str, str]) -> None:
        if self._depth == 1 and name == _PARAGRAPH and cell.length <= CELL:
            cell.paragraphs.append([])
            cell.length += 1
        elif self._depth == 1 or not name.startswith(_TEXT) or name in _NO_TEXT:
            self._skipped = self._depth  # A comment, a drawing, a table in the cell.
        elif name == f"{_TEXT}s":
            self._append(cell, _SPACE * min(int(attributes.get(f"{_TEXT}c", 1)), CELL))
        elif name in _SIGNS:
            self._append(cell, _SIGNS[name])

    def _append(self, cell: _Cell, text: str) -> None:
        if cell.length <= CELL:
            cell.paragraphs[-1].append(text)
            cell.length += len(text)

    def _add_column(self, attributes: dict[str, str]) -> None:
        style = attributes.get(f"{_TABLE}default-cell-style-name", "")
        count = min(_count(attributes, "number-columns-repeated"), COLUMNS - len(self._column_styles))
        self._column_styles.extend([style] * count)

    def _style_of(self, cell: _Cell) -> str:
        column = cell.columns[0]
        own = cell.attributes.get(f"{_TABLE}style-name", "") or self._row_style
        return own or "".join(self._column_styles[column - 1 : column])

    def _add(self, cell: _Cell) -> None:
        """Give the builder what the spreadsheet shows in a cell."""
        height, width = (
            _count(cell.attributes, "number-rows-spanned"),
            _count(cell.attributes, "number-columns-spanned"),
        )
        if height > 1 or width > 1:
            top, left = self._rows[0], cell.columns[0]
            self.builder.merge(MergedCells(top, left, top + height - 1, left + width - 1))
        shown = self._shown(cell)
        if shown.text:
            self.builder.add_block(self._rows, cell.columns, shown)

    def _shown(self, cell: _Cell) -> Shown:
        text, attributes = cell.text, cell.attributes
        kind = attributes.get(f"{_OFFICE}value-type", "")
        formula = attributes.get(f"{_TABLE}formula", "")
        if "error" in attributes.values() and any(key.endswith(" value-type") for key in attributes):
            return Shown((text or "").strip() or "#N/A", CellFault.ERROR_VALUE)
        if not kind and formula and text is None:  # LibreOffice gives a formula without text an empty paragraph.
            return Shown(formula, CellFault.NO_VALUE)
        value = attributes.get(f"{_OFFICE}{_VALUES.get(kind, 'value')}")
        if value is None or (kind == "string" and text is not None):
            return Shown(text or "")
        return self._shown_value(cell, kind, value, text)

    def _shown_value(self, cell: _Cell, kind: str, value: str, text: str | None) -> Shown:
        match kind:
            case "float" | "percentage" | "currency":
                number = float(value)
                if not isfinite(number):
                    return Shown(value if text is None else text)
                return shown_value(number, text, kind, cell.attributes.get(f"{_OFFICE}currency", ""))
            case "boolean":
                return Shown("TOSI" if value == "true" else "EPÄTOSI")
            case "date":
                return Shown(shown_moment(value, text))
            case "time":
                return Shown(shown_duration(value, text, is_length=self._styles.is_length(self._style_of(cell))))
        return Shown(value if text is None else text)


def _count(attributes: dict[str, str], name: str) -> int:
    """Return how often something is repeated, or how many rows or columns it spans; at least 1."""
    text = attributes.get(f"{_TABLE}{name}")
    return max(1, int(text)) if text else 1
