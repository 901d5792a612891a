"""A participant's objects: lines at their places, each in its structure elements; values, notes, continued texts."""

import zlib
from collections.abc import Sequence
from math import inf

import pytest
from msgspec import structs

from tests.helpers.tiny_master import CONTENT, FONT, INFO, PAGE, SLOT, STYLE, shaped, tiny_master, tiny_objects
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.merge.continuation_layout import BlockKind, ContinuedPage, PageBlocks, TextBlock
from worksheets.merge.model import (
    ContentItem,
    Continuation,
    ContinuationNote,
    ContinuationPage,
    ContinuationTags,
    FieldAppearance,
    FormField,
    LineText,
    MarkedContent,
    Master,
    MasterForm,
    MasterSlot,
    PageContent,
    SharedLine,
    Shift,
    SlotKey,
)
from worksheets.merge.variable_objects import (
    FieldValue,
    ObjectWriter,
    SlotText,
    StreamObject,
    VariableObjects,
    text_string,
)
from worksheets.text.shaping import UNITS

A, ABC = shaped("a"), shaped("abc")
MARKED = (MarkedContent(20, PAGE, b"null", 1),)


def master(*slots: MasterSlot, items: Sequence[ContentItem] = (), **changes: object) -> Master:
    """Return the tiny master with other slots, which are drawn one after another, or with other content."""
    contents = (PageContent(CONTENT, tuple(items) or tuple(ContentItem(b"", slot=n) for n in range(len(slots)))),)
    return structs.replace(tiny_master(), slots=slots, contents=contents, text_objects=(), next_number=30, **changes)


def objects_of(own: Master, *texts: SlotText) -> VariableObjects:
    return ObjectWriter(own, texts, {0: ""}, {}).objects({})


def content(objects: VariableObjects) -> bytes:
    (stream,) = objects.contents
    assert (stream.number, stream.entries) == (CONTENT, b"/Filter/FlateDecode")
    return zlib.decompress(stream.data)


def starts(objects: VariableObjects) -> list[tuple[float, float]]:
    """Return the x and y coordinates at which the lines of the page start."""
    operators = [line.split() for line in content(objects).splitlines() if line.endswith(b" Tm")]
    return [(float(operands[4]), float(operands[5])) for operands in operators]


@pytest.mark.parametrize("align", [0.0, 0.5, 1.0])
def test_lines_are_aligned_in_the_slot_and_below_one_another(align: float) -> None:
    objects = objects_of(master(structs.replace(SLOT, align=align)), SlotText(STYLE, [A, ABC]))
    lefts = [10.0 + align * (180.0 - line.width / UNITS) for line in (A, ABC)]
    assert starts(objects) == [pytest.approx((lefts[0], 100.0), abs=1e-6), pytest.approx((lefts[1], 120.0), abs=1e-6)]
    assert A.glyphs in content(objects)


def test_lines_move_the_slots_that_are_stacked_with_theirs() -> None:
    second = structs.replace(
        SLOT, styles={"normal": structs.replace(STYLE, y=140.0)}, shifts=(Shift(0, 20.0), Shift(1, -10.0))
    )
    texts = SlotText(STYLE, [A, A, A]), SlotText(second.styles["normal"], [A, A])
    assert [y for _x, y in starts(objects_of(master(SLOT, second), *texts))] == [100, 120, 140, 170, 190]


def test_lines_on_the_bottom_of_a_box_go_up() -> None:
    slot = structs.replace(SLOT, grows_up=True)
    assert [y for _x, y in starts(objects_of(master(slot), SlotText(STYLE, [A, A, A])))] == [60, 80, 100]
    assert [y for _x, y in starts(objects_of(master(slot), SlotText(STYLE, [A])))] == [100]


def test_a_line_in_a_header_is_an_artifact() -> None:
    objects = objects_of(master(SLOT), SlotText(STYLE, [A]))
    assert content(objects).startswith(b"0 g\n/Artifact <</Type /Pagination>> BDC\n")
    assert objects.objects == []


def test_each_line_has_a_structure_element_in_the_slots() -> None:
    slot = structs.replace(SLOT, element=21, entries=b"/S/P")
    objects = objects_of(master(slot, marked_content=MARKED), SlotText(STYLE, [A, ABC]))
    assert dict(objects.objects) == {
        30: b"<</Type/StructElem/S/Span/K[1]/Pg 4 0 R/P 21 0 R>>",
        31: b"<</Type/StructElem/S/Span/K[2]/Pg 4 0 R/P 21 0 R>>",
        21: b"<</S/P/K[30 0 R 31 0 R]>>",
        20: b"[null 30 0 R 31 0 R]",
    }
    assert objects.next_number == 32
    assert [content(objects).count(b"/MCID %d" % mcid) for mcid in range(4)] == [0, 1, 1, 0]


