"""Compares two renderings of a handout, and finds what on its pages depends on a participant's texts.

The first rendering has every placeholder on one line in the normal step. In the second, each page is typeset by
itself, with small placeholders where the place has a small step, and with two lines in the first placeholder of each
group. The content streams of both are cut into segments. What differs before a placeholder belongs to the placeholder's
styles; how far a second line moves the baselines tells how the lines of a group move each other. Any other difference
means that handouts with these pages cannot be merged.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from msgspec import structs

from worksheets.course.layout import NORMAL, SMALL, Layout
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.merge.model import (
    ContentItem,
    Continuation,
    ContinuationNote,
    LineText,
    MasterSlot,
    SharedLine,
    TextStyle,
)
from worksheets.pdf.content_stream import NEAR, ContentStream, TextRun
from worksheets.text.fit import css_pixels
from worksheets.text.shaping import UNITS

from .box_tree import PlacedLine
from .continuation_probe import RenderedContinuation, items_below, note_after, rendered_continuation
from .placeholders import number_of
from .renderings import MCID, Rendering, has_body_placeholder
from .segments import Segment, segments

_WIDTH_TOLERANCE = 0.01
"""CSS pixels by which a line may be narrower than its place."""


class PlaceholderPlan:
    """The state of each placeholder in the second rendering, chosen by what is around it in the first."""

    def __init__(self, rendering: Rendering, layout: Layout) -> None:
        self.layout = layout
        self.keys = rendering.placeholders.keys
        self._lines = {line.number: line for line in reversed(rendering.lines)}
        """The first line of each placeholder."""
        self._groups: dict[tuple[int, int], list[int]] = {}
        """The placeholders that lie under one another, by page and group."""
        for line in rendering.lines:
            if not line.inline:
                self._groups.setdefault((line.page, line.group), []).append(line.number)
        self._first_in_group = {group[0] for group in self._groups.values()}
        self._alone_in_group = {group[0] for group in self._groups.values() if len(group) == 1}

    def state(self, number: int) -> tuple[str, int]:
        """Return the step and the number of lines of a placeholder in the second rendering.

        It is small where it can be; otherwise the first of each group has two lines if there is room for them.
        """
        if self._can_be_small(number):
            return SMALL, 1
        line = self._lines[number]
        has_room = line.room >= 2 * line.pitch
        return NORMAL, 2 if number in self._first_in_group and has_room else 1

    def _can_be_small(self, number: int) -> bool:
        """Return True if a placeholder's place has a small step, and no other text is on its line or in its group."""
        place, line = self.keys[number][1], self._lines[number]
        by_itself = len(line.texts) == 1 and (line.inline or number in self._alone_in_group)
        return by_itself and f"{place}-small" in self.layout.numbers

    def group_of(self, line: PlacedLine) -> list[int]:
        """Return the placeholders that lie under one another with a placeholder, itself too, from top to bottom."""
        return self._groups.get((line.page, line.group), [line.number])


@dataclass(frozen=True, slots=True, eq=False)
class PageVariant:
    """A page typeset by itself, with its placeholders in other states than in the first rendering."""

    page: str
    """The page's name in the course."""
    numbers: frozenset[int]
    """The placeholders on it."""
    second: Rendering
    continuation: Continuation | None = None
    """How its overflow is drawn, if it has any."""
    overflowing: Rendering | None = None
    """The page with overflow in every slot that may have some; None if it has none in the first rendering."""


@dataclass(frozen=True, slots=True)
class PagePair:
    """A page of the first rendering and the same page of a variant's, by their indexes."""

    variant: PageVariant
    page: int
    variant_page: int


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """What the renderings of a handout tell about its pages. Streams and runs are those of the first rendering."""

    first: Rendering
    variants: Sequence[PageVariant]
    page_pairs: Sequence[PagePair]
    """The pages with placeholders outside their heads."""
    slots: Sequence[MasterSlot]
    """The slots, without the objects that they are in."""
    slot_runs: Sequence[tuple[ContentStream, TextRun]]
    """Where each slot is drawn: its stream, and the text run of its placeholder's first line."""
    drawn_numbers: frozenset[int]
    """The placeholders that are drawn as slots."""
    shared_lines: Sequence[SharedLine]
    contents: Sequence[tuple[ContentStream, tuple[ContentItem, ...]]]
    """The streams with placeholders, and what is in them."""
    continuation_pages: Sequence[tuple[ContentStream, RenderedContinuation]]
    """The streams on continuation pages, and what is in them."""
    continuations: Sequence[Continuation]
    """How the overflow of each page is drawn, with the indexes of its continuation pages."""


