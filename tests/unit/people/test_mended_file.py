"""A mended list as a file: the user's own sheets and texts, and headings that say what was chosen."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.helpers.lists import SHAPES, sheet
from worksheets.course.course import Course
from worksheets.errors import OutputError, RosterError
from worksheets.people.list_options import ListOptions
from worksheets.people.mended_file import check_mended_suffix, mended_file
from worksheets.people.open_list import OpenList
from worksheets.people.opening import list_of_names, new_list, opened
from worksheets.people.roster import Roster, roster_of
from worksheets.spreadsheets.sheets import CellError, CellFault, Sheet, SheetRow

Row = list[str]


def of_rows(*rows: Row, options: ListOptions = ListOptions()) -> OpenList:
    return OpenList("ryhma", "ryhma.csv", (sheet(rows),), options)


def read_back(open_list: OpenList, course: Course, path: Path) -> OpenList:
    """Return a list as it is read from the file that it is written to, without the user's meanings."""
    path.write_bytes(mended_file(open_list, course, path))
    return opened(path, course, replace(open_list.options, mapping={}))


def people(roster: Roster) -> list[tuple[dict[str, str], bool, bool]]:
    return [(dict(each.participant.values), each.hidden, bool(each.problems)) for each in roster.people]


def hold_same(open_list: OpenList, course: Course, path: Path) -> OpenList:
    again = read_back(open_list, course, path)
    assert people(roster_of(again, course)) == people(roster_of(open_list, course))
    return again


def headings(open_list: OpenList, row: int = 0) -> tuple[str, ...]:
    return open_list.sheets[0].rows[row].cells


