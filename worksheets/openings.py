"""What is open on a handout's pages, and how: read off the differences between its proofs."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from .boxes import Standing
from .drawing import NEAR, Drawn, Run
from .errors import _
from .filling import Filling
from .plate import Item, Look, Row, Spot
from .proofs import MARK_NUMBER, NORMAL, SMALL, Proof, Side, Stretch, is_body, stretches
from .setting import UNITS, UnsettableError


class Plan:
    """Which stand-ins are grouped, and what each is in the second and the third proof."""

    def __init__(self, proof: Proof, filling: Filling) -> None:
        self.first = {one.number: one for one in reversed(proof.standing)}
        self.keys = proof.samples.keys
        self.groups: dict[tuple[int, int], list[int]] = {}
        for one in proof.standing:
            if not one.inline:
                self.groups.setdefault((one.page, one.group), []).append(one.number)
        self.rank = {number: (rank, len(group)) for group in self.groups.values() for rank, number in enumerate(group)}
        self.layout = filling.layout
        if any(len(group) > 2 for group in self.groups.values()):  # noqa: PLR2004
            raise UnsettableError(_("three slots under one another"))

    def second(self, number: int) -> tuple[str, int]:
        """Return the step and the lines of a stand-in in the second proof."""
        rank, size = self.rank.get(number, (0, 1))
        if size > 1:
            return NORMAL, 1 + (rank == 0 and self._grows(number))
        return (SMALL, 1) if self.can_be_small(number) else (NORMAL, 1)

    def third(self, number: int) -> tuple[str, int]:
        """Return the step and the lines of a stand-in in the third proof."""
        rank, size = self.rank.get(number, (-1, 1))
        return NORMAL, 1 + (rank == size - 1 and self._grows(number))

    def _grows(self, number: int) -> bool:
        return self.first[number].room >= 2 * self.first[number].pitch

    def can_be_small(self, number: int) -> bool:
        """Tell whether a stand-in's place has a second step, and nothing else on its line would take it too."""
        place = self.keys[number][1]
        return f"{place}-small" in self.layout.numbers and len(self.first[number].pieces) == 1


@dataclass(frozen=True, slots=True)
class _Same:
    """A stretch in the three proofs, and where the second has it."""

    stretches: tuple[Stretch, ...]
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
        self.pairs: list[tuple[Side, tuple[int, Drawn], tuple[int, Drawn]]] = []
        """The streams of the first proof that are in another one too."""
        waiting = {id(side): zip(side.second.bodies, side.third.bodies, strict=True) for side in self.sides}
        for page, stream in first.streams():
            same = [(first, page, stream)] * 3
            if is_body(stream):
                side = self._side_of(stream)
                second, third = next(waiting[id(side)], (None, None))
                if second is None or third is None:
                    raise UnsettableError(_("a page by itself is not as among others"))
                same[1:] = (side.second, *second), (side.third, *third)
                self.pairs.append((side, (page, stream), second))
            self._take(page, stream, same)

    def _side_of(self, stream: Drawn) -> Side:
        number = next(run.number for run in stream.runs if run.number is not None and run.mark is not None)
        return next(side for side in self.sides if number in side.numbers)

    def _take(self, page: int, stream: Drawn, same: Sequence[tuple[Proof, int, Drawn]]) -> None:
        """Take a stream apart, by what it is in three proofs."""
        cut = [stretches(*one) for one in same]
        if len(cut[0]) > 1:
            self._number(page, cut[0], stream)
            second, where, _stream = same[1]
            items = (self._item(page, _Same(one, second, where)) for one in zip(*cut, strict=True))
            self.contents.append((stream, tuple(items)))

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
        first, second, third = same.stretches
        if not first.place == second.place == third.place or first.bare != third.bare:
            raise UnsettableError(_("a slot changes what is around it"))
        differs = first.bare != second.bare
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
        first, second, third = same.stretches
        number = first.number
        stands, small = self.first.by_number[page, number], same.second.by_number[same.page, number]
        if not stands.usual or stands.align == inf:
            raise UnsettableError(_("a slot’s style"))
        is_small = self.plan.second(number)[0] == SMALL
        if own and not is_small:
            raise UnsettableError(_("a slot’s lines change what is around it"))
        normal = _look(first.runs[0], stands, first.fixed if own else b"")
        looks = {NORMAL: normal}
        if is_small and not self._shifts(page, first, second, third):
            before = _with_marks_of(first.fixed, second.fixed) if own else b""
            looks[SMALL] = _look(second.runs[0], small, before)
        path, place = self.plan.keys[number]
        return Spot(
            path=path,
            place=place,
            left=stands.left,
            width=stands.width,
            align=stands.align,
            room=stands.room,
            group=tuple(self.at[page, other] for other in self._group(page, number)),
            shifts=self._shifts(page, first, second, third),
            inline=stands.inline,
            row=self._row_of(self.at[page, number]),
            looks=looks,
            element=0,
            begins=b"",
            page=0,
        )

    def _group(self, page: int, number: int) -> list[int]:
        """Return the stand-ins that lie under one another with one, itself too."""
        return self.plan.groups.get((page, self.first.by_number[page, number].group), [number])

    def _shifts(self, page: int, *same: Stretch) -> tuple[tuple[int, float], ...]:
        """Return how far a second line of the spots of a group, this one’s too, moves a spot down."""
        number = same[0].number
        group = self._group(page, number)
        found = []
        for rank, other in enumerate(group):
            # Of a group of two the second proof has two lines in the first, the third in the second.
            proof = 1 if len(group) > 1 and rank == 0 else 2
            by = same[proof].runs[0].y - same[0].runs[0].y
            if abs(by) > NEAR:
                found.append((self.at[page, other], by))
        return tuple(found)


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
