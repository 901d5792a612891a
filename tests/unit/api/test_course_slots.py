"""The slots of a course, with where they are printed and which options take them."""

from pathlib import Path

import pytest

from tests.helpers.course import HEAD, page_of
from tests.helpers.marks_course import marks_course
from worksheets import api
from worksheets.api import CourseSlot, SlotKind
from worksheets.course.course import Course

WIDELY = ("--map", "--name", "--only", "--sort", "--group-by")


@pytest.fixture(scope="module")
def by_path(course: Course) -> dict[str, CourseSlot]:
    return {slot.path: slot for slot in api.slots(course)}


def test_every_slot_is_there_once_with_its_first_row(course: Course, by_path: dict[str, CourseSlot]) -> None:
    first_rows = [
        path for path in course.slots if not any(step.isdecimal() and step != "1" for step in path.split("."))
    ]
    assert list(by_path) == first_rows


def test_a_field_is_on_its_pages(by_path: dict[str, CourseSlot]) -> None:
    assert by_path["ryhma"] == CourseSlot(
        "ryhma", "Ryhmä", SlotKind.FIELD, 200, 1, 1, ("kansi",), ("--map", "--set", *WIDELY[1:])
    )
    assert len(by_path["nimi"].pages) == 10
    assert by_path["sahkoposti"].pages == ()


def test_an_answer_is_for_one_person(by_path: dict[str, CourseSlot]) -> None:
    slot = by_path["verkostokartta.uudet-kontaktit"]
    assert (slot.kind, slot.pages, slot.options) == (SlotKind.ANSWER, ("verkostokartta",), WIDELY)
    assert (slot.rows, slot.most, slot.entries) == (1, 1, "")


@pytest.mark.parametrize(
    ("path", "entries", "rows", "most"),
    [
        ("omat-verkostot.1.nimi", "omat-verkostot", 5, 60),
        ("verkostokartta.kontaktit.1.apu", "verkostokartta.kontaktit", 8, 40),
    ],
)
def test_a_row_has_its_list(by_path: dict[str, CourseSlot], path: str, entries: str, rows: int, most: int) -> None:
    slot = by_path[path]
    assert (slot.kind, slot.entries, slot.rows, slot.most) == (SlotKind.ROW, entries, rows, most)
    assert slot.pages == (entries.partition(".")[0],)


def test_options_leave_out_what_a_slot_is_not_for(by_path: dict[str, CourseSlot]) -> None:
    assert by_path["nimi"].options == WIDELY, "everybody has a name of their own"
    assert by_path["salasana"].options == ("--map",), "a password names nothing"


def test_a_slot_may_be_on_no_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worksheets.packet.session.is_shipped", lambda _folder: True)  # Its page is filled here.
    folder = page_of(tmp_path / "kurssi", HEAD + "{% block body %}{% endblock %}").folder
    with (folder / "course.toml").open("a", encoding="utf-8") as toml:
        toml.write('\n[exercises.oma]\nkind = "text"\nlabel = "Oma"\n')
    assert {slot.path: slot.pages for slot in api.slots(api.read_course(folder))}["oma"] == ()


def test_what_can_be_chosen(tmp_path: Path) -> None:
    chosen = {slot.path: (slot.choices, slot.most_chosen) for slot in api.slots(marks_course(tmp_path / "merkit"))}
    assert chosen["ryhma"] == ((), 0)
    assert chosen["apu"] == (("työtoverit", "oma esimies", "muu"), 1)
    assert chosen["mukaan"] == (("eväät", "kynä"), 2)
    assert chosen["nyt"] == ((), 1)
