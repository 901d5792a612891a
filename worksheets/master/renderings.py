"""Proofs: a handout with placeholders in its slots, pulled in one state of them, and cut where they stand."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from io import BytesIO

import pikepdf
from pikepdf import Array

from worksheets.compose.page_data import HEAD, PageData
from worksheets.compose.templates import compose, compose_appearances
from worksheets.course.layout import NORMAL
from worksheets.errors import NeedsTypesetterError, _
from worksheets.merge.model import Continuation
from worksheets.merge.questions import SPOKEN, SlotKey
from worksheets.pdf.content_stream import ContentStream, Digests, TextRun, read_content
from worksheets.pdf.fields import Appearance, FieldBox
from worksheets.pdf.finish import finish_pdf
from worksheets.pdf.forms import field_boxes, fillable
from worksheets.pdf.typeset import draw, lay_out
from worksheets.people.participant import BLANK
from worksheets.text.fit import Fit

from .box_tree import PlacedLine, paragraphs, placed_lines
from .placeholders import PlaceholderData, placeholder

_IN_TAG = re.compile(r"<[^<>]*þ\d{4}þ")
_COLOUR = re.compile(rb"^(?:/\S+ gs|[\d. ]+ rg)\n", re.MULTILINE)
MARK_NUMBER = re.compile(rb"/MCID \d+")
_LIGATURES = "ff ffi fft ft tt fj"

PageDataFactory = Callable[[], PageData]
PlaceholderChoice = Callable[[int, SlotKey], Fit]
"""Gives what stands for a slot in a place."""


class Rendering:
    """The handout with placeholders in one state: where they lie and how they are drawn."""

    def __init__(self, pages: Sequence[str], placeholders: PlaceholderData, letters: str = "") -> None:
        """Take pages, what they are filled with, and the letters that its fonts are to have beside those there."""
        self.placeholders = placeholders
        html = compose(pages, self.placeholders)
        _refuse_hidden(html, self.placeholders)
        filling = placeholders.real()
        self.folder, self.layout = filling.course.folder, filling.layout
        document = lay_out(html, self.layout, self.folder)
        self.placed_lines = placed_lines(document.pages)
        self.paragraphs = paragraphs(document.pages)
        specimen = [lay_out(_specimen(letters, filling.course.language), self.layout, self.folder)] if letters else []
        pdf = finish_pdf(_cut_off(draw(document, *specimen), len(document.pages)) if letters else draw(document))
        self.field_boxes = field_boxes(pdf, self.layout) if filling.fillable else []
        if self.field_boxes:
            pdf = fillable(pdf, BLANK, filling.course, self.layout, lambda _looks: b"")
        self.book = pikepdf.open(BytesIO(pdf))
        self.digests: Digests = {}
        self.pages = read_content(self.book, self.digests)

    @cached_property
    def by_number(self) -> dict[tuple[int, int], PlacedLine]:
        """Where each placeholder's first line lies, by its page and number."""
        return {(one.page, one.number): one for one in self.placed_lines if not one.line}

    @cached_property
    def runs(self) -> dict[tuple[int, int], TextRun]:
        """How each placeholder's first line is drawn, by its page and number."""
        found: dict[tuple[int, int], TextRun] = {}
        for page, stream in self.streams():
            for run in stream.runs:
                if run.number is not None:
                    found.setdefault((page, run.number), run)
        return found

    @cached_property
    def bodies(self) -> list[tuple[int, ContentStream]]:
        """The streams with placeholders that are not in the pages' heads."""
        return [(page, stream) for page, stream in self.streams() if is_body(stream)]

    def streams(self) -> Iterator[tuple[int, ContentStream]]:
        """Yield each stream of the pages' contents with its page."""
        for number, streams in enumerate(self.pages):
            for stream in streams:
                yield number, stream


class AppearanceRendering:
    """What stands in a form's fields, a placeholder in each size of each: a page for every one."""

    def __init__(self, fields: Sequence[FieldBox], filling: PageData) -> None:
        self.styles = [
            Appearance(placeholder(0, NORMAL, 2).text, f.place, f.width, f.height, size, f.bold)
            for f in fields
            for size in f.sizes
        ]
        html = compose_appearances(filling.course, self.styles, filling.layout)
        document = lay_out(html, filling.layout, filling.course.folder)
        self.placed_lines = [one for one in placed_lines(document.pages) if not one.line]
        self.book = pikepdf.open(BytesIO(draw(document)))
        self.drawn = [streams[0] for streams in read_content(self.book)]
        if not len(self.styles) == len(self.placed_lines) == len(self.drawn):
            raise NeedsTypesetterError(_("fields that are not drawn as they are"))


