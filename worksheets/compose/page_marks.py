"""The answers of one page that are given with marks: what is drawn of each, and how much room options take."""

from worksheets.course.layout import NORMAL
from worksheets.course.mark_paths import DERIVED, answer_path
from worksheets.text.fit import Fit

from .mark_slots import CROSS, GLYPHS, LINE_NUMBER, place_across
from .option_rows import is_long, number_across, option_heights, other_width, statement_column, statement_heights
from .page_texts import PageTexts


class PageMarks(PageTexts):
    """The marks of one participant's page."""

    def state(self, path: str) -> str:
        """Return in words whether an option is chosen, or the number that is chosen on a scale or a line."""
        text, words = self.text(path), self.course.words
        if DERIVED in path:
            return words.text("chosen" if text else "not_chosen")
        return words.text("chosen_number", number=text) if text else words.text("nothing_chosen")

    def option_heights(self, path: str) -> list[float]:
        """Return the height in mm of the row of each option; 0 where the style sheets say it."""
        marks = self.course.part(path).marks
        return option_heights(marks, self.layout) if marks else []

    def other_width(self, path: str) -> float:
        """Return the width in mm of the rule beside the last option."""
        marks = self.course.part(answer_path(path)).marks
        return other_width(marks, self.layout) if marks else 0.0

    def statement_heights(self, path: str) -> list[float]:
        """Return the height in mm of the row of each statement; 0 where the style sheets say it."""
        return statement_heights(self.course.part(path), self.layout)

    def statement_column(self, path: str) -> float:
        """Return the width in mm of the column of an option beside statements."""
        marks = next((part.marks for part in self.course.part(path).parts), None)
        return statement_column(marks.options, self.layout) if marks else 0.0

    def is_long(self, path: str) -> bool:
        """Return True if the options or the statements of an exercise take more than a half of a page."""
        return is_long(self.course.part(path), self.layout)

    def _fit_mark(self, path: str, place: str) -> Fit:
        """Return how a mark is drawn: as a sign, or as the number that is chosen; nothing where none is."""
        text = self.text(path)
        return Fit(NORMAL, GLYPHS.get(place, text) if text else "", across=self._across(path, place) if text else 0.0)

    def _across(self, path: str, place: str) -> float:
        """Return by how many mm a cross on a line, or the number under it, is right of the line's middle."""
        if place == CROSS:
            return place_across(self.text(path), self.layout.number("line-width"))
        return number_across(self.text(path), self._derived(path).marks, self.layout) if place == LINE_NUMBER else 0.0
