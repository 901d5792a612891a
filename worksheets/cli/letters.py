"""Letters that the system's encodings cannot hold: in the names of files, and in what is printed."""

import codecs
import os
import sys

TOLERANT = "worksheets.tolerant"
"""The name of the error handler, for an output, with which no letter stops the program."""


def _substitute(error: UnicodeError) -> tuple[bytes, int]:
    """Return what is written for letters that an encoding does not have.

    A byte that Python could not read in a file's name is written as it was, so that a printed path leads to the file;
    any other letter becomes a question mark.
    """
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end]
    return b"".join(bytes([ord(c) - 0xDC00]) if "\udc80" <= c <= "\udcff" else b"?" for c in letters), error.end


codecs.register_error(TOLERANT, _substitute)


def use_utf8() -> None:
    """Run the program anew in Python's UTF-8 mode if its file names could have no letter such as ä.

    That is so in the locale C when both ways in which Python gets around it are switched off.
    """
    if os.name != "posix" or sys.getfilesystemencoding() != "ascii" or sys.flags.utf8_mode:
        return
    os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606 - the same program
