"""Why a file that has come back cannot be read, in words that say what to do."""

import errno
import re
from pathlib import Path

import pikepdf

from worksheets.errors import FileRefusedError, system_reason
from worksheets.files import read_head
from worksheets.messages import _, marked

from .bounded_stream import TooLargeError

_HEAD = 1024


def why_unreadable(path: Path, error: Exception, *, password: bool = False) -> str:
    """Return why a file cannot be read, for an error of the system or of a library; what these say is for nobody.

    With ``password``, one was given.
    """
    if isinstance(error, pikepdf.PasswordError):
        if password:
            return _("is locked, and the password does not open it; add --password - to type the right one")
        return _("is locked; add --password - to type its password")
    return _("cannot be read: {reason}").format(reason=_reason(path, error))


def too_tangled() -> str:
    """Return why a file was given up whose reading took too much time or memory."""
    return _("is too large or complicated for a form; ask for the file again")


def _reason(path: Path, error: Exception) -> str:
    if isinstance(error, OSError):
        return _system_reason(error)
    if isinstance(error, TooLargeError | MemoryError):
        return _("something in it is too large for a form; ask for the file again")
    return _what_it_is(path)


def _system_reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return _("there is no such file; check how its name is spelled")
    if isinstance(error, PermissionError):
        return _("permission denied; close the file in other programs, or check its permissions")
    if isinstance(error, FileRefusedError) or error.errno == errno.ENAMETOOLONG:
        return system_reason(error)
    if error.errno in (errno.ELOOP, errno.ENXIO):
        return _("it is a broken link, or not a file; name the file itself")
    return _("the disk does not respond; copy the file to this computer and try again")


def _what_it_is(path: Path) -> str:
    """Return what a file is that is no sound PDF, by its first bytes."""
    try:
        head = read_head(path, _HEAD)
    except OSError as error:
        return _reason(path, error)
    if not head.strip(b"\0"):
        return _("it is empty, because it was not copied completely; copy it again, or ask for it again")
    if b"%PDF-" in head:
        return _("it is damaged; ask for the file again")
    return _(next((sentence for kind, sentence in _OTHERS.items() if kind.match(head)), _NO_PDF))


_NO_PDF = marked("it is not a PDF; ask for the saved form itself")
_OTHERS = {
    re.compile(rb"PK"): marked(
        "it is not a PDF but a ZIP file or an Office document; take the form out of it, or ask for the form"
    ),
    re.compile(rb"\xff\xd8|\x89PNG|II\*\0|MM\0\*|GIF8|.{4}ftyp", re.DOTALL): marked(
        "it is not a PDF but a picture; type its answers into the list, or ask for the saved form itself"
    ),
    re.compile(rb"[\xef\xbb\xbf\s]*<(?:!doctype|html)", re.IGNORECASE): marked(
        "it is not a PDF but a web page; download the form itself"
    ),
    re.compile(rb"%FDF|<\?xml"): marked("it is not a PDF but data exported from a form; ask for the saved form itself"),
}
"""Sentences about files by the patterns of their first bytes."""
