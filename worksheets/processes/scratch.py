"""A folder for the program's temporary files, which goes with it; if it was killed, the next run deletes it."""

import atexit
import os
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

_PREFIX = "worksheets-"
_LOCK = "lock"
_NEW = f".{_PREFIX}"
"""How the name of a folder begins that is not locked yet."""
_OLD = 3600
"""Seconds after which a folder that is not locked yet belongs to nobody."""
_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
_MOUNTS = Path("/proc/self/mountinfo")
"""Where Linux tells what its file systems are (proc(5))."""
_ENOUGH = 256_000_000
"""Bytes that must be free in memory: a group's handouts and lists, and the libraries' own files."""

_LAST = -1000
"""Of what ``multiprocessing`` ends when the program ends, its own folder has -100; the lowest is the last."""


def use() -> None:
    """Put all temporary files of this process, and of those that it starts, into a folder of its own.

    What killed runs have left is deleted. Where there is no place for a folder, whatever needs a temporary file says
    so.
    """
    with suppress(OSError):
        use_private()


def use_private(*, in_memory: bool = False) -> Path:
    """Put temporary files into a folder of their own as ``use`` does, and return it.

    ``in_memory`` asks for one in memory, which is used where there is one with room; an earlier folder of this process
    stays as long as the process. Raises OSError where there is no place.
    """
    parent = Path(_temporary_folder())
    for place in (parent, *_memory_folders()):
        _sweep(place)
    if in_memory:
        parent = next((place for place in (*_memory_folders(), parent) if _has_room_in_memory(place)), parent)
    folder, lock = _locked(Path(tempfile.mkdtemp(prefix=_NEW, dir=parent)))
    _at_exit(_give_up, folder, lock)
    tempfile.tempdir = os.environ["TMPDIR"] = str(folder)
    return folder


def _at_exit(function: Callable[..., None], *arguments: object) -> None:
    """Call a function when the program ends: after ``multiprocessing`` has deleted what it has in the folder.

    It does so when the program ends, too, or prints a traceback; if it was loaded before, it would be the later one.
    """
    if util := sys.modules.get("multiprocessing.util"):
        util.Finalize(None, function, arguments, exitpriority=_LAST)
    else:
        atexit.register(function, *arguments)


def _memory_folders() -> Iterator[Path]:
    """Yield the folders that a system may keep in memory: first the user's own."""
    if sys.platform == "linux":
        own = os.environ.get("XDG_RUNTIME_DIR", "")
        yield from (Path(name) for name in (own,) if name.startswith("/") and name.isprintable())
        yield _SHARED_MEMORY


def _has_room_in_memory(folder: Path) -> bool:
    """Return True for a folder in memory that is ours to use, with enough room."""
    try:
        is_ours = os.access(folder, os.W_OK | os.X_OK) and _keeps_others_out(folder)
        return is_ours and is_in_memory(folder) and shutil.disk_usage(folder).free >= _ENOUGH
    except OSError:
        return False


def _keeps_others_out(folder: Path) -> bool:
    """Return True if nobody else can rename or delete what this user has in a folder."""
    status = folder.stat()
    return bool(status.st_mode & stat.S_ISVTX) or (
        _is_own(folder) and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    )


def is_in_memory(folder: Path) -> bool:
    """Return True if a folder's file system is in memory; the system tells that on Linux only."""
    if sys.platform != "linux":
        return False
    with suppress(OSError):
        device = folder.stat().st_dev
        number = f"{os.major(device)}:{os.minor(device)}"
        return any(_is_memory(line, number) for line in _MOUNTS.read_text("utf-8", "replace").splitlines())
    return False


def _is_memory(mount: str, number: str) -> bool:
    """Return True if a line about a mounted file system has a device's number, and says that it is in memory."""
    place, _dash, kind = mount.partition(" - ")
    return place.split()[2:3] == [number] and kind.split()[:1] == ["tmpfs"]


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
