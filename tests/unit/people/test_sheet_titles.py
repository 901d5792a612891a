"""Whatever a course calls its lists, their sheets have titles that a workbook can have and the reader knows."""

from pathlib import Path

import openpyxl
import pytest

from tests.helpers.marks_course import marks_course
from tests.helpers.values import replace
from worksheets.course.slots import Part
from worksheets.people.list_options import ListOptions
from worksheets.people.roster import study_roster
from worksheets.people.sheet_titles import sheet_title
from worksheets.people.writers import starter


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Omat verkostot", "Omat verkostot"),
        ("Mitä teet: kotona / työssä?", "Mitä teet kotona työssä"),
        ("'Viikko'", "Viikko"),
        ("x" * 40, "x" * 31),
        ("?", ""),
    ],
)
def test_a_title_has_what_is_allowed(name: str, title: str) -> None:
    assert sheet_title(name) == title


def test_each_list_of_a_new_workbook_has_a_sheet_that_is_read(tmp_path: Path) -> None:
    course, path = marks_course(tmp_path / "merkit"), tmp_path / "ryhma.xlsx"
    labels = ("Mitä teet?", "Mitä teet?", "Mitä teet ensi viikolla, ja kenen kanssa sen teet?")
    parts = (Part("mita", "Mitä"), Part("koska", "Koska"))
    tables = [Part(f"t{n}", label, type="table", rows=2, most=2, parts=parts) for n, label in enumerate(labels)]
    course = replace(course, root=replace(course.root, parts=(*course.root.parts, *tables)))
    path.write_bytes(starter("roster", path, course))
    assert study_roster(path, course, ListOptions()).errors == ()
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Osallistujat", "Mitä teet", "t1", "Mitä teet ensi viikolla, ja ken"]
    for sheet in book.worksheets:
        sheet.append(["Aino Esimerkki", *([f"teksti {sheet.title}"] if sheet.title != "Osallistujat" else [])])
    book.save(path)
    roster = study_roster(path, course, ListOptions())
    assert roster.errors == ()
    values = roster.participants[0].values
    assert [values[f"t{n}.1.mita"] for n in range(3)] == [f"teksti {title}" for title in book.sheetnames[1:]]
