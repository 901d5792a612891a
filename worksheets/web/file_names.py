"""Names of files as a browser gives them: to be shown, and never to be used as a path."""

from pathlib import PurePosixPath, PureWindowsPath

from worksheets.messages import _

_LONGEST, _END = 120, 20
"""The most letters of a name that are shown, and how many of them are its end, with what kind of file it is."""


def own_name(given: str) -> str:
    """Return a file's own name, without folders and without what cannot be seen, of a bounded length."""
    last = PureWindowsPath(PurePosixPath(given).name).name
    visible = "".join(letter for letter in last if letter.isprintable()).strip() or _("no name")
    if len(visible) <= _LONGEST:
        return visible
    return f"{visible[: _LONGEST - _END]}…{visible[1 - _END :]}"
