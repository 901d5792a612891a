"""A blank in a sentence, ``Nimeni on [____]{#oma-nimi}.``: one short text, which is read with the words around it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from worksheets.course.slots import BLANK, Part
from worksheets.messages import _, marked

from .exercise_type import Declared, ExerciseType, Key

if TYPE_CHECKING:
    from worksheets.course.markdown.fence import Fence

SHORTEST, LONGEST = 15, 150
"""The least and the most width of a blank, in mm: three figures by hand, and nearly a line of the page."""
USUAL = 40
"""The width of a blank for which nothing else is given, in mm: a name by hand."""
_EXAMPLE = """
Nimeni on [________]{#oma-nimi label="Nimeni"} ja aloitan [____]{#aloitus date}.
"""
"""How it is written, for the reference."""


def _declare(fence: "Fence") -> Declared:
    example = f"Nimeni on [____]{{#{fence.labelled.id or 'oma-nimi'}}}."
    message = _("a blank stands in a sentence, and not between lines with :::; write {example}")
    fence.faults.add(fence.line, message.format(example=example))
    return Declared({})


def _problems(exercise: Part) -> Iterator[str]:
    if not exercise.is_slot:
        yield _("a blank is a single text; delete rows, most and parts")
    if not SHORTEST <= exercise.setting("width", USUAL) <= LONGEST:
        problem = _("width must be from {least} to {most}, the width of the blank in millimetres")
        yield problem.format(least=SHORTEST, most=LONGEST)


TYPE = ExerciseType(
    BLANK,
    "aukko",
    (Key("width", "leveys", int, marked("its width in mm; in Markdown, 5 mm an underscore")),),
    _declare,
    _problems,
    meaning=marked("a gap in a sentence; in Markdown it stands in the sentence, in square brackets"),
    example=_EXAMPLE,
)
