"""Builds masters: typesets a handout twice with placeholders, and finds what depends on a participant's texts.

First the whole handout is typeset with a placeholder in every slot (``placeholders``, ``renderings``), then each page
by itself, with the placeholders in other sizes and on more lines. The differences show which parts of the pages depend
on texts, and how (``segments``, ``compare``); a page with overflow is also typeset to measure its continuation pages
(``continuation_probe``). The objects of the PDF are numbered anew, and what is the same for everybody is separated from
the rest (``numbering``, ``objects``). In a self-test, sample texts (``sample_text``) are merged into the new master,
and its pages are compared with the typesetter's. A master that passes is kept (``store``, ``cache``). Where a text
changes more than its own place, there is no master, and handouts with these pages are typeset.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from msgspec import structs

from worksheets.course.layout import NORMAL
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.merge.merger import Merger
from worksheets.merge.model import Answer, Continuation, Master, Question, SlotKey
from worksheets.merge.questions import UNDRAWN
from worksheets.pdf.content_stream import NEAR, NUMBER, ContentStream, TextRun, read_content
from worksheets.pipeline import Pipeline
from worksheets.text.fit import Fit
from worksheets.text.font_subsets import latin_letters

from .compare import Comparison, PageVariant, PlaceholderPlan, compare, placeholder_plan
from .continuation_probe import PageContinuation, count_continuation_pages, measure_continuation
from .form_objects import different_drawings
from .objects import master_of
from .placeholders import (
    ONE_LINE,
    PageDataFactory,
    PlaceholderChoice,
    PlaceholderData,
    PlaceholderUse,
    compose_with_placeholders,
    in_states,
    overflowing,
)
from .renderings import AppearanceRendering, Rendering, body_of, render, render_appearances
from .sample_text import SAMPLE_NAME, sample_fit, sample_overflow


@dataclass(frozen=True, slots=True)
class _VariantKey:
    """What tells the variants of pages apart."""

    page: str
    """The page's name."""
    answers: tuple[Answer, ...]
    """The answers to its questions."""
    continuation_pages: int
    """The number of pages on which its texts continue."""
    notes_only: bool
    """Another continuation page follows, for notes only."""


@dataclass(frozen=True, slots=True)
class _OverflowKey:
    """A page, by name, and the slots on it whose texts may overflow."""

    page: str
    slots: tuple[SlotKey, ...]


