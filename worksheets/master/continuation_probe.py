"""Finds out from renderings how the text that overflows is drawn on continuation pages, and what moves with it there.

A page is typeset with so many lines of overflow that they take several continuation pages, which show the style and the
position of titles and texts. All lengths are in CSS pixels, and heights are counted from the top of the page.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil, inf

from msgspec import structs
from pikepdf import Object, Pdf

from worksheets.compose.continuation import text_gap
from worksheets.compose.page_data import PageData
from worksheets.compose.page_texts import OVERFLOW
from worksheets.compose.table_shape import CONTINUED_CELL
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.merge.model import (
    ContentItem,
    Continuation,
    ContinuationNote,
    ContinuationSource,
    ContinuationTags,
    Move,
    SlotKey,
    TextStyle,
    TitlePart,
)
from worksheets.pdf.content_stream import NEAR, NUMBER, ContentStream, TextRun
from worksheets.pdf.structure import marked_content_owners, walk
from worksheets.pipeline import Pipeline
from worksheets.text.fit import css_pixels
from worksheets.text.shaping import UNITS

from .box_tree import Paragraph, has_notes, has_slot
from .placeholders import PageDataFactory, PlaceholderData, number_of
from .renderings import PageStream, Rendering, render
from .variable_heights import HeightPlace, PageMoves

_MANY = (150, 141)
"""Numbers of lines that take several continuation pages; with one of them there is room for more on the last page."""
_FEW = 3
"""Lines that no page break divides, since two must be on either side of it."""
_OPACITY = re.compile(rb"^/\S+ gs\n", re.MULTILINE)
_DIGITS = re.compile(r"(\d+)")
_ONE_NUMBER = 3
"""The parts of a text around its one number, with the number."""
_EXACT = 1e-5
"""CSS pixels; the typesetter writes six decimals."""


@dataclass(frozen=True, slots=True)
class RenderedContinuation:
    """The content of a continuation page: the text runs of the first text on it, and what is drawn before and after."""

    stream: ContentStream
    paragraph: Paragraph
    before: PageStream
    """What is drawn before the text, or before what belongs to its title."""
    title_parts: bytes
    """What is drawn before the title and belongs to it; empty if the text does not begin on this page."""
    runs: Sequence[TextRun]
    """The runs of the title and its source, if the text begins on this page, and the text's runs."""
    after: bytes

    @property
    def heads(self) -> int:
        """The number of runs before the text's: of the title and its source, if the text begins on this page."""
        return heads_of(self.paragraph)

    @property
    def end(self) -> float:
        """The lower edge of the last line."""
        return self.paragraph.tops[-1] + self.paragraph.pitch

    def before_texts(self, continuation: Continuation) -> PageStream:
        """Return what is drawn before the texts, so that a title as well as a text may come first.

        Raises NeedsTypesetterError if a text on top of a page is drawn in another way than one under its title.
        """
        ending = continuation.before_text
        if self.heads:  # A title on top of a page has nothing before it, from which what belongs to it could be told.
            ending = b"" if self.title_parts else b"".join(_with_numbers(continuation.title_parts))
        data = self.before.stream.data
        cut = len(data) - len(ending_like(data, ending))
        return replace(self.before, stream=replace(self.before.stream, data=data[:cut]))


def _with_numbers(parts: Sequence[TitlePart]) -> Iterator[bytes]:
    """Yield what is drawn before a title, with some number for each y coordinate."""
    for part in parts:
        yield part.fixed if part.below is None else part.fixed + b"0"


def ending_like(data: bytes, pattern: bytes) -> bytes:
    """Return the end of some content that is a pattern with other numbers.

    Raises NeedsTypesetterError if the content does not end so.
    """
    tokens, wanted = NUMBER.split(data), NUMBER.split(pattern)
    # Numbers are at the odd indexes, and what is between them at the even ones.
    ending = tokens[-len(wanted) :]
    if len(ending) < len(wanted) or not ending[0].endswith(wanted[0]) or ending[2::2] != wanted[2::2]:
        raise NeedsTypesetterError(Reason.CONTINUATION_STYLE)
    return wanted[0] + b"".join(ending[1:])


