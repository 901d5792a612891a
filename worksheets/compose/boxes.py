"""The boxes that texts are written in: a frame with nothing in it, or with squares of 5 mm.

The layout declares both places, ``box`` and ``grid``, and for each the distance between two lines (``--box-pitch``,
``--box-small-pitch``) and what is above and below them in the frame (``--box-padding``). A layout that declares none
draws rules.
"""

from math import inf

from msgspec.structs import replace

from worksheets.course.layout import SMALL, Layout, Place
from worksheets.course.slots import TEXT, Part
from worksheets.course.types.text import is_box

BOX, GRID = BOXES = ("box", "grid")
_SQUARE = 5.0
"""The side of a square of the grid, in mm."""
_EXACT = 1e-6


def box_of(exercise: Part) -> str:
    """Return the place of a text that is written in a box."""
    return GRID if exercise.setting("grid") else BOX


def box_height(exercise: Part, layout: Layout) -> float:
    """Return the height in mm of the box of an exercise; 0 if it has none, or none in this layout.

    A box that says nothing ends where the last of a text's rules would lie; a grid, with the last square above that.
    """
    place = box_of(exercise)
    if exercise.type != TEXT or not is_box(exercise) or f"{place}-width" not in layout.numbers:
        return 0.0
    height = exercise.setting("height")
    if height is not None:
        return float(height)
    lines = layout.numbers.get("text-lines", 1)
    usual = (1 if lines == inf else lines) * layout.number("prompt-pitch") - layout.number("box-gap")
    return usual // _SQUARE * _SQUARE if place == GRID else usual


def box_place(declared: Place, place: str, height: float, layout: Layout) -> Place:
    """Return a place in a box of a height: as many lines of each size as it holds, at least one."""
    room = height - layout.number(f"{place}-padding")
    pitches = {
        step.name: layout.number(f"{place}-small-pitch" if step.name == SMALL else f"{place}-pitch")
        for step in declared.steps
    }
    steps = (replace(step, lines=max(1, int(room / pitches[step.name] + _EXACT))) for step in declared.steps)
    return replace(declared, steps=tuple(steps))
