"""Streams of an OLE file ([MS-CFB]), also of one whose directory says more than there is.

xlrd refuses files that spreadsheets open: those whose chains of sectors cross, or whose last sector is cut short.
"""

import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of an OLE file, such as an .xls or a workbook locked with a password."""
_HEADER = 512
_LAST = 0xFFFFFFFA
"""From this number on there is no such sector: the chain ends."""
_ENTRY = 128
"""Size of an entry of the directory, in bytes."""
_MINI = 64
"""Size of a sector of small streams, in bytes."""


class BrokenOleError(Exception):
    """An OLE file that cannot be read, or has no such stream."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    start: int
    """The first sector of its stream."""
    size: int


class OleFile:
    """An OLE file. Raises BrokenOleError."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        if len(data) < _HEADER or not data.startswith(OLE):
            raise BrokenOleError
        self._sector = 1 << min(struct.unpack_from("<H", data, 30)[0], 16)
        if self._sector < _ENTRY:  # In smaller ones no chain would come to an end.
            raise BrokenOleError
        self._next = self._table()
        directory = self._chain(struct.unpack_from("<I", data, 48)[0])
        self._entries = [_entry(directory[at : at + _ENTRY]) for at in range(0, len(directory) - _ENTRY + 1, _ENTRY)]

    def stream(self, *names: str) -> bytes:
        """Return the content of the stream with the first of these names that there is; they are in small letters."""
        by_name = {entry.name.lower(): entry for entry in reversed(self._entries)}
        entry = next((by_name[name] for name in names if name in by_name), None)
        if entry is None:
            raise BrokenOleError
        is_small = entry.size < struct.unpack_from("<I", self._data, 56)[0]
        return (self._small_stream(entry) if is_small else self._chain(entry.start))[: entry.size]

    def _table(self) -> "array[int]":
        """Return the number of the sector that follows each sector."""
        sectors = list(struct.unpack_from("<109I", self._data, 76))
        start = struct.unpack_from("<I", self._data, 68)[0]
        while start < _LAST and len(sectors) * self._sector < len(self._data):
            more = self._numbers(start)
            sectors += more[:-1]
            start = more[-1]
        table = array("I")  # A list would take ten times the memory.
        for sector in sectors:
            if sector < _LAST:
                table.extend(self._numbers(sector))
        return table

    def _numbers(self, sector: int) -> tuple[int, ...]:
        content = self._content(sector)
        return struct.unpack_from(f"<{len(content) // 4}I", content) or (_LAST,)

    def _content(self, sector: int) -> bytes:
        """Return a sector's bytes; the last one may be cut short."""
        start = (sector + 1) * self._sector
        if start >= len(self._data):
            raise BrokenOleError
        return self._data[start : start + self._sector]

    def _chain(self, start: int) -> bytes:
        """Return the content of a chain of sectors."""
        most = len(self._data) // self._sector + 1
        return b"".join(self._content(sector) for sector in _links(start, self._next, most))

    def _small_stream(self, entry: _Entry) -> bytes:
        """Return a stream that lies in the stream of small streams, which is the directory's first entry."""
        container = self._chain(self._entries[0].start)
        table = self._chain(struct.unpack_from("<I", self._data, 60)[0])
        following = array("I", struct.unpack_from(f"<{len(table) // 4}I", table))
        links = _links(entry.start, following, len(container) // _MINI + 1)
        return b"".join(container[sector * _MINI : (sector + 1) * _MINI] for sector in links)


def _entry(data: bytes) -> _Entry:
    length, start, size = struct.unpack_from("<H", data, 64)[0], *struct.unpack_from("<II", data, 116)
    return _Entry(data[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace"), start, size)


def _links(start: int, following: "array[int]", most: int) -> Iterator[int]:
    """Yield the numbers of a chain's sectors.

    Raises BrokenOleError for a chain that has no end, or is longer than there are sectors: a circle of two sectors
    would give gigabytes.
    """
    count = 0
    while start < _LAST:
        if start >= len(following) or count > most:
            raise BrokenOleError
        yield start
        start, count = following[start], count + 1
