"""Two renderings of a page tell how each slot is drawn, or that a text changes more than its own place."""

import pikepdf
import pytest

from tests.helpers.course import the_course
from tests.helpers.tiny_page import NAME, OTHER, OWN, PERSON, TIME, tiny_page
from tests.helpers.values import replace
from worksheets.course.layout import EMPTY, NORMAL, SMALL, read_layout
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.master.box_tree import PlacedLine, PlacedText
from worksheets.master.compare import (
    PagePair,
    PageVariant,
    PlaceholderPlan,
    _is_too_narrow,
    _with_mcids_of,
    compare,
    placeholder_plan,
)
from worksheets.master.placeholders import PlaceholderState, PlaceholderUse
from worksheets.master.renderings import Rendering
from worksheets.merge.model import ContentItem, LineText, Shift, SlotKey
from worksheets.text.fit import css_pixels

NO_SMALL, HAS_SMALL = "ball", "prompt"
"""A place without a small step, and one with one."""


def line(number: int, group: int = 0, room: float = 100, beside: int | None = None) -> PlacedLine:
    """Return the line of a placeholder; with ``beside``, another text shares it."""
    texts = tuple(PlacedText(text, 10) for text in (number, beside) if text is not None)
    inline = beside is not None
    return PlacedLine(0, number, 0, 0, 100, 0, 20, room, group, texts, inline=inline, supported=True)


def plan_of(place: str, *lines: PlacedLine) -> PlaceholderPlan:
    keys = [SlotKey(f"slot.{placed.number}", place) for placed in lines]
    rendering = Rendering(PlaceholderUse(keys, (), ()), lines, (), (), (), pikepdf.new(), (), {}, {})
    return placeholder_plan(rendering, read_layout("handout", the_course().folder))


def test_a_placeholder_by_itself_is_small_where_its_place_has_a_small_step() -> None:
    assert plan_of(HAS_SMALL, line(0)).states == {0: PlaceholderState(SMALL, 1, hyphenated=True)}
    assert plan_of(NO_SMALL, line(0)).states == {0: PlaceholderState(NORMAL, 2, hyphenated=True)}


def test_the_first_of_a_group_has_two_lines() -> None:
    plan = plan_of(HAS_SMALL, line(0, group=1), line(1, group=1), line(2, group=2))
    assert plan.states[0] == PlaceholderState(NORMAL, 2, hyphenated=True)
    assert plan.states[1] == PlaceholderState(NORMAL, 1, hyphenated=True)
    assert plan.states[2] == PlaceholderState(SMALL, 1, hyphenated=True)
    assert plan.group_of(line(1, group=1)) == [0, 1]
    assert plan.group_of(line(2, group=2)) == [2]


def test_a_placeholder_without_room_for_two_lines_has_one() -> None:
    assert plan_of(NO_SMALL, line(0, room=39)).states == {0: PlaceholderState(NORMAL, 1, hyphenated=True)}
    assert plan_of(NO_SMALL, line(0, room=40)).states == {0: PlaceholderState(NORMAL, 2, hyphenated=True)}


def test_a_placeholder_beside_another_text_stays_as_it_is() -> None:
    assert plan_of(HAS_SMALL, line(0, beside=-1)).states == {0: PlaceholderState(NORMAL, 1, hyphenated=True)}


def test_the_name_in_a_ball_is_empty() -> None:
    assert plan_of("ball-name", line(0)).states == {0: PlaceholderState(EMPTY, 2, hyphenated=True)}


def test_a_line_may_be_wider_than_its_place_but_not_narrower() -> None:
    layout = read_layout("handout", the_course().folder)
    width, plan = css_pixels(layout.number("prompt-width")), plan_of("prompt", line(0))
    for wider, is_too_narrow in ((0, False), (2.5, False), (-0.005, False), (-0.02, True), (-50, True)):
        assert _is_too_narrow(replace(line(0), width=width + wider), SlotKey("a.b", "prompt"), plan) is is_too_narrow
    assert not _is_too_narrow(replace(line(0), width=1), SlotKey("a", "head"), plan), "any text fits there"
    in_columns = replace(plan, place_of=lambda _path, place: replace(layout.place(place), width=48))
    assert not _is_too_narrow(replace(line(0), width=css_pixels(48)), SlotKey("a.b", "prompt"), in_columns)


def test_content_gets_the_marked_content_numbers_of_the_first_rendering() -> None:
    assert _with_mcids_of(b"/MCID 3 /MCID 12", b"/MCID 7 x /MCID 8") == b"/MCID 3 x /MCID 12"
    with pytest.raises(NeedsTypesetterError) as error:
        _with_mcids_of(b"/MCID 3", b"")
    assert error.value.refusal.reason is Reason.SIZE_CHANGES_TAGS


