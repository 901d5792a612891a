"""Keeps masters in files, for later commands and for other processes.

A master's file is in a folder that is named after the fingerprint of the edition, so that another course, layout, font
or version has other masters. A file begins with a digest of its edition, its name and the rest, and is data only: one
that is damaged, of another edition or name, or not consistent in itself is deleted, and the master is built again. No
participant's text is in it. A cache that cannot be read or written is no error; it only saves time.

The folder is the user's own. The digest finds damage and mix-ups; it does not stop somebody who may write there.
"""

import hashlib
import os
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from worksheets.errors import WorksheetsError
from worksheets.files import make_folder, read_regular, sweep, whole_file
from worksheets.merge.consistency import is_consistent
from worksheets.merge.model import Answer, Master

_ENDING = ".master"
_ASKED = "asked"
"""The name of the file with the digests of the pages that were asked for, one on each line."""
_LOCK = ".lock"
_LOCKS = {_LOCK, *(f"{_LOCK}{digit:x}" for digit in range(16))}
"""The names of the files that processes lock: after the first name comes the first digit of a digest of pages."""
KEPT = 64
"""The most masters in the cache; those that were used last stay."""
_LARGEST = 64 << 20
"""The most bytes of a master's file: one of twelve pages has 0.3 MB, and pictures come on top."""
_ROOM = 512 << 20
"""The most bytes of all masters."""
_MOST_EDITIONS = 100
"""The most editions' folders without masters; those that were made last stay."""
_STALE = 30 * 24 * 3600
"""Seconds after which an edition's folder without masters is deleted: its course or the program has changed."""
_PATIENCE = 10.0
"""Seconds to wait for another process that builds a master."""
_PAGES_REMEMBERED = 1000
"""The digests of pages that are remembered; when there are so many, all are forgotten."""
_LONGEST_MEMORY = 64 << 10
"""The most bytes of the file with these digests; a thousand have 17 kB."""


_DAMAGE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What is raised for data that are no master's."""
Wanted = Callable[[Sequence[Answer]], bool]
"""Tells whether a master is wanted, by the answers that it needs."""


def every(_asked: Sequence[Answer]) -> bool:
    """Return True: masters are wanted whatever answers they need."""
    return True


class _Questions(Struct, frozen=True):
    """Of a master in a file, only what it asks."""

    asked: tuple[Answer, ...]
    """As in ``Master``."""


class KeptMaster(Struct, frozen=True):
    """A master, and its name in the cache."""

    name: str
    master: Master


class _File(Struct, frozen=True):
    """A file or a folder in the cache."""

    path: Path
    modified: float
    """Seconds since 1970."""
    size: int
    """Bytes."""
    is_folder: bool


def asked_in(data: bytes | memoryview) -> tuple[Answer, ...] | None:
    """Return the answers that a master in a file needs, a tenth of the work of reading it; None if it is damaged."""
    try:
        return msgspec.msgpack.decode(data, type=_Questions).asked
    except _DAMAGE:
        return None


def master_in(data: bytes | memoryview) -> Master | None:
    """Return the master in a file; None if it is not as this program reads it."""
    try:
        master = msgspec.msgpack.decode(data, type=Master)
    except _DAMAGE:
        return None
    return master if is_consistent(master) else None


