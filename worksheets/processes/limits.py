"""What a process may use: memory, open files, and processor time for each call.

A course's templates are programs, a picture of some kilobytes can unpack to gigabytes, and no library for PDFs or
workbooks counts before it holds. So such work is done where the system ends it. Windows has none of these limits; there
only the time on the clock ends a call.
"""

import contextlib
import gc
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar

from worksheets.errors import WorkerError
from worksheets.messages import _, in_language

T = TypeVar("T")

MEMORY = 400 << 20
"""Bytes of data that a process may hold. A handout takes 90 MiB, one with the largest fonts 190 MiB."""
_ALLOCATIONS = 50_000
"""Objects after which garbage is looked for; with Python’s own number, 700, a handout takes a twentieth longer."""
_ADDRESSES = 2 << 30
"""Bytes of address space, for systems that do not count data alone."""
_DESCRIPTORS = 128
"""Files that a process may have open."""
_DESCRIPTORS_FOR_ANY = 20
"""Files that are open where processes are started; with two of them 21 were enough, with four 26."""
_DESCRIPTORS_FOR_ONE = 4
"""Files that are open for each of them."""


def settle() -> None:
    """Set the limits of this process, and leave Ctrl-C to the process that has started it and ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # What is loaded now stays; searching it for garbage took a twentieth of the time.
    gc.set_threshold(_ALLOCATIONS)
    if sys.platform == "win32":
        return
    import resource

    limits = {
        resource.RLIMIT_DATA: MEMORY,
        resource.RLIMIT_AS: _ADDRESSES,
        resource.RLIMIT_NOFILE: _DESCRIPTORS,
        resource.RLIMIT_CORE: 0,  # A dump of the memory would hold participants' texts.
    }
    for kind, most in limits.items():
        soft, hard = resource.getrlimit(kind)
        allowed = [limit for limit in (soft, hard, most) if limit != resource.RLIM_INFINITY]
        with contextlib.suppress(ValueError, OSError):  # macOS refuses some limits.
            resource.setrlimit(kind, (min(allowed), hard))


def allow_open_files(jobs: int) -> None:
    """Allow this process to open as many files as it takes to have so many others.

    Raises WorkerError where the system does not allow that.
    """
    if sys.platform == "win32":  # Its limit is that of the machine's memory.
        return
    import resource

    needed = _DESCRIPTORS_FOR_ANY + jobs * _DESCRIPTORS_FOR_ONE
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= needed:
        return
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
    except (ValueError, OSError) as error:
        message = _("only {count} files can be open, but {needed} are needed; run “ulimit -n 256” before the command")
        raise WorkerError(message.format(count=soft, needed=needed)) from error


def timed(
    seconds: float, code: str, function: Callable[..., T], arguments: Sequence[object], options: Mapping[str, object]
) -> T:
    """Call a function; the system ends this process when the call has taken so many seconds of processor time.

    Time on the clock would depend on what else the machine does. ``code`` is the language of the messages.
    """
    with in_language(code), _limited(seconds):
        return function(*arguments, **options)


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    if sys.platform == "win32":
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def ended_by_time(exit_code: int | None) -> bool:
    """Return True if a process with this exit code was ended because a call took too long."""
    return sys.platform != "win32" and exit_code == -signal.SIGPROF
