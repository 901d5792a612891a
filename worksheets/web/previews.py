"""Pages as they will be printed: their pictures and texts, kept while they are looked at."""

import hashlib
import hmac
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as NotYetError
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass, replace
from threading import RLock, Semaphore, Thread
from typing import TYPE_CHECKING, TypeVar

from worksheets import api
from worksheets.messages import language

if TYPE_CHECKING:
    from worksheets.people.participant import Participant

    from .choices import Choices
    from .outlines import Outline

T = TypeVar("T")

_POINTS_WIDE = 595
"""The width of an upright A4 page, in points of 1/72 inch; one across is drawn wider by as much as it is."""
WIDEST = 2000
"""Limit of a picture's width, in pixels."""
_LOWEST_DPI = 36
_MOST_VIEWS = 4
"""Ways of printing whose handouts are kept."""
_MOST_HANDOUTS = 200
"""Handouts whose pages are known."""
_MOST_BYTES = 20_000_000
"""Of the pictures that are kept, which are 10 to 300 kB each."""
_AT_ONCE = 2
"""Handouts that are made at the same time."""
_MOST_PREPARED = 4
_MOST_WAITING = 4
"""Handouts that are waited for. Whoever ticks pages quickly looks at the last of them only."""


@dataclass(frozen=True, slots=True)
class Looking:
    """Which page of whom somebody looks at."""

    number: int = 1
    """The page of the handout, counted from 1."""
    person: int = 0
    """The number that the list has them by; 0 for the first."""
    text: bool = False
    """The page's text is shown, too."""


@dataclass(frozen=True, slots=True)
class Look:
    """A handout to look at: printed in one way, for a participant or blank."""

    printing: api.Printing
    participant: "Participant | None"
    style: str
    """Tells this way of printing from others, whatever everybody is given."""
    view: str
    """Tells it from others with what everybody is given."""
    key: str
    """Tells this handout from others: it is another one once anything has changed that is printed on it."""

    @property
    def is_blank(self) -> bool:
        """Nothing is on it that somebody has typed."""
        return self.participant is None and not self.printing.given


def look_at(choices: "Choices", outline: "Outline", participant: "Participant | None", secret: str) -> Look:
    """Return a handout to look at; forms are shown as the paper has them, and nothing is locked.

    The keys are made with a secret, so that nobody can guess from an address what is printed.
    """
    course = outline.course
    printing = replace(choices.printing(course), fillable=False, password="")
    if participant is not None and course.secret_slot:
        participant = participant.given({course.secret_slot: ""})
    options = (printing.pages, printing.layout, printing.theme)
    style = digest(secret, course.folder, outline.stamp, language(), options)
    view = digest(secret, style, sorted(printing.given.items()))
    person = (participant.key, sorted(participant.values.items())) if participant else None
    return Look(printing, participant, style, view, digest(secret, view, person))


def digest(secret: str, *parts: object) -> str:
    """Return a key for something that depends on these parts alone, and that nobody can guess without the secret."""
    return hmac.new(secret.encode(), repr(parts).encode(), hashlib.sha256).hexdigest()[:20]


