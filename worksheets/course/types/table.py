"""A table to be filled in; the head of the Markdown table in the fence names its columns."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from worksheets.course.shapes import EXAMPLE_PARTS, single_slot_problems
from worksheets.course.slots import TABLE, Part
from worksheets.messages import _

from .exercise_type import Declared, ExerciseType, Key

if TYPE_CHECKING:
    from worksheets.course.markdown.fence import Fence

_ROWS = 5
"""The rows on a blank page for which a fence asks that says nothing."""


def _declare(fence: "Fence") -> Declared:
    above, tables = fence.divided("table")
    fence.refuse(tables[1:], _("nothing can follow the table here; move this above it, or below :::"))
    rows = fence.value("rows", _ROWS)
    sizes = {"rows": rows, "most": fence.value("most", rows)}
    return Declared(fence.given_values() | sizes | {"parts": fence.head_parts(tables[:1])}, above)


def _problems(exercise: Part) -> Iterator[str]:
    if exercise.rows:
        return
    yield _("a table needs rows, the number of rows on a blank page; add rows = 5")
    if not exercise.parts:
        yield _("a table needs parts, one for each column; add {parts}").format(parts=EXAMPLE_PARTS)
    yield from single_slot_problems(exercise.parts)


TYPE = ExerciseType(TABLE, "taulukko", (Key("rows", "rivit", int), Key("most", "enintään", int)), _declare, _problems)
