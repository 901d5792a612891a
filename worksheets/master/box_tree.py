"""Where placeholders lie on pages that the typesetter has laid out: how wide their lines may be, how far they may grow."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from worksheets.merge.questions import PLACEHOLDER

_ALIGNED = {"start": 0.0, "left": 0.0, "center": 0.5, "end": 1.0, "right": 1.0}
_USUAL = {
    "direction": "ltr", "white_space": "pre-line", "hyphens": "auto", "hyphenate_limit_chars": (5, 2, 2),
    "hyphenate_character": "-", "overflow_wrap": "anywhere", "letter_spacing": "normal", "word_spacing": 0,
    "word_break": "normal", "text_transform": "none", "text_decoration_line": "none", "visibility": "visible",
}  # fmt: skip
"""The styles in which texts are set in lines here as the typesetter does."""

_OF_LINES = ("white_space", "hyphens")
"""Those that do not matter to a text that has one line."""

Box = Any
"""A box of WeasyPrint's, which has no types."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A text on a line: a placeholder's number, or none; its width in pixels."""

    number: int | None
    width: float


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line of a placeholder; lengths in pixels."""

    page: int
    number: int
    line: int
    left: float
    width: float
    align: float
    """The share of what a line continuation_pages free that is to the left of it."""
    pitch: float
    room: float
    """The height to which its text, and the others of its group, may grow without anything else moving."""
    group: int
    """The same for placeholders that lie under one another."""
    pieces: tuple[Piece, ...]
    """What is on its line, in order."""
    inline: bool
    """It is a part of a line, and not a block of its own."""
    bold: bool
    usual: bool
    """It is styled so that its text is set in lines here as the typesetter does."""


def placed_lines(pages: Sequence[Box]) -> list[PlacedLine]:
    """Return the lines of the placeholders on WeasyPrint's pages, in the order of the boxes."""
    return [found for number, page in enumerate(pages) for found in _in(page._page_box, [], number)]  # noqa: SLF001


def _in(box: Box, above: list[Box], page: int) -> Iterator[PlacedLine]:
    box = getattr(box, "_box", box)  # A placeholder for one that is positioned.
    if type(box).__name__ == "LineBox":
        texts = list(_texts(box))
        for text in texts:
            yield from _line(text, texts, box, above, page)
        for inner in box.children:
            if type(inner).__name__ == "InlineBlockBox":
                yield from _in(inner, [*above, box], page)
        return
    for child in getattr(box, "children", ()):
        yield from _in(child, [*above, box], page)


def _texts(box: Box) -> Iterator[Box]:
    """Yield the texts of a line, but for those in boxes that have lines of their own."""
    for child in getattr(box, "children", ()):
        if hasattr(child, "text"):
            yield child
        elif type(child).__name__ == "InlineBox":
            yield from _texts(child)


def _line(text: Box, texts: list[Box], line: Box, above: list[Box], page: int) -> Iterator[PlacedLine]:
    marks = PLACEHOLDER.fullmatch(text.text)
    if not marks:
        return
    block, style = above[-1], text.style
    inline = block.element is not text.element
    holder = block if inline else above[-2]
    yield PlacedLine(
        page=page,
        number=int(marks[1]),
        line=int(marks[2]),
        left=block.content_box_x(),
        width=block.width,
        align=_ALIGNED.get(block.style["text_align_all"], inf),
        pitch=line.height,
        room=_room(above),
        group=id(holder.element),
        pieces=tuple(_piece(one) for one in texts),
        inline=inline,
        bold=style["font_weight"] >= 600,  # noqa: PLR2004
        usual=_is_usual(style, block),
    )


