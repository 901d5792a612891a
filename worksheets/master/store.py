"""The masters of an edition: found in the cache, or made when enough handouts want them; never in a handout's way."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from worksheets.compose.edition import Edition
from worksheets.compose.page_data import PageData
from worksheets.errors import NeedsTypesetterError, _
from worksheets.merge.merger import Merger
from worksheets.merge.questions import answer
from worksheets.merge.variable_objects import VariableObjects
from worksheets.people.participant import Participant

from .cache import KEPT, MasterCache

if TYPE_CHECKING:
    from .build import MasterBuilder

NO_MASTER = _("no master yet")
"""Why a handout is not merged when there is no master that serves, but one may be made."""
_WORTH = 3
"""Participants of the same sort, after the first sort, for whom a master is made: it takes as long as three handouts."""


class MasterStore:
    """The masters of one edition, for one process."""

    def __init__(self, edition: Edition, folder: Path | None = None) -> None:
        """Take an edition, and the cache's folder; without one there is no cache."""
        self.edition = edition
        self.cache = MasterCache(edition, folder)
        self._made: dict[str, Merger] = {}
        """By the names of their files, the last used at the end."""
        self._wanted: Counter[str] = Counter()
        self._refused: dict[bool, str] = {}
        """Why there are no masters for those whose texts go on continuation, and for the others."""
        self._etcher: MasterBuilder | None = None

    def filling(self, participant: Participant) -> PageData:
        """Return what a participant's pages are filled with."""
        edition = self.edition
        return PageData(edition.course, participant, edition.layout, fillable=edition.fillable)

    def handout(self, participant: Participant, *, make: bool) -> tuple[bytes, int]:
        """Return a participant's handout, the texts as they are printed, and how many pages it has.

        A master that is missing is made if that is wished and worth it. Raises NeedsTypesetterError, with the reason in a
        few words, when the typesetter must set the handout.
        """
        merger, merged = self.merged(participant, make=make)
        return merger.file(merged), merger.master.pages

    def merged(self, participant: Participant, *, make: bool) -> tuple[Merger, VariableObjects]:
        """Return what of a handout is the participant's own, and what makes it whole. Raises NeedsTypesetterError."""
        filling = self.filling(participant)
        merger = self._merge(participant, filling, make=make)
        return merger, merger.merged(filling)

    def kept(self, merger: Merger) -> str:
        """Return the name by which another process finds a master in the cache; empty when it cannot."""
        return next((name for name, other in self._made.items() if other is merger and name in self.cache), "")

    def named(self, name: str) -> Merger | None:
        """Return the merger of a master that another process has used; None when the cache has it no more."""
        return self._made.get(name) or next((merger for known, merger in self._more() if known == name), None)

    def serve(self, participant: Participant) -> bool:
        """Tell whether there is a master for a participant."""
        try:
            return self._serving(self.filling(participant)) is not None
        except NeedsTypesetterError:
            return True  # One that serves others like them.

    def _merge(self, participant: Participant, filling: PageData, *, make: bool) -> Merger:
        if merger := self._serving(filling):
            return merger
        if reason := self._refused.get(bool(filling.rests)):
            raise NeedsTypesetterError(reason)
        if not make:
            raise NeedsTypesetterError(NO_MASTER)
        if self._made and not self._is_worth(filling):
            raise NeedsTypesetterError(_("pages that few others have"))
        with self.cache.alone():
            # Another process may have made it while this one waited.
            return self._serving(filling) or self._make(participant)

    def _serving(self, filling: PageData) -> Merger | None:
        known = chain(reversed(self._made.items()), self._more())
        name, merger = next(((name, merger) for name, merger in known if merger.serves(filling)), ("", None))
        if merger:
            self._use(name, merger)
        return merger

    def _use(self, name: str, merger: Merger) -> None:
        """Note that a master is used; the one that was used longest ago makes room for one that is new."""
        if name != next(reversed(self._made), ""):
            self.cache.used(name)
        self._made.pop(name, None)
        self._made[name] = merger
        if len(self._made) > KEPT:
            del self._made[next(iter(self._made))]

    def _is_worth(self, filling: PageData) -> bool:
        """Tell whether enough participants have wanted such a master since one was last made."""
        sort = self._sort(filling)
        is_known = sort not in self._wanted and self.cache.asked_before(sort)
        self._wanted[sort] += 1
        if self._wanted[sort] < _WORTH and not is_known:
            return False
        self._wanted[sort] = 0
        return True

    def _sort(self, filling: PageData) -> str:
        """Return what tells a participant's handout from others: the answers to questions, and where texts go on."""
        masters = [merger.master for merger in self._made.values()]
        questions = sorted({(what, path) for master in masters for what, path, _given in master.asked})
        slots = {(slot.path, slot.place) for master in masters for slot in master.slots}
        limited = [(path, place) for path, place in slots if filling.layout.last_step(place)]
        going = sorted({place for path, place in limited if filling.fit(path, place).rest})
        return _digest([[answer(filling, question) for question in questions], going])

    def _make(self, participant: Participant) -> Merger:
        from .build import MasterBuilder  # When it is needed: with it comes the typesetter, which takes half a second.

        self._etcher = self._etcher or MasterBuilder(self.edition.pages)
        try:
            master = self._etcher.build(lambda: self.filling(participant))
        except Exception as error:
            # A master only saves time: whatever goes wrong in making one, its handouts are typeset instead, and told so.
            reason = f"no master: {error}" if isinstance(error, NeedsTypesetterError) else f"no master: {error!r}"
            self._refused[self._etcher.turned] = reason
            raise NeedsTypesetterError(reason) from error
        name = _digest(
            [master.asked, [(one.keys, len(one.continuation_pages), one.bare) for one in master.continuation]]
        )
        merger = Merger(master)
        self.cache.keep(name, master)
        self._use(name, merger)
        return merger

    def _more(self) -> Iterator[tuple[str, Merger]]:
        """Read the masters in the cache that are not known yet, one by one: what other processes make is as good."""
        for name, master in self.cache.more():
            self._made[name] = Merger(master)
            yield name, self._made[name]

    def prepare(self, participant: Participant) -> None:
        """Make the master that a participant’s handout was not merged from, if such have been asked for before.

        The first handout is not worth it: nobody knows whether there will be another.
        """
        with suppress(NeedsTypesetterError):
            if not self._serving(self.filling(participant)) and self.cache.asked_before():
                self._make(participant)


def _digest(told: object) -> str:
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]
