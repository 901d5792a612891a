"""The fonts that texts may be set in, where those are not the text font (``text.fonts``).

Widths are measured before the pages are typeset, so they have to come from the same fonts.
"""

from pathlib import Path

from msgspec import Struct

TEXT_FAMILY = "Source Sans 3"
"""The family of the text font."""


class FontFace(Struct, frozen=True):
    """A font file of the course (``@font-face``)."""

    family: str
    lightest: int
    heaviest: int
    """The weights that the file is for."""
    file: Path | None
    """None where the font is in no file: ``data:`` URLs, other machines."""


class DeclaredFonts(Struct, frozen=True):
    """The fonts that texts may be set in."""

    families: tuple[tuple[str, ...], ...]
    """The families of each declaration: the first that there is is used."""
    faces: tuple[FontFace, ...]
