"""What all handouts of a group have in common."""

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import force_setattr

from worksheets.course.course import Course
from worksheets.course.layout import Layout
from worksheets.people.participant import Participant

from .course_places import CoursePlaces
from .page_data import PageData
from .wording import AS_USUAL, Wording

if TYPE_CHECKING:
    from .products.certificate import DrawnCertificate


class Edition(Struct, frozen=True, dict=True):
    """The chosen pages of a course, and how they are printed."""

    course: Course
    pages: tuple[str, ...]
    """The names of the pages, in the order in which they are printed."""
    layout: Layout
    wording: Wording = AS_USUAL
    fillable: bool = False
    """The handout is a PDF form, with fields in place of the answers."""
    product: "DrawnCertificate | None" = None
    """What the template of a certificate draws; its only page is that, and no page of the course."""

    def __post_init__(self) -> None:
        """Let the layout hyphenate in the course's language, also if it was read without it."""
        if self.layout.language != self.course.language:
            force_setattr(self, "layout", replace(self.layout, language=self.course.language))

    @cached_property
    def places(self) -> CoursePlaces:
        """The places of the course in the layout."""
        return CoursePlaces(self.course, self.layout)

    def page_data(self, participant: Participant) -> PageData:
        """Return what a participant's pages are filled with; each page needs data of its own."""
        data = PageData(self.course, participant, self.layout, fillable=self.fillable, places=self.places)
        data.product = self.product
        return data
