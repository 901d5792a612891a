"""How overflow is drawn on continuation pages, what moves with it there, and how many lines take so many pages."""

from collections.abc import Mapping

import pytest
from msgspec import structs

from tests.helpers.tiny_page import OTHER, OWN, PERSON, TinyPage, tiny_page, tiny_pipeline
from worksheets.course.layout import SMALL
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.master.continuation_probe import (
    ContinuationCount,
    HandoutContinuation,
    LineCounts,
    RenderedContinuation,
    TextEnds,
    count_continuation_pages,
    items_below,
    measure_continuation,
    note_after,
    rendered_continuation,
)
from worksheets.master.placeholders import ONE_LINE, PlaceholderData, overflowing
from worksheets.merge.model import (
    ContentItem,
    Continuation,
    ContinuationNote,
    ContinuationTags,
    SlotKey,
    TextStyle,
)

STYLE = TextStyle(b"", b"", "F", b"12", 12 * 1024, 10.0, 20.0)
CONTINUATION = Continuation(
    keys=(SlotKey("tukiverkosto.esimies", "prompt"),), tags=ContinuationTags(b"/H2", b"", b"/P", b"/Span"), title=STYLE,
    text=STYLE, left=0.0, title_width=100.0, text_width=100.0, gap=10.0,
    lead=0.0, head=20.0, start=40.0, top=20.0, limit=160.0, foot=30.0,
)  # fmt: skip
ENDS = TextEnds(100.0, 120.0)


def test_numbers_that_move_with_the_end_of_the_text_are_cut_out() -> None:
    first, second = b"1 0 0 1 10 130.5 cm q 12 w", b"1 0 0 1 10 150.5 cm q 12 w"
    items = list(items_below(first, second, 3, ENDS))
    assert items == [ContentItem(b"1 0 0 1 10 ", continuation_page=3, below_end=30.5), ContentItem(b" cm q 12 w")]


def test_the_numbers_of_marked_content_may_differ() -> None:
    items = list(items_below(b"/MCID 3>> BDC", b"/MCID 8>> BDC", 0, ENDS))
    assert items == [ContentItem(b"/MCID 3>> BDC")]


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        (b"10 135 m", Reason.CONTINUATION_SHIFT),
        (b"10 120 l", Reason.CONTINUATION_SHIFT),
        (b"10 120 m 5", Reason.CONTINUATION_NUMBERS),
    ],
)
def test_any_other_difference_needs_the_typesetter(second: bytes, reason: Reason) -> None:
    with pytest.raises(NeedsTypesetterError) as error:
        list(items_below(b"10 100 m", second, 0, ENDS))
    assert error.value.refusal.reason is reason


@pytest.mark.parametrize(("pages", "lines"), [(1, (3, 4)), (2, (8, 9)), (3, (15, 16))])
def test_a_text_ends_soon_on_its_last_page(pages: int, lines: tuple[int, int]) -> None:
    """The first page holds 5 lines under the title, the others hold 7."""
    assert HandoutContinuation(CONTINUATION, pages).line_counts == LineCounts(*lines)


@pytest.mark.parametrize(("pages", "notes", "lines"), [(1, False, (5, 4)), (2, False, (12, 11)), (1, True, (3, 6))])
def test_a_text_fills_its_last_page_if_there_is_to_be_no_room_for_notes(
    pages: int, lines: tuple[int, int], *, notes: bool
) -> None:
    """With notes, their heading is on another line of the grid in the second rendering."""
    on_grid = structs.replace(CONTINUATION, pitch=30.0, notes=notes)
    assert HandoutContinuation(on_grid, pages).line_counts == LineCounts(*lines)


COMMON, BOX = "<p>Kaikille</p>", f'<div class="prompt">{OWN}</div>'
BOTH = COMMON + BOX + f'<div class="prompt">{OTHER}</div>'


def overflow_of(page: TinyPage) -> list[SlotKey]:
    """Return the slots of a page whose texts may overflow, after a rendering has numbered them."""
    page.render()
    return [key for key in page.keys if key.place == "prompt"]


def measured(page: TinyPage) -> Continuation:
    keys = dict.fromkeys(overflow_of(page), 1)

    def placeholders(lines: Mapping[SlotKey, int]) -> PlaceholderData:
        return PlaceholderData(page.data, ONE_LINE, page.keys, overflow_lines=lines)

    return measure_continuation([page.name], placeholders, tiny_pipeline(), keys)


def test_a_continuation_is_measured_on_pages_that_a_text_fills() -> None:
    """A page has 14 lines of 20 px from 20 px on: a fixed one, a title, and 12 of the text."""
    page = tiny_page(BOTH, "h2 { margin-top: 7px }")
    continuation = measured(page)
    assert [key.path for key in continuation.keys] == ["kysely.oma", "kysely.muu"]
    assert continuation.tags == ContinuationTags(b"/H2", b"", b"/P", b"/NonStruct")
    assert continuation.source is None
    assert (continuation.start, continuation.top, continuation.limit) == (47.0, 20.0, 300.0)
    assert [continuation.gap, continuation.foot] == pytest.approx([7.0, 30.0])
    assert (continuation.left, continuation.title_width, continuation.text_width) == (20.0, 260.0, 260.0)
    assert (continuation.lead, continuation.head, continuation.text.pitch) == (0.0, 20.0, 20.0)
    assert continuation.title.font != continuation.text.font, "the title is bold"
    assert continuation.title.y == continuation.text.y == pytest.approx(15.0, abs=0.1), "counted from the top of a line"
    assert (continuation.pages, continuation.notes, continuation.pitch) == ((), False, 0.0)


