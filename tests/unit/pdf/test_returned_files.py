"""Forms are found in folders, and what systems leave beside them is not taken for forms."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from worksheets.pdf.returned_files import returned_files

LITTER = (
    *("._Aino.pdf", ".DS_Store", "Thumbs.db", "THUMBS.DB", "desktop.ini", "~$Aino.docx", ".~lock.lista.ods#", "Icon\r"),
    *("__MACOSX/Aino.pdf", "$RECYCLE.BIN/Aino.pdf", "@eaDir/Aino.pdf/kuva.jpg", ".Trashes/Aino.pdf", ".git/Aino.pdf"),
    *(".syncthing.Aino.pdf.tmp", ".Aino.pdf.x7Yz", ".dropbox.attr"),
)


def write(path: Path, data: bytes = b"%PDF-1.7") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_pdf_files_in_a_folder_and_its_folders(tmp_path: Path) -> None:
    paths = [write(tmp_path / name) for name in ("a.pdf", "b.PDF", "ryhma/c (1).pdf", "ryhma/osa/d.pdf")]
    assert returned_files([tmp_path]).forms == paths


def test_a_pdf_under_any_name_is_found(tmp_path: Path) -> None:
    paths = [write(tmp_path / name) for name in ("a.pdf.download", "lomake", "lomake.pdf ")]
    paths.append(write(tmp_path / "liite.txt", b"\n\n%PDF-1.4"))
    assert set(returned_files([tmp_path]).forms) == set(paths)


@pytest.mark.parametrize("name", LITTER)
def test_litter_is_passed_over(tmp_path: Path, name: str) -> None:
    form, litter = write(tmp_path / "Aino.pdf"), write(tmp_path / name)
    files = returned_files([tmp_path])
    assert (files.forms, files.errors, files.notes) == ([form], [], [])
    if not name.startswith((".git", ".sync", ".Aino", ".drop")):
        assert returned_files([form, litter]).forms == [form], "given as a file"


def test_files_that_are_given_are_read_whatever_they_are(tmp_path: Path) -> None:
    paths = [tmp_path / "puuttuu.pdf", write(tmp_path / "kirje.docx", b"PK")]
    files = returned_files(paths)
    assert (files.forms, files.errors, files.notes) == (paths, [], [])


def test_each_file_is_read_once(tmp_path: Path) -> None:
    path = write(tmp_path / "a" / "Aino.pdf")
    (tmp_path / "linkki.pdf").symlink_to(path)
    (tmp_path / "a" / "ympyrä").symlink_to(tmp_path)
    assert len(returned_files([path, tmp_path, tmp_path / "a", path]).forms) == 1


def test_files_that_are_no_pdfs_are_named(tmp_path: Path) -> None:
    write(tmp_path / "a.pdf")
    for name in ("vastaus.docx", "ryhma/kuva.jpg", "lista.xlsx", "vanha.yaml"):
        write(tmp_path / name, b"x")
    assert returned_files([tmp_path]).notes == [
        f"{tmp_path}: not read, because they are not PDF files: ryhma{os.sep}kuva.jpg, vastaus.docx"
    ]
    for number in range(9):
        write(tmp_path / f"b{number}.txt", b"x")
    (note,) = returned_files([tmp_path]).notes
    assert note.endswith("b0.txt, b1.txt, b2.txt, b3.txt, b4.txt …")


def test_a_folder_without_forms_is_an_error(tmp_path: Path) -> None:
    assert returned_files([tmp_path]).errors == [f"{tmp_path}: there are no PDF files in this folder"]


def test_a_file_that_is_still_in_the_cloud_is_an_error(tmp_path: Path) -> None:
    write(tmp_path / "a.pdf")
    path = write(tmp_path / ".Aino.pdf.icloud", b"bplist00")
    assert returned_files([tmp_path]).errors == [
        f"{path}: is not on this computer yet; open its folder, so that iCloud downloads it"
    ]


def test_a_folder_that_cannot_be_opened_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.pdf")
    locked = tmp_path / "lukittu"
    locked.mkdir()
    listed = Path.iterdir

    def refuse(path: Path) -> object:
        if path == locked:
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(Path, "iterdir", refuse)
    files = returned_files([tmp_path])
    assert files.forms == [tmp_path / "a.pdf"]
    problem = "the folder cannot be opened; check its permissions, or copy it to this computer"
    assert files.errors == [f"{locked}: {problem}"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    form = write(tmp_path / "a.pdf")
    for name in ("putki", "putki.pdf"):
        os.mkfifo(tmp_path / name)
    files = returned_files([tmp_path])
    assert files.forms == [form, tmp_path / "putki.pdf"], "what it is, is said when it is read"
    assert files.notes == [f"{tmp_path}: not read, because they are not PDF files: putki"]


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    outside, folder = write(tmp_path / "muualla" / "salainen.pdf"), tmp_path / "palautetut"
    form = write(folder / "a.pdf")
    links = {"b.pdf": outside, "kansio": outside.parent, "juuri": Path("/"), "nolla.pdf": Path("/dev/zero")}
    links |= {"silmukka.pdf": folder / "silmukka.pdf", "poissa.pdf": folder / "ei-ole.pdf", "ylös": folder / ".."}
    for name, target in links.items():
        (folder / name).symlink_to(target)
    (folder / "sama.pdf").symlink_to(form)
    (folder / "itse").symlink_to(folder)
    files = returned_files([folder])
    assert files.forms == [form]
    assert sorted(files.errors) == sorted(
        f"{folder / name}: is a link out of the folder, so it was not read; name the file itself in the command"
        for name in links
    )
    assert returned_files([folder / "b.pdf"]).forms == [folder / "b.pdf"], "a link that somebody names is followed"
    assert returned_files([folder / "kansio"]).forms == [folder / "kansio" / "salainen.pdf"]


def test_a_folder_called_as_a_form(tmp_path: Path) -> None:
    form = write(tmp_path / "kansio.pdf" / "a.pdf")
    assert returned_files([tmp_path]).forms == returned_files([tmp_path / "kansio.pdf"]).forms == [form]


def test_a_folder_whose_forms_have_been_named_before_has_forms(tmp_path: Path) -> None:
    form = write(tmp_path / "a.pdf")
    files = returned_files([form, tmp_path])
    assert (files.forms, files.errors) == ([form], [])


@pytest.fixture
def deepest(tmp_path: Path) -> Iterator[Path]:
    """Return a folder that is in 1,100 others. They are deleted one by one: ``shutil.rmtree`` calls itself for each."""
    folders = [tmp_path]
    for _level in range(1_100):
        folders.append(folders[-1] / "a")
        folders[-1].mkdir()
    yield folders[-1]
    for folder in reversed(folders[1:]):
        folder.rmdir()


def test_very_deep_folders(tmp_path: Path, deepest: Path) -> None:
    assert returned_files([tmp_path]).forms == []
    form = write(deepest / "b.pdf")
    assert returned_files([tmp_path]).forms == [form]
    form.unlink()


@pytest.mark.skipif(sys.platform != "linux", reason="the file system takes text only")
def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe\x1b[2J\n.pdf"))
    assert returned_files([write(path), tmp_path]).forms == [path]
