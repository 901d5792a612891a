"""Options to choose from in a workbook's cells: in the cells' rule, or on a hidden sheet that lists do without."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.helpers.marks_course import marks_course
from tests.helpers.values import replace
from worksheets.course.course import Course
from worksheets.course.marks import Marks
from worksheets.course.reader import read_course
from worksheets.course.slots import Part
from worksheets.people.drop_downs import drop_downs, has_drop_down
from worksheets.people.list_options import ListOptions
from worksheets.people.roster import study_roster
from worksheets.people.writers import starter

AINO = "Aino Esimerkki"
COMMA = Marks(("kyllä, aina", 'ei "koskaan"'))


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return marks_course(tmp_path_factory.mktemp("kurssi") / "merkit")


def test_options_of_which_one_can_be_chosen_are_in_the_cells(marked: Course) -> None:
    book = openpyxl.load_workbook(BytesIO(starter("roster", Path("ryhma.xlsx"), marked)))
    assert book.sheetnames == ["Osallistujat"]
    rules = {str(rule.sqref): rule for rule in book["Osallistujat"].data_validations.dataValidation}
    headings = [cell.value for cell in book["Osallistujat"][1]]
    formulas = {headings["ABCDEFGHIJKL".index(place[0])]: rule.formula1 for place, rule in rules.items()}
    assert formulas == {
        "Mikä auttaa?": '"työtoverit,oma esimies,muu"',
        "Kuinka varma olet?": '"1,2,3,4,5"',
        "Ennen kurssia: Tiedän, mitä osaan.": '"ei,vähän,täysin"',
        "Osaan kysyä apua.": '"ei,vähän,täysin"',
        "Kurssin jälkeen: Tiedän, mitä osaan.": '"ei,vähän,täysin"',
        "Opin muilta.": '"ei,vähän,täysin"',
    }
    assert {rule.showErrorMessage for place, rule in rules.items() if place.startswith("C")} == {False}
    assert rules["H2:H2000"].showErrorMessage


def test_options_with_commas_are_on_a_hidden_sheet(tmp_path: Path) -> None:
    marks_course(tmp_path / "merkit")
    page = tmp_path / "merkit" / "pages" / "merkit.md"
    page.write_text(page.read_text("utf-8").replace("( ) työtoverit", "( ) =työtoverit, aina"), "utf-8")
    course, path = read_course(str(tmp_path / "merkit")), tmp_path / "ryhma.xlsx"
    path.write_bytes(starter("roster", path, course))
    book = openpyxl.load_workbook(path)
    sheet = book["Vaihtoehdot"]
    assert sheet.sheet_state == "hidden"
    assert [cell.value for cell in sheet["A"]] == ["=työtoverit, aina", "oma esimies", "muu"]
    assert sheet["A1"].data_type == "s"
    rules = book["Osallistujat"].data_validations.dataValidation
    assert "'Vaihtoehdot'!$A$1:$A$3" in {rule.formula1 for rule in rules}
    for options in (ListOptions(), ListOptions(hidden=True)):
        roster = study_roster(path, course, options)
        assert (roster.errors, [omission.reason.name for omission in roster.omissions]) == ((), ["EXAMPLE"])


def test_which_options_have_a_sheet() -> None:
    assert drop_downs("Vaihtoehdot", [Marks(("a", "b")), COMMA, COMMA]).listed == (COMMA.options,)
    assert drop_downs("Vaihtoehdot", [Marks(("a" * 255, "b"))]).listed
    assert has_drop_down(COMMA)
    assert not any(map(has_drop_down, (None, Marks(), Marks(("a", "b"), most=2))))


def test_boxes_in_a_list_are_ticked_from_their_cells(marked: Course, tmp_path: Path) -> None:
    parts = (Part("mita", "Mitä"), Part("tehty", "Tehty", marks=Marks(("x",))))
    week = Part("viikko", "Viikko", type="table", rows=3, most=9, parts=parts)
    course = replace(marked, root=replace(marked.root, parts=(*marked.root.parts, week)))
    path = tmp_path / "ryhma.xlsx"
    path.write_bytes(starter("roster", path, course))
    assert study_roster(path, course, ListOptions()).errors == ()
    book = openpyxl.load_workbook(path)
    sheet = book["Viikko"]
    assert [cell.value for cell in sheet[1]] == ["Nimi", "Mitä", "Tehty"]
    assert [(rule.formula1, str(rule.sqref)) for rule in sheet.data_validations.dataValidation] == [('"x"', "C2:C2000")]
    book["Osallistujat"].append([AINO])
    for what, done in (("soitan", "kyllä"), ("käyn", "-"), ("kysyn", "X")):
        sheet.append([AINO, what, done])
    book.save(path)
    (person,) = study_roster(path, course, ListOptions()).participants
    assert [person.text(f"viikko.{row}.tehty") for row in (1, 2, 3)] == ["x", "", "x"]
