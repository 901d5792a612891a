"""Reads WeasyPrint's box tree: where placeholders lie on the laid-out pages, and how far their texts may grow.

The PDF tells where a text is drawn, but not how wide its box is, how it is aligned, or what is under it; the boxes do.
All lengths are in CSS pixels.

WeasyPrint's boxes have no types, are not documented, and may change with any version (WeasyPrint's issue 265); so no
other module reads them. This is what is read here; ``CLASSES``, ``ATTRIBUTES`` and ``STYLE_KEYS`` say by which
function:

- the names of the classes ``LineBox``, ``InlineBox``, ``InlineBlockBox``, ``TableCellBox``, ``MarginBox`` and
  ``TableRowBox``;
- of a page, ``_page_box``; of what stands in the tree for a positioned box, ``_box``;
- of a box, ``children``, ``element`` (of ElementTree), ``style``, ``width``, ``height``, ``position_y``,
  ``content_box_x()``, ``content_box_y()``, ``border_box_y()`` and ``margin_height()``; of a text box, ``text``;
- of a style, ``text_align_all``, ``hyphens``, ``text_indent`` (with its ``value``), ``height``, ``min_height``,
  ``vertical_align``, and with the values in ``SUPPORTED_STYLE``, ``direction``, ``white_space``,
  ``hyphenate_limit_chars``, ``hyphenate_character``, ``overflow_wrap``, ``letter_spacing``, ``word_spacing``,
  ``word_break``, ``text_transform``, ``text_decoration_line`` and ``visibility``.

Checked with WeasyPrint 70.0, Pango 1.50.12 and HarfBuzz 6.0.0 (``CHECKED_WITH``). The unit test says in words which of
these parts a new version lacks; what else it could change is in CONTRIBUTING.md.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from worksheets.merge.questions import PLACEHOLDER
from worksheets.pdf.baseline_grid import NOTES
from worksheets.text.hyphenation import HYPHEN, LIMITS

CHECKED_WITH = {"WeasyPrint": "70.0", "Pango": "1.50.12", "HarfBuzz": "6.0.0"}
"""The versions of the typesetter, and of the libraries that break and shape its texts, with which all tests passed."""
CLASSES = {
    "LineBox": "_lines_in", "InlineBox": "_texts", "InlineBlockBox": "_inline_blocks", "TableCellBox": "_room",
    "MarginBox": "_room", "TableRowBox": "_rows_in",
}  # fmt: skip
"""The names of WeasyPrint's classes by which boxes are told apart, and a function here that does it."""
ATTRIBUTES = {
    ("Page", "_page_box"): "placed_lines",
    ("AbsolutePlaceholder", "_box"): "_lines_in",
    ("PageBox", "children"): "_lines_in",
    ("PageBox", "height"): "_paragraph",
    ("PageBox", "content_box_y"): "_paragraph",
    ("BlockBox", "children"): "_paragraphs",
    ("BlockBox", "element"): "_placed_line",
    ("BlockBox", "style"): "_placed_line",
    ("BlockBox", "width"): "_placed_line",
    ("BlockBox", "height"): "_room",
    ("BlockBox", "content_box_x"): "_placed_line",
    ("BlockBox", "border_box_y"): "_paragraph",
    ("BlockBox", "position_y"): "_paragraphs",
    ("BlockBox", "margin_height"): "_paragraphs",
    ("LineBox", "children"): "_texts",
    ("LineBox", "height"): "_placed_line",
    ("LineBox", "position_y"): "_paragraph",
    ("InlineBox", "children"): "_texts",
    ("InlineBlockBox", "children"): "_lines_in",
    ("TableCellBox", "height"): "_room",
    ("TableRowBox", "position_y"): "_rows_in",
    ("TableRowBox", "height"): "_rows_in",
    ("TextBox", "text"): "_placed_line",
    ("TextBox", "element"): "_placed_line",
    ("TextBox", "style"): "_placed_line",
    ("TextBox", "width"): "_placed_line",
}
"""The attributes and methods that are read, by class, and a function here that reads each."""
SUPPORTED_STYLE = {
    "direction": "ltr", "white_space": "pre-line", "hyphenate_limit_chars": LIMITS,
    "hyphenate_character": HYPHEN, "overflow_wrap": "anywhere", "letter_spacing": "normal", "word_spacing": 0,
    "word_break": "normal", "text_transform": "none", "text_decoration_line": "none", "visibility": "visible",
}  # fmt: skip
"""The CSS properties with which ``text.shaping`` breaks and shapes a text as WeasyPrint does."""
STYLE_KEYS = dict.fromkeys(SUPPORTED_STYLE, "_is_supported") | {
    "hyphens": "_is_hyphenated",
    "text_indent": "_is_supported", "text_align_all": "_placed_line", "height": "_has_own_height",
    "min_height": "_has_own_height", "vertical_align": "_grows_up",
}  # fmt: skip
"""The CSS properties that are read in the style of a box, and a function here that reads each."""

