"""Draws the README's picture of pages into ``docs/pages.png``: ``python tools/draw_pages.py``, when pages change."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

import worksheets

ROOT = Path(__file__).parent.parent
SCALE = 0.42
"""Of a picture with 72 dots an inch."""
GAP, DESK = 14, "#c9ced1"


def pages(handout: worksheets.Document) -> Iterator[Image.Image]:
    """Yield pictures of the pages of a handout."""
    with pypdfium2.PdfDocument(handout.make()) as document:
        for page in document:
            yield page.render(scale=SCALE * 2).to_pil().convert("RGB").reduce(2)


def rows() -> list[list[Image.Image]]:
    """Return blank pages above, filled ones below."""
    course = worksheets.read_course()
    blank = worksheets.blank(worksheets.Printing(course, pages="1,2,4,7,9"))
    filled = worksheets.fill(ROOT / "examples" / "osallistuja.yaml", worksheets.Printing(course, pages="1,7,8,9"))
    return [list(pages(blank)), list(pages(filled))]


def draw() -> Image.Image:
    """Return the rows on one sheet."""
    lines = rows()
    width = max(sum(page.width + GAP for page in line) for line in lines) + GAP
    sheet = Image.new("RGB", (width, sum(max(page.height for page in line) + GAP for line in lines) + GAP), DESK)
    top = GAP
    for line in lines:
        left = (width - sum(page.width + GAP for page in line) + GAP) // 2
        for page in line:
            sheet.paste(ImageOps.expand(page), (left, top))
            left += page.width + GAP
        top += max(page.height for page in line) + GAP
    return sheet


if __name__ == "__main__":
    draw().quantize(255).save(ROOT / "docs" / "pages.png", optimize=True)
