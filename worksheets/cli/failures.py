"""What no command could foresee, as one line: the system refuses something, or the program fails."""

import errno
import os
import traceback
from pathlib import Path

from worksheets.errors import system_reason
from worksheets.messages import _
from worksheets.resources import PACKAGE

_NO_MEMORY = ("cannot allocate memory", "failed to map segment", "cannot create thread")
_NO_THREADS = ("can't start new thread",)


def described(error: Exception) -> str:
    """Return a line that says what has happened and, where that can be said, what helps."""
    text = str(error).lower()
    if isinstance(error, MemoryError) or any(words in text for words in _NO_MEMORY):
        return _refused(errno.ENOMEM)
    if any(words in text for words in _NO_THREADS):
        return _refused(errno.EAGAIN)
    if isinstance(error, OSError):
        return _of_system(error)
    message = _("internal error: {error} ({place}); please report it")
    return message.format(error=_line(error), place=_place(error))


def _of_system(error: OSError) -> str:
    """Return what the system has refused, with the file if there is one."""
    reason = system_reason(error)
    return f"{error.filename}: {reason}" if error.filename is not None else reason


def _refused(number: int) -> str:
    """Return what an error of the system with this number is called."""
    return system_reason(OSError(number, os.strerror(number)))


def _line(error: Exception) -> str:
    """Return an error's class and text on a line."""
    return " ".join(f"{type(error).__name__}: {error}".split())


def _place(error: Exception) -> str:
    """Return the file and the line of this program, or of a library, where an error was raised."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(PACKAGE)] or frames
    return f"{Path(own[-1].filename).name}:{own[-1].lineno}" if own else "?"