def heads_of(paragraph: Paragraph) -> int:
    """Return the number of runs before those of a paragraph: its title, and the line that says its source."""
    return 0 if paragraph.title is None else 1 + (paragraph.source is not None)


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
    first = indexes[0] - heads_of(paragraph)
    runs = stream.runs[first : indexes[-1] + 1]
    # What is drawn between the run before a title and the title belongs to the title, as its line does.
    cut = stream.runs[first - 1].end if heads_of(paragraph) and first else runs[0].start
    before = replace(stream, data=stream.data[:cut], runs=stream.runs[:first])
    return RenderedContinuation(
        stream=stream,
        paragraph=paragraph,
        before=PageStream(content.rendering, content.page, before),
        title_parts=stream.data[cut : runs[0].start],
        runs=runs,
        after=stream.data[runs[-1].end :],
    )


def _paragraph(rendering: Rendering, page: int, number: int) -> Paragraph | None:
    """Return the paragraph on a page that begins with a placeholder; None if there is none."""
    blocks = rendering.paragraphs
    return next((block for block in blocks if block.page == page and block.number == number), None)


@dataclass(frozen=True, slots=True)
class TextEnds:
    """Where what follows a text is drawn in two renderings, as ``PageBlocks.end`` has it."""

    first: float
    second: float


NO_TEXT = TextEnds(0.0, inf)
"""The ends on a page without texts: nothing moves with them."""


