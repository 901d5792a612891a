"""Each object of a written PDF has its number, however many objects there are and in whatever order they came."""

from io import BytesIO

import pikepdf
import pytest

from worksheets.pdf.writer import PdfWriter


@pytest.mark.parametrize("count", [1, 4095, 4096, 30_000])
def test_every_object_has_its_number(count: int) -> None:
    out = BytesIO()
    writer = PdfWriter(out)
    root, info, early, _unused = (writer.reserve() for _object in range(4))
    numbers: list[int] = []
    for begin in range(0, count, 1000):
        packed = [writer.reserve() for _object in range(begin, min(count, begin + 1000))]
        writer.pack([(number, b"(%d)" % number) for number in packed])
        numbers += packed
    writer.stream(early, b"/Early true", b"late")
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    pages, page = writer.reserve(), writer.reserve()
    catalog = b"<< /Type /Catalog /Pages %d 0 R /All [%s] /Early %d 0 R >>" % (pages, kids, early)
    writer.pack(
        [
            (root, catalog),
            (info, b"<< >>"),
            (pages, b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>" % page),
            (page, b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 9 9] /Resources << >> >>" % pages),
        ]
    )
    writer.finish(root, info)
    with pikepdf.open(out, attempt_recovery=False) as book:
        assert book.check_pdf_syntax() == []
        assert [int(str(text)) for text in book.Root.All] == numbers
        assert all(obj.objgen == (number, 0) for obj, number in zip(book.Root.All, numbers, strict=True))
        assert book.Root.Early.read_bytes() == b"late"
