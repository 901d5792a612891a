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
from msgspec import Struct

from worksheets.compose.edition import Edition
from worksheets.compose.fingerprint import content_digest
from worksheets.files import read_regular, write_whole
from worksheets.merge.model import FORMAT, Answer, Master

from .cache import KeptMaster, Wanted, asked_in, every, master_in

_ENDING = ".masters"
_PREFIX = "shipped-"
"""What the name of each master begins with, so that it is none of those in the cache."""
_LARGEST = 16 << 20
"""The most bytes of a file."""
_LENGTH = 4
"""The bytes that tell how long a master is, before it."""
_LARGEST_UNPACKED = 128 << 20
"""The most bytes that are in it; 20 masters have 6 MB, and 0.1 MB in a file."""


class _Packed(Struct, frozen=True):
    """A master that nobody has wanted yet."""

    asked: tuple[Answer, ...]
    """The answers that it needs."""
    data: bytes


class ShippedMasters:
    """The masters of one edition that are shipped; without a folder there are none."""

    def __init__(self, folder: Path | None, edition: Edition, kept: Path | None = None) -> None:
        """``folder`` is that of all editions; in ``kept``, digests of the edition's files are kept."""
        self._folder = folder
        self._kept = kept
        self._names: set[str] = set()
        """The names of the masters that have been read."""
        self._unwanted: list[_Packed] = []
        """Those that are in memory, and have not been read, in their order in the file."""
        self._edition = edition

    def __contains__(self, name: str) -> bool:
        """Return True if a master has that name, under which other processes find it, too."""
        return name.startswith(_PREFIX) and name in self._names

    def unread(self, wanted: Wanted = every) -> Iterator[KeptMaster]:
        """Read the masters that are wanted, of those that have not been read yet, the most used first.

        To look at all of them and read one takes a quarter of the time of reading all.
        """
        for packed in self._packed():
            if wanted(packed.asked):
                self._unwanted.remove(packed)
                name = _name(packed.data)
                self._names.add(name)
                if master := master_in(packed.data):
                    yield KeptMaster(name, master)

    def _packed(self) -> Iterator[_Packed]:
        """Yield the masters that have not been read, first those that are in memory already."""
        yield from list(self._unwanted)
        for data in self._left:
            asked = asked_in(data)
            if asked is not None:
                packed = _Packed(asked, data)
                self._unwanted.append(packed)
                yield packed

    @cached_property
    def _left(self) -> Iterator[bytes]:
        """The data of each master that is not in memory yet; nothing if there is no file, or a wrong one."""
        if self._folder is None or not self._folder.is_dir():
            return iter(())
        digest = content_digest(self._edition, FORMAT, self._kept)
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
    pieces = [msgspec.msgpack.encode(master) for master in masters]
    packed = lzma.compress(b"".join(len(piece).to_bytes(_LENGTH, "big") + piece for piece in pieces))
    write_whole(path, _seal(packed, digest) + packed, overwrite=True)
    return path


def _file_name(digest: str) -> str:
    return f"{digest[:16]}{_ENDING}"


def _seal(packed: bytes, digest: str) -> bytes:
    """Return what a file begins with, so that a damaged file, and one of another edition, are told from a right one."""
    return hashlib.sha256(digest.encode() + packed).digest()


def _unpacked(content: bytes, digest: str) -> Iterator[bytes]:
    """Yield the masters in a file, none if something is wrong with it.

    Each is unpacked when it is asked for: mostly, one of the first serves, and to unpack all takes 20 ms.
    """
    try:
        import lzma
    except ImportError:  # A Python that was compiled without it.
        return
    size = hashlib.sha256().digest_size
    if _seal(content[size:], digest) != content[:size]:
        return
    with lzma.open(BytesIO(content[size:])) as file, suppress(lzma.LZMAError, EOFError):
        left = _LARGEST_UNPACKED
        while length := int.from_bytes(file.read(_LENGTH), "big"):
            left -= length
            if left < 0:
                return
            yield file.read(length)


def _name(data: bytes) -> str:
    """Return the name of a master, which tells what is in it, so that another process has the same one by that name."""
    return f"{_PREFIX}{hashlib.sha256(data).hexdigest()[:16]}"
