"""Read workbooks as grids of text: .xlsx, .xlsm and .ods with calamine, .xls with xlrd.

A formula gives the value that is stored with it, and an error cell the text that a spreadsheet shows, such as #N/A.
"""

import os
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING
from xml.parsers import expat

from worksheets.caches import Lifetime, memoized
from worksheets.errors import RosterError, _

if TYPE_CHECKING:
    from python_calamine import CalamineSheet
    from xlrd.sheet import Cell as XlsCell
    from xlrd.sheet import Sheet as XlsSheet

SHEETS = 50
"""Limit of the sheets in a workbook."""
UNPACKED = 200_000_000
"""Size limit of an unpacked workbook, in bytes."""
RATIO = 200
"""Limit of the unpacked size divided by the packed size, for workbooks over ``RATIO_FROM`` bytes unpacked."""
RATIO_FROM = 20_000_000
AREA = 10_000_000
"""Limit of rows × columns in a sheet: calamine allocates every cell, and ends the process if there is no memory."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of an OLE file, such as an .xls or a workbook locked with a password."""
_READ = ("xml", "rels", "mimetype")
"""Suffixes of the members of a workbook's ZIP archive that are read; pictures and the like are not."""

Grid = dict[int, list[str]]
"""The rows of a sheet that are not empty, by their numbers from 1; each row begins at column A."""


def is_workbook(data: bytes) -> bool:
    """Return True if a file has a workbook's content, whatever its name."""
    return data.startswith((b"PK", _OLE))


def column_letter(column: int) -> str:
    """Return the letters of a column, counted from 1: 1 is A, 28 is AB."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def grids(data: bytes, source: str) -> list[tuple[str, Grid]]:
    """Return the names and the grids of a workbook's sheets; ``source`` is the file's name in messages.

    Raises RosterError for a ZIP bomb, a locked or damaged file, and any file that is no workbook.
    """
    return _xls_grids(data, source) if data.startswith(_OLE) else _calamine_grids(_unpacked(data, source), source)


def _calamine_grids(data: bytes, source: str) -> list[tuple[str, Grid]]:
    """Return the sheets of an .xlsx, .xlsm or .ods that ``_unpacked`` has returned."""
    import python_calamine as calamine

    try:
        with calamine.load_workbook(BytesIO(data)) as book:
            _refuse_many(len(book.sheet_names), source)
            return [
                (sheet.name, _calamine_grid(book.get_sheet_by_index(index)))
                for index, sheet in enumerate(book.sheets_metadata)
                if sheet.typ == calamine.SheetTypeEnum.WorkSheet
            ]
    except (RosterError, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except calamine.PasswordError as error:
        raise _locked(source) from error
    except BaseException as error:  # A damaged file may raise pyo3's PanicException, which is no Exception.
        raise _damaged(source) from error


def _calamine_grid(sheet: "CalamineSheet") -> Grid:
    top, left = sheet.start or (0, 0)
    rows = enumerate(sheet.to_python(skip_empty_area=True), start=top + 1)
    filled = ((number, row) for number, row in rows if any(value != "" for value in row))
    return {number: [""] * left + [_text(value) for value in row] for number, row in filled}


def _xls_grids(data: bytes, source: str) -> list[tuple[str, Grid]]:
    """Return the sheets of an .xls; calamine would return its error cells as empty."""
    import xlrd

    if "EncryptedPackage".encode("utf-16-le") in data:
        raise _locked(source)
    try:
        with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - for xlrd's warnings of odd files
            book = xlrd.open_workbook(file_contents=data, logfile=nowhere, ragged_rows=True)
        _refuse_many(book.nsheets, source)
        return [(sheet.name, _xls_grid(sheet, book.datemode)) for sheet in book.sheets()]
    except RosterError:
        raise
    except Exception as error:  # A damaged file may make xlrd raise anything.
        if "encrypted" in str(error).lower():
            raise _locked(source) from error
        if "can't find workbook in ole2" in str(error).lower():
            raise _not_a_workbook(source) from error
        raise _damaged(source) from error


def _xls_grid(sheet: "XlsSheet", datemode: int) -> Grid:
    rows = ([_xls_text(cell, datemode) for cell in sheet.row(index)] for index in range(sheet.nrows))
    return {number: row for number, row in enumerate(rows, start=1) if any(row)}


def _xls_text(cell: "XlsCell", datemode: int) -> str:
    """Return a cell of an .xls as text; a date before day 1 is a time of day.

    ``datemode`` is xlrd's: 0 counts the days from 1900, 1 from 1904.
    """
    import xlrd

    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return _text(bool(cell.value))
    if cell.ctype == xlrd.XL_CELL_DATE:
        if cell.value < 1:
            return _clock(timedelta(days=cell.value))
        return _text(xlrd.xldate.xldate_as_datetime(cell.value, datemode))
    return _text(cell.value)


def _refuse_many(sheets: int, source: str) -> None:
    if sheets > SHEETS:
        message = _("{source}: {count} sheets, and {most} at most are read; save the sheet with the list by itself")
        raise RosterError(message.format(source=source, count=sheets, most=SHEETS))


def _text(value: float | str | date | time | timedelta) -> str:
    """Return a cell's value as text: plain numbers, ISO dates, TOSI and EPÄTOSI as a Finnish spreadsheet shows them."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, bool):
        return "TOSI" if value else "EPÄTOSI"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime):
        moment = (value + timedelta(milliseconds=500)).replace(microsecond=0)  # To the nearest second.
        return moment.isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(value, time):
        value = datetime.combine(date.min, value) - datetime.combine(date.min, time())
    return _clock(value) if isinstance(value, timedelta) else value.isoformat()


