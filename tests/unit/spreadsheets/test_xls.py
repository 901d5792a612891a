"""Cells of .xls, read by xlrd and, where it fails, record by record: both read the same."""

import struct
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import xlrd
import xlwt

from tests.helpers.workbooks import old_excel
from worksheets.errors import RosterError
from worksheets.spreadsheets import xls
from worksheets.spreadsheets.biff_records import Kind, records
from worksheets.spreadsheets.ole import OLE
from worksheets.spreadsheets.sheets import CellFault, Sheet
from worksheets.spreadsheets.workbook import is_workbook, workbook_sheets

VALUES: list[tuple[object, str, str]] = [
    (7, "00000", "00007"),
    (0.25, "0%", "25\u00a0%"),
    (1.5, "General", "1,5"),
    (-1234.5, "#,##0.00", "-1\u00a0234,50"),
    (-1234, "#,##0_);(#,##0)", "(1\u00a0234)"),
    (46036.375, "D.M.YYYY H:MM", "2026-01-14 09:00:00"),
    (46036, "D-MMM-YY", "2026-01-14"),
    (1.260416667, "[h]:mm", "30:15"),
    (123456789012, "0", "123456789012"),
    (0.01, "0.00", "0,01"),
    ("Aino Ääkkönen 東京 😀", "General", "Aino Ääkkönen 東京 😀"),
    ("Aino", '"Hra "@', "Hra Aino"),
    (True, "General", "TOSI"),
    ("yksi\r\nkaksi\x0bkolme", "General", "yksi\nkaksi\nkolme"),
]
"""Values with their number formats, and what a spreadsheet shows."""


def book_of(*values: tuple[object, str]) -> xlwt.Workbook:
    """Return a workbook with values under one another, each with its number format."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Väki")
    for row, (value, code) in enumerate(values):
        sheet.write(row, 0, value, xlwt.easyxf(num_format_str=code))
    return book


def saved(book: xlwt.Workbook, path: Path) -> bytes:
    book.save(str(path))
    return path.read_bytes()


def by_records(data: bytes) -> tuple[Sheet, ...]:
    return xls._sheets_by_records(data, "ryhma.xls")  # noqa: SLF001 - the reader that is seldom needed


def texts(sheets: tuple[Sheet, ...]) -> list[str]:
    (sheet,) = sheets
    return [row.cells[0] for row in sheet.rows]


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


# Both readers


def test_cells_are_shown_by_their_formats(tmp_path: Path) -> None:
    data = saved(book_of(*((value, code) for value, code, _text in VALUES)), tmp_path / "a.xls")
    assert texts(workbook_sheets(data, "x")) == [text for _value, _code, text in VALUES]
    assert by_records(data) == workbook_sheets(data, "x")


def test_both_readers_read_the_same(tmp_path: Path) -> None:
    data = old_excel(tmp_path / "a.xls").read_bytes()
    assert by_records(data) == workbook_sheets(data, "x")


def test_rich_texts_and_texts_longer_than_a_record(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Väki")
    bold = xlwt.easyfont("bold on")
    long_texts = [f"{letter * 30_000}{number}" for number, letter in enumerate("aä東" * 3)]
    for row, text in enumerate(long_texts):
        sheet.write(row, 0, text)
    sheet.write_rich_text(len(long_texts), 0, ["Aino ", ("Esimerkki", bold), " Öö"])
    data = saved(book, tmp_path / "a.xls")
    assert texts(workbook_sheets(data, "x")) == [*long_texts, "Aino Esimerkki Öö"]
    assert by_records(data) == workbook_sheets(data, "x")


def test_numbers_in_every_form(tmp_path: Path) -> None:
    numbers = [1, -1, 0.5, 1.25, 100, 536_870_911, -536_870_912, 12.34, 0.01, 1e-5, 123456.789]
    book = xlwt.Workbook()
    sheet = book.add_sheet("Väki")
    for column, number in enumerate(numbers):
        sheet.write(0, column, number)
    data = saved(book, tmp_path / "a.xls")
    shown = ("1", "-1", "0,5", "1,25", "100", "536870911", "-536870912", "12,34", "0,01", "0,00001", "123456,789")
    for sheets in (workbook_sheets(data, "x"), by_records(data)):
        assert sheets[0].rows[0].cells == shown


@pytest.mark.parametrize("read", [lambda data: workbook_sheets(data, "x"), by_records])
def test_formulas_without_values_are_errors(tmp_path: Path, read: Callable[[bytes], tuple[Sheet, ...]]) -> None:
    book = book_of(("Nimi", "General"))
    book.get_sheet(0).write(1, 0, xlwt.Formula("A1"))
    data = saved(book, tmp_path / "a.xls")
    (sheet,) = read(data)
    assert [(error.row, error.column, error.fault) for error in sheet.errors] == [(2, 1, CellFault.NO_VALUE)]
    number = data.replace(struct.pack("<Q", 0xFFFF000000000003), struct.pack("<d", 7))
    assert texts(read(number)) == ["Nimi", "7"]
    empty = record(0x01C1, b"\xc1\x01\0\0\x54\x8d\1\0")  # Which spreadsheet has computed all formulas, for good.
    assert texts(read(with_record(data, empty))) == ["Nimi"], "an empty text is a value"


def with_record(data: bytes, added: bytes) -> bytes:
    """Put a record in place of the one after the workbook's codepage, whose size must allow for it."""
    start = data.index(record(0x0042, b"\xb0\x04"))
    old = data.index(record(0x003D, b"")[:2], start)
    size = struct.unpack_from("<H", data, old + 2)[0]
    rest = size - len(added)
    assert rest >= 0
    return data[:old] + added + record(0x0001, bytes(rest)) + data[old + 4 + size :]