def body_of(page: Sequence[ContentStream]) -> tuple[list[TextRun], bytes]:
    """Return what is not in a page's head: its runs, and what is drawn beside them.

    Of that, colours are left out, which are set anew where a slot is empty, and the numbers of marked content.
    """
    runs, rest = [], []
    for stream in page:
        at = 0
        for run in (run for run in stream.runs if run.mark is not None):
            runs.append(run)
            rest.append(stream.data[at : run.start])
            at = run.end
        rest.append(stream.data[at:] if at or not stream.runs else b"")
    return runs, MARK_NUMBER.sub(b"", _COLOUR.sub(b"", b"".join(rest)))


def is_body(stream: ContentStream) -> bool:
    """Tell whether a stream has placeholders that are not in a page's head."""
    return any(run.number is not None and run.mark is not None for run in stream.runs)


def in_state(choose: Callable[[int], tuple[str, int]]) -> PlaceholderChoice:
    """Give placeholders in the steps and lines that are chosen; those in heads and titles in one line."""
    return lambda number, key: placeholder(number, *((NORMAL, 1) if key[1] in (SPOKEN, HEAD) else choose(number)))


PLAIN = in_state(lambda _number: (NORMAL, 1))
"""Every placeholder as most texts are."""


def _refuse_hidden(html: str, placeholders: PlaceholderData) -> None:
    """Raise NeedsTypesetterError when a text that is said does not come out where it is printed, or not to be read.

    Compared with another text it would come out less often than it is printed, in an attribute it could change a style.
    """
    outside = re.sub(r"<[^<>]*>", "", html)
    if any(outside.count(text) != count for text, count in placeholders.printed.items()) or _IN_TAG.search(html):
        raise NeedsTypesetterError(_("a template does more with a text than print it"))


def _specimen(letters: str, language: str) -> str:
    """Return a document with all the letters in both weights."""
    told = f"{_LIGATURES} {letters}".replace("&", "&amp;").replace("<", "&lt;")
    return (
        f'<html lang="{language}"><title>{language}</title><body>'
        f'<p style="font-weight: 400; hyphens: manual">{told}<p style="font-weight: 700; hyphens: manual">{told}'
    )


def _cut_off(pdf: bytes, count: int) -> bytes:
    """Return a PDF's first pages; the fonts keep what stands on the others."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as book:
        more = {page.obj.objgen for page in list(book.pages)[count:]}
        tree = book.Root.StructTreeRoot
        tree.K[0].K = Array([part for part in tree.K[0].K if part.Pg.objgen not in more])
        numbers = list(tree.ParentTree.Nums)
        kept = [at for at in range(0, len(numbers), 2) if at < 2 * count or not isinstance(numbers[at + 1], Array)]
        tree.ParentTree.Nums = Array([thing for at in kept for thing in numbers[at : at + 2]])
        del book.pages[count:]
        book.save(out)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class PageVariant:
    """A page by itself, with its placeholders in another state than the first rendering has them."""

    page: str
    numbers: frozenset[int]
    second: Rendering
    continuation: Continuation | None = None
    """How what goes on from it is drawn, if anything does."""
    more: Rendering | None = None
    """And the page with every text that can go on doing so."""


@dataclass(frozen=True, slots=True)
class Segment:
    """What a stream draws before a place that is open, and what stands there."""

    fixed: bytes
    number: int = -1
    """The placeholder that is there; -1 for none."""
    runs: tuple[TextRun, ...] = ()
    """Its lines."""
    piece: tuple[int, int] | None = None
    """Or the first placeholder of a line that texts share, and which of them it is: only where it begins is open."""

    @property
    def place(self) -> tuple[int, tuple[int, int] | None]:
        """What follows it."""
        return self.number, self.piece

    @property
    def bare(self) -> bytes:
        """What is fixed, without the numbers of marked content, which depend on how much was marked before."""
        return MARK_NUMBER.sub(b"", self.fixed)


def segments(rendering: Rendering, page: int, stream: ContentStream) -> list[Segment]:
    """Cut a stream where placeholders are, and where what shares a line with them begins."""
    pieces = dict(_pieces(rendering, page, stream))
    found: list[Segment] = []
    at = 0
    for index, run in enumerate(stream.runs):
        if run.number is not None and found and run.number == found[-1].number and at == run.start:
            found[-1] = replace(found[-1], runs=(*found[-1].runs, run))
            at = run.end
        elif run.number is not None:
            found.append(Segment(stream.data[at : run.start], run.number, (run,)))
            at = run.end
        elif index in pieces:
            start, end = run.at_x
            found.append(Segment(stream.data[at:start], piece=pieces[index]))
            at = end
    return [*found, Segment(stream.data[at:])]


def _pieces(rendering: Rendering, page: int, stream: ContentStream) -> Iterator[tuple[int, tuple[int, int]]]:
    """Yield the runs, by their places, that share a line with placeholders and are the same for everybody."""
    for index, run in enumerate(stream.runs):
        one = rendering.by_number.get((page, run.number)) if run.number is not None else None
        numbers = [piece.number for piece in one.pieces] if one else []
        if one and numbers and run.number == next(number for number in numbers if number is not None):
            start = index - numbers.index(run.number)
            yield from ((start + at, (run.number, at)) for at, number in enumerate(numbers) if number is None)
