"""Read .xls (BIFF5 and BIFF8) record by record: files that xlrd refuses and spreadsheets open.

xlrd stops, among others, at a wrong count of shared texts, and at a defined name that it cannot evaluate; a list needs
none of this. What it needs must be whole: each sheet must end with its own record.
"""

import struct
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from .biff_records import FORMULAS, NOT_A_NUMBER, UNICODE, Kind, Record, Texts, records, uncomputed_formulas
from .cell_formats import CellFormats, built_in_code
from .date_formats import FirstDay
from .number_formats import Shown
from .sheet_builder import MergedCells, SheetBuilder
from .sheets import CellFault
from .xml_walker import with_line_ends

_CODE_PAGES = {1200: "utf-16-le", 10000: "mac_roman", 32768: "mac_roman", 32769: "cp1252"}
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_TEXT, _BOOLEAN, _ERROR = 0, 1, 2
"""The first byte of a formula's value that is no number; others are an empty text."""
_HIDDEN = 0x20
"""The flag of a row that is not shown."""


class BrokenBiffError(Exception):
    """A workbook in which something is missing that a list needs."""


class LockedBiffError(Exception):
    """A workbook that only a password opens."""


@dataclass(frozen=True, slots=True)
class BiffSheet:
    """A sheet as the workbook lists it."""

    name: str
    hidden: bool
    position: int
    """Where its records begin in the stream."""


class BiffBook:
    """A workbook's stream.

    Raises BrokenBiffError, LockedBiffError, and LookupError, ValueError or struct.error for what is broken.
    """

    def __init__(self, stream: bytes) -> None:
        self._stream = stream
        self.sheets: list[BiffSheet] = []
        self._texts: list[str] = []
        self._codes: dict[int, str] = {}
        """The codes of number formats that the file holds, by their numbers."""
        self._styles: list[int] = []
        """The number of each style's format."""
        self._encoding = "cp1252"
        """Of texts in workbooks of before 1997; empty for Unicode."""
        self._first_day = FirstDay.IN_1900
        readers: dict[int, Callable[[Record], None]] = {
            Kind.BEGIN: self._begin,
            Kind.PASSWORD: self._password,
            Kind.CODE_PAGE: self._code_page,
            Kind.FIRST_DAY: self._days,
            Kind.SHEET: self._sheet,
            Kind.FORMAT: self._format,
            Kind.STYLE: self._style,
            Kind.SHARED_TEXTS: self._shared_texts,
        }
        for record in _until_end(records(stream)):
            if reader := readers.get(record.kind):
                reader(record)
        if not self.sheets:
            raise BrokenBiffError
        self._uncomputed = uncomputed_formulas(stream)
        codes = [self._codes.get(number) or built_in_code(number) for number in self._styles]
        self._formats = CellFormats(codes, self._first_day)

    def fill(self, sheet: BiffSheet, builder: SheetBuilder) -> None:
        """Give a builder the cells of a sheet."""
        number = self.sheets.index(sheet)
        uncomputed = {(place.row, place.column) for place in self._uncomputed if place.sheet == number}
        reader = _SheetReader(builder, self._texts, self._formats, self._encoding, uncomputed)
        for record in _until_end(records(self._stream, sheet.position)):
            reader.read(record)
        reader.finish()

    def _begin(self, record: Record) -> None:
        if struct.unpack_from("<H", record.data)[0] >= UNICODE:
            self._encoding = ""

    def _password(self, _record: Record) -> None:
        raise LockedBiffError

    def _code_page(self, record: Record) -> None:
        if self._encoding:
            page = struct.unpack_from("<H", record.data)[0]
            self._encoding = _CODE_PAGES.get(page, f"cp{page}")

    def _days(self, record: Record) -> None:
        self._first_day = FirstDay.IN_1904 if record.data[0] else FirstDay.IN_1900

    def _sheet(self, record: Record) -> None:
        if record.data[5] == 0:  # 0 is a worksheet; others are charts and macros.
            name = Texts(record.blocks, 6, self._encoding).text(1)
            self.sheets.append(BiffSheet(name, bool(record.data[4]), struct.unpack_from("<I", record.data)[0]))

    def _format(self, record: Record) -> None:
        code = Texts(record.blocks, 2, self._encoding).text(1 if self._encoding else 2)
        self._codes[struct.unpack_from("<H", record.data)[0]] = code

    def _style(self, record: Record) -> None:
        self._styles.append(struct.unpack_from("<H", record.data, 2)[0])

    def _shared_texts(self, record: Record) -> None:
        texts = Texts(record.blocks, 8)
        while not texts.is_at_end:  # The record also says how many there are, in some files wrongly.
            self._texts.append(texts.text())


def _until_end(all_records: Iterator[Record]) -> Iterator[Record]:
    """Yield the records of a part, without those of charts in it. Raises BrokenBiffError when the part has no end."""
    depth = 0
    for record in all_records:
        depth += (record.kind == Kind.BEGIN) - (record.kind == Kind.END)
        if depth == 0:
            return
        if depth == 1:
            yield record
    raise BrokenBiffError