@pytest.mark.parametrize("read", [lambda data: workbook_sheets(data, "x"), by_records])
@pytest.mark.parametrize("result", ["text", "error", "boolean"])
def test_values_of_formulas_of_every_kind(
    tmp_path: Path, read: Callable[[bytes], tuple[Sheet, ...]], result: str
) -> None:
    book = book_of(("Nimi", "General"))
    book.get_sheet(0).write(1, 0, xlwt.Formula("1"))
    data = saved(book, tmp_path / "a.xls")
    first = {"text": 0, "boolean": 1 | 1 << 16, "error": 2 | 0x2A << 16}[result]
    data = data.replace(struct.pack("<Q", 0xFFFF000000000003), struct.pack("<Q", 0xFFFF000000000000 | first))
    (sheet,) = read(data)
    if result == "error":
        assert [error.text for error in sheet.errors] == ["#N/A"]
    else:
        assert [row.cells[0] for row in sheet.rows] == {"text": ["Nimi"], "boolean": ["Nimi", "TOSI"]}[result]


def test_a_file_that_is_only_the_stream(tmp_path: Path) -> None:
    data = saved(book_of(("Nimi", "General")), tmp_path / "a.xls")
    stream = data[512:]
    assert is_workbook(stream)
    assert texts(workbook_sheets(stream, "x")) == texts(by_records(stream)) == ["Nimi"]


# What xlrd refuses


def wrong_count(data: bytes) -> bytes:
    """Say that there is one shared text more than there is."""
    texts_record = next(item for item in records(data[512:]) if item.kind == Kind.SHARED_TEXTS)
    start = 512 + texts_record.position + 8
    count = struct.unpack_from("<I", data, start)[0]
    return data[:start] + struct.pack("<I", count + 1) + data[start + 4 :]


def longer_than_it_is(data: bytes) -> bytes:
    """Say in the directory that the stream is longer than its sectors."""
    start = data.index("Workbook".encode("utf-16-le")) + 120
    size = struct.unpack_from("<I", data, start)[0]
    return data[:start] + struct.pack("<I", size + 4096) + data[start + 4 :]


@pytest.mark.parametrize("damage", [wrong_count, longer_than_it_is])
def test_what_xlrd_refuses_is_read_record_by_record(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    whole = saved(book_of(("Nimi", "General"), ("Aino", "General")), tmp_path / "a.xls")
    data = damage(whole)
    with pytest.raises((AssertionError, xlrd.compdoc.CompDocError)):
        xls._sheets_by_xlrd(data, "x")  # noqa: SLF001
    assert texts(workbook_sheets(data, "x")) == ["Nimi", "Aino"]


@pytest.mark.parametrize("share", [0.05, 0.2, 0.4, 0.6, 0.8, 0.95])
def test_what_is_not_whole_is_damaged_for_both_readers(tmp_path: Path, share: float) -> None:
    data = old_excel(tmp_path / "a.xls").read_bytes()
    with pytest.raises(RosterError, match="damaged"):
        by_records(data[: int(share * len(data))])


@pytest.mark.parametrize("data", [b"", b"\x09\x08\x10\x00", b"BM" + bytes(3000), bytes(600), OLE + bytes(1000)])
def test_what_is_no_workbook_is_damaged_for_the_second_reader(data: bytes) -> None:
    with pytest.raises(RosterError, match="damaged"):
        by_records(data)


def test_a_locked_workbook_is_locked_for_both_readers(tmp_path: Path) -> None:
    plain = saved(book_of(("Nimi", "General")), tmp_path / "a.xls")
    data = plain.replace(struct.pack("<HH", 0x42, 2), struct.pack("<HH", 0x2F, 2), 1)
    for read in (by_records, lambda data: workbook_sheets(data, "ryhma.xls")):
        with pytest.raises(RosterError, match="locked with a password"):
            read(data)


def test_the_second_reader_counts_sheets(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    for number in range(51):
        book.add_sheet(f"Väki {number}")
    with pytest.raises(RosterError, match="51 sheets, but at most 50"):
        by_records(saved(book, tmp_path / "a.xls"))


def test_any_byte_may_be_wrong(tmp_path: Path) -> None:
    data = old_excel(tmp_path / "a.xls").read_bytes()
    read = 0
    for position in range(0, len(data), 97):
        changed = data[:position] + bytes([data[position] ^ 0xFF]) + data[position + 1 :]
        with suppress(RosterError):
            by_records(changed)
            read += 1
    assert read > 10, "most bytes are padding"
