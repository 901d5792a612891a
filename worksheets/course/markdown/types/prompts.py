"""Prompts: short questions in columns, each with its rules; they are the list in the fence."""

from worksheets.course.markdown.fence import Declared, ExerciseType, Fence
from worksheets.course.slots import PROMPTS
from worksheets.messages import _

_EXAMPLE = "- Esimieheltä {#esimies}"


def _declare(fence: Fence) -> Declared:
    above, lists = fence.divided("bullet_list")
    if not lists:
        message = _("prompts are a list, a line for each: {example}")
        fence.faults.add(fence.line, message.format(example=_EXAMPLE))
    fence.refuse(lists[1:], _("nothing can follow the list of prompts here; move this above it, or below :::"))
    items = [item for bullets in lists[:1] for item in bullets.children]
    return Declared({"parts": [fence.part(item) for item in items]}, above)


TYPE = ExerciseType(PROMPTS, "kysymykset", (), _declare)
