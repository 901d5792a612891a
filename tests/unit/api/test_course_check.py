"""A course's report: everything at once, in order, with places as the user names them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.checked_course import SessionHere, share_fonts
from tests.helpers.course import HEAD
from tests.helpers.markdown_course import markdown_course, page_text
from worksheets import api
from worksheets.api import course_check
from worksheets.errors import CourseError, WorkerError
from worksheets.resources import COURSES, DEFAULT_COURSE

TOML = 'title = "Koe"\npages = ["alku", "loppu"]\n[fields]\nnimi = { label = "Nimi", role = "name" }\n'
BROKEN_TOML = TOML.replace('"Koe"', '"Koe')


def template(text: str) -> str:
    return f"{HEAD}{{% block body %}}<p>{text}</p>{{% endblock %}}"


@pytest.fixture(scope="module")
def session() -> Iterator[api.Session]:
    with pytest.MonkeyPatch.context() as patch, SessionHere() as here:
        share_fonts(patch)
        patch.setattr(course_check, "layouts", lambda _course: ("handout",))
        yield here


def course_of(folder: Path, toml: str = TOML, **pages: str) -> Path:
    (folder / "pages").mkdir(parents=True)
    (folder / "course.toml").write_text(toml, "utf-8")
    for name, text in pages.items():
        suffix = ".html.j2" if text.startswith("{%") else ".md"
        (folder / "pages" / f"{name}{suffix}").write_text(text, "utf-8")
    return folder


def places(report: api.CourseReport) -> list[str]:
    return [f"{fault.file.relative_to(report.folder).as_posix()}:{fault.line}" for fault in report.faults]


@pytest.mark.slow
def test_the_built_in_course_has_no_faults(session: api.Session) -> None:
    report = api.check_course(COURSES / DEFAULT_COURSE, session)
    assert (report.faults, report.pages, report.is_typeset) == ((), 10, True)


def test_everything_is_told_at_once_although_course_toml_cannot_be_read(tmp_path: Path, session: api.Session) -> None:
    folder = course_of(tmp_path / "k", BROKEN_TOML, loppu=page_text("# A\n\n#### B\n"), alku="{% if x %}")
    (folder / "styles" / "themes").mkdir(parents=True)
    (folder / "styles" / "themes" / "verkosto.css").write_text("\nh1 { colour: red }", "utf-8")
    report = api.check_course(folder, session)
    assert places(report)[:4] == ["course.toml:1", "pages/alku.html.j2:1", "pages/loppu.md:5", "pages/loppu.md:7"]
    assert places(report)[4:] == ["styles/themes/verkosto.css:2"]
    assert (report.pages, report.is_typeset) == (0, False)


def test_pages_come_in_their_order_and_each_fault_once(tmp_path: Path, session: api.Session) -> None:
    toml = TOML.replace('["alku", "loppu"]', '["loppu", "alku"]')
    folder = course_of(tmp_path / "k", toml, alku=template("{{ a }}"), loppu=template("{{ b }}"))
    report = api.check_course(folder, session)
    assert places(report) == ["pages/loppu.html.j2:1", "pages/alku.html.j2:1"]
    assert [fault.source for fault in report.faults] == [template("{{ b }}"), template("{{ a }}")]


def test_errors_and_warnings_are_told_apart(tmp_path: Path, session: api.Session) -> None:
    folder = course_of(tmp_path / "k", alku=page_text("Teksti.\n"), loppu=template("{{ b }}"))
    (folder / "kuva.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    report = api.check_course(folder, session)
    assert [fault.kind for fault in report.errors] == [api.FaultKind.TEMPLATE]
    assert [fault.kind for fault in report.warnings] == [api.FaultKind.UNUSED_PICTURE]


def test_files_are_named_as_the_folder_was(
    tmp_path: Path, session: api.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    course_of(tmp_path / "kurssi", alku=page_text("Teksti.\n"), loppu=template("{{ b }}"))
    monkeypatch.chdir(tmp_path)
    (fault,) = api.check_course("kurssi", session).faults
    assert fault.file == Path("kurssi/pages/loppu.html.j2")


def test_pages_that_take_too_long_are_a_fault(tmp_path: Path) -> None:
    class Ended(SessionHere):
        def call_for(self, *_arguments: object, **_options: object) -> object:  # type: ignore[override]
            raise WorkerError(f"{tmp_path / 'k'}: took too long")

    folder = course_of(tmp_path / "k", alku=page_text("A\n"), loppu=page_text("B\n"))
    assert [(fault.kind, fault.message) for fault in api.check_course(folder, Ended()).faults] == [
        (api.FaultKind.LIMITS, "took too long")
    ]


def test_a_folder_without_course_toml_is_no_course(tmp_path: Path) -> None:
    assert not api.is_course(tmp_path)
    with pytest.raises(CourseError, match="is not a course"):
        api.check_course(tmp_path)


def test_a_course_toml_with_another_ending_is_named(tmp_path: Path) -> None:
    (tmp_path / "course.toml.txt").write_text("", "utf-8")
    with pytest.raises(CourseError, match=r"the file course\.toml\.txt must be named course\.toml; rename it"):
        api.check_course(tmp_path)


@pytest.mark.slow
def test_pages_are_laid_out_in_a_process_of_their_own(tmp_path: Path) -> None:
    folder = markdown_course(tmp_path / "kurssi").folder
    (folder / "pages" / "kansi.md").unlink()
    endless = "{% for i in range(9999) %}{% for j in range(9999) %}{% endfor %}{% endfor %}"
    (folder / "pages" / "kansi.html.j2").write_text(template(endless), "utf-8")
    with api.Session(timeout=1) as session:
        report = api.check_course(folder, session)
    assert {fault.kind for fault in report.errors} == {api.FaultKind.LIMITS}


def test_a_brand_and_the_themes_of_the_course_are_checked(tmp_path: Path, session: api.Session) -> None:
    brand = '[brand]\nlogo = "logo.svg"\nlogo-description = "Esimerkki Oy"\n'
    folder = course_of(tmp_path / "k", TOML + brand, alku=page_text("A\n"), loppu=page_text("B\n"))
    (folder / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 1"/>', "utf-8")
    (folder / "styles" / "themes").mkdir(parents=True)
    (folder / "styles" / "themes" / "oma.css").write_text(":root { --ink: #99aabb }\np { colour: red }", "utf-8")
    assert places(api.check_course(folder, session)) == ["styles/themes/oma.css:1", "styles/themes/oma.css:2"]
    (folder / "course.toml").write_text(f'{TOML}{brand}colours.rule = "#dddddd"\ntheme = "omma"', "utf-8")
    faults = [fault.message for fault in api.check_course(folder, session).faults][:2]
    assert "#dddddd has a contrast of 1.3:1 on white" in faults[0]
    assert "Did you mean “oma”?" in faults[1]
