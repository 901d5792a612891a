"""Lists are opened, judged and written through the library."""

from pathlib import Path

import pytest

from tests.helpers.course import EXAMPLES
from tests.helpers.list_files import as_xlsx
from worksheets import api
from worksheets.api import apart
from worksheets.course.course import Course
from worksheets.errors import OutputError, RosterError


@pytest.fixture
def group(tmp_path: Path) -> Path:
    """Return a list with a heading that means nothing, and a person without a name."""
    path = tmp_path / "ryhma.csv"
    path.write_text("Nimi;Tiimi\nAino;A\n;B\n", "utf-8")
    return path


@pytest.mark.parametrize("name", ["ryhma.yaml", "osallistuja.yaml"])
def test_check_and_an_open_list_say_the_same(course: Course, name: str) -> None:
    judged = api.judge(api.open_list(EXAMPLES / name, course), course)
    assert judged.roster == api.check(EXAMPLES / name, course)
    assert judged.roster == api.read_list(EXAMPLES / name, course)


def test_a_workbook_is_opened_apart_and_mended_here(course: Course, tmp_path: Path) -> None:
    path = tmp_path / "ryhma.xlsx"
    path.write_bytes(as_xlsx({"Väki": [["Nimi", "Ryhmä"], ["Aino", "A"], ["", "B"]]}))
    people = api.open_list(path, course)
    (fault,) = api.judge(people, course).faults
    assert (fault.sheet, fault.row, fault.column) == (0, 3, 1)
    judged = api.judge(people.with_text(fault.sheet, fault.row, fault.column, "Ville"), course)
    assert judged.faults == ()
    assert [person.name for person in judged.roster.participants] == ["Aino", "Ville"]


def test_a_very_large_list_is_judged_apart(course: Course, group: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    people = api.open_list(group, course).with_meaning(0, 2, "ryhma")
    here = api.judge(people, course)
    monkeypatch.setattr(apart, "_LARGE_LIST", 1)
    assert api.judge(people, course) == here


def test_a_list_that_takes_too_long_is_refused(course: Course, group: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    people = api.open_list(group, course)
    monkeypatch.setattr(apart, "_LARGE_LIST", 1)
    monkeypatch.setattr(apart, "_SECONDS", 0.000_1)
    with pytest.raises(RosterError, match="too large or complicated"):
        api.judge(people, course)


def test_a_mended_list_is_a_document(course: Course, group: Path, tmp_path: Path) -> None:
    people = api.open_list(group, course).with_meaning(0, 2, "ryhma").without_row(0, 3)
    document = api.open_list_document(people, course)
    assert document.path == Path("output/ryhma.xlsx")
    written = document.write(tmp_path / "uusi.xlsx")
    (person,) = api.check(written, course).participants
    assert dict(person.values) == {"nimi": "Aino", "ryhma": "A"}
    with pytest.raises(OutputError, match=r"\.xlsx, \.csv"):
        api.open_list_document(people, course, Path("uusi.yaml"))


def test_lists_begin_with_names_or_with_nobody(course: Course) -> None:
    names = api.list_of_names("Aino\nVille\n", course)
    assert [person.name for person in api.judge(names, course).roster.participants] == ["Aino", "Ville"]
    empty = api.new_list(course)
    assert [fault.message for fault in api.judge(empty, course).faults] == [
        "no participants in it; is this the right file?"
    ]
    people = empty.with_row(0, ["Aino"])
    assert [person.name for person in api.judge(people, course).roster.participants] == ["Aino"]


def test_menus_offer_what_columns_can_mean(course: Course) -> None:
    assert {"nimi", "ryhma", "etunimi", "-"} < {meaning.path for meaning in api.meanings(course)}
