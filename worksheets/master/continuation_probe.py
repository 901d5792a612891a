"""Finds out from renderings how the text that overflows is drawn on continuation pages, and what moves with it there.

A page is typeset with so many lines of overflow that they take several continuation pages, which show the style and the
position of titles and texts. All lengths are in CSS pixels, and heights are counted from the top of the page.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pikepdf import Object, Pdf

from worksheets.compose.page_data import OVERFLOW
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.merge.model import (
    ContentItem,
    Continuation,
    ContinuationNote,
    ContinuationTags,
    SlotKey,
    TextStyle,
)
from worksheets.pdf.content_stream import NEAR, NUMBER, ContentStream, TextRun
from worksheets.pdf.structure import marked_content_owners, walk
from worksheets.pipeline import Pipeline
from worksheets.text.shaping import UNITS

from .box_tree import Paragraph, has_slot
from .placeholders import ONE_LINE, PageDataFactory, PlaceholderData, number_of
from .renderings import PageStream, Rendering, render

_MANY = (150, 141)
"""Numbers of lines that take several continuation pages; with one of them there is room for more on the last page."""
_FEW = 3
"""Lines that no page break divides, since two must be on either side of it."""
_OPACITY = re.compile(rb"^/\S+ gs\n", re.MULTILINE)
_EXACT = 1e-5
"""CSS pixels; the typesetter writes six decimals."""


@dataclass(frozen=True, slots=True)
class RenderedContinuation:
    """The content of a continuation page: the text runs of the first text on it, and what is drawn before and after."""

    stream: ContentStream
    paragraph: Paragraph
    before: bytes
    runs: Sequence[TextRun]
    """The title's run, if the text begins on this page, and the text's runs."""
    after: bytes

    @property
    def titles(self) -> int:
        """The number of runs that are titles: 1 if the text begins on this page, or else 0."""
        return int(self.paragraph.title is not None)

    @property
    def end(self) -> float:
        """The lower edge of the last line."""
        return self.paragraph.tops[-1] + self.paragraph.pitch


def rendered_continuation(content: PageStream) -> RenderedContinuation | None:
    """Return a content stream as that of a continuation page; None if no text continues there.

    Raises NeedsTypesetterError if the text that continues there is not in a paragraph of its own.
    """
    stream, keys = content.stream, content.rendering.placeholders.keys
    numbers = [number_of(run) for run in stream.runs]
    indexes = [index for index, number in enumerate(numbers) if number >= 0 and keys[number].place == OVERFLOW]
    if not indexes:
        return None
    paragraph = _paragraph(content.rendering, content.page, numbers[indexes[0]])
    if paragraph is None or not paragraph.supported or len(indexes) != len(paragraph.tops):
        raise NeedsTypesetterError(Reason.CONTINUATION_STYLE)
    runs = stream.runs[indexes[0] - (paragraph.title is not None) : indexes[-1] + 1]
    return RenderedContinuation(stream, paragraph, stream.data[: runs[0].start], runs, stream.data[runs[-1].end :])


def _paragraph(rendering: Rendering, page: int, number: int) -> Paragraph | None:
    """Return the paragraph on a page that begins with a placeholder; None if there is none."""
    blocks = rendering.paragraphs
    return next((block for block in blocks if block.page == page and block.number == number), None)


@dataclass(frozen=True, slots=True)
class TextEnds:
    """The lower edge of a text in two renderings."""

    first: float
    second: float


def items_below(first: bytes, second: bytes, continuation_page: int, ends: TextEnds) -> Iterator[ContentItem]:
    """Yield a part of a continuation page's content, cut at the y coordinates that move with the end of the text.

    ``first`` and ``second`` are the same part in two renderings, in which the text ends at different heights.
    Raises NeedsTypesetterError if the parts differ in anything but these coordinates and the numbers of marked content.
    """
    tokens, second_tokens = NUMBER.split(first), NUMBER.split(second)
    if len(tokens) != len(second_tokens):
        raise NeedsTypesetterError(Reason.CONTINUATION_NUMBERS)
    fixed: list[bytes] = []
    for index, (token, second_token) in enumerate(zip(tokens, second_tokens, strict=True)):
        # Numbers are at the odd indexes, and what is between them at the even ones.
        is_number = index % 2
        is_mcid = is_number and tokens[index - 1].endswith(b"/MCID ")
        if token == second_token or is_mcid:
            fixed.append(token)
        elif is_number and abs(float(second_token) - float(token) - (ends.second - ends.first)) < _EXACT:
            below_end = float(token) - ends.first
            yield ContentItem(b"".join(fixed), continuation_page=continuation_page, below_end=below_end)
            fixed = []
        else:
            raise NeedsTypesetterError(Reason.CONTINUATION_SHIFT)
    yield ContentItem(b"".join(fixed))


def measure_continuation(
    page: str,
    participant_data: PageDataFactory,
    pipeline: Pipeline,
    keys: list[SlotKey],
    overflowing: Sequence[SlotKey],
) -> Continuation:
    """Return how the overflow of a page's slots is drawn on continuation pages, without those pages themselves.

    ``keys`` are those of the placeholders; ``overflowing`` are the slots that may overflow. The first slot's overflow
    is made longer than a continuation page, and the second slot's follows it. Raises NeedsTypesetterError if that does
    not show how overflow is drawn.
    """
    for count in _MANY:
        overflow_lines = dict(zip(overflowing, (count, _FEW), strict=False))
        placeholders = PlaceholderData(participant_data, ONE_LINE, keys, overflow_lines=overflow_lines)
        rendering = render([page], placeholders, pipeline)
        blocks = [block for block in rendering.paragraphs if keys[block.number].place == OVERFLOW]
        of_first_text = [block for block in blocks if block.number == blocks[0].number]
        # What follows the texts must be on their last page too, or it would seem to need no room.
        last_pages = {block.page for block in (*of_first_text[-1:], *blocks[-1:])}
        takes_pages = len(of_first_text) > 1 and last_pages == {len(rendering.pages) - 1}
        if takes_pages and all(block.supported for block in blocks):
            probe = _Probe(rendering, of_first_text[0], of_first_text[-1], blocks[-1])
            return probe.continuation(overflowing, participant_data().label(overflowing[0].path))
    raise NeedsTypesetterError(Reason.CONTINUATION_UNMEASURED)


@dataclass(frozen=True, slots=True)
class _ParagraphRuns:
    """The first text runs of a paragraph."""

    title: TextRun | None
    """The title, if it has one."""
    text: TextRun
    """The first line."""


@dataclass(frozen=True, slots=True)
class _Probe:
    """A rendering on which a text takes several continuation pages, and may have another text after it."""

    rendering: Rendering
    beginning: Paragraph
    """The first text's first lines, under its title."""
    remainder: Paragraph
    """The first text's lines on its last page, where they are at the top."""
    last: Paragraph
    """The second text; the same as ``remainder`` if there is none."""

    def continuation(self, overflowing: Sequence[SlotKey], label: str) -> Continuation:
        """Return how texts are drawn; ``label`` is the first one's title."""
        runs = self._runs(self.beginning)
        if runs.title is None or runs.title.text != label:
            raise NeedsTypesetterError(Reason.CONTINUATION_TITLE)
        if _has_bookmark(self.rendering.book, self.beginning.page, label):
            raise NeedsTypesetterError(Reason.CONTINUATION_STYLE)
        # The title of the second text, if there is one: it has the first text before it.
        second_title = self._runs(self.last).title
        titled, title = (self.last, second_title) if second_title else (self.beginning, runs.title)
        text_at_top = self._runs(self.remainder).text
        # WeasyPrint writes the opacity only where it changes; here it is set for every text, since any may come first.
        opacity = b"".join(_OPACITY.findall(text_at_top.state))
        gap = (titled.title or 0.0) - self.remainder.tops[-1] - self.remainder.pitch
        return Continuation(
            keys=tuple(overflowing),
            tags=self._tags(titled, title, runs.text),
            title=_style(title, titled.title or 0.0, self.beginning.title_pitch, opacity),
            text=_style(text_at_top, self.remainder.tops[0], self.beginning.pitch, opacity),
            left=self.beginning.left,
            title_width=self.beginning.title_width,
            text_width=self.beginning.width,
            gap=0.0 if titled is self.beginning else gap,
            start=self.beginning.title or 0.0,
            top=self.remainder.tops[0],
            limit=self.beginning.limit,
            foot=self.last.foot,
        )

    def _runs(self, paragraph: Paragraph) -> _ParagraphRuns:
        """Return the first text runs of a paragraph."""
        for content in self.rendering.streams():
            for index, run in enumerate(content.stream.runs):
                if content.page == paragraph.page and number_of(run) == paragraph.number:
                    title = content.stream.runs[index - 1] if paragraph.title is not None else None
                    return _ParagraphRuns(title, run)
        raise NeedsTypesetterError(Reason.CONTINUATION_TEXT_MISSING)

    def _tags(self, titled: Paragraph, title: TextRun, text: TextRun) -> ContinuationTags:
        """Return the types of the elements of a title, and of the first text with its lines."""
        line = self._element(self.beginning.page, text)
        elements = self._element(titled.page, title), line.P, line
        return ContinuationTags(*(str(element.S).encode() for element in elements))

    def _element(self, page: int, run: TextRun) -> Object:
        """Return the structure element around a text run of a page."""
        book = self.rendering.book
        element: Object = marked_content_owners(book, book.pages[page].obj)[run.mcid].P
        return element


