"""Where handouts are made: in processes of this machine, each of which can be killed alone, or on a Dask cluster.

Both are executors in the sense of ``concurrent.futures``.
"""

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import ForkServerContext, ForkServerProcess, SpawnContext, SpawnProcess
from types import ModuleType, TracebackType
from typing import TypeVar

from pebble import ProcessExpired, ProcessPool

from worksheets.caches import Lifetime, forget
from worksheets.errors import WorkerError, WorksheetsError, _

from .events import Failure, FailureReason

T = TypeVar("T")

TIMEOUT = 60.0
"""Seconds that one call may take."""
_MEMORY = 2 << 30
"""Bytes of address space that a process may use; a handout with the largest fonts needs a fifth of it."""
_PRELOADED = ["worksheets.packet.jobs", "worksheets.pipeline"]
_SAFE_PATH = "PYTHONSAFEPATH"
_PATIENCE = 10.0
"""Seconds to wait for a cluster to answer."""


class Workers(Executor):
    """Processes of this machine. A call that crashes, hangs or runs out of memory ends no other call."""

    def __init__(self, jobs: int = 0, timeout: float = TIMEOUT) -> None:
        self.timeout = timeout
        self._pool = ProcessPool(jobs or cores(), initializer=_settle, context=_context())

    def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> "Future[T]":
        """Call a function in one of the processes; the timeout counts from when the call begins there."""
        return self._pool.schedule(fn, args, kwargs, timeout=self.timeout)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002
        """End the processes: at once with ``cancel_futures``, otherwise when they have finished their calls."""
        if cancel_futures:
            self._pool.stop()
        else:
            self._pool.close()
        if wait:
            self._pool.join()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for running calls, but not after an error."""
        self.shutdown(cancel_futures=kind is not None)


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _context() -> multiprocessing.context.BaseContext:
    """Return how processes are started: forked from one that has loaded WeasyPrint, where the system allows that."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return _Spawning()
    context = _Forking()
    context.set_forkserver_preload(_PRELOADED)
    try:
        with _safe_path(), _no_main_module(), _interrupts_later():
            forkserver.ensure_running()  # It loads WeasyPrint while this process reads the list.
    except OSError:  # The path of its socket in the temporary folder is too long.
        return _Spawning()
    return context


@contextmanager
def _safe_path() -> Iterator[None]:
    """Keep Python processes that start in this context from importing anything from the current folder.

    ``multiprocessing`` starts them with ``python -c``, which puts the current folder first on the module search path:
    a file there would be run in place of a library with its name.
    """
    before = os.environ.get(_SAFE_PATH)
    os.environ[_SAFE_PATH] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SAFE_PATH]
        else:
            os.environ[_SAFE_PATH] = before


@contextmanager
def _no_main_module() -> Iterator[None]:
    """Keep processes that start in this context from running the program that started them once more.

    ``multiprocessing`` gives them its main module, which only programs with ``if __name__ == "__main__"`` stand. Our
    calls are functions of this package, so they need no main module.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextmanager
def _interrupts_later() -> Iterator[None]:
    """Hold Ctrl-C back in this context, and in the processes that start in it.

    The process that forks the others would print where it was in loading; this one ends it.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # Otherwise it is started in this context, and lets Ctrl-C through again.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _ForkedProcess(ForkServerProcess):
    def start(self) -> None:
        # This starts another server if the one that forks has died.
        with _safe_path(), _no_main_module(), _interrupts_later():
            super().start()


class _Forking(ForkServerContext):
    Process = _ForkedProcess


class _SpawnedProcess(SpawnProcess):
    def start(self) -> None:
        with _safe_path(), _no_main_module():
            super().start()


class _Spawning(SpawnContext):
    Process = _SpawnedProcess


def _settle() -> None:
    """Leave Ctrl-C to the main process, which ends this one, and limit the memory where the system can."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # What is loaded now stays; searching it for garbage took a twentieth of the time.
    try:
        import resource
    except ImportError:  # Windows
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, hard))


@contextmanager
def cluster(address: str, patience: float = _PATIENCE) -> Iterator[Executor]:
    """Return the executor of the Dask cluster whose scheduler has that address; its workers need worksheets installed.

    Raises WorkerError when Dask is not installed or the scheduler does not answer.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise WorkerError(_("--scheduler needs Dask: install worksheets[cluster]")) from error
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


def failure(error: Exception) -> Failure:
    """Return why a call has failed."""
    if isinstance(error, WorksheetsError):
        return Failure(FailureReason.DATA, error.problems)
    if isinstance(error, TimeoutError):
        return Failure(FailureReason.TIMEOUT, (_("took longer than --timeout allows, and was stopped"),))
    if isinstance(error, ProcessExpired):
        message = _("its process died (exit code {code})").format(code=error.exitcode)
        return Failure(FailureReason.PROCESS_DIED, (message,))
    if isinstance(error, MemoryError):
        message = _("needs more than {count} MiB of memory").format(count=_MEMORY >> 20)
        return Failure(FailureReason.MEMORY, (message,))
    return Failure(FailureReason.UNEXPECTED, (_("failed: {error}").format(error=repr(error)),))
