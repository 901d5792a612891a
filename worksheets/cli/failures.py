"""What no command could foresee, as one line: the system refuses something, or the program fails."""

import errno
import os

from worksheets.errors import raised_at, system_reason
from worksheets.messages import _

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
    return message.format(error=_line(error), place=raised_at(error))


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
