"""A packet's folder while a run has it alone; if the run writes nothing there, the folder goes again."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from worksheets.errors import OutputError, system_reason
from worksheets.files import new_folder, sweep
from worksheets.messages import _

RECORD = "packet.json"
"""The record."""
LOCK = ".packet.lock"
JOURNAL = ".packet.jsonl"
"""The entries of files that a run is about to write."""


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


def _remove_unused(folder: Path) -> None:
    """Delete a folder in which a killed run has left nothing that anybody wants, unless another run has it now."""
    from filelock import FileLock, Timeout

    with suppress(OSError, Timeout), FileLock(folder / LOCK, timeout=0):
        sweep(folder)
        _empty_unused(folder)
        folder.rmdir()


def _empty_unused(folder: Path) -> None:
    """Delete the files that a run has for itself, if there are no others in a folder."""
    with suppress(FileNotFoundError, PermissionError):  # Windows deletes no lock that is held.
        if {path.name for path in folder.iterdir()} <= {LOCK, JOURNAL}:
            (folder / JOURNAL).unlink(missing_ok=True)
            (folder / LOCK).unlink()
