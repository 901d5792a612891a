"""Renderings: pages that are typeset with placeholders, with where each placeholder lies and how it is drawn.

A rendering has both views of its pages: WeasyPrint's boxes tell how wide a place is, and the content streams of the
finished PDF tell how its text is drawn. A fillable handout is rendered with its form, and the appearances of its form
fields are rendered on pages of their own.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO

import pikepdf

from worksheets.course.layout import NORMAL
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.pdf.content_stream import ContentStream, Digests, TextRun, read_content
from worksheets.pdf.fields import Appearance, FieldBox
from worksheets.pdf.forms import field_boxes, fillable
from worksheets.pdf.structure import drop_pages_after
from worksheets.pdf.typeset import Document, draw, page_numbers
from worksheets.people.participant import BLANK
from worksheets.pipeline import Pipeline

from .box_tree import Paragraph, PlacedLine, PlacedRow, paragraphs, placed_lines, placed_rows
from .placeholders import PlaceholderData, PlaceholderUse, compose_with_placeholders, number_of, placeholder

_TAG = re.compile(r"<[^<>]*>")
_PLACEHOLDER_IN_TAG = re.compile(r"<[^<>]*þ\d{4,5}þ")
_COLOUR = re.compile(rb"^(?:/\S+ gs|[\d. ]+ rg)\n", re.MULTILINE)
_EMPTY_STATE = re.compile(rb"^q\nQ\n", re.MULTILINE)
"""A graphics state saved and restored with nothing drawn between (ISO 32000-1, 8.4.2)."""
MCID = re.compile(rb"/MCID \d+")
"""The number of a marked-content sequence (ISO 32000-1, 14.7.4.2), as a content stream has it."""
_LIGATURES = "ff ffi fft ft tt fj"


@dataclass(frozen=True, slots=True)
class PagePlaceholder:
    """A placeholder on a page: the index of the page, and the placeholder's number."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class PageStream:
    """A content stream of a rendering."""

    rendering: "Rendering"
    page: int
    """The index of its page."""
    stream: ContentStream

    @property
    def has_body_placeholder(self) -> bool:
        """Return True if it has a placeholder outside the page's head, which is an artifact."""
        return any(number_of(run) >= 0 and run.mcid is not None for run in self.stream.runs)


@dataclass(frozen=True, eq=False)
class Rendering:
    """Pages typeset with placeholders. Pages are given by their index in it, placeholders by their number."""

    placeholders: PlaceholderUse
    lines: Sequence[PlacedLine]
    """The lines of all placeholders."""
    paragraphs: Sequence[Paragraph]
    """The blocks that begin with an inline placeholder."""
    rows: Sequence[PlacedRow]
    """The rows of tables that have placeholders."""
    field_boxes: Sequence[FieldBox]
    """The form fields for texts; none if the handout is not fillable."""
    book: pikepdf.Pdf
    pages: Sequence[Sequence[ContentStream]]
    """The content streams of each page."""
    digests: Digests
    """The digests of the objects that the pages are drawn with."""
    first_pages: Mapping[str, int]
    """The number, from 1, of the page on which each of the course's pages begins, by its name."""

    @cached_property
    def first_lines(self) -> dict[PagePlaceholder, PlacedLine]:
        """The first line of each placeholder."""
        return {PagePlaceholder(line.page, line.number): line for line in self.lines if not line.line}

    @cached_property
    def first_runs(self) -> dict[PagePlaceholder, TextRun]:
        """The text run of each placeholder's first line."""
        runs: dict[PagePlaceholder, TextRun] = {}
        for content in self.streams():
            for run in content.stream.runs:
                if number_of(run) >= 0:
                    runs.setdefault(PagePlaceholder(content.page, number_of(run)), run)
        return runs

    @cached_property
    def bodies(self) -> list[PageStream]:
        """The streams with placeholders outside the pages' heads."""
        return [content for content in self.streams() if content.has_body_placeholder]

    def streams(self) -> Iterator[PageStream]:
        """Yield the content streams, page by page."""
        for page, streams in enumerate(self.pages):
            for stream in streams:
                yield PageStream(self, page, stream)


