"""What an OpenDocument sheet shows, in Finnish: its own texts, and those of a spreadsheet in another language."""

import pytest

from worksheets.spreadsheets.displayed_values import shown_duration, shown_moment, shown_value
from worksheets.spreadsheets.sheets import CellFault


def number(value: float, text: str | None, kind: str = "float", currency: str = "") -> str:
    """Return what is shown, with ~ for a no-break space."""
    shown = shown_value(value, text, kind, currency)
    assert shown.fault is None
    return shown.text.replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("value", "text", "shown"),
    [
        # As a Finnish spreadsheet shows them
        (7, "00007", "00007"),
        (1.5, "1,50", "1,50"),
        (1234.5, "1\u00a0234,50", "1~234,50"),
        (1234567, "1 234 567", "1~234~567"),
        (1234, "1 234 kpl", "1~234 kpl"),
        (5, "Ryhmä 5", "Ryhmä 5"),
        (401234567, "040 123 4567", "040~123~4567"),
        (120190, "000012-0190", "000012-0190"),
        (-1234.5, "(1 234,5)", "(1~234,5)"),
        (1.5, "1 1/2", "1 1/2"),
        (0.333, "1/3", "1/3"),
        (1234567, "1,2M", "1,2M"),
        (1, "Kyllä", "Kyllä"),
        (0, "-", "-"),
        (0, "", ""),
        # As one in another language shows them
        (1.5, "1.50", "1,50"),
        (1234.5, "1,234.50", "1~234,50"),
        (1234, "1,234", "1~234"),
        (1234567.5, "1'234'567.5", "1~234~567,5"),
        (1234567.5, "1.234.567,5", "1~234~567,5"),
        (1.234, "1,234", "1,234"),
        (0, "0.00", "0,00"),
        (-0.5, "-0.5", "-0,5"),
        (12.346, "12.35 km", "12,35 km"),
        # Without a text, or with one of another value
        (1.5, None, "1,5"),
        (5, "", "5"),
        (12, "###", "12"),
        (250, "100", "250"),
        (400, "0", "400"),
        (1e-10, "1E-10", "0,0000000001"),
        # An error that an old program has written beside a number
        (0, "#DIV/0!", "#DIV/0!"),
        (0, "Err:502", "Err:502"),
    ],
)
def test_a_number_is_shown_as_its_text_in_finnish(value: float, text: str | None, shown: str) -> None:
    assert number(value, text) == shown


@pytest.mark.parametrize(
    ("value", "text", "kind", "shown"),
    [
        (0.25, "25 %", "percentage", "25~%"),
        (0.25, "25%", "percentage", "25~%"),
        (0.256, "25.6%", "percentage", "25,6~%"),
        (0.25, None, "percentage", "25~%"),
        (0.25, "50 %", "percentage", "25~%"),
        (50, "50%", "float", "50~%"),
        (12.5, "12,50 €", "currency", "12,50~€"),
        (12.5, "€12.50", "currency", "12,50~€"),
        (-1234.5, "-$1,234.50", "currency", "-1~234,50~$"),
        (12.5, None, "currency", "12,50~€"),
    ],
)
def test_percents_and_currencies_follow_their_number(value: float, text: str | None, kind: str, shown: str) -> None:
    assert number(value, text, kind, "EUR") == shown


@pytest.mark.parametrize(
    ("value", "text", "shown"),
    [
        (123456789012, "1,23E+11", "1,23E+11"),
        (1e16, "1E+016", "1E+016"),
        (1234567890123456, "1234567890123450", "1,23457E+15"),
        (1e15, None, "1E+15"),
    ],
)
def test_a_long_number_whose_digits_may_be_lost_is_no_answer(value: float, text: str | None, shown: str) -> None:
    result = shown_value(value, text, "float", "")
    assert (result.text, result.fault) == (shown, CellFault.DIGITS_LOST)


MORNING = "2026-01-14T09:00:00"


