"""A group's handouts made by an executor: pressed many together, or set by the typesetter one by one.

What cannot be pressed comes back with the reason, and is set; so is whatever was under way when a call failed.
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
from worksheets.master.store import NO_PLATE
from worksheets.pdf.print_file import PrintFile
from worksheets.people.participant import Participant

from .handout import plates_of
from .jobs import Made, Parts, Wanted, press_one, press_work, work
from .workers import cores

AHEAD = 500
"""Handouts that may be made before one that is still under way; they wait in memory to be printed in their order."""
_FEW = 40
"""Handouts that are pressed in this process while the others get ready, if there are plates for them."""
_MANY = 12
"""Handouts for which plates are made, though it is the first time that such are asked for."""
_TOGETHER = 25
_WHOLE = Wanted()
_SHARES = 8
"""Calls at least in which a group is pressed, so that every process has some."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A handout that has been made."""

    pages: int
    pdf: bytes
    """Without any password; empty when only its parts are wanted."""
    into: Callable[[PrintFile, str], int]
    """Puts it into a print file under a name, and returns how many pages it has."""
    unpressed: str = ""
    """Why it was typeset, though plates were wanted."""


Result = Ready | Exception


@dataclass(frozen=True, slots=True, order=True)
class _Call:
    """The places of the people whose handouts are made in one call, and whether they are pressed."""

    places: tuple[int, ...]
    pressed: bool


class Making:
    """Makes the handouts of people, the texts as they are printed.

    ``reasons`` says by their places why some were not pressed.
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
        self.plates = plates_of(edition)
        self.reasons: dict[int, str] = {}
        self._pickled = pickle.dumps(edition)
        self._to_press: deque[int] = deque()
        self._to_set: deque[int] = deque()
        self._under_way: dict[Future[Any], _Call] = {}
        self._makes_plates = False
        self._has_pressed = False
        """There is a plate, or a call to press has come back: there will be none."""

    def results(self, *, plates: bool) -> Iterator[tuple[int, Result]]:
        """Yield each one's place and what has become of their handout, as soon as it is known."""
        every = range(len(self.people))
        if not plates:
            self._to_set.extend(every)
        elif len(every) <= _FEW:
            yield from self._pressed_here()
        else:
            self._to_press.extend(every)
            self._has_pressed = self.plates.serve(self.people[0])
        self._makes_plates |= len(every) >= _MANY
        while self._to_press or self._to_set or self._under_way:
            self._submit()
            done = wait(self._under_way, self.patience, FIRST_COMPLETED).done
            for future in sorted(done, key=self._under_way.__getitem__):
                yield from self._taken(self._under_way.pop(future), future)
            if not done:
                yield from self._given_up()

    def _pressed_here(self) -> Iterator[tuple[int, Result]]:
        for place, person in enumerate(self.people):
            made = press_one(self.plates, person, self.wanted, make=False)
            if made == NO_PLATE:
                self._to_press.append(place)
            elif isinstance(made, str):
                self._set_later(place, made)
            else:
                yield from self._ready(place, made)
        self._makes_plates = bool(self._to_press) and self.plates.cache.asked_before()

    def _set_later(self, place: int, reason: str) -> None:
        self.reasons[place] = reason
        self._to_set.append(place)

    def _submit(self) -> None:
        """Hand on all that may be under way: nobody too far ahead of the first that is still missing."""
        first = min(*self._to_set, *self._to_press, *(call.places[0] for call in self._under_way.values()), inf, inf)
        while self._to_set and self._to_set[0] < first + AHEAD:
            place = self._to_set.popleft()
            self._call(_Call((place,), pressed=False), work, self.people[place])
        if self._makes_plates and not self._has_pressed:
            self._begin()
            return
        while self._to_press and self._to_press[0] < first + AHEAD:
            self._press(min(_TOGETHER, max(1, len(self.people) // _SHARES), len(self._to_press)))

    def _begin(self) -> None:
        """Let one process make a plate, and the others set handouts meanwhile, rather than wait for it."""
        if not self._under_way and self._to_press:
            self._press(1)
        while self._to_press and len(self._under_way) < cores():
            self._set_later(self._to_press.popleft(), _("while a plate was made"))
            place = self._to_set.popleft()
            self._call(_Call((place,), pressed=False), work, self.people[place])

    def _press(self, count: int) -> None:
        places = tuple(self._to_press.popleft() for _one in range(count))
        people = [self.people[place] for place in places]
        self._call(_Call(places, pressed=True), press_work, people, self.wanted, make=self._makes_plates)

    def _call(self, call: _Call, function: Callable[..., Any], *arguments: object, **options: object) -> None:
        try:
            self._under_way[self.executor.submit(function, self._pickled, *arguments, **options)] = call
        except (OSError, RuntimeError) as error:  # The executor itself is broken.
            raise WorkerError(_("No process can be started: {error}").format(error=repr(error))) from error

    def _taken(self, call: _Call, future: Future[Any]) -> Iterator[tuple[int, Result]]:
        """Yield what a call has made; what it could not press is to be set."""
        self._has_pressed |= call.pressed
        try:
            made = future.result() if call.pressed else [future.result()]
        except Exception as error:  # noqa: BLE001 - whatever one call died of, the others are finished
            if not call.pressed:
                yield call.places[0], error
                return
            made = [_("the press failed: {error}").format(error=type(error).__name__)] * len(call.places)
        for place, one in zip(call.places, made, strict=True):
            if isinstance(one, str):
                self._set_later(place, one)
            else:
                yield from self._ready(place, one)

    def _ready(self, place: int, made: Made | Parts) -> Iterator[tuple[int, Ready]]:
        reason = self.reasons.get(place, "")
        if not isinstance(made, Parts):
            pdf, pages = made
            yield place, Ready(pages, pdf, lambda print_file, name: print_file.add(pdf, name), reason)
        elif press := self.plates.named(made.plate):
            plate, own = press.plate, made.pressed
            yield place, Ready(made.pages, made.pdf, lambda print_file, name: print_file.add_pressed(plate, own, name))
        else:
            self._set_later(place, _("its plate is gone"))

    def _given_up(self) -> Iterator[tuple[int, Result]]:
        for future, call in self._under_way.items():
            future.cancel()
            yield from ((place, TimeoutError()) for place in call.places)
        self._under_way.clear()
