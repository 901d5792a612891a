"""A form's fields as plain values: their names and sizes, and the description of the form that is attached to it.

``forms`` writes these into a PDF and ``form_reader`` reads them back, both with pikepdf. This module does without
pikepdf, so that merging forms, which needs only what is here, does not load it.
"""

import hashlib
import hmac
from collections.abc import Mapping

from msgspec import Struct

from worksheets import __version__
from worksheets.course.course import Course
from worksheets.course.declared_fonts import DeclaredFonts
from worksheets.people.participant import Participant
from worksheets.resources import DEFAULT_LANGUAGE
from worksheets.text.fit import FORM_LEADING, PX_PER_MM, Lines, set_sparingly, shortened
from worksheets.text.fonts import BOLD, REGULAR

ATTACHED = "worksheets.json"
"""The name of the attachment that says which form this is and whose."""
PT = 25.4 / 72
"""A PDF point in millimetres."""
_PERSON_DIGITS = 6
"""The hexadecimal digits of ``person_digest``."""
_BELOW_FIELD = 50.0
"""Millimetres below a field for lines of a text in other scripts, whose number is only estimated; they are not seen."""


class Appearance(Struct, frozen=True):
    """How a field's value is drawn until somebody edits it. Lengths are in mm."""

    text: str
    """The value, or its beginning if the value is too long for the field."""
    place: str
    """The layout's place whose style the text has."""
    width: float
    height: float
    """The field's width and height."""
    size: float
    """The font size."""
    bold: bool
    hyphenated: bool = False
    """Words of the text may be hyphenated; otherwise they are kept whole."""

    @property
    def page(self) -> float:
        """The height of the page on which the text is typeset, in mm; the field shows the top of that page."""
        return self.height + _BELOW_FIELD


class FieldBox(Struct, frozen=True):
    """An empty field: its slot's path, its place in the layout, and its size. Lengths are in mm."""

    path: str
    place: str
    width: float
    height: float
    sizes: tuple[float, ...]
    """The font sizes that are tried for a text, largest first: those in which its place sets texts on paper."""
    bold: bool
    fonts: DeclaredFonts | None = None
    """The fonts that the text may be set in; None for the text font."""
    language: str = DEFAULT_LANGUAGE
    """The language that the text is hyphenated in."""

    def appearance(self, text: str) -> Appearance:
        """Return how a text is drawn in the field: in the largest size in which all of it fits.

        If it fits in none, as many of its lines as fit are drawn in the smallest: nothing is smaller than on paper.
        """
        for size in self.sizes:
            lines = self._lines(text, size)
            if len(lines.starts) <= self.most_lines(size):
                return self._appearance(text, size, lines)
        weight, most = BOLD if self.bold else REGULAR, self.most_lines(size)
        width, height = self.width * PX_PER_MM, size * PX_PER_MM
        fonts, language = self.fonts, self.language
        beginning = shortened(text, width, height, most, weight, fonts, hyphenated=lines.hyphenated, language=language)
        return self._appearance(beginning, size, lines)

    def _appearance(self, text: str, size: float, lines: Lines) -> Appearance:
        return Appearance(text, self.place, self.width, self.height, size, self.bold, lines.hyphenated)

    def _lines(self, text: str, size: float) -> Lines:
        """Return a text's lines; those far below the field may be missing. What is bold is a name."""
        weight = BOLD if self.bold else REGULAR
        # Not rounded: the appearance is typeset in exactly these millimetres.
        width, most, height = self.width * PX_PER_MM, self.most_lines(size), size * PX_PER_MM
        fonts, language = self.fonts, self.language
        return set_sparingly(text, width, height, weight, most, fonts, is_name=self.bold, language=language)

    def most_lines(self, size: float) -> int:
        """Return how many lines of a size the field shows; at least one, however low the field is."""
        return max(int(self.height / (size * FORM_LEADING)), 1)


def default_appearance(font: str, size: float, colour: str) -> str:
    """Return the operators with which viewers draw what is typed into a field (ISO 32000-1, 12.7.3.3).

    ``font`` is a resource's name, ``size`` is in mm, and ``colour`` is an operator with its operands.
    """
    return f"{font} {size / PT:g} Tf {colour}"


def field_name(path: str) -> str:
    """Return the name of the field for the slot with a path."""
    return path.replace(".", "_")


def slot_path(name: str) -> str:
    """Return the path of the slot that a field is named after."""
    return name.replace("_", ".")


def form_version(course: Course) -> str:
    """Return a digest of a course's slots and their options, which tells apart the versions of the course's form."""
    lines = ["; ".join([path, *(slot.marks.options if slot.marks else ())]) for path, slot in course.slots.items()]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def values_digest(values: Mapping[str, str]) -> str:
    """Return a digest of the values in a form, by their slots' paths; it shows whether somebody has changed any."""
    import json  # Only forms need it.

    return hashlib.sha256(json.dumps(sorted(values.items())).encode()).hexdigest()


def person_digest(participant: Participant) -> str:
    """Return a digest that tells a participant from others of the same name; empty if the form is for nobody.

    It depends on nothing that changes when a list is sorted or rows are inserted: on the participant's key, and where
    there is none, on all that is known of them. The name is the key of the digest, which is cut to 24 bits: that is
    enough between people of one name, and too little to find an identity code by trying them all, since some 60 of the
    10⁹ codes have the same digest.
    """
    if not participant.name:
        return ""
    known = participant.key or sorted(participant.values.items())
    import json

    return hmac.digest(participant.name.encode(), json.dumps(known).encode(), "sha256").hex()[:_PERSON_DIGITS]


def form_description(course: Course, participant: Participant, values: Mapping[str, str]) -> dict[str, str]:
    """Return the description of a form that is attached to it: the course and its version, and whom it is made for.

    ``values`` are those that the form is handed out with, by their slots' paths.
    """
    return {
        "course": course.name,
        "form": form_version(course),
        "version": __version__,
        "participant": participant.name,
        "person": person_digest(participant),
        "values": values_digest(values),
    }
