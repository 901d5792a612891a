"""Every failure to read a file has a sentence with a cure, and none of the words of a library or a system."""

import os
from pathlib import Path

import pikepdf
import pytest

from worksheets.files import read_regular
from worksheets.pdf.bounded_stream import TooLargeError
from worksheets.pdf.unreadable import too_tangled, why_unreadable

JARGON = ("Errno", "trailer", "xref", "codec", "Traceback", "object at", "stream", "NoneType", "directory")


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (pikepdf.PasswordError("invalid password"), "is locked; add --password - to type its password"),
        (FileNotFoundError(2, "No such file or directory"), "there is no such file; check how its name is spelled"),
        (NotADirectoryError(20, "Not a directory"), "there is no such file"),
        (PermissionError(13, "Permission denied"), "permission denied; close the file in other programs"),
        (OSError(5, "Input/output error"), "the disk does not respond; copy the file to this computer and try again"),
        (OSError(36, "File name too long"), "the name is too long; choose a shorter one"),
        (TooLargeError(), "something in it is too large for a form; ask for the file again"),
        (MemoryError(), "something in it is too large for a form"),
    ],
)
def test_failures_of_the_system(tmp_path: Path, error: Exception, message: str) -> None:
    assert message in why_unreadable(tmp_path / "a.pdf", error)


def test_a_wrong_password_is_told_from_none(tmp_path: Path) -> None:
    error = pikepdf.PasswordError("invalid password")
    message = "is locked, and the password does not open it; add --password - to type the right one"
    assert why_unreadable(tmp_path / "a.pdf", error, password=True) == message


@pytest.mark.parametrize(
    ("head", "message"),
    [
        (b"", "it is empty, because it was not copied completely; copy it again, or ask for it again"),
        (b"\0" * 4096, "it is empty"),
        (b"%PDF-1.7\n1 0 obj", "it is damaged; ask for the file again"),
        (b"\n\n%PDF-1.7", "it is damaged"),
        (b"PK\x03\x04word/document.xml", "it is not a PDF but a ZIP file or an Office document"),
        (b"\xff\xd8\xff\xe0", "it is not a PDF but a picture; type its answers into the list"),
        (b"\x89PNG\r\n", "a picture"),
        (b"\0\0\0\x18ftypheic", "a picture"),
        (b"<!DOCTYPE html><title>Kirjaudu</title>", "it is not a PDF but a web page; download the form itself"),
        (b"\xef\xbb\xbf <HTML>", "a web page"),
        (b"%FDF-1.2", "it is not a PDF but data exported from a form"),
        (b"<?xml version='1.0'?><xfdf/>", "data exported from a form"),
        (b"Hei!", "it is not a PDF; ask for the saved form itself"),
    ],
)
def test_files_that_are_no_sound_pdf(tmp_path: Path, head: bytes, message: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(head)
    why = why_unreadable(path, pikepdf.PdfError("a.pdf: unable to find trailer dictionary while recovering"))
    assert why.startswith("cannot be read: ")
    assert message in why


@pytest.mark.parametrize(
    "error",
    [
        pikepdf.PdfError("xref not found"),
        RecursionError("maximum recursion depth exceeded"),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
        AttributeError("'NoneType' object has no attribute 'get'"),
        OSError(5, "Input/output error"),
    ],
)
def test_no_words_of_a_library(tmp_path: Path, error: Exception) -> None:
    for path in (tmp_path, tmp_path / "missing.pdf"):
        assert not any(word in why_unreadable(path, error) for word in JARGON)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_file_or_too_large(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "putki.pdf")
    (tmp_path / "suuri.pdf").write_bytes(b"%PDF-" * 9)
    (tmp_path / "silmukka.pdf").symlink_to("silmukka.pdf")
    (tmp_path / "nolla.pdf").symlink_to("/dev/zero")
    reasons = {}
    for name in ("putki.pdf", "suuri.pdf", "silmukka.pdf", "nolla.pdf", "."):
        with pytest.raises(OSError, match="not a file|larger than|levels of symbolic links") as error:
            read_regular(tmp_path / name, 9)
        reasons[name] = why_unreadable(tmp_path / name, error.value)
    assert all(reason.startswith("cannot be read: ") for reason in reasons.values())
    assert all("a pipe or a device, not a file" in reasons[name] for name in ("putki.pdf", "nolla.pdf"))
    assert "a folder, not a file" in reasons["."]
    assert "larger than" in reasons["suuri.pdf"]
    assert "a broken link" in reasons["silmukka.pdf"]


def test_a_file_whose_reading_was_stopped() -> None:
    assert too_tangled() == "is too large or complicated for a form; ask for the file again"
