"""A font subset has the letters of whole groups, and says what its glyphs are."""

import re
import zlib

import pytest
import uharfbuzz
from msgspec import structs

from tests.helpers.tiny_master import tiny_master
from worksheets.merge.font_subsets import font_subset, letter_group


@pytest.mark.parametrize("letters", ["aä", "AÄ", "19", " –"])
def test_frequent_letters_are_in_one_group(letters: str) -> None:
    assert letter_group(letters[0]) == letter_group(letters[1])


@pytest.mark.parametrize("letter", ["w", "Q", "Ŵ", "€"])
def test_any_other_letter_is_a_group_by_itself(letter: str) -> None:
    assert letter_group(letter) == letter


def test_a_subset_has_the_glyphs_of_its_groups_and_no_others() -> None:
    font = tiny_master().fonts["F0"]
    subset = font_subset(font, frozenset(map(letter_group, "ax")))
    expected = {glyph: (width, letter) for glyph, (width, letter) in font.glyphs.items() if letter in "ayäöx"}
    embedded = uharfbuzz.Font(uharfbuzz.Face(zlib.decompress(subset.file)))
    extents = {glyph: embedded.get_glyph_extents(glyph) for glyph in font.glyphs}
    assert {glyph for glyph, extent in extents.items() if extent and extent.width} == set(expected)
    assert subset.widths == b" ".join(
        b"%d[%d]" % (glyph, width) for glyph, (width, _letter) in sorted(expected.items())
    )
    _begin, characters = zlib.decompress(subset.to_unicode).decode().split(f"{len(expected)} beginbfchar")
    unicode = {int(glyph, 16): chr(int(code, 16)) for glyph, code in re.findall("<(.{4})> <(.{4})>", characters)}
    assert unicode == {glyph: letter for glyph, (_width, letter) in expected.items()}


def test_fixed_glyphs_are_always_in_it() -> None:
    font = tiny_master().fonts["F0"]
    glyph = next(glyph for glyph, (_width, letter) in font.glyphs.items() if letter == "B")
    subset = font_subset(structs.replace(font, always=(glyph,)), frozenset())
    assert subset.widths == b"%d[%d]" % (glyph, font.glyphs[glyph][0])