class MasterCache:
    """The masters of one edition that are kept in a folder; without a folder none are."""

    def __init__(self, folder: Path | None, fingerprint: str) -> None:
        """``folder`` is that of all editions; ``fingerprint`` is the edition's."""
        self._folder = folder
        self._fingerprint = fingerprint
        self._home = folder / fingerprint if folder else None
        """The folder of the edition."""
        self._names_read: set[str] = set()
        """The names of the masters that this process has read or kept."""
        self._asked: dict[str, tuple[Answer, ...]] = {}
        """What the others need whose files have been read, by their names: no participant has given these answers."""
        self._pages_noted: set[str] = set()
        """The digests of the pages that this process has noted in the file."""
        self._earlier_pages = self._read_earlier_pages()
        """Those that earlier processes asked for; another process of the same run has noted none yet."""

    def __contains__(self, name: str) -> bool:
        """Return True if another process finds a master under a name."""
        return self._home is not None and os.path.isfile(self._path(name))  # noqa: PTH113 - Path's raises errors

    def _path(self, name: str) -> Path:
        assert self._home is not None  # noqa: S101 - called only if there is a folder
        return self._home / f"{name}{_ENDING}"

    def used(self, name: str) -> None:
        """Note that a master is used now, so that one that was used longer ago makes room for new ones."""
        with suppress(OSError):
            if self._home:
                os.utime(self._path(name))

    def unread(self, wanted: Wanted = every) -> Iterator[KeptMaster]:
        """Read the masters that are wanted, of those that have not been read yet, the last used first."""
        for path in _masters_in(self._home) if self._home else ():
            asked = self._asked.get(path.stem)
            if path.stem not in self._names_read and (asked is None or wanted(asked)):
                self._names_read.add(path.stem)
                if master := self._read(path, wanted):
                    yield KeptMaster(path.stem, master)

    def _read(self, path: Path, wanted: Wanted) -> Master | None:
        """Return the master in a file if it is wanted; if something else is in the file, delete it and return None."""
        try:
            content = read_regular(path, _LARGEST)
        except OSError:  # Not even a file of ours, or gone; another process may put a master there.
            self._names_read.discard(path.stem)
            return None
        size = hashlib.sha256().digest_size
        data = memoryview(content)[size:]
        if self._digest(path.stem, data) == content[:size]:
            asked = asked_in(data)
            if asked is not None and not wanted(asked):
                self._names_read.discard(path.stem)
                self._asked[path.stem] = asked
                return None
            if master := master_in(data):
                return master
        self.discard(path.stem)
        return None

    def _digest(self, name: str, data: bytes | memoryview) -> bytes:
        """Return the digest that the file of a master begins with; that of another edition or name has another."""
        digest = hashlib.sha256(f"{self._fingerprint}/{name}\n".encode())
        digest.update(data)
        return digest.digest()

    def discard(self, name: str) -> None:
        """Delete a master that no handout can be made from; one that takes its place later is read."""
        with suppress(OSError):
            if self._home:
                self._path(name).unlink(missing_ok=True)
                self._names_read.discard(name)

    def discard_all(self) -> None:
        """Delete all masters of the edition."""
        for path in _masters_in(self._home) if self._home else ():
            self.discard(path.stem)

    def keep(self, name: str, master: Master) -> None:
        """Keep a master under a name, and delete those for which there is no room."""
        if self._home is None or self._folder is None:
            return
        data = msgspec.msgpack.encode(master)
        if len(data) >= _LARGEST:
            return
        with suppress(WorksheetsError, OSError):
            self._make_home()
            with whole_file(self._path(name)) as file:
                file.write(self._digest(name, data))
                file.write(data)
            self._names_read.add(name)
            _make_room(self._folder)

    def _make_home(self) -> None:
        """Make the edition's folder; if it is new, delete the stale ones of others. Raises OutputError."""
        if self._home and self._folder and not self._home.is_dir():
            make_folder(self._home)
            sweep(self._folder)
            _delete_stale(self._folder, self._home)

    @contextmanager
    def alone(self, pages: str = "", *, wait: bool = True) -> Iterator[bool]:
        """Let one process at a time build masters for some pages, so that the others find what it has built.

        ``pages`` is their digest. In the context the value is False if another process builds one, unless that one has
        been waited for.
        """
        if self._home is None:
            yield True
            return
        from filelock import FileLock, Timeout  # Here, since a run that finds its masters needs no lock.

        path = self._home / f"{_LOCK}{pages[:1]}"
        lock = FileLock(path, timeout=_PATIENCE if wait else 0)
        is_alone = True
        # Without a lock, because the folder cannot be written or the other process hangs, each builds its own.
        with suppress(WorksheetsError, OSError, NotImplementedError):
            self._make_home()
            try:
                if not os.path.islink(path):  # noqa: PTH114 - Path's raises errors
                    lock.acquire()
            except Timeout:
                is_alone = wait
        try:
            yield is_alone
        finally:
            lock.release()

    def asked_before(self, pages: str = "") -> bool:
        """Return True if an earlier process asked for handouts with the same pages; note that this one does.

        ``pages`` is a digest of the pages; without one the question is whether the edition was asked for at all.
        """
        if pages in self._earlier_pages:
            return True
        if self._home and pages not in self._pages_noted:
            if len(self._pages_noted) >= _PAGES_REMEMBERED:
                self._pages_noted.clear()
            self._pages_noted.add(pages)
            forget = os.O_TRUNC if len(self._earlier_pages) >= _PAGES_REMEMBERED else 0
            with suppress(WorksheetsError, OSError):
                self._make_home()
                _append(self._home / _ASKED, f"{pages}\n".encode(), forget)
        return False

    def _read_earlier_pages(self) -> frozenset[str]:
        """Return the digests of the pages that earlier processes asked for."""
        if self._home is None:
            return frozenset()
        path = self._home / _ASKED
        try:
            return frozenset(read_regular(path, _LONGEST_MEMORY).decode().splitlines())
        except FileNotFoundError:
            return frozenset()
        except (OSError, UnicodeDecodeError):
            with suppress(OSError):  # It is not as it was written, and makes room for one that is.
                path.unlink()
            return frozenset()