@pytest.mark.parametrize(
    ("value", "text", "shown"),
    [
        # A whole date
        (MORNING, "14.1.2026", "2026-01-14"),
        (MORNING, "14.01.26", "2026-01-14"),
        (MORNING, "01/14/2026", "2026-01-14"),
        (MORNING, "January 14, 2026", "2026-01-14"),
        (MORNING, "14.tammi.26", "2026-01-14"),
        (MORNING, "14.1.2026 9.00", "2026-01-14 09:00:00"),
        (MORNING, "2026-01-14 09:00:00", "2026-01-14 09:00:00"),
        (MORNING, "1/14/26 9:00 AM", "2026-01-14 09:00:00"),
        ("2026-01-14T21:15:33", "1/14/26 9:15 PM", "2026-01-14 21:15:00"),
        ("2026-10-14T14:10:00", "14.10.2026 14.10", "2026-10-14 14:10:00"),
        ("2026-10-14T14:10:00", "14.10.2026", "2026-10-14"),
        ("2026-01-14", "14.1.2026", "2026-01-14"),
        # A part, or words
        (MORNING, "14.1.", "14.1."),
        (MORNING, "14. tammikuuta", "14. tammikuuta"),
        (MORNING, "14. tammikuuta 2026", "14. tammikuuta 2026"),
        (MORNING, "keskiviikko 14.1.2026", "keskiviikko 14.1.2026"),
        (MORNING, "ke 14.1.  klo 9.00", "ke 14.1. klo 9.00"),
        (MORNING, "tammikuu 2026", "tammikuu 2026"),
        (MORNING, "2026", "2026"),
        (MORNING, "01/14", "14.1."),
        (MORNING, "14 Jan", "2026-01-14"),
        (MORNING, "Wednesday", "2026-01-14"),
        (MORNING, "9:00", "09:00:00"),
        # Without a text, or with one of another date
        (MORNING, None, "2026-01-14 09:00:00"),
        (MORNING, "13.1.2025", "2026-01-14 09:00:00"),
        ("2026-01-14T09:00:29.6", None, "2026-01-14 09:00:30"),
        ("2026-01-14T23:59:59.9", None, "2026-01-15"),
        ("2026-01-14T07:00:00Z", "14.1.2026", "2026-01-14T07:00:00Z"),
        ("ensi viikolla", None, "ensi viikolla"),
        ("2026-99-99", "ensi viikolla", "ensi viikolla"),
    ],
)
def test_a_date_is_shown_as_its_text_says(value: str, text: str | None, shown: str) -> None:
    assert shown_moment(value, text) == shown


@pytest.mark.parametrize(
    ("value", "text", "shown"),
    [
        ("PT09H15M00S", "9.15", "09:15:00"),
        ("PT09H15M05S", "09:15:05", "09:15:05"),
        ("PT09H15M05S", "9:15", "09:15:00"),
        ("PT21H15M00S", "9:15 PM", "21:15:00"),
        ("PT09H15M05S", None, "09:15:05"),
        ("PT1104873H00M00S", "9:00", "09:00:00"),
        ("PT9H", "9", "09:00:00"),
        ("PT90M", None, "01:30:00"),
        ("PT00H14M24S", "14:24", "14:24 min"),
        ("PT30H15M00S", "30:15", "30:15"),
        ("PT30H15M00S", None, "30:15:00"),
        ("-PT01H30M00S", "-1:30", "-1:30"),
        ("viisi minuuttia", None, "viisi minuuttia"),
    ],
)
def test_a_time_is_shown_as_its_text_says(value: str, text: str | None, shown: str) -> None:
    assert shown_duration(value, text, is_length=False) == shown


@pytest.mark.parametrize(
    ("value", "text", "shown"),
    [("PT12H15M00S", "12:15", "12:15 h"), ("PT09H15M00S", "09:15", "9:15"), ("PT12H15M00S", None, "12:15:00 h")],
)
def test_a_length_of_time_is_not_taken_for_a_time_of_day(value: str, text: str | None, shown: str) -> None:
    assert shown_duration(value, text, is_length=True) == shown
