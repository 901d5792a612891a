"""The overflow of a page's slots laid out on continuation pages, broken where the typesetter breaks pages.

A title stays with the first two lines of its text, and a text that is broken has at least two lines on either page
(``orphans: 2; widows: 2; break-after: avoid``, CSS Fragmentation 3).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.text.shaping import ShapedLine

from .model import Continuation

_FEWEST = 2
"""The fewest lines of a text on either side of a page break."""
_ROUNDED = 1 + 1e-9
"""The factor by which the typesetter lets lines reach below the limit of a page."""


@dataclass(frozen=True, slots=True)
class TitledText:
    """The overflow of a slot, and the title over it."""

    title: ShapedLine
    lines: Sequence[ShapedLine]


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A title, or the lines of a text that are on one page."""

    is_title: bool
    lines: Sequence[ShapedLine]
    tops: Sequence[float]
    """The top of each line, in CSS pixels."""


@dataclass(frozen=True, slots=True)
class PageBlocks:
    """The blocks on one continuation page."""

    blocks: Sequence[TextBlock]
    end: float
    """The bottom of the last block, in CSS pixels; that of the page's content area if another page follows."""


@dataclass(frozen=True, slots=True)
class ContinuedPage:
    """A continuation page, and the continuation that it belongs to."""

    continuation: Continuation
    page: PageBlocks


def lay_out_continuation(continuation: Continuation, texts: Sequence[TitledText]) -> list[PageBlocks]:
    """Return texts, each with its title before it, on as many pages as they take.

    The last page is empty when the page before it has no room for the block for notes after the texts. Raises
    NeedsTypesetterError when not even two lines fit on a page.
    """
    layout = _Layout(continuation)
    for text in texts:
        layout.add(text)
    return layout.finished()


def takes_same_pages(continuation: Continuation, pages: Sequence[PageBlocks]) -> bool:
    """Return True if texts were laid out on exactly the pages that a continuation has."""
    has_blocks = [True] * len(continuation.pages) + [False] * continuation.notes_only
    return [bool(page.blocks) for page in pages] == has_blocks


class _Layout:
    """Continuation pages that are filled from top to bottom."""

    def __init__(self, continuation: Continuation) -> None:
        self._continuation = continuation
        self._pages: list[list[TextBlock]] = [[]]
        self._y = continuation.start

    def add(self, text: TitledText) -> None:
        """Add a text under its title."""
        start = 0
        while start < len(text.lines):
            start += self._add_block(None if start else text.title, text.lines[start:])
            if start < len(text.lines):
                self._new_page()

    def finished(self) -> list[PageBlocks]:
        """Return the pages."""
        continuation = self._continuation
        if self._y + continuation.foot > continuation.limit * _ROUNDED:
            self._new_page()
        *full, last = self._pages
        return [*(PageBlocks(blocks, continuation.limit) for blocks in full), PageBlocks(last, self._y)]

    def _new_page(self) -> None:
        self._pages.append([])
        self._y = self._continuation.top

    def _add_block(self, title: ShapedLine | None, lines: Sequence[ShapedLine]) -> int:
        """Add to the page as many lines as fit, after a title if there is one; return their number."""
        continuation, blocks = self._continuation, self._pages[-1]
        title_top = self._y + (continuation.gap if title and blocks else 0.0)
        top = title_top + (continuation.title.pitch if title else 0.0)
        count = self._fitting(top, len(lines))
        if not (count or blocks):
            raise NeedsTypesetterError(Reason.NO_ROOM)
        if count and title:
            blocks.append(TextBlock(is_title=True, lines=[title], tops=[title_top]))
        if count:
            pitch = continuation.text.pitch
            tops = [top + index * pitch for index in range(count)]
            blocks.append(TextBlock(is_title=False, lines=lines[:count], tops=tops))
            self._y = top + count * pitch
        return count

    def _fitting(self, top: float, remaining: int) -> int:
        """Return how many of the remaining lines of a text go on the page, the first at ``top``; or 0."""
        bottom, pitch = self._continuation.limit * _ROUNDED, self._continuation.text.pitch
        count = 0
        while count < remaining and top + (count + 1) * pitch <= bottom:
            count += 1
        if count == remaining:
            return count
        count = min(count, remaining - _FEWEST)
        return count if count >= _FEWEST else 0
