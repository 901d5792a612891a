"""The plates of an edition: found in the cache, or made when enough handouts want them; never in a handout's way."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from worksheets.compose.edition import Edition
from worksheets.compose.page_data import Filling
from worksheets.errors import UnsettableError, _
from worksheets.merge.merger import Press
from worksheets.merge.questions import answer
from worksheets.merge.variable_objects import Pressed
from worksheets.people.participant import Participant

from .cache import KEPT, PlateCache

if TYPE_CHECKING:
    from .build import Etcher

NO_PLATE = _("no plate yet")
"""Why a handout is not pressed when there is no plate that serves, but one may be made."""
_WORTH = 3
"""Participants of the same sort, after the first sort, for whom a plate is made: it takes as long as three handouts."""


class Plates:
    """The plates of one edition, for one process."""

    def __init__(self, edition: Edition, folder: Path | None = None) -> None:
        """Take an edition, and the cache's folder; without one there is no cache."""
        self.edition = edition
        self.cache = PlateCache(edition, folder)
        self._made: dict[str, Press] = {}
        """By the names of their files, the last used at the end."""
        self._wanted: Counter[str] = Counter()
        self._refused: dict[bool, str] = {}
        """Why there are no plates for those whose texts go on overleaf, and for the others."""
        self._etcher: Etcher | None = None

    def filling(self, participant: Participant) -> Filling:
        """Return what a participant's pages are filled with."""
        edition = self.edition
        return Filling(edition.course, participant, edition.layout, fillable=edition.fillable)

    def handout(self, participant: Participant, *, make: bool) -> tuple[bytes, int]:
        """Return a participant's handout, the texts as they are printed, and how many pages it has.

        A plate that is missing is made if that is wished and worth it. Raises UnsettableError, with the reason in a
        few words, when the typesetter must set the handout.
        """
        press, pressed = self.pressed(participant, make=make)
        return press.file(pressed), press.plate.pages

    def pressed(self, participant: Participant, *, make: bool) -> tuple[Press, Pressed]:
        """Return what of a handout is the participant's own, and what makes it whole. Raises UnsettableError."""
        filling = self.filling(participant)
        press = self._press(participant, filling, make=make)
        return press, press.pressed(filling)

    def kept(self, press: Press) -> str:
        """Return the name by which another process finds a plate in the cache; empty when it cannot."""
        return next((name for name, other in self._made.items() if other is press and name in self.cache), "")

    def named(self, name: str) -> Press | None:
        """Return the press of a plate that another process has used; None when the cache has it no more."""
        return self._made.get(name) or next((press for known, press in self._more() if known == name), None)

    def serve(self, participant: Participant) -> bool:
        """Tell whether there is a plate for a participant."""
        try:
            return self._serving(self.filling(participant)) is not None
        except UnsettableError:
            return True  # One that serves others like them.

    def _press(self, participant: Participant, filling: Filling, *, make: bool) -> Press:
        if press := self._serving(filling):
            return press
        if reason := self._refused.get(bool(filling.rests)):
            raise UnsettableError(reason)
        if not make:
            raise UnsettableError(NO_PLATE)
        if self._made and not self._is_worth(filling):
            raise UnsettableError(_("pages that few others have"))
        with self.cache.alone():
            # Another process may have made it while this one waited.
            return self._serving(filling) or self._make(participant)

    def _serving(self, filling: Filling) -> Press | None:
        known = chain(reversed(self._made.items()), self._more())
        name, press = next(((name, press) for name, press in known if press.serves(filling)), ("", None))
        if press:
            self._use(name, press)
        return press

    def _use(self, name: str, press: Press) -> None:
        """Note that a plate is used; the one that was used longest ago makes room for one that is new."""
        if name != next(reversed(self._made), ""):
            self.cache.used(name)
        self._made.pop(name, None)
        self._made[name] = press
        if len(self._made) > KEPT:
            del self._made[next(iter(self._made))]

    def _is_worth(self, filling: Filling) -> bool:
        """Tell whether enough participants have wanted such a plate since one was last made."""
        sort = self._sort(filling)
        is_known = sort not in self._wanted and self.cache.asked_before(sort)
        self._wanted[sort] += 1
        if self._wanted[sort] < _WORTH and not is_known:
            return False
        self._wanted[sort] = 0
        return True

    def _sort(self, filling: Filling) -> str:
        """Return what tells a participant's handout from others: the answers to questions, and where texts go on."""
        plates = [press.plate for press in self._made.values()]
        questions = sorted({(what, path) for plate in plates for what, path, _given in plate.asked})
        slots = {(spot.path, spot.place) for plate in plates for spot in plate.spots}
        limited = [(path, place) for path, place in slots if filling.layout.last_step(place)]
        going = sorted({place for path, place in limited if filling.fit(path, place).rest})
        return _digest([[answer(filling, question) for question in questions], going])

    def _make(self, participant: Participant) -> Press:
        from .build import Etcher  # When it is needed: with it comes the typesetter, which takes half a second.

        self._etcher = self._etcher or Etcher(self.edition.pages)
        try:
            plate = self._etcher.etch(lambda: self.filling(participant))
        except Exception as error:
            # A plate only saves time: whatever goes wrong in making one, its handouts are typeset instead, and told so.
            reason = f"no plate: {error}" if isinstance(error, UnsettableError) else f"no plate: {error!r}"
            self._refused[self._etcher.turned] = reason
            raise UnsettableError(reason) from error
        name = _digest([plate.asked, [(one.keys, len(one.leaves), one.bare) for one in plate.overleaf]])
        press = Press(plate)
        self.cache.keep(name, plate)
        self._use(name, press)
        return press

    def _more(self) -> Iterator[tuple[str, Press]]:
        """Read the plates in the cache that are not known yet, one by one: what other processes make is as good."""
        for name, plate in self.cache.more():
            self._made[name] = Press(plate)
            yield name, self._made[name]

    def prepare(self, participant: Participant) -> None:
        """Make the plate that a participant’s handout was not pressed from, if such have been asked for before.

        The first handout is not worth it: nobody knows whether there will be another.
        """
        with suppress(UnsettableError):
            if not self._serving(self.filling(participant)) and self.cache.asked_before():
                self._make(participant)


def _digest(told: object) -> str:
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]
