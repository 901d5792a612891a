"""Reads the masters that are shipped with the program: of the built-in course, for what most participants fill in.

They are made when the program is packed (``tools/build_masters.py``), so that the first run is as quick as the next,
and so that handouts can be made where the typesetter is not installed. All of an edition are in one file, which is
named after the digest of the edition's content: with another course, template, style or font, another file would be
read. A file that is stale or damaged is passed over, and never deleted or changed.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from io import BytesIO
from pathlib import Path

import msgspec

from worksheets.compose.edition import Edition
from worksheets.compose.fingerprint import content_digest
from worksheets.files import read_regular, write_whole
from worksheets.merge.consistency import is_consistent
from worksheets.merge.model import FORMAT, Master

from .cache import KeptMaster

_ENDING = ".masters"
_PREFIX = "shipped-"
"""What the name of each master begins with, so that it is none of those in the cache."""
_LARGEST = 16 << 20
"""The most bytes of a file."""
_LENGTH = 4
"""The bytes of a number before each master: how many bytes it has."""
_LARGEST_UNPACKED = 128 << 20
"""The most bytes that are in it; 20 masters have 6 MB, and 0.1 MB in a file."""


class ShippedMasters:
    """The masters of one edition that are shipped; without a folder there are none."""

    def __init__(self, folder: Path | None, edition: Edition) -> None:
        """``folder`` is that of all editions."""
        self._folder = folder
        self._names: set[str] = set()
        """The names of the masters that have been read."""
        self._edition = edition

    def __contains__(self, name: str) -> bool:
        """Return True if a master has that name, under which other processes find it, too."""
        return name.startswith(_PREFIX) and name in self._names

    def unread(self) -> Iterator[KeptMaster]:
        """Read the masters that have not been read yet, those for the most participants first."""
        for data in self._left:
            name = _name(data)
            self._names.add(name)
            if master := _decoded(data):
                yield KeptMaster(name, master)

    @cached_property
    def _left(self) -> Iterator[bytes]:
        """The data of the masters that have not been read yet; nothing if there is no file of the edition.

        They are unpacked one by one: most participants are served by one of the first, and all take 40 ms.
        """
        if self._folder is None or not self._folder.is_dir():
            return iter(())
        digest = content_digest(self._edition, FORMAT)
        try:
            return _unpacked(read_regular(self._folder / _file_name(digest), _LARGEST), digest)
        except OSError:
            return iter(())


def write_shipped(folder: Path, edition: Edition, masters: Sequence[Master]) -> Path:
    """Write an edition's masters, those for the most participants first; return the file.

    The same masters give the same bytes.
    """
    import lzma

    digest = content_digest(edition, FORMAT)
    path = folder / _file_name(digest)
    encoded = map(msgspec.msgpack.encode, masters)
    packed = lzma.compress(b"".join(len(data).to_bytes(_LENGTH, "big") + data for data in encoded))
    write_whole(path, _seal(packed, digest) + packed, overwrite=True)
    return path


def _file_name(digest: str) -> str:
    return f"{digest[:16]}{_ENDING}"


def _seal(packed: bytes, digest: str) -> bytes:
    """Return what a file begins with, so that a damaged file, and one of another edition, are told from a right one."""
    return hashlib.sha256(digest.encode() + packed).digest()


def _unpacked(content: bytes, digest: str) -> Iterator[bytes]:
    """Yield the data of the masters in a file; nothing if something is wrong with it."""
    try:
        import lzma
    except ImportError:  # A Python that was compiled without it.
        return
    size = hashlib.sha256().digest_size
    if _seal(content[size:], digest) != content[:size]:
        return
    with suppress(lzma.LZMAError, EOFError), lzma.open(BytesIO(content[size:])) as file:
        while 0 < (length := int.from_bytes(file.read(_LENGTH), "big")) <= _LARGEST_UNPACKED - file.tell():
            yield file.read(length)


def _name(data: bytes) -> str:
    """Return the name of a master, which tells what is in it, so that another process has the same one by that name."""
    return f"{_PREFIX}{hashlib.sha256(data).hexdigest()[:16]}"


def _decoded(data: bytes) -> Master | None:
    """Return a master; None if it is not as this program reads it."""
    try:
        master = msgspec.msgpack.decode(data, type=Master)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return master if is_consistent(master) else None
