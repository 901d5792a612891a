"""A text: one question over rules. What stands in the fence is its hint."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from worksheets.course.shapes import single_slot_problems
from worksheets.course.slots import TEXT, Part
from worksheets.messages import _

from .exercise_type import Declared, ExerciseType, Key

if TYPE_CHECKING:
    from worksheets.course.markdown.fence import Fence

_LINES_WITH_LEAD = 2
"""The rules of a text whose label begins the first, if it does not say how many it has."""


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
    if exercise.lines and exercise.parts:
        yield _("only an exercise that is one text can have lines; delete lines")
    if exercise.setting("lead") and exercise.parts:
        yield _("only an exercise that is one text can begin a rule; delete lead")
    elif exercise.setting("lead") and exercise.lines == 1:
        yield _("an answer begins on the rule below its lead; write lines = 2 or more")


def _completed(exercise: Part) -> Part:
    """Return the exercise with the rules that its answer has: the first is its lead's."""
    if not exercise.setting("lead"):
        return exercise
    return replace(exercise, lines=(exercise.lines or _LINES_WITH_LEAD) - 1)


TYPE = ExerciseType(
    TEXT, "teksti", (Key("lines", "rivit", int), Key("lead", "alku", bool)), _declare, _problems, _completed
)
