"""How high the rows of options and statements are: one pitch, or more for a label that wraps, so that all stay on the grid.

A layout without ``--option-pitch`` has no such rows; there each is as high as its label. Lengths are in mm.
"""

from math import ceil

from worksheets.course.layout import Layout
from worksheets.course.marks import Marks
from worksheets.text.fit import css_pixels, set_lines
from worksheets.text.fonts import advance
from worksheets.text.own_fonts import own_advance
from worksheets.text.fonts import REGULAR

_SPARE = 1.02
"""By how much a label is taken to be wider than measured, so that a rule beside it never goes on the next line."""
_EXACT = 1e-6


def option_heights(marks: Marks, layout: Layout) -> list[float]:
    """Return the height of the row of each option; 0 where the style sheets say it."""
    pitch = layout.numbers.get("option-pitch", 0.0)
    if not pitch:
        return [0.0] * len(marks.options)
    first, leading, below = (layout.number(f"option-{name}") for name in ("first", "leading", "below"))
    heights = []
    for number, option in enumerate(marks.options, start=1):
        is_other = marks.other and number == len(marks.options)
        lines = _line_count(option, "option", layout) + (is_other and not _stands_beside(option, layout))
        rows = ceil((first + leading * (lines - 1) + below) / pitch - _EXACT)
        heights.append(rows * pitch if rows > 1 else 0.0)
    return heights


def statement_heights(labels: list[str], layout: Layout, share: float = 1.0) -> list[float]:
    """Return the height of the row of each statement; 0 where the style sheets say it.

    A statement has a share of the width that the layout declares.
    """
    pitch = layout.numbers.get("option-pitch", 0.0)
    if not pitch:
        return [0.0] * len(labels)
    least, leading = layout.number("statement-height"), layout.number("statement-leading")
    padding = layout.number("statement-padding")
    needed = [_line_count(label, "statement", layout, share) * leading + padding for label in labels]
    return [ceil(height / pitch * 2 - _EXACT) * pitch / 2 if height > least + _EXACT else 0.0 for height in needed]


def other_width(marks: Marks, layout: Layout) -> float:
    """Return how wide the rule beside the last option is: as far as the layout's rules reach, or as wide as is left."""
    label, least = marks.options[-1], layout.number("other-width")
    room = layout.number("option-width") - _label_width(label, layout)
    if room < least:
        return least
    reach = layout.number("other-reach") - _label_width(label, layout)
    return round(reach if reach >= least else room, 2)


def _stands_beside(label: str, layout: Layout) -> bool:
    """Return True if there is room for the rule on the line of its label."""
    return _label_width(label, layout) + layout.number("other-width") <= layout.number("option-width")


def _label_width(label: str, layout: Layout) -> float:
    """Return the width of a label with its colon, and of the gap after it."""
    text = f"{label}:"
    ems = own_advance(text, REGULAR, layout.fonts) if layout.fonts else advance(text)
    return ems * layout.number("option-size") * _SPARE + layout.number("other-gap")


def _line_count(text: str, place: str, layout: Layout, share: float = 1.0) -> int:
    width, size = css_pixels(layout.number(f"{place}-width") * share), css_pixels(layout.number(f"{place}-size"))
    lines = set_lines(text, width, size, fonts=layout.fonts, hyphenated=False, language=layout.language)
    return max(len(lines.starts), 1)
