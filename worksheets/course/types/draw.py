"""A frame to draw in by hand, with a grid of dots or lines or without one. Nothing can be typed into it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from worksheets.course.slots import Part
from worksheets.errors import nearest, shortened
from worksheets.messages import _, marked

from .exercise_type import Declared, ExerciseType, Key

if TYPE_CHECKING:
    from worksheets.course.markdown.fence import Fence

LEAST, MOST, USUAL = 20, 220, 120
"""The least, the most and the usual height of the frame, in mm: a page's content is 249 mm high."""
_GRIDS = {"dots": "dots", "pisteet": "dots", "lines": "lines", "viivat": "lines"}
"""The kinds of grid, by their English and Finnish names."""
_EXAMPLE = """
::: draw Piirrä hyvä päivä {#kuva height=120 grid=dots}
:::
"""
"""How it is written, for the reference."""


def _declare(fence: "Fence") -> Declared:
    hint = fence.hint(_("a drawing has one paragraph in it, its hint; move the rest above the line with :::"))
    return Declared(fence.given_values() | ({"hint": hint} if hint else {}))


def _problems(exercise: Part) -> Iterator[str]:
    if not exercise.is_slot:
        yield _("a drawing is one frame; delete rows, most and parts")
    if not LEAST <= exercise.setting("height", USUAL) <= MOST:
        problem = _("height must be from {least} to {most}, the height of the frame in millimetres")
        yield problem.format(least=LEAST, most=MOST)
    grid = exercise.setting("grid", "dots")
    if grid not in _GRIDS:
        problem = _("“{grid}” is no grid; write grid=dots or grid=lines, or delete grid for an empty frame.")
        yield problem.format(grid=shortened(grid)) + nearest(grid, _GRIDS)


def _completed(exercise: Part) -> Part:
    """Return the exercise with its height, and the English name of its grid."""
    settings = {"height": exercise.setting("height", USUAL), "grid": _GRIDS.get(exercise.setting("grid", ""), "")}
    return replace(exercise, settings=tuple(settings.items()))


TYPE = ExerciseType(
    "draw",
    "piirros",
    (
        Key("height", "korkeus", int, marked("the height of the frame in mm")),
        Key("grid", "ruudukko", str, marked("dots or lines every 5 mm")),
    ),
    _declare,
    _problems,
    _completed,
    has_slots=False,
    meaning=marked("a frame to draw in; nothing in it is typed"),
    example=_EXAMPLE,
)