COMMON = "<p>Kaikille</p>"
BOX, OTHER_BOX = f'<div class="prompt">{OWN}</div>', f'<div class="prompt">{OTHER}</div>'
CELL = '<table><tr><td style="padding: 0; width: 260px; height: 100px; vertical-align: {}">{}</td></tr></table>'
STACKED = ".slot { display: block }"


def refusal(body: str, style: str = "") -> Reason:
    with pytest.raises(NeedsTypesetterError) as error:
        tiny_page(body, style).compared()
    return error.value.refusal.reason


def test_a_slot_has_the_box_of_its_line_and_the_style_of_its_text() -> None:
    comparison = tiny_page(COMMON + f'<p style="text-align: right">{NAME}</p>').compared()
    (drawn,) = comparison.slots
    slot, run = drawn.slot, drawn.run
    assert (slot.path, slot.place) == ("nimi", "field")
    assert (slot.left, slot.width, slot.align, slot.room, slot.inline) == (20.0, 260.0, 1.0, 0.0, True)
    assert (slot.group, slot.shifts, slot.shared_line, slot.note) == ((0,), (), -1, None)
    assert list(slot.styles) == [NORMAL]
    style = slot.styles[NORMAL]
    assert (style.font, style.point, style.size, style.y) == (run.font, b"16", 16 * 1024, run.y)
    assert (style.pitch, style.state, style.before) == (20.0, run.state, b"")
    assert comparison.drawn_numbers == {0}
    assert (slot.element, slot.entries, slot.page) == (0, b"", 0), "the objects come later"


def test_the_content_is_cut_at_the_slots() -> None:
    comparison = tiny_page(COMMON + f"<p>{NAME}</p><p>Väli</p><p>{TIME}</p>").compared()
    (content,) = comparison.contents
    data, (first, second) = content.stream.data, [drawn.run for drawn in comparison.slots]
    assert content.items == (
        ContentItem(data[: first.start], slot=0),
        ContentItem(data[first.end : second.start], slot=1),
        ContentItem(data[second.end :]),
    )
    assert comparison.slots[1].stream is content.stream
    assert comparison.page_pairs == [PagePair(comparison.variants[0], 0, 0)]


def test_a_page_without_slots_has_no_content_that_varies() -> None:
    comparison = tiny_page(COMMON).compared()
    assert comparison.contents == []
    assert comparison.slots == []
    assert comparison.page_pairs == []


def test_a_slot_that_can_be_small_has_both_styles() -> None:
    slot = tiny_page(COMMON + BOX).compared().slots[0].slot
    assert list(slot.styles) == [NORMAL, SMALL]
    normal, small = slot.styles.values()
    assert (normal.size, normal.pitch, small.size, small.pitch) == (16 * 1024, 20.0, 10 * 1024, 13.0)
    assert (normal.before, small.before) == (b"", b"")
    assert small.y < normal.y
    assert slot.room == 40.0


def test_what_is_drawn_before_a_text_of_one_size_only_belongs_to_its_style() -> None:
    comparison = tiny_page(COMMON + BOX + OTHER_BOX, ".small { background: #ffff00 }").compared()
    normal, small = comparison.slots[0].slot.styles.values()
    assert b"1 1 0 rg" not in normal.before
    assert b"1 1 0 rg" in small.before
    assert b"/MCID 0>>" in normal.before
    assert b"/MCID 0>>" in small.before
    assert comparison.contents[0].items[0] == ContentItem(b"", slot=0)


def test_lines_move_what_is_stacked_below_them() -> None:
    slots = [drawn.slot for drawn in tiny_page(CELL.format("top", NAME + TIME), STACKED).compared().slots]
    assert [slot.group for slot in slots] == [(0, 1), (0, 1)]
    assert [slot.room for slot in slots] == [100.0, 100.0]
    assert [slot.shifts for slot in slots] == [(), (Shift(0, 20.0),)]


def test_lines_of_a_centred_stack_move_all_of_it_up_by_half() -> None:
    slots = [drawn.slot for drawn in tiny_page(CELL.format("middle", NAME + TIME), STACKED).compared().slots]
    assert [slot.shifts for slot in slots] == [
        (Shift(0, pytest.approx(-10.0)), Shift(1, pytest.approx(-10.0))),  # type: ignore[arg-type]
        (Shift(0, pytest.approx(10.0)), Shift(1, pytest.approx(-10.0))),  # type: ignore[arg-type]
    ]


BOTTOM = """
.box { height: 100px }
.box::before { content: ""; display: inline-block; height: 100%; vertical-align: bottom }
.slot { display: inline-block; width: 100%; vertical-align: bottom }
"""


