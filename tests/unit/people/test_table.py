"""A sheet as a table: where its headings are, what they mean beside each other, what its rows say."""

import pytest

from tests.helpers.lists import Rows, sheet
from tests.helpers.values import replace
from worksheets.course.course import Course
from worksheets.people.headings import Headings, Other
from worksheets.people.marks import Marks
from worksheets.people.table import Table, name_key, read_table
from worksheets.people.table_rows import TableRow
from worksheets.spreadsheets.sheets import CellError, SheetRow

BOSS = "tukiverkosto.esimies"


def table(course: Course, rows: Rows, name: str = "", mapping: dict[str, str] | None = None) -> Table:
    return read_table("ryhma.csv", sheet(rows, name), Headings(course, mapping or {}))


def meanings(read: Table) -> list[str | Other | None]:
    return [column.slot or column.other for column in read.columns.values()]


@pytest.mark.parametrize(
    ("rows", "heading_row"),
    [
        ([["Nimi", "Ryhmä"], ["Aino", "A"]], 1),
        ([["Kevään ryhmä"], [], ["Nimi", "Ryhmä"], ["Aino", "A"]], 3),
        ([["Osallistujat"], ["Nimi", "Ryhmä"], ["Aino", "A"]], 2),
        ([["Kurssi", "Työnhaku"], ["Kouluttaja", "Kalle"], ["Nimi", "Ryhmä"], ["Aino", "A"]], 3),
        ([["Nimi"], ["Aino"]], 1),
        ([["Osallistujat"], ["Nimi"], ["Aino"]], 1),
        ([["Nimi", "Puh."], ["Aino", "040"], ["Nimi", "Ryhmä", "Paikka"], ["Ville", "A", "Turku"]], 1),
        ([["Nro", "", "Henkilö"], ["", "Nimi", "Ryhmä"], ["1", "Aino", "A"]], 2),
        ([["Aino"], ["Ville"]], 0),
        ([["Aino", "x"], ["Ville", "y"]], 0),
    ],
)
def test_the_headings_are_found(course: Course, rows: Rows, heading_row: int) -> None:
    assert table(course, rows).heading_row == heading_row


def test_a_single_column_without_headings_holds_names(course: Course) -> None:
    first = table(course, [["Aino Esimerkki"], ["Ville Malli"]])
    assert (list(first.columns), [first.name(row) for row in first.rows]) == ([1], ["Aino Esimerkki", "Ville Malli"])
    second = table(course, [["", "Aino"], ["", "Ville"]])
    assert (list(second.columns), [second.name(row) for row in second.rows]) == ([2], ["Aino", "Ville"])
    assert not table(course, [["Aino", "x"], ["Ville"]]).columns


def test_points_and_comments_of_a_quiz_are_the_forms_own(course: Course) -> None:
    heads = [
        "Nimi",
        "Points - Nimi",
        "Esimieheltä",
        "Pisteet – Esimieheltä",
        "Palaute – Esimieheltä",
        "Feedback - kurssi",
    ]
    read = table(course, [heads, ["Aino"]])
    assert meanings(read) == ["nimi", Other.EXPORT, BOSS, Other.EXPORT, Other.EXPORT, None]
    question = "Kerro oikein pitkästi, millaista tukea saat ja keneltä: Esimieheltä"
    assert meanings(table(course, [["Nimi", question, f"Pisteet – {question[:40]}"]])) == ["nimi", BOSS, Other.EXPORT]
    assert meanings(table(course, [["Nimi", "Palaute – Esimieheltä"]])) == ["nimi", BOSS], "a question of its own"
    mapped = table(course, [["Nimi", "Ryhmä", "Palaute – Ryhmä"]], mapping={"Palaute – Ryhmä": "paikka"})
    assert meanings(mapped) == ["nimi", "ryhma", "paikka"]


def test_the_name_and_the_address_that_a_form_asks_for_go_before_its_own(course: Course) -> None:
    heads = ["ID", "Aloitusaika", "Sähköposti", "Nimi", "Nimi2", "Sähköposti2", "Ikä2"]
    read = table(course, [heads, ["1", "x", "anonymous", "anonymous", "Aino", "a@x", "3"]])
    own = [Other.ANSWER, Other.TIME, Other.EXPORT, Other.EXPORT]
    assert meanings(read) == [*own, "nimi", "sahkoposti", None]
    assert read.name(read.rows[0]) == "Aino"
    alone = table(course, [heads[:4], ["1", "x", "anonymous", "anonymous"], ["2", "x", "ville@x", "Ville"]])
    assert [(alone.name(row), alone.marks(row).email) for row in alone.rows] == [("", ""), ("Ville", "ville@x")]