def render(
    pages: Sequence[str], placeholders: PlaceholderData, pipeline: Pipeline, specimen: Document | None = None
) -> Rendering:
    """Typeset a course's pages, given by name, with placeholders.

    The fonts of the PDF get the glyphs of the ``specimen`` too. Raises NeedsTypesetterError if a template does more
    with a text than print it.
    """
    html = compose_with_placeholders(pages, placeholders, pipeline.templates)
    _check_print_only_texts(html, placeholders)
    data = placeholders.participant_data()
    document = pipeline.typesetter.lay_out(html)
    drawn = _first_pages(draw(document, specimen), len(document.pages)) if specimen else draw(document)
    pdf = pipeline.finish(drawn)
    boxes = field_boxes(pdf, data.layout) if data.fillable else []
    if data.fillable:
        pdf = fillable(pdf, BLANK, data.course, data.layout, lambda _appearances: b"")
    book = pikepdf.open(BytesIO(pdf))
    digests: Digests = {}
    content = read_content(book, digests)
    lines, blocks, rows = placed_lines(document.pages), paragraphs(document.pages), placed_rows(document.pages)
    first_pages = page_numbers(document, pages)
    return Rendering(placeholders.use, lines, blocks, rows, boxes, book, content, digests, first_pages)


@dataclass(frozen=True, slots=True)
class PageBody:
    """What a page draws outside its head."""

    runs: Sequence[TextRun]
    between: bytes
    """The content between the runs, without operators that set a colour, which are written again after an empty slot,
    without empty graphics states, of which an empty slot leaves fewer, and without the numbers of marked content."""


def body_of(page: Sequence[ContentStream]) -> PageBody:
    """Return what a page draws outside its head."""
    runs, between = [], []
    for stream in page:
        end = 0
        for run in (run for run in stream.runs if run.mcid is not None):
            runs.append(run)
            between.append(stream.data[end : run.start])
            end = run.end
        between.append(stream.data[end:] if end or not stream.runs else b"")
    return PageBody(runs, _without_empty_states(MCID.sub(b"", _COLOUR.sub(b"", b"".join(between)))))


def _without_empty_states(content: bytes) -> bytes:
    while (shorter := _EMPTY_STATE.sub(b"", content)) != content:
        content = shorter
    return content


def _check_print_only_texts(html: str, placeholders: PlaceholderData) -> None:
    """Raise NeedsTypesetterError unless the document's text has each print-only text as often as it was printed.

    A printed text that a template then compared would be missing; in an attribute, a text could change a style.
    """
    text = _TAG.sub("", html)
    misused = any(text.count(printed) != times for printed, times in placeholders.times_printed.items())
    if misused or _PLACEHOLDER_IN_TAG.search(html):
        raise NeedsTypesetterError(Reason.TEXT_USED_IN_HTML)


def lay_out_specimen(letters: str, pipeline: Pipeline) -> Document:
    """Return a document with letters, and with ligatures, in regular and bold."""
    text = f"{_LIGATURES} {letters}".replace("&", "&amp;").replace("<", "&lt;")
    language = pipeline.course.language
    return pipeline.typesetter.lay_out(
        f'<html lang="{language}"><title>{language}</title><body>'
        f'<p style="font-weight: 400; hyphens: manual">{text}<p style="font-weight: 700; hyphens: manual">{text}'
    )


def _first_pages(pdf: bytes, count: int) -> bytes:
    """Return a PDF with its first pages only; the fonts keep the glyphs of the others."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as book:
        drop_pages_after(book, count)
        book.save(out)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class AppearanceRendering:
    """A form field's value in one font size, drawn with a placeholder on two lines."""

    appearance: Appearance
    line: PlacedLine
    """The placeholder's first line."""
    stream: ContentStream
    book: pikepdf.Pdf
    """The PDF that the stream is in."""


def render_appearances(fields: Sequence[FieldBox], pipeline: Pipeline) -> list[AppearanceRendering]:
    """Typeset the appearances of form fields: of each field one in each of its font sizes, largest first.

    Raises NeedsTypesetterError if a placeholder is not drawn on a page of its own.
    """
    text = placeholder(0, NORMAL, 2).text
    appearances = [
        Appearance(text, field.place, field.width, field.height, size, field.bold)
        for field in fields
        for size in field.sizes
    ]
    html = pipeline.templates.compose_appearances(pipeline.course, appearances, pipeline.layout)
    document = pipeline.typesetter.lay_out(html)
    book = pikepdf.open(BytesIO(draw(document)))
    streams = [streams[0] for streams in read_content(book)]
    lines = [line for line in placed_lines(document.pages) if not line.line]
    if not len(appearances) == len(lines) == len(streams):
        raise NeedsTypesetterError(Reason.FIELD_DRAWING)
    return [AppearanceRendering(*drawn, book) for drawn in zip(appearances, lines, streams, strict=True)]
