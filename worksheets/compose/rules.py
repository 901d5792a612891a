"""How many rules the places of an exercise have: a text takes free room before it is set small or goes on elsewhere.

All places of an exercise have the same number of rules, so that participants with the same number share a master. It is
one of a few steps between the least and the most that the layout declares (``--prompt-lines``, ``--prompt-most-lines``
and ``--prompt-room``; ``--text-lines`` and ``--text-most-lines``): on a page of six prompts 3, 5 and 6.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, inf

from worksheets.course.layout import Layout, Place
from worksheets.course.slots import PROMPTS, TEXT, Part
from worksheets.course.types.prompts import column_count, fields
from worksheets.text.fit import css_pixels, set_lines, set_sparingly
from worksheets.text.fonts import BOLD, REGULAR
from worksheets.text.own_fonts import width_in_ems

RULED = PROMPT, WRITING = "prompt", "text"
"""The places that may have more rules: those of an exercise of the type «prompts», and that of the type «text»."""
_BETWEEN_FIELDS = 2
"""The pitches from the last rule of a field to the label of the field below it."""
_USUAL_COLUMNS = 2
_HINT = 0.8
"""The size of a hint, as a share of the label's, in a layout that declares no ``--hint-size``."""
_RAGGED = 1.1
"""What texts of several lines need, as a share of their length."""
_LABEL_LINE = 0.65
"""The height of a label's further lines in rules: 5.7 mm between rules that are 9 mm apart."""
_ROWS_BY_LETTERS = ((80, inf), (200, 3), (400, 2))
"""The rows of prompts that a page has at most, by the letters of the longest label."""


def rule_steps(exercise: Part | None, place: str, layout: Layout) -> tuple[int, ...]:
    """Return the numbers of rules to try in a place of an exercise, fewest first; none if they are not counted.

    What is no exercise of its own, such as a text that stands under a map, has the least that the layout declares.
    """
    least = layout.numbers.get(f"{place}-lines", inf)
    if place not in RULED or least == inf:
        return ()
    if exercise and exercise.lines and place == WRITING and not layout.numbers.get("unlined"):
        return (exercise.lines,)
    if exercise and place == PROMPT and are_fields(exercise, layout):
        return (_field_rules(exercise, layout),)
    most = least = int(least)
    if exercise and (exercise.type, place) in {(PROMPTS, PROMPT), (TEXT, WRITING)}:
        declared = layout.numbers.get(f"{place}-most-lines", least)
        most = int(max(least, min(declared, _room(exercise, place, layout))))
    return tuple(sorted({least, ceil((least + most) / 2), most}))


def rules_for(texts: Sequence[str], steps: Sequence[int], place: Place) -> int:
    """Return the first of some numbers of rules on which all texts fit at their usual size with whole words.

    If they fit on none, that is the last.
    """
    width, size = css_pixels(place.width), css_pixels(place.steps[0].size)
    needed = max((_line_count(text, width, size, steps[-1], place) for text in texts if text), default=0)
    return next((step for step in steps if needed <= step), steps[-1])


def _line_count(text: str, width: float, size: float, most: int, place: Place) -> int:
    lines = set_sparingly(text, width, size, most=most, fonts=place.fonts, is_name=True, language=place.language)
    return len(lines.starts)


def are_fields(exercise: Part, layout: Layout) -> bool:
    """Return True for prompts whose fields fill a page (``--prompt-fields-room``), as ``boxes`` asks for it."""
    return exercise.type == PROMPTS and fields(exercise) != (0, 0) and "prompt-fields-room" in layout.numbers


def _field_rules(exercise: Part, layout: Layout) -> int:
    """Return the rules of each field, so that the last rule is at the foot of the page."""
    _across, down = fields(exercise)
    further = _label_rules(exercise, layout) - 1
    room = layout.number("prompt-fields-room") - _BETWEEN_FIELDS * (down - 1) - further * down
    return max(int(room / down), int(layout.number(f"{PROMPT}-lines")))


@dataclass(frozen=True, slots=True)
class PromptColumns:
    """How the prompts of an exercise stand side by side."""

    count: int
    width: float
    """The width of a column in mm; 0 for the layout's own."""
    are_fields: bool
    """They are fields in rows, read row by row; others are read column by column."""
    fill_page: bool
    """The fields fill a page."""


def prompt_columns(exercise: Part, layout: Layout) -> PromptColumns:
    """Return how the prompts of an exercise stand side by side."""
    count = column_count(exercise)
    width = 0.0 if count == _USUAL_COLUMNS else round(prompt_width(exercise, layout), 3)
    return PromptColumns(count, width, fields(exercise) != (0, 0), are_fields(exercise, layout))


def prompt_width(exercise: Part, layout: Layout) -> float:
    """Return the width of a column of prompts in mm: that of two is what the layout declares."""
    columns, gap = column_count(exercise), layout.numbers.get("column-gap", 0.0)
    declared = layout.number(f"{PROMPT}-width")
    return declared if columns == _USUAL_COLUMNS else (2 * declared + gap - (columns - 1) * gap) / columns


def prompt_rows(part: Part, layout: Layout) -> int:
    """Return how many prompts stand one below another in a column, before others go to the next page."""
    if are_fields(part, layout):
        return fields(part)[1]
    most = int(layout.number("prompt-rows"))
    letters = max((len(prompt.label) for prompt in part.parts), default=0)
    most = next(
        (min(most, int(rows)) if rows < inf else most for limit, rows in _ROWS_BY_LETTERS if letters <= limit), 1
    )
    if room := layout.numbers.get(f"{PROMPT}-room"):
        most = min(most, int(room / (_label_rules(part, layout) + layout.number(f"{PROMPT}-lines"))))
    return max(most, 1)


def _room(part: Part, place: str, layout: Layout) -> float:
    """Return the most rules for which the rows of a column leave room."""
    room = layout.numbers.get(f"{place}-room", inf)
    if part.type != PROMPTS or room == inf:
        return room
    columns = column_count(part)
    rows = ceil(min(len(part.parts), columns * prompt_rows(part, layout)) / columns)
    return room / max(rows, 1) - _label_rules(part, layout)


def _label_rules(part: Part, layout: Layout) -> int:
    """Return the height of the longest label over a prompt, in rules; its first line takes as much as a rule."""
    lines = max((_label_lines(prompt, prompt_width(part, layout), layout) for prompt in part.parts), default=1)
    return 1 + ceil((lines - 1) * _LABEL_LINE)


def _label_lines(prompt: Part, width: float, layout: Layout) -> int:
    """Return the number of lines of a prompt's label with its hint, which stands after it in a smaller size."""
    size, fonts = layout.number("body-size"), layout.fonts
    if not prompt.hint:
        pixels = css_pixels(width), css_pixels(size)
        lines = set_lines(prompt.label, *pixels, BOLD, fonts=fonts, hyphenated=False, language=layout.language)
        return len(lines.starts)
    hint_size = layout.numbers.get("hint-size", _HINT * size)
    label_length = size * width_in_ems(f"{prompt.label} ", BOLD, fonts)
    length = label_length + hint_size * width_in_ems(f" {prompt.hint}", REGULAR, fonts)
    return 1 if length <= width else ceil(length * _RAGGED / width)
