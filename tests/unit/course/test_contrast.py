"""Contrast: WCAG's own examples, and a passing colour that is as near as can be."""

import pytest

from worksheets.course.contrast import LINE, TEXT, contrast, nearest_passing


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [("#000", "#fff", 21.0), ("#777777", "white", 4.48), ("#7f949b", "#ffffff", 3.18), ("#123456", "#123456", 1.0)],
)
def test_contrast_is_that_of_wcag(first: str, second: str, expected: float) -> None:
    assert contrast(first, second) == pytest.approx(expected, abs=0.01)
    assert contrast(second, first) == contrast(first, second)


@pytest.mark.parametrize("colour", ["#e58a2b", "#7f949b", "#ffff00", "#ffffff", "#777777", "#00ff00", "#ff69b4"])
@pytest.mark.parametrize("least", [TEXT, LINE])
def test_a_weak_colour_becomes_the_first_darker_one_that_passes(colour: str, least: float) -> None:
    weak = contrast(colour, "#ffffff") < least

    passing = nearest_passing(colour, "#ffffff", least)

    assert least <= contrast(passing, "#ffffff")
    assert not weak or contrast(passing, "#ffffff") < least + 0.12


def test_a_weak_colour_on_black_becomes_lighter() -> None:
    assert contrast(nearest_passing("#0b3c49", "#000000", TEXT), "#000000") >= TEXT


def test_a_colour_that_passes_stays() -> None:
    assert nearest_passing("#0b3c49", "#fff", TEXT) == "#0b3c49"


def test_where_no_shade_passes_it_is_black_or_white() -> None:
    assert nearest_passing("#888888", "#777777", 20) == "#000000"


def test_what_is_no_colour_is_refused() -> None:
    with pytest.raises(ValueError, match="sininen"):
        contrast("sininen", "#fff")
