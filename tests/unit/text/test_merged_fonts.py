"""Texts are merged in the text font, or in a brand's font of which each word is shaped by itself."""

from pathlib import Path

import pytest

from worksheets.course.declared_fonts import DeclaredFonts, FontFace
from worksheets.text.font_subsets import latin_letters, shaping_font, typed_font
from worksheets.text.fonts import BOLD, REGULAR, Font, installed, text_font
from worksheets.text.merged_fonts import MergedFont, font_to_type_in, merged_font

USUAL = MergedFont(text_font(), latin_letters())


def font_named(name: str) -> Font:
    return next(font for font in installed() if font.regular.name.startswith(name))


def fonts_of(font: Font, *, family: str = "Oma", weights: tuple[int, ...] = (REGULAR, BOLD)) -> DeclaredFonts:
    files = {REGULAR: font.regular, BOLD: font.bold}
    faces = tuple(FontFace("Oma", weight, weight, files[weight]) for weight in weights)
    return DeclaredFonts(((family, "Noto Emoji"),), faces)


def test_without_fonts_of_its_own_a_layout_has_the_text_font() -> None:
    assert merged_font(None) == USUAL


def test_a_variable_font_is_merged_with_the_letters_that_it_has() -> None:
    thai = font_named("NotoSansThai")
    merged = merged_font(fonts_of(thai))
    assert merged.font == thai
    assert set("Äiti 12,5 €") <= set(merged.letters) <= set(latin_letters())


@pytest.mark.parametrize(
    "fonts",
    [
        fonts_of(font_named("Mukta")),
        fonts_of(font_named("NotoSansThai"), weights=(REGULAR,)),
        fonts_of(font_named("NotoSansThai"), family="Muu"),
        fonts_of(Font(Path("eiole.ttf"), Path("eiole.ttf"))),
        fonts_of(Font(Path(__file__), Path(__file__))),
        DeclaredFonts((("Oma",),), ()),
    ],
    ids=["kerned at spaces", "no bold", "another family", "no file", "no font", "no faces"],
)
def test_another_font_leaves_all_to_the_typesetter(fonts: DeclaredFonts) -> None:
    assert merged_font(fonts) == USUAL


def test_what_is_typed_into_a_form_has_the_font_of_the_layout_if_it_is_true_type() -> None:
    mukta = font_named("Mukta")
    assert font_to_type_in(fonts_of(mukta)) == mukta
    assert font_to_type_in(None) == text_font()
    assert font_to_type_in(fonts_of(mukta, weights=(REGULAR,))) == text_font()
    typed, usual = typed_font(REGULAR, mukta), typed_font(REGULAR)
    assert (typed.name, usual.name) == ("Brand-Regular", "SourceSans3-Regular")
    assert 400 < typed.widths[ord("a") - typed.first] < 700
    assert typed.widths != usual.widths


def test_a_shaping_font_of_a_static_font() -> None:
    mukta = font_named("Mukta")
    assert shaping_font(REGULAR, "a", (), mukta) != shaping_font(BOLD, "a", (), mukta)
    assert shaping_font(REGULAR, "a", (), mukta) != shaping_font(REGULAR, "a", ())
