"""Subsets of fonts: for shaping, for embedding in a PDF, for what is typed into form fields; in one weight each."""

from collections.abc import Collection, Iterable

import uharfbuzz
from msgspec import Struct

from worksheets.caches import Lifetime, memoized

from .fonts import BOLD, REGULAR, Font, font_face, text_font

LATIN = (range(0x20, 0x7F), range(0xA0, 0x250), range(0x1E00, 0x1F00), range(0x2010, 0x2040), range(0x20A0, 0x20C0))
"""The code points of Latin text: letters, punctuation, currency signs."""
_DRAWN_AS_HYPHEN = (0xAD, 0x2010, 0x2011)
"""The code points of letters that are drawn as the hyphen, and would be read out as it."""
_EMBEDDED = (b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"cvt ", b"fpgm", b"prep")
"""The tables that a PDF needs of a TrueType font whose glyphs are selected by number (ISO 32000-1, 9.9)."""
_EM = 1000
_LAYOUT = (b"GPOS", b"GSUB", b"GDEF", b"BASE", b"STAT")
"""The tables for shaping and for choosing a style, which a form field's font does not need."""


def shaping_font(weight: int, letters: Iterable[str], glyphs: Collection[int], font: Font | None = None) -> bytes:
    """Return a font, the text font unless another is given, in a weight, with the given letters and glyphs only.

    The glyphs keep their numbers. It shapes as the whole font does: each advance is rounded as in the font that pages
    are set in.
    """
    font = font or text_font()
    face = font_face(font.bold if weight >= BOLD else font.regular)
    subset = uharfbuzz.SubsetInput()
    subset.unicode_set.update(map(ord, letters))
    subset.glyph_set.update(glyphs)
    subset.flags |= uharfbuzz.SubsetFlags.RETAIN_GIDS
    return _cut(face, subset, weight)


def _cut(face: uharfbuzz.Face, subset: uharfbuzz.SubsetInput, weight: int) -> bytes:
    """Return a subset of a font; of a variable one, in a weight."""
    if face.axis_infos:
        return _instance(face, subset, weight)
    subset.flags |= uharfbuzz.SubsetFlags.NO_HINTING
    data: bytes = uharfbuzz.subset(face, subset).blob.data
    return data


def _instance(variable: uharfbuzz.Face, subset: uharfbuzz.SubsetInput, weight: int) -> bytes:
    """Return a subset of a variable font as a static font file in one weight (axis ``wght``)."""
    subset.flags |= uharfbuzz.SubsetFlags.NO_HINTING
    subset.pin_all_axes_to_default(variable)
    subset.pin_axis_location(variable, "wght", weight)
    data: bytes = uharfbuzz.subset(variable, subset).blob.data
    return data


def in_weight(data: bytes, weight: int) -> bytes:
    """Return a variable font file, given by its bytes, as a static one in a weight; another font as it is.

    The typesetter would make it anew for each document.
    """
    try:
        face = uharfbuzz.Face(data)
        if "wght" not in {axis.tag for axis in face.axis_infos}:
            return data
        subset = uharfbuzz.SubsetInput()
        subset.keep_everything()
        return _instance(face, subset, weight)
    except (RuntimeError, ValueError, uharfbuzz.HarfBuzzError):  # A damaged font: the typesetter says what is wrong.
        return data


def letters_of(weight: int, ranges: Iterable[range]) -> str:
    """Return the letters of the text font, in a weight, that are within ranges of code points."""
    font = text_font()
    letters = font_face(font.bold if weight >= BOLD else font.regular).unicodes
    return "".join(chr(code) for span in ranges for code in span if code in letters)


@memoized(Lifetime.SESSION)
def latin_letters() -> str:
    """Return the letters of the text font in which texts can be shaped and broken here, and so merged."""
    return letters_of(REGULAR, LATIN).translate(dict.fromkeys(_DRAWN_AS_HYPHEN))


def advances(data: bytes, glyphs: Iterable[int]) -> dict[int, int]:
    """Return the widths of glyphs of a font file, in 1/1000 em."""
    face = uharfbuzz.Face(data)
    font = uharfbuzz.Font(face)
    return {glyph: round(font.get_glyph_h_advance(glyph) * 1000 / face.upem) for glyph in glyphs}


def embedded_font(data: bytes, glyphs: Collection[int]) -> bytes:
    """Return a TrueType font with some of its glyphs, under the same numbers, and only the tables that a PDF needs."""
    face = uharfbuzz.Face(data)
    wanted = uharfbuzz.SubsetInput()
    wanted.flags |= uharfbuzz.SubsetFlags.RETAIN_GIDS | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
    wanted.glyph_set.update(glyphs)
    for table in face.table_tags:
        if table.encode() not in _EMBEDDED:
            wanted.drop_table_tag_set.add(int.from_bytes(table.encode(), "big"))
    subset = uharfbuzz.subset(face, wanted)
    # A second pass without RETAIN_GIDS drops the empty table rows after the last glyph.
    up_to_last = uharfbuzz.SubsetInput()
    up_to_last.glyph_set.update(range(max(glyphs) + 1))
    font: bytes = uharfbuzz.subset(subset, up_to_last).blob.data
    return font


class TypedFont(Struct, frozen=True):
    """The text font for form fields: with the characters of Windows-1252 only; lengths in 1/1000 em."""

    name: str
    data: bytes
    """A TrueType file."""
    first: int
    """The character code of the first width."""
    widths: tuple[int, ...]
    """The widths of the characters, by code; 0 for a code without a character."""
    box: tuple[int, int, int, int]
    """The bounding box of all glyphs: left, bottom, right, top (``FontBBox``)."""
    ascent: int
    descent: int


@memoized(Lifetime.SESSION)
def typed_font(weight: int, font: Font | None = None) -> TypedFont:
    """Return a TrueType font, the text font unless another is given, for form fields in a weight."""
    source = font or text_font()
    face = font_face(source.bold if weight >= BOLD else source.regular)
    codes = range(0x20, 0x100)
    letters = [bytes([code]).decode("cp1252", errors="ignore") for code in codes]
    subset = uharfbuzz.SubsetInput()
    subset.unicode_set.update(ord(letter) for letter in letters if letter)
    for table in _LAYOUT:
        subset.drop_table_tag_set.add(int.from_bytes(table, "big"))
    data = _cut(face, subset, weight)
    cut = uharfbuzz.Font(uharfbuzz.Face(data))
    cut.scale = (_EM, _EM)
    glyphs = [cut.get_nominal_glyph(ord(letter)) if letter else None for letter in letters]
    widths = tuple(cut.get_glyph_h_advance(glyph) if glyph else 0 for glyph in glyphs)
    boxes = [extents for glyph in glyphs if glyph and (extents := cut.get_glyph_extents(glyph))]
    lowest = min(box.y_bearing + box.height for box in boxes)
    right = max(box.x_bearing + box.width for box in boxes)
    box = (min(box.x_bearing for box in boxes), lowest, right, max(box.y_bearing for box in boxes))
    lines = cut.get_font_extents("ltr")
    family = "SourceSans3" if source == text_font() else "Brand"
    name = f"{family}-{'Bold' if weight >= BOLD else 'Regular'}"
    return TypedFont(name, data, codes[0], widths, box, lines.ascender, lines.descender)
