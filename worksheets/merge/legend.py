"""The legend of a participant's map: the entries that are too long for their balls, each under its name."""

from collections.abc import Callable, Iterator, Sequence

from worksheets.compose.contact_map import MapEntry
from worksheets.compose.continuation import text_gap
from worksheets.compose.page_data import PageData
from worksheets.compose.page_texts import OVERFLOW
from worksheets.text.fit import css_pixels
from worksheets.text.shaping import ShapedLine

from .continuation_layout import BlockKind, Paragraph, TitledText
from .model import Continuation, ContinuationLegend, TextStyle

SetLines = Callable[[str, TextStyle, float], Sequence[ShapedLine]]
"""Returns the lines of a text in a style and a width."""


def legend_entries(legend: ContinuationLegend, data: PageData) -> list[MapEntry]:
    """Return a participant's entries that the legend lists."""
    data.map(legend.path)  # Only then is it known which entries do not fit.
    return data.legend


def legend_text(continuation: Continuation, legend: ContinuationLegend, data: PageData, lines: SetLines) -> TitledText:
    """Return a participant's legend, to be laid out before the texts that continue; ``lines`` sets its texts."""
    entries = [_paragraph(entry, legend, data, lines) for entry in legend_entries(legend, data)]
    count = sum(len(entry.lines) for entry in entries)
    title, source = lines(legend.title, continuation.title, continuation.title_width)[0], continuation.source
    source_line = lines(legend.source, source.style, source.width)[0] if source else None
    return TitledText(title, source_line, entries, css_pixels(text_gap(count, data.layout)))


def _paragraph(entry: MapEntry, legend: ContinuationLegend, data: PageData, lines: SetLines) -> Paragraph:
    name, *others = _texts(entry, data)
    name_lines = lines(name, legend.name, legend.width)
    support_lines = [line for text in others for line in lines(text, legend.support, legend.width)]
    number = lines(str(entry.number), legend.number, legend.width)[0]
    return Paragraph([*name_lines, *support_lines], number, len(name_lines), BlockKind.ENTRY)


def _texts(entry: MapEntry, data: PageData) -> list[str]:
    """Return the texts of an entry that are filled in; the first is its name, or takes the name's place."""
    texts = (data.fit(path, OVERFLOW).text for path in (entry.name, entry.support))
    return [text for text in texts if text]


def texts_by_font(legend: ContinuationLegend, data: PageData) -> Iterator[tuple[str, str]]:
    """Yield the texts of the entries, each after the name of the font that it is set in."""
    for entry in legend_entries(legend, data):
        name, *others = _texts(entry, data)
        yield legend.number.font, str(entry.number)
        yield legend.name.font, name
        yield from ((legend.support.font, text) for text in others)
