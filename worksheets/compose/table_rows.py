"""How high the rows of a table are on their page, and how many of them have room there.

The layout declares it: ``--table-height`` is the height of all rows together, ``--row-height`` the least height of
one; ``--cell-leading`` is the distance between two baselines in font sizes, and ``--cell-padding`` what a row has above
and below its lines.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from math import inf

from worksheets.course.layout import Layout, Place, Step
from worksheets.text.fit import css_pixels, fit, set_lines
from worksheets.text.fonts import BOLD, REGULAR

_ROUNDED = 0.1
"""By how many mm the rows may be higher than their room: less than the space below the table."""


def rows_on_page(rows: Iterable[Sequence[str]], place: str, layout: Layout) -> int:
    """Return how many rows, each given by the texts of its cells, have room on the page; at least one.

    All have, in a layout that declares no ``--table-height``.
    """
    room = layout.numbers.get("table-height", inf)
    heights = (row_height(texts, place, layout) if room < inf else 0.0 for texts in rows)
    return max(1, sum(height <= room + _ROUNDED for height in accumulate(heights)))


def row_height(texts: Sequence[str], place: str, layout: Layout) -> float:
    """Return the height in mm of a row with some texts in its cells, of which the first is bold."""
    least, padding = layout.number("row-height"), layout.number(f"{place}-padding")
    leading, room = layout.number(f"{place}-leading"), layout.place(place)
    heights = (_height(text, room, leading, BOLD if column == 0 else REGULAR) for column, text in enumerate(texts))
    return max(least, padding + max(heights, default=0.0))


def _height(text: str, place: Place, leading: float, weight: int) -> float:
    """Return the height in mm of a cell's lines."""
    if not text:
        return 0.0
    name = fit(text, place, weight).step
    step = next(step for step in place.steps if step.name == name)
    return line_count(text, place, step, weight) * step.size * leading


def line_count(text: str, place: Place, step: Step, weight: int) -> int:
    """Return the number of lines of a text in one of the sizes of a place."""
    if not text:
        return 0
    return len(set_lines(text, css_pixels(place.width), css_pixels(step.size), weight, fonts=place.fonts).starts)


def most_lines(texts: Sequence[str], place: Place) -> int:
    """Return the largest number of lines of a row's texts in the usual size of a place."""
    usual = place.steps[0]
    return max((line_count(text, place, usual, REGULAR if column else BOLD) for column, text in enumerate(texts)), default=0)
