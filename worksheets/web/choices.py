"""What is printed and how, as somebody has chosen it on the page."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from worksheets import api

if TYPE_CHECKING:
    from worksheets.course.course import Course

_PRINTED = "a4"
"""The paper of slides that are to be printed."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices that hold for every handout of a visit."""

    pages: tuple[int, ...] | None = None
    """The numbers of the chosen pages; None for all of the course's, and no number while none is chosen."""
    layout: str = "handout"
    theme: str = ""
    fillable: bool = False
    one_sided: bool = False
    volume: int = 0
    """The most sheets of a print file; 0 for one file of all."""
    sort: str = ""
    """The field by which participants are sorted; empty for the list's order."""
    password: str = field(default="", repr=False)
    given: Mapping[str, str] = field(default_factory=dict)
    """What stands on everybody's pages, by fields such as ``kouluttaja``."""

    def chosen_pages(self, course: "Course") -> tuple[int, ...]:
        """Return the numbers of the chosen pages that the course has now."""
        every = range(1, len(course.pages) + 1)
        return tuple(every if self.pages is None else (number for number in self.pages if number in every))

    def printing(self, course: "Course") -> api.Printing:
        """Return the options of what is printed; a style that the course has no longer is left out.

        There is to be a page: ``chosen_pages`` tells.
        """
        return api.Printing(
            course,
            pages="" if self.pages is None else ",".join(map(str, self.chosen_pages(course))),
            layout=self.layout if self.layout in api.layouts(course) else "handout",
            paper=_PRINTED,
            theme=self.theme if self.theme in api.themes(course) else "",
            given={path: text for path, text in self.given.items() if text and path in course.settable},
            password=self.password,
            fillable=self.fillable,
        )

    def for_course(self) -> "Choices":
        """Return what of the choices holds for another course: all that does not name its pages, styles or fields."""
        return replace(self, pages=None, layout="handout", theme="", sort="", given={})
