"""Workbooks as grids of text: .xlsx, .xlsm and .ods through calamine, .xls through xlrd.

Formulas give the values that were kept with them, and error cells the texts that a spreadsheet shows for them.
"""

import os
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING
from xml.parsers import expat

from worksheets.errors import RosterError, _

if TYPE_CHECKING:
    from python_calamine import CalamineSheet
    from xlrd.sheet import Cell as XlsCell
    from xlrd.sheet import Sheet as XlsSheet

SHEETS = 50
UNPACKED = 200_000_000
"""Bytes that a workbook may take unpacked."""
RATIO = 200
"""How many times larger than its packed self a workbook may be, once it is over ``RATIO_FROM`` bytes unpacked."""
RATIO_FROM = 20_000_000
AREA = 10_000_000
"""Cells of a sheet's rectangle: calamine keeps a place for each, and ends the process when its memory does not do."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

Grid = dict[int, list[str]]
"""A sheet's rows that have something in them, by their numbers from 1; each from column A on."""


def is_workbook(data: bytes) -> bool:
    """Tell whether a file's content is a workbook's, whatever its name."""
    return data.startswith((b"PK", _OLE))


def column_letter(column: int) -> str:
    """Return a column's name in a spreadsheet: 1 is A, 28 is AB."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def grids(data: bytes, source: str) -> list[tuple[str, Grid]]:
    """Return a workbook's sheets, each with its name.

    Raises RosterError for a zip bomb, a locked or damaged file, and for what is no workbook that can be read.
    """
    return _old_grids(data, source) if data.startswith(_OLE) else _new_grids(_unpacked(data, source), source)


def _new_grids(data: bytes, source: str) -> list[tuple[str, Grid]]:
    import python_calamine as calamine

    try:
        with calamine.load_workbook(BytesIO(data)) as book:
            _refuse_many(len(book.sheet_names), source)
            return [
                (one.name, _grid(book.get_sheet_by_index(number)))
                for number, one in enumerate(book.sheets_metadata)
                if one.typ == calamine.SheetTypeEnum.WorkSheet
            ]
    except (RosterError, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except calamine.PasswordError as error:
        raise _locked(source) from error
    except BaseException as error:  # Of damaged files also pyo3's PanicException, which is no Exception.
        raise _damaged(source) from error


def _grid(sheet: "CalamineSheet") -> Grid:
    top, left = sheet.start or (0, 0)
    rows = enumerate(sheet.to_python(skip_empty_area=True), start=top + 1)
    return {number: [""] * left + [_said(cell) for cell in row] for number, row in rows if any(c != "" for c in row)}


def _old_grids(data: bytes, source: str) -> list[tuple[str, Grid]]:
    """Return the sheets of an .xls, whose error cells calamine would give as empty."""
    import xlrd

    if "EncryptedPackage".encode("utf-16-le") in data:
        raise _locked(source)
    try:
        with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - xlrd complains of odd files there
            book = xlrd.open_workbook(file_contents=data, logfile=nowhere, ragged_rows=True)
        _refuse_many(book.nsheets, source)
        return [(sheet.name, _old_grid(sheet, book.datemode)) for sheet in book.sheets()]
    except RosterError:
        raise
    except Exception as error:  # Whatever a damaged file leads xlrd to.
        if "encrypted" in str(error).lower():
            raise _locked(source) from error
        if "can't find workbook in ole2" in str(error).lower():
            raise _unknown(source) from error
        raise _damaged(source) from error


def _old_grid(sheet: "XlsSheet", datemode: int) -> Grid:
    rows = ((at, [_old_said(cell, datemode) for cell in sheet.row(at - 1)]) for at in range(1, sheet.nrows + 1))
    return {number: row for number, row in rows if any(row)}


def _old_said(cell: "XlsCell", datemode: int) -> str:
    """Return a cell of an .xls as text; a date of the first day is a time of day."""
    import xlrd

    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return _said(bool(cell.value))
    if cell.ctype == xlrd.XL_CELL_DATE:
        if cell.value < 1:
            return _clock(timedelta(days=cell.value))
        return _said(xlrd.xldate.xldate_as_datetime(cell.value, datemode))
    return _said(cell.value)


def _refuse_many(sheets: int, source: str) -> None:
    if sheets > SHEETS:
        said = _("{source}: {count} sheets, and {most} at most are read; save the sheet with the list by itself")
        raise RosterError(said.format(source=source, count=sheets, most=SHEETS))


def _said(value: float | str | date | time | timedelta) -> str:
    """Return a cell's value as text."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, bool):
        return "TOSI" if value else "EPÄTOSI"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime):
        moment = (value + timedelta(milliseconds=500)).replace(microsecond=0)
        return moment.isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(value, time):
        value = datetime.combine(date.min, value) - datetime.combine(date.min, time())
    return _clock(value) if isinstance(value, timedelta) else value.isoformat()


