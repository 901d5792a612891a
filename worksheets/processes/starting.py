"""How processes are started: without code from the current folder, and without what they need not know."""

import atexit
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.context import SpawnContext, SpawnProcess
from threading import RLock
from types import ModuleType
from typing import Any

from worksheets.errors import WorkerError, system_reason
from worksheets.messages import _

_TEMPORARY = "TEMP" if sys.platform == "win32" else "TMPDIR"
"""The environment variable in which a user of this system names the folder for temporary files."""
_temporary_folders: list[str] = []
"""The folder for the temporary files of started processes, once there is one."""
_starting = RLock()
"""Held while a process is started: what it is started with holds for all threads of this one meanwhile."""
_ROOM = 2_000_000
"""Bytes that the fonts of a process and its socket take in the temporary folder; the fonts have 1,049,000."""


def spawning() -> Any:  # noqa: ANN401 - a context of multiprocessing; Pebble's type for them fits no class on Windows
    """Return a way to start processes that load what they need themselves."""
    return _Spawning()


def forking(modules: Sequence[str]) -> Any:  # noqa: ANN401 - as above
    """Return a way to start processes by forking one that has loaded these modules, where the system allows that.

    Windows cannot fork. On macOS, its own libraries, which Pango loads, may crash in a process that was forked.

    It begins to load them now; that one process serves all, so the modules of the first call count. Raises WorkerError
    if there is no room for its temporary files: it would end with an error that nobody could make use of.
    """
    _require_room()
    atexit.unregister(_tidy_up)
    atexit.register(_tidy_up)  # First, since Ctrl-C may come as soon as the process runs.
    if sys.platform != "win32" and sys.platform != "darwin" and "forkserver" in multiprocessing.get_all_start_methods():
        from multiprocessing import forkserver

        context = _Forking()
        context.set_forkserver_preload(["worksheets.processes.quiet", *modules])
        with suppress(OSError), _closed_in():  # The path of its socket in the temporary folder may be too long.
            forkserver.ensure_running()
            return context
    return _Spawning()


def _tidy_up() -> None:
    """End the process that forks the others, and delete the temporary files of all.

    By itself, it would first load all its modules: for seconds on a busy machine.
    """
    if sys.platform != "win32":
        server = getattr(sys.modules.get("multiprocessing.forkserver"), "_forkserver", None)  # There is no public way.
        if number := getattr(server, "_forkserver_pid", None):
            with suppress(OSError):  # It has ended by itself.
                os.kill(number, signal.SIGKILL)
                os.waitpid(number, 0)
    for folder in _temporary_folders:
        shutil.rmtree(folder, ignore_errors=True)


def _require_room() -> None:
    try:
        with tempfile.TemporaryFile() as file:
            file.write(bytes(_ROOM))
            file.flush()
    except OSError as error:
        message = _("{folder}: cannot hold {size} MB of temporary files: {reason}; set {variable} to another folder")
        folder, size, reason = tempfile.tempdir or _TEMPORARY, _ROOM // 10**6, system_reason(error)
        raise WorkerError(message.format(folder=folder, size=size, reason=reason, variable=_TEMPORARY)) from error


@contextmanager
def _closed_in() -> Iterator[None]:
    """Start processes in this context: as the four below say, and with temporary files that go with this process.

    They are ended and cannot tidy up; each would leave a megabyte of fonts. One thread starts processes at a time:
    two that changed the same variables would each put back what the other had set.
    """
    with _starting, _variable("TMPDIR", _temporary_folder()), _safe_path(), _no_main_program(), _interrupts_later():
        yield


def _temporary_folder() -> str:
    """Return the folder for the temporary files of all started processes, which is deleted when this process ends."""
    if not _temporary_folders:
        _temporary_folders.append(tempfile.mkdtemp(prefix="worksheets-"))
        atexit.unregister(_tidy_up)
        atexit.register(_tidy_up)
    return _temporary_folders[0]


@contextmanager
def _variable(name: str, value: str) -> Iterator[None]:
    """Give processes that start in this context an environment variable."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


@contextmanager
def _safe_path() -> Iterator[None]:
    """Keep Python processes that start in this context from importing anything from the current folder.

    ``multiprocessing`` starts them with ``python -c``, which puts the current folder first on the module search path:
    a file there would be run in place of a library with its name.
    """
    with _variable("PYTHONSAFEPATH", "1"):
        yield


@contextmanager
def _no_main_program() -> Iterator[None]:
    """Keep processes that start in this context from running the program that started them once more.

    ``multiprocessing`` gives them its main module, which only programs with ``if __name__ == "__main__"`` stand. Our
    calls are functions of this package, so they need no main module. Nor do they need the command's arguments, which
    may have a password in them.
    """
    main, arguments = sys.modules["__main__"], sys.argv
    sys.modules["__main__"], sys.argv = ModuleType("__main__"), arguments[:1]
    try:
        yield
    finally:
        sys.modules["__main__"], sys.argv = main, arguments


@contextmanager
def _interrupts_later() -> Iterator[None]:
    """Hold Ctrl-C back in this context, and in the processes that start in it.

    The process that forks the others would print where it was in loading; this one ends it. Windows sends Ctrl-C to
    every process of a console, unless it was started by one that ignores it.
    """
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.SetConsoleCtrlHandler(None, True)  # noqa: FBT003 - C's order
        try:
            yield
        finally:
            ctypes.windll.kernel32.SetConsoleCtrlHandler(None, False)  # noqa: FBT003
    else:
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()  # Otherwise it is started in this context, and lets Ctrl-C through again.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


if sys.platform != "win32":
    from multiprocessing.context import ForkServerContext, ForkServerProcess

    class _ForkedProcess(ForkServerProcess):
        def start(self) -> None:
            with _closed_in():  # This starts another server if the one that forks has died.
                super().start()

    class _Forking(ForkServerContext):
        Process = _ForkedProcess


class _SpawnedProcess(SpawnProcess):
    def start(self) -> None:
        with _closed_in():
            super().start()


class _Spawning(SpawnContext):
    Process = _SpawnedProcess
