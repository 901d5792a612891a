"""What is open on a handout's pages, and how: read off the differences between its renderings."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from msgspec import structs

from worksheets.compose.page_data import PageData
from worksheets.course.layout import NORMAL, SMALL
from worksheets.errors import NeedsTypesetterError, _
from worksheets.merge.model import ContentItem, Continuation, MasterSlot, SharedLine, TextStyle
from worksheets.pdf.content_stream import NEAR, ContentStream, TextRun
from worksheets.text.shaping import UNITS

from .box_tree import PlacedLine
from .continuation_probe import RenderedContinuation, more, moving, rendered_continuation
from .renderings import MARK_NUMBER, PageVariant, Rendering, Segment, is_body, segments


class PlaceholderPlan:
    """Which placeholders lie under one another, and what each is in the second rendering."""

    def __init__(self, rendering: Rendering, filling: PageData) -> None:
        self.first = {one.number: one for one in reversed(rendering.placed_lines)}
        self.keys = rendering.placeholders.keys
        self.groups: dict[tuple[int, int], list[int]] = {}
        for one in rendering.placed_lines:
            if not one.inline:
                self.groups.setdefault((one.page, one.group), []).append(one.number)
        self.heads = {group[0] for group in self.groups.values()}
        self.alone = {group[0] for group in self.groups.values() if len(group) == 1}
        self.layout = filling.layout

    def second(self, number: int) -> tuple[str, int]:
        """Return the step and the lines of a placeholder in the second rendering.

        It is small where it can be; the first of each group has two lines.
        """
        if self.can_be_small(number):
            return SMALL, 1
        return NORMAL, 2 if number in self.heads and self._grows(number) else 1

    def _grows(self, number: int) -> bool:
        return self.first[number].room >= 2 * self.first[number].pitch

    def can_be_small(self, number: int) -> bool:
        """Tell whether a placeholder's place has a second step, and no other text takes it too or moves with it."""
        place, one = self.keys[number][1], self.first[number]
        by_itself = len(one.pieces) == 1 and (one.inline or number in self.alone)
        return by_itself and f"{place}-small" in self.layout.numbers


@dataclass(frozen=True, slots=True)
class _Same:
    """A stretch in both renderings, and where the second has it."""

    first: Segment
    other: Segment
    second: Rendering
    page: int


