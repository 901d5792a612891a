"""A master whose parts contradict each other is told from one that is consistent in itself."""

import math
from functools import cache

import pytest
from msgspec import structs

from tests.helpers.tiny_master import PAGE, PAGE_BODY, PAGES, ROOT, SLOT, STYLE, tiny_master
from worksheets.merge.consistency import is_consistent
from worksheets.merge.model import (
    ContentItem,
    Continuation,
    ContinuationLegend,
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
    Move,
    RowPage,
    SharedLine,
    Shift,
    SlotKey,
    VariableHeight,
)

TINY = tiny_master()
ELEMENT, PARENT, ARRAY, CONTINUED, FIELD, ATTACHMENT = range(13, 19)
"""The numbers after those of the master made by hand."""
NOTE = ContinuationNote(b"/Span", b"", "F0", b"16", 10.0, 20.0, b"[<0001>]", "a")
GROUPED = structs.replace(SLOT, group=(0, 1), shifts=(Shift(1, 20.0),), room=40.0)
NOTED = structs.replace(GROUPED, element=ELEMENT, parent=PARENT, note=NOTE)
SHARING = structs.replace(SLOT, group=(2,), shared_line=0)
LINE = SharedLine(10.0, 180.0, 0.5, (LineText(2, 0.0), LineText(-1, 30.0)))
ITEMS = (
    *(ContentItem(b"", slot=slot) for slot in range(3)),
    *(ContentItem(b"", shared_line=0, line_text=1), ContentItem(b"", continuation_page=0)),
    *(ContentItem(b"", continuation_page=0, below_end=2.5), ContentItem(b"")),
)
OTHER_FONT = structs.replace(STYLE, font="F7")
LEGEND = ContinuationLegend(
    "kontaktit", "Kartta", "", b"/Span", number=STYLE, name=STYLE, support=STYLE, number_left=7.0, left=16.0, width=91.0
)
CONTINUATION = Continuation(
    keys=(SlotKey("nimi", "head"),), tags=ContinuationTags(b"/H2", b"", b"/P", b"/Line"), title=STYLE, text=STYLE,
    left=7.0, title_width=100.0, text_width=100.0, gap=5.0,
    lead=0.0, head=0.0, start=30.0, top=0.0, limit=150.0, foot=0.0, pages=(0,), legend=LEGEND,
)  # fmt: skip
APPEARANCE = FieldAppearance(4.0, b"[0 0 9 9]", b"q\n", b"Q\n", STYLE, left=1.0, width=50.0, align=0.5)
FORM_FIELD = FormField(
    path="a", place="cell", width=9.0, height=9.0, bold=False, number=FIELD, entries=b"/T(x)", empty_appearance=1,
    appearances=(APPEARANCE,), default_appearances=(b"(/F 12 Tf)",),
)  # fmt: skip


@cache
def rich_master() -> Master:
    """Return a master with everything that a master can have."""
    return structs.replace(
        TINY,
        slots=(NOTED, GROUPED, SHARING),
        shared_lines=(LINE,),
        contents=(structs.replace(TINY.contents[0], items=ITEMS),),
        marked_content=(MarkedContent(ARRAY, PAGE, b"null 4 0 R null", 3),),
        continuation_pages=(ContinuationPage(PAGE, CONTINUED, b"/S/Div", b"", b""),),
        continuations=(CONTINUATION,),
        form=MasterForm((FORM_FIELD,), 1, ATTACHMENT, b""),
        next_number=ATTACHMENT + 1,
    )


@pytest.mark.parametrize("master", [TINY, rich_master()])
def test_a_whole_master_is_consistent(master: Master) -> None:
    assert is_consistent(master)


