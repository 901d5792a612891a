"""Numbers as the formats of workbooks show them in Finnish; LibreOffice 7.4 in Finnish shows the same.

Where it does not, the difference is meant: signs of currencies follow their numbers, with a no-break space.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worksheets.spreadsheets.number_formats import changes_texts, shown_number, shown_text
from worksheets.spreadsheets.sheets import CellFault

ACCOUNTS = '_-* #,##0.00\\ "€"_-;\\-* #,##0.00\\ "€"_-;_-* "-"??\\ "€"_-;_-@_-'


def shown(value: float, code: str) -> str:
    """Return what is shown, with ~ for a no-break space."""
    result = shown_number(value, code)
    assert result.fault is None
    return result.text.replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (12, "12"),
        (-3, "-3"),
        (1.5, "1,5"),
        (0.1 + 0.2, "0,3"),
        (1 / 3, "0,333333333333333"),
        (0.00001, "0,00001"),
        (1e-10, "0,0000000001"),
        (1234567890.5, "1234567890,5"),
        (358401234567, "358401234567"),
        (999_999_999_999_999, "999999999999999"),
    ],
)
@pytest.mark.parametrize("code", ["", "General", "@"])
def test_a_number_without_a_format_has_a_comma_and_no_zeros_at_its_end(value: float, text: str, code: str) -> None:
    assert shown(value, code) == text


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        # Digits
        (7, "00000", "00007"),
        (120190, "000000\\-0000", "000012-0190"),
        (401234567, "000\\ 000\\ 0000", "040~123~4567"),
        (401234567, "0##\\ ### ####", "040~123~4567"),
        (123456789, "000-00-0000", "123-45-6789"),
        (0, "#", ""),
        (5, "?0", "5"),
        (1.5, "0.00", "1,50"),
        (1, "#.##", "1"),
        (0.5, "0.??", "0,5"),
        (2.5, "0", "3"),
        (1.005, "0.00", "1,01"),
        (0.285, "0.00", "0,29"),
        (-0.001, "0.00", "0,00"),
        (-2.345, "0.00", "-2,35"),
        # Thousands
        (1234567, "#,##0", "1~234~567"),
        (1234567.891, "#,##0.00", "1~234~567,89"),
        (1234.5, "# ##0.00", "1~234,50"),
        (12, "#,##0", "12"),
        (1500, "0,", "2"),
        (1234567, '0.0,,"M"', "1,2M"),
        # Percent
        (0.25, "0%", "25~%"),
        (0.25, "0 %", "25~%"),
        (0.25, "0\\ %", "25~%"),
        (0.256, "0.0%", "25,6~%"),
        (-0.25, "0%", "-25~%"),
        (50, "0\\%", "50~%"),
        # Currency
        (12.5, '#,##0.00 "€"', "12,50~€"),
        (12.5, "#,##0.00\\ [$€-40B]", "12,50~€"),
        (12.5, "[$€-2] #,##0.00", "12,50~€"),
        (12.5, '"€"0.00', "12,50~€"),
        (12.5, "€0.00", "12,50~€"),
        (12.5, "0.00€", "12,50~€"),
        (-12.5, '"$"#,##0.00', "-12,50~$"),
        (12.5, "[$kr-41D] 0.00", "12,50~kr"),
        (1200, "#,##0 [$EUR]", "1~200~EUR"),
        (-12.5, '#,##0.00\\ "€";[Red]\\-#,##0.00\\ "€"', "-12,50~€"),
        (1234.5, ACCOUNTS, "1~234,50~€"),
        (-1234.5, ACCOUNTS, "-1~234,50~€"),
        (0, ACCOUNTS, "-~€"),
        # Words
        (100, '0" kpl"', "100 kpl"),
        (1234, '#,##0 "kpl"', "1~234 kpl"),
        (5, '"Ryhmä "0', "Ryhmä 5"),
        (12, 'General" kpl"', "12 kpl"),
        (12, '"nro "@', "nro 12"),
        (5, "0 km", "5 km"),
        (5, '0." luokka"', "5 luokka"),
        (5, "0\\.", "5."),
        (46036, '"viikko "0', "viikko 46036"),
        # Sections
        (5, "0;-0;;@", "5"),
        (0, "0;-0;;@", ""),
        (-5, "0;(0)", "(5)"),
        (-1234.5, "#,##0.0_);[Red](#,##0.0)", "(1~234,5)"),
        (5, ";;;", ""),
        (1, '"Kyllä";;"Ei"', "Kyllä"),
        (0, '"Kyllä";;"Ei"', "Ei"),
        (3, '[>2]"paljon";"vähän"', "paljon"),
        (1, '[>2]"paljon";"vähän"', "vähän"),
        (85, "[>=90]0;[<0]\\-0;0.0", "85,0"),
        (-5, "[<0](0);0", "(5)"),
        (-5, "[<100]0;0.0", "-5"),
        (5, "[Punainen][=5]0.0;0", "5,0"),
        (6, "[<>5]0.0;0", "6,0"),
        (5, "[<=5]0.0;0", "5,0"),
        (7, '[>2]"a";[>5]"b"', "a"),
        (1, '[>2]"a";[>5]"b"', "b"),
        # Fractions
        (0.5, "# ?/?", "1/2"),
        (1.5, "# ?/?", "1 1/2"),
        (1.5, "?/?", "3/2"),
        (2, "# ?/?", "2"),
        (1.333, "# ??/??", "1 1/3"),
        (2.25, "# ?/4", "2 1/4"),
        (0.0625, "# ??/16", "1/16"),
        (-1.5, "# ?/?", "-1 1/2"),
    ],
)
def test_a_number_is_shown_by_its_format(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (123456789012, "0.00E+00", "1,23E+11"),
        (12, "##0.0E+0", "1,2E+01"),
        (1e15, "General", "1E+15"),
        (1234567890123456, "0", "1,23457E+15"),
        (-123456789012345678, "#,##0", "-1,23457E+17"),
        (4.5e15, "@", "4,5E+15"),
    ],
)
def test_a_long_number_whose_digits_may_be_lost_is_no_answer(value: float, code: str, text: str) -> None:
    result = shown_number(value, code)
    assert (result.text, result.fault) == (text, CellFault.DIGITS_LOST)


def test_a_very_large_number_that_is_shown_as_a_word_is_a_word() -> None:
    assert shown(1e300, '"paljon"') == "paljon"


@pytest.mark.parametrize("value", [-1, 2_958_466, 1e300])
def test_a_date_that_no_spreadsheet_can_show_is_no_answer(value: float) -> None:
    result = shown_number(value, "d.m.yyyy")
    assert (result.text, result.fault) == ("########", CellFault.TOO_NARROW)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("General", "Aino"),
        ("@", "Aino"),
        ("0.00", "Aino"),
        ("0;-0", "Aino"),
        ('"Hra "@', "Hra Aino"),
        ('0;-0;0;"Hra "@', "Hra Aino"),
        ('@" (varalla)"', "Aino (varalla)"),
        (";;;", ""),
        ("d.m.yyyy;@", "Aino"),
        (ACCOUNTS, " Aino "),
    ],
)
def test_a_text_is_shown_by_its_format(code: str, text: str) -> None:
    assert shown_text("Aino", code) == text
    assert changes_texts(code) == (text != "Aino")


@pytest.mark.parametrize(
    "code", ['"', "\\", "_", "*", "[", "[]", "[$", ";", "0;;;;;;", "0.0.0", "//", "0/0", "?/0", "%%", ",,,", "0" * 300]
)
@pytest.mark.parametrize("value", [0, -1.5, 1e14, 123.456])
def test_a_broken_format_breaks_nothing(code: str, value: float) -> None:
    assert isinstance(shown_number(value, code).text, str)


@given(
    st.text('0#?.,%/@ymdhsEe+-;[]$€"\\_* GeneralAMP/:<=>', max_size=30),
    st.floats(allow_nan=False, allow_infinity=False),
)
def test_any_format_shows_any_number(code: str, value: float) -> None:
    result = shown_number(value, code)
    assert isinstance(result.text, str)
    assert isinstance(shown_text("Aino", code), str)