def _has_bookmark(book: Pdf, page: int, title: str) -> bool:
    """Return True if a bookmark with a title leads to a page: a master has the same bookmarks for everybody."""
    outlines = [book.Root.Outlines] if "/Outlines" in book.Root else []
    bookmarks = walk(outlines, lambda item: [item[key] for key in ("/First", "/Next") if key in item])
    titles = [str(item.Title) for item in bookmarks if "/Dest" in item and item.Dest[0] == book.pages[page].obj]
    return title in titles


def _style(run: TextRun, top: float, pitch: float, opacity: bytes) -> TextStyle:
    """Return the style of a text run on a line with an upper edge; the baseline is counted from there."""
    state = opacity + _OPACITY.sub(b"", run.state)
    size = round(float(run.font_size) * UNITS)
    return TextStyle(b"", state, run.font, run.font_size, size, run.y - top, pitch)


def note_after(rendering: Rendering, number: int, style: TextStyle) -> ContinuationNote | None:
    """Return the note after a placeholder that says that its text continues elsewhere.

    ``style`` is the style of the slot. None if there is no note, or if the note changes how the slot itself is drawn.
    """
    for content in rendering.streams():
        for run, note in pairwise(content.stream.runs):
            if number_of(run) == number and note.start == run.end and number_of(note) < 0:
                if abs(run.y - style.y) > NEAR or (run.font, run.font_size) != (style.font, style.point):
                    return None
                tag = str(marked_content_owners(rendering.book, content.stream.page)[note.mcid].P.S).encode()
                return ContinuationNote(
                    tag, note.state, note.font, note.font_size, note.x, note.y - run.y, note.glyphs, note.text
                )
    return None