@dataclass(frozen=True, slots=True)
class _PageStream:
    """A content stream, and where it is."""

    rendering: Rendering
    page: int
    stream: ContentStream

    def segments(self) -> list[Segment]:
        return segments(self.rendering, self.page, self.stream)

    def continuation(self) -> RenderedContinuation | None:
        return rendered_continuation(self.rendering, self.page, self.stream)


@dataclass(frozen=True, slots=True)
class _SegmentPair:
    """The same segment in the first rendering and in another one, with its pages there."""

    page: int
    first: Segment
    other_rendering: Rendering
    other_page: int
    other: Segment

    @property
    def number(self) -> int:
        """The placeholder that follows; -1 for none."""
        return self.first.number


def compare(first: Rendering, variants: Sequence[PageVariant], plan: PlaceholderPlan) -> Comparison:
    """Compare the first rendering with the variants of its pages.

    Raises NeedsTypesetterError if a placeholder's state changes more than the placeholder and its group.
    """
    comparer = _Comparer(first, variants, plan)
    bodies = {variant: iter(variant.second.bodies) for variant in variants}
    for page, stream in first.streams():
        content = _PageStream(first, page, stream)
        if not has_body_placeholder(stream):
            comparer.add(content, content)
            continue
        variant = comparer.variant_of(stream)
        body = next(bodies[variant], None)
        if body is None:
            raise NeedsTypesetterError(Reason.PAGE_DIFFERS_ALONE)
        comparer.page_pairs.append(PagePair(variant, page, body[0]))
        comparer.add(content, _PageStream(variant.second, *body))
    return comparer.comparison()


