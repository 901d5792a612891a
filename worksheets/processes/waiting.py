"""Waiting for calls in other processes so that Ctrl-C is heeded meanwhile."""

import sys
import time
from collections.abc import Collection
from concurrent.futures import FIRST_COMPLETED, Future, wait
from math import inf
from typing import Any, TypeVar

T = TypeVar("T")

_TURN = 0.2 if sys.platform == "win32" else None
"""Seconds to wait at a time; None to wait once. On Windows, Python heeds a signal only when it does not wait."""


def first_done(futures: Collection["Future[Any]"], seconds: float | None = None) -> set["Future[Any]"]:
    """Wait until some of the futures are done, at most so many seconds, and return those; none if time is up."""
    if _TURN is None:
        return wait(futures, seconds, FIRST_COMPLETED).done
    end = time.monotonic() + seconds if seconds is not None else inf
    while not (done := wait(futures, _TURN, FIRST_COMPLETED).done) and time.monotonic() < end:
        pass
    return done


def result_of(future: "Future[T]") -> T:
    """Wait for a future, and return its result or raise its error."""
    first_done([future])
    return future.result()
