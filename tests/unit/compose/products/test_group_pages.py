"""Groups on pages: two side by side, and none divided that fits on a page."""

from hypothesis import given
from hypothesis import strategies as st

from worksheets.compose.products.group_pages import GroupRoom, GroupRow, group_rows

ROOM = GroupRoom(first=200.0, later=243.0, heading=12.0, gap=9.0)
LINE = 6.8


def pages(rows: list[GroupRow]) -> list[list[GroupRow]]:
    """Return the rows of each page."""
    by_page: list[list[GroupRow]] = [[]]
    for row in rows:
        if row.starts_page:
            by_page.append([])
        by_page[-1].append(row)
    return by_page


def test_two_groups_stand_side_by_side() -> None:
    rows = group_rows([[LINE] * 6, [LINE] * 5, [LINE] * 5], ROOM)
    assert [[piece.group for piece in row.pieces] for row in rows] == [[1, 2], [3]]
    assert rows[0].height == 12.0 + 6 * LINE
    assert not any(row.starts_page for row in rows)


def test_a_group_without_room_on_a_page_begins_the_next() -> None:
    rows = group_rows([[LINE] * 20, [LINE] * 20, [LINE] * 10, [LINE] * 3], ROOM)
    assert [row.starts_page for row in rows] == [False, True]


def test_a_group_that_is_longer_than_a_column_takes_both() -> None:
    (row,) = group_rows([[LINE] * 40], ROOM)
    assert row.pieces[0].columns == ((0, 20), (20, 40))


def test_a_group_that_is_longer_than_a_page_goes_on_and_ends_even() -> None:
    rows = group_rows([[LINE] * 150], ROOM)
    assert [row.pieces[0].columns for row in rows] == [
        ((0, 27), (27, 54)),
        ((54, 87), (87, 120)),
        ((120, 135), (135, 150)),
    ]
    assert [row.pieces[0].goes_on for row in rows] == [False, True, True]
    assert [row.starts_page for row in rows] == [False, True, True]


@given(st.lists(st.lists(st.sampled_from([LINE, 12.2, 17.6]), min_size=1, max_size=90), min_size=1, max_size=12))
def test_nobody_is_lost_and_no_page_is_too_full(groups: list[list[float]]) -> None:
    rows = group_rows(groups, ROOM)
    shown: dict[int, list[int]] = {}
    for row in rows:
        for piece in row.pieces:
            for start, end in piece.columns:
                shown.setdefault(piece.group, []).extend(range(start, end))
    assert shown == {number: list(range(len(names))) for number, names in enumerate(groups, start=1)}
    for number, page in enumerate(pages(rows)):
        room = ROOM.first if number == 0 else ROOM.later
        assert sum(row.height for row in page) + (len(page) - 1) * ROOM.gap <= room + 1e-6
    for row in rows:
        for piece in row.pieces:
            is_long = ROOM.heading + sum(groups[piece.group - 1]) > ROOM.later
            assert is_long or len(piece.columns) == 1
