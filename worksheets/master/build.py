"""Plates made: a handout typeset with stand-ins in its slots, and taken apart into what is fixed and what is open.

It is typeset with every slot in one line, and its pages once more, with the slots that can be set small set so, and the
first of each group in two lines. How a slot's step and lines change its pages is read off the differences. At last it
is pressed with prose, and held against what the typesetter makes of the same. Where a slot changes anything else,
there is no plate, and the typesetter sets each handout as before.
"""

from collections.abc import Sequence
from io import BytesIO

import pikepdf
from msgspec import structs

from worksheets.compose.templates import compose
from worksheets.course.layout import NORMAL
from worksheets.errors import UnsettableError, _
from worksheets.merge.merger import Press
from worksheets.merge.model import Overleaf, Plate
from worksheets.merge.questions import SPOKEN, Key, Question
from worksheets.pdf.content_stream import NEAR, NUMBER, Run, drawn
from worksheets.text.fit import Fit
from worksheets.text.font_subsets import letters_of
from worksheets.text.fonts import REGULAR

from .compare import Openings, Plan
from .continuation_probe import Turn, going_on, leaf_count, measured
from .objects import Stock
from .placeholders import Samples
from .renderings import PLAIN, Fillings, Proof, Side, body_of, in_state
from .sample_text import NOBODY, prose, prose_overleaf

_LATIN = (range(0x20, 0x7F), range(0xA0, 0x250), range(0x1E00, 0x1F00), range(0x2010, 0x2040), range(0x20A0, 0x20C0))
"""What is written in Latin letters: punctuation and money too."""


class Etcher:
    """Makes the plates of one edition. What it has found out of a page serves for all plates that have the page so."""

    def __init__(self, pages: Sequence[str]) -> None:
        self.pages = pages
        self.turned = False
        """The texts of the last plate's participant go on overleaf."""
        self._keys: list[Key] = []
        self._proved: set[int] = set()
        self._sides: dict[tuple[str, tuple[tuple[Question, int], ...], tuple[int, ...]], Side] = {}
        self._measured: dict[tuple[str, tuple[Key, ...]], Overleaf] = {}

    def etch(self, real: Fillings) -> Plate:
        """Return the plate for a participant: it serves for all of whom the templates would ask the same.

        ``real`` gives fillings with the participant's data, of which only the answers to questions come onto the plate.
        Raises UnsettableError when a slot changes more than its own place.
        """
        letters = letters_of(REGULAR, _LATIN)
        self.turned = False
        turns = self._turns(real)
        self.turned = bool(turns)
        onward = {turn.overleaf.keys[0]: turn.lines[0] for turn in turns.values()}
        first = Proof(self.pages, Samples(real, PLAIN, self._keys, onward=onward), letters)
        plan = Plan(first, real())
        sides = [self._side(place, first, plan, real, turns.get(place)) for place in range(len(self.pages))]
        etching = Openings(first, sides, plan)
        made = Stock(etching, real()).plate(letters)
        self._prove(made, etching, real)
        return made

    def _going(self, real: Fillings) -> dict[int, tuple[Key, ...]]:
        """Return from which pages a participant's texts go on overleaf, by their places: the slots where they may."""
        samples = Samples(real, PLAIN, self._keys)
        compose(self.pages, samples)
        found = {}
        for place, given in enumerate(samples.given[:-1]):
            filling = real()
            keys = tuple(key for number in sorted(given) if filling.layout.last_step((key := self._keys[number])[1]))
            if any(filling.fit(*key).rest for key in keys):
                found[place] = keys
        return found

    def _turns(self, real: Fillings) -> dict[int, Turn]:
        """Return how a participant's texts go on overleaf, by the places of the pages that they go on from."""
        found = {}
        for place, keys in self._going(real).items():
            leaves, bare = leaf_count(self.pages[place], real)
            overleaf = self._overleaf(self.pages[place], real, keys)
            found[place] = Turn(structs.replace(overleaf, bare=bare), leaves)
        return found

    def _overleaf(self, page: str, real: Fillings, going: tuple[Key, ...]) -> Overleaf:
        if (page, going) not in self._measured:
            self._measured[page, going] = measured(page, real, self._keys, going)
        return self._measured[page, going]

    def _side(self, place: int, first: Proof, plan: Plan, real: Fillings, turn: Turn | None) -> Side | None:
        """Return the other proofs of a page; None when nothing of a participant is on it."""
        numbers = first.samples.given[place]
        if all(self._keys[number][1] == SPOKEN for number in numbers):
            return None
        page = self.pages[place]
        shape = (turn.leaves, turn.overleaf.bare) if turn else ()
        sort = page, tuple(sorted(first.samples.asked[place].items())), shape
        if sort not in self._sides:
            onward = {turn.overleaf.keys[0]: turn.lines[1]} if turn else {}
            second = Proof([page], Samples(real, in_state(plan.second), self._keys, onward=onward))
            more = Proof([page], Samples(real, going_on(real().layout), self._keys)) if turn else None
            self._sides[sort] = Side(page, frozenset(numbers), second, turn.overleaf if turn else None, more)
        return self._sides[sort]

    def _prove(self, made: Plate, etching: Openings, real: Fillings) -> None:
        """Press prose, and hold it against what the typesetter makes of the same. Raises UnsettableError."""
        press = Press(made)
        chosen = {key: text for number, spot in enumerate(made.spots) for key, text in [prose(number, spot, press)]}
        for overleaf in made.overleaf:
            chosen |= prose_overleaf(overleaf, press, real().label)

        def give(_number: int, key: Key) -> Fit:
            return chosen.get(key) or Fit(NORMAL, NOBODY if key[1] == SPOKEN else "")

        with pikepdf.open(BytesIO(press.handout(Samples(real, give, self._keys, plain=True)()))) as book:
            pages = drawn(book)
        unproved = [side for side in etching.sides if id(side) not in self._proved]
        proofs = {id(side): Proof([side.page], Samples(real, give, self._keys)) for side in unproved}
        for side, page, there in etching.pairs:
            if id(side) in self._proved:
                continue
            (pressed, around), (typeset, around_those) = body_of(pages[page]), body_of(proofs[id(side)].pages[there])
            alike = len(pressed) == len(typeset) and all(map(Run.is_like, pressed, typeset))
            if not alike or not _is_near(around, around_those):
                raise UnsettableError(_("pressed, a page is not as it is typeset"))
        self._proved |= proofs.keys()


def _is_near(one: bytes, other: bytes) -> bool:
    """Tell whether two stretches of content are the same but for numbers that hardly differ."""
    ours, theirs = NUMBER.split(one), NUMBER.split(other)
    if len(ours) != len(theirs):
        return False
    return all(
        a == b or (place % 2 and abs(float(a) - float(b)) < NEAR)
        for place, (a, b) in enumerate(zip(ours, theirs, strict=True))
    )
