"""Whose each row is: people of one name are different people unless the list itself says that they are one."""

from dataclasses import replace

import pytest

from tests.helpers.lists import AINO, SHAPES, VILLE, Rows, sheet, studied
from worksheets.course.course import Course
from worksheets.spreadsheets.sheets import CellError, Sheet

CONTACT = "verkostokartta.kontaktit.{}.nimi"


def contacts(course: Course, *sheets: Sheet) -> list[list[str]]:
    """Return each person's name and contacts; there is nothing wrong."""
    roster = studied(course, *sheets)
    assert roster.errors == ()
    return [
        [person.name, *(person.text(CONTACT.format(n)) for n in range(1, 1 + person.rows("verkostokartta.kontaktit")))]
        for person in roster.participants
    ]


def oddities(course: Course, *sheets: Sheet) -> list[str]:
    """Return what is odd about the list, without namesakes and the file's name."""
    warnings = studied(course, *sheets).oddities
    return [warning.removeprefix("ryhma.xlsx, ") for warning in warnings]


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_gives_the_same_people(course: Course, shape: str) -> None:
    roster = studied(course, *SHAPES[shape])
    assert roster.errors == ()
    assert [dict(person.values) for person in roster.participants] == [AINO, VILLE]


@pytest.mark.parametrize(
    ("rows", "people"),
    [
        ([["Nimi", "Kontakti"], ["Aino", "M"], ["Ville", "P"], ["aino", "S"]], [["Aino", "M", "S"], ["Ville", "P"]]),
        ([["Nimi", "Kontakti"], ["Aino", "M"], ["", "S"], ["Ville", "P"]], [["Aino", "M", "S"], ["Ville", "P"]]),
        ([["ID", "Nimi", "Kontakti"], ["1", "Aino", "M"], ["2", "Aino", "S"]], [["Aino", "M"], ["Aino", "S"]]),
        ([["Nro", "Nimi", "Kontakti"], ["1", "Aino", "M"], ["2", "Aino", "S"]], [["Aino", "M"], ["Aino", "S"]]),
        ([["Nro", "Nimi", "Kontakti"], ["1", "Aino", "M"], ["1.", "Aino", "S"]], [["Aino", "M", "S"]]),
        (
            [["Nimi", "Kontakti"], ["1. Aino", "M"], ["2. Aino", "S"], ["3. Ä", "T"]],
            [["Aino", "M"], ["Aino", "S"], ["Ä", "T"]],
        ),
        ([["Nimi", "Email", "Kontakti"], ["Aino", "a@x", "M"], ["Aino", "b@x", "S"]], [["Aino", "M"], ["Aino", "S"]]),
        ([["Nimi", "Email", "Kontakti"], ["Aino", "a@x", "M"], ["Aino", "A@X", "S"]], [["Aino", "M", "S"]]),
        ([["Nimi", "Email", "Kontakti"], ["Aino", "a@x", "M"], ["Aino", "", "S"]], [["Aino", "M", "S"]]),
        ([["Nimi", "Puh.", "Kontakti"], ["Aino", "040", "M"], ["Aino", "050", "S"]], [["Aino", "M"], ["Aino", "S"]]),
        ([["Nimi", "Puh.", "Kontakti"], ["Aino", "040 1", "M"], ["Aino", "0401", "S"]], [["Aino", "M", "S"]]),
        (
            [["Aikaleima", "Nimi", "Kontakti"], ["9.00", "Aino", "M"], ["9.10", "Aino", "S"]],
            [["Aino", "M"], ["Aino", "S"]],
        ),
        ([["Aikaleima", "Nimi", "Kontakti"], ["9.00", "Aino", "M"], ["9.00", "Aino", "S"]], [["Aino", "M", "S"]]),
        ([["ID", "Nimi", "Kontakti"], ["1", "Aino", "M"], ["1", "Aino", "S"]], [["Aino", "M", "S"]]),
        (
            [["ID", "Email", "Nimi", "Kontakti"], ["1", "a@x", "Aino", "M"], ["2", "a@x", "Aino", "S"]],
            [["Aino", "S"]],
        ),
        (
            [["ID", "Email", "Nimi", "Kontakti"], ["1", "anonymous", "Aino", "M"], ["2", "anonymous", "Aino", "S"]],
            [["Aino", "M"], ["Aino", "S"]],
        ),
    ],
)
def test_rows_of_one_name(course: Course, rows: Rows, people: list[list[str]]) -> None:
    assert contacts(course, sheet(rows)) == people


