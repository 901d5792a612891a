"""What programs write as a date, a time or a moment is printed as the language writes it; any other text as typed."""

from datetime import date, datetime, time

import pytest
from babel.dates import format_date, format_time
from hypothesis import given
from hypothesis import strategies as st

from worksheets.compose.dates import printed_date
from worksheets.course.words import Words, default_words, shipped_words

FINNISH = default_words()


@pytest.mark.parametrize(
    ("written", "finnish"),
    [
        ("2026-01-14", "14.1.2026"),
        ("2026-01-14T09:00", "14.1.2026 klo 9.00"),
        ("2026-01-14 9:00", "14.1.2026 klo 9.00"),
        ("2026-01-14t13:05", "14.1.2026 klo 13.05"),
        ("2026-01-14 13:05:00", "14.1.2026 klo 13.05"),
        ("2026-01-14 13:05:30", "14.1.2026 klo 13.05.30"),
        ("2026-01-14T13:05:00.000", "14.1.2026 klo 13.05"),
        ("2026-01-14 00:00:00", "14.1.2026"),
        ("2026-01-14T00:00", "14.1.2026 klo 0.00"),
        ("2026-01-14T00:00:30", "14.1.2026 klo 0.00.30"),
        ("09:00", "klo 9.00"),
        ("13:30:00", "klo 13.30"),
        ("13:30:05", "klo 13.30.05"),
    ],
)
def test_dates_and_times(written: str, finnish: str) -> None:
    assert printed_date(written, FINNISH) == finnish


@pytest.mark.parametrize(
    ("moment", "finnish"),
    [
        ("2026-01-14T07:00:00.000Z", "14.1.2026 klo 9.00"),  # winter time
        ("2026-07-14T07:00:00.000Z", "14.7.2026 klo 10.00"),  # summer time
        ("2026-03-29T01:30:00Z", "29.3.2026 klo 4.30"),  # after the change
        ("2026-01-14T09:00:00+02:00", "14.1.2026 klo 9.00"),
        ("2026-01-14T09:00+0200", "14.1.2026 klo 9.00"),
        ("2026-01-14 07:00:00+00", "14.1.2026 klo 9.00"),
        ("2026-01-14 07:00 UTC", "14.1.2026 klo 9.00"),
        ("2026-01-14T22:30:00-05:30", "15.1.2026 klo 6.00"),
        ("2026-01-14T09:00+02:00[Europe/Helsinki]", "14.1.2026 klo 9.00"),
        ("2026-01-13T22:00:00.000Z", "14.1.2026"),  # a date, as JavaScript writes it in Finland
        ("2026-01-14T00:00:00Z", "14.1.2026 klo 2.00"),
    ],
)
def test_a_moment_is_told_by_finland_s_clock(moment: str, finnish: str) -> None:
    assert printed_date(moment, FINNISH) == finnish


@pytest.mark.parametrize(
    "text",
    [
        "14.1.2026 klo 9.00",
        "2026-02-30",
        "2026-13-45",
        "0000-01-01",
        "2026",
        "2026-1",
        "2026-1-14",
        "20260114",
        "040-1234567",
        "2026-01-14T24:00",
        "24:00",
        "9:60",
        "9:00",
        "07:00Z",
        "2026-01-14T07",
        "2026-01-14 klo 9",
        "tilaus 2026-01-14",
        "2026-01-14, 2026-01-15",
        "2026-01-14\n",
        "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00+05:00",
        "٢٠٢٦-٠١-١٤",  # noqa: RUF001 - Arabic digits
        "maanantaisin 12.1.–30.3.",
        "",
    ],
)
def test_every_other_text_is_printed_as_it_was_typed(text: str) -> None:
    assert printed_date(text, FINNISH) == text


@given(st.text("0123456789-:T Z+.", max_size=30) | st.text(max_size=10))
def test_any_text_is_a_date_or_stays(text: str) -> None:
    printed = printed_date(text, FINNISH)
    assert printed == text or (text[:2].isdigit() and ("." in printed))


@given(st.datetimes(datetime(1973, 1, 1), datetime(2200, 1, 1), timezones=st.timezones()))  # noqa: DTZ001 - given there
def test_any_moment_of_a_program_is_a_date(moment: datetime) -> None:
    assert printed_date(moment.isoformat(), FINNISH).count(".") >= 2


@pytest.mark.parametrize(
    ("language", "day", "clock", "moment"),
    [
        ("fi", "14.1.2026", "klo 9.00", "14.1.2026 klo 9.00"),
        ("sv", "14.1.2026", "kl. 9.00", "14.1.2026 kl. 9.00"),
        ("sv-FI", "14.1.2026", "kl. 9.00", "14.1.2026 kl. 9.00"),
        ("en", "14 January 2026", "9:00", "14 January 2026, 9:00"),
        ("et", "14. jaanuar 2026", "09:00", "14. jaanuar 2026 09:00"),
    ],
)
def test_each_language_writes_dates_in_its_own_way(language: str, day: str, clock: str, moment: str) -> None:
    words = Words(language, shipped_words(language[:2]) or {})
    written = ("2026-01-14", "09:00", "2026-01-14T07:00:00.000Z")
    assert [printed_date(text, words) for text in written] == [day, clock, moment]


def test_seconds_and_own_patterns() -> None:
    english, own = Words("en", shipped_words("en") or {}), Words("et", {"date": "dd.MM.y", "moment": "{time}, {date}"})
    assert printed_date("2026-01-14 13:05:30", english) == "14 January 2026, 13:05:30"
    assert printed_date("2026-01-14 13:05:30", own) == "13:05:30, 14.01.2026"


@pytest.mark.parametrize(
    "pattern",
    [
        *("d.M.y", "dd/MM y", "'den' d.M.y", "d.M.yy", "d MMM y", "dM.y", "dd'o''clock'M", "''d", "d'", "E d.M."),
        *("d.M.y.", "y", "'d.M.'y"),
    ],
)
def test_patterns_of_numbers_are_written_as_babel_writes_them(pattern: str) -> None:
    ours, days = Words("fi", {"date": pattern}), [date(2026, 1, 14), date(987, 12, 3)]
    written = [printed_date(day.isoformat(), ours) for day in days]
    assert written == [format_date(day, pattern, locale="fi") for day in days]


@pytest.mark.parametrize("pattern", ["H.mm", "HH:mm 'Uhr'", "'klo' H.mm.ss", "h:mm a", "H"])
def test_so_are_patterns_of_times(pattern: str) -> None:
    ours, clocks = Words("fi", {"time": pattern, "time_with_seconds": pattern}), [time(9, 5), time(23, 0, 7)]
    written = [printed_date(clock.isoformat(), ours) for clock in clocks]
    assert written == [format_time(clock, pattern, locale="fi") for clock in clocks]


def test_a_date_in_a_language_that_nobody_knows_stays_as_typed() -> None:
    assert printed_date("2026-01-14", Words("xx", {})) == "2026-01-14"
