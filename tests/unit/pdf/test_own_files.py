"""A course's copy of a shipped style sheet finds the drawings that lie beside the shipped one."""

from pathlib import Path

import pytest

from worksheets.errors import StyleError
from worksheets.pdf.own_files import OwnFiles
from worksheets.resources import STYLES

DRAWING = (STYLES / "rule.svg").read_bytes()


@pytest.fixture
def styles(tmp_path: Path) -> Path:
    (tmp_path / "styles").mkdir()
    return tmp_path / "styles"


def test_a_drawing_that_the_course_has_not_is_the_shipped_one(styles: Path) -> None:
    files = OwnFiles(styles.parent)
    assert files.read((styles / "rule.svg").as_uri()).data == DRAWING
    assert files.paths == {(STYLES / "rule.svg").resolve()}


def test_the_courses_own_comes_first_even_if_it_cannot_be_read(styles: Path) -> None:
    own = DRAWING.replace(b"svg", b"svg ", 1)
    (styles / "rule.svg").write_bytes(own)
    assert OwnFiles(styles.parent).read((styles / "rule.svg").as_uri()).data == own
    (styles / "rule.svg").unlink()
    (styles / "rule.svg").symlink_to(styles / "nowhere.svg")
    with pytest.raises(StyleError, match="cannot be read"):
        OwnFiles(styles.parent).read((styles / "rule.svg").as_uri())


@pytest.mark.parametrize("name", ["missing.svg", "../rule.svg", "../styles/../../rule.svg", "x" * 300 + ".svg"])
def test_nothing_else_is_found(styles: Path, name: str) -> None:
    with pytest.raises(StyleError):
        OwnFiles(styles.parent).read(f"{styles.as_uri()}/{name}")