def _number(value: float) -> str:
    """Return a number in plain digits, in the fifteen that a spreadsheet shows: 12, 1.5, 0.3."""
    exact = Decimal(value) if isinstance(value, int) else Decimal(repr(float(f"{value:.15g}")))
    text = f"{exact:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _clock(length: timedelta) -> str:
    """Return a time of day, or a length of time, to the second: 09:00:00, 30:15:00."""
    seconds = round(length.total_seconds())
    sign = "-" if seconds < 0 else ""
    hours, rest = divmod(abs(seconds), 3600)
    return f"{sign}{hours:02}:{rest // 60:02}:{rest % 60:02}"


def _locked(source: str) -> RosterError:
    said = _("{source}: locked with a password; open it in a spreadsheet and save it without the password")
    return RosterError(said.format(source=source))


def _damaged(source: str) -> RosterError:
    said = _(
        "{source}: the workbook is damaged and cannot be read; open it in a spreadsheet and save it again as .xlsx"
    )
    return RosterError(said.format(source=source))


def _unknown(source: str) -> RosterError:
    return RosterError(
        _("{source}: no workbook that can be read; save the list as .xlsx or .ods").format(source=source)
    )


def _unpacked(data: bytes, source: str) -> bytes:
    """Return a workbook whose parts are not compressed, so that it holds no more than was counted, without pictures.

    Error cells stand in it as text, since calamine gives them as empty. Raises RosterError for a zip bomb, a locked
    or damaged file, and for what is no workbook.
    """
    repacked = BytesIO()
    try:
        with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(repacked, "w") as new:
            _refuse_bomb(old, len(data), source)
            change = _kind(old, source)
            for one in old.infolist():
                ending = one.filename.lower().rpartition(".")[2]
                if ending in _PARTS:
                    part = old.read(one)
                    if ending != "mimetype":
                        expat.ParserCreate().Parse(part, True)  # noqa: FBT003 - of an .ods cut short calamine never returns
                    new.writestr(zipfile.ZipInfo(one.filename), change(one.filename, part))
    except (
        expat.ExpatError,
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        ValueError,
    ) as error:
        raise _damaged(source) from error
    return repacked.getvalue()


_PARTS = ("xml", "rels", "mimetype")
"""Endings of a workbook's parts that are read; pictures and the like are not."""


