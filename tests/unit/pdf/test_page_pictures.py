"""A page becomes a picture of its own size, in colour, that says how fine it is."""

from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from worksheets.errors import PdfError
from worksheets.pdf.page_pictures import page_picture


def two_pages(*sizes: tuple[int, int]) -> bytes:
    """Return a PDF whose pages have a red field below."""
    out = BytesIO()
    with pikepdf.new() as book:
        for size in sizes:
            page = book.add_blank_page(page_size=size)
            page.Contents = book.make_stream(b"1 0 0 rg 0 0 1000 20 re f")
        book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("dpi", [36, 150, 600])
def test_a_picture_has_the_pages_size_at_its_resolution(dpi: int) -> None:
    pdf = two_pages((72, 144), (144, 72))
    with (
        Image.open(BytesIO(page_picture(pdf, 0, dpi))) as upright,
        Image.open(BytesIO(page_picture(pdf, 1, dpi))) as across,
    ):
        assert (upright.format, upright.size, across.size) == ("PNG", (dpi, 2 * dpi), (2 * dpi, dpi))
        assert upright.info["dpi"] == pytest.approx((dpi, dpi), abs=0.02)


def test_a_picture_is_in_colour_and_upright() -> None:
    with Image.open(BytesIO(page_picture(two_pages((72, 72)), 0, 72))) as picture:
        assert picture.mode == "RGB"
        assert (picture.getpixel((36, 71)), picture.getpixel((36, 0))) == ((255, 0, 0), (255, 255, 255))


def test_the_same_page_gives_the_same_picture() -> None:
    pdf = two_pages((72, 72))
    assert page_picture(pdf, 0, 72) == page_picture(pdf, 0, 72)


def test_a_page_that_is_too_large_for_a_picture_is_refused_with_what_it_can_have() -> None:
    pdf = two_pages((72, 72), (7200, 7200))
    with pytest.raises(PdfError) as refused:
        page_picture(pdf, 1, 600)
    assert refused.value.problems == (
        "page 2: at 600 dpi it would be 60000 × 60000 pixels; add --dpi 63, or make a PDF",
    )
