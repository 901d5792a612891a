"""Every picture of the documentation is drawn by one program, from the real pages."""

import re
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from tests.helpers.course import ROOT
from tools import draw_pictures, draw_screens, reference
from tools.draw_pictures import DESK, GAP, PICTURES, WIDTH, Page, draw_all, sheet

MARKDOWN = sorted(path for folder in (ROOT, ROOT / "docs", ROOT / "benchmarks") for path in folder.glob("*.md"))
SHOWN = re.compile(r"!\[(?P<words>[^\]]*)\]\((?P<path>[^)]*)\)")


def shown(page: Path) -> list[tuple[str, Path]]:
    """Return the pictures that a Markdown file shows: what they say to whoever cannot see them, and the file."""
    return [(match["words"], page.parent / match["path"]) for match in SHOWN.finditer(page.read_text("utf-8"))]


def test_pictures_that_are_shown_are_those_that_are_drawn_and_kept() -> None:
    names = {path.resolve() for page in MARKDOWN for _words, path in shown(page)}
    drawn = {draw_pictures.DOCS / name for name in (*PICTURES, *draw_screens.SCREENS)}
    assert names == drawn
    assert drawn == {path for path in draw_pictures.DOCS.iterdir() if path.suffix != ".md"}


@pytest.mark.parametrize("page", [page for page in MARKDOWN if shown(page)], ids=lambda page: page.name)
def test_pictures_say_what_they_show(page: Path) -> None:
    assert [words for words, _path in shown(page) if len(words.split()) < 3] == []


@pytest.mark.parametrize("name", [*PICTURES, *draw_screens.SCREENS])
def test_a_kept_picture_is_small_and_as_wide_as_it_is_drawn(name: str) -> None:
    path = draw_pictures.DOCS / name
    assert path.stat().st_size <= draw_pictures.LARGEST
    with Image.open(path) as picture:
        assert picture.mode == "P"
        assert picture.width == (WIDTH if name in PICTURES else draw_screens.SIZE["width"])


def pdf_of(path: Path, *sizes: tuple[int, int]) -> bytes:
    """Return a PDF with empty pages of some sizes in points."""
    with pikepdf.new() as document:
        for size in sizes:
            document.add_blank_page(page_size=size)
        document.save(path)
    return path.read_bytes()


def test_the_widest_row_fills_a_picture_and_all_pages_have_one_scale(tmp_path: Path) -> None:
    pdf = pdf_of(tmp_path / "pages.pdf", (100, 200), (300, 100))
    picture = sheet([[Page(pdf, 0, share=0.5), Page(pdf, 1)], [Page(pdf, 0)]])
    scale = (WIDTH - 3 * GAP) / 400
    assert picture.width == WIDTH
    assert picture.height == pytest.approx(3 * GAP + 300 * scale, abs=2)
    across = [
        n for n in range(1, WIDTH) if picture.getpixel((n, 2 * GAP)) != picture.getpixel((n - 1, 2 * GAP))
    ]  # Where ground and paper meet.
    assert across == pytest.approx([GAP, GAP + 100 * scale, 2 * GAP + 100 * scale, WIDTH - GAP], abs=2)


def test_pictures_take_the_place_of_those_that_were_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = pdf_of(tmp_path / "pages.pdf", (100, 100))
    monkeypatch.setattr(draw_pictures, "PICTURES", {"new.png": lambda: [[Page(pdf, 0)]]})
    (tmp_path / "old.png").touch()
    draw_all(tmp_path)
    assert [path.name for path in tmp_path.glob("*.png")] == ["new.png"]
    with Image.open(tmp_path / "new.png") as picture:
        assert picture.convert("RGB").getpixel((0, 0)) == tuple(bytes.fromhex(DESK.strip("#")))


@pytest.mark.parametrize("language", reference.FILES)
def test_the_reference_of_courses_is_what_the_program_says(language: str) -> None:
    assert reference.FILES[language].read_text("utf-8") == reference.reference(language)
