"""A layout's places are read from its own style sheet; a course's own style sheets replace the shipped ones."""

import shutil
from math import inf, isclose
from pathlib import Path

import pytest
from tinycss2 import serialize

from tests.helpers.course import LAYOUTS
from worksheets.course.brand import Brand, BrandFont, BrandFontFile
from worksheets.course.course import Course
from worksheets.course.layout import _properties, _root_rules, looks, read_layout
from worksheets.errors import StyleError
from worksheets.resources import STYLES

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


@pytest.mark.parametrize("path", sorted(STYLES.rglob("*.css")), ids=lambda path: path.stem)
def test_the_rules_for_root_declare_all_that_a_shipped_style_sheet_does(path: Path, tmp_path: Path) -> None:
    own = tmp_path / path.name
    shutil.copy(path, own)
    of_rules, of_whole = map(_properties, map(_root_rules, (path, own)))
    assert [(name, serialize(tokens)) for name, tokens in of_rules] == [
        (name, serialize(tokens)) for name, tokens in of_whole
    ]


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


def test_a_theme_declares_what_it_changes_and_the_rest_is_as_usual(tmp_path: Path) -> None:
    own = tmp_path / "styles" / "themes" / "oma.css"
    own.parent.mkdir(parents=True)
    own.write_text(":root { --ink: #123456; --text: #010101 }", "utf-8")
    usual = read_layout("slides", tmp_path)
    read = read_layout("slides", tmp_path, brand=Brand(theme="oma"))
    assert read.theme == "oma"
    assert (read.colours["ink"], read.colours["rule"]) == ("#123456", usual.colours["rule"])
    assert read.colours["text"] == "#010101", "a theme that is chosen comes after the layout"
    assert dict(read.numbers) == dict(usual.numbers)


def test_a_course_that_changes_the_usual_theme_is_completed_too(tmp_path: Path) -> None:
    own = tmp_path / "styles" / "themes" / "verkosto.css"
    own.parent.mkdir(parents=True)
    own.write_text(":root { --ink: #123456 }", "utf-8")
    read = read_layout("handout", tmp_path)
    assert (read.colours["ink"], read.colours["rule"]) == ("#123456", "#7f949b")


def test_all_colours_of_mustavalko_are_black(tmp_path: Path) -> None:
    for layout in LAYOUTS:
        assert set(read_layout(layout, tmp_path, brand=Brand(theme="mustavalko")).colours.values()) == {"#000000"}


def test_an_unknown_theme_names_the_nearest_beside_an_unknown_layout(tmp_path: Path) -> None:
    with pytest.raises(StyleError) as caught:
        read_layout("handuot", tmp_path, brand=Brand(theme="mustvalko"))
    assert [problem.rpartition(". ")[2] for problem in caught.value.problems] == [
        "Did you mean “handout”?",
        "Did you mean “mustavalko”?",
    ]


def test_a_course_is_looked_at_in_each_theme_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "styles" / "themes").mkdir(parents=True)
    for name in ("oma", "verkosto"):
        (tmp_path / "styles" / "themes" / f"{name}.css").touch()
    assert [(name, look.theme) for name, look in looks(["slides"], tmp_path)] == [("slides", ""), ("handout", "oma")]


def test_the_brands_colours_come_last(tmp_path: Path) -> None:
    brand = Brand(tmp_path / "brand.toml", colours=(("text", "#111111"), ("accent", "#222222")))
    read = read_layout("slides", tmp_path, brand=brand)
    assert (read.colours["text"], read.properties["accent"], read.value("accent")) == ("#111111", "#222222", "#222222")


def test_the_brands_font_is_what_texts_are_measured_in(tmp_path: Path) -> None:
    italic = BrandFontFile(Path("/vino.ttf"), 400, is_italic=True)
    font = BrandFont("Oma", (BrandFontFile(Path("/oma.ttf"), 400), italic))
    fonts = read_layout("handout", tmp_path, brand=Brand(tmp_path / "brand.toml", font=font)).fonts
    assert fonts
    assert fonts.families == (("Oma",),)
    assert [face.file for face in fonts.faces] == [Path("/oma.ttf")]


def test_the_brands_font_in_a_course_with_style_sheets_of_its_own(tmp_path: Path) -> None:
    own = tmp_path / "styles" / "kinds.css"
    own.parent.mkdir(parents=True)
    own.write_text("h1 { font-family: Otsikko }", "utf-8")
    font = BrandFont("Oma", (BrandFontFile(Path("/oma.ttf"), 400),))
    fonts = read_layout("handout", tmp_path, brand=Brand(tmp_path / "brand.toml", font=font)).fonts
    assert fonts
    assert {first for first, *_others in fonts.families} - {"Source Sans 3"} == {"Oma", "Otsikko"}


def test_a_measure_of_any_style_sheet(tmp_path: Path) -> None:
    read = read_layout("handout", tmp_path)
    assert read.measure("logo-height") == 8
    with pytest.raises(StyleError, match="--olematon is not declared"):
        read.measure("olematon")
