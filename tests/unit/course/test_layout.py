"""A layout's places are read from its own style sheet; a course's own style sheets replace the shipped ones."""

from math import inf, isclose
from pathlib import Path

import pytest

from tests.helpers.course import LAYOUTS
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.errors import StyleError

LEAST = {"handout": 9.5, "slides": 18.0}
"""The smallest type of each layout, in pt."""


@pytest.mark.parametrize("layout", LAYOUTS)
def test_places(course: Course, layout: str) -> None:
    read = read_layout(layout, course.folder)
    for name in ("prompt", "text", "cell", "field"):
        place = read.place(name)
        assert 50 < place.width < 200
        sizes = [step.size for step in place.steps]
        assert sizes == sorted(sizes, reverse=True)
        assert sizes[-1] * 72 / 25.4 >= LEAST[layout] - 1e-9
    assert read.place("cell").steps[-1].lines == inf
    assert min(read.number("ball-name-size"), read.number("ball-support-size")) * 72 / 25.4 >= LEAST[layout] - 1e-9


def test_the_handouts_measures(course: Course) -> None:
    read = read_layout("handout", course.folder)
    assert read.number("ball-size") == 38
    assert read.number("prompt-pitch") == 9
    assert isclose(read.number("prompt-size"), 12 * 25.4 / 72)
    assert read.colours["ink"] == "#0b3c49"


def test_an_unknown_layout_names_the_nearest(course: Course) -> None:
    with pytest.raises(StyleError, match="no layout “handuot”; choose from: handout, slides. Did you mean “handout”"):
        read_layout("handuot", course.folder)


def test_a_courses_own_layout_replaces_the_shipped_one(tmp_path: Path) -> None:
    own = tmp_path / "styles" / "layouts" / "handout.css"
    own.parent.mkdir(parents=True)
    own.write_text(":root { --prompt-width: 5cm; --odd: 1px 2px }\np { --prompt-width: 9mm }", "utf-8")
    read = read_layout("handout", tmp_path)
    assert read.style_sheets[-1] == own
    assert dict(read.numbers) == {"prompt-width": 50}
    with pytest.raises(StyleError, match="--prompt-size is not declared"):
        read.place("prompt")


@pytest.mark.parametrize(
    ("declared", "colour"),
    [
        ("", (0xE8, 0xF0, 0xF2)),
        ("--field-tint: #ff0000", (0xFF, 0, 0)),
        ("--haalea: rgb(0, 255, 0); --field-tint: var(--haalea)", (0, 0xFF, 0)),
        ("--field-tint: transparent", None),
    ],
)
def test_a_theme_may_declare_its_own_tint(tmp_path: Path, declared: str, colour: tuple[int, int, int] | None) -> None:
    own = tmp_path / "styles" / "themes" / "verkosto.css"
    own.parent.mkdir(parents=True)
    own.write_text(f":root {{ {declared} }}", "utf-8")
    shown = read_layout("handout", tmp_path).colour("field-tint")
    assert (shown and tuple(round(part * 255) for part in shown)) == colour


def test_a_value_that_is_no_colour_is_said_with_its_file(tmp_path: Path) -> None:
    own = tmp_path / "styles" / "themes" / "verkosto.css"
    own.parent.mkdir(parents=True)
    own.write_text(":root { --field-tint: haalea }", "utf-8")
    message = f"{own}: --field-tint: “haalea” is not a colour; write #rrggbb, or transparent for none"
    with pytest.raises(StyleError) as refused:
        read_layout("handout", tmp_path).colour("field-tint")
    assert refused.value.problems == (message,)
    assert read_layout("handout", tmp_path).colour("none-such") is None