class _Comparer:
    """Collects what the pairs of content streams tell."""

    def __init__(self, first: Rendering, variants: Sequence[PageVariant], plan: PlaceholderPlan) -> None:
        self.first, self.variants, self.plan = first, variants, plan
        self.page_pairs: list[PagePair] = []
        self.slots: list[MasterSlot] = []
        self.slot_runs: list[tuple[ContentStream, TextRun]] = []
        self.slot_indexes: dict[tuple[int, int], int] = {}
        """The slots by their pages and placeholders."""
        self.shared_lines: list[SharedLine] = []
        self.contents: list[tuple[ContentStream, tuple[ContentItem, ...]]] = []
        self.continuation_pages: list[tuple[ContentStream, RenderedContinuation]] = []
        self.continuations: list[Continuation] = []

    def comparison(self) -> Comparison:
        """Return what has been collected."""
        return Comparison(
            first=self.first,
            variants=self.variants,
            page_pairs=self.page_pairs,
            slots=self.slots,
            slot_runs=self.slot_runs,
            drawn_numbers=frozenset(number for _page, number in self.slot_indexes),
            shared_lines=self.shared_lines,
            contents=self.contents,
            continuation_pages=self.continuation_pages,
            continuations=self.continuations,
        )

    def variant_of(self, stream: ContentStream) -> PageVariant:
        """Return the variant of the page that a stream with a placeholder outside the page's head is on.

        Raises NeedsTypesetterError if there is none, because the page has no slot and draws a text without a place.
        """
        number = next(number_of(run) for run in stream.runs if number_of(run) >= 0 and run.mcid is not None)
        if variant := self._variant_with(number):
            return variant
        raise NeedsTypesetterError(Reason.SLOT_NOT_DRAWN)

    def _variant_with(self, number: int) -> PageVariant | None:
        """Return the variant of the page that a placeholder is on; None if it is in the document around the pages."""
        return next((variant for variant in self.variants if number in variant.numbers), None)

    def add(self, first: _PageStream, other: _PageStream) -> None:
        """Compare a content stream of the first rendering with the same one of another rendering."""
        if rendered := first.continuation():
            self._add_continuation_page(first.stream, rendered, other.continuation())
            return
        first_segments, other_segments = first.segments(), other.segments()
        if len(first_segments) == 1:
            return
        if len(first_segments) != len(other_segments):
            raise NeedsTypesetterError(Reason.SLOT_MOVES_OTHERS)
        self._number_slots(first.page, first_segments, first.stream)
        self.shared_lines += self._shared_lines(first.page, first_segments)
        items = (
            self._item(_SegmentPair(first.page, segment, other.rendering, other.page, other_segment))
            for segment, other_segment in zip(first_segments, other_segments, strict=True)
        )
        self.contents.append((first.stream, tuple(items)))

    def _add_continuation_page(
        self, stream: ContentStream, first: RenderedContinuation, other: RenderedContinuation | None
    ) -> None:
        """Add a continuation page; one with a title is the first of the page that continues there."""
        continuation = self.variant_of(stream).continuation
        if other is None or continuation is None:
            raise NeedsTypesetterError(Reason.CONTINUATION_DIFFERS)
        index = len(self.continuation_pages)
        self.continuation_pages.append((stream, first))
        ends = first.end, other.end
        *before, last_before = items_below(first.before, other.before, index, ends)
        after = items_below(first.after, other.after, index, ends)
        self.contents.append((stream, (*before, structs.replace(last_before, continuation_page=index), *after)))
        if first.titles:
            self.continuations.append(structs.replace(continuation, pages=()))
        self.continuations[-1] = structs.replace(self.continuations[-1], pages=(*self.continuations[-1].pages, index))

    def _number_slots(self, page: int, page_segments: Sequence[Segment], stream: ContentStream) -> None:
        """Make each placeholder of a content stream a slot of the master, with the next index."""
        for segment in page_segments:
            if segment.number >= 0:
                if (page, segment.number) in self.slot_indexes:
                    raise NeedsTypesetterError(Reason.SLOT_TWICE)
                self.slot_indexes[page, segment.number] = len(self.slot_indexes)
                self.slot_runs.append((stream, segment.runs[0]))

    def _shared_lines(self, page: int, page_segments: Sequence[Segment]) -> Iterator[SharedLine]:
        """Yield the lines of a content stream that placeholders share with other texts."""
        for segment in page_segments:
            line = self.first.first_lines.get((page, segment.number))
            if line is None or len(line.texts) == 1:
                continue
            if segment.number == next(text.number for text in line.texts if text.number >= 0):
                slots = (-1 if text.number < 0 else self.slot_indexes[page, text.number] for text in line.texts)
                texts = tuple(LineText(slot, text.width) for slot, text in zip(slots, line.texts, strict=True))
                yield SharedLine(line.left, line.width, line.align, texts)

    def _item(self, pair: _SegmentPair) -> ContentItem:
        """Return a pair of segments as a part of the master's content; add the slot that follows, if any."""
        first, other = pair.first, pair.other
        if first.follower != other.follower:
            raise NeedsTypesetterError(Reason.SLOT_MOVES_OTHERS)
        differs = first.unnumbered != other.unnumbered
        if first.number >= 0:
            self.slots.append(self._slot(pair, differs=differs))
            return ContentItem(b"" if differs else first.fixed, self.slot_indexes[pair.page, first.number])
        if differs:
            raise NeedsTypesetterError(Reason.SIZE_MOVES_OTHERS)
        if first.shared_text is None:
            return ContentItem(first.fixed)
        shared_line = self._shared_line_of(self.slot_indexes[pair.page, first.shared_text.number])
        return ContentItem(first.fixed, shared_line=shared_line, line_text=first.shared_text.index)

    def _shared_line_of(self, slot: int) -> int:
        """Return the index of the shared line that a slot is on; -1 if it shares its line with nothing."""
        lines = enumerate(self.shared_lines)
        return next((index for index, line in lines if any(slot == text.slot for text in line.texts)), -1)

    def _slot(self, pair: _SegmentPair, *, differs: bool) -> MasterSlot:
        """Return the slot that follows a pair of segments, whose fixed parts may differ."""
        index = self.slot_indexes[pair.page, pair.number]
        line = self.first.first_lines[pair.page, pair.number]
        path, place = self.plan.keys[pair.number]
        if not line.supported or line.align == inf:
            raise NeedsTypesetterError(Reason.SLOT_STYLE)
        if _is_too_narrow(line, place, self.plan.layout):
            raise NeedsTypesetterError(Reason.SLOT_WIDTH)
        styles = self._styles(pair, line, differs=differs)
        return MasterSlot(
            path=path,
            place=place,
            left=line.left,
            width=line.width,
            align=line.align,
            room=line.room,
            group=tuple(self.slot_indexes[pair.page, number] for number in self.plan.group_of(line)),
            shifts=tuple(self._shifts(pair, self.plan.group_of(line))),
            inline=line.inline,
            shared_line=self._shared_line_of(index),
            styles=styles,
            element=0,
            entries=b"",
            page=0,
            note=self._note(pair.number, styles.get(self.plan.layout.last_step(place))),
        )

    def _styles(self, pair: _SegmentPair, line: PlacedLine, *, differs: bool) -> dict[str, TextStyle]:
        """Return the styles of the slot that follows a pair of segments, by the steps that it is set in."""
        first, other = pair.first, pair.other
        is_small = self.plan.state(pair.number)[0] == SMALL
        if differs and not is_small:
            raise NeedsTypesetterError(Reason.LINES_MOVE_OTHERS)
        styles = {NORMAL: _style(first.runs[0], line, first.fixed if differs else b"")}
        if is_small:
            small_line = pair.other_rendering.first_lines[pair.other_page, pair.number]
            before = _with_mcids_of(first.fixed, other.fixed) if differs else b""
            styles[SMALL] = _style(other.runs[0], small_line, before)
        return styles

    def _note(self, number: int, style: TextStyle | None) -> ContinuationNote | None:
        """Return the note after a placeholder whose text overflows in a style; None if no text may overflow there."""
        variant = self._variant_with(number)
        return note_after(variant.overflowing, number, style) if variant and variant.overflowing and style else None

    def _shifts(self, pair: _SegmentPair, group: Sequence[int]) -> Iterator[tuple[int, float]]:
        """Yield the slots of a group whose second lines move the slot after a pair of segments, and how far down.

        A second line moves what is below it down by its height, and moves the whole group up by a share of that height,
        such as a half where the group is centred in a ball. The share is measured on the first slot of the group, which
        has two lines in the second rendering.
        """
        pitches = [self.first.first_lines[pair.page, number].pitch for number in group]
        top = group[0]
        up = self.first.first_runs[pair.page, top].y - pair.other_rendering.first_runs[pair.other_page, top].y
        share = 0.0 if self.plan.state(top)[1] == 1 else up / pitches[0]
        own_index = group.index(pair.number)
        for index, (number, pitch) in enumerate(zip(group, pitches, strict=True)):
            down = pitch * ((index < own_index) - share)
            if abs(down) > NEAR:
                yield self.slot_indexes[pair.page, number], down


