"""Prompts: short questions in columns, each with its rules; they are the list in the fence."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from worksheets.course.shapes import EXAMPLE_PARTS, single_slot_problems
from worksheets.course.slots import PROMPTS, Part
from worksheets.messages import _

from .exercise_type import Declared, ExerciseType

if TYPE_CHECKING:
    from worksheets.course.markdown.fence import Fence

_EXAMPLE = "- Esimieheltä {#esimies}"


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


TYPE = ExerciseType(PROMPTS, "kysymykset", (), _declare, _problems)
