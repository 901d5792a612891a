"""A folder for the program's temporary files, which goes with it; if it was killed, the next run deletes it."""

import atexit
import os
import shutil
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

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


def _locked(folder: Path) -> tuple[Path, int]:
    """Lock a folder as long as this process runs, and only then give it a name under which others look for a lock.

    Return its path and the lock's descriptor. On Windows, a file that is open is lock enough, since its folder cannot
    be renamed: not even by its owner, so the name comes first.
    """
    named = folder.with_name(folder.name.removeprefix("."))
    if sys.platform == "win32":
        folder.rename(named)
        return named, os.open(named / _LOCK, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    lock = os.open(folder / _LOCK, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    _hold(lock)
    return folder.rename(named), lock


def _hold(lock: int) -> None:
    """Lock an open file until it is closed. Raises OSError if another process has it."""
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _give_up(folder: Path, lock: int) -> None:
    os.close(lock)  # First, since to delete a folder takes some descriptors.
    shutil.rmtree(folder, ignore_errors=True)


def _sweep(parent: Path) -> None:
    """Delete the folders of this user's processes that have been killed."""
    for folder in parent.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if _is_own(folder) and (left := _left(folder)):
                shutil.rmtree(left, ignore_errors=True)
    for folder in parent.glob(f"{_NEW}*"):
        with suppress(OSError):
            if _is_own(folder) and time.time() - folder.stat().st_mtime > _OLD:
                shutil.rmtree(folder, ignore_errors=True)


def _is_own(folder: Path) -> bool:
    """Return True for a folder of this user; on Windows, each user's temporary files are in a folder of their own."""
    if not folder.is_dir() or folder.is_symlink():
        return False
    return sys.platform == "win32" or folder.stat().st_uid == os.getuid()


def _left(folder: Path) -> Path:
    """Return the path of a folder whose lock nobody holds; raise OSError if it has none, or somebody does."""
    if sys.platform == "win32":
        (folder / _LOCK).stat()
        return folder.rename(folder.with_name(f".{folder.name}"))
    lock = os.open(folder / _LOCK, os.O_RDWR | os.O_NOFOLLOW)
    try:
        _hold(lock)
    finally:
        os.close(lock)
    return folder
