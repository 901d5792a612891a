"""Slides on A4 are the same slides, smaller: in what Python computes with and in the style sheets alike."""

import re
from pathlib import Path

import pytest

from worksheets.course.course import Course
from worksheets.course.layout import Layout, read_layout
from worksheets.course.paper import A4, PAPERS, SCREEN, check_paper, scale_on, sheet_on_a4
from worksheets.errors import StyleError

SCALE = 297 / 338.7
BARE = {"unlined", "map-list", "body-leading", "ball-leading", "cell-leading", "ball-width", "ball-height"}
"""Custom properties of the slides that are no lengths, and whose names do not say so."""
_LENGTH = re.compile(r"(?<![\w.#-])-?[\d.]+(?:mm|pt)\b")


@pytest.fixture(scope="module")
def slides(course: Course) -> tuple[Layout, Layout]:
    """Return the slides for a screen and for A4."""
    screen, a4 = (read_layout("slides", course.folder, paper) for paper in PAPERS)
    return screen, a4


def test_every_length_is_multiplied_for_a4(slides: tuple[Layout, Layout]) -> None:
    screen, a4 = slides
    assert (screen.paper, screen.scale, a4.paper) == (SCREEN, 1.0, A4)
    assert a4.scale == pytest.approx(SCALE)
    assert a4.numbers.keys() == screen.numbers.keys()
    own = {"sheet-width", "sheet-height", "margin-top", "margin-bottom"}
    for name in screen.numbers.keys() - own:
        is_bare = name in BARE or name.endswith(("lines", "rows"))
        assert a4.numbers[name] == pytest.approx(screen.numbers[name] * (1 if is_bare else SCALE)), name


def test_the_slide_is_in_the_middle_of_the_paper(slides: tuple[Layout, Layout]) -> None:
    screen, a4 = (layout.numbers for layout in slides)
    assert (a4["sheet-width"], a4["sheet-height"]) == (297, 210)
    assert a4["margin-top"] - screen["margin-top"] * SCALE == pytest.approx((210 - 190.5 * SCALE) / 2, abs=1e-3)
    assert a4["margin-top"] == pytest.approx(a4["margin-bottom"])
    css = slides[1].css(slides[1].style_sheets[-1])
    assert re.search(r"size: 297\.0+mm 210\.0+mm; margin: 42\.52\d+mm 21\.04\d+mm 42\.52\d+mm;", css)


def test_lengths_in_rules_are_multiplied_too(slides: tuple[Layout, Layout]) -> None:
    screen, a4 = slides
    lengths = [_LENGTH.findall(layout.css(layout.style_sheets[2])) for layout in (screen, a4)]
    assert len(lengths[0]) == len(lengths[1]) > 50
    values = [[float(length[:-2]) for length in found] for found in lengths]
    assert values[1] == pytest.approx([value * SCALE for value in values[0]])


@pytest.mark.parametrize("paper", PAPERS)
def test_a_handout_is_a4_whatever_it_is_given(course: Course, paper: str) -> None:
    layout = read_layout("handout", course.folder, paper)
    assert (layout.paper, layout.scale) == (SCREEN, 1.0)
    assert layout.numbers == read_layout("handout", course.folder).numbers


def test_a_courses_own_slides_of_another_size_fit_on_a4(tmp_path: Path) -> None:
    own = tmp_path / "styles" / "layouts" / "slides.css"
    own.parent.mkdir(parents=True)
    own.write_text(":root { --sheet-width: 400mm; --sheet-height: 300mm; --prompt-width: 5cm }", "utf-8")
    layout = read_layout("slides", tmp_path, A4)
    assert layout.scale == pytest.approx(0.7), "as high as the paper"
    assert layout.number("prompt-width") == pytest.approx(35)
    own.write_text(":root { --prompt-width: 5cm }", "utf-8")
    assert read_layout("slides", tmp_path, A4).scale == 1.0, "it names its paper itself"


def test_the_scale_and_the_sheet_come_from_the_declared_sheet() -> None:
    assert scale_on(A4, {"sheet-width": 594.0, "sheet-height": 300.0}) == 0.5
    assert scale_on(SCREEN, {"sheet-width": 594.0, "sheet-height": 300.0}) == 1.0
    assert scale_on(A4, {"sheet-width": 594.0}) == 1.0
    sheet = sheet_on_a4({"sheet-height": 150.0, "margin-top": 10.0})
    assert sheet == {
        "sheet-width": "297.0000mm",
        "sheet-height": "210.0000mm",
        "margin-top": "40.0000mm",
        "margin-bottom": "30.0000mm",
    }


def test_an_unknown_paper_names_the_nearest(course: Course) -> None:
    check_paper(A4)
    with pytest.raises(StyleError, match="no paper “a44”; choose from: screen, a4. Did you mean “a4”"):
        read_layout("slides", course.folder, "a44")
