"""The files to start from: the readers take them as they are, and every slot is in them."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import yaml
from openpyxl.utils import get_column_letter

from worksheets.course.course import Course
from worksheets.errors import OutputError
from worksheets.people.participant import EXAMPLE, read_participant
from worksheets.people.roster import read_roster
from worksheets.people.starters import schema_name, starter


def test_a_new_participant_is_read_back_with_every_slot_in_sight(tmp_path: Path, course: Course) -> None:
    path = tmp_path / "aino.yaml"
    path.write_bytes(starter("participant", path, course))
    assert dict(read_participant(path, course).values) == {"nimi": "Etunimi Sukunimi"}
    assert path.read_text("utf-8").startswith(f"# yaml-language-server: $schema={schema_name(course)}\n")
    path.write_text(path.read_text("utf-8").replace('""', '"x"'), "utf-8")
    assert len(read_participant(path, course).values) == 9 + 10 + 4 + 2 + 1


def test_a_new_csv_has_a_column_a_slot_of_a_blank_page(tmp_path: Path, course: Course) -> None:
    header = starter("roster", tmp_path / "ryhma.csv", course).decode("utf-8-sig").splitlines()[0].split(";")
    assert len(header) == 9 + 10 + 5 * 4 + 8 * 2 + 1
    assert header[:2] == ["Nimi", "Ryhmä"]
    assert "Verkosto 5: Mitä olen saanut" in header


def test_a_new_workbook_has_a_sheet_a_list_in_text_with_notes(tmp_path: Path, course: Course) -> None:
    book = openpyxl.load_workbook(BytesIO(starter("roster", tmp_path / "ryhma.xlsx", course)))
    assert book.sheetnames == ["Osallistujat", "Omat verkostot", "Kontaktit"]
    for sheet in book.worksheets:
        assert sheet.freeze_panes == "B2"
        assert sheet.cell(2, 1).value == EXAMPLE
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
    (told,) = yaml.safe_load(starter("roster", tmp_path / "ryhma.yaml", course))
    assert told["nimi"] == EXAMPLE
    assert len(told) == 9 + 3


def test_an_ending_that_cannot_be_made_names_those_that_can(tmp_path: Path, course: Course) -> None:
    with pytest.raises(OutputError, match=r"ryhma.doc: the name must end in .xlsx, .csv, .yaml"):
        starter("roster", tmp_path / "ryhma.doc", course)