@pytest.mark.parametrize("continues", [True, False])
def test_a_note_follows_a_text_that_continues(*, continues: bool) -> None:
    note = ContinuationNote(b"/Em", b"1 g\n", "F0", b"8", 15.0, 12.0, A.glyphs, "a")
    slot = structs.replace(SLOT, element=21, entries=b"/S/P", parent=22, parent_entries=b"/S/Div", note=note)
    text = SlotText(STYLE, [A, ABC], note if continues else None)
    objects = objects_of(master(slot, marked_content=MARKED), text)
    bodies = dict(objects.objects)
    assert text.height == (52.0 if continues else 40.0)
    assert starts(objects)[2:] == ([(15.0, 132.0)] if continues else [])
    assert bodies[22] == (b"<</S/Div/K[21 0 R 32 0 R]>>" if continues else b"<</S/Div/K[21 0 R]>>")
    assert bodies.get(32) == (b"<</Type/StructElem/S/Em/K[33 0 R]/Pg 4 0 R/P 22 0 R>>" if continues else None)


SHARED = SharedLine(10.0, 180.0, 0.5, (LineText(0, 0.0), LineText(-1, 30.0), LineText(1, 0.0)))
SHARING = structs.replace(SLOT, shared_line=0)
SHARED_ITEMS = (ContentItem(b"", slot=0), ContentItem(b"@", shared_line=0, line_text=1), ContentItem(b"@", slot=1))


def test_texts_of_a_shared_line_start_where_the_one_before_ends() -> None:
    sharing = master(SHARING, SHARING, items=SHARED_ITEMS, shared_lines=(SHARED,))
    objects = objects_of(sharing, SlotText(STYLE, [A]), SlotText(STYLE, [ABC]))
    widths = A.width / UNITS, ABC.width / UNITS
    left = 10.0 + 0.5 * (180.0 - widths[0] - 30.0 - widths[1])
    assert [x for x, _y in starts(objects)] == pytest.approx([left, left + widths[0] + 30.0], abs=1e-6)
    assert float(content(objects).split(b"@")[1]) == pytest.approx(left + widths[0], abs=1e-6)


@pytest.mark.parametrize(
    "change", [{"width": 31.0}, {"texts": (LineText(0, 0.0), LineText(-1, inf), LineText(1, 0.0))}]
)
def test_texts_too_long_for_their_shared_line_are_refused(change: dict[str, object]) -> None:
    sharing = master(SHARING, SHARING, items=SHARED_ITEMS, shared_lines=(structs.replace(SHARED, **change),))
    with pytest.raises(NeedsTypesetterError, match=Reason.SHARED_LINE.value):
        objects_of(sharing, SlotText(STYLE, [A]), SlotText(STYLE, [ABC]))


def test_texts_of_different_sizes_on_a_shared_line_are_refused() -> None:
    sharing = master(SHARING, SHARING, items=SHARED_ITEMS, shared_lines=(SHARED,))
    with pytest.raises(NeedsTypesetterError, match=Reason.SHARED_LINE.value):
        objects_of(sharing, SlotText(STYLE, [A]), SlotText(structs.replace(STYLE, size=8 * UNITS), [A]))