SLOT_CHANGES: dict[str, dict[str, object]] = {
    "no group": {"group": ()},
    "a group of others": {"group": (1,)},
    "a group that others do not have": {"group": (0, 1, 2)},
    "a group of a slot that is not there": {"group": (0, 7)},
    "a negative group": {"group": (0, -1)},
    "a shift by a slot that is not there": {"shifts": (Shift(7, 20.0),)},
    "a shift by a negative slot": {"shifts": (Shift(-1, 20.0),)},
    "an endless shift": {"shifts": (Shift(1, math.inf),)},
    "no styles": {"styles": {}},
    "no style of the normal size": {"styles": {"small": STYLE}},
    "a font that is not there": {"styles": {"normal": structs.replace(STYLE, font="F7")}},
    "a size of zero": {"styles": {"normal": structs.replace(STYLE, size=0)}},
    "another size than is drawn": {"styles": {"normal": structs.replace(STYLE, point=b"15")}},
    "a size that is no number": {"styles": {"normal": structs.replace(STYLE, point=b"/F0")}},
    "a baseline that is no number": {"styles": {"normal": structs.replace(STYLE, y=math.nan)}},
    "a pitch without end": {"styles": {"normal": structs.replace(STYLE, pitch=math.inf)}},
    "a place far away": {"left": 1e9},
    "a width below all": {"width": -1e300},
    "a room that is no number": {"room": math.nan},
    "a negative room": {"room": -1.0},
    "a page without marked content": {"page": 1},
    "a negative element": {"element": -1},
    "an element of something else": {"element": PARENT},
    "an element that is not there": {"element": 10**12},
    "a note without a parent": {"parent": 0},
    "a note in a font that is not there": {"note": structs.replace(NOTE, font="F7")},
    "a note that is nowhere": {"note": structs.replace(NOTE, x=math.nan)},
    "a shared line that is not there": {"shared_line": 1},
    "a shared line without the slot": {"shared_line": 0},
    "a negative shared line": {"shared_line": -2},
}


@pytest.mark.parametrize("change", SLOT_CHANGES.values(), ids=SLOT_CHANGES)
def test_a_slot_that_contradicts_something_is_noticed(change: dict[str, object]) -> None:
    slot: MasterSlot = structs.replace(NOTED, **change)
    assert not is_consistent(structs.replace(rich_master(), slots=(slot, GROUPED, SHARING)))


