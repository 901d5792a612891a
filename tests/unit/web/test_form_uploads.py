"""What a browser brings as forms is put into a folder under safe names, and a zip is opened within limits."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from starlette.datastructures import FormData, UploadFile

from worksheets.web import form_uploads
from worksheets.web.form_uploads import Uploads

PDF = b"%PDF-1.7 example"


def brought(folder: Path, *files: tuple[str, bytes], modified: str = "") -> Uploads:
    uploads = Uploads(folder, 1)
    pairs: list[tuple[str, str | UploadFile]] = [
        ("files", UploadFile(BytesIO(data), filename=name)) for name, data in files
    ]
    uploads.add(FormData([*pairs, ("modified", modified)]))
    return uploads


def zipped(*files: tuple[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Aino Esimerkki.pdf", "Aino Esimerkki.pdf"),
        ("../../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\lomake.PDF", "lomake.PDF"),
        ("a\x00\n\u202eb.pdf", "ab.pdf"),
        ("\n", "no name"),
        ("x" * 300 + ".pdf", "x" * 100 + "…" + "x" * 15 + ".pdf"),
    ],
)
def test_a_name_is_shown_as_it_was_given_and_leads_nowhere(tmp_path: Path, given: str, shown: str) -> None:
    (file,) = brought(tmp_path, (given, PDF)).files
    assert file.name == shown
    assert file.path.parent == tmp_path / "1"
    assert file.path.read_bytes() == PDF


def test_files_that_systems_leave_behind_are_not_taken(tmp_path: Path) -> None:
    uploads = brought(tmp_path, ("forms/.DS_Store", b"x"), ("__MACOSX/._a.pdf", b"x"), ("a.pdf", PDF))
    assert [file.name for file in uploads.files] == ["a.pdf"]


def test_the_forms_in_a_zip_are_taken(tmp_path: Path) -> None:
    data = zipped(("mail/Aino.pdf", PDF), ("mail/readme.txt", b"x"), ("Ville.PDF", PDF + b"2"), ("mail/", b""))
    uploads = brought(tmp_path, ("all.zip", data))
    assert [file.name for file in uploads.files] == ["Aino.pdf", "Ville.PDF"]
    assert uploads.problems == []


def flat(_data: bytes) -> bytes:
    return b"PK\3\4 no zip at all"


def lying(data: bytes) -> bytes:
    """Return a zip that says that its table of contents is very long."""
    end = data.rindex(b"PK\5\6")
    return data[: end + 12] + (2**31).to_bytes(4, "little") + data[end + 16 :]


def locked(data: bytes) -> bytes:
    """Return a zip that says that its files are encrypted."""
    entry = data.rindex(b"PK\1\2")
    return data[: entry + 8] + b"\1\0" + data[entry + 10 :]


@pytest.mark.parametrize("spoil", [flat, lying, locked])
def test_a_zip_that_cannot_be_opened_is_told(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    uploads = brought(tmp_path, ("all.zip", spoil(zipped(("a.pdf", PDF)))), ("b.pdf", PDF))
    assert [file.name for file in uploads.files] == ["b.pdf"]
    assert [problem.startswith("all.zip: this zip was not opened: ") for problem in uploads.problems] == [True]


def test_a_zip_without_forms_is_told(tmp_path: Path) -> None:
    uploads = brought(tmp_path, ("all.zip", zipped(("kuva.png", b"x"))))
    assert "there are no PDF files in it" in uploads.problems[0]


def test_what_a_zip_unpacks_to_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form_uploads, "_LARGEST_ZIP", 2_000_000)
    uploads = brought(tmp_path, ("all.zip", zipped(("a.pdf", bytes(1_500_000)), ("b.pdf", bytes(1_500_000)))))
    assert "it has more than 2 MB in it" in uploads.problems[0]
    assert [file.name for file in uploads.files] == ["a.pdf"]


def test_a_zip_of_very_many_files_is_not_opened(tmp_path: Path) -> None:
    uploads = brought(tmp_path, ("all.zip", zipped(*((f"{number}.pdf", PDF) for number in range(201)))))
    assert uploads.files == []
    assert "it has more than 200 files" in uploads.problems[0]


def test_a_files_date_is_kept(tmp_path: Path) -> None:
    first, second = brought(tmp_path, ("a.pdf", PDF), ("b.pdf", PDF), modified="1700000000000,x").files
    assert first.path.stat().st_mtime == 1_700_000_000
    assert second.path.stat().st_mtime > 1_700_000_000


@pytest.mark.parametrize("modified", ["1700000000000", "1,2,3", "9" * 5000, "-1,-1"])
def test_dates_that_are_none_are_not_taken(tmp_path: Path, modified: str) -> None:
    for file in brought(tmp_path, ("a.pdf", PDF), ("b.pdf", PDF), modified=modified).files:
        assert file.path.stat().st_mtime > 1_700_000_000
