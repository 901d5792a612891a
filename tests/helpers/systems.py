"""Modules as they are on another system, as far as that can be played here."""

import ctypes
import importlib.util
import multiprocessing.context
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType, SimpleNamespace

import pytest

POSIX_ONLY: tuple[tuple[ModuleType, tuple[str, ...]], ...] = (
    (
        signal,
        ("ITIMER_PROF", "SIGHUP", "SIGKILL", "SIGPROF", "SIG_BLOCK", "pthread_kill", "pthread_sigmask", "setitimer"),
    ),
    (os, ("O_NOFOLLOW", "O_NONBLOCK", "fork", "getuid", "geteuid", "sched_getaffinity", "uname")),
    (multiprocessing.context, ("ForkServerContext", "ForkServerProcess")),
)
"""What modules of Python's library do not have on Windows, as far as this program has ever asked for it."""
POSIX_MODULES = ("fcntl", "grp", "pwd", "resource", "termios")
FINNISH = 0x040B
"""The number that Windows has for Finnish."""


def no_folder(path: str) -> None:
    """Refuse a folder as Windows does if there is none."""
    raise FileNotFoundError(path)


class Kernel:
    """The functions of Windows that the program calls."""

    def __init__(self) -> None:
        self.ignores_ctrl_c: list[bool] = []
        """Whether Ctrl-C is ignored, each time that it was set."""

    def GetUserDefaultUILanguage(self) -> int:  # noqa: N802 - its name
        return FINNISH

    def SetConsoleCtrlHandler(self, _handler: None, ignore: bool) -> int:  # noqa: FBT001, N802
        self.ignores_ctrl_c.append(ignore)
        return 1


@contextmanager
def on(platform: str, kernel: Kernel | None = None) -> Iterator[None]:
    """Play another system in this context: its name, and on Windows only what Python has there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "platform", platform)
        if platform == "win32":
            for name in POSIX_MODULES:
                patch.setitem(sys.modules, name, None)
            patch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel or Kernel()), raising=False)
            patch.setattr(os, "add_dll_directory", no_folder, raising=False)
            for module, names in POSIX_ONLY:
                for name in names:
                    patch.delattr(module, name, raising=False)
        yield


@contextmanager
def loaded_on(platform: str, name: str, kernel: Kernel | None = None) -> Iterator[ModuleType]:
    """Load a module once more as on another system, beside the one that there is, and play that system meanwhile."""
    with on(platform, kernel):
        spec = importlib.util.find_spec(name)
        assert spec
        assert spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        yield module
