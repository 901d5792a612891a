"""What courses consist of, and when it is read anew."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.helpers.course import EXAMPLES
from worksheets import api
from worksheets.course.course import Course
from worksheets.web.outlines import Outline, Outlines


@pytest.fixture(scope="module")
def session() -> api.Session:
    return api.Session()


class _Unfilled(Outlines):
    """Fills no page."""

    def _read(self, course: Course, stamp: str) -> Outline:
        return Outline(course, stamp, (), (), (), ())


def test_a_course_is_read_once_until_a_file_is_saved(tmp_path: Path, session: api.Session) -> None:
    shutil.copytree(EXAMPLES / "tavoitteet", tmp_path / "oma")
    course, outlines = api.read_course(tmp_path / "oma"), _Unfilled(session)
    first = outlines.of(course)
    assert outlines.of(course) is first
    page = next((tmp_path / "oma" / "pages").iterdir())
    os.utime(page, (2_000_000_000, 2_000_000_000))
    assert outlines.of(course) is not first


def test_pages_alone_are_read_once_and_for_the_outline_too(
    session: api.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    course, outlines = api.read_course(), Outlines(session)
    answers = iter([(api.Page(1, "kansi", "", "Kansi"),)])
    monkeypatch.setattr(api, "pages", lambda *_arguments: next(answers))
    monkeypatch.setattr(api, "slots", lambda *_arguments: ())
    assert outlines.pages(course) is outlines.pages(course) is outlines.of(course).pages


def test_few_courses_are_kept(session: api.Session) -> None:
    outlines = _Unfilled(session)
    course = api.read_course()
    first = outlines.of(course)
    for number in range(4):
        outlines.of(replace(course, folder=Path(f"course-{number}")))
    assert outlines.of(course) is not first


def test_slots_are_found_by_their_paths_in_any_row(session: api.Session) -> None:
    outline = Outlines(session).of(api.read_course())
    third = outline.slot("omat-verkostot.3.nimi")
    assert third is not None
    assert third.path == "omat-verkostot.1.nimi"
    assert [outline.slot(path) for path in ("salasana", "omat-verkostot.0.nimi", "poistettu")] == [None] * 3


def test_fields_for_everybody_are_those_that_are_printed(session: api.Session) -> None:
    outline = Outlines(session).of(api.read_course())
    paths = [slot.path for slot in outline.group_fields]
    assert paths == ["ryhma", "kurssi", "kouluttaja", "aika", "paikka", "organisaatio"]
