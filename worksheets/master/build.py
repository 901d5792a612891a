"""Builds masters: typesets a handout twice with placeholders, and finds what depends on a participant's texts.

First the whole handout is typeset with a placeholder in every slot (``placeholders``, ``renderings``), then each page
by itself, with the placeholders in other sizes and on more lines. The differences show which parts of the pages depend
on texts, and how (``segments``, ``compare``); a page with overflow is also typeset to measure its continuation pages
(``continuation_probe``). The objects of the PDF are numbered anew, and what is the same for everybody is separated from
the rest (``numbering``, ``objects``). In a self-test, sample texts (``sample_text``) are merged into the new master,
and its pages are compared with the typesetter's. A master that passes is kept (``store``, ``cache``). Where a text
changes more than its own place, there is no master, and handouts with these pages are typeset.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from io import BytesIO
from types import MappingProxyType

import pikepdf
from msgspec import structs

from worksheets.compose.continuation import continued_heights
from worksheets.compose.mark_slots import GLYPHS
from worksheets.compose.page_data import PageData
from worksheets.compose.page_texts import HEAD
from worksheets.compose.table_shape import CONTINUED_CELL
from worksheets.course.layout import NORMAL, Layout
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.merge.merger import Merger
from worksheets.merge.model import Answer, Continuation, Master, Question, SlotKey
from worksheets.merge.questions import ENTRIES, ON_PAGE, TIGHT, UNDRAWN
from worksheets.pdf.content_stream import NEAR, NUMBER, ContentStream, TextRun, read_content
from worksheets.pdf.typeset import Document, page_numbers
from worksheets.pipeline import Pipeline
from worksheets.text.fit import Fit
from worksheets.text.merged_fonts import MergedFont, merged_font

from .compare import Comparison, PageVariant, PlaceholderPlan, compare, placeholder_plan
from .continuation_probe import HandoutContinuation, count_continuation_pages, has_note, measure_continuation
from .form_objects import different_drawings
from .legend_probe import MapLegend, map_legend, measure_legend
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
from .renderings import AppearanceRendering, Rendering, body_of, lay_out_specimen, render, render_appearances
from .sample_text import SAMPLE_NAME, sample_entries, sample_fit, sample_overflow
from .variable_heights import lowered


@dataclass(frozen=True, slots=True)
class _VariantKey:
    """What tells the variants of pages apart."""

    pages: tuple[str, ...]
    """The names of the pages."""
    answers: tuple[Answer, ...]
    """The answers to their questions."""
    continuation_pages: int
    """The number of pages on which their texts continue."""
    notes: bool
    """There is room for notes on the last of those."""
    starts_page: bool
    """The texts begin on top of a page, below rows of tables on the page before."""
    page_numbers: tuple[int, ...]
    """The numbers of the pages, if their texts continue."""
    heights: tuple[tuple[str, float], ...] = ()
    """The heights of the rows that continue from them, or are as high as they need on them."""


@dataclass(frozen=True, slots=True)
class _Overflow:
    """What of a participant's texts and tables does not fit on its pages."""

    slots: Mapping[SlotKey, int]
    """The slots in places with a limit, with the indexes of their pages, if a text or a contact overflows; or none."""
    pages: tuple[int, ...]
    """The indexes of the pages that something may continue from; they are typeset together."""
    answers: tuple[Answer, ...]
    """The answers of all pages."""
    rendering: Rendering | None = None
    """These pages, and maybe others, with overflow in every slot that may have some; None if nothing does."""
    legend: MapLegend | None = None
    """The map that has a legend."""


