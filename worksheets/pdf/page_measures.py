"""What can be measured of a course's pages only once they are laid out: what spills, pictures, room to write in.

It is read from WeasyPrint's boxes. They have no types, are not documented, and may change with any version; this is
what is read here, and ``ATTRIBUTES`` says by which function:

- the names of the classes ``LineBox``, ``InlineBox``, ``InlineBlockBox``, ``TextBox``, ``TableCellBox``, ``MarginBox``
  and ``RasterImage``;
- of a page, ``_page_box``; of what stands in the tree for a positioned box, ``_box``;
- of a box, ``children``, ``element`` (of ElementTree), ``style`` with ``position`` and ``background_image``, ``width``,
  ``height`` and ``background``, whose ``layers`` have ``image``, ``size`` and ``repeat``; of a cell,
  ``border_height()``; of a text, ``text``; of a group of a table's rows, ``is_header``; of what stands for a picture,
  ``replacement`` with ``width`` and ``height`` in its own pixels.

Checked with WeasyPrint 70.0. Lengths in boxes are in CSS pixels, 96 to an inch; those that are returned in mm.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

CHECKED_WITH = "70.0"
"""The version of WeasyPrint with which all tests passed."""
ATTRIBUTES = {
    ("Page", "_page_box"): "measured_sheets",
    ("AbsolutePlaceholder", "_box"): "_boxes",
    ("BlockBox", "children"): "_boxes",
    ("BlockBox", "element"): "_Walk",
    ("BlockBox", "style"): "_room",
    ("BlockBox", "width"): "_room",
    ("TableCellBox", "border_height"): "_pitch",
    ("InlineReplacedBox", "height"): "_pictures",
    ("BlockBox", "background"): "_layers",
    ("TableRowGroupBox", "is_header"): "_Walk",
    ("TextBox", "text"): "_line_text",
    ("InlineReplacedBox", "replacement"): "_pictures",
}
"""The attributes that are read, by class, and a function or a class here that reads each."""
_MM_PER_PX, _PX_PER_INCH = 25.4 / 96, 96
_IN_LINES = ("LineBox", "InlineBox", "TextBox")
"""The classes of boxes that have no width to write in of their own."""

Box = Any
"""A box of WeasyPrint's."""


@dataclass(frozen=True, slots=True)
class PrintedPicture:
    """A picture of pixels as it is printed."""

    source: str
    """As the page names it, or the address of a background."""
    dpi: float
    """Its pixels for each inch of paper, across or down, whichever are fewer."""


@dataclass(frozen=True, slots=True)
class WritingRoom:
    """The room that a slot has for a hand."""

    slot: str
    """The slot's path."""
    place: str
    """What the layout calls such places, such as ``prompt``."""
    width: float
    """In mm."""
    pitch: float
    """The distance between its rules in mm, or the height of its cell; 0 where there are neither."""
    is_in_line: bool
    """It is a gap in a line of text."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of paper, and the page of the course that is on it."""

    page: str
    """Empty for a sheet of what goes on from earlier ones."""
    first: str
    """What its first line of text says, apart from heads that are repeated; empty if there is no text."""
    first_slot: str
    """The path of the first slot on it; empty if there is none."""
    first_picture: str
    """The source of its first picture; empty if there is none."""
    pictures: tuple[PrintedPicture, ...]
    rooms: tuple[WritingRoom, ...]


def measured_sheets(pages: Sequence[Any], names: Collection[str]) -> Iterator[Sheet]:
    """Yield what is on each of WeasyPrint's pages; ``names`` are those of the course's pages, which are ids there."""
    for page in pages:
        name = next((anchor for anchor in page.anchors if anchor in names), "")
        yield _sheet(page._page_box, name)  # noqa: SLF001 - see the module's docstring


def _sheet(page_box: Box, name: str) -> Sheet:
    walks = [walk for walk in _boxes(page_box, ()) if not walk.is_in_margin]
    pictures = tuple(picture for walk in walks for picture in _pictures(walk.box))
    lines = (_line_text(walk.box) for walk in walks if _kind(walk.box) == "LineBox" and not walk.is_repeated)
    rooms = tuple(room for walk in walks if (room := _room(walk)))
    return Sheet(
        name,
        next(filter(None, lines), ""),
        next((room.slot for room in rooms), ""),
        next((picture.source for picture in pictures if picture.source), ""),
        pictures,
        rooms,
    )


