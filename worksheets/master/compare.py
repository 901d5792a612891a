"""Compares two renderings of a handout, and finds what on its pages depends on a participant's texts.

The first rendering has every placeholder on one line in the normal step. In the second, each page is typeset by
itself, with small placeholders where the place has a small step, and with two lines in the first placeholder of each
group. The content streams of both are cut into segments. What differs before a placeholder belongs to the placeholder's
styles; how far a second line moves the baselines tells how the lines of a group move each other. Any other difference
means that handouts with these pages cannot be merged.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

from msgspec import structs

from worksheets.compose.contact_map import NAME
from worksheets.compose.page_data import LEGEND_NUMBER
from worksheets.compose.table_shape import CELL, CONTINUED_CELL
from worksheets.course.layout import EMPTY, NORMAL, SMALL, Layout, Place
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.merge.continuation_layout import page_end
from worksheets.merge.model import (
    ContentItem,
    Continuation,
    ContinuationNote,
    LineText,
    MasterSlot,
    Move,
    RowPage,
    SharedLine,
    Shift,
    SlotKey,
    TextStyle,
    VariableHeight,
)
from worksheets.pdf.baseline_grid import PageGrid
from worksheets.pdf.content_stream import NEAR, ContentStream, TextRun
from worksheets.text.fit import css_pixels
from worksheets.text.shaping import UNITS

from .box_tree import PlacedLine
from .continuation_probe import (
    NO_TEXT,
    RenderedContinuation,
    TextEnds,
    items_below,
    note_after,
    rendered_continuation,
    text_start,
)
from .placeholders import PlaceholderState, number_of
from .renderings import MCID, PagePlaceholder, PageStream, Rendering
from .segments import Segment, segments
from .variable_heights import PageMoves, height_places, lowered, row_pages, variable_heights

_WIDTH_TOLERANCE = 0.01
"""CSS pixels by which a line may be narrower than its place."""


PlaceOf = Callable[[str, str], Place]
"""Returns the place of a slot, given by its path and the name of the place."""


@dataclass(frozen=True, slots=True)
class GroupKey:
    """A group of placeholders that lie under one another: the index of its page, and ``PlacedLine.group``."""

    page: int
    group: int


@dataclass(frozen=True, slots=True)
class PlaceholderPlan:
    """How each placeholder is set in the second rendering, and the groups that this was chosen by."""

    layout: Layout
    place_of: PlaceOf
    """Returns the place of a slot as it is in its exercise."""
    keys: Sequence[SlotKey]
    """What the placeholders stand for, by number."""
    groups: Mapping[GroupKey, Sequence[int]]
    """The placeholders of each group, from top to bottom."""
    states: Mapping[int, PlaceholderState]
    """The states of the placeholders that lie on the pages, by number."""
    heights: Mapping[str, float] = field(default_factory=dict)
    """The heights in mm, in the first rendering, of rows that continue and of the spaces below them, by path."""

    def group_of(self, line: PlacedLine) -> Sequence[int]:
        """Return the placeholders that lie under one another with a placeholder, itself too, from top to bottom."""
        return self.groups.get(GroupKey(line.page, line.group), [line.number])


def placeholder_plan(
    rendering: Rendering, layout: Layout, place_of: PlaceOf | None = None, heights: Mapping[str, float] | None = None
) -> PlaceholderPlan:
    """Choose the states for the second rendering by what is around the placeholders in the first.

    Without ``place_of``, all slots have their places as the layout declares them. ``heights`` are those of rows, as the
    plan has them.

    A placeholder is small where its place has a small step, and no other text is on its line or in its group. Otherwise
    the first of each group has two lines if there is room for them.
    """
    keys, groups = rendering.placeholders.keys, _groups(rendering)
    firsts = {group[0] for group in groups.values()}
    alone = {group[0] for group in groups.values() if len(group) == 1}
    states: dict[int, PlaceholderState] = {}
    for number, line in {line.number: line for line in reversed(rendering.lines)}.items():
        by_itself = len(line.texts) == 1 and (line.inline or number in alone)
        if by_itself and f"{keys[number].place}-small" in layout.numbers:
            states[number] = PlaceholderState(SMALL, 1, hyphenated=True)
        else:
            has_room = line.room >= 2 * line.pitch
            lines = 2 if number in firsts and has_room else 1
            step = EMPTY if keys[number].place in (NAME, LEGEND_NUMBER) else NORMAL
            states[number] = PlaceholderState(step, lines, hyphenated=True)
    place_of = place_of or (lambda _path, place: layout.place(place))
    return PlaceholderPlan(layout, place_of, keys, groups, states, heights or {})


def _groups(rendering: Rendering) -> dict[GroupKey, list[int]]:
    """Return the placeholders of each group, from top to bottom."""
    groups: dict[GroupKey, list[int]] = {}
    for line in rendering.lines:
        if not line.inline:
            groups.setdefault(GroupKey(line.page, line.group), []).append(line.number)
    return groups


@dataclass(frozen=True, slots=True, eq=False)
class PageVariant:
    """Pages typeset by themselves, with their placeholders in other states than in the first rendering."""

    pages: tuple[str, ...]
    """The names of the pages in the course: one, or all those that something may continue from."""
    numbers: frozenset[int]
    """The placeholders on them."""
    second: Rendering
    continuation: Continuation | None = None
    """How their overflow is drawn, if they have any."""
    overflowing: Rendering | None = None
    """The pages with overflow in every slot that may have some; None if they have none in the first rendering."""


@dataclass(frozen=True, slots=True)
class PagePair:
    """A page of the first rendering and the same page of a variant's, by their indexes."""

    variant: PageVariant
    page: int
    variant_page: int


