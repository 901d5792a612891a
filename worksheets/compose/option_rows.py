"""The rows of options and statements: one pitch high, or more for a label that wraps, so that all stay on the grid.

A layout without ``--option-pitch`` has no such rows; there each is as high as its label. Lengths are in mm.
"""

from math import ceil, inf

from worksheets.course.layout import Layout
from worksheets.course.marks import Marks
from worksheets.course.slots import Part
from worksheets.text.fit import css_pixels, set_lines
from worksheets.text.fonts import BOLD, REGULAR
from worksheets.text.own_fonts import width_in_ems

from .mark_slots import place_across

_SPARE = 1.02
"""By how much a label is taken to be wider than measured, so that a rule beside it never goes on the next line."""
_EXACT = 1e-6
_MANY_OPTIONS, _NARROW = 5, 0.84
"""The number of options beside statements whose columns are narrower, and their share of the usual width."""
_WIDE, _ONE_LINE = 1.1, 11
"""The share of the usual width that other columns have at most, and the letters of a head that has one line."""
_PAGE, _SLIDE = 0.5, 0.75
"""The shares of a page and of a slide from which on a list of options or statements is divided where it stands."""
_END, _APART = 0.4, 0.02
"""The shares of a line's width that the text at an end has at most, and that is free beside it."""


def option_heights(marks: Marks, layout: Layout) -> list[float]:
    """Return the height of the row of each option; 0 where the style sheets say it."""
    pitch = layout.numbers.get("option-pitch", 0.0)
    if not pitch:
        return [0.0] * len(marks.options)
    first, leading, below, width, size = (
        layout.number(f"option-{name}") for name in ("first", "leading", "below", "width", "size")
    )
    heights = []
    for number, option in enumerate(marks.options, start=1):
        is_other = marks.other and number == len(marks.options)
        lines = _line_count(option, width, size, layout) + (is_other and not _stands_beside(option, layout))
        rows = ceil((first + leading * (lines - 1) + below) / pitch - _EXACT)
        heights.append(rows * pitch if rows > 1 else 0.0)
    return heights


def statement_heights(exercise: Part, layout: Layout) -> list[float]:
    """Return the height of the row of each statement; 0 where the style sheets say it."""
    labels, pitch = [part.label for part in exercise.parts], layout.numbers.get("option-pitch", 0.0)
    marks = exercise.parts[0].marks if exercise.parts else None
    if not pitch or marks is None:
        return [0.0] * len(labels)
    columns = len(marks.options) * statement_column(marks.options, layout)
    width = layout.number("statement-table") - columns - layout.number("statement-gap")
    least, leading = layout.number("statement-height"), layout.number("statement-leading")
    padding = layout.number("statement-padding")
    size = layout.number("statement-size")
    needed = [_line_count(label, width, size, layout) * leading + padding for label in labels]
    return [ceil(height / pitch * 2 - _EXACT) * pitch / 2 if height > least + _EXACT else 0.0 for height in needed]


def statement_column(options: tuple[str, ...], layout: Layout) -> float:
    """Return the width of the column of an option beside statements; the words of all heads fit in it if they can."""
    usual, is_narrow = layout.number("statement-column"), len(options) >= _MANY_OPTIONS
    least, most = (_NARROW * usual, usual) if is_narrow else (usual, _WIDE * usual)
    whole = [part for option in options for part in ([option] if len(option) <= _ONE_LINE else option.split())]
    widest = max((_width(part, layout.number("statement-head"), layout, BOLD) for part in whole), default=0.0)
    return round(min(max(least, widest + layout.number("statement-head-gap")), most), 2)


def is_long(exercise: Part, layout: Layout) -> bool:
    """Return True if the options or the statements of an exercise take half of a page, or most of a slide."""
    if exercise.marks:
        heights, usual = option_heights(exercise.marks, layout), "option-row"
    else:
        heights, usual = statement_heights(exercise, layout), "statement-height"
    rows = sum(height or layout.numbers.get(usual, 0.0) for height in heights)
    share = _PAGE if layout.numbers.get("option-pitch") else _SLIDE
    return rows > share * layout.numbers.get("page-height", 0.0)


def other_width(marks: Marks, layout: Layout) -> float:
    """Return how wide the rule beside the last option is: as far as the layout's rules reach, or as wide as is left."""
    label, least = marks.options[-1], layout.number("other-width")
    room = layout.number("option-width") - _label_width(label, layout)
    if room < least:
        return least
    reach = layout.number("other-reach") - _label_width(label, layout)
    return round(reach if reach >= least else room, 2)


def number_across(number: str, marks: Marks, layout: Layout) -> float:
    """Return by how many mm the number under a line is right of the line's middle: under its cross, if there is room.

    It stands between what the ends of the line say, on the same line of text.
    """
    width, across = layout.number("line-width"), place_across(number, layout.number("line-width"))
    size = layout.numbers.get("end-size", 0.0)
    half = _width(number, layout.numbers.get("line-number-size", 0.0), layout, BOLD) / 2
    left, right = (min(_width(end, size, layout), _END * width) + _APART * width if end else 0.0 for end in marks.ends)
    least = left + half - width / 2 if left else -inf
    most = width / 2 - right - half if right else inf
    return round(min(max(across, least), most), 3)


def _stands_beside(label: str, layout: Layout) -> bool:
    """Return True if there is room for the rule on the line of its label."""
    return _label_width(label, layout) + layout.number("other-width") <= layout.number("option-width")


def _label_width(label: str, layout: Layout) -> float:
    """Return the width of a label with its colon, and of the gap after it."""
    return _width(f"{label}:", layout.number("option-size"), layout) + layout.number("other-gap")


def _width(text: str, size: float, layout: Layout, weight: int = REGULAR) -> float:
    return width_in_ems(text, weight, layout.fonts) * size * _SPARE


def _line_count(text: str, width: float, size: float, layout: Layout) -> int:
    lines = set_lines(
        text, css_pixels(width), css_pixels(size), fonts=layout.fonts, hyphenated=False, language=layout.language
    )
    return max(len(lines.starts), 1)