@dataclass(frozen=True, slots=True)
class _PageGroup:
    """Pages that are typeset together."""

    indexes: tuple[int, ...]
    numbers: frozenset[int]
    """The placeholders on them."""
    continuation: HandoutContinuation | None
    """How their texts continue, if any do."""
    overflow: _Overflow | None
    """What does not fit on them; None if everything does."""


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
        self._page_numbers: dict[str, int] = {}
        """The numbers of the pages of the handout that is built, by their names."""
        self._known_page_numbers: dict[tuple[Answer, ...], dict[str, int]] = {}
        """Such numbers, by the answers of the pages, where a page takes several sheets and something continues."""
        self._continuations: dict[tuple[object, ...], Continuation] = {}
        """How texts continue, by the answers of the pages that they continue from, and by their numbers."""
        self._overflowing_pages: dict[tuple[object, ...], Rendering] = {}
        """Pages on which every text overflows that may, by their names, their answers and their numbers."""
        self._passed: set[PageVariant] = set()
        """The pages that have passed the self-test."""
        self._heights: dict[str, float] = {}
        """The heights in mm of the rows in the handout that is built which differ, and of the spaces below them."""

    def build(self, participant_data: PageDataFactory) -> Master:
        """Return the master for a participant, which serves everybody whose data give the templates the same answers.

        None of the participant's texts gets into it. Raises NeedsTypesetterError if there can be no master.
        """
        self.overflows = False
        self._page_numbers = {page: number for number, page in enumerate(self.pages, start=1)}
        overflow = self._overflow(participant_data)
        continuation = self._continuation(overflow, participant_data)
        lines = {continuation.key: continuation.line_counts.first} if continuation else {}
        first = render(self.pages, self._placeholders(participant_data, ONE_LINE, lines), self.pipeline, self._specimen)
        if overflow.pages and first.first_pages != self._page_numbers:
            if overflow.answers not in self._known_page_numbers:  # A page takes several sheets: begin again with that.
                self._known_page_numbers[overflow.answers] = self._laid_out_page_numbers(participant_data)
                return self.build(participant_data)
            if overflow.slots:
                raise NeedsTypesetterError(Reason.CONTINUATION_DIFFERS)
        data = participant_data()
        plan = placeholder_plan(first, data.layout, data.room, self._heights)
        groups = self._page_groups(first.placeholders, overflow, continuation)
        variants = [self._variant(group, participant_data, first.placeholders, plan) for group in groups]
        comparison = compare(first, variants, plan)
        master = master_of(comparison, self._appearances(first), self.pipeline.course.language, self._merged_font)
        self._self_test(master, comparison, participant_data)
        return master

    @cached_property
    def _merged_font(self) -> MergedFont:
        """The font of texts, whose letters are also the signs of marks if the course has any."""
        merged = merged_font(self.pipeline.layout.fonts)
        has_marks = any(slot.marks for slot in self.pipeline.course.slots.values())
        return replace(merged, letters=merged.letters + "".join(GLYPHS.values())) if has_marks else merged

    @cached_property
    def _specimen(self) -> Document:
        """All letters of that font, laid out once for all masters."""
        return lay_out_specimen(self._merged_font.letters, self.pipeline)

    def _placeholders(
        self,
        participant_data: PageDataFactory,
        choose: PlaceholderChoice,
        overflow_lines: Mapping[SlotKey, int] = MappingProxyType({}),
        *,
        extra_heights: Mapping[str, float] = MappingProxyType({}),
        as_strings: bool = False,
    ) -> PlaceholderData:
        """Return placeholders in the states that are chosen for them, for the handout's pages or some of them."""
        return PlaceholderData(
            participant_data,
            choose,
            self._keys,
            overflow_lines=overflow_lines,
            extra_heights=extra_heights,
            page_numbers=self._page_numbers,
            as_strings=as_strings,
        )

    def _with_legend(
        self,
        legend: MapLegend | None,
        participant_data: PageDataFactory,
        choose: PlaceholderChoice,
        *,
        extra_heights: Mapping[str, float] = MappingProxyType({}),
        as_strings: bool = False,
    ) -> PlaceholderData:
        """Return placeholders, as ``_placeholders`` does, with some entries of a map in its legend, if there is one."""
        placeholders = self._placeholders(participant_data, choose, extra_heights=extra_heights, as_strings=as_strings)
        placeholders.legend = legend.sample_entries(participant_data()) if legend else ()
        return placeholders

    def _continuation(self, overflow: _Overflow, participant_data: PageDataFactory) -> HandoutContinuation | None:
        """Return how the participant's overflow is drawn; None if nothing overflows."""
        if not overflow.slots:
            return None
        pages = [self.pages[index] for index in overflow.pages]
        placeholders = self._placeholders(participant_data, ONE_LINE)
        compose_with_placeholders(pages, placeholders, self.pipeline.templates)
        slots = {slot: self._page_numbers[self.pages[index]] for slot, index in overflow.slots.items()}
        numbers = (self._page_numbers[page] for page in pages)
        key = _sorted_answers(placeholders.answers_by_page), *numbers, *slots.values(), *self._heights.items()
        if key not in self._continuations:
            continuation = measure_continuation(
                pages,
                lambda lines: self._placeholders(participant_data, ONE_LINE, lines),
                self.pipeline,
                slots,
            )
            if legend := overflow.legend:
                listed = self._with_legend(legend, participant_data, ONE_LINE)
                drawn = measure_legend(pages, listed, self.pipeline, legend, continuation)
                continuation = structs.replace(continuation, legend=drawn)
            self._continuations[key] = continuation
        count = count_continuation_pages(pages, participant_data, self.pipeline, placeholders.page_numbers)
        measured = structs.replace(self._continuations[key], notes=count.notes)
        return HandoutContinuation(measured, count.pages, count.starts_page)

    def _overflow(self, participant_data: PageDataFactory) -> _Overflow:
        """Return what of the participant's texts and tables does not fit on the pages.

        Raises NeedsTypesetterError if a text overflows where no note can say so right after it.
        """
        placeholders = self._placeholders(participant_data, ONE_LINE)
        compose_with_placeholders(self.pages, placeholders, self.pipeline.templates)
        data, with_rows = participant_data(), _pages_with_rows(placeholders)
        self._heights = _row_heights(data, placeholders)
        slots = _limited_slots(placeholders, data.layout)
        overflowing_slots = {key for key in slots if data.fit(key.path, key.place).overflow}
        answers = _sorted_answers(placeholders.answers_by_page)
        legend = map_legend(placeholders.answers_by_page)
        if overflowing_slots or with_rows or legend:  # A line in the continuation says from which page they go on.
            self._page_numbers = self._known_page_numbers.get(answers, self._page_numbers)
        if not (overflowing_slots or legend):
            return _Overflow({}, tuple(with_rows), answers)
        self.overflows = True
        pages = tuple(self.pages[index] for index in sorted(set(slots.values())))
        rendering = self._overflowing(pages, participant_data)
        slots = {key: index for key, index in slots.items() if has_note(rendering, self._keys.index(key))}
        if not overflowing_slots.issubset(slots):
            raise NeedsTypesetterError(Reason.NO_CONTINUATION)
        if not slots:  # How a legend is drawn is measured beside a text that continues.
            raise NeedsTypesetterError(Reason.CONTACT_OVERFLOW)
        if rendering.placeholders.pages_with_continuation and len(set(slots.values())) > 1:
            raise NeedsTypesetterError(Reason.CONTINUATION_DIFFERS)
        continued = {*with_rows, *slots.values(), *([legend.page] if legend else [])}
        return _Overflow(slots, tuple(sorted(continued)), answers, rendering, legend)

    def _laid_out_page_numbers(self, participant_data: PageDataFactory) -> dict[str, int]:
        """Return the numbers of all pages as they are laid out."""
        html = compose_with_placeholders(
            self.pages, self._placeholders(participant_data, ONE_LINE), self.pipeline.templates
        )
        return page_numbers(self.pipeline.typesetter.lay_out(html), self.pages)

    def _overflowing(self, pages: tuple[str, ...], participant_data: PageDataFactory) -> Rendering:
        """Return pages on which every text overflows that may."""
        placeholders = self._placeholders(participant_data, ONE_LINE)
        compose_with_placeholders(pages, placeholders, self.pipeline.templates)
        numbers = tuple(self._page_numbers[page] for page in pages)
        key = pages, _sorted_answers(placeholders.answers_by_page), numbers
        if key not in self._overflowing_pages:
            choose = overflowing(participant_data().layout)
            rendering = render(pages, self._placeholders(participant_data, choose), self.pipeline)
            self._overflowing_pages[key] = rendering
        return self._overflowing_pages[key]

    def _appearances(self, first: Rendering) -> Sequence[AppearanceRendering]:
        """Return how the values of the form's fields are drawn; nothing if the handout is not fillable."""
        return render_appearances(different_drawings(first.field_boxes), self.pipeline) if first.field_boxes else ()

    def _page_groups(
        self, placeholders: PlaceholderUse, overflow: _Overflow, continuation: HandoutContinuation | None
    ) -> list[_PageGroup]:
        """Return the pages with placeholders: together those that something may continue from, each other by itself.

        ``placeholders`` are those of the first rendering; ``continuation`` tells how texts continue, if any do.
        """
        places = [key.place for key in self._keys]
        numbers = placeholders.numbers_by_page
        groups = []
        if overflow.pages:
            # The document around the pages has the rows of tables that continue.
            continued = {number for number in numbers[-1] if places[number] not in (HEAD, UNDRAWN)}
            together = continued.union(*(numbers[index] for index in overflow.pages))
            groups.append(_PageGroup(overflow.pages, frozenset(together), continuation, overflow))
        others = (index for index in range(len(self.pages)) if index not in overflow.pages)
        drawn = (index for index in others if any(places[number] != UNDRAWN for number in numbers[index]))
        return [*groups, *(_PageGroup((index,), frozenset(numbers[index]), None, None) for index in drawn)]

    def _variant(
        self,
        group: _PageGroup,
        participant_data: PageDataFactory,
        placeholders: PlaceholderUse,
        plan: PlaceholderPlan,
    ) -> PageVariant:
        """Return the variant of some pages, typeset or as it was typeset for another master.

        ``placeholders`` are those of the first rendering.
        """
        pages = tuple(self.pages[index] for index in group.indexes)
        answers = [placeholders.answers_by_page[index] for index in group.indexes]
        if group.overflow:  # The document around the pages asks about the rows of tables that continue.
            answers.append(placeholders.answers_by_page[-1])
        numbers = tuple(self._page_numbers[page] for page in pages) if group.overflow else ()
        key = _variant_key(pages, answers, group.continuation, numbers)
        has_heights = bool(group.overflow) or any(_tight_rows(answers_of_page) for answers_of_page in answers)
        key = replace(key, heights=tuple(self._heights.items())) if has_heights else key
        if key not in self._variants:
            continuation = group.continuation
            lines = {continuation.key: continuation.line_counts.second} if continuation else {}
            choose = in_states(plan.states.__getitem__)
            extra = lowered(self._heights) if has_heights else {}
            second = self._placeholders(participant_data, choose, lines, extra_heights=extra)
            self._variants[key] = PageVariant(
                pages,
                group.numbers,
                render(pages, second, self.pipeline),
                continuation.continuation if continuation else None,
                group.overflow.rendering if group.overflow else None,
            )
        return self._variants[key]

    def _self_test(self, master: Master, comparison: Comparison, participant_data: PageDataFactory) -> None:
        """Merge sample texts into a master, and compare the pages that are new with the typesetter's.

        Raises NeedsTypesetterError if a page differs.
        """
        merger = Merger(master)
        sample = self._sample(merger, participant_data)
        merged_data = sample(as_strings=True)()
        with pikepdf.open(BytesIO(merger.handout(merged_data))) as book:
            merged = read_content(book)
        typeset = {
            variant: render(variant.pages, sample(), self.pipeline)
            for variant in dict.fromkeys(comparison.variants)
            if variant not in self._passed
        }
        for pair in comparison.page_pairs:
            if pair.variant in typeset:
                _compare_pages(merged[pair.page], typeset[pair.variant].pages[pair.variant_page])
        self._passed.update(typeset)

    def _sample(self, merger: Merger, participant_data: PageDataFactory) -> Callable[..., PlaceholderData]:
        """Return what makes page data with sample texts that a merger can merge, as ``_placeholders`` does.

        Rows that continue are higher in it than the participant's, if they then stay on their pages.
        """
        fits = {slot.key: sample_fit(number, slot, merger.setter) for number, slot in enumerate(merger.master.slots)}
        legend, data = map_legend([{asked.question: asked.value for asked in merger.master.asked}]), participant_data()
        new = partial(self._with_legend, legend, participant_data)
        if legend:
            fits |= sample_entries(legend.texts(data))
            data = new(_chosen(fits), as_strings=True)()
        for continuation in merger.master.continuations:
            fits |= sample_overflow(continuation, merger.setter, data)
        new = partial(new, _chosen(fits))
        extra = {path: 1.0 + index / 10 for index, path in enumerate(self._heights)}
        serves = merger.serves(new(extra_heights=extra, as_strings=True)())
        return partial(new, extra_heights=extra) if serves else new