@dataclass(frozen=True, slots=True)
class DrawnSlot:
    """A slot, and where it is drawn in the first rendering."""

    slot: MasterSlot
    """The slot, without the objects that it is in."""
    stream: ContentStream
    run: TextRun
    """The text run of its placeholder's first line."""


@dataclass(frozen=True, slots=True)
class StreamItems:
    """A content stream of the first rendering, and what is in it."""

    stream: ContentStream
    items: tuple[ContentItem, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """What the renderings of a handout tell about its pages."""

    first: Rendering
    variants: Sequence[PageVariant]
    page_pairs: Sequence[PagePair]
    """The pages with placeholders outside their heads."""
    slots: Sequence[DrawnSlot]
    drawn_numbers: frozenset[int]
    """The placeholders that are drawn as slots."""
    shared_lines: Sequence[SharedLine]
    contents: Sequence[StreamItems]
    """The streams with placeholders."""
    continuation_pages: Sequence[RenderedContinuation]
    continuations: Sequence[Continuation]
    """How the overflow of each page is drawn, with the indexes of its continuation pages."""
    heights: Sequence[VariableHeight]
    row_pages: Sequence[RowPage]


@dataclass(frozen=True, slots=True)
class _SegmentPair:
    """The same segment in the first rendering and in another one, with its content streams there."""

    first_content: PageStream
    first: Segment
    other_content: PageStream
    other: Segment

    @property
    def number(self) -> int:
        """The placeholder that follows; -1 for none."""
        return self.first.number

    def first_place(self, number: int) -> PagePlaceholder:
        """Return a placeholder on the page in the first rendering."""
        return PagePlaceholder(self.first_content.page, number)

    def other_place(self, number: int) -> PagePlaceholder:
        """Return a placeholder on the page in the other rendering."""
        return PagePlaceholder(self.other_content.page, number)


def compare(first: Rendering, variants: Sequence[PageVariant], plan: PlaceholderPlan) -> Comparison:
    """Compare the first rendering with the variants of its pages.

    Raises NeedsTypesetterError if a placeholder's state changes more than the placeholder and its group.
    """
    comparer = _Comparer(first, variants, plan)
    bodies = {variant: iter(variant.second.bodies) for variant in variants}
    for content in first.streams():
        if not content.has_body_placeholder:
            comparer.add(content, content)
            continue
        variant = comparer.variant_of(content.stream)
        body = next(bodies[variant], None)
        if body is None:
            raise NeedsTypesetterError(Reason.PAGE_DIFFERS_ALONE)
        comparer.page_pairs.append(PagePair(variant, content.page, body.page))
        comparer.add(content, body)
    return comparer.comparison()


class _Comparer:
    """Collects what the pairs of content streams tell."""

    def __init__(self, first: Rendering, variants: Sequence[PageVariant], plan: PlaceholderPlan) -> None:
        self.first, self.variants, self.plan = first, variants, plan
        self.page_pairs: list[PagePair] = []
        self.slots: list[DrawnSlot] = []
        self.slot_indexes: dict[PagePlaceholder, int] = {}
        """The indexes of the slots by their placeholders."""
        self.shared_lines: list[SharedLine] = []
        self.contents: list[StreamItems] = []
        self.continuation_pages: list[RenderedContinuation] = []
        self.continuations: list[Continuation] = []
        self.places = height_places(first.rows, plan.keys, plan.heights)

    def comparison(self) -> Comparison:
        """Return what has been collected."""
        return Comparison(
            first=self.first,
            variants=self.variants,
            page_pairs=self.page_pairs,
            slots=self.slots,
            drawn_numbers=frozenset(placeholder.number for placeholder in self.slot_indexes),
            shared_lines=self.shared_lines,
            contents=self.contents,
            continuation_pages=self.continuation_pages,
            continuations=self.continuations,
            heights=list(self._heights()),
            row_pages=list(row_pages(self.places, self._notes_grid())),
        )

    def _heights(self) -> Iterator[VariableHeight]:
        """Yield the heights that depend on the participant."""
        slots = {
            placeholder.number: index
            for placeholder, index in self.slot_indexes.items()
            if self.plan.keys[placeholder.number].place in (CELL, CONTINUED_CELL)
        }
        rooms = [drawn.slot.room for drawn in self.slots]
        return variable_heights(self.places, slots, rooms)

    def _notes_grid(self) -> PageGrid | None:
        """Return the grid on which the heading for notes stands below rows; None if texts are below them, or no grid.

        With texts, the heading depends on where these end.
        """
        numbers = self.plan.layout.numbers
        continued = [place.row for place in self.places if place.continues]
        if self.continuations or not (continued and numbers.get("pitch")):
            return None
        row = continued[-1]
        pitch, gap = css_pixels(numbers["pitch"]), css_pixels(numbers.get("notes-gap", 0.0))
        return PageGrid(row.page_top, row.limit, pitch, gap)

    def _moves(self, page: int) -> PageMoves:
        """Return how the rows on a page of the first rendering move what is drawn there."""
        return PageMoves(self.places, page, lowered(self.plan.heights))

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

    def add(self, first: PageStream, other: PageStream) -> None:
        """Compare a content stream of the first rendering with the same one of another rendering."""
        if rendered := rendered_continuation(first):
            self._add_continuation_page(rendered, rendered_continuation(other))
        elif pairs := self._segment_pairs(first, other):
            moves = self._moves(first.page)
            items = self._moved_items(pairs, moves) if moves else map(self._item, pairs)
            self.contents.append(StreamItems(first.stream, tuple(items)))

    def _segment_pairs(self, first: PageStream, other: PageStream) -> list[_SegmentPair]:
        """Return the segments of a content stream in two renderings, and number its slots; none if it has no slot."""
        first_segments, other_segments = segments(first), segments(other)
        if len(first_segments) == 1:
            return []
        if len(first_segments) != len(other_segments):
            raise NeedsTypesetterError(Reason.SLOT_MOVES_OTHERS)
        self._number_slots(first.page, first_segments)
        self.shared_lines += self._shared_lines(first.page, first_segments)
        return [
            _SegmentPair(first, segment, other, other_segment)
            for segment, other_segment in zip(first_segments, other_segments, strict=True)
        ]

    def _add_continuation_page(self, first: RenderedContinuation, other: RenderedContinuation | None) -> None:
        """Add a continuation page; one with a title is the first of the page that continues there."""
        continuation = self.variant_of(first.stream).continuation
        if other is None or continuation is None:
            raise NeedsTypesetterError(Reason.CONTINUATION_DIFFERS)
        index = len(self.continuation_pages)
        self.continuation_pages.append(first)
        ends = TextEnds(page_end(continuation, first.end), page_end(continuation, other.end))
        *before, last_before = self._before_texts(
            first.before_texts(continuation), other.before_texts(continuation), index, ends
        )
        after = items_below(first.after, other.after, index, ends)
        items = *before, structs.replace(last_before, continuation_page=index), *after
        self.contents.append(StreamItems(first.stream, items))
        if first.heads:
            start = text_start(continuation, self.places, first)
            self.continuations.append(structs.replace(continuation, pages=(), **start))
        self.continuations[-1] = structs.replace(self.continuations[-1], pages=(*self.continuations[-1].pages, index))

    def _before_texts(self, first: PageStream, other: PageStream, index: int, ends: TextEnds) -> Iterator[ContentItem]:
        """Yield what is drawn on a continuation page before its texts, with the slots of tables that continue there."""
        pairs, moves = self._segment_pairs(first, other), self._moves(first.page)
        if not pairs:
            yield from items_below(first.stream.data, other.stream.data, index, ends, moves)
        yield from self._moved_items(pairs, moves, index, ends)

    def _moved_items(
        self, pairs: Sequence[_SegmentPair], moves: PageMoves, index: int = -1, ends: TextEnds = NO_TEXT
    ) -> Iterator[ContentItem]:
        """Yield pairs of segments as parts of the master's content, between which something moves; add their slots.

        ``index`` is that of the continuation page, and ``ends`` tells where its texts end, if there are any.
        """
        for pair in pairs:
            *items, last = items_below(pair.first.fixed, pair.other.fixed, index, ends, moves)
            yield from items
            if not pair.first.is_followed_like(pair.other) or pair.first.shared_text:
                raise NeedsTypesetterError(Reason.SLOT_MOVES_OTHERS)
            if pair.number >= 0:
                slot = self._slot(pair, differs=False)
                self.slots.append(DrawnSlot(slot, pair.first_content.stream, pair.first.runs[0]))
                last = structs.replace(last, slot=self.slot_indexes[pair.first_place(pair.number)])
            yield last

    def _number_slots(self, page: int, page_segments: Sequence[Segment]) -> None:
        """Make each placeholder of a content stream a slot of the master, with the next index."""
        for placeholder in [PagePlaceholder(page, segment.number) for segment in page_segments if segment.number >= 0]:
            if placeholder in self.slot_indexes:
                raise NeedsTypesetterError(Reason.SLOT_TWICE)
            self.slot_indexes[placeholder] = len(self.slot_indexes)

    def _shared_lines(self, page: int, page_segments: Sequence[Segment]) -> Iterator[SharedLine]:
        """Yield the lines of a content stream that placeholders share with other texts."""
        for segment in page_segments:
            line = self.first.first_lines.get(PagePlaceholder(page, segment.number))
            if line is None or len(line.texts) == 1:
                continue
            if segment.number == next(text.number for text in line.texts if text.number >= 0):
                placeholders = [PagePlaceholder(page, text.number) for text in line.texts]
                slots = [self.slot_indexes[each] if each.number >= 0 else -1 for each in placeholders]
                texts = tuple(LineText(slot, text.width) for slot, text in zip(slots, line.texts, strict=True))
                yield SharedLine(line.left, line.width, line.align, texts)

    def _item(self, pair: _SegmentPair) -> ContentItem:
        """Return a pair of segments as a part of the master's content; add the slot that follows, if any."""
        first, other = pair.first, pair.other
        if not first.is_followed_like(other):
            raise NeedsTypesetterError(Reason.SLOT_MOVES_OTHERS)
        differs = first.unnumbered != other.unnumbered
        if first.number >= 0:
            slot = self._slot(pair, differs=differs)
            self.slots.append(DrawnSlot(slot, pair.first_content.stream, first.runs[0]))
            return ContentItem(b"" if differs else first.fixed, self.slot_indexes[pair.first_place(first.number)])
        if differs:
            raise NeedsTypesetterError(Reason.SIZE_MOVES_OTHERS)
        if first.shared_text is None:
            return ContentItem(first.fixed)
        shared_line = self._shared_line_of(self.slot_indexes[pair.first_place(first.shared_text.number)])
        return ContentItem(first.fixed, shared_line=shared_line, line_text=first.shared_text.index)

    def _shared_line_of(self, slot: int) -> int:
        """Return the index of the shared line that a slot is on; -1 if it shares its line with nothing."""
        lines = enumerate(self.shared_lines)
        return next((index for index, line in lines if any(slot == text.slot for text in line.texts)), -1)

    def _slot(self, pair: _SegmentPair, *, differs: bool) -> MasterSlot:
        """Return the slot that follows a pair of segments, whose fixed parts may differ."""
        placeholder, key = pair.first_place(pair.number), self.plan.keys[pair.number]
        line = self.first.first_lines[placeholder]
        if not line.supported or line.align == inf:
            raise NeedsTypesetterError(Reason.SLOT_STYLE)
        if _is_too_narrow(line, key, self.plan):
            raise NeedsTypesetterError(Reason.SLOT_WIDTH)
        styles = self._styles(pair, line, differs=differs)
        return MasterSlot(
            path=key.path,
            place=key.place,
            left=line.left,
            width=line.width,
            align=line.align,
            room=line.room,
            group=tuple(self.slot_indexes[pair.first_place(number)] for number in self.plan.group_of(line)),
            shifts=tuple(self._shifts(pair, self.plan.group_of(line))),
            inline=line.inline,
            shared_line=self._shared_line_of(self.slot_indexes[placeholder]),
            styles=styles,
            element=0,
            entries=b"",
            page=0,
            note=self._note(pair.number, styles.get(self.plan.layout.last_step(key.place))),
            hyphens=(line.hyphenated, self._other_line(pair).hyphenated),
            grows_up=line.grows_up and self.plan.states[pair.number].lines == 1,  # Otherwise, the shifts say it.
            moves=self._moves_of(pair, pair.number),
        )

    def _moves_of(self, pair: _SegmentPair, number: int) -> tuple[Move, ...]:
        """Return the heights that move a placeholder on the page of a pair of segments."""
        first, other = pair.first_content.rendering, pair.other_content.rendering
        down = other.first_runs[pair.other_place(number)].y - first.first_runs[pair.first_place(number)].y
        return self._moves(pair.first_content.page).of(number, down)

    def _styles(self, pair: _SegmentPair, line: PlacedLine, *, differs: bool) -> dict[str, TextStyle]:
        """Return the styles of the slot that follows a pair of segments, by the steps that it is set in."""
        first, other = pair.first, pair.other
        step = self.plan.states[pair.number].step
        if differs and step == NORMAL:
            raise NeedsTypesetterError(Reason.LINES_MOVE_OTHERS)
        styles = {NORMAL: _style(first.runs[0], line, first.fixed if differs else b"")}
        if step != NORMAL:
            before = _with_mcids_of(first.fixed, other.fixed) if differs else b""
            style, moves = _style(other.runs[0], self._other_line(pair), before), self._moves_of(pair, pair.number)
            # Where rows above it are lower in the other rendering.
            styles[step] = structs.replace(style, y=style.y - self._moves(pair.first_content.page).distance(moves))
        return styles

    def _other_line(self, pair: _SegmentPair) -> PlacedLine:
        """Return the first line, in the other rendering, of the placeholder after a pair of segments."""
        return pair.other_content.rendering.first_lines[pair.other_place(pair.number)]

    def _note(self, number: int, style: TextStyle | None) -> ContinuationNote | None:
        """Return the note after a placeholder whose text overflows in a style; None if no text may overflow there."""
        variant = self._variant_with(number)
        return note_after(variant.overflowing, number, style) if variant and variant.overflowing and style else None

    def _shifts(self, pair: _SegmentPair, group: Sequence[int]) -> Iterator[Shift]:
        """Yield the slots of a group whose second lines move the slot after a pair of segments, and how far down.

        A second line moves what is below it down by its height, and moves the whole group up by a share of that height,
        such as a half where the group is centred in a ball. The share is measured on the first slot of the group, which
        has two lines in the second rendering.
        """
        pitches = [self.first.first_lines[pair.first_place(number)].pitch for number in group]
        top, other = group[0], pair.other_content.rendering
        up = self.first.first_runs[pair.first_place(top)].y - other.first_runs[pair.other_place(top)].y
        up += self._moves(pair.first_content.page).distance(self._moves_of(pair, top))
        share = 0.0 if self.plan.states[top].lines == 1 else up / pitches[0]
        own_index = group.index(pair.number)
        for index, (number, pitch) in enumerate(zip(group, pitches, strict=True)):
            down = pitch * ((index < own_index) - share)
            if abs(down) > NEAR:
                yield Shift(self.slot_indexes[pair.first_place(number)], down)


def _is_too_narrow(line: PlacedLine, key: SlotKey, plan: PlaceholderPlan) -> bool:
    """Return True if a line on the page is narrower than its place, by which the lines are counted.

    It may be wider: a cell is, by 0.3 to 2.5 px in the built-in layouts, as its place is narrower than every column.
    """
    if plan.layout.numbers.get(f"{key.place}-lines", inf) == inf:
        return False
    return line.width < css_pixels(plan.place_of(key.path, key.place).width) - _WIDTH_TOLERANCE


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
