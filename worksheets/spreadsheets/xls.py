"""Read .xls (BIFF, [MS-XLS]) as sheets of texts: with xlrd, and where it fails with a reader of our own."""

import struct
from collections.abc import Set as AbstractSet
from io import TextIOBase
from typing import TYPE_CHECKING

from worksheets.errors import RosterError

from .biff import BiffBook, BrokenBiffError, LockedBiffError
from .biff_records import Place, uncomputed_formulas
from .cell_formats import CellFormats, built_in_code
from .date_formats import FirstDay
from .number_formats import Shown
from .ole import OLE, BrokenOleError, OleFile
from .sheet_builder import Allowance, MergedCells, SheetBuilder
from .sheets import CellFault, Sheet
from .workbook_problems import damaged, locked, not_a_workbook, refuse_many_sheets
from .xml_walker import with_line_ends

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Cell as XlsCell

_STREAMS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
"""The first bytes of an .xls that is no OLE file, as some programs write it."""
_NO_CONTENT = b"\0\6"
"""Types of cells that are empty, or have a format only."""


def is_xls(data: bytes) -> bool:
    """Return True if a file is an .xls, or another OLE file."""
    return data.startswith((OLE, *_STREAMS))


def xls_sheets(data: bytes, source: str) -> tuple[Sheet, ...]:
    """Return the sheets of an .xls. Raises RosterError for one that is locked, damaged, too large, or none."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise locked(source)
    try:
        return _sheets_by_xlrd(data, source)
    except (RosterError, MemoryError):
        raise
    except Exception as error:  # A damaged file may make xlrd raise anything.
        reason = str(error).lower()
        if "encrypted" in reason:
            raise locked(source) from error
        if "can't find workbook in ole2" in reason:
            raise not_a_workbook(source) from error
    return _sheets_by_records(data, source)


def _sheets_by_xlrd(data: bytes, source: str) -> tuple[Sheet, ...]:
    import xlrd

    book = xlrd.open_workbook(
        file_contents=data, logfile=_Nowhere(), formatting_info=True, on_demand=True, ragged_rows=True
    )
    refuse_many_sheets(book.nsheets, source)
    # xlrd reads a workbook of before 1993 at once, and gives up the file.
    stream = memoryview(book.mem)[book.base : book.base + book.stream_len] if book.mem else b""
    uncomputed = uncomputed_formulas(stream)
    allowance = Allowance(source)
    builders = [_builder(book, index, uncomputed, allowance) for index in range(book.nsheets)]
    return tuple(builder.sheet() for builder in builders)


def _sheets_by_records(data: bytes, source: str) -> tuple[Sheet, ...]:
    """Return the sheets as the second reader reads them, which needs less of a file than xlrd."""
    try:
        book = BiffBook(OleFile(data).stream("workbook", "book") if data.startswith(OLE) else data)
        refuse_many_sheets(len(book.sheets), source)
        allowance = Allowance(source)
        builders = [SheetBuilder(sheet.name, allowance, hidden=sheet.hidden) for sheet in book.sheets]
        for sheet, builder in zip(book.sheets, builders, strict=True):
            book.fill(sheet, builder)
    except LockedBiffError as error:
        raise locked(source) from error
    except (BrokenOleError, BrokenBiffError, LookupError, struct.error, ValueError) as error:
        raise damaged(source) from error
    return tuple(builder.sheet() for builder in builders)


class _Nowhere(TextIOBase):
    """Takes xlrd's warnings of odd files."""

    def write(self, text: str) -> int:
        """Take a text."""
        return len(text)


def _builder(book: "Book", index: int, uncomputed: AbstractSet[Place], allowance: Allowance) -> SheetBuilder:
    """Return the builder of a sheet with all its cells; xlrd's own copy of them is given up."""
    sheet = book.sheet_by_index(index)
    builder = SheetBuilder(sheet.name, allowance, hidden=bool(sheet.visibility))
    formats = _cell_formats(book)
    for row in range(sheet.nrows):
        types = sheet.row_types(row)
        if types.tobytes().strip(_NO_CONTENT):
            for column, kind in enumerate(types):
                if kind not in _NO_CONTENT:
                    is_computed = Place(index, row, column) not in uncomputed
                    shown = _shown(sheet.cell(row, column), formats) if is_computed else Shown("=", CellFault.NO_VALUE)
                    builder.add_shown(row + 1, column + 1, shown)
            info = sheet.rowinfo_map.get(row)
            if info and (info.hidden or (info.height == 0 and not info.has_default_height)):
                builder.hide_rows(range(row + 1, row + 2))
    for top, bottom, left, right in sheet.merged_cells:
        builder.merge(MergedCells(top + 1, left + 1, bottom, right))
    book.unload_sheet(index)
    return builder


def _cell_formats(book: "Book") -> CellFormats:
    own = {number_format.format_key: number_format.format_str for number_format in book.format_list}
    codes = [own.get(style.format_key) or built_in_code(style.format_key) for style in book.xf_list]
    return CellFormats(codes, FirstDay.IN_1904 if book.datemode else FirstDay.IN_1900)


def _shown(cell: "XlsCell", formats: CellFormats) -> Shown:
    """Return what a cell shows."""
    import xlrd

    style = -1 if cell.xf_index is None else cell.xf_index
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return Shown(str(xlrd.error_text_from_code.get(cell.value, "#N/A")), CellFault.ERROR_VALUE)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return Shown("TOSI" if cell.value else "EPÄTOSI")
    if isinstance(cell.value, str):
        return Shown(formats.text(with_line_ends(cell.value), style))
    return formats.number(cell.value, style)
