"""The margins of back sides: there, the holes of a binder are at the other edge of the paper.

A layout declares how far the content of a back side moves: ``--mirror`` for upright pages, which move to the left, so
that the margin for the holes is at the right; ``--mirror-across`` for pages that lie across among upright ones, which
are bound at their top on front sides and at their bottom on back sides, and move up. What moves are the page's boxes
(ISO 32000-1, 14.11.2) under its content, so that content, tags, form fields and masters stay as they are.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pikepdf import Array, Object, Pdf

_PT = 72 / 25.4
"""A millimetre in PDF points."""
_TRIM = "/TrimBox"
_BOXES = ("/MediaBox", "/CropBox", "/BleedBox", _TRIM, "/ArtBox")
"""The boxes of a page."""
_BOX = re.compile(rb"(/(?:Media|Crop|Bleed|Trim|Art)Box) ?\[\s*((?:[-.\d]+\s*){4})\]")


@dataclass(frozen=True, slots=True)
class BackSideShift:
    """How far the content of back sides moves, in mm."""

    upright: float = 0.0
    """To the left, on pages that are higher than wide."""
    across: float = 0.0
    """Up, on the others."""

    @classmethod
    def of(cls, numbers: Mapping[str, float]) -> "BackSideShift":
        """Return the shift that a layout declares; ``numbers`` are its measures."""
        return cls(numbers.get("mirror", 0.0), numbers.get("mirror-across", 0.0))


IN_PLACE = BackSideShift()


def shift_back_sides(book: Pdf, shift: BackSideShift) -> None:
    """Move the content of every second page of a handout."""
    for page in book.pages[1::2]:
        across = lies_across([float(side) for side in page.mediabox])
        x, y = (0.0, shift.across) if across else (shift.upright, 0.0)
        if x or y:
            _move_boxes(page.obj, _points(x), -_points(y))


def _points(millimetres: float) -> Decimal:
    return Decimal(str(round(millimetres * _PT, 3)))


def _move_boxes(page: Object, x: Decimal, y: Decimal) -> None:
    """Move the boxes of a page to the right and up."""
    for name in _BOXES:
        if name in page:
            page[name] = Array(_moved([Decimal(str(side)) for side in page[name]], x, y))


def _moved(box: Sequence[Decimal], x: Decimal, y: Decimal) -> list[Decimal]:
    left, bottom, right, top = box
    return [left + x, bottom + y, right + x, top + y]


def lies_across(media_box: Sequence[float]) -> bool:
    """Return True if a page with a media box is wider than high."""
    left, bottom, right, top = media_box
    return right - left > top - bottom


def take_back(book: Pdf) -> None:
    """Put the pages' content back in its place, for paper that is printed on one side.

    The trim box of a page whose content has not moved begins at (0, 0), as WeasyPrint writes it.
    """
    for page in book.pages:
        if _TRIM in page.obj:
            left, bottom = (Decimal(str(side)) for side in list(page.obj[_TRIM])[:2])
            _move_boxes(page.obj, -left, -bottom)


def taken_back(body: bytes) -> bytes:
    """Return an object as PDF writes it; if it is a page, with its content put back in its place."""
    boxes = {match[1]: _sides(match) for match in _BOX.finditer(body)}
    left, bottom, *_others = boxes.get(_TRIM.encode(), [Decimal(0)] * 4)
    if not (left or bottom):
        return body
    return _BOX.sub(lambda match: _written(match[1], _moved(_sides(match), -left, -bottom)), body)


def _sides(match: re.Match[bytes]) -> list[Decimal]:
    return [Decimal(side.decode()) for side in match[2].split()]


def _written(name: bytes, sides: Sequence[Decimal]) -> bytes:
    return b"%s[%s]" % (name, " ".join(map(str, sides)).encode())