def test_a_continuation_of_one_text_has_no_gap() -> None:
    """A text of 150 lines fills its last page but for one line, so that one of 141 is tried too."""
    continuation = measured(tiny_page(COMMON + BOX, "h2 { margin-top: 7px }"))
    assert [key.path for key in continuation.keys] == ["kysely.oma"]
    assert continuation.gap == 0.0
    assert continuation.foot == pytest.approx(30.0)


def test_a_pale_text_is_pale_on_every_page() -> None:
    continuation = measured(tiny_page(BOTH, ".page p { color: rgb(0 0 0 / 50%) }"))
    assert continuation.title.state.count(b" gs\n") == continuation.text.state.count(b" gs\n") == 1


TITLES = """
{{% if filling.overflow %}}
<section class="page">{{% for path in filling.overflow %}}{}{{% endfor %}}</section>
{{% endif %}}
"""
TITLE, TEXT = "<h2>{{ filling.label(path) }}</h2>", '<p>{{ widget.slot(path, "rest") }}</p>'


@pytest.mark.parametrize(
    ("continued", "style", "reason"),
    [
        ("", "", Reason.TEXT_USED_IN_HTML),
        (TITLES.format(TITLE + TEXT), ".page p { letter-spacing: 1px }", Reason.CONTINUATION_UNMEASURED),
        (TITLES.format(TEXT), "", Reason.CONTINUATION_TITLE),
        (TITLES.format("<h2>Jatkoa</h2>" + TEXT), "", Reason.CONTINUATION_TITLE),
        (TITLES.format(TITLE + TEXT), "h2 { bookmark-level: 2 }", Reason.CONTINUATION_STYLE),
    ],
)
def test_what_does_not_show_how_texts_go_on_is_refused(continued: str, style: str, reason: Reason) -> None:
    with pytest.raises(NeedsTypesetterError) as error:
        measured(tiny_page(BOTH, style, continued=continued))
    assert error.value.refusal.reason is reason


@pytest.mark.parametrize(
    ("sentences", "count"),
    [(0, ContinuationCount(0, notes=False)), (12, ContinuationCount(1, notes=False)),
     (28, ContinuationCount(1, notes=False)), (38, ContinuationCount(2, notes=False))],
)  # fmt: skip
def test_the_pages_are_counted_on_which_texts_continue(sentences: int, count: ContinuationCount) -> None:
    page = tiny_page(BOTH)
    data = page.data_of({**PERSON, "kysely.oma": "Ystävä on apuna. " * sentences})
    assert count_continuation_pages([page.name], data, tiny_pipeline()) == count


def continued(page: TinyPage, lines: int) -> RenderedContinuation:
    """Return the first continuation page of a rendering in which the first text overflows."""
    pages = (rendered_continuation(content) for content in page.render_overflow(lines).streams())
    return next(rendered for rendered in pages if rendered)


def test_a_continuation_page_is_cut_around_its_text() -> None:
    rendered = continued(tiny_page(BOTH), 3)
    assert rendered.heads == 1
    assert [run.text[:1] for run in rendered.runs] == ["O", "þ", "þ", "þ"]
    assert rendered.end == pytest.approx(20.0 + 20.0 * 5)
    data, runs = rendered.stream.data, rendered.runs
    before = rendered.before.stream.data
    assert before + rendered.title_parts + data[runs[0].start : runs[-1].end] + rendered.after == data
    assert b"/MCID 0>>" in before, "the line before the text"
    assert rendered.title_parts == b""
    assert b"EMC" in rendered.after, "the line after it"


def test_a_page_without_overflow_is_no_continuation_page() -> None:
    assert [rendered_continuation(content) for content in tiny_page(BOTH).render().streams()] == [None]


def test_a_continued_text_that_is_not_in_a_paragraph_of_its_own_is_refused() -> None:
    with pytest.raises(NeedsTypesetterError) as error:
        continued(tiny_page(BOTH, continued=TITLES.format(TITLE + "<p>Teksti: " + TEXT.removeprefix("<p>"))), 3)
    assert error.value.refusal.reason is Reason.CONTINUATION_STYLE


def note(style: str = "") -> ContinuationNote | None:
    """Return the note after a slot in whose small size the text overflows."""
    page = tiny_page(COMMON + BOX, style)
    small = page.compared().slots[0].slot.styles[SMALL]
    rendering = page.render(overflowing(tiny_pipeline().layout))
    return note_after(rendering, 0, small)


def test_the_note_after_a_text_is_placed_below_its_baseline() -> None:
    red_note = note(".more { color: #ff0000 }")
    assert red_note
    assert (red_note.text, red_note.point, red_note.x) == ("jatkuu lopussa", b"10", 20.0)
    assert red_note.below == pytest.approx(12.5, abs=0.1)
    assert b"1 0 0 rg" in red_note.state
    assert red_note.tag == b"/NonStruct"


def test_a_note_that_changes_its_slot_is_none() -> None:
    assert note(".prompt:has(.more) .slot { font-size: 9px }") is None
    assert note(".prompt:has(.more) { padding-top: 1px }") is None
    assert note(".more { display: none }") is None
