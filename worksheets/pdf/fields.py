"""A form's fields as plain values: their names and sizes, and the description of the form that is attached to it.

``forms`` writes these into a PDF and ``form_reader`` reads them back, both with pikepdf. This module does without
pikepdf, so that merging forms, which needs only what is here, does not load it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from worksheets.course.course import Course
from worksheets.resources import VERSION
from worksheets.text.fit import PX_PER_MM, set_lines
from worksheets.text.fonts import BOLD, REGULAR

ATTACHED = "worksheets.json"
"""The name of the attachment that says which form this is and whose."""
PT = 25.4 / 72
"""A PDF point in millimetres."""
_LEADING = 1.2
"""The distance between two baselines, in font sizes."""
_SMALLER_SIZES = (8.0, 7.0, 6.0, 5.0, 4.0)
"""Points: the font sizes, all smaller than on paper, for a text that is too long for its field."""
_BELOW_FIELD = 500.0
"""Millimetres below a field for the lines of a text that is too long for it even in the smallest size."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """How a field's value is drawn until somebody edits it. Lengths are in mm."""

    text: str
    place: str
    """The layout's place whose style the text has."""
    width: float
    height: float
    """The field's width and height."""
    size: float
    """The font size."""
    bold: bool

    @property
    def page(self) -> float:
        """The height of the page on which the text is typeset, in mm; the field shows the top of that page."""
        return self.height + _BELOW_FIELD


@dataclass(frozen=True, slots=True)
class FieldBox:
    """An empty field: its slot's path, its place in the layout, and its size. Lengths are in mm."""

    path: str
    place: str
    width: float
    height: float
    size: float
    """The font size of a text that fits the field."""
    bold: bool

    @property
    def sizes(self) -> tuple[float, ...]:
        """The font sizes that are tried for a text, in mm, largest first."""
        return (self.size, *(size * PT for size in _SMALLER_SIZES))

    def appearance(self, text: str) -> Appearance:
        """Return how a text is drawn in the field: in the largest size in which all of it fits, or in the smallest."""
        size = next((size for size in self.sizes if self._fits(text, size)), self.sizes[-1])
        return Appearance(text, self.place, self.width, self.height, size, self.bold)

    def _fits(self, text: str, size: float) -> bool:
        weight = BOLD if self.bold else REGULAR
        # Not rounded: the appearance is typeset in exactly these millimetres.
        set_text = set_lines(text, self.width * PX_PER_MM, size * PX_PER_MM, weight)
        return len(set_text.starts) * size * _LEADING <= self.height


def field_name(path: str) -> str:
    """Return the name of the field for the slot with a path."""
    return path.replace(".", "_")


def slot_path(name: str) -> str:
    """Return the path of the slot that a field is named after."""
    return name.replace("_", ".")


def form_version(course: Course) -> str:
    """Return a digest of a course's slots, which tells apart the versions of the course's form."""
    return hashlib.sha256("\n".join(course.slots).encode()).hexdigest()[:16]


def values_digest(values: Mapping[str, str]) -> str:
    """Return a digest of the values in a form, by their slots' paths; it shows whether somebody has changed any."""
    return hashlib.sha256(json.dumps(sorted(values.items())).encode()).hexdigest()


def form_description(course: Course, name: str, values: Mapping[str, str]) -> dict[str, str]:
    """Return the description of a form that is attached to it: the course and its version, the participant's name.

    ``values`` are those that the form is handed out with, by their slots' paths.
    """
    return {
        "course": course.name,
        "form": form_version(course),
        "version": VERSION,
        "participant": name,
        "values": values_digest(values),
    }