def test_names_are_read_without_bullets_and_numbers(course: Course) -> None:
    def names(*cells: str) -> list[str]:
        read = table(course, [["Nimi", "Ryhmä"], *([cell, "A"] for cell in cells)])
        return [read.name(row) for row in read.rows]

    assert names("1. Aino", "2) Ville", "- Åke") == ["Aino", "Ville", "Åke"]
    assert names("• 1. Aino", "• 2. Ville") == ["Aino", "Ville"]
    assert names("3. Rauhala", "Aino", "Ville") == ["3. Rauhala", "Aino", "Ville"]
    assert names("-", "???") == ["", ""]


def test_a_full_name_goes_before_first_and_last_names(course: Course) -> None:
    read = table(course, [["Sukunimi", "Nimi", "Etunimi"], ["Malli", "", "Ville"], ["X", "Aino Virtanen", "Y"]])
    assert [read.name(row) for row in read.rows] == ["Ville Malli", "Aino Virtanen"]
    assert read.name_columns == (2, 3, 1)


def test_marks_are_read_from_their_columns(course: Course) -> None:
    heads = ["Nro", "ID", "Aikaleima", "Nimi", "Email", "Puh.", "Syntymäaika"]
    read = table(
        course, [heads, ["7.", "3", "14.1.2026", "Aino", "mailto:A@x", "+358 40-1", ""], ["", "", "", "Ville", "ei"]]
    )
    assert [read.marks(row) for row in read.rows] == [
        Marks("7", ("358401", ""), "a@x", "3", "14.1.2026"),
        Marks(personal=("", "")),
    ]
    numbered = table(course, [["Nimi"], ["1. Aino"], ["2. Ville"]])
    assert [numbered.marks(row).personal for row in numbered.rows] == [("1",), ("2",)]


def test_an_address_is_a_mark_where_the_course_has_no_field_for_it(course: Course) -> None:
    fields = tuple(part for part in course.root.parts if part.role != "email")
    other = replace(course, root=replace(course.root, parts=fields))
    read = table(other, [["Nimi", "Sähköposti"], ["Aino", "a@x"]])
    assert meanings(read) == ["nimi", Other.EMAIL]
    assert read.marks(read.rows[0]).email == "a@x"


def test_rows_hold_errors_and_what_is_merged(course: Course) -> None:
    rows = sheet([["Nimi", "Ryhmä"], ["Aino", "A"]])
    rows = replace(
        rows,
        rows=(*rows.rows, SheetRow(3, ("Aino", "A"), hidden=True, merged=frozenset({1, 2}))),
        errors=(CellError(5, 2, "#N/A"), CellError(2, 3, "#N/A")),
    )
    read = read_table("ryhma.csv", rows, Headings(course))
    assert tuple(read.rows) == (
        TableRow(2, ("Aino", "A"), errors={3: "the cell shows the error #N/A; fix its formula, or type the value"}),
        TableRow(3, ("Aino", "A"), hidden=True, merged=frozenset({1, 2})),
        TableRow(5, (), errors={2: "the cell shows the error #N/A; fix its formula, or type the value"}),
    )
    assert [row.continues for row in read.rows] == [False, True, False]
    assert read.problems == ()


def test_locations_are_as_a_spreadsheet_shows_them(course: Course) -> None:
    read = table(course, [["Nimi", "x" * 90]], "Väki")
    assert read.location(7) == "ryhma.csv, sheet Väki, row 7"
    assert read.location(7, 1) == "ryhma.csv, sheet Väki, row 7, column A “Nimi”"
    assert read.location(7, 2) == f"ryhma.csv, sheet Väki, row 7, column B “{'x' * 59}…”"
    assert read.location(7, 28) == "ryhma.csv, sheet Väki, row 7, column AB"


def test_a_name_is_known_again_in_any_form() -> None:
    assert name_key("  VA\u0308INO\u0308  Malli ") == name_key("väinö malli")
