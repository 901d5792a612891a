"""Courses, their pages and their schema."""

import json
from pathlib import Path

import pytest

from tests.helpers.course import HEAD, page_of
from worksheets import api
from worksheets.course.course import Course
from worksheets.errors import CourseError


def test_the_built_in_course_is_read_by_default(course: Course) -> None:
    assert api.read_course() == course
    assert api.read_course("tyoelaman-verkostot") == course


def test_a_changed_course_is_read_again(tmp_path: Path) -> None:
    folder = page_of(tmp_path / "kurssi", HEAD).folder
    toml = folder / "course.toml"
    toml.write_text(toml.read_text("utf-8").replace("Koe", "Toinen"), "utf-8")
    assert api.read_course(folder).title == "Toinen"


def test_there_may_be_no_course() -> None:
    with pytest.raises(CourseError, match="there is no such course"):
        api.read_course("ei-ole")


def test_pages_have_numbers_names_kinds_and_titles(course: Course) -> None:
    first, *others = api.pages(course)
    assert first == api.Page(1, "kansi", "cover", "Työelämän verkostot")
    assert [page.name for page in (first, *others)] == list(course.pages)
    assert [page.number for page in others] == list(range(2, 11))


@pytest.mark.parametrize("roster", [False, True])
def test_the_schema_is_json(course: Course, roster: bool) -> None:  # noqa: FBT001
    text = api.schema_text(course, roster=roster)
    assert text.endswith("}\n")
    assert json.loads(text)["type"] == ("array" if roster else ["object", "null"])
    assert "Työ" in text


def test_the_built_in_course_is_shipped() -> None:
    assert api.shipped_courses() == ("tyoelaman-verkostot",)


def test_a_course_has_the_shipped_layouts_and_its_own(course: Course, tmp_path: Path) -> None:
    assert api.layouts(course) == ("handout", "slides")
    own_course = page_of(tmp_path / "kurssi", HEAD)
    layouts = own_course.folder / "styles" / "layouts"
    layouts.mkdir(parents=True)
    (layouts / "iso.css").write_text("", "utf-8")
    assert api.layouts(own_course) == ("handout", "iso", "slides")
    (layouts.parent / "themes").mkdir()
    (layouts.parent / "themes" / "oma.css").touch()
    assert api.themes(course) == ("mustavalko", "verkosto")
    assert api.themes(own_course) == ("mustavalko", "oma", "verkosto")
