"""What a PDF shows, found by opening it again: its pages as pictures, its text, its fonts."""

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pypdf
import pypdfium2
from PIL import Image

MM = 72 / 25.4


def pictures(pdf: bytes, dpi: int) -> Iterator[Image.Image]:
    """Yield each page in grey."""
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            yield page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")


def texts(pdf: bytes) -> list[str]:
    """Return the text of each page, in the order of its content."""
    return [page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages]


def letters(text: str) -> str:
    """Return what is left of a text without spaces, line ends and hyphens: what no typesetting changes."""
    return re.sub(r"[\s-]", "", text)


def contents(page: pikepdf.Page) -> bytes:
    """Return what draws a page, in however many streams."""
    streams = page.Contents if isinstance(page.Contents, pikepdf.Array) else [page.Contents]
    return b"\n".join(stream.read_bytes() for stream in streams)


def sizes(pdf: bytes) -> list[tuple[int, int]]:
    """Return each page's width and height in whole mm."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [(round(page.get_width() / MM), round(page.get_height() / MM)) for page in document]


def fonts(pdf: bytes) -> set[str]:
    """Return the names of the fonts in use, without the mark of their subset."""
    with pikepdf.open(BytesIO(pdf)) as document:
        found = (str(font.BaseFont) for page in document.pages for font in page.obj.Resources.get("/Font", {}).values())
        return {name.split("+")[-1] for name in found}


def elements(pdf: bytes) -> Iterator[pikepdf.Object]:
    """Yield the structure elements in reading order; the file stays open until the last one."""
    with pikepdf.open(BytesIO(pdf)) as document:
        waiting = list(document.Root.StructTreeRoot.K)[::-1]
        while waiting:
            element = waiting.pop()
            yield element
            kids = element.get("/K")
            found = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
            waiting += [kid for kid in found[::-1] if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def bookmarks(pdf: bytes) -> list[str]:
    """Return the titles of the outline's first level."""
    with pikepdf.open(BytesIO(pdf)) as document, document.open_outline() as outline:
        return [item.title for item in outline.root]


def boxes(pdf: bytes) -> Iterator[list[tuple[float, float, float, float]]]:
    """Yield, page by page, the boxes of the runs of text: left, bottom, right, top in mm."""
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            said = page.get_textpage()
            count = said.count_rects()
            yield [tuple(side / MM for side in said.get_rect(n)) for n in range(count)]


def overlaps(pdf: bytes, slack: float = 0.6) -> list[tuple[int, str]]:
    """Return the page and the places where two runs of text lie over each other by more than the slack in mm."""
    found = []
    for number, page in enumerate(boxes(pdf), start=1):
        for n, one in enumerate(page):
            for other in page[n + 1 :]:
                wide = min(one[2], other[2]) - max(one[0], other[0])
                high = min(one[3], other[3]) - max(one[1], other[1])
                if wide > slack and high > slack:
                    found.append((number, f"{one} {other}"))
    return found
