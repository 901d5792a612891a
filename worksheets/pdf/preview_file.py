"""A preview put together from the PDFs of its pages, with what is wrong with a page in a strip above it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf
from pikepdf import Array, Name, Page, Pdf

from .back_sides import BackSideShift, shift_back_sides

_BOXES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
"""The boxes of a page."""


@dataclass(frozen=True, slots=True)
class PreviewSheets:
    """A page's sheets in a preview."""

    pdf: bytes = field(repr=False)
    strip: bytes = field(default=b"", repr=False)
    """A PDF of one sheet that stands above the first; empty for none."""


def preview_file(pages: Sequence[PreviewSheets], back_sides: BackSideShift) -> bytes:
    """Return one untagged PDF of all pages; the same bytes for the same pages."""
    out = BytesIO()
    with Pdf.new() as book:
        firsts = []
        for page in pages:
            firsts.append(len(book.pages))
            with pikepdf.open(BytesIO(page.pdf)) as source:
                book.pages.extend(source.pages)
        shift_back_sides(book, back_sides)
        for page, first in zip(pages, firsts, strict=True):
            if page.strip:
                _put_above(book, book.pages[first], page.strip)
        book.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def first_width(pdf: bytes) -> float:
    """Return the width of a PDF's first page, in mm."""
    with pikepdf.open(BytesIO(pdf)) as book:
        left, _bottom, right, _top = map(float, book.pages[0].mediabox)
    return (right - left) / 72 * 25.4


def _put_above(book: Pdf, page: Page, strip: bytes) -> None:
    """Make a page of a book higher by a strip, and draw the strip there; nothing of the page is hidden."""
    left, _bottom, _right, top = map(float, page.mediabox)
    with pikepdf.open(BytesIO(strip)) as source:
        drawn = source.pages[0]
        height = float(drawn.mediabox[3]) - float(drawn.mediabox[1])
        page.add_resource(book.copy_foreign(drawn.as_form_xobject()), Name.XObject, Name.FaultStrip)
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\nQ q 1 0 0 1 %.3f %.3f cm /FaultStrip Do Q" % (left, top))
    for name in _BOXES:
        if name in page.obj:
            page.obj[name] = Array([*list(page.obj[name])[:3], top + height])
