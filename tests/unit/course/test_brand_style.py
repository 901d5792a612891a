"""A brand gets rules of its own, and its pictures are as large as the layout has room for."""

from pathlib import Path

import pytest
import tinycss2

from tests.helpers.course import LAYOUTS
from worksheets.course.brand import NO_COVER, Brand, BrandFont, BrandFontFile, BrandPicture
from worksheets.course.brand_style import brand_properties, brand_style, fitted
from worksheets.course.layout import read_layout
from worksheets.resources import COURSES

SOURCE = Path("/oma/brand.toml")
ROOM = {"logo-width": 60, "logo-height": 8, "logo-above": 10, "cover-logo-width": 80, "cover-logo-height": 15}
ROOM |= {"logo-width-across": 50, "logo-height-across": 5, "logo-above-across": 9, "foot-left": 140, "foot-shift": 0}
ROOM |= {"cover-picture-width": 168, "cover-picture-height": 111, "bare-cover-drop": 62}


@pytest.mark.parametrize(("ratio", "size"), [(4, (32, 8)), (10, (60, 6)), (1, (8, 8)), (0.1, (0.8, 8))])
def test_a_picture_fits_its_room(ratio: float, size: tuple[float, float]) -> None:
    assert fitted(ratio, 60, 8) == pytest.approx(size)


def test_a_brand_that_says_nothing_adds_nothing() -> None:
    style = brand_style(Brand(SOURCE), ROOM.__getitem__)
    assert (style.css, style.logo, style.cover_picture) == ("", None, None)


def test_the_logo_stands_above_the_text_of_heads_and_on_the_cover() -> None:
    style = brand_style(Brand(SOURCE, BrandPicture(Path("/oma/l.svg"), "Esimerkki Oy", 4)), ROOM.__getitem__)
    assert 'url("brand:logo") no-repeat right 0 bottom 10.0000mm / 32.0000mm 8.0000mm' in style.css
    assert "@page across" in style.css
    assert style.logo
    assert (style.logo.width, style.logo.height, style.logo.description) == (60, 15, "Esimerkki Oy")
    assert "/oma" not in style.css + style.logo.url


@pytest.mark.parametrize("foot", ['Esimerkki "Oy"', "a\\b", "} body { color: red }", "/* */ var(--ink)", "x\\"])
def test_the_foot_stays_a_text_whatever_is_in_it(foot: str) -> None:
    css = brand_style(Brand(SOURCE, foot=foot), ROOM.__getitem__).css
    rules = tinycss2.parse_stylesheet(css, skip_whitespace=True)
    assert [rule.type for rule in rules] == ["at-rule", "at-rule"]
    assert rules[0].content is not None
    (box,) = [token for token in rules[0].content if token.type == "{} block"]
    assert [token.value for token in box.content if token.type == "string"] == [foot]


def test_fonts() -> None:
    files = (BrandFontFile(Path("/oma/a.ttf"), 400), BrandFontFile(Path("/oma/v.ttf"), 700, is_variable=True))
    brand = Brand(SOURCE, font=BrandFont("Oma", files))
    css = brand_style(brand, ROOM.__getitem__).css
    assert 'font-family: "Oma"; font-weight: 400; font-style: normal; src: url("brand:font-0")' in css
    assert 'url("brand:font-1#wght=700")' in css
    assert brand_properties(brand) == {"text-font": '"Oma"'}


def test_covers() -> None:
    bare = brand_style(Brand(SOURCE, cover=NO_COVER), ROOM.__getitem__)
    assert "background: none" in bare.css
    pictured = brand_style(Brand(SOURCE, cover_picture=BrandPicture(Path("/k.png"), "Kansi", 1)), ROOM.__getitem__)
    assert "background: none" in pictured.css
    assert pictured.cover_picture
    assert (pictured.cover_picture.width, pictured.cover_picture.height) == (111, 111)


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_layout_has_room_for_a_logo_above_the_text(name: str) -> None:
    layout = read_layout(name, COURSES)
    assert ROOM.keys() == {measure for measure in ROOM if layout.measure(measure) >= 0}
    for ending in ("", "-across"):
        assert layout.measure(f"logo-above{ending}") + layout.measure(f"logo-height{ending}") <= 20
