"""A sheet for both sides that shows what a printer does: how it turns the paper, its margins, its scale, its offset.

It is A4, in mm from the upper left corner. What is drawn on both sides lies at places that meet when the sheet is held
to the light, whichever edge the printer turns it over: they are symmetric to both middles of the paper.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from worksheets.course.course import Course
from worksheets.course.layout import Layout
from worksheets.course.words import Words
from worksheets.people.participant import Participant

from .kinds import Calibration

_WIDTH, _HEIGHT = 210, 297
_CROSSES = tuple((x, y) for x in (30, _WIDTH - 30) for y in (97, _HEIGHT - 97))
_REACH = 5
"""How far the arms of a cross reach, and its scales."""
_MIDDLE_REACH = 10
"""How far the scales in the middle of the paper reach: as far as the cards can be shifted."""
_RULER = 100
_RULER_ACROSS, _RULER_UPRIGHT = (55, 232), (150, 98.5)
"""Where the rulers begin."""
_DEEPEST = 15
"""The widest margin that the scales at the edges show."""
_STEP = 3
"""How far the marks at an edge stand apart, and how long they are."""
_EDGE_ACROSS, _EDGE_UPRIGHT = 128, 222
"""Where the scales at the upper and the lower edge begin, and those at the left and the right."""
_NUMBERS = 19
"""How far from an edge the numbers of its scale stand: inside the margins of any printer."""
_SMALL, _LARGE = 1.0, 2.0
"""The lengths of the small marks of a scale, and of each fifth one, on each side of it."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number at a scale, by the middle of its baseline."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class CalibrationSide:
    """What is drawn on a side: the path of its lines, and the numbers at the scales."""

    lines: str
    numbers: tuple[Number, ...]
    arrow: float
    """Where the arrow stands that points to the upper edge: beside the text, and on both sides at the same spot."""


@dataclass(frozen=True, slots=True)
class DrawnCalibration:
    """What the template draws."""

    front: CalibrationSide
    back: CalibrationSide


class _Drawing:
    """Gathers lines and numbers."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._numbers: list[Number] = []

    def side(self, arrow: float) -> CalibrationSide:
        """Return all that has been drawn."""
        return CalibrationSide(" ".join(self._lines), tuple(self._numbers), arrow)

    def line(self, x: float, y: float, right: float = 0.0, down: float = 0.0) -> None:
        self._lines.append(f"M{x:g} {y:g}l{right:g} {down:g}")

    def number(self, x: float, y: float, text: str) -> None:
        self._numbers.append(Number(x, y, text))

    def cross(self, x: float, y: float) -> None:
        self.line(x - _REACH, y, right=2 * _REACH)
        self.line(x, y - _REACH, down=2 * _REACH)

    def scale(self, x: float, y: float, marks: range, *, upright: bool) -> None:
        """Draw a scale, of which 0 is at a point."""
        first, length = marks[0], marks[-1] - marks[0]
        self.line(*((x, y + first, 0, length) if upright else (x + first, y, length, 0)))
        for mark in marks:
            half = _LARGE if mark % 5 == 0 else _SMALL
            self.line(*((x - half, y + mark, 2 * half, 0) if upright else (x + mark, y - half, 0, 2 * half)))

    def ruler(self, x: float, y: float, *, upright: bool) -> None:
        """Draw a ruler of 100 mm that begins at a point."""
        self.scale(x, y, range(_RULER + 1), upright=upright)
        for mark in range(0, _RULER + 1, 10):
            self.number(*((x + 5, y + mark + 1) if upright else (x + mark, y + 5.5)), str(mark))

    def middle(self) -> None:
        """Draw the scales that folds through the middle of the paper meet: how far beside its place all is printed."""
        x, y = _WIDTH / 2, _HEIGHT / 2
        for upright in (False, True):
            self.scale(x, y, range(-_MIDDLE_REACH, _MIDDLE_REACH + 1), upright=upright)
        for mark in (-_MIDDLE_REACH, -5, 5, _MIDDLE_REACH):
            self.number(x + mark, y - 3, _with_minus(mark))
        for mark in (-_MIDDLE_REACH, _MIDDLE_REACH):
            self.number(x + 5, y + mark + 1, _with_minus(mark))
        self.number(x + _MIDDLE_REACH + 4, y + 1, "X")
        self.number(x, y + _MIDDLE_REACH + 5, "Y")

    def edges(self) -> None:
        """Draw a staircase of marks at each edge: the first one that is printed tells how wide the margin is."""
        for depth in range(_DEEPEST + 1):
            for edge, inwards in ((0, 1), (_HEIGHT, -1)):
                self.line(_EDGE_ACROSS + depth * _STEP, edge + inwards * depth, right=_STEP)
            for edge, inwards in ((0, 1), (_WIDTH, -1)):
                self.line(edge + inwards * depth, _EDGE_UPRIGHT + depth * _STEP, down=_STEP)
            for x, y in self._numbers_at_edges(depth) if depth % 2 == 0 else ():
                self.number(x, y, str(depth))

    @staticmethod
    def _numbers_at_edges(depth: int) -> Iterator[tuple[float, float]]:
        along = depth * _STEP + _STEP / 2
        yield from ((_EDGE_ACROSS + along, y) for y in (_NUMBERS + 1, _HEIGHT - _NUMBERS + 1))
        yield from ((x, _EDGE_UPRIGHT + along + 1) for x in (_NUMBERS, _WIDTH - _NUMBERS))


def _with_minus(number: int) -> str:
    return str(number).replace("-", "\u2212")


def calibration(
    _product: Calibration, _people: Sequence[Participant], _course: Course, _layout: Layout, _words: Words
) -> DrawnCalibration:
    """Return what the template draws; it is the same for everybody."""
    front, back = _Drawing(), _Drawing()
    for x, y in _CROSSES:
        back.cross(x, y)
        for upright in (False, True):
            front.scale(x, y, range(-_REACH, _REACH + 1), upright=upright)
    for side in (front, back):
        side.middle()
        side.edges()
    front.ruler(*_RULER_ACROSS, upright=False)
    front.ruler(*_RULER_UPRIGHT, upright=True)
    return DrawnCalibration(front.side(_WIDTH - 30), back.side(30))
