"""The overflow of a handout's slots laid out on continuation pages, broken where the typesetter breaks pages.

A title stays with the first two lines of its text, and a text that is broken has at least two lines on either page
(``orphans: 2; widows: 2; break-after: avoid``, CSS Fragmentation 3).
"""

from collections.abc import Sequence
from enum import Enum

from msgspec import Struct

from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.pdf.baseline_grid import PageGrid
from worksheets.text.shaping import ShapedLine

from .model import Continuation

_FEWEST = 2
"""The fewest lines of a text on either side of a page break."""
_ROUNDED = 1 + 1e-9
"""The factor by which the typesetter lets lines reach below the limit of a page."""


class BlockKind(Enum):
    """What a block on a continuation page is."""

    TITLE = "title"
    SOURCE = "source"
    TEXT = "text"
    ENTRY = "entry"


class Paragraph(Struct, frozen=True):
    """The lines of a text, or of an entry of a legend."""

    lines: Sequence[ShapedLine]
    number: ShapedLine | None = None
    """The number before the first line; None in a text."""
    name_lines: int = 0
    """How many of the first lines are an entry's name."""
    kind: BlockKind = BlockKind.TEXT

    def after(self, start: int) -> "Paragraph":
        """Return the lines from an index on."""
        names = max(self.name_lines - start, 0)
        return Paragraph(self.lines[start:], None, names, self.kind) if start else self


class TitledText(Struct, frozen=True):
    """The overflow of a slot, or a legend, with the title over it, and the line that says where it continues from."""

    title: ShapedLine
    source: ShapedLine | None
    """None if there is no such line."""
    paragraphs: Sequence[Paragraph]
    gap: float
    """The space below it, in CSS pixels."""


class TextBlock(Struct, frozen=True):
    """A title, its source, or the lines of a text or of a legend's entry that are on one page."""

    kind: BlockKind
    lines: Sequence[ShapedLine]
    tops: Sequence[float]
    """The top of each line, in CSS pixels; of a source, that of its title."""
    number: ShapedLine | None = None
    """The number before the first line of an entry."""
    name_lines: int = 0
    """How many of the first lines are an entry's name."""


class PageBlocks(Struct, frozen=True):
    """The blocks on one continuation page."""

    blocks: Sequence[TextBlock]
    end: float
    """Where what follows the texts is drawn, in CSS pixels: the baseline of the heading for notes; without one, the
    end of the page's content area, or, in a layout without a grid, of the last text."""
    has_notes: bool = False
    """There is room for notes below the blocks."""


class ContinuedPage(Struct, frozen=True):
    """A continuation page, and the continuation that it belongs to."""

    continuation: Continuation
    page: PageBlocks


def lay_out_continuation(
    continuation: Continuation, texts: Sequence[TitledText], down: float = 0.0
) -> list[PageBlocks]:
    """Return texts, each with its title before it, on as many pages as they take.

    They begin so much further down than the continuation says. The first page has nothing if they begin below rows of
    a table that leave no room. The last page is empty when the page before it has no room for what follows the texts.
    Raises NeedsTypesetterError when not even two lines fit on a page.
    """
    layout = _Layout(continuation, down)
    for text in texts:
        layout.add(text)
    return layout.finished()


def takes_same_pages(continuation: Continuation, pages: Sequence[PageBlocks]) -> bool:
    """Return True if texts were laid out on as many pages as a continuation has, with room for notes as it has."""
    pages, has_notes = list(pages), bool(pages) and pages[-1].has_notes
    starts_page = bool(pages) and not pages[0].blocks
    count = len(pages) - starts_page
    as_master = len(continuation.pages), continuation.notes, continuation.starts_page
    return (count, has_notes, starts_page) == as_master


def page_end(continuation: Continuation, text_end: float) -> float:
    """Return ``PageBlocks.end`` of the last page, on which the last text ends at a height."""
    if not continuation.pitch:
        return text_end
    line = notes_line(continuation, text_end)
    return continuation.limit if line is None else line


def notes_line(continuation: Continuation, end: float) -> float | None:
    """Return the baseline of the heading for notes after a text that ends at a height; None if there is no room."""
    if not continuation.pitch:
        return None
    return PageGrid(continuation.top, continuation.limit, continuation.pitch, continuation.notes_gap).notes_line(end)


class _Layout:
    """Continuation pages that are filled from top to bottom."""

    def __init__(self, continuation: Continuation, down: float) -> None:
        self._continuation = continuation
        self._pages: list[list[TextBlock]] = [[]]
        self._y = continuation.start + down
        """Where the block of the next title begins."""
        self._end = continuation.start + down
        """Where the last text ends."""

    def add(self, text: TitledText) -> None:
        """Add a text under its title."""
        titled: TitledText | None = text
        for paragraph in text.paragraphs:
            start = 0
            while start < len(paragraph.lines):
                count = self._add_blocks(titled, paragraph.after(start))
                start, titled = start + count, None if count else titled
                if start < len(paragraph.lines):
                    self._new_page()
        self._y = self._end + text.gap + self._continuation.gap

    def finished(self) -> list[PageBlocks]:
        """Return the pages, with an empty one after them if what follows the texts has no room below them."""
        continuation = self._continuation
        if self._end + continuation.foot > continuation.limit * _ROUNDED:
            self._new_page()
            self._end = self._y
        *full, last = self._pages
        before = [PageBlocks(blocks, continuation.limit) for blocks in full]
        has_notes = notes_line(continuation, self._end) is not None
        return [*before, PageBlocks(last, page_end(continuation, self._end), has_notes)]

    def _new_page(self) -> None:
        self._pages.append([])
        self._y = self._continuation.top

    def _add_blocks(self, titled: TitledText | None, paragraph: Paragraph) -> int:
        """Add to the page as many lines as fit, after the title of a text that begins here; return their number."""
        continuation, blocks = self._continuation, self._pages[-1]
        title_top = self._y + continuation.lead
        top = title_top + continuation.head if titled else self._y
        count = self._fitting(top, len(paragraph.lines))
        if not (count or blocks or (self._continuation.moves and len(self._pages) == 1)):
            raise NeedsTypesetterError(Reason.NO_ROOM)
        if count and titled:
            blocks.append(TextBlock(BlockKind.TITLE, [titled.title], [title_top]))
            if titled.source:
                blocks.append(TextBlock(BlockKind.SOURCE, [titled.source], [title_top]))
        if count:
            pitch = continuation.text.pitch
            tops = [top + index * pitch for index in range(count)]
            lines, names = paragraph.lines[:count], min(paragraph.name_lines, count)
            blocks.append(TextBlock(paragraph.kind, lines, tops, paragraph.number, names))
            self._end = self._y = top + count * pitch
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
