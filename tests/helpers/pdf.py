"""A PDF opened again: its pages as pictures, its text, its fonts, its structure elements."""

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pypdf
import pypdfium2
from PIL import Image

from worksheets.caches import Lifetime, memoized

MM = 72 / 25.4


def pictures(pdf: bytes, dpi: int) -> Iterator[Image.Image]:
    """Yield each page in grey."""
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            yield page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")


def texts(pdf: bytes) -> list[str]:
    """Return the text of each page, in the order of its content."""
    return list(_texts(pdf))


@memoized(
    Lifetime.RUN, 16
)  # To read a handout's text takes as long as to typeset two pages; several tests look at one.
def _texts(pdf: bytes) -> tuple[str, ...]:
    return tuple(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)


def letters(text: str) -> str:
    """Return a text without spaces, line ends and hyphens, which typesetting may add or leave out."""
    return re.sub(r"[\s-]", "", text)


def contents(page: pikepdf.Page) -> bytes:
    """Return a page's content, however many streams it has."""
    streams = page.Contents if isinstance(page.Contents, pikepdf.Array) else [page.Contents]
    return b"\n".join(stream.read_bytes() for stream in streams)


def sizes(pdf: bytes) -> list[tuple[int, int]]:
    """Return each page's width and height in whole mm."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [(round(page.get_width() / MM), round(page.get_height() / MM)) for page in document]


def fonts(pdf: bytes) -> set[str]:
    """Return the names of the fonts in use, without their subset tags."""
    with pikepdf.open(BytesIO(pdf)) as document:
        names = (str(font.BaseFont) for page in document.pages for font in page.obj.Resources.get("/Font", {}).values())
        return {name.split("+")[-1] for name in names}


def elements(pdf: bytes) -> Iterator[pikepdf.Object]:
    """Yield the structure elements in reading order; the file stays open until the last one."""
    with pikepdf.open(BytesIO(pdf)) as document:
        waiting = list(document.Root.StructTreeRoot.K)[::-1]
        while waiting:
            element = waiting.pop()
            yield element
            kids = element.get("/K")
            children = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
            waiting += [kid for kid in children[::-1] if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def bookmarks(pdf: bytes) -> list[str]:
    """Return the titles of the outline's first level."""
    with pikepdf.open(BytesIO(pdf)) as document, document.open_outline() as outline:
        return [item.title for item in outline.root]


def boxes(pdf: bytes) -> Iterator[list[tuple[float, float, float, float]]]:
    """Yield, page by page, the boxes of the runs of text: left, bottom, right, top in mm."""
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            text = page.get_textpage()
            count = text.count_rects()
            yield [tuple(side / MM for side in text.get_rect(n)) for n in range(count)]


def overlaps(pdf: bytes, slack: float = 0.6) -> list[tuple[int, str]]:
    """Return where two runs of text overlap by more than the slack in mm: the page's number, and both boxes."""
    overlapping = []
    for number, page in enumerate(boxes(pdf), start=1):
        for n, box in enumerate(page):
            for other in page[n + 1 :]:
                width = min(box[2], other[2]) - max(box[0], other[0])
                height = min(box[3], other[3]) - max(box[1], other[1])
                if width > slack and height > slack:
                    overlapping.append((number, f"{box} {other}"))
    return overlapping