@pytest.mark.parametrize(
    ("rows", "groups"),
    [
        ([["Nimi", "Ryhmä"], ["Aino", "A"], ["Aino", "B"]], ["A", "B"]),
        ([["Nimi", "Ryhmä"], ["Aino", "A"], ["Aino", "A"]], ["A", "A"]),
        ([["Nimi", "Email", "Ryhmä"], ["Aino", "a@x", "A"], ["Aino", "a@x", "B"]], ["B"]),
        ([["Nimi", "Email", "Ryhmä"], ["Aino", "a@x", "A"], ["Aino", "b@x", "B"]], ["A", "B"]),
        ([["Nimi", "Email", "Ryhmä"], ["Aino", "a@x", "A"], ["Aino", "", "B"]], ["A", "B"]),
        ([["Nimi", "Email", "Ryhmä"], ["Aino", "a@x", "A"], ["Ville", "a@x", "B"]], ["A", "B"]),
        ([["Nro", "Nimi", "Email", "Ryhmä"], ["1", "Aino", "a@x", "A"], ["2", "Aino", "a@x", "B"]], ["B"]),
        ([["Nro", "Nimi", "Ryhmä"], ["1", "Aino", "A"], ["2", "Aino", "B"], ["1", "Aino", "A"]], ["A", "B"]),
        (
            [
                ["Aikaleima", "Nimi", "Email", "Ryhmä"],
                ["2.1.2026", "Aino", "a@x", "A"],
                ["1.1.2026", "Aino", "a@x", "B"],
            ],
            ["A"],
        ),
    ],
)
def test_where_each_row_is_a_person(course: Course, rows: Rows, groups: list[str]) -> None:
    roster = studied(course, sheet(rows))
    assert roster.errors == ()
    assert [person.text("ryhma") for person in roster.participants] == groups


def test_among_very_many_of_one_name_everybody_is_found_again(course: Course) -> None:
    rows = [["Nro", "Nimi", "Kontakti"], *([str(n), "Aino", f"eka {n}"] for n in range(70))]
    rows += [[str(n), "Aino", f"toka {n}"] for n in range(70)]
    assert contacts(course, sheet(rows)) == [["Aino", f"eka {n}", f"toka {n}"] for n in range(70)]


def test_it_is_said_which_rows_are_put_together_and_which_answer_counts(course: Course) -> None:
    rows = [["Nimi", "Email", "Kontakti"], ["Aino", "", "M"], ["Ville", "v@x", "P"], ["Aino", "", "S"], ["", "", "T"]]
    assert oddities(course, sheet(rows)) == ["rows 2, 4, 5: combined into one participant, “Aino”"]
    rows = [["ID", "Email", "Nimi"], ["1", "a@x", "Aino"], ["2", "a@x", "Aino"], ["3", "a@x", "Aino"]]
    assert oddities(course, sheet(rows)) == [
        "rows 2–4: “Aino” has answered 3 times; the answer used is ryhma.xlsx, row 4"
    ]
    assert oddities(course, sheet([["Nimi", "Ryhmä"], ["Aino", "A"], ["Aino", "B"]])) == []


def test_rows_put_together_that_contradict_each_other_are_an_error_with_the_cure(course: Course) -> None:
    rows = [["Nimi", "Ryhmä", "Kontakti"], ["Aino", "A", "Marja"], ["Aino", "B", "Ville"]]
    (problem,) = studied(course, sheet(rows)).errors
    assert problem == (
        "ryhma.xlsx, row 3, column B “Ryhmä”: “B” here, but “A” in an earlier row of the same person; fix one of them, "
        "or if they are two people, give each a number in a column “Nro”"
    )


