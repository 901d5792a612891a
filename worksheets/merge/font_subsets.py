"""Fonts cut to the letters that stand in a file, in few sorts of cuts: to cut one takes longer than a handout."""

import zlib
from dataclasses import dataclass
from functools import lru_cache

from worksheets.text.font_subsets import embedded_font

from .model import MasterFont

_BLOCK = 100
"""Rows that a block of a character map may have."""
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
_TOGETHER = (
    frozenset("aehijklmnoprstuvyäö"),
    frozenset("AEHIJKLMNOPRSTVYÄ"),
    frozenset("0123456789"),
    frozenset(" \u00a0.,:;!?-–’”()/"),
)
"""Letters that come into a cut together; the others come one by one."""


@lru_cache(maxsize=65536)
def kind(letter: str) -> str:
    """Return what stands for a letter and those that come into a cut with it."""
    return next((min(letters) for letters in _TOGETHER if letter in letters), letter)


@dataclass(frozen=True, slots=True)
class FontSubset:
    """What of a font goes into a file."""

    file_entries: bytes
    file: bytes
    widths: bytes
    unicode: bytes


def font_subset(made: MasterFont, kinds: frozenset[str]) -> FontSubset:
    """Return a font with what is the same for everybody and the letters of some kinds."""
    used = {glyph for glyph, (_width, text) in made.glyphs.items() if kind(text[:1]) in kinds} | set(made.always)
    file = embedded_font(made.data, used)
    widths = b" ".join(b"%d[%d]" % (glyph, made.glyphs[glyph][0]) for glyph in sorted(used))
    rows = [f"<{glyph:04x}> <{made.glyphs[glyph][1].encode('utf-16-be').hex()}>" for glyph in sorted(used)]
    blocks = [rows[at : at + _BLOCK] for at in range(0, len(rows), _BLOCK)]
    said = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    entries = b"/Length1 %d/Filter/FlateDecode" % len(file)
    return FontSubset(entries, zlib.compress(file, 9), widths, zlib.compress((_CMAP % said).encode(), 9))
