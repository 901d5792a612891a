"""Parts of ZIP archives, whatever their names look like, and never more of them than the limits allow."""

import struct
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest

from worksheets.errors import RosterError
from worksheets.spreadsheets import archive
from worksheets.spreadsheets.archive import Archive, target


def zipped(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP archive with these members."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", compression) as book:
        for name, content in members.items():
            book.writestr(name, content)
    return file.getvalue()


def problem(data: bytes) -> str:
    with pytest.raises(RosterError) as caught:
        b"".join(Archive(data, "x").pieces("a"))
    return str(caught.value)


@pytest.mark.parametrize("name", ["xl/workbook.xml", "XL\\Workbook.XML", "/xl/./workbook.xml"])
@pytest.mark.parametrize("asked", ["xl/workbook.xml", "Xl/WORKBOOK.xml", "/xl/workbook.xml", "xl\\workbook.xml"])
def test_parts_are_found_however_their_names_are_written(name: str, asked: str) -> None:
    book = Archive(zipped({name: b"content"}), "x")
    assert asked in book
    assert b"".join(book.pieces(asked)) == b"content"
    assert book.read(asked, 3) == b"con"


def test_a_part_that_is_not_there() -> None:
    book = Archive(zipped({"b": b""}), "x")
    assert "a" not in book
    assert book.read("a") == b""
    assert "damaged" in problem(zipped({"b": b""}))


def test_a_part_may_have_two_names_that_differ() -> None:
    data = zipped({"xl/a.xml": b"content"})
    data = data.replace(b"xl/a.xml", b"xl\\a.xml", 1)
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(BytesIO(data)).read("xl/a.xml")
    assert Archive(data, "x").read("xl/a.xml") == b"content"


def test_bytes_before_the_archive_do_not_matter() -> None:
    assert Archive(b"PK, a greeting" + zipped({"a": b"content"}), "x").read("a") == b"content"


@pytest.mark.parametrize(
    ("base", "relation", "part"),
    [
        ("xl/workbook.xml", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("xl/workbook.xml", "/other/sheet1.xml", "other/sheet1.xml"),
        ("xl/workbook.xml", "../sheet1.xml", "sheet1.xml"),
        ("xl/workbook.xml", "./a%20b.xml", "xl/a b.xml"),
        ("xl/workbook.xml", "worksheets\\sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("workbook.xml", "sheet1.xml", "sheet1.xml"),
        ("workbook.xml", "../../sheet1.xml", "sheet1.xml"),
    ],
)
def test_targets_of_relations(base: str, relation: str, part: str) -> None:
    assert target(base, relation) == part


@pytest.mark.parametrize(
    "data",
    [
        b"PK",
        b"PK\x03\x04 and no more",
        zipped({"a": b"content"})[:-30],
        zipped({"a": b"content" * 100}).replace(b"\x01\x02\x03", b"", 1)[:60],
        zipped({"a": b"content"}, zipfile.ZIP_STORED).replace(b"content", b"CONTENT"),
        zipped({"a": b"content"}, zipfile.ZIP_LZMA),
        zipped({"a": b"content"}, zipfile.ZIP_BZIP2),
    ],
    ids=range(7),
)
def test_what_is_damaged_or_packed_in_another_way_is_refused(data: bytes) -> None:
    assert "damaged" in problem(data)


def test_a_directory_of_many_parts_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped({"a": b"content"})
    monkeypatch.setattr(archive, "_DIRECTORY", 10)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    assert "damaged" in problem(data)


def test_what_is_unpacked_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped({"a": bytes(300_000)})
    monkeypatch.setattr(archive, "UNPACKED", 500_000)
    book = Archive(data, "x")
    assert len(b"".join(book.pieces("a"))) == 300_000
    with pytest.raises(RosterError, match="too large when unpacked"):
        b"".join(book.pieces("a"))


def test_a_size_that_is_understated_does_not_help(monkeypatch: pytest.MonkeyPatch) -> None:
    data = zipped({"a": bytes(300_000)}).replace(struct.pack("<I", 300_000), struct.pack("<I", 10))
    monkeypatch.setattr(archive, "UNPACKED", 1_000)
    assert "damaged" in problem(data)


def test_a_locked_part_locks_the_archive() -> None:
    data = bytearray(zipped({"a": b"content"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "locked with a password" in problem(bytes(data))


def test_a_part_without_a_name_is_passed_over() -> None:
    data = zipped({"a": b"content", "bb": b""})
    directory = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    nameless = data[: directory + 28] + struct.pack("<HH", 0, 2) + data[directory + 32 :]  # Its name is extra now.
    assert b"".join(Archive(nameless, "x").pieces("a")) == b"content"


@pytest.mark.parametrize("number", [0, 1, 0xFFFF, 0xFFFFFFFE, 0xFFFFFFFF])
@pytest.mark.parametrize("offset", [6, 8, 10, 20, 24, 28, 30, 32, 42])
def test_a_directory_with_any_number_is_read_or_refused(offset: int, number: int) -> None:
    data = bytearray(zipped({"a": b"content" * 100}))
    start = data.index(b"PK\x01\x02") + offset
    size = 4 if offset in (20, 24, 42) else 2
    data[start : start + size] = (number & (1 << 8 * size) - 1).to_bytes(size, "little")
    with suppress(RosterError):
        assert Archive(bytes(data), "x").read("a") in (b"", b"c", b"content" * 100)
