"""What goes on continuation is parted as CSS says: two lines at least on either side, and no title by itself."""

from collections.abc import Sequence

import pytest
from msgspec import structs

from worksheets.merge.continuation_layout import laid, takes_same_pages
from worksheets.merge.model import Continuation, TextStyle
from worksheets.text.shaping import ShapedLine

LOOK = TextStyle(b"", b"", "F", b"12", 12, 8.0, 10.0)
LINE = ShapedLine(1, b"")
MEASURES = Continuation(
    keys=(("a", "prompt"),), kinds=(b"/H2", b"/P", b"/NonStruct"), title=LOOK, text=LOOK, left=0.0,
    title_width=100.0, text_width=100.0, gap=5.0, start=30.0, top=0.0, limit=100.0, foot=0.0, continuation_pages=(),
)  # fmt: skip
"""The first leaf has room for a title and six lines, each other one for ten lines."""


def shape(lengths: Sequence[int]) -> list[list[int]]:
    """Return how many lines stand together on each leaf; a title's count as none."""
    continuation_pages = laid(MEASURES, [(LINE, [LINE] * length) for length in lengths])
    return [[0 if block.is_title else len(block.lines) for block in leaf.blocks] for leaf in continuation_pages]


@pytest.mark.parametrize(
    ("lengths", "told"),
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
def test_texts_are_parted_where_css_parts_them(lengths: list[int], told: list[list[int]]) -> None:
    assert shape(lengths) == told


def test_lines_stand_under_one_another_and_a_leaf_that_is_left_ends_with_the_page() -> None:
    first, second = laid(MEASURES, [(LINE, [LINE] * 3), (LINE, [LINE] * 4)])
    assert [list(block.tops) for block in first.blocks] == [[30.0], [40.0, 50.0, 60.0]]
    assert first.end == MEASURES.limit
    assert [list(block.tops) for block in second.blocks] == [[0.0], [10.0, 20.0, 30.0, 40.0]]
    assert second.end == 50.0


def test_what_comes_after_the_last_text_may_need_a_leaf_of_its_own() -> None:
    high = structs.replace(MEASURES, foot=31.0, continuation_pages=(0,))
    fitting, full = (laid(high, [(LINE, [LINE] * count)]) for count in (2, 3))
    assert [len(leaf.blocks) for leaf in full] == [2, 0]
    assert full[0].end == MEASURES.limit
    assert takes_same_pages(high, fitting)
    assert not takes_same_pages(high, full)
    assert takes_same_pages(structs.replace(high, bare=True), full)
    assert not takes_same_pages(structs.replace(high, bare=True), fitting)