def test_a_row_without_a_name_goes_on_with_the_row_above_if_it_has_entries(course: Course) -> None:
    missing = "ryhma.xlsx, row {}: the name is missing; every participant needs one"
    head = ["Nro", "Nimi", "Ryhmä", "Kontakti"]
    assert studied(course, sheet([head, ["1", "Aino", "A", "M"], ["2", "", "", "S"]])).errors == (missing.format(3),)
    assert studied(course, sheet([head, ["1", "Aino", "A", "M"], ["", "", "B", ""]])).errors == (missing.format(3),)
    assert studied(course, sheet([head, ["", "", "", "M"], ["1", "Aino", "A", "S"]])).errors == (missing.format(2),)
    assert studied(course, sheet([["Nimi", "Ryhmä"], ["Aino", "A"], ["", "B"]])).errors == (missing.format(3),)
    total = sheet([head, ["1", "Aino", "A", "M"], ["", "Yhteensä", "", "1"], ["", "", "", "S"]])
    assert studied(course, total).errors == (missing.format(4),)


def test_a_row_that_may_be_of_two_people_of_a_name_is_an_error(course: Course) -> None:
    head = ["Nro", "Nimi", "Kontakti"]
    rows = [head, ["1", "Aino", "M"], ["2", "Aino", "S"], ["3", "Ville", "P"], ["", "Aino", "T"]]
    (problem,) = studied(course, sheet(rows)).errors
    assert problem == (
        "ryhma.xlsx, row 5: 2 participants are called “Aino” (ryhma.xlsx, row 2; ryhma.xlsx, row 3); give each a "
        "number in a column “Nro”, and write the number beside the name here too"
    )
    following = sheet([head, ["1", "Aino", "M"], ["2", "Aino", "S"], ["", "Aino", "T"]])
    assert contacts(course, following) == [["Aino", "M"], ["Aino", "S", "T"]], "it follows one of them"


def test_a_merged_name_is_of_one_person(course: Course) -> None:
    rows = [["Nimi", "Ryhmä"], ["Aino", "A"], ["Aino", "A"], ["Ville", "A"], ["", "A"]]
    merged = [frozenset[int](), frozenset[int](), frozenset({1, 2}), frozenset({2}), frozenset({2})]
    table = sheet(rows)
    table = replace(table, rows=tuple(replace(row, merged=m) for row, m in zip(table.rows, merged, strict=True)))
    roster = studied(course, table)
    assert [dict(person.values) for person in roster.participants] == [
        {"nimi": "Aino", "ryhma": "A"},
        {"nimi": "Ville", "ryhma": "A"},
    ]
    assert roster.oddities == ()


# A sheet for each list


PEOPLE = sheet(
    [["Nro", "Nimi", "Email"], ["1", "Aino", "a@x"], ["2", "Aino", "b@x"], ["3", "Ville", ""]], "Osallistujat"
)


def listed(rows: Rows) -> Sheet:
    return sheet(rows, "Kontaktit")


@pytest.mark.parametrize(
    ("rows", "people"),
    [
        ([["Osallistuja", "Nimi"], ["ville", "M"], ["", "S"]], [["Aino"], ["Aino"], ["Ville", "M", "S"]]),
        ([["Nro", "Nimi"], ["2", "M"], ["1", "S"]], [["Aino", "S"], ["Aino", "M"], ["Ville"]]),
        (
            [["Nro", "Osallistuja", "Nimi"], ["2", "Aino", "M"], ["", "", "S"]],
            [["Aino"], ["Aino", "M", "S"], ["Ville"]],
        ),
        ([["Osallistuja", "Email", "Nimi"], ["Aino", "b@x", "M"]], [["Aino"], ["Aino", "M"], ["Ville"]]),
        (
            [["Nro", "Osallistuja", "Nimi"], ["1", "Ville", "M"], ["2", "Ville", "S"]],
            [["Aino"], ["Aino"], ["Ville", "M", "S"]],
        ),
    ],
    ids=["by name", "by number", "by both", "by e-mail", "by name, whatever a row's own number"],
)
def test_rows_of_a_lists_own_sheet_find_their_person(course: Course, rows: Rows, people: list[list[str]]) -> None:
    assert contacts(course, PEOPLE, listed(rows)) == people
    assert contacts(course, listed(rows), PEOPLE) == people


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (
            [["Osallistuja", "Nimi"], ["Aino", "M"]],
            (
                "2 participants are called “Aino” (ryhma.xlsx, sheet Osallistujat, row 2; ryhma.xlsx, sheet "
                "Osallistujat, row 3); give each a number in a column “Nro”, and write the number beside the name here "
                "too"
            ),
        ),
        ([["Osallistuja", "Nimi"], ["Vile", "M"]], "“Vile” is not one of the participants. Did you mean “Ville”?"),
        ([["Nro", "Nimi"], ["7", "M"]], "“7” is not one of the participants; add them to the list, or delete this row"),
        (
            [["Osallistuja", "Nimi"], ["", "M"]],
            "no name, and the row above belongs to nobody; add the participant’s name",
        ),
        (
            [["Osallistuja", "Nimi"], ["Etunimi Sukunimi (esimerkki)", "M"]],
            "“Etunimi Sukunimi (esimerkki)” is not one of the participants; add them to the list, or delete this row",
        ),
    ],
)
def test_a_row_of_a_list_that_finds_nobody_is_an_error(course: Course, rows: Rows, problem: str) -> None:
    assert studied(course, PEOPLE, listed(rows)).problems == (f"ryhma.xlsx, sheet Kontaktit, row 2: {problem}",)


