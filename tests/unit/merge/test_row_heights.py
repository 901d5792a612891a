"""Rows that continue are as high as the participant's texts need; the same rows stay on each page, or nobody is served.

A table of three rows continues on two pages: two rows on the first, the third and the space below it on the second.
"""

import pytest
from msgspec import structs

from tests.helpers.row_data import HEIGHT, HEIGHTS, SPACE, RowData
from tests.helpers.tiny_master import STYLE, shaped, tiny_master
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.merge.model import Master, Move, RowPage
from worksheets.merge.row_heights import height_changes, stay_on_pages
from worksheets.merge.variable_objects import SlotText, moved
from worksheets.text.fit import css_pixels

PAGES = (
    RowPage(heights=(0, 1), bottom=200.0, limit=230.0, next_row=2),
    RowPage(heights=(2, 3), bottom=100.0, limit=230.0),
)


def master(*pages: RowPage) -> Master:
    return structs.replace(tiny_master(), heights=HEIGHTS, row_pages=pages or PAGES)


def changes(*lines: int, drawn: int = 1) -> list[float]:
    text = SlotText(STYLE, [shaped("a")] * drawn)
    return height_changes(HEIGHTS, RowData(*lines), {0: text})  # type: ignore[arg-type]


def test_a_row_is_as_high_as_the_layout_says_for_its_lines() -> None:
    assert changes(2, 2, 2) == [0.0, 0.0, 0.0, 0.0]
    assert changes(2, 3, 4) == pytest.approx([0.0, css_pixels(5.0), css_pixels(10.0), 0.0])


def test_a_row_is_no_lower_than_the_lines_in_its_cells() -> None:
    lines = 3
    grown = lines * STYLE.pitch + HEIGHTS[0].padding - HEIGHT
    assert grown > 0
    assert changes(2, 2, 2, drawn=lines) == pytest.approx([grown, grown, grown, 0.0])


def test_a_row_is_no_lower_than_what_else_is_in_it() -> None:
    with_label = structs.replace(HEIGHTS[0], height=90.0, least=90.0)
    text = SlotText(STYLE, [shaped("a")])
    assert height_changes([with_label], RowData(2, 2, 2), {0: text}) == [0.0]  # type: ignore[arg-type]


def test_a_row_that_is_divided_is_left_to_the_typesetter() -> None:
    with pytest.raises(NeedsTypesetterError) as error:
        changes(2, 10, 2)
    assert error.value.refusal.reason is Reason.MOVES_OTHERS


@pytest.mark.parametrize(
    ("more", "stays"),
    [
        ((0, 0, 0, 0), True),
        ((10, 10, 20, 0), True),  # Both rows still end above 230.
        ((20, 20, 0, 0), False),  # The second row goes on the next page.
        ((-30, -20, -20, 0), False),  # The third row has room on the first page.
        ((0, 0, 100, 0), True),
        ((0, 0, 140, 0), False),
        ((0, 0, 100, 90), True),  # A space may reach over the end of its page.
    ],
)
def test_the_same_rows_stay_on_each_page(more: tuple[float, ...], *, stays: bool) -> None:
    assert stay_on_pages(master(), more) is stays


def test_whether_a_row_just_fits_is_left_to_the_typesetter() -> None:
    for more in (29.0, 31.0):
        with pytest.raises(NeedsTypesetterError) as error:
            stay_on_pages(master(), (more, 0, 0, 0))
        assert error.value.refusal.reason is Reason.NO_ROOM


def test_a_row_of_another_table_has_its_head_and_a_space_above_it() -> None:
    first = structs.replace(PAGES[0], heights=(0, 3), next_row=2, above_next=50.0)
    limit = 200.0 + SPACE + 50.0 + HEIGHT
    assert stay_on_pages(master(structs.replace(first, limit=limit - 5)), (0, 0, 0, 0))
    assert not stay_on_pages(master(structs.replace(first, limit=limit + 5)), (0, 0, 0, 0))


def test_the_heading_for_notes_stays_on_its_line_of_the_grid() -> None:
    """The lines of the grid are at 20, 50, 80 and so on; the heading is at least 10 below the last row."""
    page = RowPage(heights=(0,), bottom=100.0, limit=230.0, grid=(20.0, 30.0, 10.0))
    assert stay_on_pages(master(page), (-9, 0, 0, 0))
    assert not stay_on_pages(master(page), (15, 0, 0, 0))


def test_what_is_below_a_row_moves_by_all_and_what_is_in_its_middle_by_half() -> None:
    assert moved((), (4.0, 6.0)) == 0
    assert moved((Move(0, 1.0), Move(1, 0.5)), (4.0, 6.0)) == 7.0


def test_a_row_on_the_page_of_its_table_is_as_high_as_its_texts_or_as_the_rows_there() -> None:
    on_page = structs.replace(HEIGHTS[0], continues=False)

    class OnPage(RowData):
        def row_height(self, table: str, row: str) -> float:
            assert (table, row) == (on_page.table, on_page.path)
            return 20.0

    def change(lines: int) -> float:
        text = SlotText(STYLE, [shaped("a")] * lines)
        (changed,) = height_changes([on_page], OnPage(2, 2, 2), {0: text})  # type: ignore[arg-type]
        return changed

    assert change(1) == pytest.approx(css_pixels(20.0) - on_page.height)
    assert change(9) == pytest.approx(9 * STYLE.pitch + on_page.padding - on_page.height)
