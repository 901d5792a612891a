"""Pictures that nothing uses are found, and no others."""

from pathlib import Path

import pytest

from worksheets.course.picture_files import files_in, unused_pictures


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pages").mkdir()
    (tmp_path / "kuvat").mkdir()
    (tmp_path / "kuvat" / "oma kuva.png").write_bytes(b"")
    return tmp_path


def unused(folder: Path, *used: Path) -> list[str]:
    return [fault.file.name for fault in unused_pictures(folder, used)]


def test_a_picture_that_nothing_names_is_unused(folder: Path) -> None:
    assert unused(folder) == ["oma kuva.png"]
    assert unused(folder, (folder / "kuvat" / "oma kuva.png").resolve()) == []


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("pages/a.md", "![Kuva](kuvat/oma%20kuva.png)"),
        ("pages/a.html.j2", '<img src="oma kuva.png">'),
        ("course.toml", '[brand]\nlogo = "kuvat/oma kuva.png"'),
        ("kuvat/a.css", "url(oma%20kuva.png)"),
    ],
)
def test_a_picture_that_is_named_is_used(folder: Path, file: str, text: str) -> None:
    (folder / file).write_text(text, "utf-8")
    assert unused(folder) == []


def test_a_name_that_ends_another_is_not_named(folder: Path) -> None:
    (folder / "a.png").write_bytes(b"")
    (folder / "pages" / "a.md").write_text("![Kuva](kuvat/oma%20kuva.png)", "utf-8")
    assert unused(folder) == ["a.png"]


@pytest.mark.parametrize("name", ["output", "ryhma"])
def test_what_has_been_printed_into_the_folder_is_no_picture_of_the_course(folder: Path, name: str) -> None:
    (folder / name).mkdir()
    (folder / name / "packet.json").write_text("{}", "utf-8")
    (folder / name / "sivut-01.png").write_bytes(b"")
    assert unused(folder) == ["oma kuva.png"]


def test_names_are_looked_for_in_a_text_made_to_be_slow(folder: Path) -> None:
    for number in range(300):
        (folder / f"{'x' * (number % 200)}{number}.png").write_bytes(b"")
    (folder / "pages" / "a.md").write_text(".png" * 20_000 + " oma%20kuva.png", "utf-8")
    assert unused(folder) == [], "there is too much to be compared"
    (folder / "pages" / "a.md").write_text(".png" * 500 + " oma%20kuva.png", "utf-8")
    assert len(unused(folder)) == 300


def test_misspelt_names_are_looked_for_near_the_folder_only(folder: Path) -> None:
    (folder / "kuvat" / "syvä").mkdir()
    (folder / "kuvat" / "syvä" / "b.png").write_bytes(b"")
    (folder / "c.txt").write_text("")
    assert files_in(folder, (".png", ".txt")) == ["c.txt", "kuvat/oma kuva.png"]
