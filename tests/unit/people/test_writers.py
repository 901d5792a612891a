"""Lists are read back as they were written; files to start from have every slot, and the readers accept them."""

import csv
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import yaml
from openpyxl.utils import get_column_letter

from tests.helpers.languages import shipped_course_in
from tests.helpers.plan_course import plan_course
from worksheets.course.course import Course
from worksheets.errors import OutputError
from worksheets.people.list_options import ListOptions
from worksheets.people.omissions import LeftOutReason
from worksheets.people.participant import Participant, read_participant
from worksheets.people.roster import read_roster, study_roster
from worksheets.people.writers import as_file, schema_name, starter

GROUP = (
    Participant({"nimi": "Åsa Öberg", "ryhma": "007", "omat-verkostot.2.nimi": 'Kuoro;\n”Laulu”, "ääni"'}),
    Participant({"nimi": "Aino", "aika": "2026-01-14T07:00:00.000Z"}),
    Participant({"nimi": "Väinö", "ryhma": "=1+1", "verkostokartta.kontaktit.1.apu": "- # &x: 'y'"}),
)
ENDINGS = [".xlsx", ".csv", ".yaml"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_written_list_is_read_back(tmp_path: Path, course: Course, ending: str) -> None:
    path = tmp_path / f"ryhma{ending}"
    path.write_bytes(as_file(GROUP, path, course))
    assert [dict(person.values) for person in read_roster(path, course).participants] == [
        dict(person.values) for person in GROUP
    ]


@pytest.mark.parametrize("text", ["null", "~", "NaN", ".nan", "true", "1.10", "2026-01-14", "Nan", "=", "#2", "&a"])
def test_text_that_yaml_takes_for_something_else_is_read_back(tmp_path: Path, course: Course, text: str) -> None:
    path = tmp_path / "ryhma.yaml"
    path.write_bytes(as_file([Participant({"nimi": text, "ryhma": text})], path, course))
    assert [dict(person.values) for person in read_roster(path, course).participants] == [{"nimi": text, "ryhma": text}]


def test_a_written_table_has_the_filled_slots_under_their_labels(tmp_path: Path, course: Course) -> None:
    text = as_file(GROUP, tmp_path / "ryhma.csv", course).decode("utf-8-sig")
    labels, *rows = csv.reader(text.splitlines(keepends=True), delimiter=";")
    assert labels == [
        "Nimi",
        "Ryhmä",
        "Aika",
        "Verkosto 2: Ammatillisen verkoston nimi",
        "Kontakti 1: Apu ja tuki",
    ]
    assert [row[:2] for row in rows] == [["Åsa Öberg", "007"], ["Aino", ""], ["Väinö", "'=1+1"]]


def test_every_cell_of_a_written_workbook_is_text(tmp_path: Path, course: Course) -> None:
    sheet = openpyxl.load_workbook(BytesIO(as_file(GROUP, tmp_path / "ryhma.xlsx", course)))["Osallistujat"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    assert "=1+1" in {cell.value for cell in cells}


def test_a_new_participant_has_every_slot_and_is_read_back(tmp_path: Path, course: Course) -> None:
    path = tmp_path / "aino.yaml"
    path.write_bytes(starter("participant", path, course))
    assert dict(read_participant(path, course).values) == {"nimi": "Etunimi Sukunimi"}
    assert path.read_text("utf-8").startswith(f"# yaml-language-server: $schema={schema_name(course)}\n")
    path.write_text(path.read_text("utf-8").replace('""', '"x"'), "utf-8")
    assert len(read_participant(path, course).values) == 9 + 10 + 4 + 2 + 1


def test_a_new_csv_has_a_column_for_each_slot_of_a_blank_page(tmp_path: Path, course: Course) -> None:
    header = starter("roster", tmp_path / "ryhma.csv", course).decode("utf-8-sig").splitlines()[0].split(";")
    assert len(header) == 9 + 10 + 5 * 4 + 8 * 2 + 1
    assert header[:2] == ["Nimi", "Ryhmä"]
    assert "Verkosto 5: Mitä olen saanut" in header


def test_a_new_workbook_has_a_sheet_for_each_list_in_text_with_notes(tmp_path: Path, course: Course) -> None:
    book = openpyxl.load_workbook(BytesIO(starter("roster", tmp_path / "ryhma.xlsx", course)))
    assert book.sheetnames == ["Osallistujat", "Omat verkostot", "Kontaktit"]
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "B2"
        assert sheet.cell(2, 1).value == "Etunimi Sukunimi (esimerkki)"
        for number, cell in enumerate(sheet[1], start=1):
            column = sheet.column_dimensions[get_column_letter(number)]
            assert cell.comment
            assert column.number_format == "@"
            assert column.width >= 16
    assert [cell.value for cell in book["Kontaktit"][1]] == ["Osallistuja", "Nimi", "Apu ja tuki"]
    assert book["Osallistujat"].max_column == 9 + 10 + 1


def test_a_filled_workbook_is_read(tmp_path: Path, course: Course) -> None:
    path = tmp_path / "ryhma.xlsx"
    book = openpyxl.load_workbook(BytesIO(starter("roster", path, course)))
    book["Osallistujat"].append(["Aino Esimerkki", "007"])
    book["Omat verkostot"].append(["Aino Esimerkki", "Kuoro", "Koelaulu"])
    book["Omat verkostot"].append(["Aino Esimerkki", "Työ"])
    book["Kontaktit"].append(["Aino Esimerkki", "Marja", "kyyti"])
    book.save(path)
    (aino,) = read_roster(path, course).participants
    assert dict(aino.values) == {
        "nimi": "Aino Esimerkki",
        "ryhma": "007",
        "omat-verkostot.1.nimi": "Kuoro",
        "omat-verkostot.1.luonut": "Koelaulu",
        "omat-verkostot.2.nimi": "Työ",
        "verkostokartta.kontaktit.1.nimi": "Marja",
        "verkostokartta.kontaktit.1.apu": "kyyti",
    }


def test_a_new_yaml_list_has_every_slot(tmp_path: Path, course: Course) -> None:
    (entry,) = yaml.safe_load(starter("roster", tmp_path / "ryhma.yaml", course))
    assert entry["nimi"] == "Etunimi Sukunimi (esimerkki)"
    assert len(entry) == 9 + 3


def test_an_unknown_ending_names_those_that_there_are(tmp_path: Path, course: Course) -> None:
    with pytest.raises(OutputError, match=r"ryhma.doc: the file name must end in one of these: .xlsx, .csv, .yaml$"):
        starter("roster", tmp_path / "ryhma.doc", course)
    with pytest.raises(OutputError, match=r"ryhma.doc: the file name must end in one of these: .xlsx, .csv, .yaml$"):
        as_file(GROUP, tmp_path / "ryhma.doc", course)
    with pytest.raises(OutputError, match=r"aino.csv: the file name must end in .yaml$"):
        starter("participant", tmp_path / "aino.csv", course)


@pytest.mark.parametrize(
    ("language", "sheet", "note", "name"),
    [
        ("sv", "Deltagare", "Deltagarens namn så som det står på bladet Deltagare", "Förnamn Efternamn (exempel)"),
        ("en", "Participants", "The participant’s name as on the sheet Participants", "Firstname Lastname (example)"),
    ],
)
def test_files_to_start_from_speak_the_courses_language(
    tmp_path: Path, language: str, sheet: str, note: str, name: str
) -> None:
    course = shipped_course_in(language, tmp_path / "kurssi")
    book = openpyxl.load_workbook(BytesIO(starter("roster", Path("lista.xlsx"), course)))
    assert book.sheetnames[0] == sheet
    assert (book[sheet]["A2"].value, book.worksheets[1]["A1"].comment.text) == (name, note)
    assert f'nimi: "{name}"' in starter("roster", Path("lista.yaml"), course).decode()
    for suffix in (".xlsx", ".csv", ".yaml"):
        path = tmp_path / f"lista{suffix}"
        path.write_bytes(starter("roster", path, course))
        assert {omission.reason for omission in study_roster(path, course, ListOptions()).omissions} == {
            LeftOutReason.EXAMPLE
        }


def test_the_example_of_another_language_is_left_out_too(course: Course, tmp_path: Path) -> None:
    path = tmp_path / "lista.csv"
    path.write_text("Nimi;Ryhmä\nFörnamn Efternamn (exempel);\nAino Esimerkki;A\n", "utf-8")
    assert [person.name for person in read_roster(path, course).participants] == ["Aino Esimerkki"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_rows_that_a_table_gives_are_named_in_lists_and_read_back(tmp_path: Path, ending: str) -> None:
    course = plan_course(tmp_path / "kurssi")
    group = (Participant({"nimi": "Aino Esimerkki", "viikko.2.mita": "Soitan", "viikko.7.milloin": "aamulla"}),)
    path = tmp_path / f"ryhma{ending}"
    path.write_bytes(as_file(group, path, course))
    assert [dict(person.values) for person in read_roster(path, course).participants] == [dict(group[0].values)]
    started = tmp_path / f"alku{ending}"
    started.write_bytes(starter("roster", started, course))
    if ending == ".xlsx":
        book = openpyxl.load_workbook(started)
        assert "Viikko" not in book.sheetnames
        assert "Viikko sunnuntai: Mitä teen" in [cell.value for cell in book.worksheets[0][1]]
    else:
        text = started.read_text("utf-8-sig")
        assert ("Viikko sunnuntai: Mitä teen" if ending == ".csv" else "# sunnuntai") in text
