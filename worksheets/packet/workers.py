"""Where handouts are made: in processes of this machine, each of which can be ended alone, or on a Dask cluster."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from typing import TypeVar

from worksheets.caches import Lifetime, forget
from worksheets.course.course import Course
from worksheets.errors import WorkerError
from worksheets.messages import _
from worksheets.processes.workers import Workers, most_time

T = TypeVar("T")

_PRELOADED = ("worksheets.packet.preloaded",)
_SECONDS, _SECONDS_A_PAGE = 3.0, 0.3
"""Processor time for a handout: ten pages have eight times what they take on a machine of 2024."""
HANDOUTS_OF_A_MASTER = 4
"""Handouts whose time a master may take: one of the example course takes nearly as long as two."""
_PATIENCE = 10.0
"""Seconds to wait for a cluster to answer."""


def typesetters(course: Course, jobs: int = 0, timeout: float = 0) -> Workers:
    """Return processes that typeset a course's handouts, as many as there are cores for 0 ``jobs``.

    ``timeout`` is the seconds of processor time that a handout may take, 0 for as many as its pages may need.
    """
    return Workers(jobs, timeout or seconds_for(course), preloaded=_PRELOADED)


def seconds_for(course: Course) -> float:
    """Return the seconds of processor time that a handout of a course may take unless it is said otherwise."""
    return _SECONDS + _SECONDS_A_PAGE * len(course.pages)


def patience_for(course: Course, timeout: float = 0) -> float:
    """Return the seconds after which an executor that gives no result at all is given up.

    A call ends by itself before; ``timeout`` is as ``typesetters`` takes it.
    """
    return 2 * most_time(timeout or seconds_for(course))


def submit_for(
    executor: Executor, handouts: int, function: Callable[..., T], /, *arguments: object, **options: object
) -> "Future[T]":
    """Call a function that may take as long as so many handouts; only processes of this machine have limits.

    Raises WorkerError if the system starts no more processes.
    """
    if isinstance(executor, Workers):
        return executor.within(handouts * executor.seconds, function, *arguments, **options)
    return executor.submit(function, *arguments, **options)


def shares_disk(executor: Executor) -> bool:
    """Return True for processes of this machine: they read its files, and write handouts where they belong."""
    return isinstance(executor, Workers) or bool(getattr(executor, "shares_disk", False))


@contextmanager
def cluster(address: str, patience: float = _PATIENCE) -> Iterator[Executor]:
    """Return the executor of the Dask cluster whose scheduler has that address; its workers need worksheets installed.

    Raises WorkerError when Dask is not installed or the scheduler does not answer.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise WorkerError(_("--scheduler needs Dask; install worksheets[cluster]")) from error
    try:
        client = Client(address, timeout=patience, set_as_default=False)
    except (OSError, ValueError) as error:
        raise WorkerError(_("--scheduler {address}: {reason}").format(address=address, reason=error)) from error
    with client, client.get_executor(retries=0) as executor:
        try:
            yield executor
        finally:
            with suppress(OSError, TimeoutError):  # The cluster has gone, and with it what it kept.
                client.run(forget, Lifetime.RUN)
