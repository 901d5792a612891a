"""Keeps masters in files, for later commands and for other processes.

A master's file is in a folder that is named after the fingerprint of the edition, so that another course, layout, font
or version has other masters. A file begins with the digest of the rest, and is data only: a file that is damaged, or of
another type, is not read, and the master is built again. No participant's text is in it. A cache that cannot be read or
written is no error; it only saves time.
"""

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from shutil import rmtree

import msgspec

from worksheets.errors import WorksheetsError
from worksheets.files import make_folder, whole_file
from worksheets.merge.model import Master

_ENDING = ".master"
_ASKED = "asked"
"""The name of the file with the digests of the pages that were asked for, one on each line."""
KEPT = 64
"""The most masters in the cache; those that were used last stay."""
_STALE = 30 * 24 * 3600
"""Seconds after which an edition's folder without masters is deleted: its course or the program has changed."""
_PATIENCE = 10.0
"""Seconds to wait for another process that builds a master."""
_PAGES_REMEMBERED = 1000
"""The digests of pages that are remembered; when there are so many, all are forgotten."""


@dataclass(frozen=True, slots=True)
class KeptMaster:
    """A master, and its name in the cache."""

    name: str
    master: Master


class MasterCache:
    """The masters of one edition that are kept in a folder; without a folder none are."""

    def __init__(self, folder: Path | None, fingerprint: str) -> None:
        """``folder`` is that of all editions; ``fingerprint`` is the edition's."""
        self._folder = folder
        self._home = folder / fingerprint if folder else None
        """The folder of the edition."""
        self._names_read: set[str] = set()
        """The names of the masters that this process has read or kept."""
        self._pages_noted: set[str] = set()
        """The digests of the pages that this process has noted in the file."""

    def __contains__(self, name: str) -> bool:
        """Return True if another process finds a master under a name."""
        return self._home is not None and self._path(name).exists()

    def _path(self, name: str) -> Path:
        assert self._home is not None  # noqa: S101 - called only if there is a folder
        return self._home / f"{name}{_ENDING}"

    def used(self, name: str) -> None:
        """Note that a master is used now, so that one that was used longer ago makes room for new ones."""
        with suppress(OSError):
            if self._home:
                os.utime(self._path(name))

    def unread(self) -> Iterator[KeptMaster]:
        """Read the masters that this process has not read yet, the last used first."""
        for path in _newest_first(self._home, f"*{_ENDING}") if self._home else ():
            if path.stem not in self._names_read:
                self._names_read.add(path.stem)
                if master := _read(path):
                    yield KeptMaster(path.stem, master)

    def keep(self, name: str, master: Master) -> None:
        """Keep a master under a name, delete the masters for which there is no room, and then stale folders."""
        if self._home is None or self._folder is None:
            return
        data = msgspec.msgpack.encode(master)
        with suppress(WorksheetsError, OSError):
            make_folder(self._home)
            with whole_file(self._path(name)) as file:
                file.write(hashlib.sha256(data).digest() + data)
            self._names_read.add(name)
            for path in _newest_first(self._folder, f"*/*{_ENDING}")[KEPT:]:
                path.unlink(missing_ok=True)
            for path in _newest_first(self._folder, "*"):
                if path.stat().st_mtime < time.time() - _STALE and not any(path.glob(f"*{_ENDING}")):
                    rmtree(path, ignore_errors=True)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let one process at a time build masters of this edition, so that the others find what it has built."""
        if self._home is None:
            yield
            return
        from filelock import FileLock, Timeout  # Here, since a run that finds its masters needs no lock.

        lock = FileLock(self._home / ".lock", timeout=_PATIENCE)
        # Without a lock, because the folder cannot be written or the other process hangs, each builds its own.
        with suppress(WorksheetsError, OSError, Timeout):
            make_folder(self._home)
            lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def asked_before(self, pages: str = "") -> bool:
        """Return True if an earlier process asked for handouts with the same pages; note that this one does.

        ``pages`` is a digest of the pages; without one the question is whether the edition was asked for at all.
        """
        if pages in self._earlier_pages:
            return True
        if self._home and pages not in self._pages_noted:
            self._pages_noted.add(pages)
            mode = "w" if len(self._earlier_pages) >= _PAGES_REMEMBERED else "a"
            with suppress(WorksheetsError, OSError):
                make_folder(self._home)
                with (self._home / _ASKED).open(mode, encoding="utf-8") as file:
                    file.write(f"{pages}\n")
        return False

    @cached_property
    def _earlier_pages(self) -> frozenset[str]:
        """The digests of the pages that earlier processes asked for."""
        with suppress(OSError):
            if self._home:
                return frozenset((self._home / _ASKED).read_text("utf-8").splitlines())
        return frozenset()


def _read(path: Path) -> Master | None:
    """Return the master in a file; None if the file is damaged, gone, or something else."""
    try:
        data = path.read_bytes()
        size = hashlib.sha256().digest_size
        if hashlib.sha256(data[size:]).digest() != data[:size]:
            return None
        return msgspec.msgpack.decode(data[size:], type=Master)
    except (OSError, msgspec.MsgspecError):
        return None


def _newest_first(folder: Path, pattern: str) -> list[Path]:
    """Return a folder's files that match a pattern, the last modified first; those that have gone are left out."""
    times: dict[Path, float] = {}
    with suppress(OSError):
        for path in folder.glob(pattern):
            with suppress(OSError):
                times[path] = path.stat().st_mtime
    return sorted(times, key=lambda path: (times[path], path), reverse=True)
