"""An open list as it is understood: columns, rows, and every problem once, at its place."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.helpers.course import ROOT
from tests.helpers.lists import SHAPES, sheet
from worksheets.course.course import Course
from worksheets.errors import WorksheetsError
from worksheets.people.judged_list import ColumnUse, Cure, JudgedList, ListFault, SheetUse
from worksheets.people.judging import judged
from worksheets.people.list_options import ListOptions
from worksheets.people.open_list import OpenList
from worksheets.people.opening import opened
from worksheets.people.places import ListProblem

BROKEN = ROOT / "tests" / "data" / "broken"
PLACES = {
    "beyond-the-list.csv": ["column 2"],
    "cell-without-heading.csv": ["row 2, column 3"],
    "contradiction.csv": ["row 3, column 2", "row 2"],
    "control-character.csv": ["row 2, column 1"],
    "error-cell.xlsx": ["row 2, column 2"],
    "example-filled-in.csv": ["row 2, column 1"],
    "heading-twice.csv": ["column 3"],
    "headings-again.csv": ["row 3"],
    "list-for-text.yaml": ["row 2"],
    "misspelled-heading.csv": ["column 2"],
    "mojibake.csv": ["row 2, column 1"],
    "name-missing.csv": ["row 3, column 1"],
    "no-headings.csv": ["list"],
    "no-name-column.csv": ["list"],
    "only-headings.csv": ["list"],
    "too-long.csv": ["row 2, column 2"],
    "too-many-entries.csv": ["row 2, column 2"],
    "two-of-one-name.csv": ["row 5, column 2", "row 2, column 2", "row 3, column 2", "row 5, column 2"],
    "unknown-key.yaml": ["row 2, column 2"],
    "unknown-participant.xlsx": ["sheet 1, row 2, column 1"],
}
"""Where the faults of each broken list are."""


def of_rows(*rows: list[str], name: str = "", options: ListOptions = ListOptions()) -> OpenList:
    return OpenList("ryhma", "ryhma.csv", (sheet(rows, name),), options)


def place(fault: ListFault) -> str:
    parts = [("sheet", fault.sheet), ("row", fault.row), ("column", fault.column)]
    return ", ".join(f"{name} {number}" for name, number in parts if number) or "list"


def hold_once(judged_list: JudgedList) -> None:
    """Hold that each problem is a fault once, and that nothing of its text but the place is lost."""
    problems = [*judged_list.roster.errors, *judged_list.roster.warnings]
    assert len(problems) == len(judged_list.faults)
    for problem, fault in zip(problems, judged_list.faults, strict=True):
        assert problem.endswith(fault.message)
        names_row = ", row" in problem.removesuffix(fault.message).removeprefix("ryhma")
        if isinstance(problem, ListProblem) and names_row:
            heading_row = judged_list.sheets[problem.place.sheet].heading_row
            assert fault.row == problem.place.row or (not fault.row and problem.place.row == heading_row)
            assert problem.place.row, "a row that is named is known"


@pytest.mark.parametrize("name", PLACES)
def test_every_problem_of_a_broken_list_is_at_its_place(course: Course, name: str) -> None:
    judged_list = judged(opened(BROKEN / name, course, ListOptions()), course)
    assert [place(fault) for fault in judged_list.faults] == PLACES[name]
    hold_once(judged_list)


def test_every_broken_list_is_placed_or_cannot_be_read(course: Course) -> None:
    for path in BROKEN.iterdir():
        if path.name not in PLACES:
            with pytest.raises(WorksheetsError):
                opened(path, course, ListOptions())


def test_a_place_is_exact_whatever_stands_in_headings_and_names(course: Course, tmp_path: Path) -> None:
    path = tmp_path / "a: b, row 2, column A.csv"
    heading = "Ryhmä: row 9, column C: x"
    path.write_text(f'Nimi;"{heading}"\nAino: B;{"x" * 201}\n', "utf-8")
    (fault,) = judged(opened(path, course, ListOptions({heading: "ryhma"})), course).faults
    assert (fault.row, fault.column) == (2, 2)
    assert fault.message == "201 characters, but only 200 fit; shorten the text by 1"


def test_what_a_slot_says_stands_at_its_cell(course: Course) -> None:
    long, doubtful = "x " * 400, "V?in? M?kinen ja Ty?paikka"
    heading, sari = ["Nimi", "Esimieheltä", "Ryhmä"], ["Sari", "", doubtful]
    warnings = judged(of_rows(heading, ["Aino", long, "A"], sari), course).faults
    assert [(place(fault), fault.is_warning, fault.cures) for fault in warnings] == [
        ("row 2, column 2", True, ()),
        *[("row 3, column 3", True, ())] * (len(warnings) - 1),
    ]
    assert warnings[0].message == "799 characters; the text continues on another page"


def test_columns_are_told_with_their_meanings(course: Course) -> None:
    rows = [["Nimi", "Ryhmä", "Puh", "Kenkä", "Kontakti", "Aikaleima"], ["Aino", "A", "1", "2", "Marja", "x", "yli"]]
    open_list = of_rows(*rows).with_meaning(0, 4, "organisaatio").with_meaning(0, 2, "-")
    (judged_sheet,) = judged(open_list, course).sheets
    assert [(column.letter, column.use, column.meaning, column.is_chosen) for column in judged_sheet.columns] == [
        ("A", ColumnUse.SLOT, "nimi", False),
        ("B", ColumnUse.LEFT_OUT, "-", True),
        ("C", ColumnUse.PERSONAL, "", False),
        ("D", ColumnUse.SLOT, "organisaatio", True),
        ("E", ColumnUse.SLOT, "verkostokartta.kontaktit.*.nimi", False),
        ("F", ColumnUse.OF_FORM, "", False),
        ("G", ColumnUse.NO_HEADING, "", False),
    ]
    assert [column.label for column in judged_sheet.columns[3:5]] == ["Organisaatio", "Kontakti: Nimi"]
    assert [column.is_unprinted for column in judged_sheet.columns] == [False, True, True, False, False, True, True]


def test_rows_are_told_with_whose_they_are(course: Course) -> None:
    open_list = of_rows(["Ryhmä 14.1."], ["Nimi", "Kontakti"], ["Aino", "Marja"], ["Ville"], ["Yhteensä 2"])
    open_list = open_list.with_row(0).with_text(0, 4, 2, "#N/A")
    (judged_sheet,) = judged(open_list, course).sheets
    assert judged_sheet.heading_row == 2
    assert [(row.number, row.cells, row.participant) for row in judged_sheet.rows] == [
        (3, ("Aino", "Marja"), 1),
        (4, ("Ville", "#N/A"), 2),
        (5, ("Yhteensä 2",), 0),
        (6, (), 0),
    ]


def test_sheets_are_told_with_what_they_are_read_as(course: Course) -> None:
    sheets = (*SHAPES["a sheet a list, by name"], sheet([["Kiitos!"], ["Ohje"]], "Ohje"))
    judged_list = judged(OpenList("ryhma", "ryhma.xlsx", sheets), course)
    uses = [each.use for each in judged_list.sheets]
    assert uses[0] is SheetUse.PEOPLE
    assert uses[-1] is SheetUse.LEFT_OUT
    assert set(uses[1:-1]) == {SheetUse.ENTRIES}
    assert all(row.participant for each in judged_list.sheets[:-1] for row in each.rows)


def test_cures_are_those_of_the_place(course: Course) -> None:
    open_list = of_rows(["Nimi", "Ryhmä", "Ryhmmä"], ["Aino", "x" * 201, "A"], ["", "B"], ["Ville", "A", "", "yli"])
    cures = {place(fault): fault.cures for fault in judged(open_list, course).faults if not fault.is_warning}
    cell = (Cure.EDIT_CELL, Cure.CLEAR_CELL, Cure.DELETE_ROW)
    column = (Cure.CHOOSE_MEANING, Cure.LEAVE_OUT_COLUMN)
    assert cures == {
        "row 2, column 2": cell,
        "row 3, column 1": (Cure.EDIT_CELL, Cure.DELETE_ROW),
        "row 4, column 4": (*cell, *column),
    }
    (fault,) = judged(of_rows(["Nimi", "Ryhmmä"], ["Aino", "A"]), course).faults
    assert fault.cures == column
    for rows in (["Hlö", "Ryhmä"], ["Hlö", "Tiimi"]):
        (fault,) = judged(of_rows(rows, ["Aino", "A"]), course).faults
        assert fault.cures == (Cure.CHOOSE_MEANING,)


def test_a_table_has_menus_in_place_of_options(course: Course) -> None:
    heading = ["Nimi", "Ryhmmä", "Kurssi", "Koulutus", "Kurssi", "Kenkä"]
    faults = judged(of_rows(heading, ["Aino", *"ABCDE"], options=ListOptions(strict=True)), course).faults
    assert len(faults) == 4
    assert all("--map" not in fault.shown for fault in faults)
    assert [fault.shown for fault in faults if fault.shown == fault.message] == []
    (fault,) = judged(of_rows(["Nimi"], [""], ["Aino", "x"]), course).faults[:1]
    assert fault.shown == fault.message


def test_problems_of_the_list_as_a_whole_come_after_its_own(course: Course) -> None:
    judged_list = judged(of_rows(["Nimi", "Ryhmmä"], ["Aino", "A"], ["", "B"]), course).with_problems(["lost"])
    hold_once(judged_list)
    assert [place(fault) for fault in judged_list.faults][:2] == ["column 2", "list"]


@pytest.mark.parametrize("shape", SHAPES)
def test_the_roster_is_the_same_as_ever(course: Course, shape: str) -> None:
    judged_list = judged(OpenList("ryhma", "ryhma.xlsx", tuple(SHAPES[shape])), course)
    assert [person.participant.name for person in judged_list.roster.people] == ["Aino Esimerkki", "Ville Malli"]
    hold_once(judged_list)


def test_a_tree_is_a_sheet_whose_rows_are_people(course: Course, tmp_path: Path) -> None:
    path = tmp_path / "ryhma.yaml"
    path.write_text("- nimi: Aino\n  ryhma: A\n  väri: sininen\n- ryhma: B\n- nimi: Ville\n  ryhma: NaN\n", "utf-8")
    open_list = opened(path, course, ListOptions())
    judged_list = judged(open_list, course)
    hold_once(judged_list)
    assert [(place(fault), fault.line) for fault in judged_list.faults] == [
        ("row 2, column 3", 3),
        ("row 3, column 1", 4),
        ("row 4, column 2", 6),
        ("row 4, column 1", 5),
    ]
    assert [row.participant for row in judged_list.sheets[0].rows] == [1, 2, 3]
    mended = judged(open_list.with_text(0, 3, 1, "Sari").with_text(0, 4, 2, "B"), course)
    assert mended.roster.errors == ()
    assert [person.name for person in mended.roster.participants] == ["Aino", "Sari", "Ville"]
    assert mended.roster.participants[0].columns == {"väri": "sininen"}


def test_a_tree_without_errors_gives_the_same_people_as_its_sheet(course: Course) -> None:
    open_list = opened(ROOT / "examples" / "ryhma.yaml", course, ListOptions())
    by_tree, by_sheet = judged(open_list, course), judged(replace(open_list, trees=None), course)
    assert by_tree.roster.participants
    assert [dict(person.values) for person in by_tree.roster.participants] == [
        dict(person.values) for person in by_sheet.roster.participants
    ]
    assert Counter(fault.message for fault in by_tree.faults) == Counter(fault.message for fault in by_sheet.faults)