SOURCE = "source"
"""The class of a line that says where a text continues from."""
_ALIGNMENTS = {"start": 0.0, "left": 0.0, "center": 0.5, "end": 1.0, "right": 1.0}
_ONLY_FOR_BREAKS = ("white_space", "hyphenate_limit_chars", "hyphenate_character")
"""The properties in ``SUPPORTED_STYLE`` that do not matter to a text on one line."""

Box = Any
"""A box of WeasyPrint's."""


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text on a line: the number of the placeholder that it is, or -1 for another text, and its width."""

    number: int
    width: float


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line of a placeholder, and the block that it is in."""

    page: int
    """The index of the page."""
    number: int
    """The placeholder's number."""
    line: int
    """The index of the line in the placeholder; it starts at 0 again after each ten lines."""
    left: float
    """The left edge of the block's content."""
    width: float
    """The width of the block's content."""
    align: float
    """The share of the free space of a line that is to the left of its text; ``inf`` for justified text."""
    pitch: float
    """The height of the line."""
    room: float
    """The height that its text and the others of its group may have together before anything else moves."""
    group: int
    """The same number for all placeholders that lie under one another in the same element."""
    texts: tuple[PlacedText, ...]
    """All texts on the line, in order."""
    inline: bool
    """Return True if it is part of a line, and no block of its own."""
    supported: bool
    """Return True if it is styled so that ``text.shaping`` breaks and shapes its text as WeasyPrint does."""
    hyphenated: bool = False
    """Words in it may be hyphenated."""
    grows_up: bool = False
    """Its text stands on the bottom of a line that is higher than it, so that more lines move the first one up."""


def placed_lines(pages: Sequence[Box]) -> list[PlacedLine]:
    """Return the lines of all placeholders on WeasyPrint's pages, in the order of the boxes."""
    return [line for index, page in enumerate(pages) for line in _lines_in(page._page_box, [], index)]  # noqa: SLF001


def _lines_in(box: Box, ancestors: list[Box], page: int) -> Iterator[PlacedLine]:
    box = getattr(box, "_box", box)  # WeasyPrint wraps boxes that are positioned.
    if type(box).__name__ == "LineBox":
        texts = list(_texts(box))
        for text in texts:
            yield from _placed_line(text, texts, box, ancestors, page)
        for child in _inline_blocks(box):
            yield from _lines_in(child, [*ancestors, box], page)
        return
    for child in getattr(box, "children", ()):
        yield from _lines_in(child, [*ancestors, box], page)


def _inline_blocks(box: Box) -> Iterator[Box]:
    """Yield the blocks in a line, those in emphasis too."""
    for child in box.children:
        if type(child).__name__ == "InlineBlockBox":
            yield child
        elif type(child).__name__ == "InlineBox":
            yield from _inline_blocks(child)


def _texts(box: Box) -> Iterator[Box]:
    """Yield the text boxes of a line, but for those in boxes that have lines of their own."""
    for child in getattr(box, "children", ()):
        if hasattr(child, "text"):
            yield child
        elif type(child).__name__ == "InlineBox":
            yield from _texts(child)


