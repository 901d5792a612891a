"""A scale: numbers to choose one of, such as 1–5, or a line of 100 mm on which any place can be marked."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from worksheets.course.marks import Marks
from worksheets.course.slots import Part
from worksheets.messages import _, marked

from .exercise_type import Declared, ExerciseType, Key

if TYPE_CHECKING:
    from worksheets.course.markdown.fence import Fence

MOST_STEPS = 11
"""The most numbers of a scale: those from 0 to 10 fill its 100 mm."""
_FROM, _TO = 1, 5
"""The numbers of a scale that says nothing."""
_FARTHEST = 100
"""The largest number, and the least with a minus: more digits have no room in a circle."""
_EXAMPLE = "from = 1, to = 5"
_EXAMPLE_PAGE = """
::: scale Kuinka tärkeää tämä on? {#tarkeys from=1 to=5 left="ei vielä" right="hyvin"}
:::

::: scale Kuinka varma olet? {#varmuus line left="en lainkaan" right="täysin"}
:::
"""
"""How it is written, for the reference."""


def _declare(fence: "Fence") -> Declared:
    others = [node for node in fence.nodes if node.type in ("bullet_list", "ordered_list", "table")]
    problem = _("a scale has no list and no table in it; delete this, or write ::: choice")
    fence.refuse(others, problem)
    return Declared(fence.given_values(), [node for node in fence.nodes if node not in others])


def _problems(exercise: Part) -> Iterator[str]:
    if exercise.rows:
        yield _('a scale has no rows; delete rows and most, or write kind = "statements" for several questions')
    if exercise.parts:
        yield _('a scale has no parts; delete parts, or write kind = "statements" for several questions')
    if exercise.setting("line"):
        if exercise.setting("from") is not None or exercise.setting("to") is not None:
            yield _("a line is always from 0 to 100; delete “from” and “to”, or delete “line”")
        return
    first, last = exercise.setting("from", _FROM), exercise.setting("to", _TO)
    if first >= last:
        problem = _("a scale from {first} to {last} has nothing to choose; write the smaller number first: {example}")
        yield problem.format(first=first, last=last, example=_EXAMPLE)
    elif last - first >= MOST_STEPS:
        problem = _("{count} numbers have no room on a scale, there can be {most}; write line = true, or {example}")
        yield problem.format(count=last - first + 1, most=MOST_STEPS, example=_EXAMPLE)
    elif max(abs(first), abs(last)) > _FARTHEST:
        problem = _("the numbers of a scale go from -{most} to {most}; write {example}")
        yield problem.format(most=_FARTHEST, example=_EXAMPLE)


def _completed(exercise: Part) -> Part:
    ends = exercise.setting("left", ""), exercise.setting("right", "")
    numbers = range(exercise.setting("from", _FROM), exercise.setting("to", _TO) + 1)
    options = () if exercise.setting("line") else tuple(map(str, numbers))
    return replace(exercise, marks=Marks(options, ends=ends))


TYPE = ExerciseType(
    "scale",
    "asteikko",
    (
        Key("from", "pienin", int, marked("the smallest number; without it, 1")),
        Key("to", "suurin", int, marked("the largest number; without it, 5")),
        Key("left", "vasen", str, marked("what the smallest number, or the left end, means")),
        Key("right", "oikea", str, marked("what the largest number, or the right end, means")),
        Key("line", "jana", bool, marked("a line of 100 mm in place of numbers")),
    ),
    _declare,
    _problems,
    _completed,
    meaning=marked("numbers of which one is chosen, or a line on which any place is marked"),
    example=_EXAMPLE_PAGE,
)
