"""The fonts of a master: the typesetter's, in a form from which each handout gets a subset."""

from collections.abc import Collection
from dataclasses import dataclass

from pikepdf import Name, Object

from worksheets.course.layout import NORMAL
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.merge.model import MasterFont, MasterGlyph, MasterSlot
from worksheets.pdf.content_stream import TextRun, coded_glyphs, glyph_texts
from worksheets.text.font_subsets import advances, shaping_font
from worksheets.text.fonts import BOLD, REGULAR, Font, text_font
from worksheets.text.merged_fonts import MergedFont
from worksheets.text.shaping import ShapedFont

from .numbering import NumberedObjects

_ROUNDED = 1
"""By how many 1/1000 em a width differs that the typesetter has rounded from its size on the page."""


@dataclass(frozen=True, slots=True)
class FontParts:
    """The objects of a font that differ with its glyphs."""

    descendant: Object
    """The CIDFont."""
    file: Object
    to_unicode: Object
    """The ToUnicode CMap."""

    @property
    def objects(self) -> list[Object]:
        """All of them."""
        return [self.descendant, self.file, self.to_unicode]


def font_parts(font: Object) -> FontParts:
    """Return the objects of a font (a Type 0 font, ISO 32000-1, 9.7) that differ with its glyphs."""
    descendant = font.DescendantFonts[0]
    return FontParts(descendant, descendant.FontDescriptor.FontFile2, font.ToUnicode)


def master_font(font: Object, fixed_codes: Collection[int], merged: MergedFont, objects: NumberedObjects) -> MasterFont:
    """Return a font as the master has it.

    ``fixed_codes`` are the character codes in this font that are drawn for everybody; ``merged`` is the font in which
    texts are shaped here, with the letters that they may have beside those that are in the PDF's font. Raises
    NeedsTypesetterError if that is another font, and not the text font, which has the signs of marks.
    """
    source = next((each for each in (merged.font, text_font()) if is_merged_font(font, each)), None)
    if source is None:
        raise NeedsTypesetterError(Reason.FONT_SHAPING)
    parts, texts, codes = font_parts(font), glyph_texts(font), coded_glyphs(font)
    widths, weight = _widths(parts.descendant.W), _weight(font)
    return MasterFont(
        data=shaping_font(weight, merged.letters, {codes.get(code, code) for code in texts}, source),
        glyphs={glyph: MasterGlyph(widths[glyph], text) for glyph, text in texts.items() if glyph},
        codes=codes,
        always=tuple(sorted(fixed_codes)),
        file=objects.number(parts.file),
        descendant=objects.number(parts.descendant),
        entries=objects.entries_but(parts.descendant, ("/W",)),
        to_unicode=objects.number(parts.to_unicode),
    )


def is_merged_font(font: Object, merged: Font) -> bool:
    """Return True if a font has the glyphs of the one in which texts are merged, by their widths."""
    if font.Subtype != Name.Type0 or "/FontFile2" not in font.DescendantFonts[0].FontDescriptor:
        return False  # No TrueType font.
    texts, codes = glyph_texts(font), coded_glyphs(font)
    widths = _widths(font_parts(font).descendant.W)
    glyphs = {code: codes.get(code, code) for code in texts if code}
    own = advances(shaping_font(_weight(font), "", glyphs.values(), merged), glyphs.values())
    return all(abs(own[glyph] - widths[code]) <= _ROUNDED for code, glyph in glyphs.items())


def _weight(font: Object) -> int:
    return BOLD if "Bold" in str(font.BaseFont) else REGULAR


def check_shaping(font: MasterFont, slot: MasterSlot, run: TextRun, language: str) -> None:
    """Raise NeedsTypesetterError if a slot's font does not shape its placeholder into the typesetter's glyphs."""
    line = ShapedFont(font.data, slot.styles[NORMAL].size, language, font.glyphs).line(run.text)
    if line.glyphs != run.glyphs:
        raise NeedsTypesetterError(Reason.FONT_SHAPING)


def _widths(array: Object) -> dict[int, int]:
    """Return the widths of glyphs in 1/1000 em, by their numbers, from a CIDFont's array of widths (9.7.4.3).

    WeasyPrint writes the array in one of its two forms only: a first glyph, and an array of widths from it on.
    """
    rows = list(array)
    widths: dict[int, int] = {}
    for first, row in zip(rows[::2], rows[1::2], strict=True):
        widths |= dict(enumerate(map(int, row), start=int(first)))
    return widths
