"""Parts of the text font: for shaping, for embedding in a PDF, for what is typed into form fields."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

import uharfbuzz

from .fonts import BOLD, font_face, instance, text_font


def shaping_font(weight: int, letters: str, glyphs: Collection[int]) -> bytes:
    """Return the text font in a weight, with some letters and glyphs under the numbers that they have in the whole.

    It shapes as the whole does: each advance is rounded as in the font that pages are set in.
    """
    cut = uharfbuzz.SubsetInput()
    cut.unicode_set.update(map(ord, letters))
    cut.glyph_set.update(glyphs)
    cut.flags |= uharfbuzz.SubsetFlags.RETAIN_GIDS
    return instance(font_face(text_font().regular), cut, weight)


def letters_of(weight: int, ranges: Iterable[range]) -> str:
    """Return the letters within some code points that the text font has, in a weight."""
    font = text_font()
    path = font.bold if weight >= BOLD else font.regular
    known = font_face(path).unicodes
    return "".join(chr(code) for span in ranges for code in span if code in known)


_EMBEDDED = (b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"cvt ", b"fpgm", b"prep")
"""The tables that a PDF needs of a TrueType font whose glyphs are named by their numbers (ISO 32000-1, 9.9)."""


def embedded_font(data: bytes, glyphs: Collection[int]) -> bytes:
    """Return some glyphs of a TrueType font, under their numbers, without the tables that no PDF needs."""
    face = uharfbuzz.Face(data)
    cut = uharfbuzz.SubsetInput()
    cut.flags |= uharfbuzz.SubsetFlags.RETAIN_GIDS | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
    cut.glyph_set.update(glyphs)
    for table in face.table_tags:
        if table.encode() not in _EMBEDDED:
            cut.drop_table_tag_set.add(int.from_bytes(table.encode(), "big"))
    subset = uharfbuzz.subset(face, cut)
    # The rows of the tables after the last glyph would be empty.
    short = uharfbuzz.SubsetInput()
    short.glyph_set.update(range(max(glyphs) + 1))
    found: bytes = uharfbuzz.subset(subset, short).blob.data
    return found


@dataclass(frozen=True, slots=True)
class TypedFont:
    """The text font for what is typed into a field: cut to the characters of Windows-1252; lengths in 1/1000 em."""

    name: str
    data: bytes
    """A TrueType file."""
    first: int
    """The code of the first width."""
    widths: tuple[int, ...]
    box: tuple[int, int, int, int]
    ascent: int
    descent: int


@cache
def typed_font(weight: int) -> TypedFont:
    """Return the text font for fields in a weight."""
    variable = font_face(text_font().regular)
    codes = range(0x20, 0x100)
    letters = [bytes([code]).decode("cp1252", errors="ignore") for code in codes]
    cut = uharfbuzz.SubsetInput()
    cut.unicode_set.update(ord(letter) for letter in letters if letter)
    for table in (b"GPOS", b"GSUB", b"GDEF", b"BASE", b"STAT"):
        cut.drop_table_tag_set.add(int.from_bytes(table, "big"))
    data = instance(variable, cut, weight)
    font = uharfbuzz.Font(uharfbuzz.Face(data))
    glyphs = [font.get_nominal_glyph(ord(letter)) if letter else None for letter in letters]
    widths = tuple(font.get_glyph_h_advance(glyph) if glyph else 0 for glyph in glyphs)
    boxes = [extents for glyph in glyphs if glyph and (extents := font.get_glyph_extents(glyph))]
    lowest = min(box.y_bearing + box.height for box in boxes)
    right = max(box.x_bearing + box.width for box in boxes)
    box = (min(box.x_bearing for box in boxes), lowest, right, max(box.y_bearing for box in boxes))
    lines = font.get_font_extents("ltr")
    name = f"SourceSans3-{'Bold' if weight >= BOLD else 'Regular'}"
    return TypedFont(name, data, codes[0], widths, box, lines.ascender, lines.descender)
