"""In the second rendering every row has another height, which tells what moves what."""

from itertools import accumulate, combinations

import pytest

from worksheets.errors import NeedsTypesetterError
from worksheets.master.box_tree import PlacedRow
from worksheets.master.variable_heights import PageMoves, height_places, lowered, row_pages, variable_heights
from worksheets.merge.model import Move, SlotKey
from worksheets.pdf.baseline_grid import PageGrid
from worksheets.text.fit import css_pixels

KEYS = [SlotKey(f"taulu.{row}.{part}", "rest-cell") for row in (1, 2, 3) for part in ("a", "b")]
KEYS += [SlotKey("toinen.1.a", "rest-cell"), SlotKey("taulu.4.a", "cell")]
HEIGHTS = {"taulu.1": 10.0, "taulu.2": 10.0, "taulu.3": 20.0, "taulu": 5.0, "toinen.1": 10.0, "toinen": 6.0}
ROWS = [
    PlacedRow(0, (7,), 300.0, 40.0, 50.0, 600.0),
    PlacedRow(1, (0, 1), 100.0, 40.0, 50.0, 600.0),
    PlacedRow(1, (2, 3), 140.0, 40.0, 50.0, 600.0),
    PlacedRow(2, (4, 5), 90.0, css_pixels(20.0), 50.0, 600.0),
    PlacedRow(2, (6,), 200.0, 40.0, 50.0, 600.0),
]
PLACES = height_places(ROWS, KEYS, HEIGHTS)
EXTRA = lowered(HEIGHTS)


def test_the_rows_that_continue_are_found_with_the_space_below_each_table() -> None:
    assert [place.path for place in PLACES] == list(HEIGHTS)
    assert [place.is_row for place in PLACES] == [True, True, True, False, True, False]
    assert [place.row.page for place in PLACES] == [1, 1, 2, 2, 2, 2]


def test_no_two_sums_of_distances_are_alike() -> None:
    extra = [css_pixels(mm) for mm in lowered(dict.fromkeys(map(str, range(12)), 1.0)).values()]
    sums = list(accumulate(extra))
    distances = [*sums, *extra[1:], *(total - own / 2 for total, own in zip(sums, extra, strict=True))]
    assert all(abs(one - other) > 1e-3 for one, other in combinations(distances, 2))


def distance(*paths: str, half: str = "") -> float:
    return sum(css_pixels(EXTRA[path]) for path in paths) + (css_pixels(EXTRA[half]) / 2 if half else 0.0)


@pytest.mark.parametrize(
    ("page", "down", "moves"),
    [
        (1, distance("taulu.1"), [(0, 1.0)]),
        (1, distance("taulu.2"), [(1, 1.0)]),
        (1, distance("taulu.1", "taulu.2"), [(0, 1.0), (1, 1.0)]),
        (1, distance("taulu.1", half="taulu.2"), [(0, 1.0), (1, 0.5)]),
        (2, distance("taulu.3", "taulu", half="toinen.1"), [(2, 1.0), (3, 1.0), (4, 0.5)]),
        (1, 0.0, []),
        (1, 3.0, []),
        (0, distance("taulu.1"), []),
    ],
)
def test_a_distance_tells_what_moves_something(page: int, down: float, moves: list[tuple[int, float]]) -> None:
    assert PageMoves(PLACES, page, EXTRA).by(down) == tuple(Move(*move) for move in moves)


def test_heights_that_change_alike_are_in_doubt() -> None:
    alike = PageMoves(PLACES, 1, dict.fromkeys(HEIGHTS, 1.0))
    with pytest.raises(NeedsTypesetterError):
        alike.by(css_pixels(1.0))


def test_a_placeholder_is_moved_by_the_rows_above_its_own() -> None:
    moves = PageMoves(PLACES, 1, EXTRA)
    assert moves.of(0, 0.0) == ()
    assert moves.of(2, distance("taulu.1")) == (Move(0, 1.0),)
    assert moves.of(3, distance("taulu.1", half="taulu.2")) == (Move(0, 1.0), Move(1, 0.5))
    assert moves.of(2, distance("taulu.1") - 12.0) == (Move(0, 1.0),), "its two lines are in the middle of something"
    assert moves.distance(moves.of(2, distance("taulu.1"))) == pytest.approx(distance("taulu.1"))
    assert moves
    assert not PageMoves(PLACES, 0, EXTRA)


def test_a_height_knows_its_cells_and_what_is_around_their_lines() -> None:
    slots = {number: number for number in range(6)}
    heights = list(variable_heights(PLACES, slots, [30.0, 32.0, 30.0, 30.0, 60.0, 60.0]))
    assert [height.cells for height in heights] == [(0, 1), (2, 3), (4, 5), (), (), ()]
    assert heights[0].padding == 10.0
    assert heights[0].least == 40.0, "the layout says 10 mm, which are less"
    assert heights[2].least == 0.0
    assert heights[3].height == css_pixels(5.0)


def test_a_page_knows_what_would_come_next() -> None:
    first, second = row_pages(PLACES, PageGrid(50.0, 600.0, 20.0, 10.0))
    assert (first.heights, first.bottom, first.limit, first.next_row, first.above_next) == (
        (0, 1),
        180.0,
        600.0,
        2,
        0.0,
    )
    assert (second.heights, second.bottom, second.next_row) == ((2, 3, 4, 5), 240.0, -1)
    assert (first.grid, second.grid) == (None, (50.0, 20.0, 10.0))


def test_rows_on_the_page_of_their_table_move_what_is_below_them_but_decide_no_page() -> None:
    heights = {"taulu.4": 10.0, **HEIGHTS}
    places = height_places(ROWS, KEYS, heights)
    assert [(place.path, place.continues) for place in places[:2]] == [("taulu.4", False), ("taulu.1", True)]
    assert PageMoves(places, 0, lowered(heights)).by(css_pixels(lowered(heights)["taulu.4"])) == (Move(0, 1.0),)
    assert [page.heights for page in row_pages(places, None)] == [(1, 2), (3, 4, 5, 6)]
    assert [height.continues for height in variable_heights(places, {}, ())][:2] == [False, True]
