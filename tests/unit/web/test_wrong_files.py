"""Files that people bring as lists and that are none."""

import pytest

from worksheets.web.wrong_files import FileKind, file_kind, refusal_of


@pytest.mark.parametrize(
    ("name", "beginning", "kind"),
    [
        ("ryhmakuva.jpg", b"\xff\xd8\xff\xe0", FileKind.PICTURE),
        ("ryhma.csv", b"\x89PNG\r\n", FileKind.PICTURE),  # Whatever its name says.
        ("lomake.PDF", b"%PDF-1.7", FileKind.PDF),
        ("kirje.docx", b"PK\x03\x04", FileKind.TEXT_DOCUMENT),
        ("paketti.zip", b"PK\x03\x04", FileKind.ARCHIVE),
        ("viesti.msg", b"\xd0\xcf\x11\xe0", FileKind.MESSAGE),
    ],
)
def test_no_lists(name: str, beginning: bytes, kind: FileKind) -> None:
    assert file_kind(name, beginning) is kind
    refusal = refusal_of(name, kind)
    assert refusal.what.startswith(name)
    assert refusal.cure


@pytest.mark.parametrize("ending", [".xlsx", ".xls", ".ods", ".csv", ".txt", "", ".yaml"])
def test_perhaps_a_list(ending: str) -> None:
    assert file_kind(f"ryhma{ending}", b"PK\x03\x04") is None


def test_what_is_said_of_a_picture() -> None:
    refusal = refusal_of("ryhmakuva.jpg", FileKind.PICTURE)
    assert refusal.what == "ryhmakuva.jpg is a picture, and no names can be read from it"
    assert "under Names" in refusal.cure
