"""A master made by hand: one page with a name in a slot, in one line, and the name in the title."""

from collections.abc import Mapping
from functools import cache

import uharfbuzz
from msgspec import structs

from worksheets.merge.font_subsets import letter_group
from worksheets.merge.model import (
    ContentItem,
    FixedObject,
    MarkedContent,
    Master,
    MasterFont,
    MasterGlyph,
    MasterSlot,
    PageContent,
    TextObject,
    TextStyle,
)
from worksheets.merge.variable_objects import ObjectWriter, SlotText, VariableObjects
from worksheets.text.font_subsets import shaping_font
from worksheets.text.fonts import REGULAR
from worksheets.text.hyphenation import HYPHEN
from worksheets.text.shaping import UNITS, ShapedFont, ShapedLine

LETTERS = f"abcABC xyzäö12…{HYPHEN}"
STYLE = TextStyle(b"", b"0 g\n", "F0", b"16", 16 * UNITS, 100.0, 20.0)
SLOT = MasterSlot(
    path="nimi", place="head", left=10.0, width=180.0, align=0.0, room=0.0, group=(0,), shifts=(), inline=False,
    shared_line=-1, styles={"normal": STYLE}, element=0, entries=b"", page=4,
)  # fmt: skip
ROOT, PAGES, FONT, PAGE, DESCRIPTOR, CONTAINER, CONTENT, INFO, METADATA, FILE, DESCENDANT, TO_UNICODE = range(1, 13)
PAGE_BODY = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 200 200]/Contents %d 0 R/Resources<</Font<</F0 %d 0 R>>>>>>"
FONT_BODY = b"<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>"
DESCRIPTOR_BODY = (
    b"<</Type/FontDescriptor/FontName/F/Flags 4/FontBBox[0 0 1 1]/ItalicAngle 0/Ascent 1/Descent 0/CapHeight 1/StemV 1"
    b"/FontFile2 %d 0 R>>"
)
DESCENDANT_ENTRIES = (
    b"/Type/Font/Subtype/CIDFontType2/BaseFont/F/CIDToGIDMap/Identity"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R"
)


@cache
def tiny_master() -> Master:
    """Return the master; its slot takes the letters in LETTERS."""
    return Master(
        asked=(),
        letters=LETTERS,
        language="fi",
        fonts={"F0": _font()},
        slots=(SLOT,),
        shared_lines=(),
        undrawn={0: "nimi"},
        contents=(PageContent(CONTENT, (ContentItem(b"1 0 0 -1 0 200 cm\n", slot=0), ContentItem(b"q Q\n"))),),
        text_objects=(TextObject(INFO, (b"<</Title ", b">>"), ("Ohje: þ0000þ",)),),
        metadata=TextObject(METADATA, (b"<x:xmpmeta>", b"</x:xmpmeta>"), ("þ0000þ",)),
        marked_content=(),
        streams=(),
        objects=(
            FixedObject(ROOT, b"<</Type/Catalog/Pages %d 0 R/Metadata %d 0 R>>" % (PAGES, METADATA)),
            FixedObject(PAGES, b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % PAGE),
            FixedObject(FONT, FONT_BODY % (DESCENDANT, TO_UNICODE)),
            FixedObject(PAGE, PAGE_BODY % (PAGES, CONTENT, FONT)),
            FixedObject(DESCRIPTOR, DESCRIPTOR_BODY % FILE),
        ),
        root=ROOT,
        info=INFO,
        next_number=TO_UNICODE + 1,
        pages=1,
    )


def _font() -> MasterFont:
    data = shaping_font(REGULAR, LETTERS, ())
    return MasterFont(data, _glyphs(data), (), FILE, DESCENDANT, DESCENDANT_ENTRIES % DESCRIPTOR, TO_UNICODE)


def _glyphs(data: bytes) -> dict[int, MasterGlyph]:
    """Return the glyphs of a font by their numbers."""
    font = uharfbuzz.Font(uharfbuzz.Face(data))
    font.scale = (1000, 1000)
    by_letter = {letter: font.get_nominal_glyph(ord(letter)) for letter in LETTERS}
    return {glyph: MasterGlyph(font.get_glyph_h_advance(glyph), letter) for letter, glyph in by_letter.items()}


def shaped(text: str) -> ShapedLine:
    """Return a text as one line in the master's font."""
    font = tiny_master().fonts["F0"]
    return ShapedFont(font.data, STYLE.size, "fi", font.glyphs).line(text)


def tiny_objects(text: str) -> VariableObjects:
    """Return the objects of a participant with a name."""
    writer = ObjectWriter(tiny_master(), [SlotText(STYLE, [shaped(text)])], {0: text}, {})
    return writer.objects({"F0": frozenset(map(letter_group, text))})


TREE_BODIES = {
    1: b"<</Type/Catalog/Pages 2 0 R/StructTreeRoot 3 0 R/Outlines 4 0 R>>",
    2: b"<</Type/Pages/Count 1/Kids[5 0 R]>>",
    3: b"<</Type/StructTreeRoot/K[6 0 R]/ParentTree 7 0 R>>",
    4: b"<</Type/Outlines/First 8 0 R/Last 8 0 R/Count -2>>",
    5: b"<</Type/Page/Parent 2 0 R/Contents 14 0 R/Resources 9 0 R/MediaBox[0 0 20 10]/StructParents 0>>",
    6: b"<</Type/StructElem/S/Document/K[12 0 R 10 0 R]/P 3 0 R>>",
    7: b"<</Nums[0 13 0 R 1 [10 0 R null]]>>",
    8: b"<</Title(Alku)/Dest[5 0 R/Fit]/Parent 4 0 R>>",
    9: b"<</ExtGState<</G 11 0 R>>>>",
    10: b"<</Type/StructElem/S/TH/ID(5-0-1)/P 6 0 R/Pg 5 0 R>>",
    11: b"<</ca 1>>",
    15: b"<</Nobody/Refers>>",
}


def tree_objects(changes: Mapping[int, bytes] | None = None) -> tuple[FixedObject, ...]:
    """Return the objects of the master with all trees; ``changes`` are other bodies, by number."""
    return tuple(FixedObject(number, body) for number, body in (TREE_BODIES | dict(changes or {})).items())


def tree_master() -> Master:
    """Return a master with all trees: one page, a table header, and a slot in element 12."""
    slot = structs.replace(SLOT, element=12, entries=b"/Type/StructElem/S/P/P 6 0 R/Pg 5 0 R", page=5)
    contents = (structs.replace(tiny_master().contents[0], number=14),)
    return structs.replace(
        tiny_master(),
        slots=(slot,),
        contents=contents,
        fonts={},
        text_objects=(),
        marked_content=(MarkedContent(13, 5, b"null", 1),),
        objects=tree_objects(),
        root=1,
        next_number=16,
    )
