"""Subsets of the text font have the letters that are asked for, and their glyphs are the whole font's."""

import pytest
import uharfbuzz

from worksheets.text.font_subsets import (
    LATIN,
    embedded_font,
    in_weight,
    latin_letters,
    letters_of,
    shaping_font,
    typed_font,
)
from worksheets.text.fonts import BOLD, REGULAR, text_font

LETTERS = "aÄž "
WEIGHTS = [REGULAR, BOLD]
Box = tuple[int, int, int, int]


def font_of(data: bytes) -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(data))


def whole_font(weight: int) -> uharfbuzz.Font:
    """Return the text font in a weight with all its glyphs."""
    return font_of(in_weight(text_font().regular.read_bytes(), weight))


def numbers(font: uharfbuzz.Font, letters: str) -> list[int]:
    """Return the numbers of some letters' glyphs."""
    return [font.get_nominal_glyph(ord(letter)) for letter in letters]


def box(font: uharfbuzz.Font, glyph: int) -> Box:
    """Return the left, bottom, right and top of a glyph; all 0 if it draws nothing."""
    extents = font.get_glyph_extents(glyph)
    left, top = extents.x_bearing, extents.y_bearing
    return left, top + extents.height, left + extents.width, top


def drawn(font: uharfbuzz.Font) -> set[int]:
    """Return the numbers of the glyphs that draw something, but for the one that stands for missing letters."""
    return {glyph for glyph in range(1, font.face.glyph_count) if any(box(font, glyph))}


