"""A merged handout is a whole PDF, with one cross-reference, and nothing of another participant in it."""

import hashlib
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from tests.helpers.tiny_master import tiny_master, tiny_objects
from worksheets.merge import handout_file
from worksheets.merge.font_subsets import FontSubset, font_subset
from worksheets.merge.handout_file import HandoutFile
from worksheets.merge.model import MasterFont
from worksheets.pdf.cross_reference import ROW


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return str(document[0].get_textpage().get_text_bounded())


def test_it_opens_without_repair_and_has_the_texts() -> None:
    pdf = HandoutFile(tiny_master()).whole(tiny_objects("Bab äö")).pdf
    with pikepdf.open(BytesIO(pdf), attempt_recovery=False) as book:
        assert book.check_pdf_syntax() == []
        assert book.docinfo.Title == "Ohje: Bab äö"
        assert book.Root.Metadata.read_bytes().decode() == "<x:xmpmeta>Bab äö</x:xmpmeta>"
        assert book.trailer.Size == len(book.objects) + 1
    assert pdf.count(b"startxref") == 1
    assert text_of(pdf) == "Bab äö"


def test_the_digest_is_that_of_the_whole_file() -> None:
    file = HandoutFile(tiny_master())
    for text in ("Aby", "Cxz"):
        whole = file.whole(tiny_objects(text))
        assert whole.digest == hashlib.sha256(whole.pdf).hexdigest()


def test_one_file_has_nothing_of_another() -> None:
    file = HandoutFile(tiny_master())
    first, second, again = (file.whole(tiny_objects(text)).pdf for text in ("Aby", "Cxz", "Aby"))
    assert first == again
    assert (text_of(first), text_of(second)) == ("Aby", "Cxz")
    assert HandoutFile(tiny_master()).whole(tiny_objects("Cxz")).pdf == second


def test_objects_are_where_the_table_says() -> None:
    pdf = HandoutFile(tiny_master()).whole(tiny_objects("Aby")).pdf
    start = int(pdf[pdf.rindex(b"startxref") + 10 :].split()[0])
    with pikepdf.open(BytesIO(pdf)) as book:
        table = book.get_object(int(book.trailer.Size) - 1, 0).read_bytes()
    rows = [table[row : row + ROW] for row in range(0, len(table), ROW)]
    offsets = {number: int.from_bytes(row[1:6], "big") for number, row in enumerate(rows) if row[0] == 1}
    assert all(pdf[offset:].startswith(b"%d 0 obj" % number) for number, offset in offsets.items())
    assert max(offsets.values()) == start


def test_a_font_subset_is_made_once_for_texts_with_the_same_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    subsets: list[frozenset[str]] = []

    def counted(font: MasterFont, letter_groups: frozenset[str]) -> FontSubset:
        subsets.append(letter_groups)
        return font_subset(font, letter_groups)

    monkeypatch.setattr(handout_file, "font_subset", counted)
    monkeypatch.setattr(handout_file, "_KEPT", 2)
    file = HandoutFile(tiny_master())
    for text in ("Aby", "bAa", "Cxz", "Aby"):
        file.whole(tiny_objects(text))
    assert len(subsets) == 2, "“Aby” and “bAa” have letters of the same groups"
    file.whole(tiny_objects("12"))
    file.whole(tiny_objects("Aby"))
    assert len(subsets) == 4, "more than are kept"