def _limited_slots(placeholders: PlaceholderData, layout: Layout) -> dict[SlotKey, int]:
    """Return the slots in places with a limit, with the indexes of their pages."""
    slots: dict[SlotKey, int] = {}
    for index, numbers in enumerate(placeholders.numbers_by_page[:-1]):
        for key in (placeholders.keys[number] for number in sorted(numbers)):
            if layout.last_step(key.place):
                slots.setdefault(key, index)
    return slots


def _row_heights(data: PageData, placeholders: PlaceholderData) -> dict[str, float]:
    """Return the heights in mm of a participant's rows that are not all equally high, by path.

    They are those that continue, with the spaces below their tables, and those that are as high as they need on the
    page of their table. There are none in a form, whose rows are all equally high.
    """
    heights: dict[str, float] = {}
    for answers in placeholders.answers_by_page[:-1]:
        for path in _tight_rows(answers):
            rows = data.entries(path)[: answers[Question(ON_PAGE, path)]]
            heights |= {row: data.row_height(path, row) for row in rows}
        for question, count in answers.items():
            entries = data.entries(question.path)[count:] if question.asked == ON_PAGE else []
            if entries and not data.is_field(CONTINUED_CELL):
                heights |= continued_heights(data, question.path, entries)
    return heights


def _tight_rows(answers: Mapping[Question, int]) -> list[str]:
    """Return the tables on a page whose rows are as high as they need, by the answers of the page."""
    return [question.path for question, value in answers.items() if question.asked == TIGHT and value]


