"""MasterStore kept in files, for the next command and for other processes.

In the cache a master is a file under the digest of all that it was made from: another version, style or font styles for
another file. What is in it is checked against its own digest and its type when it is read, and is data only; what is
damaged is made anew. Nothing in it is of any participant. A cache that cannot be read or written to is no fault.
"""

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from shutil import rmtree

import msgspec

from worksheets.compose.edition import Edition
from worksheets.compose.fingerprint import fingerprint
from worksheets.errors import WorksheetsError
from worksheets.files import make_folder, whole_file
from worksheets.merge.model import Master

_ENDING = ".master"
KEPT = 64
"""MasterStore in the cache: the last that were used."""
_STALE = 30 * 24 * 3600
"""Seconds after which the folder of an edition without masters is deleted: it was of another version or course."""
_PATIENCE = 10.0
"""Seconds to wait for another process that makes a master."""
_SORTS = 1000
"""Sorts of handouts that are kept in mind; when there are so many, all are forgotten."""


class MasterCache:
    """The kept masters of one edition; without a folder there are none."""

    def __init__(self, edition: Edition, folder: Path | None) -> None:
        self._edition = edition
        self._folder = folder
        self._known: set[str] = set()
        """The names of those that have been looked at or kept."""
        self._noted: set[str] = set()

    @cached_property
    def _home(self) -> Path | None:
        return self._folder / fingerprint(self._edition) if self._folder else None

    def __contains__(self, name: str) -> bool:
        """Tell whether another process finds a master under a name."""
        return self._home is not None and self._path(name).exists()

    def _path(self, name: str) -> Path:
        assert self._home is not None  # noqa: S101 - asked only where there is a cache
        return self._home / f"{name}{_ENDING}"

    def used(self, name: str) -> None:
        """Note that a master is used: the one that was used longest ago makes room for others."""
        with suppress(OSError):
            if self._home:
                os.utime(self._path(name))

    def more(self) -> Iterator[tuple[str, Master]]:
        """Read the masters that have not been looked at, the last used first; yield each with its name."""
        for path in _by_age(self._home, f"*{_ENDING}") if self._home else ():
            if path.stem not in self._known:
                self._known.add(path.stem)
                if master := _read(path):
                    yield path.stem, master

    def keep(self, name: str, master: Master) -> None:
        """Keep a master under a name, and delete those that were used longest ago, and the folders they leave empty."""
        if self._home is None or self._folder is None:
            return
        data = msgspec.msgpack.encode(master)
        with suppress(WorksheetsError, OSError):
            make_folder(self._home)
            with whole_file(self._path(name)) as file:
                file.write(hashlib.sha256(data).digest() + data)
            self._known.add(name)
            for path in _by_age(self._folder, f"*/*{_ENDING}")[KEPT:]:
                path.unlink(missing_ok=True)
            for path in _by_age(self._folder, "*"):
                if path.stat().st_mtime < time.time() - _STALE and not any(path.glob(f"*{_ENDING}")):
                    rmtree(path, ignore_errors=True)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let one process at a time make masters of this edition: what one has made, all find."""
        if self._home is None:
            yield
            return
        from filelock import FileLock, Timeout  # When it is needed.

        lock = FileLock(self._home / ".lock", timeout=_PATIENCE)
        # A cache that cannot be written to, or a process that hangs: each for itself.
        with suppress(WorksheetsError, OSError, Timeout):
            make_folder(self._home)
            lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def asked_before(self, sort: str = "") -> bool:
        """Tell whether an earlier process has asked for handouts of a sort, or any; note that this one does."""
        if sort in self._asked:
            return True
        if self._home and sort not in self._noted:
            self._noted.add(sort)
            with suppress(WorksheetsError, OSError):
                make_folder(self._home)
                with (self._home / "asked").open("w" if len(self._asked) >= _SORTS else "a", encoding="utf-8") as file:
                    file.write(f"{sort}\n")
        return False

    @cached_property
    def _asked(self) -> frozenset[str]:
        with suppress(OSError):
            if self._home:
                return frozenset((self._home / "asked").read_text("utf-8").splitlines())
        return frozenset()


def _read(path: Path) -> Master | None:
    """Return a master from the cache; None for a file that is damaged or something else."""
    try:
        data = path.read_bytes()
        size = hashlib.sha256().digest_size
        if hashlib.sha256(data[size:]).digest() != data[:size]:
            return None
        return msgspec.msgpack.decode(data[size:], type=Master)
    except (OSError, msgspec.MsgspecError):
        return None


def _by_age(folder: Path, pattern: str) -> list[Path]:
    """Return a folder's files, the last made first; those that cannot be asked, or are gone meanwhile, are left out."""
    found = []
    with suppress(OSError):
        for path in folder.glob(pattern):
            with suppress(OSError):
                found.append((path.stat().st_mtime, path))
    return [path for _made, path in sorted(found, reverse=True)]
