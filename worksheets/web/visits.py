"""What each browser has chosen and given: in memory, and in a folder of its own that is deleted at the end."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from worksheets.messages import system_language

from .answer_pages import AnswerPages
from .choices import Choices
from .intake import Intake
from .links import new_key
from .paper_files import PaperFiles
from .papers import PaperChoices
from .people import People
from .previews import Looking, Previews

if TYPE_CHECKING:
    from .making import Making
    from .one_person import OnePerson
    from .returned import ReturnedForms


@dataclass(frozen=True, slots=True)
class Problem:
    """Why what somebody wanted was not done."""

    path: str
    """Of the screen on which they wanted it."""
    heading: str
    lines: tuple[str, ...]


@dataclass(slots=True, eq=False)
class Visit:
    """One browser's choices, lists and files. Whoever changes it holds its lock."""

    key: str = field(repr=False)
    """The value of its cookie."""
    folder: Path
    """For its files alone; nobody else may look into it."""
    course: str
    """Its course, by the name under which it is offered."""
    language: str = field(default_factory=system_language)
    choices: Choices = field(default_factory=Choices)
    person: "OnePerson | None" = None
    """What has been typed of one participant."""
    looking: Looking = field(default_factory=Looking)
    """Which page of whom the preview shows."""
    previews: Previews = field(default_factory=Previews, repr=False)
    people: People | None = field(default=None, repr=False)
    """The list of the group."""
    intake: Intake = field(default_factory=Intake, repr=False)
    """What was brought as a list, and not taken."""
    papers: PaperChoices = field(default_factory=PaperChoices)
    """What has been chosen for the papers of the course day."""
    paper_files: PaperFiles = field(default_factory=PaperFiles, repr=False)
    making: "Making | None" = None
    """What is being made, or has been made last."""
    lock: RLock = field(default_factory=RLock, repr=False)
    seen: float = 0.0
    """When it last asked for something, by a clock that never goes back."""
    open_pages: int = 0
    """The browser's pages that are open now, as their script says."""
    closed: float | None = None
    """When the last of its pages was closed, by the same clock; None if none was, as without JavaScript."""
    returned: "ReturnedForms | None" = None
    """The forms that have come back."""
    forms_taken: int = 0
    """How many files have been brought, to number them."""
    expected: People | None = field(default=None, repr=False)
    """The list that answers were compared with, once the answers have become the visit's list."""
    answer_pages: AnswerPages = field(default_factory=AnswerPages, repr=False)
    ends_at: float | None = None
    """When it is wiped because somebody has said so, by the same clock; None if nobody has."""
    problem: Problem | None = None
    """What went wrong last, until it is hidden."""
    is_wiped: bool = False
    """Nothing of it is to be kept any more, whatever a request that was under way still writes."""

    @property
    def is_busy(self) -> bool:
        """True while something is made for it."""
        return self.making is not None and not self.making.phase.is_over

    def wipe(self) -> None:
        """Stop what is being made, delete its files, and give up its pictures; once more does no harm."""
        self.is_wiped = True
        if self.making:
            self.making.discard()
        self.previews.close()
        self.paper_files.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Visits:
    """The visits, by their cookies."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock`` gives seconds, and never goes back."""
        self.clock = clock
        self._visits: dict[str, Visit] = {}
        self._lock = RLock()

    def __iter__(self) -> Iterator[Visit]:
        """Yield the visits that there are now."""
        with self._lock:
            return iter([*self._visits.values()])

    def new(self, course: str) -> Visit:
        """Begin a visit, in a folder that only this user can open."""
        visit = Visit(new_key(), Path(tempfile.mkdtemp(prefix="visit-")), course, seen=self.clock())
        with self._lock:
            self._visits[visit.key] = visit
        return visit

    def of(self, key: str) -> Visit | None:
        """Return the visit with a cookie; None if there is none, or it has been wiped."""
        return self._visits.get(key)

    def touch(self, visit: Visit) -> None:
        """Note that a visit asks for something now."""
        visit.seen = self.clock()

    @contextmanager
    def page_open(self, visit: Visit) -> Iterator[None]:
        """Count a page of a visit as open while the context lasts."""
        with self._lock:
            visit.open_pages += 1
        try:
            yield
        finally:
            with self._lock:
                visit.open_pages -= 1
                visit.closed = self.clock()

    def wipe(self, visit: Visit) -> None:
        """End a visit and delete all of it."""
        with visit.lock:
            self._wipe(visit)

    def wipe_all(self) -> None:
        """End every visit, since the server ends: whatever is still done for one is not waited for."""
        for visit in self:
            if visit.making:
                visit.making.stop()  # All of them first, so that they end at the same time.
        for visit in self:
            self._wipe(visit)

    def _wipe(self, visit: Visit) -> None:
        with self._lock:
            self._visits.pop(visit.key, None)
        visit.wipe()