def _piece(text: Box) -> Piece:
    marks = PLACEHOLDER.fullmatch(text.text)
    return Piece(int(marks[1]) if marks else None, text.width)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of placeholders' lines with what stands before and after it on its page; lengths in pixels."""

    page: int
    number: int
    tops: tuple[float, ...]
    """Where its lines begin."""
    pitch: float
    left: float
    width: float
    title: float | None
    """Where the line of the block right before it begins, if that has one line."""
    title_pitch: float
    title_width: float
    usual: bool
    """Both are styled so that their texts are set in lines here as the typesetter does."""
    limit: float
    """Where the page ends."""
    foot: float
    """How far below its last line the last block with it ends."""


def paragraphs(pages: Sequence[Box]) -> list[Paragraph]:
    """Return the blocks of which placeholders are parts of lines, in the order of the boxes."""
    return [
        found
        for number, page in enumerate(pages)
        for found in _paragraphs(page._page_box, number, page._page_box)  # noqa: SLF001
    ]


def _paragraphs(box: Box, page: int, whole: Box) -> Iterator[Paragraph]:
    box = getattr(box, "_box", box)
    children = [getattr(child, "_box", child) for child in getattr(box, "children", ())]
    for before, block in zip([None, *children], children, strict=False):
        lines = _lines_of(block)
        texts = [text for line in lines for text in _texts(line)]
        marks = PLACEHOLDER.fullmatch(texts[0].text) if texts else None
        if marks and texts[0].element is not block.element:
            above = _lines_of(before)
            yield Paragraph(
                page=page,
                number=int(marks[1]),
                tops=tuple(line.position_y for line in lines),
                pitch=lines[0].height,
                left=block.content_box_x(),
                width=block.width,
                title=above[0].position_y if len(above) == 1 else None,
                title_pitch=above[0].height if above else 0.0,
                title_width=before.width if above else 0.0,
                usual=_is_usual(texts[0].style, block)
                and all(_is_usual(text.style, before, _OF_LINES) for line in above for text in _texts(line)),
                limit=whole.content_box_y() + whole.height,
                foot=children[-1].position_y + children[-1].margin_height() - lines[-1].position_y - lines[-1].height,
            )
        else:
            yield from _paragraphs(block, page, whole)


def has_slot(page: Box, place: str) -> bool:
    """Tell whether a slot stands in a place on one of WeasyPrint's pages."""
    elements = (text.element for text in _all_texts(page._page_box))  # noqa: SLF001
    return any(one is not None and f"in-{place}" in (one.get("class") or "").split() for one in elements)


def _all_texts(box: Box) -> Iterator[Box]:
    box = getattr(box, "_box", box)
    if hasattr(box, "text"):
        yield box
    for child in getattr(box, "children", ()):
        yield from _all_texts(child)


def _lines_of(block: Box) -> list[Box]:
    """Return the lines of a block that has nothing else in it."""
    lines = list(getattr(block, "children", ()))
    return lines if all(type(line).__name__ == "LineBox" for line in lines) else []


def _is_usual(style: Box, block: Box, but: Collection[str] = ()) -> bool:
    """Tell whether a text in a block is styled so that it is set in lines here as the typesetter does."""
    usual = all(style[name] == said for name, said in _USUAL.items() if name not in but)
    return usual and block.style["text_indent"].value == 0


def _room(above: list[Box]) -> float:
    """Return the height of what holds a text whatever its height; 0 when nothing does."""
    for box in reversed(above):
        kind = type(box).__name__
        if kind == "MarginBox":
            return inf
        # A cell is as high as its row, which its own style does not say.
        if kind == "TableCellBox" or (kind != "LineBox" and _is_held(box.style)):
            return float(box.height)
        if _has_other_text(box):
            return 0.0
    return 0.0


def _is_held(style: Box) -> bool:
    """Tell whether a box has a height whatever is in it."""
    return bool(style["height"] != "auto" or style["min_height"] != "auto")


def _has_other_text(box: Box) -> bool:
    """Tell whether anything but placeholders is written in a box."""
    box = getattr(box, "_box", box)
    if hasattr(box, "text"):
        return bool(box.text.strip()) and not PLACEHOLDER.fullmatch(box.text)
    return any(map(_has_other_text, getattr(box, "children", ())))
