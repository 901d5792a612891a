"""Formats of cells by the numbers of their styles, of which some are not there."""

import pytest

from worksheets.spreadsheets.cell_formats import CellFormats, built_in_code
from worksheets.spreadsheets.date_formats import FirstDay

FORMATS = CellFormats(["General", "0%", '"Hra "@', "yyyy-mm-dd"], FirstDay.IN_1904)


@pytest.mark.parametrize(
    ("style", "text"),
    [(0, "44574"), (1, "4457400\u00a0%"), (2, "Hra 44574"), (3, "2026-01-14"), (4, "44574"), (-1, "44574")],
)
def test_numbers(style: int, text: str) -> None:
    assert FORMATS.number(44574, style).text == text


@pytest.mark.parametrize(("style", "text"), [(0, "Aino"), (1, "Aino"), (2, "Hra Aino"), (4, "Aino"), (-1, "Aino")])
def test_texts(style: int, text: str) -> None:
    assert FORMATS.text("Aino", style) == text


@pytest.mark.parametrize(("number", "code"), [(0, ""), (9, "0%"), (14, "d.m.yyyy"), (49, "@"), (163, ""), (200, "")])
def test_codes_that_files_do_not_hold(number: int, code: str) -> None:
    assert built_in_code(number) == code