def _placed_line(text: Box, texts: list[Box], line: Box, ancestors: list[Box], page: int) -> Iterator[PlacedLine]:
    """Yield a text box of a line as a line of a placeholder, if it is one."""
    match = PLACEHOLDER.fullmatch(text.text)
    if not match:
        return
    block = ancestors[-1]
    inline = block.element is not text.element
    container = block if inline else ancestors[-2]
    yield PlacedLine(
        page=page,
        number=int(match[1]),
        line=int(match[2]),
        left=block.content_box_x(),
        width=block.width,
        align=_ALIGNMENTS.get(block.style["text_align_all"], inf),
        pitch=line.height,
        room=_room(ancestors),
        group=id(container.element),
        texts=tuple(PlacedText(_number(text), text.width) for text in texts),
        inline=inline,
        supported=_is_supported(text.style, block),
        hyphenated=_is_hyphenated(text.style),
        grows_up=not inline and _grows_up(block),
    )


def _number(text: Box) -> int:
    """Return the number of the placeholder that a text box holds; -1 if it holds another text."""
    match = PLACEHOLDER.fullmatch(text.text)
    return int(match[1]) if match else -1


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row of a table with placeholders in it."""

    page: int
    """The index of the page."""
    numbers: tuple[int, ...]
    """The placeholders."""
    top: float
    height: float
    page_top: float
    """The upper edge of the page's content."""
    limit: float
    """The lower edge of the page's content."""


def placed_rows(pages: Sequence[Box]) -> list[PlacedRow]:
    """Return the rows with placeholders on WeasyPrint's pages, from top to bottom."""
    page_boxes = [page._page_box for page in pages]  # noqa: SLF001
    return [row for index, page_box in enumerate(page_boxes) for row in _rows_in(page_box, index, page_box)]


def _rows_in(box: Box, page: int, page_box: Box) -> Iterator[PlacedRow]:
    box = getattr(box, "_box", box)
    if type(box).__name__ != "TableRowBox":
        for child in getattr(box, "children", ()):
            yield from _rows_in(child, page, page_box)
        return
    numbers = tuple(dict.fromkeys(number for text in _all_texts(box) if (number := _number(text)) >= 0))
    if numbers:
        top = page_box.content_box_y()
        yield PlacedRow(page, numbers, box.position_y, box.height, top, top + page_box.height)


@dataclass(frozen=True, slots=True)
class PlacedSource:
    """The block of a line that says where a text continues from."""

    left: float
    width: float
    align: float
    """The share of the free space of the line that is to the left of it; ``inf`` for justified text."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block that begins with an inline placeholder, with what is before and after it on its page."""

    page: int
    """The index of the page."""
    number: int
    """The placeholder's number."""
    tops: tuple[float, ...]
    """The upper edges of its lines."""
    pitch: float
    """The height of a line."""
    left: float
    width: float
    title: float | None
    """The upper edge of the line of the block before it, if that has one line: the title of the text."""
    title_lead: float
    """The height of what is above that line in the title's block, without the margin."""
    title_width: float
    source: "PlacedSource | None"
    """The line between the title and the text that says where the text continues from, if there is one."""
    supported: bool
    """Return True if both are styled so that ``text.shaping`` breaks and shapes their texts as WeasyPrint does."""
    limit: float
    """The lower edge of the page's content."""
    foot: float
    """The height of what follows it in the same element."""


def paragraphs(pages: Sequence[Box]) -> list[Paragraph]:
    """Return the blocks on WeasyPrint's pages that begin with inline placeholders, in the order of the boxes."""
    return [
        paragraph
        for index, page in enumerate(pages)
        for paragraph in _paragraphs(page._page_box, index, page._page_box)  # noqa: SLF001
    ]


def _paragraphs(box: Box, page: int, page_box: Box) -> Iterator[Paragraph]:
    children = [getattr(child, "_box", child) for child in getattr(box, "children", ())]
    for index, block in enumerate(children):
        text = next((text for line in _own_lines(block) for text in _texts(line)), None)
        if text and _number(text) >= 0 and text.element is not block.element:
            end = children[-1].position_y + children[-1].margin_height()
            yield _paragraph(block, children[:index], end, page_box, page)
        else:
            yield from _paragraphs(block, page, page_box)


