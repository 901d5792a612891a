"""Reads the masters that are shipped with the program: of the built-in course, for what most participants fill in.

They are made when the program is packed (``tools/build_masters.py``), so that the first run is as quick as the next,
and so that handouts can be made where the typesetter is not installed. All of an edition are in one file, which is
named after the digest of the edition's content: with another course, template, style or font, another file would be
read. A file that is stale or damaged is passed over, and never deleted or changed.
"""

import hashlib
import zlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

import msgspec
from msgspec import Struct

from worksheets.compose.edition import Edition
from worksheets.compose.fingerprint import content_digest
from worksheets.files import read_regular, write_whole
from worksheets.merge.model import FORMAT, Answer, Master

from .cache import KeptMaster, Wanted, every, master_in

_ENDING = ".masters"
_PREFIX = "shipped-"
"""What the name of each master begins with, so that it is none of those in the cache."""
_LARGEST = 16 << 20
"""The most bytes of a file."""
_SHARED = 1000
"""The least bytes of a stream or a font that is kept once for all masters that have it."""
_LARGEST_PIECE = 8 << 20
"""The most bytes of a piece of a master."""


class _Packed(Struct, frozen=True):
    """A master in a file."""

    asked: tuple[Answer, ...]
    """The answers that it needs."""
    pieces: tuple[int, ...]
    """What its data consist of."""


class _File(Struct, frozen=True):
    """The masters of an edition, those for the most participants first.

    They share fonts and streams. Each is unpacked by itself in 2 ms; one archive of all, in a third of the bytes, took
    8 to 20 ms.
    """

    masters: tuple[_Packed, ...]
    pieces: tuple[bytes, ...]
    """Compressed."""

    def data(self, master: _Packed) -> bytes:
        """Return the data of a master. Raises IndexError and zlib.error for a file that is not as it was written."""
        pieces = (self.pieces[number] for number in master.pieces)
        return b"".join(zlib.decompressobj().decompress(piece, _LARGEST_PIECE) for piece in pieces)


class ShippedMasters:
    """The masters of one edition that are shipped; without a folder there are none."""

    def __init__(self, folder: Path | None, content: str) -> None:
        """``folder`` is that of all editions; ``content`` is the digest of the edition's."""
        self._folder = folder
        self._digest = _digest(content)
        self._names: set[str] = set()
        """The names of the masters that have been read."""
        self._read: set[int] = set()
        """Their indexes in the file."""

    def __contains__(self, name: str) -> bool:
        """Return True if a master has that name, under which other processes find it, too."""
        return name.startswith(_PREFIX) and name in self._names

    def unread(self, wanted: Wanted = every) -> Iterator[KeptMaster]:
        """Read the masters that are wanted, of those that have not been read yet, the most used first."""
        for index, packed in enumerate(self._file.masters):
            if index not in self._read and wanted(packed.asked):
                self._read.add(index)
                data = self._file.data(packed)
                name = _name(data)
                self._names.add(name)
                if master := master_in(data):
                    yield KeptMaster(name, master)

    @cached_property
    def _file(self) -> _File:
        """The masters of the edition; none if there is no file, or a wrong one."""
        if self._folder is None or not self._folder.is_dir():
            return _NONE
        try:
            return _unpacked(read_regular(self._folder / _file_name(self._digest), _LARGEST), self._digest)
        except (OSError, msgspec.MsgspecError):
            return _NONE


_NONE = _File((), ())


def write_shipped(folder: Path, edition: Edition, masters: Sequence[Master]) -> Path:
    """Write an edition's masters, those for the most participants first; return the file.

    The same masters give the same bytes.
    """
    digest = _digest(content_digest(edition))
    path = folder / _file_name(digest)
    numbers: dict[bytes, int] = {}
    packed = []
    for master in masters:
        pieces = _pieces(msgspec.msgpack.encode(master))
        packed.append(_Packed(master.asked, tuple(numbers.setdefault(piece, len(numbers)) for piece in pieces)))
    content = msgspec.msgpack.encode(_File(tuple(packed), tuple(zlib.compress(piece, 9) for piece in numbers)))
    write_whole(path, _seal(content, digest) + content, overwrite=True)
    return path


def _pieces(data: bytes) -> Iterator[bytes]:
    """Split the data of a master before and after each font and stream that others may have, too."""
    start = 0
    for shared in _shared(msgspec.msgpack.decode(data)):
        place = data.index(shared, start)
        yield data[start:place]
        yield shared
        start = place + len(shared)
    yield data[start:]


def _shared(value: object) -> Iterator[bytes]:
    """Yield the long bytes in a value of lists and dictionaries, in order."""
    if isinstance(value, bytes) and len(value) >= _SHARED:
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _shared(part)


def _digest(content: str) -> str:
    """Return the digest of what is in an edition's file: its content, in the form that masters have."""
    return hashlib.sha256(f"{FORMAT} {content}".encode()).hexdigest()


def _file_name(digest: str) -> str:
    return f"{digest[:16]}{_ENDING}"


def _seal(packed: bytes | memoryview, digest: str) -> bytes:
    """Return what a file begins with, so that a damaged file, and one of another edition, are told from a right one."""
    seal = hashlib.sha256(digest.encode())
    seal.update(packed)
    return seal.digest()


def _unpacked(content: bytes, digest: str) -> _File:
    """Return the masters in a file, none if something is wrong with it."""
    size = hashlib.sha256().digest_size
    data = memoryview(content)[size:]
    return msgspec.msgpack.decode(data, type=_File) if _seal(data, digest) == content[:size] else _NONE


def _name(data: bytes) -> str:
    """Return the name of a master, which tells what is in it, so that another process has the same one by that name."""
    return f"{_PREFIX}{hashlib.sha256(data).hexdigest()[:16]}"
