"""Loaded first by the process that forks the others: it prints nothing about a process whose starting fails.

That happens when the program is stopped meanwhile. The program notices in any case, and says so in words.
"""

import sys
from types import TracebackType


def print_nothing(_kind: type[BaseException], _error: BaseException, _trace: TracebackType | None) -> None:
    """Stand in the place of Python's function that prints a traceback."""


if not sys.flags.dev_mode:
    sys.excepthook = print_nothing