def test_continued_texts_have_an_element_a_text_and_one_a_line() -> None:
    continuation = Continuation(
        keys=(SlotKey("nimi", "head"),), tags=ContinuationTags(b"/H2", b"", b"/P", b"/Line"), title=STYLE, text=STYLE,
        left=7.0, title_width=100.0, text_width=100.0, gap=5.0,
        lead=0.0, head=0.0, start=30.0, top=0.0, limit=150.0, foot=0.0, pages=(0,),
    )  # fmt: skip
    page = ContinuationPage(PAGE, 21, b"/S/Div", b"23 0 R", b"24 0 R")
    items = ContentItem(b"", continuation_page=0), ContentItem(b"|", continuation_page=0, below_end=2.5)
    blocks = (
        TextBlock(kind=BlockKind.TITLE, lines=[A], tops=[0.0]),
        TextBlock(kind=BlockKind.TEXT, lines=[ABC, A], tops=[20.0, 40.0]),
    )
    own = master(items=items, marked_content=MARKED, continuation_pages=(page,), continuations=(continuation,))
    objects = ObjectWriter(own, [], {0: ""}, {0: ContinuedPage(continuation, PageBlocks(blocks, 60.0))}).objects({})
    assert starts(objects) == [(7.0, 100.0), (7.0, 120.0), (7.0, 140.0)]
    assert content(objects).endswith(b"EMC\n|62.5")
    assert dict(objects.objects) == {
        30: b"<</Type/StructElem/S/H2/K[31 0 R]/Pg 4 0 R/P 21 0 R>>",
        31: b"<</Type/StructElem/S/Span/K[1]/Pg 4 0 R/P 30 0 R>>",
        32: b"<</Type/StructElem/S/P/K[33 0 R 35 0 R]/Pg 4 0 R/P 21 0 R>>",
        33: b"<</Type/StructElem/S/Line/K[34 0 R]/Pg 4 0 R/P 32 0 R>>",
        34: b"<</Type/StructElem/S/Span/K[2]/Pg 4 0 R/P 33 0 R>>",
        35: b"<</Type/StructElem/S/Line/K[36 0 R]/Pg 4 0 R/P 32 0 R>>",
        36: b"<</Type/StructElem/S/Span/K[3]/Pg 4 0 R/P 35 0 R>>",
        21: b"<</S/Div/K[23 0 R 30 0 R 32 0 R 24 0 R]>>",
        20: b"[null 31 0 R 34 0 R 36 0 R]",
    }


def test_a_field_has_its_value_and_an_appearance_or_the_empty_one() -> None:
    appearance = FieldAppearance(4.0, b"[0 0 9 9]", b"q\n", b"Q\n", STYLE, left=1.0, width=50.0, align=0.5)
    field = FormField(
        path="a", place="cell", width=9.0, height=9.0, bold=False, number=21, entries=b"/T(x)", empty_appearance=25,
        appearances=(appearance,), default_appearances=(b"(/F 12 Tf)",),
    )  # fmt: skip
    fields = field, structs.replace(field, path="b", number=22)
    form = MasterForm(fields, FONT, 23, b"/Type/EmbeddedFile")
    writer = ObjectWriter(master(), [], {0: ""}, {})
    writer.write_form(form, {"a": FieldValue("ab cd", "ab", [ABC, A], appearance, b"(/F 8 Tf)")}, {}, b"{}")
    objects = writer.objects({})
    assert dict(objects.objects) == {
        21: b"<</T(x)/V (ab cd)/DA (/F 8 Tf)/AP<</N 30 0 R>>>>",
        22: b"<</T(x)/V ()/DA (/F 12 Tf)/AP<</N 25 0 R>>>>",
    }
    drawing, attachment = objects.streams
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources 3 0 R/Filter/FlateDecode"
    assert drawing == StreamObject(30, entries, drawing.data)
    lines = [
        b"BT\n1 0 0 -1 %f %f Tm\n/F0 16 Tf\n%s TJ\nET\n" % (1 + 0.5 * (50 - line.width / UNITS), y, line.glyphs)
        for line, y in ((ABC, 100.0), (A, 120.0))
    ]
    assert zlib.decompress(drawing.data) == b"q\n0 g\n%s%sQ\n" % tuple(lines)
    checksum = b"<99914b932bd37a50b983c5e7c90ae93b>"
    assert attachment.number == 23
    assert attachment.entries == b"/Type/EmbeddedFile/Params<</CheckSum%s/Size 2>>/Filter/FlateDecode" % checksum
    assert zlib.decompress(attachment.data) == b"{}"


def test_texts_that_are_not_drawn_are_escaped_for_where_they_are() -> None:
    objects = ObjectWriter(tiny_master(), [SlotText(STYLE, [A])], {0: "a<(&"}, {}).objects({})
    assert dict(objects.objects)[INFO] == rb"<</Title (Ohje: a<\(&)>>"
    assert objects.metadata == b"<x:xmpmeta>a&lt;(&amp;</x:xmpmeta>"
    assert (
        dict(tiny_objects("ä").objects)[INFO] == b"<</Title <FEFF%s>>>" % "Ohje: ä".encode("utf-16-be").hex().encode()
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [("", b"()"), ("a b", b"(a b)"), (r"\(a)", rb"(\\\(a\))"), ("ä", b"<FEFF00e4>"), ("😀", b"<FEFFd83dde00>")],
)
def test_text_strings_are_ascii_or_utf_16(text: str, written: bytes) -> None:
    assert text_string(text) == written
