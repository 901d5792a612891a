"""Blanks in sentences: how wide each is, and how its text is set on its one line.

A blank is as wide as its course says. A text that is longer makes it wider, up to a whole line of the sentence; what
has no room even there goes on at the end. Only the typesetter can then set the sentence, since its other words move.
"""

from math import ceil

from msgspec import Struct

from worksheets.course.layout import GROWN, NORMAL, Layout, Place
from worksheets.course.slots import Part
from worksheets.course.types.blank import USUAL
from worksheets.text.fit import Fit, first_line, fits_on_line, line_width

BLANK_PLACE = "blank"
"""The place of a text in a sentence."""
_NOTE_GAP = 0.5
"""The space before the note that a text goes on elsewhere, in its font sizes."""
_STEPS = 10
"""The steps in a millimetre in which a blank gets wider."""


class BlankText(Struct, frozen=True):
    """A text in its blank."""

    width: float
    """The width of the blank, in mm."""
    fit: Fit


def blank_width(part: Part, layout: Layout) -> float:
    """Return how wide a blank is, in mm, if its text does not need more."""
    width = float(part.setting("width", USUAL))
    return min(width * layout.number("blank-unit"), layout.number("blank-width"))


def set_blank(text: str, part: Part, layout: Layout, depth: int, note: str) -> BlankText:
    """Return a text in its blank, which is in so many lists and quotes; ``note`` says that a text goes on elsewhere."""
    usual, padding = blank_width(part, layout), layout.number("blank-padding")
    place = layout.place(BLANK_PLACE)
    if not text or fits_on_line(text, usual - padding, place):
        return BlankText(usual, Fit(NORMAL, text))
    line = max(layout.number("blank-width") - depth * layout.number("blank-nesting"), usual)
    if fits_on_line(text, line - padding, place):
        return BlankText(_grown(text, line, padding, place), Fit(GROWN, text))
    ems = line_width(note, place) / place.steps[0].size + _NOTE_GAP
    room = line - padding - ems * layout.number("blank-note-size")
    return BlankText(line, first_line(text, room, place, GROWN))


def _grown(text: str, line: float, padding: float, place: Place) -> float:
    """Return the width of a blank that holds a text, in mm, no more than the line."""
    wide = ceil((line_width(text, place) + padding) * _STEPS) / _STEPS
    return min(wide, line) if fits_on_line(text, wide - padding, place) else line
