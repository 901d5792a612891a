"""What is open on a handout's pages, and how: read off the differences between its proofs."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from msgspec import structs

from worksheets.compose.page_data import Filling
from worksheets.course.layout import NORMAL, SMALL
from worksheets.errors import UnsettableError, _
from worksheets.merge.model import Item, Look, Overleaf, Row, Spot
from worksheets.pdf.content_stream import NEAR, Drawn, Run
from worksheets.text.shaping import UNITS

from .box_tree import Standing
from .continuation_probe import Opened, more, moving, opened
from .renderings import MARK_NUMBER, Proof, Side, Stretch, is_body, stretches


class Plan:
    """Which stand-ins lie under one another, and what each is in the second proof."""

    def __init__(self, proof: Proof, filling: Filling) -> None:
        self.first = {one.number: one for one in reversed(proof.standing)}
        self.keys = proof.samples.keys
        self.groups: dict[tuple[int, int], list[int]] = {}
        for one in proof.standing:
            if not one.inline:
                self.groups.setdefault((one.page, one.group), []).append(one.number)
        self.heads = {group[0] for group in self.groups.values()}
        self.alone = {group[0] for group in self.groups.values() if len(group) == 1}
        self.layout = filling.layout

    def second(self, number: int) -> tuple[str, int]:
        """Return the step and the lines of a stand-in in the second proof.

        It is small where it can be; the first of each group has two lines.
        """
        if self.can_be_small(number):
            return SMALL, 1
        return NORMAL, 2 if number in self.heads and self._grows(number) else 1

    def _grows(self, number: int) -> bool:
        return self.first[number].room >= 2 * self.first[number].pitch

    def can_be_small(self, number: int) -> bool:
        """Tell whether a stand-in's place has a second step, and no other text takes it too or moves with it."""
        place, one = self.keys[number][1], self.first[number]
        by_itself = len(one.pieces) == 1 and (one.inline or number in self.alone)
        return by_itself and f"{place}-small" in self.layout.numbers


@dataclass(frozen=True, slots=True)
class _Same:
    """A stretch in both proofs, and where the second has it."""

    first: Stretch
    other: Stretch
    second: Proof
    page: int


