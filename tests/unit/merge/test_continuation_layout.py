"""Overflow is laid out as CSS breaks pages: two lines at least on either side of a break, and no title by itself."""

from collections.abc import Sequence

import pytest
from msgspec import structs

from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.merge.continuation_layout import (
    BlockKind,
    Paragraph,
    TitledText,
    lay_out_continuation,
    takes_same_pages,
)
from worksheets.merge.model import Continuation, ContinuationTags, SlotKey, TextStyle
from worksheets.text.shaping import ShapedLine

STYLE = TextStyle(b"", b"", "F", b"12", 12, 8.0, 10.0)
LINE = ShapedLine(1, b"")
CONTINUATION = Continuation(
    keys=(SlotKey("a", "prompt"),), tags=ContinuationTags(b"/H2", b"", b"/P", b"/NonStruct"), title=STYLE, text=STYLE,
    left=0.0, title_width=100.0, text_width=100.0, gap=5.0,
    lead=0.0, head=10.0, start=30.0, top=0.0, limit=100.0, foot=0.0, pages=(),
)  # fmt: skip
"""The first page has room for a title and six lines, each other page for ten lines."""


def text_of(lines: int) -> TitledText:
    return TitledText(LINE, None, [Paragraph([LINE] * lines)], gap=0.0)


def lines_by_page(lengths: Sequence[int]) -> list[list[int]]:
    """Return how many lines the blocks on each page have; 0 for a title."""
    pages = lay_out_continuation(CONTINUATION, [text_of(length) for length in lengths])
    return [[0 if block.kind is BlockKind.TITLE else len(block.lines) for block in page.blocks] for page in pages]


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


def test_what_follows_the_texts_may_take_another_page_which_no_master_has() -> None:
    with_foot = structs.replace(CONTINUATION, foot=31.0, pages=(0,))
    fitting, full = (lay_out_continuation(with_foot, [text_of(count)]) for count in (2, 3))
    assert [len(page.blocks) for page in full] == [2, 0]
    assert takes_same_pages(with_foot, fitting)
    assert not takes_same_pages(with_foot, full)


@pytest.mark.parametrize(
    ("lines", "notes", "end"), [(1, True, 70.0), (2, True, 80.0), (3, False, 100.0), (6, False, 100.0), (8, True, 40.0)]
)
def test_the_heading_for_notes_stands_on_the_grid_if_two_rules_are_below_it(
    lines: int, end: float, *, notes: bool
) -> None:
    """The grid has lines at 0, 10, … 100; the heading is at least 12 below the text."""
    on_grid = structs.replace(CONTINUATION, pitch=10.0, notes_gap=12.0, pages=(0,))
    pages = lay_out_continuation(on_grid, [text_of(lines)])
    assert (pages[-1].has_notes, pages[-1].end) == (notes, end)
    number = tuple(range(len(pages)))
    assert takes_same_pages(structs.replace(on_grid, pages=number, notes=notes), pages)
    assert not takes_same_pages(structs.replace(on_grid, pages=number, notes=not notes), pages)
    assert not takes_same_pages(structs.replace(on_grid, pages=(*number, 9), notes=notes), pages)


def test_a_title_begins_below_the_space_that_its_text_and_the_one_before_leave() -> None:
    """On top of a page there is neither, but what is drawn over the line of the title."""
    spaced = structs.replace(CONTINUATION, lead=3.0, head=12.0)
    text = TitledText(LINE, LINE, [Paragraph([LINE] * 2)], gap=4.0)
    first, second = lay_out_continuation(spaced, [text, text])
    assert [(block.kind, list(block.tops)) for block in first.blocks] == [
        (BlockKind.TITLE, [33.0]),
        (BlockKind.SOURCE, [33.0]),
        (BlockKind.TEXT, [45.0, 55.0]),
    ]
    assert [list(block.tops) for block in second.blocks] == [[3.0], [3.0], [15.0, 25.0]], "77 + 12 + 20 is too low"
    roomy = structs.replace(spaced, limit=120.0)
    (page,) = lay_out_continuation(roomy, [text, text])
    assert [list(block.tops) for block in page.blocks[3:]] == [[77.0], [77.0], [89.0, 99.0]]


def test_a_page_without_room_for_two_lines_is_refused() -> None:
    with pytest.raises(NeedsTypesetterError, match=Reason.NO_ROOM.value):
        lay_out_continuation(structs.replace(CONTINUATION, limit=15.0), [text_of(3)])


def test_entries_of_a_legend_are_under_one_title_and_broken_each_by_itself() -> None:
    lengths, names = (2, 3, 5), (1, 3, 3)
    entries = [Paragraph([LINE] * n, LINE, of_name, BlockKind.ENTRY) for n, of_name in zip(lengths, names, strict=True)]
    first, second = lay_out_continuation(CONTINUATION, [TitledText(LINE, None, entries, gap=0.0)])
    assert [block.kind for block in first.blocks] == [BlockKind.TITLE, *[BlockKind.ENTRY] * 2]
    assert [list(block.tops) for block in first.blocks[1:]] == [[40.0, 50.0], [60.0, 70.0, 80.0]]
    (whole,) = second.blocks
    assert (len(whole.lines), whole.number, whole.name_lines) == (5, LINE, 3), (
        "one line alone would be on the first page"
    )
    divided = structs.replace(CONTINUATION, limit=110.0)
    first, second = lay_out_continuation(divided, [TitledText(LINE, None, entries, gap=0.0)])
    assert [(len(block.lines), block.name_lines) for block in first.blocks[1:]] == [(2, 1), (3, 3), (2, 2)]
    assert [(len(block.lines), block.number, block.name_lines) for block in second.blocks] == [(3, None, 1)]