def _paragraph(block: Box, before: Sequence[Box], end: float, page_box: Box, page: int) -> Paragraph:
    """Return a block as a paragraph.

    ``before`` are the blocks before it in the same element, ``end`` is the lower edge of the last block there.
    """
    is_source = bool(before) and _has_class(before[-1], SOURCE)
    heads = list(before[-2:] if is_source else before[-1:])
    lines, title_lines = _own_lines(block), _own_lines(heads[0]) if heads else []
    text = next(text for line in lines for text in _texts(line))
    return Paragraph(
        page=page,
        number=_number(text),
        tops=tuple(line.position_y for line in lines),
        pitch=lines[0].height,
        left=block.content_box_x(),
        width=block.width,
        title=title_lines[0].position_y if len(title_lines) == 1 else None,
        title_lead=title_lines[0].position_y - heads[0].border_box_y() if title_lines else 0.0,
        title_width=heads[0].width if title_lines else 0.0,
        source=_source(before[-1]) if is_source else None,
        supported=_is_supported(text.style, block)
        and not _is_hyphenated(text.style)  # What goes on elsewhere has long lines, and its words are whole.
        and all(map(_is_supported_head, heads)),
        limit=page_box.content_box_y() + page_box.height,
        foot=end - lines[-1].position_y - lines[-1].height,
    )


def _source(block: Box) -> PlacedSource:
    align = _ALIGNMENTS.get(block.style["text_align_all"], inf)
    return PlacedSource(block.content_box_x(), block.width, align)


def _is_supported_head(block: Box) -> bool:
    """Return True if all texts of a block are shaped by ``text.shaping`` as by WeasyPrint, on one line."""
    texts = [text for line in _own_lines(block) for text in _texts(line)]
    return all(_is_supported(text.style, block, ignore=_ONLY_FOR_BREAKS) for text in texts)


def _has_class(box: Box, name: str) -> bool:
    return box.element is not None and name in box.element.get("class", "").split()


def has_slot(page: Box, place: str) -> bool:
    """Return True if there is a slot in a place on one of WeasyPrint's pages."""
    return any(_has_class(text, f"in-{place}") for text in _all_texts(page._page_box))  # noqa: SLF001


def has_notes(page: Box) -> bool:
    """Return True if one of WeasyPrint's pages has the heading for notes."""
    return any(_has_class(text, NOTES) for text in _all_texts(page._page_box))  # noqa: SLF001


def _all_texts(box: Box) -> Iterator[Box]:
    box = getattr(box, "_box", box)
    if hasattr(box, "text"):
        yield box
    for child in getattr(box, "children", ()):
        yield from _all_texts(child)


def _own_lines(block: Box) -> list[Box]:
    """Return the lines of a block that has nothing but lines in it; otherwise none."""
    lines = list(getattr(block, "children", ()))
    return lines if all(type(line).__name__ == "LineBox" for line in lines) else []


def _is_supported(style: Box, block: Box, ignore: Collection[str] = ()) -> bool:
    """Return True if a text with a style, in a block, is broken and shaped by ``text.shaping`` as by WeasyPrint."""
    supported = all(style[name] == value for name, value in SUPPORTED_STYLE.items() if name not in ignore)
    return supported and block.style["text_indent"].value == 0


def _is_hyphenated(style: Box) -> bool:
    """Return True if the words of a text with a style may be hyphenated."""
    return bool(style["hyphens"] == "auto")


def _room(ancestors: list[Box]) -> float:
    """Return the height that a text may have before anything else on the page moves; 0 if anything moves at once.

    That is the height of the innermost box around it that has a fixed height; ``inf`` in the margin of the page.
    """
    for box in reversed(ancestors):
        box_type = type(box).__name__
        if box_type == "MarginBox":
            return inf
        # A cell is as high as its row, which its own style does not say.
        if box_type == "TableCellBox" or (box_type != "LineBox" and _has_own_height(box.style)):
            return float(box.height)
        if _has_other_text(box):
            return 0.0
    return 0.0


def _grows_up(block: Box) -> bool:
    """Return True if a block of text stands on the bottom of the line that it is in."""
    return type(block).__name__ == "InlineBlockBox" and block.style["vertical_align"] == "bottom"


def _has_own_height(style: Box) -> bool:
    """Return True if a style gives a box a height, or a least height, whatever is in it."""
    return bool(style["height"] != "auto" or style["min_height"] != "auto")


def _has_other_text(box: Box) -> bool:
    """Return True if a box has any text that is not a placeholder."""
    box = getattr(box, "_box", box)
    if hasattr(box, "text"):
        return bool(box.text.strip()) and not PLACEHOLDER.fullmatch(box.text)
    return any(map(_has_other_text, getattr(box, "children", ())))
