"""A folder for the program's temporary files, which goes with it; if it was killed, the next run deletes it."""

import atexit
import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where nobody can tell whether the owner of a folder is still running.
    fcntl = None  # type: ignore[assignment]

_PREFIX = "worksheets-"
_LOCK = "lock"
_NEW = f".{_PREFIX}"
"""How the name of a folder begins that is not locked yet."""
_OLD = 3600
"""Seconds after which a folder that is not locked yet belongs to nobody."""


def use() -> None:
    """Put all temporary files of this process, and of those that it starts, into a folder of its own.

    Where there is no place for one, whatever needs a temporary file says so.
    """
    with suppress(OSError):
        parent = Path(_temporary_folder())
        _sweep(parent)
        folder, lock = _locked(Path(tempfile.mkdtemp(prefix=_NEW, dir=parent)))
        atexit.register(_give_up, folder, lock)
        tempfile.tempdir = os.environ["TMPDIR"] = str(folder)


def _temporary_folder() -> str:
    """Return the system's folder for temporary files; not the user's if its name is not UTF-8, as libraries need it."""
    folder = tempfile.gettempdir()
    if folder.isprintable():  # A byte that is not UTF-8 is not, as Python reads it.
        return folder
    for name in ("TMPDIR", "TEMP", "TMP"):
        os.environ.pop(name, None)
    tempfile.tempdir = None
    return tempfile.gettempdir()


def _locked(folder: Path) -> tuple[Path, int | None]:
    """Lock a folder as long as this process runs, and only then give it a name under which others look for a lock.

    Return its path and the lock's descriptor.
    """
    if fcntl is None:
        return folder, None
    lock = os.open(folder / _LOCK, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return folder.rename(folder.with_name(folder.name.removeprefix("."))), lock


def _give_up(folder: Path, lock: int | None) -> None:
    if lock is not None:
        os.close(lock)  # First, since to delete a folder takes some descriptors.
    shutil.rmtree(folder, ignore_errors=True)


def _sweep(parent: Path) -> None:
    """Delete the folders of this user's processes that have been killed."""
    if fcntl is None:
        return
    for folder in parent.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if _is_own(folder) and _is_left(folder):
                shutil.rmtree(folder, ignore_errors=True)
    for folder in parent.glob(f"{_NEW}*"):
        with suppress(OSError):
            if _is_own(folder) and time.time() - folder.stat().st_mtime > _OLD:
                shutil.rmtree(folder, ignore_errors=True)


def _is_own(folder: Path) -> bool:
    return folder.is_dir() and not folder.is_symlink() and folder.stat().st_uid == os.getuid()


def _is_left(folder: Path) -> bool:
    """Return True if nobody holds the lock of a folder; raise OSError if it has none, or somebody does."""
    lock = os.open(folder / _LOCK, os.O_RDWR | os.O_NOFOLLOW)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    finally:
        os.close(lock)
    return True
