"""MasterStore made: a handout typeset with placeholders in its slots, and taken apart into what is fixed and what is open.

It is typeset with every slot in one line, and its pages once more, with the slots that can be set small set so, and the
first of each group in two lines. How a slot's step and lines change its pages is read off the differences. At last it
is merged with prose, and held against what the typesetter makes of the same. Where a slot changes anything else,
there is no master, and the typesetter sets each handout as before.
"""

from collections.abc import Sequence
from io import BytesIO

import pikepdf
from msgspec import structs

from worksheets.compose.templates import compose
from worksheets.course.layout import NORMAL
from worksheets.errors import NeedsTypesetterError, _
from worksheets.merge.merger import Merger
from worksheets.merge.model import Continuation, Master
from worksheets.merge.questions import SPOKEN, Question, SlotKey
from worksheets.pdf.content_stream import NEAR, NUMBER, TextRun, read_content
from worksheets.text.fit import Fit
from worksheets.text.font_subsets import letters_of
from worksheets.text.fonts import REGULAR

from .compare import Comparison, PlaceholderPlan
from .continuation_probe import PageContinuation, going_on, leaf_count, measured
from .objects import MasterObjects
from .placeholders import PlaceholderData
from .renderings import PLAIN, PageDataFactory, PageVariant, Rendering, body_of, in_state
from .sample_text import NOBODY, prose, prose_overleaf

_LATIN = (range(0x20, 0x7F), range(0xA0, 0x250), range(0x1E00, 0x1F00), range(0x2010, 0x2040), range(0x20A0, 0x20C0))
"""What is written in Latin letters: punctuation and money too."""


class MasterBuilder:
    """Makes the masters of one edition. What it has found out of a page serves for all masters that have the page so."""

    def __init__(self, pages: Sequence[str]) -> None:
        self.pages = pages
        self.turned = False
        """The texts of the last master's participant go on continuation."""
        self._keys: list[SlotKey] = []
        self._proved: set[int] = set()
        self._sides: dict[tuple[str, tuple[tuple[Question, int], ...], tuple[int, ...]], PageVariant] = {}
        self._measured: dict[tuple[str, tuple[SlotKey, ...]], Continuation] = {}

    def build(self, real: PageDataFactory) -> Master:
        """Return the master for a participant: it serves for all of whom the templates would ask the same.

        ``real`` gives fillings with the participant's data, of which only the answers to questions come onto the master.
        Raises NeedsTypesetterError when a slot changes more than its own place.
        """
        letters = letters_of(REGULAR, _LATIN)
        self.turned = False
        continued_pages = self._turns(real)
        self.turned = bool(continued_pages)
        onward = {
            continued_page.continuation.keys[0]: continued_page.lines[0] for continued_page in continued_pages.values()
        }
        first = Rendering(self.pages, PlaceholderData(real, PLAIN, self._keys, onward=onward), letters)
        plan = PlaceholderPlan(first, real())
        variants = [
            self._side(place, first, plan, real, continued_pages.get(place)) for place in range(len(self.pages))
        ]
        comparison = Comparison(first, variants, plan)
        made = MasterObjects(comparison, real()).master(letters)
        self._prove(made, comparison, real)
        return made

    def _going(self, real: PageDataFactory) -> dict[int, tuple[SlotKey, ...]]:
        """Return from which pages a participant's texts go on continuation, by their places: the slots where they may."""
        placeholders = PlaceholderData(real, PLAIN, self._keys)
        compose(self.pages, placeholders)
        found = {}
        for place, given in enumerate(placeholders.given[:-1]):
            filling = real()
            keys = tuple(key for number in sorted(given) if filling.layout.last_step((key := self._keys[number])[1]))
            if any(filling.fit(*key).rest for key in keys):
                found[place] = keys
        return found

    def _turns(self, real: PageDataFactory) -> dict[int, PageContinuation]:
        """Return how a participant's texts go on continuation, by the places of the pages that they go on from."""
        found = {}
        for place, keys in self._going(real).items():
            continuation_pages, bare = leaf_count(self.pages[place], real)
            continuation = self._overleaf(self.pages[place], real, keys)
            found[place] = PageContinuation(structs.replace(continuation, bare=bare), continuation_pages)
        return found

    def _overleaf(self, page: str, real: PageDataFactory, going: tuple[SlotKey, ...]) -> Continuation:
        if (page, going) not in self._measured:
            self._measured[page, going] = measured(page, real, self._keys, going)
        return self._measured[page, going]

    def _side(
        self,
        place: int,
        first: Rendering,
        plan: PlaceholderPlan,
        real: PageDataFactory,
        continued_page: PageContinuation | None,
    ) -> PageVariant | None:
        """Return the other renderings of a page; None when nothing of a participant is on it."""
        numbers = first.placeholders.given[place]
        if all(self._keys[number][1] == SPOKEN for number in numbers):
            return None
        page = self.pages[place]
        shape = (continued_page.continuation_pages, continued_page.continuation.bare) if continued_page else ()
        sort = page, tuple(sorted(first.placeholders.asked[place].items())), shape
        if sort not in self._sides:
            onward = {continued_page.continuation.keys[0]: continued_page.lines[1]} if continued_page else {}
            second = Rendering([page], PlaceholderData(real, in_state(plan.second), self._keys, onward=onward))
            more = (
                Rendering([page], PlaceholderData(real, going_on(real().layout), self._keys))
                if continued_page
                else None
            )
            self._sides[sort] = PageVariant(
                page, frozenset(numbers), second, continued_page.continuation if continued_page else None, more
            )
        return self._sides[sort]

    def _prove(self, made: Master, comparison: Comparison, real: PageDataFactory) -> None:
        """Merger prose, and hold it against what the typesetter makes of the same. Raises NeedsTypesetterError."""
        merger = Merger(made)
        chosen = {key: text for number, slot in enumerate(made.slots) for key, text in [prose(number, slot, merger)]}
        for continuation in made.continuation:
            chosen |= prose_overleaf(continuation, merger, real().label)

        def give(_number: int, key: SlotKey) -> Fit:
            return chosen.get(key) or Fit(NORMAL, NOBODY if key[1] == SPOKEN else "")

        with pikepdf.open(BytesIO(merger.handout(PlaceholderData(real, give, self._keys, plain=True)()))) as book:
            pages = read_content(book)
        unproved = [variant for variant in comparison.variants if id(variant) not in self._proved]
        renderings = {
            id(variant): Rendering([variant.page], PlaceholderData(real, give, self._keys)) for variant in unproved
        }
        for variant, page, there in comparison.pairs:
            if id(variant) in self._proved:
                continue
            (merged, around), (typeset, around_those) = (
                body_of(pages[page]),
                body_of(renderings[id(variant)].pages[there]),
            )
            alike = len(merged) == len(typeset) and all(map(TextRun.is_like, merged, typeset))
            if not alike or not _is_near(around, around_those):
                raise NeedsTypesetterError(_("merged, a page is not as it is typeset"))
        self._proved |= renderings.keys()


def _is_near(one: bytes, other: bytes) -> bool:
    """Tell whether two segments of content are the same but for numbers that hardly differ."""
    ours, theirs = NUMBER.split(one), NUMBER.split(other)
    if len(ours) != len(theirs):
        return False
    return all(
        a == b or (place % 2 and abs(float(a) - float(b)) < NEAR)
        for place, (a, b) in enumerate(zip(ours, theirs, strict=True))
    )