@pytest.mark.parametrize(("name", "grows_up"), [(OWN, True), (NAME, False)])
def test_a_text_on_the_bottom_of_its_box_grows_upwards(name: str, *, grows_up: bool) -> None:
    """What has no small size is measured with two lines: the shift says how far they go up."""
    (slot,) = [drawn.slot for drawn in tiny_page(f'{COMMON}<div class="box">{name}</div>', BOTTOM).compared().slots]
    assert slot.grows_up is grows_up
    assert (slot.shifts == ()) is grows_up
    assert slot.room == 100.0


def test_texts_on_one_line_share_it() -> None:
    comparison = tiny_page(COMMON + f"<p>{NAME}, {TIME}!</p>").compared()
    (shared,) = comparison.shared_lines
    assert (shared.left, shared.width, shared.align) == (20.0, 260.0, 0.0)
    assert [text.slot for text in shared.texts] == [0, -1, 1, -1]
    assert shared.texts[1] == LineText(-1, pytest.approx(7.18, abs=0.01))  # type: ignore[arg-type]
    assert [drawn.slot.shared_line for drawn in comparison.slots] == [0, 0]
    items = comparison.contents[0].items
    assert [(item.slot, item.shared_line, item.line_text) for item in items] == [
        (0, -1, 0), (-1, 0, 1), (1, -1, 0), (-1, 0, 3), (-1, -1, 0),
    ]  # fmt: skip


def test_each_line_with_several_texts_is_shared_by_its_own() -> None:
    comparison = tiny_page(f"<p>{NAME}!</p><p>Väli</p><p>{TIME}!</p>").compared()
    assert [[text.slot for text in line.texts] for line in comparison.shared_lines] == [[0, -1], [1, -1]]
    assert [drawn.slot.shared_line for drawn in comparison.slots] == [0, 1]


@pytest.mark.parametrize(
    ("body", "style", "reason"),
    [
        (f"<p>{NAME}</p><p>Väli</p><p>{NAME}</p>", "", Reason.SLOT_TWICE),
        (f"{OWN}<p>Perässä</p>", "", Reason.SIZE_MOVES_OTHERS),
        (f"<p>{NAME}</p>{BOX}", ".page:has(.small) p { display: none }", Reason.SLOT_MOVES_OTHERS),
        (f"<p>{NAME}</p>{BOX}", ".page:has(.small) p { position: relative; z-index: 2 }", Reason.SLOT_MOVES_OTHERS),
        (CELL.format("middle", NAME + TIME), STACKED + ".slot { border-top: 1px solid #000000 }",
         Reason.LINES_MOVE_OTHERS),
        (f"<p>{NAME}</p>", ".slot { letter-spacing: 2px }", Reason.SLOT_STYLE),
        (f"<p>{NAME}</p>", ".slot { display: block; text-align: justify }", Reason.SLOT_STYLE),
        (BOX, ".prompt { width: 59mm }", Reason.SLOT_WIDTH),
    ],
)  # fmt: skip
def test_a_text_that_changes_more_than_its_own_place_is_refused(body: str, style: str, reason: Reason) -> None:
    assert refusal(body, style) is reason


def test_a_page_that_is_not_drawn_alone_is_refused() -> None:
    page, empty = tiny_page(COMMON + BOX), tiny_page(COMMON)
    first = page.render()
    variant = PageVariant((page.name,), frozenset({0}), empty.render())
    with pytest.raises(NeedsTypesetterError) as error:
        compare(first, [variant], page.plan(first))
    assert error.value.refusal.reason is Reason.PAGE_DIFFERS_ALONE


def test_a_placeholder_of_no_page_is_refused() -> None:
    page = tiny_page(COMMON + BOX)
    first = page.render()
    with pytest.raises(NeedsTypesetterError) as error:
        compare(first, [], page.plan(first))
    assert error.value.refusal.reason is Reason.SLOT_NOT_DRAWN


LONG = {**PERSON, "kysely.oma": "abc abc " * 90}


def test_a_text_that_overflows_goes_on_on_pages_of_its_own() -> None:
    """The page of a tiny course where texts go on has a line before them and a line after them."""
    page = tiny_page(COMMON + BOX + OTHER_BOX, values=LONG)
    master = page.builder().build(page.data)
    (continuation,) = master.continuations
    assert [key.path for key in continuation.keys] == ["kysely.oma", "kysely.muu"]
    assert continuation.pages == (0, 1)
    first, second = (content.items for content in master.contents if content.items[0].continuation_page >= 0)
    assert [(item.continuation_page, item.below_end is None) for item in first] == [(0, True), (-1, True)]
    assert [(item.continuation_page, item.below_end is None) for item in second] == [(1, True), (1, False), (-1, True)]
    assert second[1].below_end == pytest.approx(15.0, abs=0.1)
    notes = [slot.note for slot in master.slots]
    assert [note.text for note in notes if note] == ["jatkuu lopussa"] * 2
