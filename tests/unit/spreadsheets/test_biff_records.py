"""Records of .xls and the texts in them, which may go on in the next record."""

import struct

import pytest

from worksheets.spreadsheets.biff_records import Kind, Place, Record, Texts, records, uncomputed_formulas


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def listed(stream: bytes) -> list[tuple[int, int, list[bytes]]]:
    return [(item.kind, item.position, [bytes(block) for block in item.blocks]) for item in records(stream)]


def texts_of(*blocks: bytes, encoding: str = "") -> Texts:
    return Texts(Record(0, 0, [memoryview(block) for block in blocks]).blocks, 0, encoding)


def test_records_with_those_that_continue_them() -> None:
    stream = record(1, b"a") + record(Kind.CONTINUE, b"b") + record(Kind.CONTINUE) + record(2)
    assert listed(stream) == [(1, 0, [b"a", b"b", b""]), (2, 14, [b""])]


@pytest.mark.parametrize("left", range(1, 8))
def test_a_record_that_is_cut_short_is_not_read(left: int) -> None:
    assert listed(record(1, b"a") + record(2, b"bcde")[:left]) == [(1, 0, [b"a"])]


@pytest.mark.parametrize(
    ("blocks", "text"),
    [
        ([b"\x03\0\0abc"], "abc"),
        ([b"\x03\0\1" + "äö東".encode("utf-16-le")], "äö東"),
        ([b"\x02\0\1" + "😀".encode("utf-16-le")], "😀"),
        ([b"\x04\0\0ab", b"\0cd"], "abcd"),
        ([b"\x04\0\0ab", b"\1" + "東京".encode("utf-16-le")], "ab東京"),
        ([b"\x02\0\1" + "😀".encode("utf-16-le")[:2], b"\1" + "😀".encode("utf-16-le")[2:]], "😀"),
        ([b"\x02\0\x08\1\0ab\0\0\1\0"], "ab"),
        ([b"\x02\0\x0c\1\0\2\0\0\0ab\0\0\1\0xy"], "ab"),
        ([b"\x02\0\x08\1\0ab", b"\0\0\1\0"], "ab"),
        ([b"\0\0\0"], ""),
    ],
)
def test_a_text_in_all_its_forms(blocks: list[bytes], text: str) -> None:
    texts = texts_of(*blocks)
    assert texts.text() == text
    assert texts.is_at_end


def test_texts_follow_one_another() -> None:
    texts = texts_of(b"\x01\0\0a\x02\0\0b", b"\0c\x01\0", b"\0d")
    assert [texts.text(), texts.text(), texts.text()] == ["a", "bc", "d"]
    assert texts.is_at_end
    with pytest.raises(IndexError):
        texts.text()


def test_a_text_of_bytes() -> None:
    assert texts_of(b"\x03\xe4\xf6\xe5", encoding="cp1252").text(1) == "äöå"


def book(*cells: bytes, version: int = 0x0600, globals_: bytes = b"") -> bytes:
    """Return a stream with a sheet that has these records."""
    begin = record(Kind.BEGIN, struct.pack("<HH", version, 5))
    sheet = record(Kind.SHEET, struct.pack("<IBB", 0, 0, 0) + b"\1\0A")
    position = len(begin + globals_ + sheet + record(Kind.END))
    sheet = record(Kind.SHEET, struct.pack("<IBB", position, 0, 0) + b"\1\0A")
    start = begin + globals_ + sheet + record(Kind.END)
    return start + record(Kind.BEGIN, struct.pack("<HH", version, 16)) + b"".join(cells) + record(Kind.END)


def formula(row: int, value: bytes) -> bytes:
    return record(Kind.FORMULA, struct.pack("<HHH", row, 1, 0) + value + bytes(8))


EMPTY, ZERO, ONE = b"\3\0\0\0\0\0\xff\xff", bytes(8), struct.pack("<d", 1)


@pytest.mark.parametrize(
    ("stream", "rows"),
    [
        (book(formula(1, EMPTY), formula(2, ZERO)), [1, 2]),
        (book(formula(1, EMPTY), formula(2, ONE)), []),
        (book(formula(1, EMPTY), globals_=record(Kind.RECALCULATED, bytes(8))), []),
        (book(formula(1, EMPTY), version=0x0500), []),
        (book(), []),
        (book(formula(1, EMPTY)) + formula(5, ONE), [1]),
    ],
)
def test_formulas_without_values_are_known_by_all_of_them(stream: bytes, rows: list[int]) -> None:
    assert uncomputed_formulas(stream) == {Place(0, row, 1) for row in rows}
