"""The fonts of a master: the typesetter's, in a form from which each handout gets a subset."""

from collections.abc import Iterator, Sequence

from pikepdf import Object

from worksheets.course.layout import NORMAL
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.merge.model import MasterFont, MasterSlot
from worksheets.pdf.content_stream import TextRun, glyph_texts
from worksheets.text.font_subsets import shaping_font
from worksheets.text.fonts import BOLD, REGULAR
from worksheets.text.shaping import ShapedFont

from .numbering import NumberedObjects


def font_parts(font: Object) -> list[Object]:
    """Return the objects of a font that differ with its glyphs: the CIDFont, the font file, the ToUnicode CMap."""
    descendant = font.DescendantFonts[0]
    return [descendant, descendant.FontDescriptor.FontFile2, font.ToUnicode]


def master_font(font: Object, fixed_runs: Sequence[TextRun], letters: str, objects: NumberedObjects) -> MasterFont:
    """Return a font (a Type 0 font, ISO 32000-1, 9.7) as the master has it.

    ``fixed_runs`` are the text runs in this font that are the same for everybody; ``letters`` are those that texts may
    have beside the letters that are in the font.
    """
    descendant, font_file, to_unicode = font_parts(font)
    texts, widths = glyph_texts(font), dict(_widths(descendant.W))
    weight = BOLD if "Bold" in str(font.BaseFont) else REGULAR
    return MasterFont(
        data=shaping_font(weight, letters, texts),
        glyphs={glyph: (widths[glyph], text) for glyph, text in texts.items() if glyph},
        always=tuple(sorted({glyph for run in fixed_runs for glyph in run.glyph_ids})),
        file=objects.number(font_file),
        descendant=objects.number(descendant),
        entries=objects.entries_but(descendant, ("/W",)),
        to_unicode=objects.number(to_unicode),
    )


def check_shaping(font: MasterFont, slot: MasterSlot, run: TextRun, language: str) -> None:
    """Raise NeedsTypesetterError if a slot's font does not shape its placeholder into the typesetter's glyphs."""
    line = ShapedFont(font.data, slot.styles[NORMAL].size, language, font.glyphs).line(run.text)
    if line.glyphs != run.glyphs:
        raise NeedsTypesetterError(Reason.FONT_SHAPING)


def _widths(array: Object) -> Iterator[tuple[int, int]]:
    """Yield the glyphs with their widths in 1/1000 em, from a CIDFont's array of widths (9.7.4.3).

    WeasyPrint writes the array in one of its two forms only: a first glyph, and an array of widths from it on.
    """
    rows = list(array)
    for first, widths in zip(rows[::2], rows[1::2], strict=True):
        yield from enumerate(map(int, widths), start=int(first))