def shaped(font: uharfbuzz.Font, text: str) -> list[tuple[int, int]]:
    """Return the glyphs of a text and their advances."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    pairs = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    return [(info.codepoint, position.x_advance) for info, position in pairs]


# For shaping


@pytest.mark.parametrize("weight", WEIGHTS)
def test_a_shaping_font_has_its_letters_only(weight: int) -> None:
    font = font_of(shaping_font(weight, LETTERS, ()))
    assert set(font.face.unicodes) == set(map(ord, LETTERS))


@pytest.mark.parametrize("weight", WEIGHTS)
def test_a_shaping_font_shapes_as_the_whole_font(weight: int) -> None:
    text = "AVATA Työ"
    assert shaped(font_of(shaping_font(weight, text, ())), text) == shaped(whole_font(weight), text)


def test_the_weights_of_a_shaping_font_differ() -> None:
    regular, bold = (shaped(font_of(shaping_font(weight, "a", ())), "a") for weight in WEIGHTS)
    assert regular[0][0] == bold[0][0]
    assert regular[0][1] < bold[0][1]


def test_a_shaping_font_has_the_glyphs_that_are_asked_for() -> None:
    whole = whole_font(REGULAR)
    (glyph,) = numbers(whole, "x")
    assert box(font_of(shaping_font(REGULAR, "a", (glyph,))), glyph) == box(whole, glyph)
    assert glyph not in drawn(font_of(shaping_font(REGULAR, "a", ())))


# Letters


@pytest.mark.parametrize("weight", WEIGHTS)
def test_letters_are_those_that_the_font_has(weight: int) -> None:
    assert letters_of(weight, [range(0x61, 0x64), range(0x3041, 0x3050), range(0xE4, 0xE6)]) == "abcäå"
    assert letters_of(weight, []) == ""


@pytest.mark.parametrize("letter", "azÅäö žŁ€–’”…\u00a0ạ")
def test_latin_letters_have_what_latin_texts_need(letter: str) -> None:
    assert letter in latin_letters()


@pytest.mark.parametrize("letter", "\n\u0301\u00ad\u2010\u2011жωمक田")
def test_latin_letters_have_no_others(letter: str) -> None:
    assert letter not in latin_letters()


def test_latin_letters_are_each_once() -> None:
    assert len(set(latin_letters())) == len(latin_letters())
    assert all(any(ord(letter) in span for span in LATIN) for letter in latin_letters())


# To embed


@pytest.fixture(scope="module")
def source() -> bytes:
    """A font with a few letters, of which others are embedded."""
    return shaping_font(REGULAR, LETTERS, ())


def test_an_embedded_font_has_its_glyphs_under_their_numbers(source: bytes) -> None:
    (glyph,) = numbers(font_of(source), "a")
    font = font_of(embedded_font(source, [glyph]))
    assert drawn(font) == {glyph}
    assert box(font, glyph) == box(font_of(source), glyph)
    assert font.get_glyph_h_advance(glyph) == font_of(source).get_glyph_h_advance(glyph)


def test_an_embedded_font_has_the_parts_of_a_composed_letter(source: bytes) -> None:
    (glyph,) = numbers(font_of(source), "Ä")
    font = font_of(embedded_font(source, [glyph]))
    assert {glyph} < drawn(font)
    assert box(font, glyph) == box(font_of(source), glyph)
    assert font.face.glyph_count == glyph + 2, "the diaeresis, which has a high number in the source, comes next"


def test_an_embedded_font_ends_after_its_last_glyph(source: bytes) -> None:
    (glyph,) = numbers(font_of(source), "a")
    assert font_of(embedded_font(source, [0, glyph])).face.glyph_count == glyph + 1
    assert font_of(source).face.glyph_count > glyph + 1


def test_an_embedded_font_has_no_tables_that_a_pdf_does_not_need(source: bytes) -> None:
    tables = set(uharfbuzz.Face(embedded_font(source, [1])).table_tags)
    assert {"glyf", "head", "hhea", "hmtx", "loca", "maxp"} <= tables
    assert tables <= {"glyf", "head", "hhea", "hmtx", "loca", "maxp", "cvt ", "fpgm", "prep"}


# For form fields


@pytest.mark.parametrize(("weight", "name"), [(REGULAR, "SourceSans3-Regular"), (BOLD, "SourceSans3-Bold")])
def test_a_typed_font_has_its_weight_in_its_name_and_its_glyphs(weight: int, name: str) -> None:
    typed = typed_font(weight)
    assert typed.name == name
    (glyph,) = numbers(font_of(typed.data), "m")
    (whole_glyph,) = numbers(whole_font(weight), "m")
    assert box(font_of(typed.data), glyph) == box(whole_font(weight), whole_glyph)


@pytest.mark.parametrize("weight", WEIGHTS)
def test_a_typed_fonts_widths_are_those_of_its_codes(weight: int) -> None:
    typed = typed_font(weight)
    font = whole_font(weight)
    assert typed.first == ord(" ")
    assert len(typed.widths) == 256 - typed.first
    for letter in "aÄ€ž –ÿ":
        (code,) = letter.encode("cp1252")
        (glyph,) = numbers(font, letter)
        assert typed.widths[code - typed.first] == font.get_glyph_h_advance(glyph)


def test_a_code_without_a_character_has_no_width() -> None:
    typed = typed_font(REGULAR)
    empty = [typed.first + index for index, width in enumerate(typed.widths) if not width]
    assert {0x81, 0x8D, 0x8F, 0x90, 0x9D} <= set(empty)
    assert empty[0] == 0x7F, "no glyph for the delete character"


def test_a_typed_font_has_the_characters_of_windows_only() -> None:
    face = uharfbuzz.Face(typed_font(REGULAR).data)
    characters = "".join(map(chr, face.unicodes))
    assert characters.encode("cp1252").decode("cp1252") == characters
    assert len(characters) > 200
    assert not {"GPOS", "GSUB", "GDEF", "BASE", "STAT"} & set(face.table_tags)


@pytest.mark.parametrize("weight", WEIGHTS)
def test_the_box_of_a_typed_font_holds_all_its_glyphs(weight: int) -> None:
    typed = typed_font(weight)
    font = font_of(typed.data)
    boxes = [box(font, glyph) for glyph in numbers(font, "".join(map(chr, font.face.unicodes)))]
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    assert typed.box == (min(lefts), min(bottoms), max(rights), max(tops))
    assert typed.descent < 0 < typed.ascent