def _refuse_bomb(book: zipfile.ZipFile, packed: int, source: str) -> None:
    total = sum(one.file_size for one in book.infolist())
    if total > UNPACKED or (total > RATIO_FROM and total > RATIO * packed):
        said = _("{source}: too large when it is unpacked ({size} MB); save only the list as a new workbook")
        raise RosterError(said.format(source=source, size=total // 1_000_000))


def _kind(book: zipfile.ZipFile, source: str) -> Callable[[str, bytes], bytes]:
    """Return what is to be done to each part of this kind of workbook."""
    parts = {one.filename.lower().replace("\\", "/"): one for one in book.infolist()}
    if any(one.flag_bits & 1 for one in parts.values()) or "encrypted-package" in parts:
        raise _locked(source)
    if "xl/workbook.xml" in parts:
        return lambda _part, xml: _excel_part(xml, source)
    kind = book.read(parts["mimetype"]) if "mimetype" in parts else b""
    if "content.xml" in parts and b"opendocument.spreadsheet" in kind:
        manifest = parts.get("meta-inf/manifest.xml")
        if manifest and b"encryption-data" in book.read(manifest):
            raise _locked(source)
        return lambda part, xml: _open_part(xml, source) if part == "content.xml" else xml
    raise _unknown(source)


_REFERENCE = re.compile(r"\$?([A-Za-z]{1,7})\$?([0-9]{1,15})")
_EXCEL_ERROR = re.compile(rb"""(\st\s*=\s*)(?:"e"|'e')""")
_OPEN_EMPTY = re.compile(rb"""\s[\w.-]+:string-value\s*=\s*(?:""|'')""")
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT_SHEET = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"


class _Cells:
    """Walks the XML of a sheet's cells: how far apart they lie, and where in it the tags of error cells begin.

    Names and attributes come from an XML parser, as calamine gets them: whatever their prefixes, quotes and spaces.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.errors: list[int] = []
        self.bottom = self.right = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start

    def walk(self, xml: bytes) -> "_Cells":
        """Walk a part. Raises RosterError when its cells lie too far apart, ExpatError when it is no XML."""
        self._parser.Parse(xml, True)  # noqa: FBT003 - this is all of it
        return self

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError

    def _note_error(self) -> None:
        self.errors.append(self._parser.CurrentByteIndex)

    def _occupy(self, row: int, column: int) -> None:
        """Note a cell with something in it."""
        self.bottom, self.right = max(self.bottom, row), max(self.right, column)
        if self.bottom * self.right > AREA:
            raise _too_far(self.bottom, self.right, self.source)


class _ExcelCells(_Cells):
    """The cells of a part of an .xlsx; they say where they are, or else follow the one before."""

    _row = _column = 0

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _space, tag = name.rpartition(" ")
        if space not in (_SHEET, _STRICT_SHEET, ""):
            return
        if tag == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
        elif tag == "c":
            self._row, self._column = self._place(attributes.get("r"))
            if attributes.get("t") == "e":
                self._note_error()
        elif tag in ("v", "is", "f"):
            self._occupy(self._row, self._column)

    def _place(self, reference: str | None) -> tuple[int, int]:
        if reference is None:
            return self._row, self._column + 1
        if not (found := _REFERENCE.fullmatch(reference.strip())):
            raise ValueError(reference)
        return int(found[2]), _column(found[1].upper())


class _OpenCells(_Cells):
    """The cells of an .ods; they follow one another, and may stand for many."""

    _above = _height = _column = 0

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _space, tag = name.rpartition(" ")
        if space != _TABLE:
            return
        if tag == "table":
            self._above = self._height = self.bottom = self.right = 0
        elif tag == "table-row":
            self._above, self._column = self._above + self._height, 0
            self._height = int(attributes.get(f"{_TABLE} number-rows-repeated", 1))
        elif tag in ("table-cell", "covered-table-cell"):
            self._column += int(attributes.get(f"{_TABLE} number-columns-repeated", 1))
            types = [value for key, value in attributes.items() if key.endswith(" value-type")]
            if types:
                self._occupy(self._above + self._height, self._column)
            if "error" in types:
                self._note_error()


def _excel_part(xml: bytes, source: str) -> bytes:
    """Return a part of an .xlsx with its error cells as text; raises RosterError when its cells lie too far apart."""
    if b"sheetData" not in xml:
        return xml
    return _in_tags(xml, _ExcelCells(source).walk(xml).errors, _EXCEL_ERROR, rb'\1"str"')


def _open_part(xml: bytes, source: str) -> bytes:
    """Do to an .ods what ``_excel_part`` does to an .xlsx."""
    return _in_tags(xml, _OpenCells(source).walk(xml).errors, _OPEN_EMPTY, b"")


def _in_tags(xml: bytes, starts: Sequence[int], pattern: re.Pattern[bytes], change: bytes) -> bytes:
    """Return XML with what a pattern finds changed, in the tags that begin at some places."""
    parts, at = [], 0
    for start in starts:
        end = xml.index(b">", start)
        parts += [xml[at:start], pattern.sub(change, xml[start:end])]
        at = end
    return b"".join([*parts, xml[at:]])


@cache
def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


def _too_far(bottom: int, right: int, source: str) -> RosterError:
    said = _(
        "{source}: something stands far from the list, at row {row} or column {column}; delete the rows below the "
        "list and the columns beside it, and save it again"
    )
    return RosterError(said.format(source=source, row=bottom, column=column_letter(right)))
