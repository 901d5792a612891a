"""What no command could foresee, as one line: the system refuses something, or the program has a fault."""

import errno
import traceback
from pathlib import Path

from worksheets.messages import _, marked
from worksheets.resources import PACKAGE

_CURES = {
    errno.ENOSPC: marked("the disk is full; make room there, or choose another place"),
    errno.EDQUOT: marked("your share of the disk is used up; make room there, or choose another place"),
    errno.EFBIG: marked("the file would be larger than the system allows (ulimit -f)"),
    errno.EBADF: marked("it is closed, or open for reading only"),
    errno.EMFILE: marked("too many files are open; “ulimit -n 256” before the command allows more"),
    errno.ENFILE: marked("too many files are open on this machine; close other programs"),
    errno.EAGAIN: marked("no more processes can be started (ulimit -u); close other programs"),
    errno.ENOMEM: marked("there is not enough memory; close other programs"),
}
_NO_MEMORY = ("cannot allocate memory", "failed to map segment", "cannot create thread")
_NO_THREADS = ("can't start new thread",)


def described(error: Exception) -> str:
    """Return a line that says what has happened and, where that can be said, what helps."""
    text = str(error).lower()
    if isinstance(error, MemoryError) or any(words in text for words in _NO_MEMORY):
        return _(_CURES[errno.ENOMEM])
    if any(words in text for words in _NO_THREADS):
        return _(_CURES[errno.EAGAIN])
    if isinstance(error, OSError):
        return _of_system(error)
    message = _("internal error: {error} ({place}); please report it")
    return message.format(error=_line(error), place=_place(error))


def _of_system(error: OSError) -> str:
    """Return what the system has refused, with the file if there is one."""
    reason = _(_CURES[error.errno]) if error.errno in _CURES else error.strerror or _line(error)
    return f"{error.filename}: {reason}" if error.filename is not None else reason


def _line(error: Exception) -> str:
    """Return an error's class and text on a line."""
    return " ".join(f"{type(error).__name__}: {error}".split())


def _place(error: Exception) -> str:
    """Return the file and the line of this program, or of a library, where an error was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(PACKAGE)] or frames
    return f"{Path(own[-1].filename).name}:{own[-1].lineno}" if own else "?"