def items_below(
    first: bytes, second: bytes, continuation_page: int, ends: TextEnds, moves: PageMoves | None = None
) -> Iterator[ContentItem]:
    """Yield a part of a continuation page's content, cut at the y coordinates that move with the end of the text.

    ``first`` and ``second`` are the same part in two renderings, in which the text ends at different heights, and in
    which rows above it have other heights, as ``moves`` say. Raises NeedsTypesetterError if the parts differ in
    anything but the numbers that depend on these, and the numbers of marked content.
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
        elif is_number and moves and (by := moves.by(float(second_token) - float(token))):
            yield ContentItem(b"".join(fixed), number=float(token), moves=by)
            fixed = []
        else:
            raise NeedsTypesetterError(Reason.CONTINUATION_SHIFT)
    yield ContentItem(b"".join(fixed))


def text_start(
    continuation: Continuation, places: Sequence[HeightPlace], first: RenderedContinuation
) -> dict[str, object]:
    """Return the fields of a continuation that say where its first title stands below rows of tables; none if nowhere.

    ``first`` is the page with the first title, in the first rendering.
    """
    page, title = first.paragraph.page, first.paragraph.title
    last_page = max((place.row.page for place in places if place.continues), default=page)
    above = [(index, place) for index, place in enumerate(places) if place.continues and place.row.page == last_page]
    if not above or title is None:
        return {}
    moves = tuple(Move(index, 1.0) for index, _place in above)
    if last_page == page:
        return {"start": title - first.paragraph.title_lead, "moves": moves, "starts_page": False}
    gap = css_pixels(above[-1][1].declared)
    return {"start": above[-1][1].bottom + gap + continuation.gap, "moves": moves, "starts_page": True}


def measure_continuation(
    pages: Sequence[str],
    new_placeholders: Callable[[Mapping[SlotKey, int]], PlaceholderData],
    pipeline: Pipeline,
    overflowing: Mapping[SlotKey, int],
) -> Continuation:
    """Return how the overflow of slots on some pages is drawn on continuation pages, without those pages themselves.

    ``new_placeholders`` takes the numbers of lines with which slots overflow; ``overflowing`` are the slots that may
    overflow, with the numbers of their pages. The first slot's overflow is made longer than a continuation page, and
    the second slot's follows it. Raises NeedsTypesetterError if that does not show how overflow is drawn.
    """
    for count in _MANY:
        placeholders = new_placeholders(dict(zip(overflowing, (count, _FEW), strict=False)))
        keys, participant_data = placeholders.keys, placeholders.participant_data
        rendering = render(pages, placeholders, pipeline)
        blocks = [block for block in rendering.paragraphs if keys[block.number].place == OVERFLOW]
        of_first_text = [block for block in blocks if block.number == blocks[0].number]
        # What follows the texts must be on their last page too, or it would seem to need no room.
        last_pages = {block.page for block in (*of_first_text[-1:], *blocks[-1:])}
        takes_pages = len(of_first_text) > 1 and last_pages == {len(rendering.pages) - 1}
        if takes_pages and all(block.supported for block in blocks):
            probe = _Probe(rendering, of_first_text[0], of_first_text[-1], blocks[-1], participant_data())
            pages_with_rows = {row.page for row in rendering.rows if keys[row.numbers[0]].place == CONTINUED_CELL}
            starts_page = bool(pages_with_rows) and of_first_text[0].page not in pages_with_rows
            return structs.replace(probe.continuation(overflowing, count), starts_page=starts_page)
    raise NeedsTypesetterError(Reason.CONTINUATION_UNMEASURED)


@dataclass(frozen=True, slots=True)
class _ParagraphRuns:
    """The first text runs of a paragraph."""

    title: TextRun | None
    """The title, if it has one."""
    source: TextRun | None
    text: TextRun
    """The first line."""
    title_parts: bytes
    """What is drawn before the title and belongs to it; empty if the title is the first run of its page."""
    prelude: bytes
    """What the page draws before the title, if that is its first run."""
    before_source: bytes
    before_text: bytes
    """What is drawn between the title, or its source, and the text."""


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
    data: PageData
    """The data of a page."""

    def continuation(self, overflowing: Mapping[SlotKey, int], first_lines: int) -> Continuation:
        """Return how texts are drawn; the first has so many lines.

        ``overflowing`` are the slots that may overflow, with the numbers of their pages.
        """
        runs = self._runs(self.beginning)
        label = self.data.label(next(iter(overflowing)).path)
        if runs.title is None or runs.title.text != label:
            raise NeedsTypesetterError(Reason.CONTINUATION_TITLE)
        if _has_bookmark(self.rendering.book, self.beginning.page, label):
            raise NeedsTypesetterError(Reason.CONTINUATION_STYLE)
        text_at_top = self._runs(self.remainder).text
        # WeasyPrint writes the opacity only where it changes; here it is set for every text, since any may come first.
        opacity = b"".join(_OPACITY.findall(text_at_top.state))
        numbers = self.data.layout.numbers
        top = self.beginning.title or 0.0
        return Continuation(
            keys=tuple(overflowing),
            tags=self._tags(runs),
            title=style_of(runs.title, top, 0.0, opacity),
            text=style_of(text_at_top, self.remainder.tops[0], self.beginning.pitch, opacity),
            left=self.beginning.left,
            title_width=self.beginning.title_width,
            text_width=self.beginning.width,
            gap=self._gap(first_lines),
            lead=self.beginning.title_lead,
            head=self.beginning.tops[0] - top,
            start=top - self.beginning.title_lead,
            top=self.remainder.tops[0],
            limit=self.beginning.limit,
            title_parts=self._title_parts(runs),
            source=self._source(runs, list(overflowing.values()), opacity),
            before_text=runs.before_text,
            # In a layout with a grid, only the heading for notes follows, which takes no room.
            foot=0.0 if numbers.get("pitch") else self.last.foot,
            pitch=css_pixels(numbers.get("pitch", 0.0)),
            notes_gap=css_pixels(numbers.get("notes-gap", 0.0)),
        )

    def _gap(self, first_lines: int) -> float:
        """Return the height between the space below a text of so many lines and the title after it; 0 if there is none.

        On top of a page there is none, as margins are dropped there (CSS Fragmentation 3, 5.2).
        """
        if self.last.title is None or self.last is self.remainder:
            return 0.0
        end = self.remainder.tops[-1] + self.remainder.pitch + css_pixels(text_gap(first_lines, self.data.layout))
        return self.last.title - self.last.title_lead - end

    def _title_parts(self, first: _ParagraphRuns) -> tuple[TitlePart, ...]:
        """Return what is drawn before a title; the second title shows what of it moves with the title."""
        if self.last.title is None or self.last is self.remainder:
            return (TitlePart(first.title_parts),) if first.title_parts else ()
        second, top = self._runs(self.last), self.beginning.title or 0.0
        if (first.before_source, first.before_text) != (second.before_source, second.before_text):
            raise NeedsTypesetterError(Reason.CONTINUATION_STYLE)
        parts = first.title_parts or ending_like(first.prelude, second.title_parts)
        items = items_below(parts, second.title_parts, 0, TextEnds(top, self.last.title))
        return tuple(TitlePart(item.fixed, item.below_end) for item in items)

    def _source(self, runs: _ParagraphRuns, pages: Sequence[int], opacity: bytes) -> ContinuationSource | None:
        """Return the line that says from which page a text continues; for each slot, its page is given."""
        placed = self.beginning.source
        if placed is None or runs.source is None:
            return None
        # The line of the first slot has one number, that of its page.
        parts = _DIGITS.split(runs.source.text)
        if len(parts) != _ONE_NUMBER or int(parts[1]) != pages[0] or placed.align == inf:
            raise NeedsTypesetterError(Reason.CONTINUATION_TITLE)
        before, _number, after = parts
        return ContinuationSource(
            style=style_of(runs.source, self.beginning.title or 0.0, 0.0, opacity),
            before=runs.before_source,
            left=placed.left,
            width=placed.width,
            align=placed.align,
            texts=tuple(f"{before}{page}{after}" for page in pages),
        )

    def _runs(self, paragraph: Paragraph) -> _ParagraphRuns:
        """Return the first text runs of a paragraph, and what is drawn between them."""
        for content in self.rendering.streams():
            runs, data = content.stream.runs, content.stream.data
            for index, run in enumerate(runs):
                if content.page == paragraph.page and number_of(run) == paragraph.number:
                    heads = runs[index - heads_of(paragraph) : index]
                    prelude = data[: heads[0].start] if heads and heads[0] is runs[0] else b""
                    before = [
                        data[earlier.end : later.start]
                        for earlier, later in pairwise(runs[max(index - len(heads) - 1, 0) : index + 1])
                    ]
                    return _paragraph_runs(heads, run, before, prelude)
        raise NeedsTypesetterError(Reason.CONTINUATION_TEXT_MISSING)

    def _tags(self, runs: _ParagraphRuns) -> ContinuationTags:
        """Return the types of the elements of a title, of its source, and of a text with its lines."""
        line = element_of(self.rendering, self.beginning.page, runs.text)
        source = str(element_of(self.rendering, self.beginning.page, runs.source).S).encode() if runs.source else b""
        title = element_of(self.rendering, self.beginning.page, runs.title or runs.text)
        return ContinuationTags(str(title.S).encode(), source, str(line.P.S).encode(), str(line.S).encode())


def _paragraph_runs(heads: Sequence[TextRun], text: TextRun, before: Sequence[bytes], prelude: bytes) -> _ParagraphRuns:
    """Return the runs of a paragraph; ``before`` is what is drawn before each of them, but for a page's first run."""
    gaps = [b""] * (len(heads) + 1 - len(before)) + list(before)
    return _ParagraphRuns(
        title=heads[0] if heads else None,
        source=heads[1] if len(heads) > 1 else None,
        text=text,
        title_parts=gaps[0] if heads else b"",
        prelude=prelude,
        before_source=gaps[1] if len(heads) > 1 else b"",
        before_text=gaps[-1] if heads else b"",
    )


