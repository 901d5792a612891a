"""Handouts as WeasyPrint lays them out: every line of text, where it lies, and the slots that the texts come from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from worksheets.compose.edition import Edition
from worksheets.people.participant import Participant
from worksheets.pipeline import Pipeline

MM = 96 / 25.4
Box = Any
"""A box of WeasyPrint's, or an element of its document: it has no types for them."""
_ADDED = re.compile(r"[\s-]")
"""What typesetting may add to a text, or leave out."""


@dataclass(frozen=True, slots=True)
class SlotText:
    """A part of a line: the path of the slot that it comes from, or an empty path, the text, and its sides in mm."""

    path: str
    text: str
    left: float
    right: float

    def lies_over(self, other: "SlotText", slack: float) -> bool:
        return min(self.right, other.right) - max(self.left, other.left) > slack


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text. Lengths are in mm from the upper left corner of the page."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    texts: tuple[SlotText, ...]

    def __str__(self) -> str:
        return f"page {self.page + 1}: {''.join(part.text for part in self.texts)}"

    def lies_over(self, other: "Line", slack: float) -> bool:
        """Return whether two lines overlap by more than so many mm both ways."""
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        same = self.page == other.page and height > slack
        return same and any(part.lies_over(text, slack) for part in self.texts for text in other.texts)


@dataclass(frozen=True, slots=True)
class PageSize:
    """The width and height of a page in mm."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A handout, laid out."""

    lines: list[Line]
    pages: list[PageSize]

    def overlapping(self, slack: float = 0.4) -> list[str]:
        """Return the pairs of lines that lie over each other, in words."""
        return [f"{line} / {other}" for line, other in combinations(self.lines, 2) if line.lies_over(other, slack)]

    def outside(self, edge: float, side: float) -> list[str]:
        """Return the lines nearer than so many mm to the upper or lower edge of their page, or to a side, in words."""
        return [
            str(line)
            for line, size in ((line, self.pages[line.page]) for line in self.lines)
            if min(line.top, size.height - line.bottom) < edge or min(line.left, size.width - line.right) < side
        ]

    def letters(self, path: str) -> str:
        """Return what is printed of a slot below the heads of pages, in order, as ``letters_of`` does.

        That is without the one ellipsis with which what continues at the end may begin.
        """
        printed, continued = (letters_of(self._printed(each)) for each in (path, f"rest {path}"))
        return printed + continued.removeprefix("…")

    def _printed(self, path: str) -> str:
        return "".join(part.text for line in self.lines for part in line.texts if part.path == path)


def letters_of(text: str) -> str:
    """Return a text without spaces and hyphens."""
    return _ADDED.sub("", text)


def laid_out(pipeline: Pipeline, edition: Edition, participant: Participant) -> LaidOut:
    """Lay out a handout; the participant's texts are as they are printed."""
    html = pipeline.templates.compose(edition.pages, lambda: edition.page_data(participant))
    pages = pipeline.typesetter.lay_out(html).pages
    lines = [line for number, page in enumerate(pages) for line in _lines(page._page_box, number, "")]  # noqa: SLF001
    return LaidOut(lines, [PageSize(page.width / MM, page.height / MM) for page in pages])


def _lines(box: Box, page: int, path: str) -> Iterator[Line]:
    box = getattr(box, "_box", box)
    if type(box).__name__ == "LineBox":
        texts = list(_texts(box, path))
        if boxes := [text for _path, text in texts if text.text.strip()]:
            left = min(text.position_x for text in boxes)
            right = max(text.position_x + text.width for text in boxes)
            # A line without its leading: nearly all letters are lower than nine tenths of the font size.
            top = min(text.position_y + text.height / 2 - 0.45 * text.style["font_size"] for text in boxes)
            bottom = max(text.position_y + text.height / 2 + 0.45 * text.style["font_size"] for text in boxes)
            parts = tuple(
                SlotText(path, text.text, text.position_x / MM, (text.position_x + text.width) / MM)
                for path, text in texts
            )
            yield Line(page, left / MM, top / MM, right / MM, bottom / MM, parts)
    path = _slot(getattr(box, "element", None), path)
    for child in getattr(box, "children", ()):
        yield from _lines(child, page, path)


def _texts(box: Box, path: str) -> Iterator[tuple[str, Box]]:
    """Yield the text boxes of a line with the paths of their slots, but for those in boxes with lines of their own."""
    path = _slot(getattr(box, "element", None), path)
    for child in getattr(box, "children", ()):
        if hasattr(child, "text"):
            yield _slot(child.element, path), child
        elif type(child).__name__ == "InlineBox":
            yield from _texts(child, path)


def _slot(element: Box, path: str) -> str:
    """Return the path of an element's slot, or of the slot around it.

    That of a page's head begins with ``head``, that of what continues at the end with ``rest``.
    """
    own = None if element is None else element.get("data-slot")
    if own is None:
        return path
    classes = element.get("class").split()
    return next((f"{place} {own}" for place in ("head", "rest") if f"in-{place}" in classes), str(own))
