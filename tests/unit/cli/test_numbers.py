"""Numbers that are typed, with messages of our own."""

import click
import pytest

from worksheets.cli.numbers import Number, Shift


@pytest.mark.parametrize(
    ("number", "typed", "value"),
    [
        (Number(0), "3", 3),
        (Number(36, 600), "36", 36),
        (Number(36, 600), 600, 600),
        (Number(0, whole=False), "2.5", 2.5),
        (Number(0, whole=False), "2,5", 2.5),
        (Number(0, whole=False), "inf", float("inf")),
    ],
)
def test_a_number_is_read(number: Number, typed: object, value: float) -> None:
    assert number.convert(typed, None, None) == value


@pytest.mark.parametrize(
    ("number", "typed", "message"),
    [
        (Number(0), "1.5", "1.5 is not a whole number."),
        (Number(0, whole=False), "long", "long is not a number."),
        (Number(0), "-1", "-1 is less than 0."),
        (Number(0, whole=False), "nan", "nan is less than 0."),
        (Number(36, 600), "35", "35 is not between 36 and 600."),
        (Number(36, 600), "601", "601 is not between 36 and 600."),
    ],
)
def test_what_is_wrong_with_a_number_is_said(number: Number, typed: str, message: str) -> None:
    with pytest.raises(click.BadParameter) as refused:
        number.convert(typed, None, None)
    assert refused.value.message == message


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.5,-2", (1.5, -2.0)),
        ("1,2", (1.0, 2.0)),
        ("1,5/-2", (1.5, -2.0)),
        ("1,5;-2,25", (1.5, -2.25)),
        ("1,5, -2", (1.5, -2.0)),
        ("1,5,-2,0", (1.5, -2.0)),
        ("\u22121.5 2", (-1.5, 2.0)),
        ((0.0, 0.0), (0.0, 0.0)),
    ],
)
def test_a_shift_is_read_with_decimal_points_and_commas(typed: object, value: tuple[float, float]) -> None:
    assert Shift().convert(typed, None, None) == value


@pytest.mark.parametrize("typed", ["1", "1,2,3", "", "right,down", "nan,1", "inf,1", "1/2/3"])
def test_what_is_no_shift_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(click.UsageError, match=r"is not two numbers of mm, .* such as 1\.5,-2 or 1,5/-2"):
        Shift().convert(typed, None, None)
