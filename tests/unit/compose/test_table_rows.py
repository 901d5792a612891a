"""Rows of a table share the height of their table before any of them goes on elsewhere."""

import pytest

from tests.helpers.course import the_course
from worksheets.compose.page_data import PageData
from worksheets.compose.table_rows import PageRows, most_lines, page_rows
from worksheets.course.layout import Layout, read_layout
from worksheets.people.participant import Participant

SHORT, LONG = ["Kuoro", "Koelaulu", "Harjoitukset", "Iloa"], ["Kuoro", "Koelaulu", "sana " * 60, "Iloa"]
TABLE = "omat-verkostot"


def layout() -> Layout:
    return read_layout("handout", the_course().folder)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], PageRows(0, 0.0, is_tight=False)),
        ([SHORT] * 2, PageRows(2, 24.0, is_tight=False)),
        ([SHORT] * 5, PageRows(5, 24.0, is_tight=False)),
        ([SHORT] * 6, PageRows(6, 20.0, is_tight=False)),
        ([SHORT] * 8, PageRows(8, 15.0, is_tight=False)),
        ([LONG, *[SHORT] * 6], PageRows(7, 14.0, is_tight=True)),
        ([SHORT] * 30, PageRows(8, 14.0, is_tight=False)),
        ([LONG] * 5, PageRows(3, 40.0, is_tight=False)),
    ],
)
def test_rows_have_as_much_room_as_there_is(rows: list[list[str]], expected: PageRows) -> None:
    assert page_rows(rows, "cell", layout()) == expected


def test_a_row_that_is_higher_than_the_table_is_on_the_page_all_the_same() -> None:
    assert page_rows([["Kuoro", "sana " * 400]], "cell", layout()).count == 1


def test_rows_of_a_form_are_as_high_as_those_of_a_blank_page() -> None:
    assert page_rows([SHORT] * 7, "cell", layout(), shrinking=False) == PageRows(5, 24.0, is_tight=False)


def test_a_layout_that_does_not_say_how_high_a_table_is_has_all_rows_on_the_page() -> None:
    plain = layout()
    numbers = {name: value for name, value in plain.numbers.items() if name != "table-height"}
    without = Layout(plain.name, plain.style_sheets, plain.properties, numbers, plain.colours)
    assert page_rows([LONG] * 30, "cell", without) == PageRows(30, 0.0, is_tight=False)


def test_the_first_cell_of_a_row_is_bold_and_so_needs_more_lines() -> None:
    place = layout().place("cell")
    text = "terveysalan verkostot ja muut ryhm"
    assert [most_lines(texts, [place] * len(texts)) for texts in ([], [""], ["x", text], [text, "x"])] == [0, 0, 1, 2]


def test_a_page_gives_the_entries_that_have_room_and_keeps_the_others() -> None:
    values = {f"{TABLE}.{row}.nimi": "Kuoro" for row in range(1, 13)}
    data = PageData(the_course(), Participant(values), layout())
    assert data.page_entries(TABLE) == [f"{TABLE}.{row}" for row in range(1, 9)]
    assert data.rest_rows == {TABLE: [f"{TABLE}.{row}" for row in range(9, 13)]}
    few = PageData(the_course(), Participant({}), layout())
    assert (few.page_entries(TABLE), few.rest_rows) == ([f"{TABLE}.{row}" for row in range(1, 6)], {})
