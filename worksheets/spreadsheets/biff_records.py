"""The records of an .xls ([MS-XLS] 2.3), and the texts in them."""

import struct
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import IntEnum


class Kind(IntEnum):
    """Kinds of records; the numbers are those of the format."""

    FORMULA = 0x0006
    END = 0x000A
    FIRST_DAY = 0x0022
    PASSWORD = 0x002F
    CONTINUE = 0x003C
    CODE_PAGE = 0x0042
    SHEET = 0x0085
    NUMBERS = 0x00BD
    RICH_TEXT = 0x00D6
    STYLE = 0x00E0
    MERGED_CELLS = 0x00E5
    SHARED_TEXTS = 0x00FC
    SHARED_TEXT = 0x00FD
    RECALCULATED = 0x01C1
    """Which spreadsheet has computed all formulas."""
    NUMBER = 0x0203
    TEXT = 0x0204
    BOOLEAN_OR_ERROR = 0x0205
    FORMULA_TEXT = 0x0207
    ROW = 0x0208
    SHORT_NUMBER = 0x027E
    FORMAT = 0x041E
    OLD_FORMULA, OLDER_FORMULA = 0x0206, 0x0406
    """Some programs write formulas so in new workbooks too."""
    BEGIN = 0x0809


UNICODE = 0x0600
"""The version from which on texts are Unicode: Excel 97."""
FORMULAS = frozenset({Kind.FORMULA, Kind.OLD_FORMULA, Kind.OLDER_FORMULA})
_BLANK = 3
"""The first byte of a formula's value that is an empty text."""
NOT_A_NUMBER = b"\xff\xff"
"""The last bytes of a formula's value that is no number."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record with those that continue it."""

    kind: int
    position: int
    """Where it begins in the stream."""
    blocks: Sequence[memoryview]
    """Its data, and the data of each record that continues it."""

    @property
    def data(self) -> memoryview:
        """Return the data of the record itself."""
        return self.blocks[0]


def records(stream: bytes | memoryview, position: int = 0) -> Iterator[Record]:
    """Yield the whole records of a stream from a position; a record that is cut short ends it."""
    view = memoryview(stream)
    while blocks := _block(view, position):
        kind, start = struct.unpack_from("<H", view, position)[0], position
        position += 4 + len(blocks[0])
        while _kind(view, position) == Kind.CONTINUE and (more := _block(view, position)):
            blocks += more
            position += 4 + len(more[0])
        yield Record(kind, start, blocks)


def _kind(view: memoryview, position: int) -> int:
    return int(struct.unpack_from("<H", view, position)[0]) if position + 4 <= len(view) else 0


def _block(view: memoryview, position: int) -> list[memoryview]:
    """Return the data of the record at a position; nothing if there is no whole record."""
    if position + 4 > len(view):
        return []
    size = struct.unpack_from("<H", view, position + 2)[0]
    return [view[position + 4 : position + 4 + size]] if position + 4 + size <= len(view) else []


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a workbook; its worksheets, rows and columns count from 0."""

    sheet: int
    row: int
    column: int


def uncomputed_formulas(stream: bytes | memoryview) -> AbstractSet[Place]:
    """Return the formulas that were saved without a value: all, or none.

    The format has no sign for this: programs write an empty text or 0. So all formulas must have one of these, and the
    record must be missing in which spreadsheets since Excel 2000 and LibreOffice say that they have computed them.
    """
    formulas: set[Place] = set()
    positions: dict[int, int] = {}
    """The numbers of worksheets by where they begin."""
    worksheets = 0
    sheet, depth = -1, 0
    for record in records(stream):
        depth += (record.kind == Kind.BEGIN) - (record.kind == Kind.END)
        is_old = record.position == 0 and struct.unpack_from("<H", record.data)[0] < UNICODE
        if is_old or record.kind == Kind.RECALCULATED:
            return frozenset()
        if record.kind == Kind.SHEET and record.data[5] == 0:  # 0 is a worksheet; others are charts and macros.
            positions.setdefault(struct.unpack_from("<I", record.data)[0], worksheets)
            worksheets += 1
        elif record.kind == Kind.BEGIN and record.position in positions:
            sheet = positions[record.position]
        elif record.kind in FORMULAS and sheet >= 0 and depth == 1:
            if not _is_empty_result(record.data[6:14]):
                return frozenset()
            formulas.add(Place(sheet, *struct.unpack_from("<HH", record.data)))
    return formulas


def _is_empty_result(result: memoryview) -> bool:
    """Return True for a formula's value that is an empty text ([MS-XLS] 2.5.133) or the number 0."""
    return bytes(result) == bytes(8) or (result[0] == _BLANK and bytes(result[6:]) == NOT_A_NUMBER)


class Texts:
    """Takes texts from a record, one after another. Raises IndexError or struct.error when it ends too early."""

    def __init__(self, blocks: Sequence[memoryview], position: int, encoding: str = "") -> None:
        self._blocks = blocks
        self._index, self._position = 0, position
        self._encoding = encoding
        """Of bytes, in workbooks of before 1997; empty for Unicode."""

    @property
    def is_at_end(self) -> bool:
        """Return True when nothing is left."""
        return self._index == len(self._blocks) - 1 and self._position >= len(self._blocks[-1])

    def text(self, length_size: int = 2) -> str:
        """Return the next text; its length stands before it in one or two bytes ([MS-XLS] 2.5.293)."""
        length = int.from_bytes(self._take(length_size), "little")
        if self._encoding:
            return self._take(length).decode(self._encoding, "replace")
        flags = self._take(1)[0]
        runs = int.from_bytes(self._take(2), "little") if flags & 8 else 0
        extra = int.from_bytes(self._take(4), "little") if flags & 4 else 0
        text = self._characters(length, is_wide=bool(flags & 1))
        self._take(4 * runs + extra)  # Which letters are bold, and how they are pronounced.
        return text

    def _take(self, size: int) -> bytes:
        """Return the next bytes, which may lie in two blocks."""
        content = bytearray()
        while len(content) < size:
            if self._position >= len(self._blocks[self._index]):
                self._index, self._position = self._index + 1, 0
            piece = self._blocks[self._index][self._position : self._position + size - len(content)]
            content += piece
            self._position += len(piece)
        return bytes(content)

    def _characters(self, count: int, *, is_wide: bool) -> str:
        """Return the next characters; each block says anew whether they have one byte or two."""
        text = bytearray()
        while count:
            block = self._blocks[self._index]
            if self._position >= len(block):
                self._index, self._position = self._index + 1, 1
                block = self._blocks[self._index]
                is_wide = bool(block[0] & 1)
            size = min(count, (len(block) - self._position) // (1 + is_wide))
            piece = bytes(block[self._position : self._position + size * (1 + is_wide)])
            text += piece if is_wide else piece.decode("latin-1").encode("utf-16-le")
            self._position += len(piece) if piece else 1
            count -= size
        return text.decode("utf-16-le", "replace")
