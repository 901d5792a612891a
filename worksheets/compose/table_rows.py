"""How high the rows of a table are on their page, and how many of them have room there.

The layout declares it: ``--table-height`` is the height of all rows together, ``--row-height`` the usual height of one,
``--row-least-height`` that of one in a table that has little room; ``--cell-leading`` is the distance between two
baselines in font sizes (``--cell-small-leading`` in the small size), and ``--cell-padding`` what a row has above and
below its lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import inf

from worksheets.course.layout import SMALL, Layout, Place
from worksheets.text.fit import fit, lines_in
from worksheets.text.fonts import BOLD, REGULAR

_ROUNDED = 0.1
"""By how many mm the rows may be higher than their room: less than the space below the table."""


@dataclass(frozen=True, slots=True)
class PageRows:
    """The rows of a table on its page."""

    count: int
    """How many of them have room; at least one."""
    height: float
    """The height in mm that each has at least; 0 where the style sheets say it."""
    is_tight: bool
    """They are lower than they would be if all were equally high, since some need more."""


def page_rows(rows: Sequence[Sequence[str]], place: str, layout: Layout, *, shrinking: bool = True) -> PageRows:
    """Return which of some rows, each given by the texts of its cells, have room on their page, and how high they are.

    Rows that have more room than they need give it to the others before any of them goes on elsewhere, unless they
    are not ``shrinking``. All rows have room in a layout that declares no ``--table-height``.
    """
    room, usual = (layout.numbers.get(name, inf) for name in ("table-height", "row-height"))
    if inf in (room, usual) or not rows:
        return PageRows(len(rows), 0.0, is_tight=False)
    least = min(usual, layout.numbers.get("row-least-height", usual)) if shrinking else usual
    equal = min(usual, max(least, room / len(rows)))
    needed = [_needed(texts, place, layout) for texts in rows]
    for height in dict.fromkeys((equal, least)):
        count = sum(bottom <= room + _ROUNDED for bottom in accumulate(max(height, own) for own in needed))
        if count == len(rows):
            break
    return PageRows(max(1, count), round(height, 3), is_tight=height < equal)


def _needed(texts: Sequence[str], place: str, layout: Layout) -> float:
    """Return the height in mm that a row needs for some texts in its cells."""
    heights = (_height(text, place, layout, is_name=column == 0) for column, text in enumerate(texts))
    return layout.number(f"{place}-padding") + max(heights, default=0.0)


def _height(text: str, place: str, layout: Layout, *, is_name: bool) -> float:
    """Return the height in mm of a cell's lines; a row's name is bold."""
    if not text:
        return 0.0
    room, weight = layout.place(place), BOLD if is_name else REGULAR
    size = fit(text, room, weight, is_name=is_name).step
    step = next(step for step in room.steps if step.name == size)
    leading = layout.number(f"{place}-leading")
    if size == SMALL:
        leading = layout.numbers.get(f"{place}-small-leading", leading)
    return len(lines_in(text, room, step, weight, is_name=is_name).starts) * step.size * leading


def most_lines(texts: Sequence[str], place: Place) -> int:
    """Return the largest number of lines of a row's texts in the usual size of a place."""
    usual = place.steps[0]
    filled = [(text, column == 0) for column, text in enumerate(texts) if text]
    return max(
        (len(lines_in(text, place, usual, BOLD if name else REGULAR, is_name=name).starts) for text, name in filled),
        default=0,
    )