class _SheetReader:
    """Reads the cells of a sheet into its builder."""

    def __init__(
        self,
        builder: SheetBuilder,
        texts: Sequence[str],
        formats: CellFormats,
        encoding: str,
        uncomputed: AbstractSet[tuple[int, int]],
    ) -> None:
        self._builder = builder
        self._texts = texts
        self._formats = formats
        self._encoding = encoding
        self._uncomputed = uncomputed
        """Rows and columns, from 0, of formulas without a value."""
        self._waiting: memoryview | None = None
        """A formula whose text follows in a record of its own."""
        self._readers: dict[int, Callable[[Record], None]] = {
            Kind.ROW: self._row,
            Kind.MERGED_CELLS: self._merged_cells,
            Kind.SHARED_TEXT: self._shared_text,
            Kind.TEXT: self._text,
            Kind.RICH_TEXT: self._text,
            Kind.NUMBER: self._number,
            Kind.SHORT_NUMBER: self._short_number,
            Kind.NUMBERS: self._numbers,
            Kind.BOOLEAN_OR_ERROR: self._boolean_or_error,
            **dict.fromkeys(FORMULAS, self._formula),
            Kind.FORMULA_TEXT: self._formula_text,
        }
        self._hidden_rows: list[int] = []

    def read(self, record: Record) -> None:
        """Read a record; those that a list does not need are passed over."""
        if reader := self._readers.get(record.kind):
            reader(record)

    def finish(self) -> None:
        """Say which rows are hidden, when all cells have been read."""
        for row in self._hidden_rows:
            self._builder.hide_rows(range(row, row + 1))

    def _add(self, data: memoryview, shown: Shown) -> None:
        row, column = struct.unpack_from("<HH", data)
        self._builder.add_shown(row + 1, column + 1, shown)

    def _add_text(self, data: memoryview, text: str) -> None:
        self._add(data, Shown(self._formats.text(with_line_ends(text), struct.unpack_from("<H", data, 4)[0])))

    def _add_number(self, data: memoryview, value: float) -> None:
        self._add(data, self._formats.number(value, struct.unpack_from("<H", data, 4)[0]))

    def _row(self, record: Record) -> None:
        row, height = struct.unpack_from("<H4xH", record.data)
        if record.data[12] & _HIDDEN or height == 0:
            self._hidden_rows.append(row + 1)

    def _merged_cells(self, record: Record) -> None:
        for index in range(struct.unpack_from("<H", record.data)[0]):
            top, bottom, left, right = struct.unpack_from("<4H", record.data, 2 + 8 * index)
            self._builder.merge(MergedCells(top + 1, left + 1, bottom + 1, right + 1))

    def _shared_text(self, record: Record) -> None:
        self._add_text(record.data, self._texts[struct.unpack_from("<I", record.data, 6)[0]])

    def _text(self, record: Record) -> None:
        self._add_text(record.data, Texts(record.blocks, 6, self._encoding).text())

    def _number(self, record: Record) -> None:
        self._add_number(record.data, struct.unpack_from("<d", record.data, 6)[0])

    def _short_number(self, record: Record) -> None:
        self._add_number(record.data, _short_number(record.data[6:10]))

    def _numbers(self, record: Record) -> None:
        row, first, last = *struct.unpack_from("<HH", record.data), struct.unpack_from("<H", record.data[-2:])[0]
        for index in range(last - first + 1):
            style = struct.unpack_from("<H", record.data, 4 + 6 * index)[0]
            value = _short_number(record.data[6 + 6 * index : 10 + 6 * index])
            self._builder.add_shown(row + 1, first + index + 1, self._formats.number(value, style))

    def _boolean_or_error(self, record: Record) -> None:
        value, is_error = record.data[6:8]
        self._add(record.data, _error(value) if is_error else _boolean(value))

    def _formula(self, record: Record) -> None:
        result = record.data[6:14]
        if struct.unpack_from("<HH", record.data) in self._uncomputed:
            self._add(record.data, Shown("=", CellFault.NO_VALUE))
        elif bytes(result[6:]) != NOT_A_NUMBER:
            self._add_number(record.data, struct.unpack("<d", result)[0])
        elif result[0] == _BOOLEAN:
            self._add(record.data, _boolean(result[2]))
        elif result[0] == _ERROR:
            self._add(record.data, _error(result[2]))
        self._waiting = record.data if result[0] == _TEXT else None

    def _formula_text(self, record: Record) -> None:
        if self._waiting is not None:
            self._add_text(self._waiting, Texts(record.blocks, 0, self._encoding).text())
        self._waiting = None


def _short_number(data: memoryview) -> float:
    """Return a number of four bytes: the first half of a float or 30 bits, perhaps hundredths ([MS-XLS] 2.5.217)."""
    bits = int.from_bytes(data, "little")
    is_whole, is_hundredths = bits & 2, bits & 1
    value = (int.from_bytes(data, "little", signed=True) >> 2) if is_whole else _float(bits & ~3)
    return value / 100 if is_hundredths else float(value)


def _float(first_half: int) -> float:
    return float(struct.unpack("<d", struct.pack("<II", 0, first_half))[0])


def _boolean(value: int) -> Shown:
    return Shown("TOSI" if value else "EPÄTOSI")


def _error(value: int) -> Shown:
    return Shown(_ERRORS.get(value, "#N/A"), CellFault.ERROR_VALUE)