def _number(value: float) -> str:
    """Return a number in decimal digits without an exponent, to the 15 that a spreadsheet shows: 12, 1.5, 0.3."""
    exact = Decimal(value) if isinstance(value, int) else Decimal(repr(float(f"{value:.15g}")))
    text = f"{exact:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _clock(length: timedelta) -> str:
    """Return a time of day, or a length of time, to the second: 09:00:00, 30:15:00."""
    total = round(length.total_seconds())
    sign = "-" if total < 0 else ""
    minutes, seconds = divmod(abs(total), 60)
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"


def _locked(source: str) -> RosterError:
    message = _("{source}: locked with a password; open it in a spreadsheet and save it without the password")
    return RosterError(message.format(source=source))


def _damaged(source: str) -> RosterError:
    message = _(
        "{source}: the workbook is damaged and cannot be read; open it in a spreadsheet and save it again as .xlsx"
    )
    return RosterError(message.format(source=source))


def _not_a_workbook(source: str) -> RosterError:
    return RosterError(
        _("{source}: no workbook that can be read; save the list as .xlsx or .ods").format(source=source)
    )


def _unpacked(data: bytes, source: str) -> bytes:
    """Return a workbook as an uncompressed ZIP archive without pictures, with its error cells changed into text.

    Without compression it cannot become larger than was counted here, and calamine would return error cells as empty.
    Raises RosterError for a ZIP bomb, a locked or damaged file, and any file that is no workbook.
    """
    repacked = BytesIO()
    try:
        with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(repacked, "w") as new:
            _refuse_bomb(old, len(data), source)
            change = _member_change(old, source)
            for member in old.infolist():
                suffix = member.filename.lower().rpartition(".")[2]
                if suffix in _READ:
                    content = old.read(member)
                    if suffix != "mimetype":  # calamine never returns from an .ods whose XML is cut short.
                        expat.ParserCreate().Parse(content, True)  # noqa: FBT003 - this is the last of it
                    new.writestr(zipfile.ZipInfo(member.filename), change(member.filename, content))
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


