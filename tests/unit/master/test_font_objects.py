"""A font of a master has the widths and texts of its glyphs, and shapes as the typesetter's font does."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import uharfbuzz
from pikepdf import Array, Object

from tests.helpers.tiny_page import FONT, LETTERS, NAME, tiny_page
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.master.compare import Comparison
from worksheets.master.font_objects import _widths, check_shaping, font_parts, master_font
from worksheets.master.numbering import NumberedObjects
from worksheets.merge.model import MasterFont


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """Return the comparison of a page with a line in regular, one in bold, and a slot."""
    return tiny_page(f'<p>Abba</p><p style="font-weight: 700">Cab</p><p>{NAME}</p>').compared(LETTERS)


def fonts_of(comparison: Comparison) -> Iterator[tuple[Object, list[int]]]:
    """Yield the regular and the bold font, each with the glyphs that are drawn in it for everybody."""
    fonts = comparison.first.book.pages[0].obj.Resources.Font
    runs = [run for content in comparison.first.streams() for run in content.stream.runs if "þ" not in run.text]
    for text in ("Abba", "Cab"):
        (run,) = (run for run in runs if run.text == text)
        yield fonts[f"/{run.font}"], run.glyph_ids


def numbered(*fonts: Object) -> NumberedObjects:
    """Return the parts of fonts with the numbers 1, 2, 3 and so on, and then their descriptors."""
    parts = [obj for font in fonts for obj in font_parts(font).objects]
    descriptors = [font_parts(font).descendant.FontDescriptor for font in fonts]
    numbers = {obj.objgen: number for number, obj in enumerate([*parts, *descriptors], start=1)}
    return NumberedObjects(numbers, (), (), ())


def fonts_in_master(comparison: Comparison) -> list[MasterFont]:
    return [master_font(font, glyphs, FONT, numbered(font)) for font, glyphs in fonts_of(comparison)]


def advances(data: bytes) -> dict[str, int]:
    """Return the widths of the letters of a font file, in 1/1000 em."""
    font = uharfbuzz.Font(uharfbuzz.Face(data))
    font.scale = (1000, 1000)
    return {letter: font.get_glyph_h_advance(font.get_nominal_glyph(ord(letter))) for letter in LETTERS}


def test_the_parts_of_a_font_are_those_that_differ_with_its_glyphs(comparison: Comparison) -> None:
    for font, _glyphs in fonts_of(comparison):
        parts = font_parts(font)
        assert parts.descendant.Subtype == "/CIDFontType2"
        assert parts.file.read_bytes()[:4] == b"\0\1\0\0"
        assert b"beginbfchar" in parts.to_unicode.read_bytes()
        assert [obj.objgen for obj in parts.objects] == [
            parts.descendant.objgen, parts.file.objgen, parts.to_unicode.objgen,
        ]  # fmt: skip


def test_a_font_has_all_letters_with_the_widths_of_its_weight(comparison: Comparison) -> None:
    regular, bold = fonts_in_master(comparison)
    for font in (regular, bold):
        widths = {glyph.text: glyph.width for glyph in font.glyphs.values()}
        assert set(LETTERS) <= widths.keys()
        assert {letter: widths[letter] for letter in LETTERS} == pytest.approx(advances(font.data), abs=1)
        assert 0 not in font.glyphs, "the glyph for a letter that the font lacks"
    assert advances(regular.data) != advances(bold.data)


def test_the_glyphs_of_fixed_texts_are_always_there(comparison: Comparison) -> None:
    texts = [{font.glyphs[glyph].text for glyph in font.always} for font in fonts_in_master(comparison)]
    assert texts == [set("Aba"), set("Cab")]


def test_a_fonts_objects_are_known_and_its_widths_are_left_open(comparison: Comparison) -> None:
    font, glyphs = next(fonts_of(comparison))
    in_master = master_font(font, glyphs, FONT, numbered(font))
    assert (in_master.descendant, in_master.file, in_master.to_unicode) == (1, 2, 3)
    assert b"/Subtype/CIDFontType2" in in_master.entries
    assert b"/FontDescriptor 4 0 R" in in_master.entries
    assert b"/W[" not in in_master.entries


def test_a_slots_font_must_shape_its_placeholder_as_the_typesetter_does(comparison: Comparison) -> None:
    regular, _bold = fonts_in_master(comparison)
    (drawn,) = comparison.slots
    check_shaping(regular, drawn.slot, drawn.run, "fi")
    with pytest.raises(NeedsTypesetterError) as error:
        check_shaping(regular, drawn.slot, replace(drawn.run, glyphs=b"[<0001>]"), "fi")
    assert error.value.refusal.reason is Reason.FONT_SHAPING


def test_widths_are_read_row_by_row() -> None:
    assert _widths(Array([1, Array([500, 600]), 10, Array([700])])) == {1: 500, 2: 600, 10: 700}
    assert _widths(Array([])) == {}


FIXED = "<p>Tervetuloa مرحبا שלום 🎉 Aino\u2011Maija a-b</p>"
"""A text in four fonts, on one line, in which a glyph has two codes."""


def test_fixed_text_in_another_font_stays_as_it_is() -> None:
    master = tiny_page(f'{FIXED}<p style="opacity: .5">Kvz</p><p>{NAME}</p>').master()
    assert all(is_text(font) for font in master.fonts.values())
    drawn = {font.glyphs[code].text for font in master.fonts.values() for code in font.always}
    assert drawn >= set("Tervetuloa Aino\u2011Maija a-b") | set("Kvz"), "on a line of several fonts, and in a group"


def is_text(font: MasterFont) -> bool:
    return {glyph.text for glyph in font.glyphs.values()} >= set(LETTERS) - {"\u00a0"}
