"""A preview: pages one after another, and strips that make a page higher and hide nothing of it."""

from io import BytesIO

import pikepdf

from tests.helpers.pdf import sizes, texts
from worksheets.pdf.back_sides import IN_PLACE, BackSideShift
from worksheets.pdf.preview_file import PreviewSheets, first_width, preview_file

MM = 72 / 25.4


def pdf(text: str, width: float = 210, height: float = 297, pages: int = 1) -> bytes:
    """Return pages with one text."""
    out = BytesIO()
    with pikepdf.Pdf.new() as book:
        for _page in range(pages):
            page = book.add_blank_page(page_size=(width * MM, height * MM))
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
            page.TrimBox = page.MediaBox
            page.Contents = book.make_stream(f"BT /F 12 Tf 20 20 Td ({text}) Tj ET".encode())
        book.save(out)
    return out.getvalue()


def test_all_sheets_follow_one_another() -> None:
    preview = preview_file([PreviewSheets(pdf("yksi", pages=2)), PreviewSheets(pdf("kaksi", 297, 210))], IN_PLACE)
    assert [text.strip() for text in texts(preview)] == ["yksi", "yksi", "kaksi"]
    assert sizes(preview) == [(210, 297), (210, 297), (297, 210)]


def test_a_strip_makes_the_first_sheet_higher() -> None:
    preview = preview_file([PreviewSheets(pdf("sivu", pages=2), pdf("vika", 210, 30))], IN_PLACE)
    assert sizes(preview) == [(210, 327), (210, 297)]
    assert [set(text.split()) for text in texts(preview)] == [{"sivu", "vika"}, {"sivu"}]
    with pikepdf.open(BytesIO(preview)) as book:
        page = book.pages[0]
        assert [round(float(side) / MM) for side in page.mediabox] == [0, 0, 210, 327]
        assert list(page.trimbox) == list(page.mediabox)


def test_back_sides_move_as_in_a_handout() -> None:
    preview = preview_file([PreviewSheets(pdf("yksi", pages=2))], BackSideShift(6, 10))
    with pikepdf.open(BytesIO(preview)) as book:
        assert [round(float(page.mediabox[0]) / MM) for page in book.pages] == [0, 6]
    assert round(first_width(preview)) == 210


def test_the_same_pages_give_the_same_bytes() -> None:
    pages = [PreviewSheets(pdf("yksi"), pdf("vika", 210, 30))]
    assert preview_file(pages, IN_PLACE) == preview_file(pages, IN_PLACE)