def _is_too_narrow(line: PlacedLine, place: str, layout: Layout) -> bool:
    """Return True if a line on the page is narrower than its place in the layout, by which the lines are counted.

    It may be wider: a cell is, by 0.3 to 2.5 px in the built-in layouts, as its place is narrower than every column.
    """
    if layout.numbers.get(f"{place}-lines", inf) == inf:
        return False
    return line.width < css_pixels(layout.numbers[f"{place}-width"]) - _WIDTH_TOLERANCE


def _style(run: TextRun, line: PlacedLine, before: bytes) -> TextStyle:
    """Return the style of a placeholder's first line; ``before`` is content before it that depends on the size."""
    size = round(float(run.font_size) * UNITS)
    return TextStyle(before, run.state, run.font, run.font_size, size, run.y, line.pitch)


def _with_mcids_of(first: bytes, other: bytes) -> bytes:
    """Return the second of two parts of content, with the numbers of marked content of the first.

    The master has the structure elements of the first rendering. Raises NeedsTypesetterError if the other has more or
    fewer marks.
    """
    mcids = MCID.findall(first)
    if len(mcids) != len(MCID.findall(other)):
        raise NeedsTypesetterError(Reason.SIZE_CHANGES_TAGS)
    waiting = iter(mcids)
    return MCID.sub(lambda _match: next(waiting), other)
