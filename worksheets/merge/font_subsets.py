"""Subsets of a master's fonts, each with the letters of a handout.

Making a subset takes longer than merging a handout. So the letters that most texts have are grouped: a subset has all
letters of a group or none, and most handouts share a few subsets.
"""

import zlib

from msgspec import Struct

from worksheets.caches import Lifetime, memoized
from worksheets.text.font_subsets import embedded_font

from .model import MasterFont

_NO_GLYPH = 0
"""The glyph for letters that a font lacks (.notdef): a font file has at least this one."""
_BLOCK = 100
"""The entries that a ``beginbfchar`` block of a CMap may have."""
_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
%s
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
"""A ToUnicode CMap (ISO 32000-1, 9.10.3), without its blocks."""
_GROUPS = (
    frozenset("aehijklmnoprstuvyäö"),
    frozenset("AEHIJKLMNOPRSTVYÄ"),
    frozenset("0123456789"),
    frozenset(" \u00a0.,:;!?-–’”()/"),
)
"""The letters that are frequent in Finnish, the digits, and the punctuation; any other letter is a group by itself."""


@memoized(Lifetime.RUN, maxsize=65536)
def letter_group(letter: str) -> str:
    """Return the group of a letter, as the first letter in it."""
    return next((min(letters) for letters in _GROUPS if letter in letters), letter)


class FontSubset(Struct, frozen=True):
    """The parts of a PDF's font that depend on the subset."""

    file_entries: bytes
    """The entries of the font file stream, except ``/Length``."""
    file: bytes
    """The font file, compressed."""
    widths: bytes
    """The elements of the array ``/W`` (9.7.4.3)."""
    to_unicode: bytes
    """The ToUnicode CMap, compressed."""


def font_subset(font: MasterFont, letter_groups: frozenset[str]) -> FontSubset:
    """Return a subset with the glyphs of the fixed texts and of the letters in some groups."""
    used = {number for number, glyph in font.glyphs.items() if letter_group(glyph.text[:1]) in letter_groups}
    glyphs = sorted(used | set(font.always))
    file = embedded_font(font.data, {font.codes.get(code, code) for code in glyphs} or {_NO_GLYPH})
    widths = b" ".join(b"%d[%d]" % (glyph, font.glyphs[glyph].width) for glyph in glyphs)
    entries = b"/Length1 %d/Filter/FlateDecode" % len(file)
    return FontSubset(entries, zlib.compress(file, 9), widths, zlib.compress(_to_unicode(font, glyphs), 9))


def _to_unicode(font: MasterFont, glyphs: list[int]) -> bytes:
    """Return a CMap from glyphs to their texts."""
    entries = [f"<{glyph:04x}> <{font.glyphs[glyph].text.encode('utf-16-be').hex()}>" for glyph in glyphs]
    blocks = [entries[start : start + _BLOCK] for start in range(0, len(entries), _BLOCK)]
    written = [f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks]
    return (_CMAP % "\n".join(written)).encode()
