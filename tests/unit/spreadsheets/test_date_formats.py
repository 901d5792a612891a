"""Dates, times and lengths of time as formats show them: whole ones in ISO 8601, parts and words in Finnish."""

import pytest

from worksheets.spreadsheets.date_formats import FirstDay
from worksheets.spreadsheets.number_formats import shown_number

MOMENT = 46036.375
"""14.1.2026 at 9.00, a Wednesday."""


def shown(value: float, code: str, first_day: FirstDay = FirstDay.IN_1900) -> str:
    result = shown_number(value, code, first_day)
    assert result.fault is None
    return result.text


@pytest.mark.parametrize(
    "code",
    [
        *("d.m.yyyy", "dd.mm.yyyy", "m/d/yy", "mm-dd-yy", "yyyy-mm-dd", "d/m/yyyy;@", "d.mmm.yy", "[$-40B]d.m.yyyy"),
        *("[$-409]mmmm\\ d\\,\\ yyyy;@", "mmmm d, yyyy", "[$-409]d\\.\\ mmmm\\ yyyy"),
    ],
)
def test_a_whole_date_is_iso(code: str) -> None:
    assert shown(MOMENT, code) == "2026-01-14"


@pytest.mark.parametrize("code", ["d.m.yyyy h:mm", "m/d/yy h:mm AM/PM", 'd.m.yyyy "klo" h.mm', 'yyyy-mm-dd"T"hh:mm:ss'])
def test_a_whole_date_with_a_time_is_iso(code: str) -> None:
    assert shown(MOMENT, code) == "2026-01-14 09:00:00"
    assert shown(46036, code) == "2026-01-14", "a date alone has midnight"


@pytest.mark.parametrize(
    "code", ["h:mm", "hh:mm:ss", "h:mm AM/PM", "[$-F400]h:mm:ss\\ AM/PM", "h.mm", '"klo" h.mm', "h"]
)
def test_a_time_of_day_is_iso(code: str) -> None:
    assert shown(MOMENT, code) == "09:00:00"
    assert shown(0.375, code) == "09:00:00"


def test_a_number_under_1_is_a_time_of_day_whatever_its_format() -> None:
    assert shown(0.375, "d.m.yyyy h:mm") == "09:00:00"
    assert shown(0.375, "d.m.yyyy h:mm", FirstDay.IN_1904) == "1904-01-01 09:00:00"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("d.m.", "14.1."),
        ("dd.mm.", "14.01."),
        ("mm/dd", "14.1."),
        ("d.mmm", "14.tammi"),
        ("mmm.yy", "tammi.26"),
        ("mmmm yyyy", "tammikuu 2026"),
        ("mm/yyyy", "01.2026"),
        ("yyyy", "2026"),
        ("mmmm", "tammikuu"),
        ("mmmmm", "t"),
        ("dddd", "keskiviikko"),
        ("ddd d.m.", "ke 14.1."),
        ("dddd d.m.yyyy", "keskiviikko 14.1.2026"),
        ("ddd d.m.yyyy h:mm", "ke 14.1.2026 9.00"),
        ("d. mmmm", "14. tammikuuta"),
        ("d. mmmm yyyy", "14. tammikuuta 2026"),
        ('[$-40B]d. mmmm"ta "yyyy;@', "14. tammikuuta 2026"),
        ("dddd d. mmmm yyyy", "keskiviikko 14. tammikuuta 2026"),
        ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "keskiviikko 14. tammikuuta 2026"),
        ('"viikko "d', "viikko 14"),
        ('"alkaa" d.m.yyyy', "alkaa 14.1.2026"),
    ],
)
def test_a_part_of_a_date_and_one_in_words_is_shown_in_finnish(code: str, text: str) -> None:
    assert shown(MOMENT, code) == text


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (30.25 / 24, "[h]:mm", "30:15"),
        (30.25 / 24, "[h]:mm:ss", "30:15:00"),
        (9.25 / 24, "[hh]:mm", "9:15"),
        (-1.5 / 24, "[h]:mm", "-1:30"),
        (0.01, "[mm]:ss", "14:24 min"),
        (0.001, "mm:ss", "01:26"),
        (0.00123, "mm:ss.0", "01:46,3"),
        (0.00123, "mm:ss,0", "01:46,3"),
        (0.01, "[ss]", "864"),
        (1 / 24, '[h]" h "mm" min"', "1 h 00 min"),
    ],
)
def test_a_length_of_time_is_shown_as_it_is(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_a_length_of_time_is_not_taken_for_a_time_of_day() -> None:
    assert shown(12.25 / 24, "[h]:mm") == "12:15 h"
    assert shown(0.5125, "[h]:mm:ss") == "12:18:00 h"


@pytest.mark.parametrize(
    ("value", "text"), [(1, "1900-01-01"), (59, "1900-02-28"), (61, "1900-03-01"), (2_958_465, "9999-12-31")]
)
def test_days_are_counted_as_excel_does(value: float, text: str) -> None:
    assert shown(value, "d.m.yyyy") == text


@pytest.mark.parametrize(("first_day", "text"), [(FirstDay.IN_1900, "2009-07-06"), (FirstDay.IN_1904, "2013-07-07")])
def test_days_count_from_the_workbooks_own_first_day(first_day: FirstDay, text: str) -> None:
    assert shown(40_000, "yyyy-mm-dd", first_day) == text


def test_times_are_rounded_to_the_second() -> None:
    assert shown(46036.37499999, "d.m.yyyy h:mm") == "2026-01-14 09:00:00"
    assert shown(46036.9999999, "d.m.yyyy h:mm") == "2026-01-15"
