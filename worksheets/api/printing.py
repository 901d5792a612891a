"""What is printed, and how: the options of every handout, frozen, with the command line's defaults."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from .variants import BRANDED, LOCKED, NOT_IN_NAMES

if TYPE_CHECKING:
    from worksheets.course.course import Course


@dataclass(frozen=True, slots=True)
class Printing:
    """What is printed, and how."""

    course: "Course" = field(metadata=NOT_IN_NAMES)
    pages: str = ""
    """Numbers, spans and names of pages, such as ``1,7-9`` or ``kartta``; all pages if it is empty."""
    layout: str = "handout"
    """``handout`` (A4 upright), ``slides`` (16:9), or a layout of the course's own."""
    paper: str = "screen"
    """``screen``, or ``a4`` for slides that are to be printed: on A4 across. A handout is A4 with either."""
    theme: str = ""
    """Colours and strokes, such as ``mustavalko``, in place of the brand's; those of the course if it is empty."""
    brand: Path | None = field(default=None, metadata=BRANDED)
    """A file with a logo, colours, a font and more (``brand.toml``); what it leaves out is as the course has it."""
    given: Mapping[str, str] = field(default_factory=dict)
    """Values that everybody gets, by fields such as ``kouluttaja``: any but the name and the password."""
    password: str = field(default="", repr=False, metadata=LOCKED)
    """Opens the PDFs (AES-256), at most 127 bytes of UTF-8; empty for PDFs that are not locked."""
    fillable: bool = False
    """Make a PDF form to fill in on a screen."""
    as_typed: bool = False
    """Leave quotation marks, dashes and spaces as they were typed."""
    allow_missing_glyphs: bool = False
    """Print a box for a character that no font has; otherwise such a character is an error."""
    typeset_all: bool = field(default=False, metadata=NOT_IN_NAMES)
    """Typeset every handout, and use no masters: slower, and the same pages."""
