"""What has changed in a course's folder is known by digests, and only what has changed is read again."""

import os
from pathlib import Path

import pytest

from worksheets.files import read_regular
from worksheets.packet import course_digests
from worksheets.packet.course_digests import CourseDigests

FILES = {
    "course.toml": 'title = "Kurssi"  # logo.png',
    "styles/kinds.css": "p { }",
    "pages/kansi.md": "teksti",
    "pages/oma.html.j2": "{{ 1 }}",
    "kuvat/kuva.png": "kuva",
    "logo.png": "logo",
    "ryhma.csv": "Nimi",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("course.toml", {"styles", "templates"}),
        ("styles/kinds.css", {"styles", "templates"}),
        ("logo.png", {"styles", "templates"}),
        ("pages/oma.html.j2", {"templates"}),
        ("kuvat/kuva.png", {"pictures"}),
        ("pages/kansi.md", set()),
        ("ryhma.csv", set()),
    ],
)
def test_a_change_changes_what_depends_on_the_file(folder: Path, name: str, changed: set[str]) -> None:
    digests = CourseDigests(folder)
    before = digests.read()
    (folder / name).write_text(FILES[name] + "!", "utf-8")
    after = digests.read()
    parts = ("styles", "templates", "pictures")
    assert {part for part in parts if getattr(before, part) != getattr(after, part)} == changed
    assert digests.read() == after


def test_a_file_is_read_again_only_if_it_has_changed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digests = CourseDigests(folder)
    digests.read()
    read: list[str] = []

    def noted(path: Path, most: int) -> bytes:
        read.append(path.name)
        return read_regular(path, most)

    monkeypatch.setattr(course_digests, "read_regular", noted)
    (folder / "kuvat" / "kuva.png").write_text("toinen kuva", "utf-8")
    digests.read()
    assert "kuva.png" in read
    assert "logo.png" not in read


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_file_that_cannot_be_read_changes_nothing_else(folder: Path) -> None:
    (folder / "kuvat" / "rikki.png").symlink_to(folder / "kuvat" / "rikki.png")
    assert set(CourseDigests(folder).read().pictures) == {"kuva.png"}
