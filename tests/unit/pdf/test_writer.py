"""Each object of a written PDF has its number, however many objects there are and in whatever order they came."""

import zlib
from io import BytesIO

import pikepdf
import pytest

from worksheets.pdf.cross_reference import FREE, ROW, packed_row, plain_row
from worksheets.pdf.document_tree import references
from worksheets.pdf.writer import PdfWriter, deflated, object_stream, stream_object


@pytest.mark.parametrize("count", [1, 4095, 4096, 30_000])
def test_every_object_has_its_number(count: int) -> None:
    out = BytesIO()
    writer = PdfWriter(out)
    root, info, _unused = (writer.reserve() for _object in range(3))
    late = [writer.reserve(), writer.reserve()]
    numbers: list[int] = []
    for begin in range(0, count, 1000):
        packed = [writer.reserve() for _object in range(begin, min(count, begin + 1000))]
        writer.pack([(number, b"(%d)" % number) for number in packed])
        numbers += packed
        if begin == 15_000:
            late.append(writer.reserve())
    for number in late[::-1]:
        writer.stream(number, b"/Late true", b"late %d" % number)
    pages, page = writer.reserve(), writer.reserve()
    catalog = b"<< /Type /Catalog /Pages %d 0 R /All %s /Late %s >>" % (pages, references(numbers), references(late))
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
        assert [stream.read_bytes() for stream in book.Root.Late] == [b"late %d" % number for number in late]


ROOT, INFO, PAGES, PAGE, DATA, UNUSED = range(1, 7)
PACKED = (
    (ROOT, b"<< /Type /Catalog /Pages %d 0 R /Data %d 0 R >>" % (PAGES, DATA)),
    (INFO, b"<< /Title (Koe) >>"),
    (PAGES, b"<< /Type /Pages /Count 1 /Kids [%d 0 R] >>" % PAGE),
    (PAGE, b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 9 9] /Resources << >> >>" % PAGES),
)


def small_file(data: bytes = b"Aino", password: str = "") -> bytes:
    """Return a file of one page, with some data in a stream."""
    out = BytesIO()
    writer = PdfWriter(out, password)
    assert writer.reserve(UNUSED) == ROOT, "the first of six numbers"
    writer.pack(PACKED)
    writer.stream(DATA, b"/Own true", data)
    writer.finish(ROOT, INFO)
    return out.getvalue()


def rows(pdf: bytes) -> list[bytes]:
    """Return the rows of a file's cross-reference stream."""
    start = int(pdf.splitlines()[-2])
    head, _line, rest = pdf[start:].partition(b"stream\n")
    length = int(head.split(b"/Length ")[1].split()[0])
    table = zlib.decompress(rest[:length])
    return [table[begin : begin + ROW] for begin in range(0, len(table), ROW)]


def test_rows_say_where_objects_are() -> None:
    pdf = small_file()
    free, *packed, data, unused, container, cross_reference = rows(pdf)
    assert free == unused == FREE
    assert packed == [packed_row(UNUSED + 1, index) for index in range(len(PACKED))]
    for number, row in ((DATA, data), (UNUSED + 1, container), (UNUSED + 2, cross_reference)):
        assert row == plain_row(pdf.index(b"\n%d 0 obj\n" % number) + 1)


def test_a_file_is_identified_by_what_is_in_it() -> None:
    identifiers = []
    for data in (b"Aino", b"Aino", b"Ville"):
        with pikepdf.open(BytesIO(small_file(data)), attempt_recovery=False) as book:
            identifiers.append([bytes(part) for part in book.trailer.ID])
            assert book.docinfo.Title == "Koe"
            assert book.Root.Data.Own
    (first, same), *others = identifiers
    assert first == same
    assert len(first) == 16
    assert others[0][0] == first != others[1][0]


@pytest.mark.parametrize("size", [0, 1, 15, 16, 17, 1000])
def test_a_password_encrypts_streams_of_any_size(size: int) -> None:
    pdf = small_file(b"a" * size, "sala")
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(pdf))
    with pikepdf.open(BytesIO(pdf), password="sala", attempt_recovery=False) as book:
        assert book.check_pdf_syntax() == []
        assert book.encryption.R == 6, "AES-256"
        assert book.owner_password_matched
        assert book.Root.Data.read_bytes() == b"a" * size
        assert book.docinfo.Title == "Koe"


def test_nothing_can_be_read_or_compared_in_an_encrypted_file() -> None:
    first, second = (small_file(b"a" * 64, "sala") for _n in range(2))
    assert b"a" * 16 not in first
    assert b"Koe" not in first

    def encrypted(pdf: bytes) -> bytes:
        return pdf[pdf.index(b"\n%d 0 obj\n" % DATA) :].partition(b"stream\n")[2][:80]

    assert encrypted(first)[:16] != encrypted(second)[:16], "the initialization vectors"
    assert encrypted(first)[16:32] != encrypted(first)[32:48], "equal blocks (CBC)"


def test_objects_without_streams_are_packed_into_one() -> None:
    entries, data = object_stream([(7, b"<< >>"), (12, b"[1 2]")])
    assert entries == b"/Type /ObjStm /N 2 /First 9 /Filter /FlateDecode"
    assert zlib.decompress(data) == b"7 0 12 6\n<< >>\n[1 2]"
    assert object_stream([(7, b"null")], compress=bytes)[1] == b"7 0\nnull"


def test_a_stream_object_has_its_length() -> None:
    assert stream_object(3, b"/Own true", b"abc") == (
        b"3 0 obj\n<< /Own true /Length 3 >>\nstream\nabc\nendstream\nendobj\n"
    )


def test_data_are_compressed() -> None:
    data = b"Aino Esimerkki " * 100
    assert zlib.decompress(deflated(data)) == data
    assert len(deflated(data)) < len(data) / 10
