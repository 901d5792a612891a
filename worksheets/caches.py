"""What this process keeps in memory between two calls: every memo, with how long it is kept.

A memo only saves time. It is listed here so that it can be given up: what was computed from participants' texts when a
run ends, the rest when the last session is closed. ``functools.cache`` and ``lru_cache`` are not used elsewhere.
"""

from collections.abc import Callable
from enum import Enum, auto
from functools import lru_cache  # noqa: TID251 - memos are made here
from threading import RLock
from typing import ParamSpec, Protocol, TypeVar
from weakref import WeakSet

P = ParamSpec("P")
T = TypeVar("T")


class Lifetime(Enum):
    """How long a memo is kept."""

    RUN = auto()
    """Until the run ends (one handout, packet, list or overview): it holds texts of participants, or parts of them."""
    SESSION = auto()
    """Until the session ends: it depends only on what is installed, such as fonts and the hyphenation dictionary."""


class Memo(Protocol):
    """Anything that can be emptied."""

    def cache_clear(self) -> None:
        """Forget everything."""


_memos: dict[Lifetime, WeakSet[Memo]] = {lifetime: WeakSet() for lifetime in Lifetime}
"""Weak, since a memo may belong to an object that goes before."""
_listing = RLock()
"""Held while a memo is listed: one thread makes memos, as for a font, while the run of another ends."""


def memoized(lifetime: Lifetime, maxsize: int | None = None) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Return a decorator for a function whose results are kept; ``maxsize`` is as in ``functools.lru_cache``."""

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        memo = lru_cache(maxsize)(function)
        register(lifetime, memo)
        return memo  # type: ignore[return-value]

    return decorate


def register(lifetime: Lifetime, memo: Memo) -> None:
    """List a memo, so that ``forget`` empties it."""
    with _listing:
        _memos[lifetime].add(memo)


def forget(lifetime: Lifetime) -> None:
    """Empty all memos that are kept so long. Whoever needs a result again computes it again."""
    with _listing:
        memos = list(_memos[lifetime])
    for memo in memos:
        memo.cache_clear()
