"""A group's handouts made by an executor: merged many together, or set by the typesetter one by one.

What cannot be merged comes back with the reason, and is set; so is whatever was under way when a call failed.
"""

import pickle
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass
from math import inf
from typing import Any

from worksheets.compose.edition import Edition
from worksheets.errors import WorkerError, _
from worksheets.master.store import NO_MASTER
from worksheets.pdf.print_file import PrintFile
from worksheets.people.participant import Participant

from .handout import master_store
from .jobs import HandoutParts, Made, Wanted, merge_one, merge_work, work
from .workers import cores

AHEAD = 500
"""Handouts that may be made before one that is still under way; they wait in memory to be printed in their order."""
_FEW = 40
"""Handouts that are merged in this process while the others get ready, if there are masters for them."""
_MANY = 12
"""Handouts for which masters are made, though it is the first time that such are asked for."""
_TOGETHER = 25
_WHOLE = Wanted()
_SHARES = 8
"""Calls at least in which a group is merged, so that every process has some."""


@dataclass(frozen=True, slots=True)
class FinishedHandout:
    """A handout that has been made."""

    pages: int
    pdf: bytes
    """Without any password; empty when only its parts are wanted."""
    into: Callable[[PrintFile, str], int]
    """Puts it into a print file under a name, and returns how many pages it has."""
    typeset_reason: str = ""
    """Why it was typeset, though masters were wanted."""


Result = FinishedHandout | Exception


@dataclass(frozen=True, slots=True, order=True)
class _Call:
    """The places of the people whose handouts are made in one call, and whether they are merged."""

    places: tuple[int, ...]
    merged: bool


class Scheduler:
    """Makes the handouts of people, the texts as they are printed.

    ``reasons`` says by their places why some were not merged.
    """

    def __init__(
        self,
        edition: Edition,
        people: Sequence[Participant],
        executor: Executor,
        patience: float,
        wanted: Wanted = _WHOLE,
    ) -> None:
        """Take ``patience``, the seconds without any result after which what is under way is given up."""
        self.edition = edition
        self.people = people
        self.executor = executor
        self.patience = patience
        self.wanted = wanted
        self.masters = master_store(edition)
        self.reasons: dict[int, str] = {}
        self._pickled = pickle.dumps(edition)
        self._to_merge: deque[int] = deque()
        self._to_set: deque[int] = deque()
        self._under_way: dict[Future[Any], _Call] = {}
        self._makes_masters = False
        self._has_merged = False
        """There is a master, or a call to merger has come back: there will be none."""

    def results(self, *, masters: bool) -> Iterator[tuple[int, Result]]:
        """Yield each one's place and what has become of their handout, as soon as it is known."""
        every = range(len(self.people))
        if not masters:
            self._to_set.extend(every)
        elif len(every) <= _FEW:
            yield from self._merged_here()
        else:
            self._to_merge.extend(every)
            self._has_merged = self.masters.serve(self.people[0])
        self._makes_masters |= len(every) >= _MANY
        while self._to_merge or self._to_set or self._under_way:
            self._submit()
            done = wait(self._under_way, self.patience, FIRST_COMPLETED).done
            for future in sorted(done, key=self._under_way.__getitem__):
                yield from self._taken(self._under_way.pop(future), future)
            if not done:
                yield from self._given_up()

    def _merged_here(self) -> Iterator[tuple[int, Result]]:
        for place, person in enumerate(self.people):
            made = merge_one(self.masters, person, self.wanted, make=False)
            if made == NO_MASTER:
                self._to_merge.append(place)
            elif isinstance(made, str):
                self._set_later(place, made)
            else:
                yield from self._ready(place, made)
        self._makes_masters = bool(self._to_merge) and self.masters.cache.asked_before()

    def _set_later(self, place: int, reason: str) -> None:
        self.reasons[place] = reason
        self._to_set.append(place)

    def _submit(self) -> None:
        """Hand on all that may be under way: nobody too far ahead of the first that is still missing."""
        first = min(*self._to_set, *self._to_merge, *(call.places[0] for call in self._under_way.values()), inf, inf)
        while self._to_set and self._to_set[0] < first + AHEAD:
            place = self._to_set.popleft()
            self._call(_Call((place,), merged=False), work, self.people[place])
        if self._makes_masters and not self._has_merged:
            self._begin()
            return
        while self._to_merge and self._to_merge[0] < first + AHEAD:
            self._merge(min(_TOGETHER, max(1, len(self.people) // _SHARES), len(self._to_merge)))

    def _begin(self) -> None:
        """Let one process make a master, and the others set handouts meanwhile, rather than wait for it."""
        if not self._under_way and self._to_merge:
            self._merge(1)
        while self._to_merge and len(self._under_way) < cores():
            self._set_later(self._to_merge.popleft(), _("while a master was made"))
            place = self._to_set.popleft()
            self._call(_Call((place,), merged=False), work, self.people[place])

    def _merge(self, count: int) -> None:
        places = tuple(self._to_merge.popleft() for _one in range(count))
        people = [self.people[place] for place in places]
        self._call(_Call(places, merged=True), merge_work, people, self.wanted, make=self._makes_masters)

    def _call(self, call: _Call, function: Callable[..., Any], *arguments: object, **options: object) -> None:
        try:
            self._under_way[self.executor.submit(function, self._pickled, *arguments, **options)] = call
        except (OSError, RuntimeError) as error:  # The executor itself is broken.
            raise WorkerError(_("No process can be started: {error}").format(error=repr(error))) from error

    def _taken(self, call: _Call, future: Future[Any]) -> Iterator[tuple[int, Result]]:
        """Yield what a call has made; what it could not merger is to be set."""
        self._has_merged |= call.merged
        try:
            made = future.result() if call.merged else [future.result()]
        except Exception as error:  # noqa: BLE001 - whatever one call died of, the others are finished
            if not call.merged:
                yield call.places[0], error
                return
            made = [_("the merger failed: {error}").format(error=type(error).__name__)] * len(call.places)
        for place, one in zip(call.places, made, strict=True):
            if isinstance(one, str):
                self._set_later(place, one)
            else:
                yield from self._ready(place, one)

    def _ready(self, place: int, made: Made | HandoutParts) -> Iterator[tuple[int, FinishedHandout]]:
        reason = self.reasons.get(place, "")
        if not isinstance(made, HandoutParts):
            pdf, pages = made
            yield place, FinishedHandout(pages, pdf, lambda print_file, name: print_file.add(pdf, name), reason)
        elif merger := self.masters.named(made.master):
            master, own = merger.master, made.merged
            yield (
                place,
                FinishedHandout(
                    made.pages, made.pdf, lambda print_file, name: print_file.add_merged(master, own, name)
                ),
            )
        else:
            self._set_later(place, _("its master is gone"))

    def _given_up(self) -> Iterator[tuple[int, Result]]:
        for future, call in self._under_way.items():
            future.cancel()
            yield from ((place, TimeoutError()) for place in call.places)
        self._under_way.clear()
