"""A table's cells are as wide as its columns; rows of a planned table keep their height, and cut their texts to it."""

from dataclasses import replace

import pytest

from tests.helpers.course import LAYOUTS, the_course
from tests.helpers.plan_course import DAYS, LONG, plan_course
from worksheets.compose.page_data import PageData
from worksheets.compose.table_shape import CELL, CONTINUED_CELL, PLANNED_CELL, TableShape, cell_places, table_shape
from worksheets.course.course import Course
from worksheets.course.layout import Layout, read_layout
from worksheets.course.slots import TABLE, Part
from worksheets.people.participant import Participant


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return plan_course(tmp_path_factory.mktemp("plan") / "kurssi")


def layout(name: str = "handout") -> Layout:
    return read_layout(name, the_course().folder)


def test_a_planned_table_lies_upright_in_a_handout(course: Course) -> None:
    shape = table_shape(course.part("viikko"), layout())
    assert shape == TableShape(PLANNED_CELL, (17.262, 44.048, 30.357, 8.333), 27.0, 7, upright=True)
    assert table_shape(course.part("pari"), layout()).rows == 10


def test_slides_have_no_rows_of_a_height_of_their_own(course: Course) -> None:
    shape = table_shape(course.part("viikko"), layout("slides"))
    assert (shape.place, shape.upright, shape.row_height) == (CELL, False, 0.0)
    assert len(shape.shares) == 4


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_built_in_table_is_as_the_layout_declares_it(name: str) -> None:
    table = the_course().part("omat-verkostot")
    assert table_shape(table, layout(name)) == TableShape(CELL, (), 0.0, 0, upright=False)
    for place in (CELL, CONTINUED_CELL):
        assert set(cell_places(table, place, layout(name))) == {layout(name).place(place)}


def test_cells_are_as_wide_as_their_columns(course: Course) -> None:
    places = cell_places(course.part("viikko"), PLANNED_CELL, layout())
    assert [place.width for place in places] == pytest.approx([23.8, 68.8, 45.8, 8.8], abs=0.01)
    narrow = Part("t", "T", rows=5, parts=tuple(Part(f"p{n}", "P") for n in range(6)), type=TABLE)
    widths = [place.width for place in cell_places(narrow, CELL, layout())]
    assert widths == pytest.approx([253 / 6 - 5.2] * 6, abs=0.01)


def test_a_layout_that_declares_no_sheets_has_its_places(course: Course) -> None:
    full = layout()
    old = replace(full, numbers={name: value for name, value in full.numbers.items() if "sides" not in name})
    assert {place.width for place in cell_places(course.part("viikko"), CELL, old)} == {58.0}


def test_a_long_text_is_cut_to_its_row_and_an_entry_too_many_goes_on(course: Course) -> None:
    answers = {"viikko.3.mita": LONG * 9, "viikko.3.milloin": LONG, "pari.12.mita": "Viimeinen"}
    data = PageData(course, Participant(answers), layout())
    cut, whole = data.fit("viikko.3.mita", PLANNED_CELL), data.fit("viikko.3.milloin", PLANNED_CELL)
    assert (cut.step, whole.step) == ("small", "normal")
    assert cut.overflow
    assert not whole.overflow
    assert data.page_entries("viikko") == [f"viikko.{number}" for number in range(1, len(DAYS) + 1)]
    assert len(data.page_entries("pari")) == 10
    assert data.rest_rows == {"pari": ["pari.11", "pari.12"]}
    assert data.row_lines("pari.12") == 2


def test_the_first_column_that_is_written_in_has_no_names_beside_given_labels(course: Course) -> None:
    long_word = {"viikko.1.mita": "Työnhakuvalmennuksessa" * 3, "pari.1.kuka": "Työnhakuvalmennuksessa" * 3}
    data = PageData(course, Participant(long_word), layout())
    assert data.room("pari.1.kuka", PLANNED_CELL).width == pytest.approx(168 / 3 - 5.2, abs=0.01)
    assert [data.places.is_name(path) for path in ("viikko.1.mita", "pari.1.kuka", "nimi", "tavoite")] == [
        False,
        True,
        True,
        False,
    ]


def test_a_field_is_as_high_as_its_row(course: Course) -> None:
    form = PageData(course, Participant({"viikko.1.mita": LONG * 9}), layout(), fillable=True)
    assert form.field_height("viikko.1.mita", PLANNED_CELL) == pytest.approx(25, abs=0.2)