class MasterBuilder:
    """Builds the masters of one edition; a page that is the same in several masters is typeset and tested once."""

    def __init__(self, pages: Sequence[str], pipeline: Pipeline) -> None:
        """``pages`` are the names of the chosen pages."""
        self.pages = pages
        self.pipeline = pipeline
        self.overflows = False
        """Texts of the participant for whom a master was last built overflow."""
        self._keys: list[SlotKey] = []
        """What the placeholders stand for, by number, in all renderings."""
        self._variants: dict[_VariantKey, PageVariant] = {}
        self._continuations: dict[_OverflowKey, Continuation] = {}
        self._passed: set[PageVariant] = set()
        """The pages that have passed the self-test."""

    def build(self, participant_data: PageDataFactory) -> Master:
        """Return the master for a participant, which serves everybody whose data give the templates the same answers.

        None of the participant's texts gets into it. Raises NeedsTypesetterError if there can be no master.
        """
        self.overflows = False
        overflowing_slots = self._overflowing_slots(participant_data)
        self.overflows = bool(overflowing_slots)
        continuations = self._page_continuations(overflowing_slots, participant_data)
        overflow_lines = {continuation.key: continuation.line_counts.first for continuation in continuations.values()}
        placeholders = PlaceholderData(participant_data, ONE_LINE, self._keys, overflow_lines=overflow_lines)
        first = render(self.pages, placeholders, self.pipeline, latin_letters())
        plan = placeholder_plan(first, participant_data().layout)
        variants = [
            self._variant(index, participant_data, first.placeholders, plan, continuations.get(index))
            for index in range(len(self.pages))
            if self._has_drawn_placeholder(first.placeholders.numbers_by_page[index])
        ]
        comparison = compare(first, variants, plan)
        master = master_of(comparison, self._appearances(first), self.pipeline.course.language, latin_letters())
        self._self_test(master, comparison, participant_data)
        return master

    def _page_continuations(
        self, overflowing_slots: Mapping[int, tuple[SlotKey, ...]], participant_data: PageDataFactory
    ) -> dict[int, PageContinuation]:
        """Return how the participant's overflow is drawn, by the indexes of the pages that have any."""
        continuations = {}
        for index, keys in overflowing_slots.items():
            page, key = self.pages[index], _OverflowKey(self.pages[index], keys)
            count = count_continuation_pages(page, participant_data, self.pipeline)
            if key not in self._continuations:
                measured = measure_continuation(page, participant_data, self.pipeline, self._keys, keys)
                self._continuations[key] = measured
            continuation = structs.replace(self._continuations[key], notes_only=count.notes_only)
            continuations[index] = PageContinuation(continuation, count.pages)
        return continuations

    def _overflowing_slots(self, participant_data: PageDataFactory) -> dict[int, tuple[SlotKey, ...]]:
        """Return the slots in places with a limit, by the indexes of the pages on which at least one text overflows."""
        placeholders = PlaceholderData(participant_data, ONE_LINE, self._keys)
        compose_with_placeholders(self.pages, placeholders, self.pipeline.templates)
        slots = {}
        for index, numbers in enumerate(placeholders.numbers_by_page[:-1]):
            data = participant_data()
            page_keys = [self._keys[number] for number in sorted(numbers)]
            keys = tuple(key for key in page_keys if data.layout.last_step(key.place))
            if any(data.fit(key.path, key.place).overflow for key in keys):
                slots[index] = keys
        return slots

    def _has_drawn_placeholder(self, numbers: Collection[int]) -> bool:
        return any(self._keys[number].place != UNDRAWN for number in numbers)

    def _appearances(self, first: Rendering) -> Sequence[AppearanceRendering]:
        """Return how the values of the form's fields are drawn; nothing if the handout is not fillable."""
        return render_appearances(different_drawings(first.field_boxes), self.pipeline) if first.field_boxes else ()

    def _variant(
        self,
        index: int,
        participant_data: PageDataFactory,
        placeholders: PlaceholderUse,
        plan: PlaceholderPlan,
        page_continuation: PageContinuation | None,
    ) -> PageVariant:
        """Return the variant of a page, given by its index, typeset or as it was typeset for another master.

        ``placeholders`` are those of the first rendering.
        """
        page = self.pages[index]
        key = _variant_key(page, placeholders.answers_by_page[index], page_continuation)
        if key not in self._variants:
            numbers = frozenset(placeholders.numbers_by_page[index])
            lines = {page_continuation.key: page_continuation.line_counts.second} if page_continuation else {}
            choose = in_states(plan.states.__getitem__)
            second = PlaceholderData(participant_data, choose, self._keys, overflow_lines=lines)
            self._variants[key] = PageVariant(
                page,
                numbers,
                render([page], second, self.pipeline),
                page_continuation.continuation if page_continuation else None,
                self._overflowing(page, participant_data) if page_continuation else None,
            )
        return self._variants[key]

    def _overflowing(self, page: str, participant_data: PageDataFactory) -> Rendering:
        """Return a page on which every text overflows that may."""
        choose = overflowing(participant_data().layout)
        return render([page], PlaceholderData(participant_data, choose, self._keys), self.pipeline)

    def _self_test(self, master: Master, comparison: Comparison, participant_data: PageDataFactory) -> None:
        """Merge sample texts into a master, and compare the pages that are new with the typesetter's.

        Raises NeedsTypesetterError if a page differs.
        """
        merger = Merger(master)
        choose = _sample_texts(merger, participant_data)
        merged_data = PlaceholderData(participant_data, choose, self._keys, as_strings=True)()
        with pikepdf.open(BytesIO(merger.handout(merged_data))) as book:
            merged = read_content(book)
        typeset = {
            variant: render([variant.page], PlaceholderData(participant_data, choose, self._keys), self.pipeline)
            for variant in dict.fromkeys(comparison.variants)
            if variant not in self._passed
        }
        for pair in comparison.page_pairs:
            if pair.variant in typeset:
                _compare_pages(merged[pair.page], typeset[pair.variant].pages[pair.variant_page])
        self._passed.update(typeset)


def _variant_key(page: str, answers: Mapping[Question, int], page_continuation: PageContinuation | None) -> _VariantKey:
    """Return what tells a page, given by name, from its other variants."""
    sorted_answers = tuple(Answer(question, answers[question]) for question in sorted(answers))
    count = page_continuation.pages if page_continuation else 0
    notes_only = bool(page_continuation and page_continuation.continuation.notes_only)
    return _VariantKey(page, sorted_answers, count, notes_only)


def _sample_texts(merger: Merger, participant_data: PageDataFactory) -> PlaceholderChoice:
    """Return a choice of sample texts that a merger can merge, in place of placeholders."""
    fits = {slot.key: sample_fit(number, slot, merger) for number, slot in enumerate(merger.master.slots)}
    for continuation in merger.master.continuations:
        fits |= sample_overflow(continuation, merger, participant_data().label)
    return lambda _number, key: fits.get(key) or Fit(NORMAL, SAMPLE_NAME if key.place == UNDRAWN else "")


def _compare_pages(merged: Sequence[ContentStream], typeset: Sequence[ContentStream]) -> None:
    """Raise NeedsTypesetterError if the bodies of a merged and a typeset page differ."""
    ours, theirs = body_of(merged), body_of(typeset)
    is_alike = len(ours.runs) == len(theirs.runs) and all(map(TextRun.is_like, ours.runs, theirs.runs))
    if not is_alike or not _is_near(ours.between, theirs.between):
        raise NeedsTypesetterError(Reason.SELF_TEST)


def _is_near(first: bytes, second: bytes) -> bool:
    """Return True if two parts of content are the same, but for numbers that differ by less than ``NEAR``."""
    tokens, second_tokens = NUMBER.split(first), NUMBER.split(second)
    if len(tokens) != len(second_tokens):
        return False
    # Numbers are at the odd indexes, and what is between them at the even ones.
    return all(
        token == second_token or (index % 2 and abs(float(token) - float(second_token)) < NEAR)
        for index, (token, second_token) in enumerate(zip(tokens, second_tokens, strict=True))
    )
