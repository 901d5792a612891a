"""A form's fields: how they are named, how what stands in them is sized, and what a form says of itself."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from worksheets import __version__
from worksheets.course.course import Course
from worksheets.text.fit import lines
from worksheets.text.fonts import BOLD, REGULAR

ATTACHED = "worksheets.json"
"""The attachment that says what the form is and whose."""
PT = 25.4 / 72
"""Millimetres."""
_LEADING = 1.2
_SMALLER = (8.0, 7.0, 6.0, 5.0, 4.0)
"""Points, smaller than what is printed, for an answer that is longer than its field."""
_ROOM = 500.0
"""Millimetres below a field for an answer that is too long for it even in the smallest size."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """What stands in a field: its text, the place that it is set as, and lengths in mm."""

    text: str
    place: str
    width: float
    height: float
    size: float
    bold: bool

    @property
    def page(self) -> float:
        """The height of its page, which holds all of it; the field shows as much from its head as is in it."""
        return self.height + _ROOM


@dataclass(frozen=True, slots=True)
class FieldBox:
    """A field as a place for text; lengths in mm."""

    path: str
    place: str
    width: float
    height: float
    size: float
    """In which what is typed is set, if all of it is then to be seen."""
    bold: bool

    @property
    def sizes(self) -> tuple[float, ...]:
        """The sizes that a text is tried in, largest first."""
        return (self.size, *(size * PT for size in _SMALLER))

    def appearance(self, text: str) -> Appearance:
        """Return what stands in the field, in the largest size in which all of it does, or else in the smallest."""
        weight = BOLD if self.bold else REGULAR
        fitting = (
            s for s in self.sizes if len(lines(text, self.width / s, weight).starts) * s * _LEADING <= self.height
        )
        return Appearance(text, self.place, self.width, self.height, next(fitting, self.sizes[-1]), self.bold)


def field_name(path: str) -> str:
    """Return the name of a slot's field."""
    return path.replace(".", "_")


def slot_path(name: str) -> str:
    """Return the path of the slot that a field is named after."""
    return name.replace("_", ".")


def form_version(course: Course) -> str:
    """Return what tells one version of a course's form from another: a digest of its slots."""
    return hashlib.sha256("\n".join(course.slots).encode()).hexdigest()[:16]


def values_digest(values: Mapping[str, str]) -> str:
    """Return a digest of what stands in a form, by which it is known whether anything has been filled in."""
    return hashlib.sha256(json.dumps(sorted(values.items())).encode()).hexdigest()


def form_description(course: Course, name: str, standing: Mapping[str, str]) -> dict[str, str]:
    """Return what a form says of itself: which it is, whose, and what stands in its fields."""
    return {
        "course": course.name,
        "form": form_version(course),
        "version": __version__,
        "participant": name,
        "values": values_digest(standing),
    }
