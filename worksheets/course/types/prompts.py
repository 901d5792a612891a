"""Prompts: short questions in columns, each with its rules, or in fields that fill a page. They are a list."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from worksheets.course.shapes import EXAMPLE_PARTS, single_slot_problems
from worksheets.course.slots import PROMPTS, Part
from worksheets.messages import _, marked

from .exercise_type import Declared, ExerciseType, Key

if TYPE_CHECKING:
    from worksheets.course.markdown.fence import Fence

_EXAMPLE = "- Esimieheltä {#esimies}"
_MOST = 3
"""The most columns, and the most rows of fields: a fourth column would be 36 mm wide, too narrow to be written in."""
_COLUMNS = 2
_FIELDS = re.compile(r"\s*([0-9]{1,2})\s*[x×]\s*([0-9]{1,2})\s*", re.IGNORECASE)
_EXAMPLE_PAGE = """
::: prompts Vahvuudet ja vaarat {#nelikentta boxes="2x2"}
- Vahvuudet {#vahvuudet hint="mitä osaan ja jaksan"}
- Heikkoudet {#heikkoudet}
- Mahdollisuudet {#mahdollisuudet}
- Uhat {#uhat}
:::
"""


def _declare(fence: "Fence") -> Declared:
    above, lists = fence.divided("bullet_list")
    if not lists:
        message = _("prompts are a list, a line for each: {example}")
        fence.faults.add(fence.line, message.format(example=_EXAMPLE))
    fence.refuse(lists[1:], _("nothing can follow the list of prompts here; move this above it, or below :::"))
    items = [item for bullets in lists[:1] for item in bullets.children]
    return Declared(fence.given_values() | {"parts": [fence.part(item) for item in items]}, above)


def _problems(exercise: Part) -> Iterator[str]:
    if exercise.rows:
        yield _('prompts have no rows; delete rows and most, or write kind = "table"')
        return
    if not exercise.parts:
        yield _("prompts need parts, one for each prompt; add {parts}").format(parts=EXAMPLE_PARTS)
    yield from single_slot_problems(exercise.parts)
    yield from _column_problems(exercise)


def _column_problems(exercise: Part) -> Iterator[str]:
    columns, boxes = exercise.setting("columns"), exercise.setting("boxes")
    if columns is not None and not 1 <= columns <= _MOST:
        yield _("columns must be from 1 to {most}; more would be too narrow to write in").format(most=_MOST)
    if boxes is None:
        return
    if columns is not None:
        yield _("columns and boxes do not go together; delete columns")
    across, down = fields(exercise)
    if not (1 <= across <= _MOST and 1 <= down <= _MOST and across * down > 1):
        yield _('boxes are columns x rows, from "1x2" to "{most}x{most}"; write boxes = "2x2"').format(most=_MOST)
    elif exercise.parts and across * down != len(exercise.parts):
        problem = _('boxes = "{boxes}" is for {count} prompts, but there are {parts}; add or delete some')
        yield problem.format(boxes=f"{across}x{down}", count=across * down, parts=len(exercise.parts))


def fields(exercise: Part) -> tuple[int, int]:
    """Return how many fields stand side by side and one below another, as ``boxes`` says; 0 and 0 if it says nothing.

    They are 0 and 0, too, if what it says is not understood.
    """
    match = _FIELDS.fullmatch(exercise.setting("boxes", ""))
    return (int(match[1]), int(match[2])) if match else (0, 0)


def column_count(exercise: Part) -> int:
    """Return how many prompts stand side by side."""
    across, _down = fields(exercise)
    columns: int = exercise.setting("columns", _COLUMNS)
    return across or columns


TYPE = ExerciseType(
    PROMPTS,
    "kysymykset",
    (
        Key("columns", "palstat", int, marked("the columns of the prompts, from 1 to 3; without it, 2")),
        Key("boxes", "kentät", str, marked('fields that fill the page, columns x rows: "2x2" for four of them')),
    ),
    _declare,
    _problems,
    meaning=marked("short questions in columns, each with its rules: a list"),
    example=_EXAMPLE_PAGE,
)
