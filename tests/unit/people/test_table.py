"""Lists of every shape give the same people, and all problems come with their locations."""

from collections.abc import Mapping

import pytest

from tests.helpers.lists import AINO, SHAPES, VILLE, sheet
from worksheets.course.course import Course
from worksheets.people.headings import Headings
from worksheets.people.spreadsheet import Sheet
from worksheets.people.table import People, read_table


def read(
    course: Course, *sheets: Sheet, mapping: Mapping[str, str] | None = None, ignore: bool = False
) -> tuple[list[dict[str, str]], list[str]]:
    """Return the people of some sheets, and their problems without the file's name."""
    problems: list[str] = []
    headings = Headings(course, mapping or {})
    tables = [read_table("ryhma.xlsx", sheet, headings, problems, ignore=ignore) for sheet in sheets]
    people = People(course)
    for table in sorted(tables, key=lambda table: bool(table.list_path)):
        people.add(table)
    problems += [*people.problems, *(problem for draft in people.drafts for problem in draft.problems)]
    return [draft.values for draft in people.drafts], [problem.removeprefix("ryhma.xlsx, ") for problem in problems]


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_gives_the_same_people(course: Course, shape: str) -> None:
    assert read(course, *SHAPES[shape]) == ([AINO, VILLE], [])


def test_a_column_of_names_needs_no_heading(course: Course) -> None:
    assert read(course, sheet([["Aino Esimerkki"], ["Ville Malli"]])) == (
        [{"nimi": "Aino Esimerkki"}, {"nimi": "Ville Malli"}],
        [],
    )


def test_two_people_may_have_one_name(course: Course) -> None:
    people, problems = read(course, sheet([["Nimi", "Ryhmä"], ["Aino", "A"], ["Aino", "B"]]))
    assert [person["ryhma"] for person in people] == ["A", "B"]
    assert problems == []


def test_a_long_answer_is_not_split_where_the_column_has_a_number(course: Course) -> None:
    people, _problems = read(course, sheet([["Nimi", "Verkosto 1"], ["Aino", "Kuoro; ja\nmuuta"]]))
    assert people == [{"nimi": "Aino", "omat-verkostot.1.nimi": "Kuoro; ja\nmuuta"}]


@pytest.mark.parametrize(
    ("sheets", "message"),
    [
        ([sheet([["Nimi", "Kenkä"], ["Aino", "41"]])], 'row 1, column B “Kenkä”: unknown heading; --map "Kenkä=slot"'),
        ([sheet([["Nimi", "Ryhmäa"], ["Aino", "A"]])], "Did you mean “Ryhmä”?"),
        ([sheet([["Nimi", "Nimi"], ["Aino", "Aino"]])], "row 1, column B “Nimi”: this column stands twice"),
        ([sheet([["Ryhmä", "Paikka"], ["A", "B"]])], "row 1: there is no column “Nimi”"),
        ([sheet([["Aino", "Ville"], ["Marja", "Pekka"]])], "no heading is recognised; one column must be “Nimi”"),
        ([sheet([["Nimi"], ["Aino", "jotain"]])], "row 2, column B “”: “jotain” has no heading"),
        (
            [sheet([["Nimi", "Ryhmä"], ["Aino", "x" * 201]])],
            "row 2, column B “Ryhmä”: 201 characters",
        ),
        (
            [sheet([["Nimi", "Ryhmä", "Kontakti"], ["Aino", "A", "Marja"], ["Aino", "B", "Ville"]])],
            "row 3, column B “Ryhmä”: says “B”, and an earlier row of the same person “A”",
        ),
        (
            [sheet([["Nimi"], ["Aino"]]), sheet([["Osallistuja", "Nimi"], ["Ainno", "Marja"]], "Kontaktit")],
            "sheet Kontaktit, row 2: “Ainno” is not among the participants. Did you mean “Aino”?",
        ),
        (
            [sheet([["Nimi", "Kontakti"], ["Aino", "\n".join("abcdefghijklmnopqrstuvwxyzåäö" * 2)]])],
            "row 2, column B “Kontakti”: more than 40 entries do not fit",
        ),
        (
            [Sheet("", ((1, ("Nimi", "Ryhmä")), (2, ("Aino",))), ((2, 2, "#N/A"),))],
            "column B “Ryhmä”: the cell is an error, #N/A",
        ),
    ],
)
def test_problems_have_the_location_that_a_spreadsheet_shows(course: Course, sheets: list[Sheet], message: str) -> None:
    _people, problems = read(course, *sheets)
    assert any(message in problem for problem in problems), problems


def test_a_mapping_settles_what_is_not_recognised(course: Course) -> None:
    rows = sheet([["Kuka", "Puhelin", "Kenkä"], ["Aino", "040", "41"]])
    people, problems = read(course, rows, mapping={"Kuka": "nimi", "puhelin": "-", "Kenkä": "ryhma"})
    assert (people, problems) == ([{"nimi": "Aino", "ryhma": "41"}], [])
    _people, problems = read(course, rows, mapping={"Kuka": "nimmi"}, ignore=True)
    assert any("there is no slot “nimmi”. Did you mean “nimi”?" in problem for problem in problems)


def test_unknown_columns_can_be_left_out(course: Course) -> None:
    assert read(course, sheet([["Nimi", "Kenkä"], ["Aino", "41"]]), ignore=True) == ([{"nimi": "Aino"}], [])


def test_values_stay_what_they_are(course: Course) -> None:
    typed = ["00100", "0401234567", "1.10", "3/4", "12", "TOSI"]
    rows = [["Nimi", "Ryhmä"], *(["Aino", text] for text in typed)]
    assert [person["ryhma"] for person in read(course, sheet(rows))[0]] == typed