@dataclass(frozen=True, slots=True)
class _Walk:
    """A box, and the boxes around it, outermost first."""

    box: Box
    around: tuple[Box, ...]

    @property
    def is_in_margin(self) -> bool:
        return any(_kind(box) == "MarginBox" for box in self.around)

    @property
    def is_repeated(self) -> bool:
        """The box is in the head of a table, which is on each sheet."""
        return any(getattr(box, "is_header", False) for box in self.around)

    def attribute(self, name: str) -> str:
        """Return an attribute of the box's element if no box around it has the same element."""
        element: Any = getattr(self.box, "element", None)
        is_first = element is not None and not (self.around and getattr(self.around[-1], "element", None) is element)
        return str(element.get(name, "")) if is_first else ""


def _boxes(box: Box, around: tuple[Box, ...]) -> Iterator[_Walk]:
    box = getattr(box, "_box", box)  # WeasyPrint wraps boxes that are positioned.
    yield _Walk(box, around)
    for child in getattr(box, "children", ()):
        yield from _boxes(child, (*around, box))


def _kind(box: Box) -> str:
    return type(box).__name__


def _line_text(line: Box) -> str:
    """Return the text of a line, without that of blocks in it."""
    pieces = []
    waiting = [line]
    while waiting:
        box = waiting.pop()
        pieces.append(getattr(box, "text", ""))
        waiting += [child for child in reversed(getattr(box, "children", ())) if _kind(child) in _IN_LINES]
    return " ".join("".join(pieces).split())


def _pictures(box: Box) -> Iterator[PrintedPicture]:
    """Yield the picture that a box is, and those behind it."""
    replacement = getattr(box, "replacement", None)
    if _kind(replacement) == "RasterImage":
        yield PrintedPicture(str(box.element.get("src", "")), _dpi(replacement, box.width, box.height))
    layers = _layers(box)
    for layer, (kind, url) in zip(layers, box.style["background_image"] if layers else (), strict=False):
        if _kind(layer.image) == "RasterImage" and kind == "url":
            yield PrintedPicture(unquote(str(url)), _dpi(layer.image, *layer.size))


def _dpi(picture: Any, width: float, height: float) -> float:  # noqa: ANN401 - WeasyPrint's
    sides = ((picture.width, width), (picture.height, height))
    return min((pixels / length * _PX_PER_INCH for pixels, length in sides if length), default=float("inf"))


def _layers(box: Box) -> Sequence[Any]:
    background = getattr(box, "background", None)
    return background.layers if background else ()


def _room(walk: _Walk) -> WritingRoom | None:
    """Return the room of a slot; None for what is none, and for one in a drawing, which has a size of its own."""
    slot = walk.attribute("data-slot")
    blocks = [box for box in (*walk.around, walk.box) if _kind(box) not in _IN_LINES]
    if not slot or any(box.style["position"] == "absolute" for box in blocks):
        return None
    classes = walk.attribute("class").split()
    place = next((name.removeprefix("in-") for name in classes if name.startswith("in-")), "")
    width, pitch = blocks[-1].width * _MM_PER_PX, _pitch(blocks) * _MM_PER_PX
    return WritingRoom(slot, place, width, pitch, is_in_line=_kind(blocks[-1]) == "InlineBlockBox")


def _pitch(blocks: Sequence[Box]) -> float:
    """Return the distance between the rules behind a slot, or the height of its cell; 0 where there are neither."""
    for box in reversed(blocks):
        for layer in _layers(box):
            if layer.image is not None and layer.repeat[1] == "repeat":
                is_grid = layer.repeat[0] == "repeat"  # To draw on, and to be written on as one likes.
                return 0.0 if is_grid else float(layer.size[1])
        if _kind(box) == "TableCellBox":
            return float(box.border_height())
    return 0.0
