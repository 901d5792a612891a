"""A packet's folder while a run has it alone; if the run writes nothing there, the folder goes again."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from worksheets.errors import OutputError, system_reason
from worksheets.files import make_folder, new_folder, sweep
from worksheets.messages import _

RECORD = "packet.json"
"""The record."""
LOCK = ".packet.lock"
JOURNAL = ".packet.jsonl"
"""The entries of files that a run is about to write."""
PARTS = ".packet.parts"
"""The folder for handouts that the processes have written and that have no names yet."""
_ATTEMPTS = 5
"""How often that folder is deleted, while a process that is being ended may still write into it."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Have a folder alone in this context, and make it if it is missing.

    If there is nothing in it at the end, it is deleted again; so are the folders beside it that killed runs have left
    with nothing in them. Raises OutputError when another process has the folder, or when it cannot be written to.
    """
    from filelock import FileLock, Timeout

    for lock in folder.parent.glob(f"*/{LOCK}"):
        # A folder with a record is in use; there may be hundreds of those.
        if lock.is_file() and not (lock.is_symlink() or lock.parent.is_symlink() or (lock.parent / RECORD).exists()):
            _remove_unused(lock.parent)
    with new_folder(folder):
        try:
            with FileLock(folder / LOCK, timeout=0):
                sweep(folder)
                _remove_parts(folder)
                try:
                    yield
                finally:
                    _empty_unused(folder)
        except Timeout:
            message = _(
                "{folder}: another run is writing to this folder; wait for it to finish, or choose another with -o"
            )
            raise OutputError(message.format(folder=folder)) from None
        except OSError as error:
            message = _("{folder}: cannot be written to: {reason}")
            raise OutputError(message.format(folder=folder, reason=system_reason(error))) from error


@contextmanager
def parts_folder(folder: Path) -> Iterator[Path]:
    """Have a folder for handouts without names in a packet's folder, which is on the same disk; at the end, it goes.

    Raises OutputError if it cannot be made, or is a link to another folder.
    """
    parts = folder / PARTS
    if problem := folder_problem(parts, folder):
        raise OutputError(problem)
    make_folder(parts)
    try:
        yield parts
    finally:
        _remove_parts(folder)


def _remove_parts(folder: Path) -> None:
    parts = folder / PARTS
    for _attempt in range(_ATTEMPTS):
        shutil.rmtree(parts, ignore_errors=True)  # It does not follow a link, in which there is nothing of ours.
        if not parts.exists():
            return


def _remove_unused(folder: Path) -> None:
    """Delete a folder in which a killed run has left nothing that anybody wants, unless another run has it now."""
    from filelock import FileLock, Timeout

    with suppress(OSError, Timeout):
        with FileLock(folder / LOCK, timeout=0):
            sweep(folder)
            _remove_parts(folder)
            _empty_unused(folder)
        folder.rmdir()  # Now that Windows has deleted the lock, too.


def _empty_unused(folder: Path) -> None:
    """Delete the files that a run has for itself, if there are no others in a folder."""
    with suppress(FileNotFoundError, PermissionError):  # Windows deletes no lock that is held.
        if {path.name for path in folder.iterdir()} <= {LOCK, JOURNAL}:
            (folder / JOURNAL).unlink(missing_ok=True)
            (folder / LOCK).unlink()


def folder_problem(folder: Path, top: Path) -> str:
    """Return why nothing can be written into a folder within a packet's; empty if there is no reason."""
    link = _("{path}: is a link to another folder, where nothing is written; delete it, or choose another with -o")
    file = _("{path}: is a file, but a group needs a folder of that name; rename it, or choose another with -o")
    if leads_outside(folder, top):
        return link.format(path=folder)
    return file.format(path=folder) if os.path.lexists(folder) and not folder.is_dir() else ""


def leads_outside(folder: Path, top: Path) -> bool:
    """Return True if a folder within another is a link, or in one, so that it may be anywhere."""
    while folder not in (top, folder.parent):
        if folder.is_symlink():
            return True
        folder = folder.parent
    return False
