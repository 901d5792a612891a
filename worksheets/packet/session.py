"""What is kept between handouts and packets: prepared editions, and what was computed on the way."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self
from weakref import WeakSet

from worksheets.caches import Lifetime, forget

if TYPE_CHECKING:
    from types import TracebackType

    from worksheets.compose.edition import Edition

    from .prepared import PreparedEdition

_MOST_EDITIONS = 8
"""Editions that a session keeps; the one that was used longest ago makes room for a new one."""


class Session:
    """Keeps prepared editions, so that the next handout or packet is made faster.

    An edition whose files have changed since is prepared anew: a template, a style sheet, a font, the program. What was
    computed from participants' texts is forgotten at the end of each run. When the session is closed, all that it keeps
    is given up; when no other session is open, so are fonts and other installed data in memory.

    Several threads may use a session.
    """

    def __init__(self, cache_folder: Path | None = None) -> None:
        """Masters are kept for later processes in ``cache_folder``, or in the user's cache folder if it is None."""
        self._cache_folder = cache_folder
        self._editions: dict[str, PreparedEdition] = {}
        """By their fingerprints, the last used at the end."""
        _open.add(self)

    def prepared(self, edition: "Edition") -> "PreparedEdition":
        """Return an edition with what makes its handouts: the same as before, unless a file has changed."""
        from worksheets.compose.fingerprint import fingerprint  # Here, so that --help does not load all this.

        from .prepared import PreparedEdition

        digest = fingerprint(edition)
        prepared = self._editions.pop(digest, None) or PreparedEdition(edition, digest, self._masters_folder())
        self._editions[digest] = prepared
        while len(self._editions) > _MOST_EDITIONS:
            del self._editions[next(iter(self._editions))]
        return prepared

    def _masters_folder(self) -> Path:
        if self._cache_folder is None:
            from platformdirs import user_cache_path

            return user_cache_path("worksheets") / "masters"
        return self._cache_folder

    def close(self) -> None:
        """Give up all that is kept. The session can be used again, and starts from nothing then."""
        self._editions.clear()
        _open.discard(self)
        forget(Lifetime.RUN)
        if not _open:
            forget(Lifetime.SESSION)

    def __enter__(self) -> Self:
        """Return the session, which is closed at the end of the context."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: "TracebackType | None"
    ) -> None:
        """Close the session."""
        self.close()


@contextmanager
def run() -> Iterator[None]:
    """Make something in this context; at its end, what was computed from participants' texts is forgotten."""
    try:
        yield
    finally:
        forget(Lifetime.RUN)


_open: WeakSet[Session] = WeakSet()
"""The sessions that have not been closed."""
