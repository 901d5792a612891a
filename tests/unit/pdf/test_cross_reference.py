"""Rows of the cross-reference say where objects are; a predicted table is the one that a PNG decoder gives back."""

import zlib
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from worksheets.pdf.cross_reference import (
    FREE,
    HEADER,
    PREDICTION,
    ROW,
    end,
    entries,
    packed_row,
    plain_row,
    predicted,
)

ROWS = st.lists(st.binary(min_size=ROW, max_size=ROW), max_size=20)


def unpredicted(table: bytes, above: bytes) -> bytes:
    """Undo the PNG prediction “up”: add to each byte the one above it."""
    rows = b""
    for start in range(0, len(table), ROW + 1):
        predictor, *differences = table[start : start + ROW + 1]
        assert predictor == 2
        above = bytes((difference + byte) % 256 for difference, byte in zip(differences, above, strict=True))
        rows += above
    return rows


@given(ROWS, st.binary(min_size=ROW, max_size=ROW))
def test_prediction_loses_nothing(rows: list[bytes], above: bytes) -> None:
    table = b"".join(rows)
    assert unpredicted(predicted(table, above), above) == table


@given(ROWS, ROWS)
def test_a_table_can_be_predicted_in_two_parts(first: list[bytes], second: list[bytes]) -> None:
    above = first[-1] if first else FREE
    whole = predicted(b"".join([*first, *second]))
    assert predicted(b"".join(first)) + predicted(b"".join(second), above) == whole


@pytest.mark.parametrize(
    ("row", "fields"),
    [
        (plain_row(0), (1, 0, 0)),
        (plain_row(123_456_789_012), (1, 123_456_789_012, 0)),
        (packed_row(70_000, 65_535), (2, 70_000, 65_535)),
        (FREE, (0, 0, 0)),
    ],
)
def test_rows_have_fields_of_1_5_and_2_bytes(row: bytes, fields: tuple[int, int, int]) -> None:
    assert tuple(int.from_bytes(field, "big") for field in (row[:1], row[1:6], row[6:])) == fields


def test_the_dictionary_names_the_catalog_and_other_entries() -> None:
    assert entries(9, 1, 2, b"ab", b"/Encrypt 3 0 R") == (
        b"/Type/XRef/Size 9/W[1 5 2]/Root 1 0 R/Info 2 0 R/ID[<ab><ab>]/Encrypt 3 0 R/Filter/FlateDecode"
    )


BODIES = (
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << >> >>",
    b"<< /Title (Koe) >>",
)


def small_file() -> bytes:
    """Return a file of one page, framed by what the module gives."""
    file, rows = HEADER, FREE
    for number, body in enumerate(BODIES, start=1):
        rows += plain_row(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, number = len(file), len(BODIES) + 1
    table = zlib.compress(predicted(rows + plain_row(start)))
    head = entries(number + 1, root=1, info=4, identifier=b"0a" * 16, more=PREDICTION)
    return file + b"%d 0 obj\n<<%s/Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
        number, head, len(table), table,
    ) + end(start)  # fmt: skip


def test_a_file_with_a_predicted_table_opens() -> None:
    with pikepdf.open(BytesIO(small_file()), attempt_recovery=False) as book:
        assert book.check_pdf_syntax() == []
        assert book.pdf_version == "1.7"
        assert len(book.pages) == 1
        assert book.docinfo.Title == "Koe"
        assert [bytes(part) for part in book.trailer.ID] == [bytes([10] * 16)] * 2


def test_the_frame_of_a_file() -> None:
    version, comment = HEADER.splitlines()
    assert version == b"%PDF-1.7"
    assert comment[:1] == b"%"
    assert len([byte for byte in comment if byte > 127]) >= 4, "a binary file (7.5.2)"
    assert end(70) == b"startxref\n70\n%%EOF\n"
