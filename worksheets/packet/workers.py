"""Where handouts are set: in processes of this machine that can be killed one by one, or on a cluster.

Either is an executor as ``concurrent.futures`` has them.
"""

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext, ForkServerProcess, SpawnContext, SpawnProcess
from types import TracebackType
from typing import TypeVar

from pebble import ProcessExpired, ProcessPool

from worksheets.errors import WorkerError, WorksheetsError, _

T = TypeVar("T")

TIMEOUT = 60.0
"""Seconds that a handout may take."""
_MEMORY = 2 << 30
"""Bytes of address space that a process may take; a handout needs a fifth of it with the largest fonts."""
_PRELOADED = ["worksheets.packet.jobs", "worksheets.packet.pipeline"]
_SAFE_PATH = "PYTHONSAFEPATH"
_PATIENCE = 10.0
"""Seconds to wait for a cluster."""


class Workers(Executor):
    """Processes of this machine. A call that kills its process, hangs or eats memory takes no other with it."""

    def __init__(self, jobs: int = 0, timeout: float = TIMEOUT) -> None:
        self.timeout = timeout
        self._pool = ProcessPool(jobs or cores(), initializer=_settle, context=_context())

    def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> "Future[T]":
        """Call a function in a process of its own; its time is counted from when it begins."""
        return self._pool.schedule(fn, args, kwargs, timeout=self.timeout)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002
        """End the processes: at once if what is under way is to be cancelled, else when they have done their work."""
        if cancel_futures:
            self._pool.stop()
        else:
            self._pool.close()
        if wait:
            self._pool.join()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for what is under way, but not after an error."""
        self.shutdown(cancel_futures=kind is not None)


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _context() -> multiprocessing.context.BaseContext:
    """Return how processes begin: from one that has the typesetter in it already, where the system can do that."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return _Spawning()
    context = _Forking()
    context.set_forkserver_preload(_PRELOADED)
    with _safe_path():
        forkserver.ensure_running()  # It loads while this process does other things.
    return context


@contextmanager
def _safe_path() -> Iterator[None]:
    """Let the Python processes that are started meanwhile import nothing from the current folder.

    ``multiprocessing`` starts them with ``python -c``, for which the current folder is the first in which modules are
    looked for: a file there would be run in place of a library of its name.
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


class _ForkedProcess(ForkServerProcess):
    def start(self) -> None:
        with _safe_path():  # The server that forks it may have fallen: then this starts another.
            super().start()


class _Forking(ForkServerContext):
    Process = _ForkedProcess


class _SpawnedProcess(SpawnProcess):
    def start(self) -> None:
        with _safe_path():
            super().start()


class _Spawning(SpawnContext):
    Process = _SpawnedProcess


def _settle() -> None:
    """Leave Ctrl-C to the main process, which ends this one, and bound the memory where the system can."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # What is there now stays: to look through it for garbage takes a twentieth of the time.
    try:
        import resource
    except ImportError:  # Windows
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, hard))


@contextmanager
def cluster(address: str, patience: float = _PATIENCE) -> Iterator[Executor]:
    """Give the executor of a Dask cluster whose scheduler has that address; its workers need worksheets too.

    Raises WorkerError when Dask is not installed or nobody answers.
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
        yield executor


def reasons(error: Exception) -> tuple[str, ...]:
    """Return why a call that was submitted has failed, for the user."""
    if isinstance(error, WorksheetsError):
        return error.problems
    if isinstance(error, TimeoutError):
        return (_("took longer than --timeout allows, and was stopped"),)
    if isinstance(error, ProcessExpired):
        return (_("its process died (exit code {code})").format(code=error.exitcode),)
    if isinstance(error, MemoryError):
        return (_("needs more than {count} MiB of memory").format(count=_MEMORY >> 20),)
    return (_("failed: {error}").format(error=repr(error)),)
