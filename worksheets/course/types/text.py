"""A text: one question over rules, an open box, or a grid of squares. What stands in the fence is its hint."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from worksheets.course.shapes import single_slot_problems
from worksheets.course.slots import TEXT, Part
from worksheets.messages import _, marked

from .exercise_type import Declared, ExerciseType, Key

if TYPE_CHECKING:
    from worksheets.course.markdown.fence import Fence

_HEIGHTS = 12, 225
"""The least and the largest height of a box in mm: one line has room in it, and it has room on a page."""
_EXAMPLE = """
::: text Mitä haluat saavuttaa? {#tavoite lines=6}
Yksi lause riittää.
:::

::: text Miltä hyvä päivä näyttää? {#paiva lines=0 height=60}
:::
"""
_LINES_WITH_LEAD = 2
"""The rules of a text whose label begins the first, if it does not say how many it has."""


def _declare(fence: "Fence") -> Declared:
    hint = fence.hint(_("a text has one paragraph in it, its hint; move the rest above the line with :::"))
    return Declared(fence.given_values() | ({"hint": hint} if hint else {}))


def _problems(exercise: Part) -> Iterator[str]:
    if exercise.rows:
        yield _('a text has no rows; delete rows and most, or write kind = "table"')
        return
    yield from single_slot_problems(exercise.parts)
    yield from _own_key_problems(exercise)
    if exercise.setting("lead") and exercise.parts:
        yield _("only an exercise that is one text can begin a rule; delete lead")
    elif exercise.setting("lead") and exercise.lines == 1:
        yield _("an answer begins on the rule below its lead; write lines = 2 or more")
    elif exercise.setting("lead") and is_box(exercise):
        yield _("a box has no rule that a lead could begin; delete lead")


def _own_key_problems(exercise: Part) -> Iterator[str]:
    height, grid = exercise.setting("height"), exercise.setting("grid")
    if exercise.parts and (exercise.lines is not None or height is not None or grid):
        yield _("only an exercise that is one text can have lines, height or grid; delete them")
        return
    least, most = _HEIGHTS
    if height is not None and not least <= height <= most:
        yield _("height must be from {least} to {most}, in mm").format(least=least, most=most)
    if exercise.lines and height is not None:
        yield _("lines and height do not go together; write lines = 0 for a box of that height, or delete height")
    if exercise.lines and grid:
        yield _("lines and grid do not go together; delete one of them")


def is_box(exercise: Part) -> bool:
    """Return True for a text that is written into a box, not on rules."""
    return exercise.lines == 0 or exercise.setting("height") is not None or bool(exercise.setting("grid"))


def _completed(exercise: Part) -> Part:
    """Return the exercise with the rules that its answer has: the first is its lead's."""
    if not exercise.setting("lead"):
        return exercise
    return replace(exercise, lines=(exercise.lines or _LINES_WITH_LEAD) - 1)


TYPE = ExerciseType(
    TEXT,
    "teksti",
    (
        Key("lines", "rivit", int, marked("its rules, at most 25; 0 for an open box")),
        Key("height", "korkeus", int, marked("the height of the box in mm; without it, as high as a text's rules")),
        Key("grid", "ruudukko", bool, marked("a box with squares of 5 mm, to draw small tables and plans on")),
        Key("lead", "alku", bool, marked("the label begins the first rule; the answer begins on the next")),
    ),
    _declare,
    _problems,
    _completed,
    meaning=marked("a question over rules, or over an open box; one paragraph in it is the hint"),
    example=_EXAMPLE,
)
