"""What does not fit in its place anywhere in a handout, gathered for the continuation at the handout's end.

Each text, table and list there has a head. In a layout with a grid, the space below it is such that the next head is
a whole number of pitches below the last one.
"""

from collections.abc import Collection, Sequence
from itertools import chain, repeat
from math import ceil, inf

from msgspec import Struct

from worksheets.course.layout import Layout
from worksheets.text.fit import css_pixels, set_lines
from worksheets.text.fonts import BOLD, REGULAR

from .contact_map import MapEntry
from .page_data import PageData
from .page_texts import OVERFLOW
from .table_shape import CONTINUED_CELL

_SECTION = '<section class="page continuation">'
_EXACT = 1e-6
"""The share of a pitch by which a height may be above a whole number of pitches and still counts as that number."""


class ContinuedText(Struct, frozen=True):
    """The end of a text that does not fit in its place."""

    path: str
    page: int
    """The number of the page that it continues from; 0 for the name at the top of every page."""
    gap: float
    """The space below it, in mm."""


class ContinuedRow(Struct, frozen=True):
    """An entry of a table that has no room in the table on its page."""

    path: str
    height: float
    """In mm; 0 in a layout that does not declare it."""


class ContinuedTable(Struct, frozen=True):
    """The entries of a table that have no room on its page."""

    path: str
    rows: tuple[ContinuedRow, ...]
    first: int
    """The number of its first entry."""
    last: int
    page: int
    title: str
    """The title of the page."""
    gap: float
    """The space below it, in mm."""


class ContinuedContacts(Struct, frozen=True):
    """The entries of a page's maps that do not fit in their balls."""

    entries: tuple[MapEntry, ...]
    page: int
    title: str
    """The title of the page."""
    gap: float
    """The space below them, in mm."""


def continued_heights(data: PageData, table: str, entries: Sequence[str]) -> dict[str, float]:
    """Return the heights in mm of a table's entries that continue, and of the space below them, by their paths.

    ``entries`` are the paths of these entries; the space has the path of the ``table``.
    """
    layout = data.layout
    rows = {entry: _row_height(entry, data) for entry in entries}
    gap = _gap(_number("rest-header", layout) + sum(rows.values()), layout)
    return {path: height + data.extra_height(path) for path, height in {**rows, table: gap}.items()}


def _row_height(entry: str, data: PageData) -> float:
    """Return the height in mm of an entry's row: several halves of a pitch, if there is a grid."""
    half, least = _number("pitch", data.layout) / 2, _number("rest-row-height", data.layout)
    if data.is_field(CONTINUED_CELL):
        return least
    leading, padding = (_number(f"{CONTINUED_CELL}-{name}", data.layout) for name in ("leading", "padding"))
    needed = data.row_lines(entry) * leading + padding
    return max(least, ceil(needed / half - _EXACT) * half if half else needed)


class Continuation:
    """What the pages of a handout could not print, as the template of the document around them gets it."""

    def __init__(self, pages: Sequence[PageData], document: PageData) -> None:
        """Take the data of pages that have been filled, and of the document, which gets their overflow."""
        self._pages = pages
        self._document = document
        self._layout = document.layout
        self._numbers: dict[str, int] = {}
        """The numbers of the pages that texts continue from."""
        self.is_printed = False
        """The template has asked for the texts."""
        for data in pages:
            for path, text in data.open_overflow().items():
                # A slot on two pages continues once: the longer overflow has the shorter one in it.
                if len(text) > len(document.overflow_texts.get(path, "")):
                    document.overflow_texts[path] = text
                    self._numbers[path] = data.page_number

    def is_needed(self, elsewhere: Collection[str] = ()) -> bool:
        """Return True if anything continues, but for the name at the top of the pages if it stands ``elsewhere``."""
        return bool(self._paths(elsewhere) or self.tables or self.contacts(elsewhere))

    def texts(self, elsewhere: Collection[str] = ()) -> list[ContinuedText]:
        """Return the texts that continue, in the order of the pages."""
        self.is_printed = True
        texts = self._document.overflow_texts
        gaps = {path: text_gap(_lines(texts[path], self._layout), self._layout) for path in texts}
        return [ContinuedText(path, self._numbers.get(path, 0), gaps[path]) for path in self._paths(elsewhere)]

    def _paths(self, elsewhere: Collection[str]) -> list[str]:
        """Return the slots whose texts continue, in the order of the pages and, on a page, of their places."""
        in_heads = [path for path in self._document.overflow_texts if path not in {*self._numbers, *elsewhere}]
        return [*sorted(self._numbers, key=self._numbers.__getitem__), *in_heads]

    @property
    def tables(self) -> list[ContinuedTable]:
        """The entries of tables that continue, in the order of the pages."""
        rows = [(path, entries, data) for data in self._pages for path, entries in data.rest_rows.items()]
        return [self._table(path, entries, data) for path, entries, data in rows]

    def _table(self, path: str, entries: Sequence[str], data: PageData) -> ContinuedTable:
        heights = continued_heights(data, path, entries)
        rows = tuple(ContinuedRow(entry, heights[entry]) for entry in entries)
        first = int(entries[0].rpartition(".")[2])
        return ContinuedTable(path, rows, first, first + len(rows) - 1, data.page_number, data.title, heights[path])

    def contacts(self, elsewhere: Collection[str] = ()) -> list[ContinuedContacts]:
        """Return the entries of maps that continue, in the order of the pages; below the last thing is no space."""
        pages = [(data, entries) for data in self._pages if (entries := data.open_legend())]
        gaps = [self._contacts_gap(entries) for _data, entries in pages]
        if gaps and not self._paths(elsewhere):
            gaps[-1] = 0.0
        return [
            ContinuedContacts(entries, data.page_number, data.title, gap)
            for (data, entries), gap in zip(pages, gaps, strict=True)
        ]

    def _contacts_gap(self, entries: Sequence[MapEntry]) -> float:
        lines, indent = 0, _number("rest-indent", self._layout)
        for entry in entries:
            texts = filter(None, (self._document.fit(path, OVERFLOW).text for path in (entry.name, entry.support)))
            weights = chain([BOLD], repeat(REGULAR))
            lines += sum(
                _lines(text, self._layout, indent, weight) for text, weight in zip(texts, weights, strict=False)
            )
        return text_gap(lines, self._layout)


def is_continued(html: str) -> bool:
    """Return True if a handout, given as an HTML document, has a continuation of the shipped widget."""
    return _SECTION in html


def text_gap(lines: int, layout: Layout) -> float:
    """Return the space in mm below a continued text of so many lines."""
    return _gap(lines * _number("rest-pitch", layout), layout)


def _lines(text: str, layout: Layout, indent: float = 0.0, weight: int = REGULAR) -> int:
    """Return the number of lines of a continued text; 1 in a layout that does not declare how it is set."""
    if not _number("rest-size", layout):
        return 1
    width, size = css_pixels(layout.number("rest-width") - indent), css_pixels(layout.number("rest-size"))
    lines = set_lines(text, width, size, weight, fonts=layout.fonts, hyphenated=False, language=layout.language)
    return len(lines.starts)


def _gap(height: float, layout: Layout) -> float:
    """Return the space in mm below what has so much height under its head."""
    pitch, least = _number("pitch", layout), _number("rest-gap", layout)
    height += _number("rest-head", layout)
    return round(ceil((height + least) / pitch - _EXACT) * pitch - height if pitch else least, 3)


def _number(name: str, layout: Layout) -> float:
    """Return a layout's custom property; 0 if it declares none, or no limit."""
    value = layout.numbers.get(name, 0.0)
    return 0.0 if value == inf else value
