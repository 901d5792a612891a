"""``--open``: shows a file in the program that the system opens such files with."""

import os
import sys
from pathlib import Path

from worksheets.errors import system_reason
from worksheets.messages import _

from .lines import print_line

_PATIENCE = 2.0
"""Seconds in which a program that cannot open a file has said so; a viewer runs on."""


def open_file(path: Path) -> None:
    """Open a file or a folder; if that fails, print a warning, since the file itself is there."""
    if problem := _opened(str(path.resolve())):
        message = _("{path}: could not be opened in a viewer: {reason}; open it yourself")
        print_line(message.format(path=path, reason=problem))


def open_link(link: str) -> None:
    """Open a link in the browser; if that fails, print a warning, since the link itself works."""
    if problem := _opened(link):
        print_line(_("The browser could not be opened: {reason}; open the link yourself").format(reason=problem))


def _opened(address: str) -> str:
    """Open a file or a link, and return why that failed; empty if it did not."""
    if sys.platform == "win32":
        try:
            os.startfile(address)  # noqa: S606 - as Windows opens files
        except OSError as error:
            return system_reason(error)
        return ""
    return _run("open" if sys.platform == "darwin" else "xdg-open", address)


def _run(program: str, address: str) -> str:
    """Start a program that opens a file and does not stop with this one; return why that failed, if it did."""
    import subprocess

    try:
        process = subprocess.Popen(  # noqa: S603 - the system's own program, with a whole path, or a link of ours
            [program, address],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except FileNotFoundError:
        return _("the program {program} is not installed").format(program=program)
    except OSError as error:
        return system_reason(error)
    try:
        failed = process.wait(_PATIENCE) != 0
    except subprocess.TimeoutExpired:
        process.returncode = 0  # It runs on by itself; Python would warn that nobody waits for it.
        return ""
    return _("{program} found no program for it").format(program=program) if failed else ""
