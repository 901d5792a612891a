"""The balls of a map lie inside their square, apart from each other and from the centre, and show what they hold."""

from dataclasses import replace
from itertools import combinations
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.course import LAYOUTS, the_course
from tests.helpers.strategies import WORDS, some_examples
from worksheets.compose.contact_map import (
    Ball,
    BallFits,
    MapSizes,
    MapTexts,
    described,
    entry_parts,
    field_sizes,
    gap_between,
    map_sizes,
    rings,
    set_in_balls,
)
from worksheets.course.course import Course
from worksheets.course.layout import Layout, read_layout
from worksheets.text.fit import FORM_LEADING, css_pixels, set_lines
from worksheets.text.fonts import BOLD, REGULAR


@given(st.integers(1, 60), st.floats(120, 200))
def test_balls_lie_apart_inside_the_square(count: int, side: float) -> None:
    laid = rings(count, side, largest=38, centre=40)
    assert len(laid.balls) == count
    for ball in laid.balls:
        assert ball.size / 2 <= min(ball.x, ball.y, side - ball.x, side - ball.y) + 1e-6
    for ball, other in combinations((laid.centre, *laid.balls), 2):
        assert (
            hypot(ball.x - other.x, ball.y - other.y) >= (ball.size + other.size) / 2 + gap_between(other.size) - 1e-6
        )


def test_eight_balls_keep_their_full_size_on_one_ring() -> None:
    laid = rings(8, 150.5, largest=38, centre=40)
    assert {ball.size for ball in laid.balls} == {38}
    assert laid.centre.size == 40
    assert {round(hypot(ball.x - 75.25, ball.y - 75.25), 6) for ball in laid.balls} == {56}
    assert (laid.balls[0].x, laid.balls[0].y) == (75.25, 19.25), "the first is at the top"


def test_balls_shrink_only_as_their_number_grows() -> None:
    sizes = [rings(count, 150.5, 38, 40).balls[0].size for count in range(1, 41)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] >= 17, "forty balls still hold a number and a short name"


def test_too_many_balls_are_refused() -> None:
    with pytest.raises(ValueError, match="100000"):
        rings(100_000, 160, 38, 40)


def in_balls(course: Course, *entries: tuple[str, str], size: float = 38.0) -> MapTexts:
    """Return how entries are set in balls of a size in mm."""
    return set_in_balls(entries, [Ball(0, 0, size)] * len(entries), read_layout("handout", course.folder))


def test_a_ball_shows_as_much_of_its_entry_as_it_holds(course: Course) -> None:
    entries = [("Marja", "suositus"), ("Marja", "hyvin pitkä lista apua " * 8), ("Hyvin pitkä nimi " * 8, ""), ("", "")]
    texts = in_balls(course, *entries)
    assert [ball.is_whole for ball in texts.balls] == [True, False, False, True]
    assert [ball.name.text for ball in texts.balls] == ["Marja", "Marja", "", ""]
    assert [ball.support.text for ball in texts.balls] == ["suositus", "", "", ""]
    assert [ball.name.step for ball in texts.balls] == ["normal"] * 3 + ["empty"]


@pytest.mark.parametrize(
    ("support", "number"),
    [
        ("suositus", 0),
        ("neuvoja sopimuksista, palkasta ja lomista aina", 0),
        ("paikka avoin neuvo tieto sopimus loma sopimus kurssi suositus", 1),
        ("kyytejä, neuvoja " * 5, 2),
    ],
)
def test_all_balls_of_a_map_step_down_together(course: Course, support: str, number: int) -> None:
    texts = in_balls(course, ("Marja", "suositus"), ("Ville", support))
    assert texts.sizes == map_sizes(read_layout("handout", course.folder))[number]
    assert all(ball.is_whole for ball in texts.balls)


def test_the_sizes_of_a_map_are_declared(course: Course) -> None:
    layout = read_layout("handout", course.folder)
    sizes = [(size.name_points, size.support_points) for size in map_sizes(layout)]
    assert sizes == [(12, 11), (11, 10.25), (10, 9.5)]
    numbers = {name: value for name, value in layout.numbers.items() if not name.endswith(("-least", "-steps"))}
    assert len(map_sizes(replace(layout, numbers=numbers))) == 1


def test_a_name_is_hyphenated_only_in_the_smallest_size(course: Course) -> None:
    smaller, smallest = in_balls(course, ("Työvoimaneuvoja", "")), in_balls(course, ("Ammattiyhdistysaktiivi", ""))
    assert 0 < smaller.sizes.number < 2
    assert not smaller.balls[0].name.hyphenated
    assert smallest.sizes.number == 2
    assert smallest.balls[0].name.hyphenated


@some_examples(50)
@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=8), st.floats(20, 38))
def test_texts_are_no_higher_than_their_ball_and_only_the_smallest_are_left_out(
    entries: list[tuple[str, str]], size: float
) -> None:
    layout = read_layout("handout", the_course().folder)
    texts = set_in_balls(entries, [Ball(0, 0, size)] * len(entries), layout)
    for ball in texts.balls:
        assert height(ball, texts.sizes, size, layout) <= layout.number("ball-height") * size + 0.01
        assert ball.is_whole or texts.sizes == map_sizes(layout)[-1]


def height(ball: BallFits, sizes: MapSizes, size: float, layout: Layout) -> float:
    """Return the height of the lines in a ball, in mm."""
    width = css_pixels(layout.number("ball-width") * size)
    lines = [
        (fit, set_lines(fit.text, width, css_pixels(points), weight, hyphenated=fit.hyphenated))
        for fit, points, weight in ((ball.name, sizes.name, BOLD), (ball.support, sizes.support, REGULAR))
    ]
    heights = (sizes.name, sizes.support)
    return layout.number("ball-leading") * sum(
        len(broken.starts) * each for (fit, broken), each in zip(lines, heights, strict=True) if fit.text
    )


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("size", [8.0, 17.0, 38.0])
def test_a_form_s_fields_hold_a_line_in_a_ball_of_any_size(course: Course, layout: str, size: float) -> None:
    declared = read_layout(layout, course.folder)
    largest, sizes = map_sizes(declared)[0], field_sizes([Ball(0, 0, size)], declared)
    assert FORM_LEADING * sizes.name <= 0.42 * 0.61 * size + 1e-9
    assert FORM_LEADING * sizes.support <= 0.58 * 0.61 * size + 1e-9
    assert sizes.name / sizes.support == pytest.approx(largest.name / largest.support)
    assert (sizes == largest) == (size == 38)
    assert bool(sizes.number) == (size < 38), "the template sets the sizes only then"


def test_a_map_is_described_in_words() -> None:
    entries = [("Marja", "suositus"), ("Ville", ""), ("", ""), ("", "keikka")]
    assert described(entries) == "Marja (suositus); Ville; keikka"


def test_an_entry_of_a_map_is_a_name_and_a_support(course: Course) -> None:
    assert entry_parts(course.part("verkostokartta.kontaktit")) == ("nimi", "apu")
    with pytest.raises(ValueError, match="too many"):
        entry_parts(course.part("omat-verkostot"))
