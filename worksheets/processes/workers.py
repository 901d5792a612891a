"""Processes of this machine as an executor of ``concurrent.futures``: each call can be ended without the others."""

import os
import signal
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, InvalidStateError
from concurrent.futures import wait as wait_for
from contextlib import suppress
from types import TracebackType
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from worksheets.errors import WorkerError
from worksheets.messages import _, language

from .limits import allow_open_files, settle, timed
from .starting import forking, spawning

T = TypeVar("T")

_ON_THE_CLOCK = 10
"""How many times its processor time a call may last: it may wait for a disk, or for other programs' turns."""
_PAUSE = 0.05
"""Seconds that a call takes by which processes are counted, so that each of them gets one."""
_MOST_COUNTS = 40
"""How often they are counted until a new one has started, which takes 0.2 s."""


class Workers(Executor):
    """Processes with limits. A call that crashes, hangs, or runs into a limit ends no other call.

    Its future raises ``pebble.ProcessExpired`` for a process that was ended, and TimeoutError for one that did nothing
    for long; ``packet.failures`` gives the reason.
    """

    def __init__(self, jobs: int, seconds: float, *, preloaded: Sequence[str] = ()) -> None:
        """Start so many processes, or with 0 as many as there are cores.

        ``seconds`` is the processor time that a call may take. With ``preloaded`` modules, processes are forked from
        one that has loaded them, where the system allows that; each of the others loads what it needs.
        """
        self.seconds = seconds
        self._jobs = jobs = jobs or cores()
        self._has_died = False
        """A process has died, so that another is being started for it."""
        self._calls: set[Future[Any]] = set()
        """The calls that are not done."""
        allow_open_files(jobs)
        context = forking(preloaded) if preloaded else spawning()
        self._pool = ProcessPool(jobs, initializer=settle, context=context)

    def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> "Future[T]":
        """Call a function in one of the processes; its time counts from when the call begins there."""
        return self.within(self.seconds, fn, *args, **kwargs)

    def within(self, seconds: float, fn: Callable[..., T], /, *args: object, **kwargs: object) -> "Future[T]":
        """Call a function as ``submit`` does, with another limit of processor time.

        Raises WorkerError if the system starts no more processes.
        """
        try:
            call = (seconds, language(), fn, args, kwargs)
            future = self._pool.schedule(timed, call, timeout=most_time(seconds))
        except (OSError, RuntimeError) as error:
            raise not_started() from error
        self._calls.add(future)
        future.add_done_callback(self._calls.discard)
        future.add_done_callback(self._note_death)
        return future

    @property
    def is_broken(self) -> bool:
        """No call can be made any more: the last process has died while it had nothing to do, or none starts."""
        return not self._pool.active

    def _note_death(self, future: "Future[T]") -> None:
        if not future.cancelled() and isinstance(future.exception(), ProcessExpired | TimeoutError):
            self._has_died = True

    def _wait_until_started(self) -> None:
        """Wait for the process that takes the place of one that has died.

        If the pool were closed meanwhile, it would look in vain for what the pool shares with it, and print a
        traceback.
        """
        for _time in range(_MOST_COUNTS):
            calls = [self.within(1, _process_number) for _process in range(self._jobs)]
            wait_for(calls)
            if len({call.result() for call in calls if not call.exception()}) == self._jobs:
                return

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002
        """End the processes: at once with ``cancel_futures``, otherwise when they have finished their calls."""
        if cancel_futures:
            self._pool.stop()
        else:
            if wait and self._has_died:
                self._wait_until_started()
            self._pool.close()
        if wait:
            self._pool.join()
            self._end_calls()

    def _end_calls(self) -> None:
        """Let nobody wait for a call of which nothing more comes, as the pool would: another thread may."""
        for call in [*self._calls]:
            with suppress(InvalidStateError):
                call.set_exception(ProcessExpired("the processes were ended", -signal.SIGTERM))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for running calls, but not after an error."""
        self.shutdown(cancel_futures=kind is not None)


def _process_number() -> int:
    """Return the number of this process, after a pause in which the others take the other calls."""
    time.sleep(_PAUSE)
    return os.getpid()


def not_started() -> WorkerError:
    """Return the error for a process that the system has not started, as a ``BrokenExecutor`` tells too."""
    return WorkerError(
        _(
            "no process can be started: the system allows too few processes or open files, or too little memory "
            "(ulimit -u, -n, -v); close other programs"
        )
    )


def most_time(seconds: float) -> float:
    """Return the seconds on the clock that a call with so many seconds of processor time may last."""
    return _ON_THE_CLOCK * seconds


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
