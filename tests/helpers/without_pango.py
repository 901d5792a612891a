"""A machine without the typesetter: the library Pango cannot be loaded, or WeasyPrint cannot be imported."""

import os
from pathlib import Path

_NO_PANGO = """
import ctypes
import cffi

def refusing(load):
    def loaded(self, name, *arguments, **options):
        if "pango" in str(name):
            raise OSError(f"cannot load library '{name}'")
        return load(self, name, *arguments, **options)
    return loaded

ctypes.CDLL.__init__ = refusing(ctypes.CDLL.__init__)
cffi.FFI.dlopen = refusing(cffi.FFI.dlopen)
"""
_NO_WEASYPRINT = """
import sys
sys.modules["weasyprint"] = None
"""
WAYS = {"no Pango": _NO_PANGO, "no WeasyPrint": _NO_WEASYPRINT}


def environment_without_pango(folder: Path, way: str = "no Pango") -> dict[str, str]:
    """Return the environment of a Python program, and of those that it starts, in which nothing can be typeset.

    The user's cache is empty, so that no masters are there but those that are shipped.
    """
    (folder / "python").mkdir(parents=True)
    (folder / "python" / "sitecustomize.py").write_text(WAYS[way], "utf-8")
    before = os.environ.get("PYTHONPATH", "")
    path = f"{folder / 'python'}{os.pathsep}{before}" if before else str(folder / "python")
    return {**os.environ, "PYTHONPATH": path, "XDG_CACHE_HOME": str(folder / "cache")}
