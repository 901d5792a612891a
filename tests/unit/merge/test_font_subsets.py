"""A font subset has the letters of whole groups, and says what its glyphs are."""

import re
import zlib

import pytest
import uharfbuzz
from msgspec import structs

from tests.helpers.tiny_master import tiny_master
from worksheets.merge.font_subsets import font_subset, letter_group
from worksheets.merge.model import MasterGlyph


@pytest.mark.parametrize("letters", ["aä", "AÄ", "19", " –"])
def test_frequent_letters_are_in_one_group(letters: str) -> None:
    assert letter_group(letters[0]) == letter_group(letters[1])


@pytest.mark.parametrize("letter", ["w", "Q", "Ŵ", "€"])
def test_any_other_letter_is_a_group_by_itself(letter: str) -> None:
    assert letter_group(letter) == letter


def test_a_subset_has_the_glyphs_of_its_groups_and_no_others() -> None:
    font = tiny_master().fonts["F0"]
    subset = font_subset(font, frozenset(map(letter_group, "ax")))
    expected = {number: glyph for number, glyph in font.glyphs.items() if glyph.text in "ayäöx"}
    embedded = uharfbuzz.Font(uharfbuzz.Face(zlib.decompress(subset.file)))
    extents = {number: embedded.get_glyph_extents(number) for number in font.glyphs}
    assert {number for number, extent in extents.items() if extent and extent.width} == set(expected)
    assert subset.widths == b" ".join(b"%d[%d]" % (number, expected[number].width) for number in sorted(expected))
    _begin, characters = zlib.decompress(subset.to_unicode).decode().split(f"{len(expected)} beginbfchar")
    unicode = {int(glyph, 16): chr(int(code, 16)) for glyph, code in re.findall("<(.{4})> <(.{4})>", characters)}
    assert unicode == {number: glyph.text for number, glyph in expected.items()}


def test_fixed_glyphs_are_always_in_it() -> None:
    font = tiny_master().fonts["F0"]
    number = next(number for number, glyph in font.glyphs.items() if glyph.text == "B")
    subset = font_subset(structs.replace(font, always=(number,)), frozenset())
    assert subset.widths == b"%d[%d]" % (number, font.glyphs[number].width)


def test_a_font_without_a_letter_still_makes_a_file() -> None:
    """No text of a handout may be set in a font that others use, such as the bold one."""
    subset = font_subset(tiny_master().fonts["F0"], frozenset())
    assert subset.widths == b""
    assert uharfbuzz.Face(zlib.decompress(subset.file)).glyph_count == 1


def test_a_ligature_comes_with_the_group_of_its_first_letter() -> None:
    font = tiny_master().fonts["F0"]
    ligature = max(font.glyphs) + 1
    font = structs.replace(font, glyphs={**font.glyphs, ligature: MasterGlyph(500, "qx")})
    assert b"%d[500]" % ligature in font_subset(font, frozenset("q")).widths
    assert b"%d[500]" % ligature not in font_subset(font, frozenset("x")).widths


def test_a_character_map_has_at_most_100_glyphs_in_a_block() -> None:
    """ISO 32000-1, 9.10.3, and the CMap specification that it refers to."""
    font = tiny_master().fonts["F0"]
    glyphs = {number: MasterGlyph(500, chr(0x1000 + number)) for number in range(1, 251)}
    font = structs.replace(font, glyphs=glyphs, always=tuple(glyphs))
    character_map = zlib.decompress(font_subset(font, frozenset()).to_unicode)
    blocks = re.findall(rb"(\d+) beginbfchar\n(.*?)\nendbfchar", character_map, re.DOTALL)
    assert [int(count) for count, _rows in blocks] == [100, 100, 50]
    assert [len(rows.splitlines()) for _count, rows in blocks] == [100, 100, 50]
    assert blocks[1][1].startswith(b"<0065> <1065>")
