"""Contrast is what WCAG says it is, and the colour that is offered instead passes and keeps its hue."""

from colorsys import rgb_to_hls

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worksheets.course.contrast import (
    SHAPE_CONTRAST,
    TEXT_CONTRAST,
    contrast,
    dark_enough,
    is_colour,
    nearest_passing,
)

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("colour", "ratio"), [("#ffffff", 1), ("#000000", 21), ("#777777", 4.48), ("#767676", 4.54), ("#ff0000", 4.0)]
)
def test_ratios_on_white(colour: str, ratio: float) -> None:
    assert contrast(colour) == pytest.approx(ratio, abs=0.005)
    assert contrast("#ffffff", colour) == contrast(colour)


@given(COLOURS, st.sampled_from([TEXT_CONTRAST, SHAPE_CONTRAST]))
def test_the_colour_that_is_offered_passes_and_is_no_lighter(colour: str, least: float) -> None:
    darker = dark_enough(colour, least)
    assert is_colour(darker)
    assert contrast(darker) >= least
    assert contrast(darker) >= contrast(colour) or contrast(colour) >= least


def test_a_colour_that_passes_stays_and_another_keeps_its_hue() -> None:
    assert dark_enough("#0b3c49", TEXT_CONTRAST) == "#0b3c49"
    hues = [rgb_to_hls(*(int(each[n : n + 2], 16) for n in (1, 3, 5)))[0] for each in ("#ffcc00", "#907300")]
    assert dark_enough("#ffcc00", TEXT_CONTRAST) == "#907300"
    assert hues[0] == pytest.approx(hues[1], abs=0.01)


@pytest.mark.parametrize("text", ["", "#fff", "red", "#12345g", "#1234567", "#123456 "])
def test_no_colours(text: str) -> None:
    assert not is_colour(text)


@given(COLOURS, COLOURS, st.sampled_from([TEXT_CONTRAST, SHAPE_CONTRAST]))
def test_on_any_ground_there_is_a_colour_that_passes(colour: str, ground: str, least: float) -> None:
    assert contrast(nearest_passing(colour, ground, least), ground) >= least


@pytest.mark.parametrize(
    ("colour", "ground", "expected"),
    [
        ("#7f949b", "#0b3c49", "#90a2a8"),
        ("#999999", "#000000", "#999999"),
        ("#888888", "#dddddd", "#616161"),
        ("#336699", "#ffffff", "#336699"),
    ],
)
def test_the_nearest_colour_may_be_lighter_or_darker(colour: str, ground: str, expected: str) -> None:
    assert nearest_passing(colour, ground, TEXT_CONTRAST) == expected


def test_where_no_shade_passes_it_is_black_or_white() -> None:
    assert nearest_passing("#888888", "#777777", 20) == "#000000"
