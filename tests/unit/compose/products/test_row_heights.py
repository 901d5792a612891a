"""Rows to sign on: as few pages as the lowest rows need, and then as high as those pages allow."""

from itertools import chain

import pytest

from worksheets.compose.products.row_heights import RowRoom, row_pages

ROOM = RowRoom(first=198.0, later=229.5, least=9.0, most=13.2)
NAME = 5.4
"""The height that a name of one line needs."""


def test_a_small_group_has_the_highest_rows_and_a_full_page() -> None:
    assert row_pages([NAME] * 12, 2, ROOM) == [[pytest.approx(13.2)] * 15]


def test_a_group_that_just_fits_has_lower_rows_on_one_page() -> None:
    (page,) = row_pages([NAME] * 20, 2, ROOM)
    assert len(page) == 22
    assert page == [pytest.approx(9.0, abs=0.05)] * 22


@pytest.mark.parametrize(("people", "pages"), [(1, 1), (20, 1), (21, 2), (23, 2), (45, 2), (46, 3), (300, 13)])
def test_there_are_as_many_pages_as_the_lowest_rows_need(people: int, pages: int) -> None:
    rows = row_pages([NAME] * people, 2, ROOM)
    assert len(rows) == pages
    assert sum(map(len, rows)) >= people + 2
    assert sum(rows[0]) <= ROOM.first + 1e-6
    assert all(sum(page) <= ROOM.later + 1e-6 for page in rows[1:])
    assert {round(height, 6) for height in chain(*rows)} == {round(rows[0][0], 6)}
    assert 9.0 - 1e-6 <= rows[0][0] <= 13.2 + 1e-6
    assert (ROOM.first if pages == 1 else ROOM.later) - sum(rows[-1]) < rows[-1][-1]  # Filled up with empty rows.


def test_rows_with_long_names_are_as_high_as_they_need() -> None:
    names = [NAME, 20.0, NAME, 31.5]
    (page,) = row_pages(names, 2, ROOM)
    assert page[1] == 20.0
    assert page[3] == 31.5
    assert page[0] == pytest.approx(13.2)


@pytest.mark.parametrize("people", range(7, 60))
def test_no_page_has_only_a_row_or_two_with_names(people: int) -> None:
    pages = row_pages([20.0] * people, 2, ROOM)
    before_last = sum(map(len, pages[:-1]))
    assert len(pages) == 1 or people - before_last >= 3
    assert sum(map(len, pages)) >= people + 2


def test_a_head_that_leaves_no_room_sends_the_rows_to_the_next_page() -> None:
    pages = row_pages([NAME] * 3, 2, RowRoom(first=5.0, later=229.5, least=9.0, most=13.2))
    assert pages[0] == []
    assert len(pages[1]) == 17


def test_a_row_that_is_higher_than_a_page_stands_alone() -> None:
    pages = row_pages([NAME, 300.0, NAME], 2, ROOM)
    assert 300.0 in pages[1]
    assert pages[1].index(300.0) == 0