def _refuse_bomb(book: zipfile.ZipFile, packed: int, source: str) -> None:
    """Raise RosterError for a workbook of ``packed`` bytes that is too large unpacked, by its archive's directory."""
    total = sum(member.file_size for member in book.infolist())
    if total > UNPACKED or (total > RATIO_FROM and total > RATIO * packed):
        message = _("{source}: too large when it is unpacked ({size} MB); save only the list as a new workbook")
        raise RosterError(message.format(source=source, size=total // 1_000_000))


def _member_change(book: zipfile.ZipFile, source: str) -> Callable[[str, bytes], bytes]:
    """Return the function that changes each member of the archive, called with the member's name and content.

    Raises RosterError for a locked workbook and for an archive that is no workbook.
    """
    members = {member.filename.lower().replace("\\", "/"): member for member in book.infolist()}
    if any(member.flag_bits & 1 for member in members.values()) or "encrypted-package" in members:
        raise _locked(source)
    if "xl/workbook.xml" in members:
        return lambda _name, xml: _changed_xlsx(xml, source)
    mimetype = book.read(members["mimetype"]) if "mimetype" in members else b""
    if "content.xml" in members and b"opendocument.spreadsheet" in mimetype:
        manifest = members.get("meta-inf/manifest.xml")
        if manifest and b"encryption-data" in book.read(manifest):
            raise _locked(source)
        return lambda name, xml: _changed_ods(xml, source) if name == "content.xml" else xml
    raise _not_a_workbook(source)


_REFERENCE = re.compile(r"\$?([A-Za-z]{1,7})\$?([0-9]{1,15})")
_XLSX_ERROR_TYPE = re.compile(rb"""(\st\s*=\s*)(?:"e"|'e')""")
_ODS_EMPTY_VALUE = re.compile(rb"""\s[\w.-]+:string-value\s*=\s*(?:""|'')""")
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT_SHEET = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"


class _Cells:
    """Measures the rectangle of a sheet's cells, and finds the tags of its error cells.

    An XML parser finds names and attributes, as in calamine, whatever the prefixes, quotes and spaces are.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.errors: list[int] = []
        """Byte offsets of the error cells' tags in the XML."""
        self.bottom = self.right = 0
        """The last row and the last column with a cell that is not empty, from 1."""
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start

    def walk(self, xml: bytes) -> "_Cells":
        """Read a whole XML file. Raises RosterError when its cells are too far apart, ExpatError when it is no XML."""
        self._parser.Parse(xml, True)  # noqa: FBT003 - this is the last of it
        return self

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError

    def _note_error(self) -> None:
        self.errors.append(self._parser.CurrentByteIndex)

    def _occupy(self, row: int, column: int) -> None:
        """Note the row and the column of a cell that is not empty."""
        self.bottom, self.right = max(self.bottom, row), max(self.right, column)
        if self.bottom * self.right > AREA:
            raise _too_far(self.bottom, self.right, self.source)


class _XlsxCells(_Cells):
    """The cells of an .xlsx sheet: each has a reference such as B3, or follows the cell before it."""

    _row = _column = 0

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _space, tag = name.rpartition(" ")
        if space not in (_SHEET, _STRICT_SHEET, ""):
            return
        if tag == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
        elif tag == "c":
            self._row, self._column = self._position(attributes.get("r"))
            if attributes.get("t") == "e":
                self._note_error()
        elif tag in ("v", "is", "f"):
            self._occupy(self._row, self._column)

    def _position(self, reference: str | None) -> tuple[int, int]:
        if reference is None:
            return self._row, self._column + 1
        if not (match := _REFERENCE.fullmatch(reference.strip())):
            raise ValueError(reference)
        return int(match[2]), _column_number(match[1].upper())


class _OdsCells(_Cells):
    """The cells of an .ods, which follow one another; a cell or a row may be repeated."""

    _above = _height = _column = 0
    """Rows above the current row, repetitions of the current row, and the number of its last column so far."""

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


def _changed_xlsx(xml: bytes, source: str) -> bytes:
    """Return the XML of an .xlsx sheet with its error cells as text; other XML is returned unchanged.

    Raises RosterError when the cells are too far apart.
    """
    if b"sheetData" not in xml:
        return xml
    return _changed_tags(xml, _XlsxCells(source).walk(xml).errors, _XLSX_ERROR_TYPE, rb'\1"str"')


def _changed_ods(xml: bytes, source: str) -> bytes:
    """Return the XML of an .ods with its error cells as text, as ``_changed_xlsx`` does."""
    return _changed_tags(xml, _OdsCells(source).walk(xml).errors, _ODS_EMPTY_VALUE, b"")


def _changed_tags(xml: bytes, starts: Sequence[int], pattern: re.Pattern[bytes], new: bytes) -> bytes:
    """Return XML in which ``new`` replaces what the pattern matches in the tags that begin at these byte offsets."""
    chunks, copied = [], 0
    for start in starts:
        end = xml.index(b">", start)
        chunks += [xml[copied:start], pattern.sub(new, xml[start:end])]
        copied = end
    return b"".join([*chunks, xml[copied:]])


@memoized(Lifetime.SESSION)
def _column_number(letters: str) -> int:
    """Return the number of a column from its letters: A is 1, AB is 28."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


def _too_far(bottom: int, right: int, source: str) -> RosterError:
    message = _(
        "{source}: something stands far from the list, at row {row} or column {column}; delete the rows below the "
        "list and the columns beside it, and save it again"
    )
    return RosterError(message.format(source=source, row=bottom, column=column_letter(right)))
