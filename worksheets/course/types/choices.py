"""Choices: several of some options, each with a box before it; ``most`` says how many at most."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from worksheets.course.slots import Part
from worksheets.messages import marked

from .exercise_type import Declared, ExerciseType, Key
from .option_lists import BOX, OPTIONS, declare_options, most_problems, option_problems, with_marks, written_options

if TYPE_CHECKING:
    from worksheets.course.markdown.fence import Fence
_EXAMPLE = """
::: choices Mitkä kaksi teet ensin? {#ensin most=2}
- [ ] soitan
- [ ] kirjoitan
- [ ] muu: ____
:::
"""
"""How it is written, for the reference."""


def _declare(fence: "Fence") -> Declared:
    return declare_options(fence, BOX)


def _problems(exercise: Part) -> Iterator[str]:
    yield from option_problems(exercise)
    yield from most_problems(exercise)


def _completed(exercise: Part) -> Part:
    return with_marks(exercise, exercise.setting("most", len(written_options(exercise))))


TYPE = ExerciseType(
    "choices",
    "valinnat",
    (OPTIONS, Key("most", "enintään", int, marked("the most options that can be chosen; without it, all"))),
    _declare,
    _problems,
    _completed,
    meaning=marked("options, of which several can be chosen"),
    example=_EXAMPLE,
)
