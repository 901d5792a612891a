"""Dates as trainers type them, and as they are printed in three languages."""

import re

import pytest

from worksheets.compose.products.dates import (
    CourseDate,
    date_heading,
    parse_dates,
    printed_span,
    printed_time,
)
from worksheets.course.words import PRODUCTS, Words, shipped_words
from worksheets.errors import OptionsError


def words(language: str = "fi") -> Words:
    """Return all printed words in a language."""
    return Words(language, {**(shipped_words(language) or {}), **(shipped_words(language, PRODUCTS) or {})})


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("", []),
        (" , ", []),
        ("12.1.2026", [(12, 1, 2026)]),
        ("12.1.2026, 19.1.2026", [(12, 1, 2026), (19, 1, 2026)]),
        ("12.01.2026;19. 1. 2026", [(12, 1, 2026), (19, 1, 2026)]),
        ("2026-01-12,2026-2-9", [(12, 1, 2026), (9, 2, 2026)]),
        ("12.1., 29.2.", [(12, 1, 0), (29, 2, 0)]),
        ("12.1., 19.1.2026", [(12, 1, 2026), (19, 1, 2026)]),
        ("15.12., 12.1.2027", [(15, 12, 2026), (12, 1, 2027)]),
        ("15.12.2026, 12.1., 2.2.", [(15, 12, 2026), (12, 1, 2027), (2, 2, 2027)]),
        ("3", [(0, 0, 0)] * 3),
    ],
)
def test_dates_are_read_as_they_are_typed(typed: str, days: list[tuple[int, int, int]]) -> None:
    assert [(each.day, each.month, each.year) for each in parse_dates(typed)] == days


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("12.1.2026 9.00–15.00", "9.00–15.00"),
        ("12.1.2026 9:00-15:30", "9.00–15.30"),
        ("12.1.2026 klo 9–15", "9–15"),
        ("2026-01-12T09:00", "9.00"),
        ("12.1. 9.15 – 10", "9.15–10"),
        ("12.1.2026", ""),
    ],
)
def test_a_time_may_follow_a_date(typed: str, printed: str) -> None:
    (each,) = parse_dates(typed)
    assert printed_time(each, words()) == printed


def test_all_faults_come_at_once_each_with_its_word_and_the_cure() -> None:
    with pytest.raises(OptionsError) as raised:
        parse_dates("12.1.2026, huomenna, 31.2.2026, 12.1.2026 aamulla, 12/1/2026")
    first, second, third, fourth = raised.value.problems
    assert re.match("--dates: “huomenna” is not a date; .*12.1.2026.*2026-01-12.*such as 4", first)
    assert second.startswith("--dates: “31.2.2026”: there is no such day")
    assert "“aamulla” is not a time; write a time such as 9.00" in third
    assert "“12/1/2026” is not a date" in fourth


@pytest.mark.parametrize("typed", ["0", "61", "2026", ",".join(["12.1.2026"] * 61)])
def test_a_course_has_from_1_to_60_dates(typed: str) -> None:
    with pytest.raises(OptionsError, match="from 1 to 60"):
        parse_dates(typed)


def test_a_day_that_is_only_in_leap_years_needs_one() -> None:
    with pytest.raises(OptionsError, match=r"“29\.2\.”: there is no such day"):
        parse_dates("29.2., 8.3.2026")
    assert parse_dates("29.2., 8.3.2028")[0] == CourseDate(29, 2, 2028)


@pytest.mark.parametrize(
    ("language", "headings"),
    [
        ("fi", ["ma 12.1.", "12.1.", ""]),
        ("sv", ["mån 12.1", "12.1", ""]),
        ("en", ["Mon 12 Jan", "12 January", ""]),
    ],
)
def test_a_column_is_headed_by_the_weekday_and_the_day(language: str, headings: list[str]) -> None:
    dates = [CourseDate(12, 1, 2026), CourseDate(12, 1), CourseDate()]
    assert [date_heading(each, words(language)) for each in dates] == headings


@pytest.mark.parametrize(
    ("typed", "language", "span"),
    [
        ("12.1.2026, 19.1.2026, 2.2.2026", "fi", "12.1.–2.2.2026"),
        ("2.2.2026, 12.1.2026", "fi", "12.1.–2.2.2026"),
        ("15.12.2025, 12.1.2026", "fi", "15.12.2025–12.1.2026"),
        ("12.1., 2.2.", "fi", "12.1.–2.2."),
        ("12.1.2026", "fi", "12.1.2026"),
        ("12.1.2026 9–12, 12.1.2026 13–15", "fi", "12.1.2026"),
        ("4", "fi", ""),
        ("", "fi", ""),
        ("12.1.2026, 2.2.2026", "sv", "12.1–2.2.2026"),
        ("12.1.2026, 2.2.2026", "en", "12 January – 2 February 2026"),
    ],
)
def test_a_span_goes_from_the_first_date_to_the_last(typed: str, language: str, span: str) -> None:
    assert printed_span(parse_dates(typed), words(language)) == span
