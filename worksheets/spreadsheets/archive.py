"""The parts of a workbook that is a ZIP archive, unpacked piece by piece and counted as they are."""

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import unquote

from .workbook_problems import damaged, locked, too_large

UNPACKED = 500_000_000
"""Size limit of an unpacked workbook, in bytes."""
TAGS = 30_000_000
"""Limit of the tags in all XML that is read: 100,000 rows of 60 columns. A tag may have four bytes and takes 0.4 µs."""
RATIO = 200
"""Limit of the unpacked size divided by the packed size, for workbooks over ``RATIO_FROM`` bytes unpacked."""
RATIO_FROM = 20_000_000
_DIRECTORY = 2_000_000
"""Size limit of an archive's directory, in bytes: about twenty thousand parts."""
_END = b"PK\x05\x06"
"""What the record at an archive's end begins with."""
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, struct.error),
    *(NotImplementedError, RuntimeError, ValueError, LookupError, OverflowError),
)
"""What Python's zipfile raises for archives that are broken in one way or another."""
_PIECE = 65_536
"""Bytes that are unpacked at a time."""
_UTF_8 = 0x800
"""The flag of a part whose name is UTF-8."""
_LOCAL_NAME = 30
"""Where a part's name stands in its local header (APPNOTE 4.3.7)."""


class Archive:
    r"""A workbook's archive. Raises RosterError for a ZIP bomb, a locked or a damaged file.

    Parts are known by their names without regard to capitals, to which of / and \\ divides folders, and to what stands
    before the first folder, since writers of workbooks differ in all of these.
    """

    def __init__(self, data: bytes, source: str) -> None:
        self.source = source
        self._data = data
        self._unpacked = 0
        """Bytes that have been unpacked so far."""
        self._tags = 0
        end = data.rfind(_END)
        if int.from_bytes(data[end + 12 : end + 16], "little") > _DIRECTORY:
            raise damaged(source)
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except _BROKEN as error:
            raise damaged(source) from error
        self._parts = {_folded(part.filename): part for part in self._zip.infolist() if not part.filename.endswith("/")}
        self._refuse_bomb()
        if any(part.flag_bits & 1 for part in self._parts.values()):
            raise locked(source)

    def __contains__(self, name: str) -> bool:
        """Return True if there is a part of this name."""
        return _folded(name) in self._parts

    @property
    def names(self) -> list[str]:
        """Return the names of all parts, in small letters."""
        return list(self._parts)

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a part. Raises RosterError if it is not there, is damaged, or exceeds the limits."""
        part = self._parts.get(_folded(name))
        if part is None or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged(self.source)
        try:
            part.orig_filename = self._local_name(part)
            with self._zip.open(part) as stream:
                while piece := stream.read(_PIECE):
                    self._count(piece)
                    yield piece
        except _BROKEN as error:
            raise damaged(self.source) from error

    def _local_name(self, part: zipfile.ZipInfo) -> str:
        """Return the name that stands before a part's bytes.

        Python's zipfile refuses a part when it is not the one in the directory; in some archives a backslash differs.
        """
        start = part.header_offset + _LOCAL_NAME
        size = int.from_bytes(self._data[start - 4 : start - 2], "little")
        return self._data[start : start + size].decode("utf-8" if part.flag_bits & _UTF_8 else "cp437")

    def read(self, name: str, most: int = 1_000_000) -> bytes:
        """Return the first bytes of a small part; nothing if it is not there."""
        content = b""
        for piece in self.pieces(name) if name in self else ():
            content += piece
            if len(content) >= most:
                break
        return content[:most]

    def _refuse_bomb(self) -> None:
        """Raise RosterError for an archive that is too large unpacked, by its directory."""
        total = sum(part.file_size for part in self._zip.infolist())
        if total > UNPACKED or (total > RATIO_FROM and total > RATIO * len(self._data)):
            raise too_large(self.source, total)

    def _count(self, piece: bytes) -> None:
        self._unpacked += len(piece)
        self._tags += piece.count(b"<")
        if self._unpacked > UNPACKED or self._tags > TAGS:
            raise too_large(self.source, self._unpacked)


def target(base: str, relation: str) -> str:
    """Return the name of the part that a relation of the part ``base`` points to; it is absolute or relative."""
    path = unquote(relation.replace("\\", "/"))
    return posixpath.normpath(posixpath.join("/" + posixpath.dirname(base), path)).lstrip("/")


def _folded(name: str) -> str:
    return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/").lower()
