"""Modules that another library imports at its start, and are loaded only if it calls one of their functions."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any


@contextmanager
def loaded_when_called(*names: str) -> Iterator[None]:
    """Let what is imported in this context take stand-ins for modules that have not been loaded yet.

    Of a stand-in, only functions and classes can be used, and only by calling them.
    """
    stand_ins = {name: _LateModule(name) for name in names if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            del sys.modules[name]  # Whoever imports it from now on gets the module itself.


class _LateModule(ModuleType):
    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):  # What the import system looks for.
            raise AttributeError(name)
        return partial(_call, self.__name__, name)


def _call(module: str, name: str, *arguments: object, **options: object) -> object:
    return getattr(import_module(module), name)(*arguments, **options)
