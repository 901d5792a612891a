"""Finds out from a rendering how the legend of a map is drawn on a continuation page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msgspec import structs
from pikepdf import Object

from worksheets.compose.contact_map import entry_parts
from worksheets.compose.page_data import PageData
from worksheets.compose.page_texts import OVERFLOW
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.merge.model import Continuation, ContinuationLegend, Question
from worksheets.merge.questions import LEGEND
from worksheets.pdf.content_stream import TextRun
from worksheets.pipeline import Pipeline

from .box_tree import Paragraph
from .continuation_probe import element_of, heads_of, opacity_of, style_of
from .placeholders import PlaceholderData, number_of
from .renderings import Rendering, render

_ENTRIES = 2
"""The entries that show how one is drawn, and what is drawn between two."""


@dataclass(frozen=True, slots=True)
class MapLegend:
    """A map that has a legend."""

    path: str
    """The list of its entries."""
    page: int
    """The index of its page."""

    def sample_entries(self, data: PageData) -> list[str]:
        """Return the paths of entries for a legend that shows how one is drawn."""
        return data.entries(self.path)[:_ENTRIES]

    def texts(self, data: PageData) -> list[tuple[str, str]]:
        """Return the paths of the names and supports of these entries."""
        name, support = entry_parts(data.course.part(self.path))
        return [(f"{entry}.{name}", f"{entry}.{support}") for entry in self.sample_entries(data)]


def map_legend(answers_by_page: Sequence[Mapping[Question, int]]) -> MapLegend | None:
    """Return the map with a legend by the answers of the pages; None if there is none.

    Raises NeedsTypesetterError if there are several.
    """
    legends = [
        MapLegend(question.path, index)
        for index, answers in enumerate(answers_by_page)
        for question, value in answers.items()
        if question.asked == LEGEND and value
    ]
    if len(legends) > 1:
        raise NeedsTypesetterError(Reason.CONTACT_OVERFLOW)
    return legends[0] if legends else None


def measure_legend(
    pages: Sequence[str], placeholders: PlaceholderData, pipeline: Pipeline, legend: MapLegend, measured: Continuation
) -> ContinuationLegend:
    """Return how a legend is drawn before texts that continue as measured.

    The ``placeholders`` are those of pages on which nothing but the legend continues. Raises NeedsTypesetterError if
    it is drawn in another way than the texts, or elsewhere.
    """
    rendering = render(pages, placeholders, pipeline)
    if rendering.placeholders.pages_with_continuation:
        raise NeedsTypesetterError(Reason.CONTACT_OVERFLOW)
    keys = rendering.placeholders.keys
    blocks = [block for block in rendering.paragraphs if keys[block.number].place == OVERFLOW]
    is_like_texts = all(block.supported and block.pitch == measured.text.pitch for block in blocks)
    if len(blocks) != _ENTRIES or not is_like_texts or blocks[0].title is None:
        raise NeedsTypesetterError(Reason.CONTINUATION_STYLE)
    drawn = [_entry(rendering, block) for block in blocks]
    return _legend(rendering, blocks[0], drawn, legend.path, measured)


@dataclass(frozen=True, slots=True)
class _DrawnEntry:
    """The text runs of an entry with one line for its name and one for its support, and what is drawn around them."""

    heads: Sequence[TextRun]
    """The title, and maybe the source, before the first entry."""
    number: TextRun
    name: TextRun
    support: TextRun
    before: bytes
    before_name: bytes
    before_support: bytes


def _entry(rendering: Rendering, block: Paragraph) -> _DrawnEntry:
    """Return the runs of an entry whose name begins a block."""
    for content in rendering.streams():
        runs, data = content.stream.runs, content.stream.data
        for index, run in enumerate(runs):
            if content.page == block.page and number_of(run) == block.number:
                before, number, name, support = runs[index - 2 : index + 2]
                gaps = [data[a.end : b.start] for a, b in ((before, number), (number, name), (name, support))]
                heads = runs[index - 1 - heads_of(block) : index - 1]
                return _DrawnEntry(heads, number, name, support, *gaps)
    raise NeedsTypesetterError(Reason.CONTINUATION_TEXT_MISSING)


def _legend(
    rendering: Rendering, block: Paragraph, drawn: Sequence[_DrawnEntry], path: str, measured: Continuation
) -> ContinuationLegend:
    """Return the legend; ``block`` is its first entry."""
    first, second = drawn
    is_alike = first.before == second.before and first.before_name == second.before_name
    texts = [number.text for number in (first.number, second.number)]
    if not is_alike or first.before_support or texts != ["1", "2"]:
        raise NeedsTypesetterError(Reason.CONTINUATION_STYLE)
    opacity, top, pitch = opacity_of(measured.text), block.tops[0], block.pitch
    number, name = (style_of(run, top, pitch, opacity) for run in (first.number, first.name))
    title, *source = first.heads
    return ContinuationLegend(
        path=path,
        title=title.text,
        source=source[0].text if source else "",
        tag=_tag(rendering, block, first, measured),
        number=structs.replace(number, before=first.before),
        name=structs.replace(name, before=first.before_name),
        support=style_of(first.support, block.tops[1], pitch, opacity),
        number_left=first.number.x,
        left=block.left,
        width=block.width,
    )


def _tag(rendering: Rendering, block: Paragraph, entry: _DrawnEntry, measured: Continuation) -> bytes:
    """Return the type of the element of an entry's number, if its texts have the types of texts that continue."""
    number, *lines = (element_of(rendering, block.page, run) for run in (entry.number, entry.name, entry.support))
    tags = {(_type(line), _type(line.P), line.P.objgen) for line in lines}
    if tags != {(measured.tags.line, measured.tags.text, number.P.objgen)}:
        raise NeedsTypesetterError(Reason.CONTINUATION_STYLE)
    return _type(number)


def _type(element: Object) -> bytes:
    return str(element.S).encode()
