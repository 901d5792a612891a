"""Watches what Python does while a stranger's file is used: files opened, programs started, other machines called."""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_FORBIDDEN = ("/etc/", "/dev/", "/proc/", "salaisuus")
"""What stands in the paths of files that hostile pages ask for."""
_OTHERS = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.link",
    "os.symlink",
)
_WATCHED = ("open", *_OTHERS)
_OWN = ("weasyprint-", "/dev/null")
"""Where the typesetter writes fonts for fontconfig, and what it may open."""
_reports: list[list[str]] = []
"""The lists to which the hook adds; none while nobody watches."""


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if not _reports or not event.startswith(_WATCHED):  # To write down what all other events are about takes seconds.
        return
    what = f"{event} {arguments[:2]}"
    if any(own in what for own in _OWN):
        return
    if event == "open":
        path, _mode, flags = arguments
        if any(word in str(path) for word in _FORBIDDEN) or (isinstance(flags, int) and flags & _WRITING):
            _reports[-1].append(what)
    else:
        _reports[-1].append(what)


sys.addaudithook(_watch)  # It stays as long as the process, and does nothing while nobody watches.


@contextmanager
def watched() -> Iterator[list[str]]:
    """Return the list of what is done in this context and must not be: files outside read, any file written.

    No garbage is collected meanwhile: an object of an earlier test may delete its temporary folder then.
    """
    collects = gc.isenabled()
    gc.disable()
    _reports.append([])
    try:
        yield _reports[-1]
    finally:
        _reports.pop()
        if collects:
            gc.enable()
