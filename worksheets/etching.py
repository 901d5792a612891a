"""Plates made: a handout typeset with stand-ins in its slots, and taken apart into what is fixed and what is open.

It is typeset with every slot in one line, and its pages once more, with the slots that can be set small set so, and the
first of each group in two lines. How a slot's step and lines change its pages is read off the differences. At last it
is pressed with prose, and held against what the typesetter makes of the same. Where a slot changes anything else,
there is no plate, and the typesetter sets each handout as before.
"""

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

import pikepdf

from .drawing import Run, drawn
from .errors import _
from .fit import Fit
from .fonts import REGULAR, letters_of
from .layout import NORMAL
from .openings import Openings, Plan
from .plate import Plate, Spot
from .press import Press
from .proofs import Fillings, Proof, Side, body_of, in_state
from .sample import SPOKEN, Key, Question, Samples
from .setting import UnsettableError
from .stock import Stock

_LATIN = (range(0x20, 0x7F), range(0xA0, 0x250), range(0x1E00, 0x1F00), range(0x2010, 0x2040), range(0x20A0, 0x20C0))
"""What is written in Latin letters: punctuation and money too."""
_PROSE = [
    "Työnhakuvalmennuksessa",
    "laadittu",
    "verkostokartta",
    "auttaa:",
    "soita,",
    "kysy",
    "ja",
    "kiitä!",
    "Ystävät",
    "(ja",
    "naapurit)",
    "tietävät",
    "avoimista",
    "paikoista.",
    "Äitiysloman",
    "jälkeen",
    "Åsa",
    "löysi",
    "TE-palveluista",
    "14.1.2026",
    "ohjaajan,",
    "joka",
    "tunsi",
    "”piilotyöpaikat”.",
]
_NOBODY = "Æ. Ødegård"
"""What is said in titles, as nothing else on the pages is."""
_LENGTHS = (16, 9, 5, 2, 1)


class Etcher:
    """Makes the plates of one edition. What it has found out of a page serves for all plates that have the page so."""

    def __init__(self, pages: Sequence[str]) -> None:
        self.pages = pages
        self._keys: list[Key] = []
        self._proved: set[int] = set()
        self._sides: dict[tuple[str, tuple[tuple[Question, int], ...]], Side] = {}

    def etch(self, real: Fillings) -> Plate:
        """Return the plate for a participant: it serves for all of whom the templates would ask the same.

        ``real`` gives fillings with the participant's data, of which only the answers to questions come onto the plate.
        Raises UnsettableError when a slot changes more than its own place.
        """
        letters = letters_of(REGULAR, _LATIN)
        first = Proof(self.pages, real, self._keys, in_state(lambda _number: (NORMAL, 1)), letters)
        plan = Plan(first, real())
        sides = [self._side(place, first, plan, real) for place in range(len(self.pages))]
        etching = Openings(first, sides, plan)
        made = Stock(etching, real()).plate(letters)
        self._prove(made, etching, real)
        return made

    def _side(self, place: int, first: Proof, plan: Plan, real: Fillings) -> Side | None:
        """Return the other proofs of a page; None when nothing of a participant is on it."""
        numbers = first.samples.given[place]
        if all(self._keys[number][1] == SPOKEN for number in numbers):
            return None
        page = self.pages[place]
        sort = page, tuple(sorted(first.samples.asked[place].items()))
        if sort not in self._sides:
            second = Proof([page], real, self._keys, in_state(plan.second))
            self._sides[sort] = Side(page, frozenset(numbers), second)
        return self._sides[sort]

    def _prove(self, made: Plate, etching: Openings, real: Fillings) -> None:
        """Press prose, and hold it against what the typesetter makes of the same. Raises UnsettableError."""
        press = Press(made)
        chosen = {key: text for number, spot in enumerate(made.spots) for key, text in [_prose(number, spot, press)]}
        samples = Samples(
            real, lambda _n, key: chosen.get(key) or Fit(NORMAL, _NOBODY if key[1] == SPOKEN else ""), self._keys
        )
        with pikepdf.open(BytesIO(press.handout(replace(samples, plain=True)()))) as book:
            pages = drawn(book)
        unproved = [side for side in etching.sides if id(side) not in self._proved]
        proofs = {id(side): Proof([side.page], real, self._keys, samples.stand_in) for side in unproved}
        for side, page, there in etching.pairs:
            if id(side) in self._proved:
                continue
            (pressed, around), (typeset, around_those) = body_of(pages[page]), body_of(proofs[id(side)].pages[there])
            alike = len(pressed) == len(typeset) and all(map(Run.is_like, pressed, typeset))
            if not alike or around != around_those:
                raise UnsettableError(_("pressed, a page is not as it is typeset"))
        self._proved |= proofs.keys()


def _prose(number: int, spot: Spot, press: Press) -> tuple[Key, Fit]:
    """Return a text for a spot: as long as can be there, or shorter, or none."""
    words = _PROSE[number % len(_PROSE) :] + _PROSE[: number % len(_PROSE)]
    steps = list(spot.looks)
    for count in _LENGTHS[number % len(_LENGTHS) :]:
        fitted = Fit(steps[number % len(steps)], " ".join(words[:count]))
        if spot.row < 0 and press.holds(spot, fitted):
            return (spot.path, spot.place), fitted
    return (spot.path, spot.place), Fit(NORMAL, words[0] if spot.row >= 0 or not spot.room else "")
