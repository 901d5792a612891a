"""Streams of OLE files, small and large, and files whose chains are broken."""

import struct
from pathlib import Path

import pytest
import xlwt

from worksheets.spreadsheets.ole import BrokenOleError, OleFile


def workbook(path: Path, rows: int = 1) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Väki")
    for row in range(rows):
        sheet.write(row, 0, f"teksti {row} " * 20)
    book.save(str(path))
    return path.read_bytes()


@pytest.mark.parametrize("rows", [1, 100, 40_000])
def test_a_stream_is_read_whole(tmp_path: Path, rows: int) -> None:
    data = workbook(tmp_path / "a.xls", rows)
    stream = OleFile(data).stream("workbook")
    assert data[512:].startswith(stream)
    assert len(stream) >= 4096


def test_the_first_name_that_there_is_counts(tmp_path: Path) -> None:
    data = workbook(tmp_path / "a.xls")
    assert OleFile(data).stream("book", "workbook") == OleFile(data).stream("workbook")
    with pytest.raises(BrokenOleError):
        OleFile(data).stream("book")


def test_a_small_stream_lies_in_the_stream_of_small_streams() -> None:
    fat = [0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFE]  # The table itself, the directory, small ones, their table.
    numbers = [0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, 3, 1, 0xFFFFFFFE, 0]
    header = struct.pack("<8s16x5H6x9I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", *numbers)
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)

    def entry(name: str, start: int, size: int) -> bytes:
        encoded = name.encode("utf-16-le")
        return encoded.ljust(64, b"\0") + struct.pack("<H50xII4x", len(encoded) + 2, start, size)

    sectors = [
        struct.pack("<4I", *fat),
        entry("Root Entry", 2, 192) + entry("Workbook", 0, 100),
        b"a" * 64 + b"-" * 64 + b"b" * 64,
        struct.pack("<3I", 2, 0xFFFFFFFE, 0xFFFFFFFE),
    ]
    data = header + b"".join(sector.ljust(512, b"\xff") for sector in sectors)
    assert OleFile(data).stream("workbook") == b"a" * 64 + b"b" * 36


@pytest.mark.parametrize("data", [b"", b"PK", bytes(600), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_what_is_no_ole_file_is_refused(data: bytes) -> None:
    with pytest.raises(BrokenOleError):
        OleFile(data)


def test_a_chain_without_end_and_one_that_is_cut_short_are_refused(tmp_path: Path) -> None:
    data = workbook(tmp_path / "a.xls", 100)
    with pytest.raises(BrokenOleError):
        OleFile(data[: len(data) // 2])
    table = 512 * (struct.unpack_from("<I", data, 76)[0] + 1)
    endless = data[:table] + struct.pack("<I", 0) + data[table + 4 :]
    with pytest.raises(BrokenOleError):
        OleFile(endless).stream("workbook")


@pytest.mark.parametrize("shift", range(7))
def test_sectors_of_few_bytes_are_refused(tmp_path: Path, shift: int) -> None:
    data = bytearray(workbook(tmp_path / "a.xls"))
    struct.pack_into("<H", data, 30, shift)
    struct.pack_into("<I", data, 68, 0)  # Where the table of sectors goes on.
    with pytest.raises(BrokenOleError):
        OleFile(bytes(data))


def test_a_circle_of_large_sectors_is_refused_before_it_is_held(tmp_path: Path) -> None:
    data = bytearray(workbook(tmp_path / "a.xls", 1_000))
    struct.pack_into("<H", data, 30, 16)
    struct.pack_into("<109I", data, 76, *[0] * 109)  # 1.8 million sectors, of which each follows itself.
    struct.pack_into("<2I", data, 48, 0, 0)
    data[65536 : 2 * 65536] = bytes(65536)
    with pytest.raises(BrokenOleError):
        OleFile(bytes(data))