class Previews:
    """What one visit has looked at. Several threads may use it."""

    def __init__(self) -> None:
        self._styles: dict[str, api.PageView] = {}
        """By ways of printing, with nothing given: what is prepared for them serves whatever is given."""
        self._views: dict[str, api.PageView] = {}
        self._handouts: dict[str, Future[tuple[str, ...]]] = {}
        """For each page of a handout the name of the course's page, once it is made."""
        self._pictures: dict[tuple[str, int, int], bytes] = {}
        self._prepared: dict[str, int] = {}
        """How often each way of printing has been made quick for some kind of handouts."""
        self._waiting: list[Future[tuple[str, ...]]] = []
        """What has been asked for last."""
        self._making = Semaphore(_AT_ONCE)
        self._preparation: Future[None] | None = None
        """What is being made quick, or has been last."""
        self._is_closed = False
        self._lock = RLock()

    def names(self, look: Look, session: api.Session, patience: float | None = None) -> tuple[str, ...] | None:
        """Return for each page of a handout the name of the course's page; None if it takes more than so many seconds.

        Raises WorksheetsError for a handout that cannot be made. A screen, which has little patience, shows why; so the
        next call after it tries again.
        """
        handout = self._handout(look, session)
        try:
            return handout.result(patience)
        except (NotYetError, CancelledError):
            return None
        except api.WorksheetsError:
            with self._lock:
                if patience is not None:
                    self._handouts.pop(look.key, None)
            raise

    def picture(self, look: Look, session: api.Session, number: int, width: int) -> bytes:
        """Return the picture (PNG) of a page, which is about so many pixels wide if it is upright.

        Raises IndexError for a page that is not there, or not looked at any more, and WorksheetsError for one that
        cannot be made.
        """
        dpi = max(_LOWEST_DPI, min(width, WIDEST) * 72 // _POINTS_WIDE)
        key = (look.key, number, dpi)
        with self._lock:
            picture = self._pictures.pop(key, None)
        if picture is None:
            try:
                self._handout(look, session).result()
            except CancelledError as error:
                raise IndexError(number) from error
            picture = self.view(look, session).picture(look.participant, number - 1, dpi)
        with self._lock:
            self._pictures[key] = picture
            while sum(map(len, self._pictures.values())) > _MOST_BYTES:
                del self._pictures[next(iter(self._pictures))]
        return picture

    def text(self, look: Look, session: api.Session, number: int) -> str:
        """Return the text of a page. Raises as ``picture`` does."""
        return self.view(look, session).text(look.participant, number - 1)

    def view(self, look: Look, session: api.Session) -> api.PageView:
        """Return what draws the handouts of a way of printing. Raises WorksheetsError for one that is wrong."""
        view = self._views.get(look.view) or self.draft(look, session)
        return _last_used(self._lock, self._views, look.view, lambda: view, _MOST_VIEWS)

    def draft(self, look: Look, session: api.Session) -> api.PageView:
        """Return what ``view`` does, but keep nothing of it: the next letter that is typed makes it another one."""
        plain = replace(look.printing, given={})
        style = _last_used(self._lock, self._styles, look.style, lambda: api.PageView(plain, session), _MOST_VIEWS)
        return style.with_given(look.printing.given)  # Not under the lock: pages of one's own may have to be filled.

    def prepare(self, look: Look, session: api.Session, preparing: api.Session) -> None:
        """Make in the background what lets this handout be drawn in some hundredths of a second from then on.

        That is done by the other session, so that pages can be drawn meanwhile. It only saves time: while something is
        prepared, nothing else is, and whoever goes on typing asks again.
        """

        def work() -> None:
            with suppress(api.WorksheetsError):
                view = self.draft(look, session)
                if not view.is_quick(look.participant) and self._may_prepare(look.style):
                    view.prepare(look.participant, preparing)

        with self._lock:
            if self._preparation is None or self._preparation.done():
                self._preparation = self._start(work, Semaphore())

    def _may_prepare(self, style: str) -> bool:
        """Count how often a way of printing was prepared; there are few kinds of handouts in each."""
        with self._lock:
            self._prepared[style] = self._prepared.get(style, 0) + 1
            return self._prepared[style] <= _MOST_PREPARED

    def close(self) -> None:
        """Give up all that is kept."""
        with self._lock:
            self._is_closed = True
            for future in self._waiting:
                future.cancel()
            for kept in (self._styles, self._views, self._handouts, self._pictures):
                kept.clear()

    def _handout(self, look: Look, session: api.Session) -> Future[tuple[str, ...]]:
        def names() -> tuple[str, ...]:
            return self.view(look, session).names(look.participant)

        def begin() -> Future[tuple[str, ...]]:
            self._waiting = [future for future in self._waiting if not future.done()]
            for overtaken in self._waiting[: 1 - _MOST_WAITING]:
                overtaken.cancel()
            future = self._start(names, self._making)
            self._waiting.append(future)
            return future

        handout = self._handouts.get(look.key)
        if handout and handout.cancelled():
            self._handouts.pop(look.key, None)
        return _last_used(self._lock, self._handouts, look.key, begin, _MOST_HANDOUTS)

    def _start(self, function: Callable[[], T], turn: Semaphore) -> Future[T]:
        """Begin a call in a thread, in the language of this one, when it is its turn.

        The thread is a daemon: nothing that is only looked at keeps the program from ending.
        """
        future: Future[T] = Future()

        def work() -> None:
            with turn:
                if self._is_closed:
                    future.cancel()
                if not future.set_running_or_notify_cancel():
                    return
                try:
                    future.set_result(function())
                except BaseException as error:  # noqa: BLE001 - whoever asks for the result gets it
                    future.set_exception(error)

        Thread(target=copy_context().run, args=(work,), name="preview", daemon=True).start()
        return future


def _last_used(lock: RLock, kept: dict[str, T], key: str, make: Callable[[], T], most: int) -> T:
    """Return what is kept under a key, or else make it; what was asked for longest ago makes room for it."""
    with lock:
        value = kept.pop(key, None)
        value = make() if value is None else value
        kept[key] = value
        while len(kept) > most:
            del kept[next(iter(kept))]
    return value
