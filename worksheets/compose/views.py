"""What a template is given: texts, numbers, lists, and the methods that pages use.

A course may come from a stranger, and its templates are programs. Behind these views stand a course's folder and style
sheets, whose paths could read, write, rename and delete whatever the user can; none of it is to be reached from here.
Attributes that begin with an underscore are kept from templates by Jinja's sandbox.
"""

from collections.abc import Mapping, Sequence

from worksheets.course.course import Course
from worksheets.course.layout import Layout
from worksheets.course.slots import Part
from worksheets.people.participant import Participant
from worksheets.text.fit import Fit

from .page_data import ContactMap, MapEntry, PageData


class CourseView:
    """The course as a template sees it."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self.name = course.name
        self.title = course.title
        self.subtitle = course.subtitle
        self.language = course.language
        self.pages = course.pages

    def part(self, path: str) -> Part:
        """Return the exercise, or the part of one, at a path. Raises PageError when there is none."""
        return self._course.part(path)


class LayoutView:
    """The layout as a template sees it: its name, and the custom properties of its style sheets."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self.name = layout.name
        self.properties = layout.properties
        self.numbers = layout.numbers
        self.colours = layout.colours

    def number(self, name: str) -> float:
        """Return a custom property: a length in mm, or a bare number. Raises StyleError when there is none."""
        return self._layout.number(name)


class PageDataView:
    """The page being filled as a template sees it: the methods of ``PageData`` that pages use."""

    def __init__(self, filling: PageData) -> None:
        self._filling = filling
        self.layout = LayoutView(filling.layout)

    @property
    def participant(self) -> Participant:
        """The texts by their slots' paths."""
        return self._filling.participant

    @property
    def rests(self) -> Mapping[str, str]:
        """What did not fit, by the slots' paths."""
        return self._filling.rests

    @property
    def legend(self) -> Sequence[MapEntry]:
        """The entries of a map that did not fit in their balls."""
        return self._filling.legend

    def has(self, path: str) -> bool:
        """Tell whether a slot is filled."""
        return self._filling.has(path)

    def is_field(self, place: str) -> bool:
        """Tell whether a slot is drawn as a form field in a place."""
        return self._filling.is_field(place)

    def text(self, path: str) -> str:
        """Return a slot's whole text."""
        return self._filling.text(path)

    def language(self, path: str) -> str:
        """Return the language of a slot's text where its script tells it; else an empty text."""
        return self._filling.language(path)

    def label(self, path: str) -> str:
        """Return a slot's label."""
        return self._filling.label(path)

    def labels(self, paths: Sequence[str]) -> str:
        """Return the common label of slots that share a line."""
        return self._filling.labels(paths)

    def filled(self, lines: Sequence[Sequence[str]]) -> list[Sequence[str]]:
        """Return the lines of which some slot is filled."""
        return self._filling.filled(lines)

    def entries(self, path: str) -> list[str]:
        """Return the paths of a list's entries that are drawn."""
        return self._filling.entries(path)

    def fit(self, path: str, place: str) -> Fit:
        """Return how a slot's text is set in a place of the layout."""
        return self._filling.fit(path, place)

    def map(self, path: str) -> ContactMap:
        """Return a list's entries as balls."""
        return self._filling.map(path)
