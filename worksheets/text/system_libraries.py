"""The system's own libraries, such as Pango, in the folders where Windows, macOS and Linux have them."""

import os
import sys
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ctypes

_FOLDERS_OF_MACOS = ("/opt/homebrew/lib", "/usr/local/lib", "/opt/local/lib")
"""Where Homebrew and MacPorts put libraries; Python looks in the second of these, and only some builds in others."""
_FOLDERS_OF_WINDOWS = r"C:\msys64\ucrt64\bin;C:\msys64\mingw64\bin;C:\Program Files\GTK3-Runtime Win64\bin"
"""Where WeasyPrint looks, unless WEASYPRINT_DLL_DIRECTORIES names other folders."""


def load(names: Iterable[str]) -> "ctypes.CDLL | None":
    """Return the first library of these file names that can be loaded; None if there is none."""
    import ctypes  # Here, since a handout that is merged does not need it.

    with ExitStack() as added:
        if sys.platform == "win32":
            for folder in os.environ.get("WEASYPRINT_DLL_DIRECTORIES", _FOLDERS_OF_WINDOWS).split(";"):
                with suppress(OSError):
                    added.enter_context(os.add_dll_directory(folder))
        for name in names:
            for path in (name, *_paths(name)):
                with suppress(OSError):
                    return ctypes.CDLL(path)
    return None


def find(name: str) -> str | None:
    """Return the path of a library in those folders of macOS where not every Python looks, as ``find_library`` does.

    The name is without its prefix and its ending, such as ``pango-1.0``.
    """
    return next((path for path in _paths(f"lib{name}.dylib") if Path(path).is_file()), None)


def _paths(file_name: str) -> list[str]:
    return [f"{folder}/{file_name}" for folder in _FOLDERS_OF_MACOS] if sys.platform == "darwin" else []
