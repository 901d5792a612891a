"""Standard input, output and error, any of which may be closed, full, or read by a program that has gone.

What cannot be written is dropped, and the command goes on: its files are what matters. A reader that has gone, such as
``head -1``, has what it wanted. Anything else is said at the end, and the exit code is 1.
"""

import errno
import os
import select
import sys
from contextlib import suppress
from io import BufferedWriter, FileIO, RawIOBase, TextIOWrapper
from pathlib import Path
from typing import Any, NamedTuple

import click

from worksheets.messages import _

from .letters import TOLERANT
from .visible import visible_line

_GONE = (errno.EPIPE, errno.EINVAL) if os.name == "nt" else (errno.EPIPE,)
"""How the system says that nobody reads any more."""
_closed: set[str] = set()
"""The streams that were closed when the program started."""


def open_closed() -> None:
    """Give a descriptor to those of the three streams that are closed: an empty input, an output that takes nothing.

    Otherwise the next file to be opened would get the number of one of them, and be read or written in its place.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDONLY)  # It gets the lowest number that is free, this one.
            os.set_inheritable(number, True)  # noqa: FBT003 - as the system has it
        if getattr(sys, name) is None:
            _closed.add(name)
            file = FileIO(number, "w" if number else "r", closefd=False)
            setattr(sys, name, TextIOWrapper(BufferedWriter(file) if number else file, "utf-8"))


def print_path(path: Path) -> None:
    """Print the path of a file that has been written.

    A terminal obeys no character in it; a program gets it as it is. Where standard output is closed, nobody wants it.
    """
    if "stdout" not in _closed:
        sys.stdout.write((visible_line(str(path)) if sys.stdout.isatty() else str(path)) + "\n")
        sys.stdout.flush()  # Click's echo would leave something out: what looks like a terminal's sequence.


class Outputs(NamedTuple):
    """Standard output and error, guarded; None for a stream of another kind, such as a test's."""

    stdout: "_Output | None"
    stderr: "_Output | None"

    def exit_code(self, code: int) -> int:
        """Return the program's exit code: the command's, or 1 if something could not be printed.

        A message that could not be printed on a standard error that is closed is nothing that somebody has to mend.
        """
        with suppress(OSError, ValueError):
            sys.stdout.flush()
        if self.stdout and self.stdout.error:
            from .failures import described

            click.echo(_("standard output: {problem}").format(problem=described(self.stdout.error)), err=True)
            return code or 1
        if self.stderr and self.stderr.error and self.stderr.error.errno != errno.EBADF:
            return code or 1
        return code


def guard() -> Outputs:
    """Guard standard output and error: writing to them raises no error any more."""
    return Outputs(_guarded("stdout"), _guarded("stderr"))


class _Output(RawIOBase):
    """An output that drops what cannot be written; a letter that its encoding does not have is replaced."""

    def __init__(self, raw: RawIOBase, stream: TextIOWrapper) -> None:
        self._raw = raw
        self._stream = stream
        """What it replaces, which would close the raw stream if it went."""
        self._drops = False
        self.error: OSError | None = None
        """Why something was dropped, unless its reader has gone."""

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._raw.fileno()

    def isatty(self) -> bool:
        return self._raw.isatty()

    def write(self, data: Any) -> int:  # noqa: ANN401 - whatever holds bytes
        """Write some of the data, or drop all of them, and return how many bytes need not be written again."""
        try:
            while not self._drops:
                count = self._raw.write(data)
                if count is not None:
                    return count
                select.select([], [self._raw], [])  # A pipe that does not block is full.
        except OSError as error:
            self._drops = True
            self.error = None if error.errno in _GONE else error
        return len(data)


def _encoding(stream: TextIOWrapper) -> str:
    """Return the encoding to write in: the stream's, but UTF-8 for a file or a program on Windows.

    Python takes the encoding of old Windows programs there, which has only the letters of some languages, until
    version 3.15. Whoever sets PYTHONIOENCODING gets what it says.
    """
    if sys.platform == "win32" and not stream.isatty() and "PYTHONIOENCODING" not in os.environ:
        return "utf-8"
    return stream.encoding


def _guarded(name: str) -> _Output | None:
    stream = getattr(sys, name)
    buffer = getattr(stream, "buffer", None)
    raw = getattr(buffer, "raw", buffer)  # Without a buffer where Python was asked for none.
    if not isinstance(stream, TextIOWrapper) or not isinstance(raw, RawIOBase):
        return None
    output = _Output(raw, stream)
    text = TextIOWrapper(
        BufferedWriter(output),
        _encoding(stream),
        TOLERANT if stream.errors in ("strict", "surrogateescape") else stream.errors,
        newline=None if os.name == "nt" else "\n",
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )
    setattr(sys, name, text)
    return output
