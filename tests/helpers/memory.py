"""Looks for a text in what a process keeps in memory."""

import gc
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import filterfalse
from types import FrameType

_LONG = 5.0
"""Seconds; the search takes a third of one."""


def kept_texts(needle: str) -> list[str]:
    """Return the texts with the needle that any object still refers to, other than running functions.

    Bytes with it count too. The needle itself does not count.
    """
    gc.collect()
    with _alone():
        # Without the tuples: one that another thread is just building fails there when it is held here, and a finished
        # one is reached from what refers to it.
        holders = list(filterfalse(tuple.__instancecheck__, gc.get_objects()))
    level: list[object] = [holder for holder in holders if not isinstance(holder, FrameType)]
    kept, seen = list[str](), set[int]()
    while level:
        # All at once takes a quarter of the time that each by itself does.
        referents = gc.get_referents(*level)
        if any(text is not needle and _has(text, needle) for text in referents):
            kept += _in(level, needle)
        tuples = {id(value): value for value in filter(tuple.__instancecheck__, referents) if id(value) not in seen}
        seen |= tuples.keys()
        level = list(tuples.values())
    return kept


@contextmanager
def _alone() -> Iterator[None]:
    """Let no other thread run in this context: Python changes threads only after an interval, which is long here."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(_LONG)
    time.sleep(2 * interval)  # Who waits now waits for the interval of before.
    try:
        yield
    finally:
        sys.setswitchinterval(interval)


def _in(holders: Iterable[object], needle: str) -> Iterator[str]:
    """Yield each text with the needle with the type of its holder."""
    for holder in holders:
        for text in gc.get_referents(holder):
            if text is not needle and _has(text, needle):
                yield f"{type(holder).__name__}: {text[:80]!r}"


def _has(value: object, needle: str) -> bool:
    if isinstance(value, bytes):
        return needle.encode() in value
    return isinstance(value, str) and needle in value
