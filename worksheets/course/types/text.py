"""A text: one question over rules, an open box, or a grid of squares. What stands in the fence is its hint."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

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


def _declare(fence: "Fence") -> Declared:
    hints = [node for node in fence.nodes if node.type == "paragraph"]
    others = [node for node in fence.nodes if node not in hints[:1]]
    fence.refuse(others, _("a text has one paragraph in it, its hint; move the rest above the line with :::"))
    if hints and fence.value("hint"):
        fence.refuse(hints, _("the hint stands both in braces and here; delete one of them"))
    return Declared(fence.given_values() | ({"hint": fence.text(hints[0])} if hints else {}))


def _problems(exercise: Part) -> Iterator[str]:
    if exercise.rows:
        yield _('a text has no rows; delete rows and most, or write kind = "table"')
        return
    yield from single_slot_problems(exercise.parts)
    yield from _own_key_problems(exercise)


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


TYPE = ExerciseType(
    TEXT,
    "teksti",
    (
        Key("lines", "rivit", int, marked("its rules, at most 25; 0 for an open box")),
        Key("height", "korkeus", int, marked("the height of the box in mm; without it, as high as a text's rules")),
        Key("grid", "ruudukko", bool, marked("a box with squares of 5 mm, to draw small tables and plans on")),
    ),
    _declare,
    _problems,
    meaning=marked("a question over rules, or over an open box; one paragraph in it is the hint"),
    example=_EXAMPLE,
)
