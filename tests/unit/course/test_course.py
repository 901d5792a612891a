"""A course read from its folder, with everything that is wrong with it said at once."""

from pathlib import Path

import pytest

from tests.helpers.course import ROOT
from worksheets.course.course import Course, read_course
from worksheets.errors import CourseError, PageError

SHIPPED = ROOT / "templates" / "courses" / "tyoelaman-verkostot"


def write_course(folder: Path, told: str, pages: tuple[str, ...] = ("alku",)) -> str:
    (folder / "pages").mkdir(parents=True)
    (folder / "course.toml").write_text(told, "utf-8")
    for page in pages:
        (folder / "pages" / f"{page}.html.j2").write_text("", "utf-8")
    return str(folder)


def test_the_shipped_course_has_its_pages_and_slots(course: Course) -> None:
    assert course.name == "tyoelaman-verkostot"
    assert len(course.pages) == 10
    assert len(course.slots) == 9 + 10 + 60 * 4 + 40 * 2 + 1
    assert course.slots["omat-verkostot.3.yllapito"].label == "Verkosto 3: Miten pidän yllä"
    assert course.slots["tukiverkosto.laheiset"].label == "Läheisiltä"
    labels = [slot.label for slot in course.slots.values()]
    assert len(set(labels)) == len(labels), "a label is a roster's heading"


def test_a_course_is_read_from_any_folder() -> None:
    assert read_course(str(SHIPPED)).slots == read_course("tyoelaman-verkostot").slots


@pytest.mark.parametrize(
    ("wanted", "pages"),
    [
        ("1,7-9", ("kansi", "tukiverkosto", "omat-verkostot", "verkostokartta")),
        ("sitaatti, kansi", ("sitaatti", "kansi")),
        ("2–3,2", ("maaritelma", "verkostoituminen")),
    ],
)
def test_pages_are_chosen_by_number_and_name(course: Course, wanted: str, pages: tuple[str, ...]) -> None:
    assert course.choose(wanted) == pages
    assert course.choose("") == course.pages


def test_wrong_pages_are_all_named(course: Course) -> None:
    with pytest.raises(PageError) as caught:
        course.choose("kasi,0,5-12,4-2")
    assert caught.value.problems == (
        "There is no page “kasi”. Did you mean “kansi”?",
        "“0” is not among the pages 1–10 of this course.",
        "“5-12” is not among the pages 1–10 of this course.",
        "“4-2” is not among the pages 1–10 of this course.",
    )


def test_a_missing_course_names_the_shipped_ones(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="shipped courses: tyoelaman-verkostot"):
        read_course(str(tmp_path / "nothing"))


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    told = """
title = 3
pages = ["alku", "loppu", "alku"]
lang = "fi"
[fields]
nimi = { label = "Nimi" }
Aika = { lable = "Aika" }
[exercises.kartta]
kind = "mapp"
label = "Kartta"
rows = 5
most = 3
"""
    with pytest.raises(CourseError) as caught:
        read_course(write_course(tmp_path / "kurssi", told, ("alku", "alkku")))
    said = "\n".join(caught.value.problems)
    for problem in (
        "title must be of the type str",
        "unknown key “lang”. Did you mean “language”?",
        "pages/loppu.html.j2 does not exist",
        "pages/alkku.html.j2 is not in the list",
        "“alku” stands twice",
        "fields.Aika: unknown key “lable”. Did you mean “label”?",
        "fields.Aika: label is missing",
        "the id “Aika” must be small letters",
        "exercises.kartta: kind is one of prompts, table, map, text. Did you mean “map”?",
        "exercises.kartta: most must be at least rows",
        "exercises.kartta: a part with rows needs parts",
    ):
        assert problem in said
    assert all(problem.startswith(str(tmp_path)) for problem in caught.value.problems)


def test_a_file_that_is_no_toml_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="line 1"):
        read_course(write_course(tmp_path / "kurssi", "title = = 1"))


def test_a_file_too_deep_to_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="course.toml: "):
        read_course(write_course(tmp_path / "kurssi", "a = " + "[" * 50_000 + "]" * 50_000))


def test_a_part_that_is_not_there_names_the_nearest(course: Course) -> None:
    with pytest.raises(PageError, match="Did you mean “kontaktit”"):
        course.part("verkostokartta.kontakti")