def _pages_with_rows(placeholders: PlaceholderData) -> list[int]:
    """Return the indexes of the pages with tables of which some entries continue elsewhere."""
    return [
        index
        for index, answers in enumerate(placeholders.answers_by_page)
        if any(
            question.asked == ON_PAGE and count < answers[Question(ENTRIES, question.path)]
            for question, count in answers.items()
        )
    ]


def _variant_key(
    pages: tuple[str, ...],
    answers: Sequence[Mapping[Question, int]],
    continuation: HandoutContinuation | None,
    numbers: tuple[int, ...],
) -> _VariantKey:
    """Return what tells some pages, given by name, from their other variants."""
    count = continuation.pages if continuation else 0
    notes = bool(continuation and continuation.continuation.notes)
    starts_page = bool(continuation and continuation.starts_page)
    return _VariantKey(pages, _sorted_answers(answers), count, notes, starts_page, numbers)


def _sorted_answers(answers_by_page: Sequence[Mapping[Question, int]]) -> tuple[Answer, ...]:
    """Return the answers of some pages, in the order of their questions."""
    answers = {question: value for answers in answers_by_page for question, value in answers.items()}
    return tuple(Answer(question, answers[question]) for question in sorted(answers))


def _chosen(fits: Mapping[SlotKey, Fit]) -> PlaceholderChoice:
    """Return a choice of sample texts in place of placeholders; what is not drawn has a sample text, too."""
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