def _append(path: Path, data: bytes, flags: int) -> None:
    """Append bytes to a file, which is made if it is missing. Raises OSError; a pipe is not waited for."""
    flags |= os.O_WRONLY | os.O_APPEND | os.O_CREAT
    flags |= sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY"))
    with os.fdopen(os.open(path, flags, 0o666), "wb") as file:
        if os.fstat(file.fileno()).st_size < _LONGEST_MEMORY:
            file.write(data)


def kept_in(folder: Path) -> tuple[int, int]:
    """Return how many masters of all editions are kept in a folder, and how many bytes they have."""
    masters = [file for home in _files_in(folder) if home.is_folder for file in _masters(home.path)]
    return len(masters), sum(file.size for file in masters)


def _make_room(folder: Path) -> None:
    """Delete the masters of all editions for which there is no room, those that were used longest ago."""
    masters = [file for home in _files_in(folder) if home.is_folder for file in _masters(home.path)]
    size = 0
    for index, file in enumerate(sorted(masters, key=_age)):
        size += file.size
        if index >= KEPT or size > _ROOM:
            with suppress(OSError):
                file.path.unlink()


def _delete_stale(folder: Path, own: Path) -> None:
    """Delete the folders of editions that have no masters and are old, or for which there is no room."""
    homes = [file for file in _files_in(folder) if file.is_folder and file.path != own]
    empty = [home for home in sorted(homes, key=_age) if not _masters(home.path)]
    oldest = time.time() - _STALE
    for index, home in enumerate(empty):
        if index >= _MOST_EDITIONS or home.modified < oldest:
            _delete_edition(home.path)


def _delete_edition(home: Path) -> None:
    """Delete an edition's folder, unless there is more in it than ours: a user may choose any folder as the cache."""
    names = {file.path.name for file in _files_in(home)}
    if names <= {_ASKED, *_LOCKS}:
        with suppress(OSError):
            for name in names:
                (home / name).unlink(missing_ok=True)
            home.rmdir()


def _masters_in(folder: Path) -> list[Path]:
    """Return the files of a folder that may be masters, the last used first."""
    return [file.path for file in sorted(_masters(folder), key=_age)]


def _masters(folder: Path) -> list[_File]:
    return [file for file in _files_in(folder) if file.path.suffix == _ENDING and not file.is_folder]


def _age(file: _File) -> tuple[float, Path]:
    """Return what files are sorted by, so that the last modified is the first."""
    return -file.modified, file.path


def _files_in(folder: Path) -> list[_File]:
    """Return the ordinary files and the folders in a folder; links are left out, and what has gone meanwhile."""
    files = []
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                status = entry.stat(follow_symlinks=False)
                if stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode):
                    path = Path(entry.path)
                    files.append(_File(path, status.st_mtime, status.st_size, stat.S_ISDIR(status.st_mode)))
    return files
