"""What is the same in every handout of a group."""

from dataclasses import dataclass

from worksheets.course.course import Course
from worksheets.course.layout import Layout

from .wording import AS_USUAL, Wording


@dataclass(frozen=True, slots=True)
class Edition:
    """The pages of a course, and how they are printed."""

    course: Course
    pages: tuple[str, ...]
    layout: Layout
    wording: Wording = AS_USUAL
    fillable: bool = False
    """Fields to fill in on a screen stand where answers do."""
