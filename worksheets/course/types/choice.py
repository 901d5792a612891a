"""A choice: one of some options, each with a circle before it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from worksheets.course.slots import Part
from worksheets.messages import marked

from .exercise_type import Declared, ExerciseType
from .option_lists import CIRCLE, OPTIONS, declare_options, option_problems, with_marks

if TYPE_CHECKING:
    from worksheets.course.markdown.fence import Fence
_EXAMPLE = """
::: choice Mikä auttaa sinua eniten? {#apu}
- ( ) työtoverit
- ( ) esimies
- ( ) muu: ____
:::
"""
"""How it is written, for the reference."""


def _declare(fence: "Fence") -> Declared:
    return declare_options(fence, CIRCLE)


def _problems(exercise: Part) -> Iterator[str]:
    yield from option_problems(exercise)


TYPE = ExerciseType(
    "choice",
    "valinta",
    (OPTIONS,),
    _declare,
    _problems,
    with_marks,
    meaning=marked("options, of which one can be chosen"),
    example=_EXAMPLE,
)