@dataclass(frozen=True, slots=True)
class LineCounts:
    """The numbers of a text's lines in the first rendering and in the second."""

    first: int
    second: int


@dataclass(frozen=True, slots=True)
class PageContinuation:
    """How the overflow of a page is drawn, and on how many continuation pages."""

    continuation: Continuation
    pages: int

    @property
    def key(self) -> SlotKey:
        """The slot whose placeholder overflows, in its place."""
        return self.continuation.keys[0]

    @property
    def line_counts(self) -> LineCounts:
        """The numbers of lines with which a text takes so many continuation pages.

        The text ends soon on the last page, or, if another page follows for the notes only, at the end of the page.
        """
        measures = self.continuation
        tops = measures.start + measures.title.pitch, measures.top
        on_first, on_others = (int((measures.limit - top) / measures.text.pitch) for top in tops)
        if measures.notes_only:
            all_lines = on_first + (self.pages - 1) * on_others
            return LineCounts(all_lines, all_lines - 1)
        few = _FEW + (on_first + (self.pages - 2) * on_others if self.pages > 1 else 0)
        return LineCounts(few, few + 1)


@dataclass(frozen=True, slots=True)
class ContinuationCount:
    """On how many pages a participant's texts continue from a page, and whether one without texts follows."""

    pages: int
    notes_only: bool


def count_continuation_pages(page: str, participant_data: PageDataFactory, pipeline: Pipeline) -> ContinuationCount:
    """Return on how many pages a participant's texts continue from a page."""
    document = pipeline.typesetter.lay_out(pipeline.templates.compose([page], participant_data))
    has_text = [has_slot(laid_out, OVERFLOW) for laid_out in document.pages]
    return ContinuationCount(sum(has_text), not has_text[-1])