FONT = TINY.fonts["F0"]
CHANGES: dict[str, dict[str, object]] = {
    "no slots": {"slots": ()},
    "a slot less": {"slots": (NOTED, GROUPED)},
    "no fonts": {"fonts": {}},
    "a font of another name": {"fonts": {"F7": FONT}},
    "a font without glyphs": {"fonts": {"F0": structs.replace(FONT, glyphs={}, always=(1,))}},
    "a glyph that is always needed and not there": {"fonts": {"F0": structs.replace(FONT, always=(60_000,))}},
    "a code of a glyph that is not there": {"fonts": {"F0": structs.replace(FONT, codes={60_000: 1})}},
    "a negative glyph": {"fonts": {"F0": structs.replace(FONT, glyphs={**FONT.glyphs, -1: FONT.glyphs[1]})}},
    "a font file that is not there": {"fonts": {"F0": structs.replace(FONT, file=10**12)}},
    "no contents": {"contents": ()},
    "no items": {"contents": (structs.replace(TINY.contents[0], items=()),)},
    "no shared lines": {"shared_lines": ()},
    "an empty shared line": {"shared_lines": (structs.replace(LINE, texts=()),)},
    "a shared line of a slot that is not there": {
        "shared_lines": (structs.replace(LINE, texts=(*LINE.texts, LineText(3, 0.0))),)
    },
    "a shared line of a negative slot": {
        "shared_lines": (structs.replace(LINE, texts=(*LINE.texts, LineText(-2, 0.0))),)
    },
    "a text that is endless": {"shared_lines": (structs.replace(LINE, texts=(LINE.texts[0], LineText(-1, math.inf))),)},
    "a shared line that is no number wide": {"shared_lines": (structs.replace(LINE, width=math.nan),)},
    "no marked content": {"marked_content": ()},
    "too many owners": {"marked_content": (MarkedContent(ARRAY, PAGE, b"null 4 0 R null null", 3),)},
    "too few owners": {"marked_content": (MarkedContent(ARRAY, PAGE, b"", 3),)},
    "a negative count": {"marked_content": (MarkedContent(ARRAY, PAGE, b"", -1),)},
    "a huge count": {"marked_content": (MarkedContent(ARRAY, PAGE, b"null", 10**12),)},
    "no text for a placeholder": {"undrawn": {}},
    "a text object without bytes": {"text_objects": (structs.replace(TINY.text_objects[0], fixed=()),)},
    "no text objects": {"text_objects": ()},
    "metadata with a text too few": {"metadata": structs.replace(TINY.metadata, texts=())},
    "no objects": {"objects": ()},
    "an object less": {"objects": TINY.objects[:-1]},
    "objects in another order": {"objects": TINY.objects[::-1]},
    "an object twice": {"objects": (*TINY.objects, TINY.objects[0])},
    "a root that is not there": {"root": 0},
    "a negative root": {"root": -1},
    "a root that is no catalog": {"root": PAGE},
    "an information dictionary that is not there": {"info": 10**12},
    "information in something else": {"info": TINY.metadata.number},
    "a next number that is taken": {"next_number": ATTACHMENT},
    "a next number that is too high": {"next_number": ATTACHMENT + 2},
    "a huge next number": {"next_number": 2**62},
    "a negative next number": {"next_number": -1},
    "no pages": {"pages": 0},
    "too many pages": {"pages": 2},
    "negative pages": {"pages": -1},
    "no continuation pages": {"continuation_pages": ()},
    "a continuation page twice": {"continuation_pages": rich_master().continuation_pages * 2},
    "no continuations": {"continuations": ()},
    "a continuation twice": {"continuations": (CONTINUATION, CONTINUATION)},
    "a continuation of a page that is not there": {"continuations": (structs.replace(CONTINUATION, pages=(1,)),)},
    "a continuation of a negative page": {"continuations": (structs.replace(CONTINUATION, pages=(-1,)),)},
    "a continuation without end": {"continuations": (structs.replace(CONTINUATION, limit=math.inf),)},
    "a legend without a left edge": {
        "continuations": (structs.replace(CONTINUATION, legend=structs.replace(LEGEND, left=math.inf)),)
    },
    "a legend in a font that is not there": {
        "continuations": (structs.replace(CONTINUATION, legend=structs.replace(LEGEND, name=OTHER_FONT)),)
    },
    "a continuation that is no number wide": {"continuations": (structs.replace(CONTINUATION, text_width=math.nan),)},
    "a title in a font that is not there": {"continuations": (structs.replace(CONTINUATION, title=OTHER_FONT),)},
    "no form": {"form": None},
    "a form without fields": {"form": MasterForm((), 1, ATTACHMENT, b"")},
    "a form whose attachment is not there": {"form": MasterForm((FORM_FIELD,), 1, 10**12, b"")},
    "a form whose resources are not there": {"form": MasterForm((FORM_FIELD,), 7, ATTACHMENT, b"")},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_part_that_contradicts_another_is_noticed(change: dict[str, object]) -> None:
    assert not is_consistent(structs.replace(rich_master(), **change))


@pytest.mark.parametrize(
    "change",
    [
        {"number": 1},
        {"empty_appearance": 0},
        {"empty_appearance": 99},
        {"appearances": ()},
        {"appearances": (APPEARANCE, APPEARANCE)},
        {"default_appearances": ()},
        {"width": math.nan},
        {"appearances": (structs.replace(APPEARANCE, left=math.inf),)},
        {"appearances": (structs.replace(APPEARANCE, style=structs.replace(STYLE, font="F7")),)},
    ],
)
def test_a_form_field_that_contradicts_something_is_noticed(change: dict[str, object]) -> None:
    form = MasterForm((structs.replace(FORM_FIELD, **change),), 1, ATTACHMENT, b"")
    assert not is_consistent(structs.replace(rich_master(), form=form))


ITEM_CHANGES: dict[str, ContentItem] = {
    "a slot twice": ContentItem(b"", slot=0),
    "a slot that is not there": ContentItem(b"", slot=3),
    "a negative slot": ContentItem(b"", slot=-2),
    "a shared line that is not there": ContentItem(b"", shared_line=1),
    "a negative shared line": ContentItem(b"", shared_line=-2),
    "a text of a shared line that is a slot's": ContentItem(b"", shared_line=0, line_text=0),
    "a text that is not there": ContentItem(b"", shared_line=0, line_text=2),
    "a negative text": ContentItem(b"", shared_line=0, line_text=-1),
    "a continuation page twice": ContentItem(b"", continuation_page=0),
    "a continuation page that is not there": ContentItem(b"", continuation_page=1),
    "a negative continuation page": ContentItem(b"", continuation_page=-2),
    "something below a page that is not there": ContentItem(b"", continuation_page=1, below_end=1.0),
    "something that is nowhere": ContentItem(b"", continuation_page=0, below_end=math.nan),
}


@pytest.mark.parametrize("item", ITEM_CHANGES.values(), ids=ITEM_CHANGES)
def test_an_item_of_the_content_that_contradicts_something_is_noticed(item: ContentItem) -> None:
    content = structs.replace(TINY.contents[0], items=(*ITEMS, item))
    assert not is_consistent(structs.replace(rich_master(), contents=(content,)))


@pytest.mark.parametrize("index", range(5))
def test_an_item_that_is_not_drawn_is_noticed(index: int) -> None:
    items = tuple(item for number, item in enumerate(ITEMS) if number != index)
    content = structs.replace(TINY.contents[0], items=items)
    is_shared_line = ITEMS[index].shared_line == 0
    assert is_consistent(structs.replace(rich_master(), contents=(content,))) == is_shared_line


@pytest.mark.parametrize(
    ("number", "body"),
    [
        (ROOT, b""),
        (ROOT, b"<</Type/Catalog>>"),
        (ROOT, b"<</Type/Catalog/Pages 99 0 R>>"),
        (ROOT, b"<</Type/Catalog/Pages %d 0 R>>" % PAGE),
        (PAGES, b"<</Type/Pages/Count 1/Kids[]>>"),
        (PAGES, b"<</Type/Pages/Count 1/Kids[99 0 R]>>"),
        (PAGES, PAGE_BODY % (1, 2, 3)),
    ],
)
def test_a_tree_of_pages_that_does_not_hold_is_noticed(number: int, body: bytes) -> None:
    objects = tuple(structs.replace(obj, body=body) if obj.number == number else obj for obj in TINY.objects)
    assert not is_consistent(structs.replace(TINY, objects=objects))


ROW = VariableHeight("a.1", "a", 10.0, 40.0, 0.0, (0,), 8.0)
ROW_PAGE = RowPage(heights=(0,), bottom=100.0, limit=200.0, grid=(0.0, 20.0, 5.0))


@pytest.mark.parametrize(
    ("row", "page", "moves", "right"),
    [
        (ROW, ROW_PAGE, (Move(0, 1.0),), True),
        (structs.replace(ROW, cells=(1,)), ROW_PAGE, (), False),
        (structs.replace(ROW, height=float("nan")), ROW_PAGE, (), False),
        (ROW, structs.replace(ROW_PAGE, heights=(1,)), (), False),
        (ROW, structs.replace(ROW_PAGE, heights=()), (), False),
        (ROW, structs.replace(ROW_PAGE, next_row=1), (), False),
        (ROW, structs.replace(ROW_PAGE, grid=(0.0, 0.0, 5.0)), (), False),
        (ROW, ROW_PAGE, (Move(1, 1.0),), False),
        (ROW, ROW_PAGE, (Move(-1, 1.0),), False),
        (ROW, ROW_PAGE, (Move(0, float("inf")),), False),
    ],
)
def test_heights_name_only_what_there_is(
    row: VariableHeight, page: RowPage, moves: tuple[Move, ...], *, right: bool
) -> None:
    slots = (structs.replace(SLOT, moves=moves),)
    assert is_consistent(structs.replace(tiny_master(), slots=slots, heights=(row,), row_pages=(page,))) is right
