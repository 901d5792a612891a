"""The balls of a map lie inside their square, apart from each other and from the centre, and show what they hold."""

from itertools import combinations
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worksheets.compose.contact_map import BOTH, GAP, Ball, described, entry_parts, rings, texts_shown
from worksheets.course.course import Course
from worksheets.course.layout import read_layout


@given(st.integers(1, 60), st.floats(120, 200))
def test_balls_lie_apart_inside_the_square(count: int, side: float) -> None:
    laid = rings(count, side, largest=38, centre=40)
    assert len(laid.balls) == count
    for ball in laid.balls:
        assert ball.size / 2 <= min(ball.x, ball.y, side - ball.x, side - ball.y) + 1e-6
    for ball, other in combinations((laid.centre, *laid.balls), 2):
        assert hypot(ball.x - other.x, ball.y - other.y) >= (ball.size + other.size) / 2 + GAP - 1e-6


def test_eight_balls_keep_their_full_size_on_one_ring() -> None:
    laid = rings(8, 160, largest=38, centre=40)
    assert {ball.size for ball in laid.balls} == {38}
    assert laid.centre.size == 40
    assert {round(hypot(ball.x - 80, ball.y - 80), 6) for ball in laid.balls} == {60.75}
    assert (round(laid.balls[0].x), round(laid.balls[0].y)) == (80, 19), "the first is at the top"


def test_balls_shrink_only_as_their_number_grows() -> None:
    sizes = [rings(count, 160, 38, 40).balls[0].size for count in range(1, 41)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] >= 19, "forty balls still hold a number and a short name"


def test_too_many_balls_are_refused() -> None:
    with pytest.raises(ValueError, match="100000"):
        rings(100_000, 160, 38, 40)


def test_a_ball_shows_as_much_of_its_entry_as_it_holds(course: Course) -> None:
    layout = read_layout("handout", course.folder)
    entries = [("Marja", "suositus"), ("Marja", "hyvin pitkä lista apua " * 8), ("Hyvin pitkä nimi " * 8, ""), ("", "")]
    balls = [Ball(0, 0, layout.number("ball-size"))] * len(entries)
    assert texts_shown(entries, balls, layout) == (BOTH, 1, 0, BOTH)


def test_a_map_is_described_in_words() -> None:
    entries = [("Marja", "suositus"), ("Ville", ""), ("", ""), ("", "keikka")]
    assert described(entries) == "Marja (suositus); Ville; keikka"


def test_an_entry_of_a_map_is_a_name_and_a_support(course: Course) -> None:
    assert entry_parts(course.part("verkostokartta.kontaktit")) == ("nimi", "apu")
    with pytest.raises(ValueError, match="too many"):
        entry_parts(course.part("omat-verkostot"))
