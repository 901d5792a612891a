"""What is drawn of an answer that is given with marks: a tick, a disc or a cross, and the words beside an option.

Each of these is a slot of its own, derived from the slot of the answer: ``apu=2`` is the mark of option 2,
``apu=other`` the words beside the last option, ``varmuus=0`` the cross on a line. What is drawn is text, an empty one
where an option is not chosen. So one master serves every combination of marks.
"""

from msgspec import Struct

from worksheets.caches import Lifetime, memoized
from worksheets.course.mark_paths import OTHER
from worksheets.course.marks import LINE_MOST, Chosen, Marks

CROSS, DIGIT, LINE_NUMBER = "cross", "digit", "line-number"
GLYPHS = {"tick": "✓", "disc": "●", CROSS: "×"}
"""What is drawn for a mark, by its place."""
MARK_PLACES = frozenset([*GLYPHS, DIGIT, LINE_NUMBER])
"""The places of marks: what stands there has one line."""
_ON_LINE = "0"
"""The end of the path of what is drawn on a line."""


class DerivedSlot(Struct, frozen=True):
    """A derived slot: the marks of the answer's slot, and what of the answer it shows."""

    marks: Marks
    part: str
    """The number of an option, OTHER, or ``0`` for the place on a line."""

    def text(self, answer: str) -> str:
        """Return what it shows of an answer: an option's label, the words beside it, the number on a line, or nothing.

        An answer that says no marks, which no reader of lists or forms lets through, shows nothing.
        """
        chosen = _chosen(self.marks, answer) if answer else None
        return self._shown(chosen) if chosen else ""

    def _shown(self, chosen: Chosen) -> str:
        if self.part == OTHER:
            return chosen.other
        if self.part == _ON_LINE:
            return "".join(map(str, chosen.numbers))
        number = int(self.part) if self.part.isdecimal() else 0
        return self.marks.options[number - 1] if number in chosen.numbers and not self.marks.is_line else ""


@memoized(Lifetime.RUN, 1_000)
def _chosen(marks: Marks, answer: str) -> Chosen | None:
    """Return the marks of an answer, from which all its derived slots are shown; None if it says none."""
    try:
        return marks.chosen(answer)
    except ValueError:
        return None


def place_across(number: str, width: float) -> float:
    """Return by how many mm the place of a number on a line is right of the middle of a line so many mm wide."""
    return (int(number) / LINE_MOST - 0.5) * width if number else 0.0
