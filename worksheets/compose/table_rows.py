"""How high the rows of a table are on their page, and how many of them have room there.

The layout declares it: ``--table-height`` is the height of all rows together, ``--row-height`` the usual height of one,
``--row-least-height`` that of one in a table that has little room; ``--cell-leading`` is the distance between two
baselines in font sizes (``--cell-small-leading`` in the small size), and ``--cell-padding`` what a row has above and
below its lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import inf

from worksheets.caches import Lifetime, memoized
from worksheets.course.layout import SMALL, Layout, Place, Step
from worksheets.text.fit import fit, lines_in
from worksheets.text.fonts import BOLD, REGULAR

_ROUNDED = 0.1
"""By how many mm the rows may be higher than their room: less than the space below the table."""
_EXACT = 1e-6
"""By how many lines a row may be too low for its lines."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table that are written in."""

    places: tuple[Place, ...] = ()
    """Where their texts stand; all as the layout declares it if there are none."""
    are_given: bool = False
    """They stand beside given labels; otherwise the first one has the names of the rows, in bold."""

    def place(self, column: int, place: str, layout: Layout) -> Place:
        """Return the place of a column's texts, by its index."""
        return self.places[column] if self.places else layout.place(place)

    def is_name(self, column: int) -> bool:
        """Return True for the column with the names of the rows."""
        return column == 0 and not self.are_given

    def number(self, name: str, layout: Layout, default: float) -> float:
        """Return a measure of a layout, which can have another one for tables with given labels (``--given-…``)."""
        declared = layout.numbers.get(name, default)
        return layout.numbers.get(f"given-{name}", declared) if self.are_given else declared


_ALIKE = Columns()
"""Columns that are all as the layout declares them."""


@dataclass(frozen=True, slots=True)
class PageRows:
    """The rows of a table on its page."""

    count: int
    """How many of them have room; at least one."""
    height: float
    """The height in mm that each has at least; 0 where the style sheets say it."""
    is_tight: bool
    """They are not equally high, but as high as they need, since some need more than there would be for each."""


def page_rows(
    rows: Sequence[Sequence[str]], place: str, layout: Layout, columns: Columns = _ALIKE, *, shrinking: bool = True
) -> PageRows:
    """Return which of some rows, each given by the texts of its cells, have room on their page, and how high they are.

    All are equally high, and texts are set smaller for that. If that is not enough, rows that have more room than they
    need give it to the others; if that is not enough either, the last rows go on elsewhere, and the others are equally
    high again. Rows that are not ``shrinking`` have their usual height. All rows have room in a layout that declares no
    ``--table-height``.
    """
    room, usual = (columns.number(name, layout, inf) for name in ("table-height", "row-height"))
    if inf in (room, usual) or not rows:
        return PageRows(len(rows), 0.0, is_tight=False)
    least = min(usual, columns.number("row-least-height", layout, usual)) if shrinking else usual
    equal = min(usual, max(least, room / len(rows)))
    on_page = rows[: max(1, int((room + _ROUNDED) / equal))]
    if all(_fits(texts, place, equal, layout, columns) for texts in on_page):
        return PageRows(len(on_page), round(equal, 3), is_tight=False)
    bottoms = list(accumulate(max(least, _needed(texts, place, layout, columns)) for texts in rows))
    if bottoms[-1] > room + _ROUNDED:
        for count in range(len(on_page) - 1, 0, -1):
            if all(_fits(texts, place, room / count, layout, columns) for texts in rows[:count]):
                return PageRows(count, round(room / count, 3), is_tight=False)
    return PageRows(max(1, sum(bottom <= room + _ROUNDED for bottom in bottoms)), least, is_tight=True)


@memoized(Lifetime.RUN, maxsize=1024)  # All cells of a column have the same place, and few heights.
def place_in_row(declared: Place, place: str, rows: PageRows, layout: Layout) -> Place:
    """Return the place of a cell in rows on a page: as many lines of the usual size as a row of their height holds.

    In rows that are as high as they need, and in a layout that does not say how high rows are, it is as declared.
    """
    if not rows.height or rows.is_tight:
        return declared
    usual = replace(declared.steps[0], lines=_lines_in(rows.height, place, declared.steps[0], layout))
    return replace(declared, steps=(usual, *declared.steps[1:]))


@memoized(Lifetime.RUN, maxsize=1024)
def place_in_planned_row(declared: Place, place: str, height: float, layout: Layout) -> Place:
    """Return the place of a cell in a row that keeps its height: as many lines of each size as the row holds."""
    steps = tuple(replace(step, lines=_lines_in(height, place, step, layout)) for step in declared.steps)
    return replace(declared, steps=steps)


def _fits(texts: Sequence[str], place: str, height: float, layout: Layout, columns: Columns) -> bool:
    """Return True if each text fits in its cell of a row of a height, in the usual size or a smaller one."""
    for column, text in enumerate(texts):
        if not text:
            continue
        room = place_in_planned_row(columns.place(column, place, layout), place, height, layout)
        is_name = columns.is_name(column)
        if fit(text, room, BOLD if is_name else REGULAR, is_name=is_name).overflow:
            return False
    return True


def _lines_in(height: float, place: str, step: Step, layout: Layout) -> int:
    """Return how many lines of a size a row of a height holds; at least one."""
    lines = (height - layout.number(f"{place}-padding")) / (step.size * _leading(place, step.name, layout))
    return max(1, int(lines + _EXACT))


def _leading(place: str, step: str, layout: Layout) -> float:
    """Return the distance between two baselines in a size, in font sizes."""
    leading = layout.number(f"{place}-leading")
    return layout.numbers.get(f"{place}-small-leading", leading) if step == SMALL else leading


def _needed(texts: Sequence[str], place: str, layout: Layout, columns: Columns) -> float:
    """Return the height in mm that a row needs for some texts in its cells."""
    heights = (_height(text, column, place, layout, columns) for column, text in enumerate(texts))
    return layout.number(f"{place}-padding") + max(heights, default=0.0)


def _height(text: str, column: int, place: str, layout: Layout, columns: Columns) -> float:
    """Return the height in mm of the lines of a cell in a column; a row's name is bold."""
    if not text:
        return 0.0
    is_name = columns.is_name(column)
    room, weight = columns.place(column, place, layout), BOLD if is_name else REGULAR
    size = fit(text, room, weight, is_name=is_name).step
    step = next(step for step in room.steps if step.name == size)
    count = len(lines_in(text, room, step, weight, is_name=is_name).starts)
    return count * step.size * _leading(place, size, layout)


def most_lines(texts: Sequence[str], places: Sequence[Place], *, has_names: bool = True) -> int:
    """Return the largest number of lines of a row's texts, each in the usual size of its place.

    The first text is bold if it ``has_names``.
    """
    counts = [0]
    for column, (text, place) in enumerate(zip(texts, places, strict=True)):
        is_name = has_names and column == 0
        lines = lines_in(text, place, place.steps[0], BOLD if is_name else REGULAR, is_name=is_name)
        counts.append(len(lines.starts) if text else 0)
    return max(counts)