def _has_bookmark(book: Pdf, page: int, title: str) -> bool:
    """Return True if a bookmark with a title leads to a page: a master has the same bookmarks for everybody."""
    outlines = [book.Root.Outlines] if "/Outlines" in book.Root else []
    bookmarks = walk(outlines, lambda item: [item[key] for key in ("/First", "/Next") if key in item])
    titles = [str(item.Title) for item in bookmarks if "/Dest" in item and item.Dest[0] == book.pages[page].obj]
    return title in titles


def element_of(rendering: Rendering, page: int, run: TextRun) -> Object:
    """Return the structure element around a text run of a page."""
    book = rendering.book
    element: Object = marked_content_owners(book, book.pages[page].obj)[run.mcid].P
    return element


def opacity_of(style: TextStyle) -> bytes:
    """Return the operators of a style that set the opacity."""
    return b"".join(_OPACITY.findall(style.state))


def style_of(run: TextRun, top: float, pitch: float, opacity: bytes) -> TextStyle:
    """Return the style of a text run on a line with an upper edge; the baseline is counted from there."""
    state = opacity + _OPACITY.sub(b"", run.state)
    size = round(float(run.font_size) * UNITS)
    return TextStyle(b"", state, run.font, run.font_size, size, run.y - top, pitch)


def has_note(rendering: Rendering, number: int) -> bool:
    """Return True if a note that the text continues elsewhere comes right after a placeholder."""
    return any(
        number_of(run) == number and note.start == run.end and number_of(note) < 0
        for content in rendering.streams()
        for run, note in pairwise(content.stream.runs)
    )


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
class HandoutContinuation:
    """How the overflow of a handout is drawn, and on how many continuation pages."""

    continuation: Continuation
    pages: int
    starts_page: bool = False
    """The first title is on top of a page, since rows of tables leave no room on the page before."""

    @property
    def key(self) -> SlotKey:
        """The slot whose placeholder overflows, in its place."""
        return self.continuation.keys[0]

    @property
    def line_counts(self) -> LineCounts:
        """The numbers of lines with which a text takes so many continuation pages.

        The text ends soon on the last page, or, if there is to be no room for notes, at the end of the page. The second
        number is so much larger that the heading for notes stands on another line of the grid.
        """
        measures = self.continuation
        if measures.starts_page and not self.starts_page and not measures.pitch:
            return LineCounts(1, 1)  # Below the rows, a single line has room, and nothing moves with its end.
        start = measures.top if self.starts_page else measures.start
        tops = start + measures.lead + measures.head, measures.top
        on_first, on_others = (int((measures.limit - top) / measures.text.pitch + _EXACT) for top in tops)
        if measures.pitch and not measures.notes:
            all_lines = on_first + (self.pages - 1) * on_others
            return LineCounts(all_lines, all_lines - 1)
        more = ceil(measures.pitch / measures.text.pitch) + 1
        if self.pages > 1:
            few = _FEW + on_first + (self.pages - 2) * on_others
            return LineCounts(few, few + more)
        # Below rows of a table, there may be no room for more; with a grid, there is room for the heading for notes.
        few = _FEW if measures.pitch else max(1, min(_FEW, on_first - more))
        return LineCounts(few, few + more)


@dataclass(frozen=True, slots=True)
class ContinuationCount:
    """On how many pages a participant's texts continue, and whether there is room for notes on the last one."""

    pages: int
    notes: bool
    starts_page: bool = False
    """The first is on top of a page, though rows of tables continue on a page before it."""


def count_continuation_pages(
    pages: Sequence[str],
    participant_data: PageDataFactory,
    pipeline: Pipeline,
    page_numbers: Mapping[str, int] | None = None,
) -> ContinuationCount:
    """Return on how many pages a participant's texts continue from some pages, which have so many numbers."""
    html = pipeline.templates.compose(pages, participant_data, page_numbers)
    document = pipeline.typesetter.lay_out(html)
    continued = [laid_out for laid_out in document.pages if has_slot(laid_out, OVERFLOW)]
    rows = [laid_out for laid_out in document.pages if has_slot(laid_out, CONTINUED_CELL)]
    starts_page = bool(continued and rows) and continued[0] not in rows
    return ContinuationCount(len(continued), bool(continued) and has_notes(continued[-1]), starts_page)