@pytest.fixture(params=[".xlsx", ".csv"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return the path of a list in each format."""
    return tmp_path / f"korjattu{request.param}"


def test_an_unchanged_list_is_written_as_it_is(course: Course, path: Path) -> None:
    rows = [["Ryhmä 14.1."], [], ["Nimi", "Ryhmä", "Puh"], ["Aino", "=1+1", "+358 40"], [], ["- Ville", "@x", "-"]]
    again = hold_same(of_rows(*rows), course, path)
    assert [row.number for row in again.sheets[0].rows] == [1, 3, 4, 6]
    assert roster_of(again, course).people[0].participant.columns == {"Puh": "+358 40"}


@pytest.mark.parametrize("shape", SHAPES)
def test_lists_of_every_shape_give_the_same_people(course: Course, tmp_path: Path, shape: str) -> None:
    hold_same(OpenList("ryhma", "ryhma.xlsx", tuple(SHAPES[shape])), course, tmp_path / "korjattu.xlsx")


def test_chosen_meanings_stand_in_headings(course: Course, path: Path) -> None:
    rows = of_rows(["Hlö", "Tiimi", "Ryhmä", "Tuttu", "Puh"], ["Aino", "A", "B", "Marja", "1"])
    chosen = rows.with_meaning(0, 1, "nimi").with_meaning(0, 2, "ryhma").with_meaning(0, 3, "-")
    chosen = chosen.with_meaning(0, 4, "verkostokartta.kontaktit.*.nimi")
    again = hold_same(chosen, course, path)
    assert headings(again) == ("Nimi", "Ryhmä", "Ei tulosteta: Ryhmä", again.sheets[0].rows[0].cells[3], "Puh")
    (person,) = roster_of(again, course).participants
    assert dict(person.values) == {"nimi": "Aino", "ryhma": "A", "verkostokartta.kontaktit.1.nimi": "Marja"}


def test_meanings_by_headings_stand_in_headings_too(course: Course, path: Path) -> None:
    options = ListOptions({"Hlö": "nimi", "Ryhmmä": "-", "Mistä…": "organisaatio", "Puh": "etunimi"})
    again = hold_same(of_rows(["Hlö", "Ryhmmä", "Mistä tulet?"], ["Aino", "A", "Oy"], options=options), course, path)
    assert headings(again) == ("Nimi", "Ei tulosteta: Ryhmmä", "Organisaatio")


def test_a_list_without_headings_gets_some(course: Course, path: Path) -> None:
    chosen = of_rows(["Aino", "A"], ["Ville", "B"]).with_meaning(0, 1, "nimi").with_meaning(0, 2, "ryhma")
    assert headings(hold_same(chosen, course, path)) == ("Nimi", "Ryhmä")
    below = OpenList("ryhma", "ryhma.csv", (sheet([["Aino", "A"]], first=3),)).with_meaning(0, 1, "etunimi")
    again = hold_same(below.with_meaning(0, 2, "-"), course, path)
    assert [row.number for row in again.sheets[0].rows] == [2, 3]


def test_a_sheet_of_entries_keeps_its_own_headings_apart(course: Course, tmp_path: Path) -> None:
    sheets = (sheet([["Nimi"], ["Aino"]], "Osallistujat"), sheet([["Kuka", "Nimi"], ["Aino", "Marja"]], "Kontaktit"))
    chosen = OpenList("ryhma", "ryhma.xlsx", sheets).with_meaning(1, 1, "nimi")
    again = hold_same(chosen, course, tmp_path / "korjattu.xlsx")
    assert again.sheets[1].rows[0].cells == ("nimi", "Nimi")
    assert roster_of(again, course).participants[0].text("verkostokartta.kontaktit.1.nimi") == "Marja"


def test_old_headings_and_errors_stay_in_notes(course: Course, tmp_path: Path) -> None:
    errors = (CellError(2, 2, "=B7", CellFault.NO_VALUE), CellError(3, 2, "#N/A"))
    rows = sheet([["Hlö", "Ryhmä"], ["Aino"], ["Ville"]]).rows
    faulty = OpenList("ryhma", "ryhma.xlsx", (Sheet("Väki", rows, errors),)).with_meaning(0, 1, "nimi")
    again = hold_same(faulty, course, tmp_path / "korjattu.xlsx")
    assert len(again.sheets[0].errors) == 2
    written = openpyxl.load_workbook(tmp_path / "korjattu.xlsx")["Väki"]
    assert [written[cell].comment.text for cell in ("A1", "B2")] == ["Hlö", "=B7"]
    assert written["B3"].comment is None


def test_what_a_spreadsheet_shows_is_kept(course: Course, tmp_path: Path) -> None:
    rows = (
        SheetRow(1, ("Nimi", "Kontakti")),
        SheetRow(3, ("Aino", "Marja")),
        SheetRow(4, ("Aino", "Sari"), merged=frozenset([1])),
        SheetRow(5, ("Ville", "Timo"), hidden=True),
    )
    sheets = (Sheet("Ryhmä", rows), sheet([["Nimi"], ["Åke"]], "Piilossa"))
    hidden = OpenList("ryhma", "ryhma.ods", (sheets[0], replace(sheets[1], hidden=True)))
    again = hold_same(hidden, course, tmp_path / "korjattu.xlsx")
    assert again.sheets == hidden.sheets
    with pytest.raises(OutputError, match=r"write korjattu\.xlsx instead"):
        mended_file(hidden, course, tmp_path / "korjattu.csv")


@pytest.mark.parametrize("text", ['="x"', "a\x07b", "_x0041_", "a\r\nb", " a", "'=1", "\ufffe", "<&>", '"'])
def test_every_text_comes_back(course: Course, path: Path, text: str) -> None:
    again = read_back(of_rows(["Nimi", "Ryhmä"], ["Aino", text]), course, path)
    assert again.sheets[0].rows[1].cells[1].strip() == text.replace("\r\n", "\n").strip()


def test_only_a_table_holds_a_very_long_text(course: Course, tmp_path: Path) -> None:
    long = of_rows(["Nimi", "Kenkä"], ["Aino", "x" * 40_000])
    with pytest.raises(OutputError, match=r"ryhma\.csv, row 2, column B: more than 32767 characters"):
        mended_file(long, course, tmp_path / "korjattu.xlsx")
    hold_same(long, course, tmp_path / "korjattu.csv")


def test_sheets_have_titles_that_a_workbook_can_have(course: Course) -> None:
    names = ["a/b", "A b", "x" * 40, ""]
    sheets = tuple(sheet([["Nimi"], [f"Aino {number}"]], name) for number, name in enumerate(names))
    data = mended_file(OpenList("ryhma", "ryhma.ods", sheets), course, Path("korjattu.xlsx"))
    assert openpyxl.load_workbook(BytesIO(data)).sheetnames == ["a b", "A b 2", "x" * 31, "Osallistujat"]


def test_a_workbook_shows_one_sheet_at_least(course: Course) -> None:
    hidden = OpenList("ryhma", "ryhma.xlsx", (Sheet("Väki", sheet([["Nimi"], ["Aino"]]).rows, hidden=True),))
    data = mended_file(hidden, course, Path("korjattu.xlsx"))
    assert openpyxl.load_workbook(BytesIO(data))["Väki"].sheet_state == "visible"


def test_only_some_formats_are_written(course: Course) -> None:
    with pytest.raises(OutputError, match=r"\.xlsx, \.csv"):
        check_mended_suffix(Path("korjattu.ods"))
    with pytest.raises(RosterError, match="more keys than a table has columns"):
        mended_file(OpenList("ryhma", "ryhma.yaml", (), trees=()), course, Path("korjattu.xlsx"))


def test_typed_names_and_new_lists_are_lists(course: Course, path: Path) -> None:
    typed = list_of_names("Aino Esimerkki\nVirtanen, Ville\n", course)
    assert [each["nimi"] for each, _hidden, _faulty in people(roster_of(typed, course))] == [
        "Aino Esimerkki",
        "Virtanen, Ville",
    ]
    hold_same(typed, course, path)
    pasted = list_of_names("Nimi\tRyhmä\nAino\tA\n", course)
    assert people(roster_of(pasted, course)) == [({"nimi": "Aino", "ryhma": "A"}, False, False)]
    new = new_list(course)
    assert headings(new)[:2] == ("Nimi", "Ryhmä")
    assert "Salasana" not in headings(new)
    filled = hold_same(new.with_row(0, ["Aino", "A"]), course, path)
    assert people(roster_of(filled, course)) == [({"nimi": "Aino", "ryhma": "A"}, False, False)]


def test_nothing_typed_is_no_list(course: Course) -> None:
    with pytest.raises(RosterError, match="no text in it"):
        list_of_names(" \n", course)
