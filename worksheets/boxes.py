"""Where stand-ins lie on pages that the typesetter has laid out: how wide their lines may be, how far they may grow."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from .sample import STAND_IN

_ALIGNED = {"start": 0.0, "left": 0.0, "center": 0.5, "end": 1.0, "right": 1.0}
_USUAL = {
    "direction": "ltr", "white_space": "pre-line", "hyphens": "auto", "hyphenate_limit_chars": (5, 2, 2),
    "hyphenate_character": "-", "overflow_wrap": "anywhere", "letter_spacing": "normal", "word_spacing": 0,
    "word_break": "normal", "text_transform": "none", "text_decoration_line": "none", "visibility": "visible",
}  # fmt: skip
"""The styles in which texts are set in lines here as the typesetter does."""

Box = Any
"""A box of WeasyPrint's, which has no types."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A text on a line: a stand-in's number, or none; its width in pixels."""

    number: int | None
    width: float


@dataclass(frozen=True, slots=True)
class Standing:
    """A line of a stand-in; lengths in pixels."""

    page: int
    number: int
    line: int
    left: float
    width: float
    align: float
    """The share of what a line leaves free that is to the left of it."""
    pitch: float
    room: float
    """The height to which its text, and the others of its group, may grow without anything else moving."""
    group: int
    """The same for stand-ins that lie under one another."""
    pieces: tuple[Piece, ...]
    """What is on its line, in order."""
    inline: bool
    """It is a part of a line, and not a block of its own."""
    bold: bool
    usual: bool
    """It is styled so that its text is set in lines here as the typesetter does."""


def standing(pages: Sequence[Box]) -> list[Standing]:
    """Return the lines of the stand-ins on WeasyPrint's pages, in the order of the boxes."""
    return [found for number, page in enumerate(pages) for found in _in(page._page_box, [], number)]  # noqa: SLF001


def _in(box: Box, above: list[Box], page: int) -> Iterator[Standing]:
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


def _line(text: Box, texts: list[Box], line: Box, above: list[Box], page: int) -> Iterator[Standing]:
    marks = STAND_IN.fullmatch(text.text)
    if not marks:
        return
    block, style = above[-1], text.style
    inline = block.element is not text.element
    holder = block if inline else above[-2]
    yield Standing(
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
        usual=block.style["text_indent"].value == 0 and all(style[name] == said for name, said in _USUAL.items()),
    )


def _piece(text: Box) -> Piece:
    marks = STAND_IN.fullmatch(text.text)
    return Piece(int(marks[1]) if marks else None, text.width)


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
    """Tell whether anything but stand-ins is written in a box."""
    box = getattr(box, "_box", box)
    if hasattr(box, "text"):
        return bool(box.text.strip()) and not STAND_IN.fullmatch(box.text)
    return any(map(_has_other_text, getattr(box, "children", ())))
