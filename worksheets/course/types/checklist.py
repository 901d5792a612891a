"""A checklist: things to tick off, each with a box before it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from worksheets.course.slots import Part
from worksheets.messages import marked

from .exercise_type import Declared, ExerciseType
from .option_lists import BOX, OPTIONS, declare_options, option_problems, with_marks, written_options

if TYPE_CHECKING:
    from worksheets.course.markdown.fence import Fence
_EXAMPLE = """
::: checklist Mikä on valmiina? {#valmiina}
- [ ] Tiedän, mitä haluan.
- [ ] Kalenterissa on tilaa.
:::
"""
"""How it is written, for the reference."""


def _declare(fence: "Fence") -> Declared:
    return declare_options(fence, BOX)


def _problems(exercise: Part) -> Iterator[str]:
    yield from option_problems(exercise, least=1)


def _completed(exercise: Part) -> Part:
    return with_marks(exercise, len(written_options(exercise)))


TYPE = ExerciseType(
    "checklist",
    "muistilista",
    (OPTIONS,),
    _declare,
    _problems,
    _completed,
    meaning=marked("things to tick when they are so, or done"),
    example=_EXAMPLE,
)
