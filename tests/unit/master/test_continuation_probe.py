"""What moves with a text on a continuation page, and how many lines take a number of such pages."""

import pytest
from msgspec import structs

from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.master.continuation_probe import PageContinuation, items_below
from worksheets.merge.model import ContentItem, Continuation, TextStyle

STYLE = TextStyle(b"", b"", "F", b"12", 12 * 1024, 10.0, 20.0)
CONTINUATION = Continuation(
    keys=(("tukiverkosto.esimies", "prompt"),), tags=(b"/H2", b"/P", b"/Span"), title=STYLE, text=STYLE, left=0.0,
    title_width=100.0, text_width=100.0, gap=10.0, start=40.0, top=20.0, limit=160.0, foot=30.0,
)  # fmt: skip


def test_numbers_that_move_with_the_end_of_the_text_are_cut_out() -> None:
    first, second = b"1 0 0 1 10 130.5 cm q 12 w", b"1 0 0 1 10 150.5 cm q 12 w"
    items = list(items_below(first, second, 3, (100.0, 120.0)))
    assert items == [ContentItem(b"1 0 0 1 10 ", continuation_page=3, below_end=30.5), ContentItem(b" cm q 12 w")]


def test_the_numbers_of_marked_content_may_differ() -> None:
    items = list(items_below(b"/MCID 3>> BDC", b"/MCID 8>> BDC", 0, (100.0, 120.0)))
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
        list(items_below(b"10 100 m", second, 0, (100.0, 120.0)))
    assert error.value.refusal.reason is reason


@pytest.mark.parametrize(("pages", "lines"), [(1, (3, 4)), (2, (8, 9)), (3, (15, 16))])
def test_a_text_ends_soon_on_its_last_page(pages: int, lines: tuple[int, int]) -> None:
    """The first page holds 5 lines under the title, the others hold 7."""
    assert PageContinuation(CONTINUATION, pages).line_counts == lines


@pytest.mark.parametrize(("pages", "lines"), [(1, (5, 4)), (2, (12, 11))])
def test_a_text_fills_its_last_page_before_one_for_notes(pages: int, lines: tuple[int, int]) -> None:
    notes_only = structs.replace(CONTINUATION, notes_only=True)
    assert PageContinuation(notes_only, pages).line_counts == lines
