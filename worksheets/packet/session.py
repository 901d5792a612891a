"""What is kept between handouts and packets: prepared editions, processes, and what was computed on the way."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, ParamSpec, Self, TypeVar
from weakref import WeakSet, finalize

from worksheets.caches import Lifetime, forget
from worksheets.errors import WorkerError, WorksheetsError
from worksheets.messages import _
from worksheets.resources import is_shipped

if TYPE_CHECKING:
    from types import TracebackType

    from worksheets.compose.drawn_slots import DrawnPage
    from worksheets.compose.edition import Edition
    from worksheets.course.course import Course
    from worksheets.processes.workers import Workers

    from .prepared import PreparedEdition

P = ParamSpec("P")
T = TypeVar("T")

_MOST_EDITIONS = 8
"""Editions that a session keeps; the one that was used longest ago makes room for a new one."""
_MOST_DRAWN = 4
"""Courses, each in a layout, of which a session keeps what their pages print."""


class Session:
    """Keeps prepared editions, so that the next handout or packet is made faster.

    An edition whose files have changed since is prepared anew: a template, a style sheet, a font. What was
    computed from participants' texts is forgotten at the end of each run. When the session is closed, all that it keeps
    is given up; when no other session is open, so are fonts and other installed data in memory.

    A course's templates are programs, and the typesetter can be kept busy for ever; both run in a process of their own
    that has limits, and that the session starts when it is first needed.

    Several threads may use a session.
    """

    def __init__(self, cache_folder: Path | None = None, timeout: float = 0, *, shipped_masters: bool = True) -> None:
        """Masters are kept for later processes in ``cache_folder``, or in the user's cache folder if it is None.

        ``timeout`` is the seconds of processor time that one handout may take, 0 for as many as its pages may need.
        Without ``shipped_masters``, those that come with the program are not used.
        """
        self._cache_folder = cache_folder
        self._shipped_masters = shipped_masters
        self._timeout = timeout
        self._workers: Workers | None = None
        self._lock = RLock()
        """Held while what is kept, or the process, is looked up or changed."""
        self._editions: dict[str, PreparedEdition] = {}
        """By the digests of their contents, the last used at the end."""
        self._drawn: dict[str, tuple[DrawnPage, ...]] = {}
        """What the pages of the last courses print, by the digests of their contents."""
        with _opening:
            _open.add(self)

    def prepared(self, edition: "Edition") -> "PreparedEdition":
        """Return an edition with what makes its handouts: the same as before, unless a file has changed."""
        from worksheets.compose.fingerprint import content_digest  # Here, so that --help does not load all this.

        from .prepared import PreparedEdition, masters_folder

        cache_folder = self._cache_folder or masters_folder()
        digest = content_digest(edition, cache_folder)
        with self._lock:
            prepared = self._editions.pop(digest, None)
            prepared = prepared or PreparedEdition(edition, digest, cache_folder, shipped=self._shipped_masters)
            _keep(self._editions, digest, prepared, _MOST_EDITIONS)
        return prepared

    def start_early(self, course: "Course") -> None:
        """Let the process load what typesets while this one goes on, if it is needed for every handout of a course.

        That it cannot be started is said when it is needed.
        """
        if not is_shipped(course.folder):
            with suppress(WorkerError):
                self._process(course)

    def drawn_pages(self, course: "Course", layout: str) -> "tuple[DrawnPage, ...]":
        """Return what each page of a course prints: found anew when a file of the course has changed."""
        from worksheets.compose.edition import Edition
        from worksheets.compose.fingerprint import content_digest
        from worksheets.course.layout import read_layout

        from .jobs import drawn_job
        from .prepared import masters_folder

        edition = Edition(course, course.pages, read_layout(layout, course.folder, language=course.language))
        digest = content_digest(edition, self._cache_folder or masters_folder())
        with self._lock:
            drawn = self._drawn.get(digest)
        drawn = drawn or self.fill_templates(course, drawn_job, course, layout)
        with self._lock:
            self._drawn.pop(digest, None)
            _keep(self._drawn, digest, drawn, _MOST_DRAWN)
        return drawn

    def fill_templates(
        self, course: "Course", function: Callable[P, T], /, *arguments: P.args, **options: P.kwargs
    ) -> T:
        """Call a function of ``jobs`` that only fills a course's templates, as ``call`` does; our own are filled here.

        That saves the half second in which the process loads the typesetter.
        """
        if is_shipped(course.folder):
            return function(*arguments, **options)
        return self.call(course, function, *arguments, **options)

    def call(self, course: "Course", function: Callable[P, T], /, *arguments: P.args, **options: P.kwargs) -> T:
        """Call a function of ``jobs``, which fills a course's templates or typesets, in the session's process.

        It may take as long as one handout. Raises WorksheetsError as the function does, and WorkerError when it runs
        into a limit or fails.
        """
        return self.call_for(1, course, function, *arguments, **options)

    def call_for(
        self, handouts: int, course: "Course", function: Callable[P, T], /, *arguments: P.args, **options: P.kwargs
    ) -> T:
        """Call a function as ``call`` does, which may take as long as so many handouts."""
        from concurrent.futures import BrokenExecutor

        from worksheets.processes.waiting import result_of
        from worksheets.processes.workers import not_started

        from .failures import failure
        from .jobs import alone
        from .workers import seconds_for

        seconds = handouts * (self._timeout or seconds_for(course))
        try:
            result: T = result_of(self._process(course).within(seconds, alone, function, *arguments, **options))
        except WorksheetsError:
            raise
        except BrokenExecutor as error:
            raise not_started() from error
        except Exception as error:  # The process can die of anything.
            message = _(
                "{folder}: {problem}; look in the pages, styles and pictures for something that never ends or is too "
                "large"
            )
            problems = (message.format(folder=course.folder, problem=problem) for problem in failure(error).problems)
            raise WorkerError(*problems) from error
        return result

    def _process(self, course: "Course") -> "Workers":
        from .workers import typesetters

        with self._lock:
            if self._workers and self._workers.is_broken:  # As when the system needed memory: others take their place.
                self._end_workers()
            if self._workers is None:
                self._workers = typesetters(course, 1, self._timeout)
                self._end = finalize(self, self._workers.shutdown, cancel_futures=True)
            return self._workers

    def close(self) -> None:
        """Give up all that is kept. The session can be used again, and starts from nothing then."""
        with self._lock:
            self._editions.clear()
            self._drawn.clear()
            self._end_workers()
        with _opening:
            _open.discard(self)
            is_last = not _open
        forget(Lifetime.RUN)
        if is_last:
            forget(Lifetime.SESSION)

    def _end_workers(self) -> None:
        if self._workers:
            self._end()
            self._workers = None

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


def _keep(kept: dict[str, T], key: str, value: T, most: int) -> None:
    """Keep a value as the last that was used; the one that was used longest ago makes room for it."""
    kept[key] = value
    while len(kept) > most:
        del kept[next(iter(kept))]


_open: WeakSet[Session] = WeakSet()
"""The sessions that have not been closed."""
_opening = RLock()
"""Held while one is opened or closed: a set must not change while another thread looks through it."""
