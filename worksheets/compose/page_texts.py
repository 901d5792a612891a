"""What a participant has written on one page, slot by slot, whatever place it is set in."""

from collections.abc import Sequence

from worksheets.course.course import Course
from worksheets.course.layout import Layout
from worksheets.course.mark_paths import DERIVED, answer_path
from worksheets.course.marks import Marks
from worksheets.people.participant import Participant

from .course_places import CoursePlaces
from .mark_slots import DerivedSlot
from .wording import language_of

OVERFLOW = "rest"
"""The place on a continuation page, which takes the text that does not fit in its own place."""
HEAD = "head"
"""The place at the top of every page for the participant's name."""


class PageTexts:
    """The texts of one participant's page. ``PageData`` is this with all that depends on how they are set."""

    def __init__(
        self,
        course: Course,
        participant: Participant,
        layout: Layout,
        *,
        fillable: bool = False,
        places: CoursePlaces | None = None,
    ) -> None:
        """``places`` are those of the course in the layout, if other pages have them already."""
        self.course = course
        self.participant = participant
        self.layout = layout
        self.fillable = fillable
        self.places = places or CoursePlaces(course, layout)
        self._entries: dict[str, list[str]] = {}
        self._derived_texts: dict[str, str] = {}

    def has(self, path: str) -> bool:
        """Return True if a slot is filled."""
        return bool(self.text(path))

    def text(self, path: str) -> str:
        """Return the whole text of a slot; empty when it is not filled. See ``mark_slots`` for derived slots."""
        if DERIVED not in path:
            return self.participant.text(path)
        if path not in self._derived_texts:
            self._derived_texts[path] = self._derived(path).text(self.participant.text(answer_path(path)))
        return self._derived_texts[path]

    def _derived(self, path: str) -> DerivedSlot:
        answer, _sign, part = path.partition(DERIVED)
        slot = self.course.slots[answer]
        return DerivedSlot(slot.marks or Marks(), part)

    def language(self, path: str) -> str:
        """Return the language of a slot's text if its script tells it, so that the right font draws its letters."""
        return language_of(self.text(path))

    def label(self, path: str) -> str:
        """Return the label of a slot."""
        return self.course.slots[answer_path(path)].label

    def labels(self, paths: Sequence[str], conjunction: str = ", ") -> str:
        """Return the common label of slots on one line; with the conjunction “ ja ”, for example, “Aika ja paikka”."""
        first, *others = (self.label(path) for path in paths)
        return conjunction.join([first, *(label.lower() for label in others)])

    def filled(self, lines: Sequence[Sequence[str]]) -> list[Sequence[str]]:
        """Return the lines, each given as the paths of its slots, that have at least one filled slot."""
        return [paths for paths in lines if any(map(self.has, paths))]

    def entries(self, path: str) -> list[str]:
        """Return the paths of a list's entries that are drawn: all filled ones, and at least those of a blank page."""
        if path not in self._entries:
            count = max(self.course.part(path).rows, self.participant.rows(path))
            self._entries[path] = [f"{path}.{row}" for row in range(1, count + 1)]
        return self._entries[path]

    def cells(self, entry: str) -> list[str]:
        """Return the texts of a table's entry, given by its path."""
        return [self.text(f"{entry}.{part.id}") for part in self.course.part(entry.rpartition(".")[0]).parts]

    def is_field(self, place: str) -> bool:
        """Return True if slots in a place are drawn as form fields, which take a text of any length."""
        return self.fillable and place not in (HEAD, OVERFLOW)
