"""Overflow is laid out as CSS breaks pages: two lines at least on either side of a break, and no title by itself."""

from collections.abc import Sequence

import pytest
from msgspec import structs

from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.merge.continuation_layout import TitledText, lay_out_continuation, takes_same_pages
from worksheets.merge.model import Continuation, ContinuationTags, SlotKey, TextStyle
from worksheets.text.shaping import ShapedLine

STYLE = TextStyle(b"", b"", "F", b"12", 12, 8.0, 10.0)
LINE = ShapedLine(1, b"")
CONTINUATION = Continuation(
    keys=(SlotKey("a", "prompt"),), tags=ContinuationTags(b"/H2", b"/P", b"/NonStruct"), title=STYLE, text=STYLE,
    left=0.0, title_width=100.0, text_width=100.0, gap=5.0, start=30.0, top=0.0, limit=100.0, foot=0.0, pages=(),
)  # fmt: skip
"""The first page has room for a title and six lines, each other page for ten lines."""


def text_of(lines: int) -> TitledText:
    return TitledText(LINE, [LINE] * lines)


def lines_by_page(lengths: Sequence[int]) -> list[list[int]]:
    """Return how many lines the blocks on each page have; 0 for a title."""
    pages = lay_out_continuation(CONTINUATION, [text_of(length) for length in lengths])
    return [[0 if block.is_title else len(block.lines) for block in page.blocks] for page in pages]


@pytest.mark.parametrize(
    ("lengths", "pages"),
    [
        ([1], [[0, 1]]),
        ([6], [[0, 6]]),
        ([7], [[0, 5], [2]]),
        ([8], [[0, 6], [2]]),
        ([16], [[0, 6], [10]]),
        ([17], [[0, 6], [9], [2]]),
        ([4, 3], [[0, 4], [0, 3]]),
        ([3, 2], [[0, 3], [0, 2]]),
        ([2, 4], [[0, 2, 0, 2], [2]]),
        ([3, 1], [[0, 3, 0, 1]]),
        ([2, 3], [[0, 2], [0, 3]]),
        ([6, 9, 1], [[0, 6], [0, 9], [0, 1]]),
        ([6, 7, 3], [[0, 6], [0, 7], [0, 3]]),
    ],
)
def test_texts_are_broken_where_css_breaks_them(lengths: list[int], pages: list[list[int]]) -> None:
    assert lines_by_page(lengths) == pages


def test_lines_are_below_one_another_and_a_full_page_ends_at_its_limit() -> None:
    first, second = lay_out_continuation(CONTINUATION, [text_of(3), text_of(4)])
    assert [list(block.tops) for block in first.blocks] == [[30.0], [40.0, 50.0, 60.0]]
    assert first.end == CONTINUATION.limit
    assert [list(block.tops) for block in second.blocks] == [[0.0], [10.0, 20.0, 30.0, 40.0]]
    assert second.end == 50.0


def test_the_block_for_notes_may_need_a_page_of_its_own() -> None:
    with_notes = structs.replace(CONTINUATION, foot=31.0, pages=(0,))
    fitting, full = (lay_out_continuation(with_notes, [text_of(count)]) for count in (2, 3))
    assert [len(page.blocks) for page in full] == [2, 0]
    assert full[0].end == CONTINUATION.limit
    assert takes_same_pages(with_notes, fitting)
    assert not takes_same_pages(with_notes, full)
    assert takes_same_pages(structs.replace(with_notes, notes_only=True), full)
    assert not takes_same_pages(structs.replace(with_notes, notes_only=True), fitting)


def test_a_page_without_room_for_two_lines_is_refused() -> None:
    with pytest.raises(NeedsTypesetterError, match=Reason.NO_ROOM.value):
        lay_out_continuation(structs.replace(CONTINUATION, limit=15.0), [text_of(3)])