class Comparison:
    """Reads off the renderings what is open, and how."""

    def __init__(self, first: Rendering, variants: Sequence[PageVariant | None], plan: PlaceholderPlan) -> None:
        self.first, self.plan = first, plan
        self.variants = [variant for variant in variants if variant]
        self.slots: list[MasterSlot] = []
        self.rows: list[SharedLine] = []
        self.rendered_continuation: list[tuple[ContentStream, TextRun]] = []
        """Where each slot is drawn in the first rendering."""
        self.at: dict[tuple[int, int], int] = {}
        """The slots by their pages and placeholders."""
        self.contents: list[tuple[ContentStream, tuple[ContentItem, ...]]] = []
        self.pairs: list[tuple[PageVariant, int, int]] = []
        """The pages of the first rendering that are in another one too, and which they are there."""
        self.continuation_pages: list[tuple[ContentStream, RenderedContinuation]] = []
        """The pages on which something goes on, in order, and what is drawn there."""
        self.continuation: list[Continuation] = []
        """What goes on from each page, with the numbers of those."""
        waiting = {id(variant): iter(variant.second.bodies) for variant in self.variants}
        for page, stream in first.streams():
            other = first, page, stream
            if is_body(stream):
                variant = self._side_of(stream)
                found = next(waiting[id(variant)], None)
                if found is None:
                    raise NeedsTypesetterError(_("a page by itself is not as among others"))
                other = variant.second, *found
                self.pairs.append((variant, page, found[0]))
            self._take(page, stream, other)

    def _side_of(self, stream: ContentStream) -> PageVariant:
        number = next(run.number for run in stream.runs if run.number is not None and run.mark is not None)
        return next(variant for variant in self.variants if number in variant.numbers)

    def _side_of_number(self, number: int) -> PageVariant | None:
        return next((variant for variant in self.variants if number in variant.numbers), None)

    def _take(self, page: int, stream: ContentStream, other: tuple[Rendering, int, ContentStream]) -> None:
        """Take a stream apart, by what it is in both renderings."""
        if continuation_page := rendered_continuation(self.first, page, stream):
            self._take_leaf(continuation_page, stream, rendered_continuation(*other))
            return
        cut = segments(self.first, page, stream)
        if len(cut) > 1:
            self._number(page, cut, stream)
            pairs = zip(cut, segments(*other), strict=True)
            items = (self._item(page, _Same(*pair, *other[:2])) for pair in pairs)
            self.contents.append((stream, tuple(items)))

    def _take_leaf(
        self, continuation_page: RenderedContinuation, stream: ContentStream, other: RenderedContinuation | None
    ) -> None:
        """Take a continuation_page apart; one with a title is the first of a page's."""
        variant = self._side_of(stream)
        if other is None or variant.continuation is None:
            raise NeedsTypesetterError(_("a page that goes on in another way"))
        number = len(self.continuation_pages)
        self.continuation_pages.append((stream, continuation_page))
        ends = continuation_page.end, other.end
        *before, last = moving(continuation_page.before, other.before, number, ends)
        after = moving(continuation_page.after, other.after, number, ends)
        self.contents.append((stream, (*before, structs.replace(last, continuation_page=number), *after)))
        if continuation_page.paragraph.title is not None:
            self.continuation.append(structs.replace(variant.continuation, continuation_pages=()))
        self.continuation[-1] = structs.replace(
            self.continuation[-1], continuation_pages=(*self.continuation[-1].continuation_pages, number)
        )

    def _number(self, page: int, segments: Sequence[Segment], stream: ContentStream) -> None:
        """Give each placeholder of a stream a slot, and each line that texts share a row."""
        for one in segments:
            if one.number >= 0:
                if (page, one.number) in self.at:
                    raise NeedsTypesetterError(_("a slot stands twice on a page"))
                self.at[page, one.number] = len(self.at)
                self.rendered_continuation.append((stream, one.runs[0]))
        for one in segments:
            placed_lines = self.first.by_number.get((page, one.number))
            numbers = (
                [piece.number for piece in placed_lines.pieces if piece.number is not None] if placed_lines else []
            )
            if placed_lines and len(placed_lines.pieces) > 1 and one.number == numbers[0]:
                pieces = [(-1 if p.number is None else self.at[page, p.number], p.width) for p in placed_lines.pieces]
                self.rows.append(SharedLine(placed_lines.left, placed_lines.width, placed_lines.align, tuple(pieces)))

    def _item(self, page: int, same: _Same) -> ContentItem:
        """Return a stretch that is the same for everybody, and what follows it."""
        first = same.first
        if first.place != same.other.place:
            raise NeedsTypesetterError(_("a slot changes what is around it"))
        differs = first.bare != same.other.bare
        if first.number < 0:
            if differs:
                raise NeedsTypesetterError(_("a slot’s size changes what is after it"))
            return ContentItem(first.fixed, *self._piece(page, first))
        slot = self.at[page, first.number]
        self.slots.append(self._spot(page, same, own=differs))
        return ContentItem(b"" if differs else first.fixed, slot)

    def _piece(self, page: int, stretch: Segment) -> tuple[int, int, int]:
        if stretch.piece is None:
            return -1, -1, 0
        number, piece = stretch.piece
        return -1, self._row_of(self.at[page, number]), piece

    def _row_of(self, slot: int) -> int:
        """Return the row that a slot is in; -1 when it shares its line with nothing."""
        rows = (at for at, row in enumerate(self.rows) if any(slot == other for other, _width in row.pieces))
        return next(rows, -1)

    def _spot(self, page: int, same: _Same, *, own: bool) -> MasterSlot:
        first, second = same.first, same.other
        number = first.number
        stands, small = self.first.by_number[page, number], same.second.by_number[same.page, number]
        if not stands.usual or stands.align == inf:
            raise NeedsTypesetterError(_("a slot’s style"))
        is_small = self.plan.second(number)[0] == SMALL
        if own and not is_small:
            raise NeedsTypesetterError(_("a slot’s lines change what is around it"))
        normal = _look(first.runs[0], stands, first.fixed if own else b"")
        styles = {NORMAL: normal}
        if is_small:
            before = _with_marks_of(first.fixed, second.fixed) if own else b""
            styles[SMALL] = _look(second.runs[0], small, before)
        path, place = self.plan.keys[number]
        variant = self._side_of_number(number)
        last = styles.get(self.plan.layout.last_step(place))
        return MasterSlot(
            path=path,
            place=place,
            left=stands.left,
            width=stands.width,
            align=stands.align,
            room=stands.room,
            group=tuple(self.at[page, other] for other in self._group(page, number)),
            shifts=self._shifts(same, page),
            inline=stands.inline,
            row=self._row_of(self.at[page, number]),
            styles=styles,
            element=0,
            begins=b"",
            page=0,
            more=more(variant.more, number, last) if variant and variant.more and last else None,
        )

    def _group(self, page: int, number: int) -> list[int]:
        """Return the placeholders that lie under one another with one, itself too."""
        return self.plan.groups.get((page, self.first.by_number[page, number].group), [number])

    def _shifts(self, same: _Same, page: int) -> tuple[tuple[int, float], ...]:
        """Return how far a second line of the slots of a group, this one’s too, moves a slot down.

        A line above it moves it by its height; each moves the whole up by the same share of its own, such as half of it
        in the middle of a ball. The share is seen on the first of the group, which has two lines in the second rendering.
        """
        group = self._group(page, same.first.number)
        pitches = [self.first.by_number[page, number].pitch for number in group]
        up = self.first.runs[page, group[0]].y - same.second.runs[same.page, group[0]].y
        share = 0.0 if self.plan.second(group[0])[1] == 1 else up / pitches[0]
        place = group.index(same.first.number)
        by = [pitch * ((at < place) - share) for at, pitch in enumerate(pitches)]
        return tuple((self.at[page, number], move) for number, move in zip(group, by, strict=True) if abs(move) > NEAR)


def _look(run: TextRun, stands: PlacedLine, before: bytes) -> TextStyle:
    size = round(float(run.point) * UNITS)
    return TextStyle(before, run.state, run.font, run.point, size, run.y, stands.pitch)


def _with_marks_of(first: bytes, second: bytes) -> bytes:
    """Return the second stretch with the numbers of marked content of the first, whose objects the master has."""
    numbers = MARK_NUMBER.findall(first)
    if len(numbers) != len(MARK_NUMBER.findall(second)):
        raise NeedsTypesetterError(_("a slot’s size changes what is around it"))
    waiting = iter(numbers)
    return MARK_NUMBER.sub(lambda _found: next(waiting), second)