class Openings:
    """Reads off the proofs what is open, and how."""

    def __init__(self, first: Proof, sides: Sequence[Side | None], plan: Plan) -> None:
        self.first, self.plan = first, plan
        self.sides = [side for side in sides if side]
        self.spots: list[Spot] = []
        self.rows: list[Row] = []
        self.opened: list[tuple[Drawn, Run]] = []
        """Where each spot is drawn in the first proof."""
        self.at: dict[tuple[int, int], int] = {}
        """The spots by their pages and stand-ins."""
        self.contents: list[tuple[Drawn, tuple[Item, ...]]] = []
        self.pairs: list[tuple[Side, int, int]] = []
        """The pages of the first proof that are in another one too, and which they are there."""
        self.leaves: list[tuple[Drawn, Opened]] = []
        """The pages on which something goes on, in order, and what is drawn there."""
        self.overleaf: list[Overleaf] = []
        """What goes on from each page, with the numbers of those."""
        waiting = {id(side): iter(side.second.bodies) for side in self.sides}
        for page, stream in first.streams():
            other = first, page, stream
            if is_body(stream):
                side = self._side_of(stream)
                found = next(waiting[id(side)], None)
                if found is None:
                    raise UnsettableError(_("a page by itself is not as among others"))
                other = side.second, *found
                self.pairs.append((side, page, found[0]))
            self._take(page, stream, other)

    def _side_of(self, stream: Drawn) -> Side:
        number = next(run.number for run in stream.runs if run.number is not None and run.mark is not None)
        return next(side for side in self.sides if number in side.numbers)

    def _side_of_number(self, number: int) -> Side | None:
        return next((side for side in self.sides if number in side.numbers), None)

    def _take(self, page: int, stream: Drawn, other: tuple[Proof, int, Drawn]) -> None:
        """Take a stream apart, by what it is in both proofs."""
        if leaf := opened(self.first, page, stream):
            self._take_leaf(leaf, stream, opened(*other))
            return
        cut = stretches(self.first, page, stream)
        if len(cut) > 1:
            self._number(page, cut, stream)
            pairs = zip(cut, stretches(*other), strict=True)
            items = (self._item(page, _Same(*pair, *other[:2])) for pair in pairs)
            self.contents.append((stream, tuple(items)))

    def _take_leaf(self, leaf: Opened, stream: Drawn, other: Opened | None) -> None:
        """Take a leaf apart; one with a title is the first of a page's."""
        side = self._side_of(stream)
        if other is None or side.overleaf is None:
            raise UnsettableError(_("a page that goes on in another way"))
        number = len(self.leaves)
        self.leaves.append((stream, leaf))
        ends = leaf.end, other.end
        *before, last = moving(leaf.before, other.before, number, ends)
        after = moving(leaf.after, other.after, number, ends)
        self.contents.append((stream, (*before, structs.replace(last, leaf=number), *after)))
        if leaf.paragraph.title is not None:
            self.overleaf.append(structs.replace(side.overleaf, leaves=()))
        self.overleaf[-1] = structs.replace(self.overleaf[-1], leaves=(*self.overleaf[-1].leaves, number))

    def _number(self, page: int, stretches: Sequence[Stretch], stream: Drawn) -> None:
        """Give each stand-in of a stream a spot, and each line that texts share a row."""
        for one in stretches:
            if one.number >= 0:
                if (page, one.number) in self.at:
                    raise UnsettableError(_("a slot stands twice on a page"))
                self.at[page, one.number] = len(self.at)
                self.opened.append((stream, one.runs[0]))
        for one in stretches:
            standing = self.first.by_number.get((page, one.number))
            numbers = [piece.number for piece in standing.pieces if piece.number is not None] if standing else []
            if standing and len(standing.pieces) > 1 and one.number == numbers[0]:
                pieces = [(-1 if p.number is None else self.at[page, p.number], p.width) for p in standing.pieces]
                self.rows.append(Row(standing.left, standing.width, standing.align, tuple(pieces)))

    def _item(self, page: int, same: _Same) -> Item:
        """Return a stretch that is the same for everybody, and what follows it."""
        first = same.first
        if first.place != same.other.place:
            raise UnsettableError(_("a slot changes what is around it"))
        differs = first.bare != same.other.bare
        if first.number < 0:
            if differs:
                raise UnsettableError(_("a slot’s size changes what is after it"))
            return Item(first.fixed, *self._piece(page, first))
        spot = self.at[page, first.number]
        self.spots.append(self._spot(page, same, own=differs))
        return Item(b"" if differs else first.fixed, spot)

    def _piece(self, page: int, stretch: Stretch) -> tuple[int, int, int]:
        if stretch.piece is None:
            return -1, -1, 0
        number, piece = stretch.piece
        return -1, self._row_of(self.at[page, number]), piece

    def _row_of(self, spot: int) -> int:
        """Return the row that a spot is in; -1 when it shares its line with nothing."""
        rows = (at for at, row in enumerate(self.rows) if any(spot == other for other, _width in row.pieces))
        return next(rows, -1)

    def _spot(self, page: int, same: _Same, *, own: bool) -> Spot:
        first, second = same.first, same.other
        number = first.number
        stands, small = self.first.by_number[page, number], same.second.by_number[same.page, number]
        if not stands.usual or stands.align == inf:
            raise UnsettableError(_("a slot’s style"))
        is_small = self.plan.second(number)[0] == SMALL
        if own and not is_small:
            raise UnsettableError(_("a slot’s lines change what is around it"))
        normal = _look(first.runs[0], stands, first.fixed if own else b"")
        looks = {NORMAL: normal}
        if is_small:
            before = _with_marks_of(first.fixed, second.fixed) if own else b""
            looks[SMALL] = _look(second.runs[0], small, before)
        path, place = self.plan.keys[number]
        side = self._side_of_number(number)
        last = looks.get(self.plan.layout.last_step(place))
        return Spot(
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
            looks=looks,
            element=0,
            begins=b"",
            page=0,
            more=more(side.more, number, last) if side and side.more and last else None,
        )

    def _group(self, page: int, number: int) -> list[int]:
        """Return the stand-ins that lie under one another with one, itself too."""
        return self.plan.groups.get((page, self.first.by_number[page, number].group), [number])

    def _shifts(self, same: _Same, page: int) -> tuple[tuple[int, float], ...]:
        """Return how far a second line of the spots of a group, this one’s too, moves a spot down.

        A line above it moves it by its height; each moves the whole up by the same share of its own, such as half of it
        in the middle of a ball. The share is seen on the first of the group, which has two lines in the second proof.
        """
        group = self._group(page, same.first.number)
        pitches = [self.first.by_number[page, number].pitch for number in group]
        up = self.first.runs[page, group[0]].y - same.second.runs[same.page, group[0]].y
        share = 0.0 if self.plan.second(group[0])[1] == 1 else up / pitches[0]
        place = group.index(same.first.number)
        by = [pitch * ((at < place) - share) for at, pitch in enumerate(pitches)]
        return tuple((self.at[page, number], move) for number, move in zip(group, by, strict=True) if abs(move) > NEAR)


def _look(run: Run, stands: Standing, before: bytes) -> Look:
    size = round(float(run.point) * UNITS)
    return Look(before, run.state, run.font, run.point, size, run.y, stands.pitch)


def _with_marks_of(first: bytes, second: bytes) -> bytes:
    """Return the second stretch with the numbers of marked content of the first, whose objects the plate has."""
    numbers = MARK_NUMBER.findall(first)
    if len(numbers) != len(MARK_NUMBER.findall(second)):
        raise UnsettableError(_("a slot’s size changes what is around it"))
    waiting = iter(numbers)
    return MARK_NUMBER.sub(lambda _found: next(waiting), second)