def test_the_row_after_one_that_finds_nobody_is_not_given_to_somebody_else(course: Course) -> None:
    roster = studied(course, PEOPLE, listed([["Osallistuja", "Nimi"], ["Ville", "M"], ["Vile", "S"], ["", "T"]]))
    assert len(roster.problems) == 2
    assert roster.people[2].participant.rows("verkostokartta.kontaktit") == 1


def test_two_sheets_number_their_people_each_for_itself(course: Course) -> None:
    other = sheet([["Nro", "Nimi"], ["1", "Aino"], ["2", "Marja"], ["3", "Pekka"]], "B")
    roster = studied(course, PEOPLE, other)
    assert [person.name for person in roster.participants] == ["Aino", "Aino", "Ville", "Aino", "Marja", "Pekka"]
    (problem,) = studied(course, PEOPLE, other, listed([["Nro", "Nimi"], ["1", "M"]])).problems
    assert "2 participants are called “1”" in problem


def test_an_example_row_of_a_list_is_left_out(course: Course) -> None:
    rows = [["Osallistuja", "Nimi", "Apu"], ["Etunimi Sukunimi (esimerkki)", ""], ["Ville", "M"]]
    assert contacts(course, PEOPLE, listed(rows)) == [["Aino"], ["Aino"], ["Ville", "M"]]


# Errors in cells


def test_a_cell_that_is_an_error_belongs_to_its_person(course: Course) -> None:
    rows = sheet([["Nimi", "Ryhmä", "Ikä"], ["Aino", ""], ["Ville", "B"], ["", ""], ["Marja", "A"]])
    errors = (CellError(2, 2, "#N/A"), CellError(3, 3, "#N/A"), CellError(4, 1, "#REF!"), CellError(6, 2, "#N/A"))
    roster = studied(course, replace(rows, errors=errors))
    assert roster.problems == ()
    assert [person.problems for person in roster.people] == [
        ("ryhma.xlsx, row 2, column B “Ryhmä”: the cell shows the error #N/A; fix its formula, or type the value",),
        (),
        ("ryhma.xlsx, row 4, column A “Nimi”: the cell shows the error #REF!; fix its formula, or type the value",),
        (),
    ]
    assert [person.name for person in roster.participants] == ["Ville", "Marja"]
    assert [person.number for person in roster.participants] == [2, 4]


def test_an_error_on_a_lists_own_sheet_belongs_to_the_person_of_the_row(course: Course) -> None:
    errors = (CellError(2, 2, "#N/A"), CellError(3, 1, "#N/A"))
    rows = replace(listed([["Osallistuja", "Nimi", "Apu"], ["Ville", "", "x"], ["", "M"]]), errors=errors)
    roster = studied(course, PEOPLE, rows)
    (problem,) = roster.people[2].problems
    assert problem.startswith("ryhma.xlsx, sheet Kontaktit, row 2, column B “Nimi”: the cell shows the error #N/A; ")
    assert roster.problems[0] == (
        "ryhma.xlsx, sheet Kontaktit, row 3, column A “Osallistuja”: the cell shows the error #N/A; fix its formula, "
        "or type the value"
    )


def test_an_error_among_the_headings_is_the_lists(course: Course) -> None:
    rows = replace(sheet([["Nimi", "Ryhmä"], ["Aino", "A"]]), errors=(CellError(1, 3, "#N/A"),))
    assert studied(course, rows).problems == (
        "ryhma.xlsx, row 1, column C: the cell shows the error #N/A; fix its formula, or type the value",
    )
