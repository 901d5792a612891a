"""``check`` of a course: for a trainer, for a program, and with -q."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.helpers.checked_course import SessionHere
from worksheets import api
from worksheets.api import CourseFault, CourseReport, FaultKind
from worksheets.cli.commands import main
from worksheets.cli.course_report import as_text
from worksheets.messages import in_language

PAGE = Path("kurssi/pages/alku.md")
ERROR = CourseFault(PAGE, 7, "this heading skips a level; begin it with ###", FaultKind.MARKDOWN, "#### Otsikko")
WARNING = CourseFault(Path("kurssi/vanha.png"), 0, "no page shows this picture", FaultKind.UNUSED_PICTURE)


def report(*faults: CourseFault, is_typeset: bool = True) -> CourseReport:
    return CourseReport(Path("kurssi"), 6, faults, is_typeset)


def test_the_report_has_each_fault_with_its_line_below() -> None:
    assert as_text(report(ERROR, WARNING)) == (
        "kurssi: 6 pages, 1 error, 1 warning\n\n"
        "Errors to fix:\n"
        "  kurssi/pages/alku.md: line 7: this heading skips a level; begin it with ###\n"
        "      #### Otsikko\n\n"
        "Warnings:\n"
        "  kurssi/vanha.png: no page shows this picture\n\n"
        "Fix the errors, and check again."
    )


def test_the_last_line_says_what_to_do() -> None:
    assert as_text(report(WARNING)).endswith("\n\nThe course can be printed: worksheets blank --course kurssi")
    assert as_text(report(ERROR, is_typeset=False)).endswith("only then can the pages be laid out and measured.")


def test_of_very_many_faults_the_first_are_shown() -> None:
    many = [CourseFault(PAGE, line, "väärin", FaultKind.MARKDOWN) for line in range(1, 100)]
    lines = as_text(report(*many)).splitlines()
    assert lines[0] == "kurssi: 6 pages, 99 errors, no warnings"
    assert sum("väärin" in line for line in lines) == 40
    assert "  … and 59 more" in lines


@pytest.fixture
def checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that looks like a course, and of which ``check_course`` finds two faults."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kurssi").mkdir()
    (tmp_path / "kurssi" / "course.toml").write_text("", "utf-8")
    monkeypatch.setattr(api, "Session", SessionHere)
    monkeypatch.setattr(api, "check_course", lambda _folder, _session: report(ERROR, WARNING))
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, [*words], catch_exceptions=False)


@pytest.mark.usefixtures("checked")
def test_json_has_what_an_editor_needs() -> None:
    result = run("check", "kurssi", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == [
        {
            "file": str(PAGE),
            "line": 7,
            "severity": "error",
            "message": "this heading skips a level; begin it with ###",
            "code": "markdown",
        },
        {
            "file": str(Path("kurssi/vanha.png")),
            "line": None,
            "severity": "warning",
            "message": "no page shows this picture",
            "code": "unused-picture",
        },
    ]


@pytest.mark.usefixtures("checked")
def test_quietly_there_is_a_line_for_each_fault() -> None:
    result = run("check", "-q", "kurssi")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "kurssi/pages/alku.md: line 7: this heading skips a level; begin it with ###\n"
        "kurssi/vanha.png: no page shows this picture\n"
    )


def test_warnings_alone_are_no_failure(checked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert checked.is_dir()
    monkeypatch.setattr(api, "check_course", lambda _folder, _session: report(WARNING))
    assert run("check", "kurssi").exit_code == 0


def test_a_folder_without_course_toml_is_a_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ryhma").mkdir()
    (tmp_path / "ryhma" / "aino.yaml").write_text("nimi: Aino Esimerkki\n", "utf-8")
    result = run("check", "ryhma")
    assert (result.exit_code, "1 participant" in result.stdout) == (0, True)


def test_the_report_is_in_the_language_of_messages() -> None:
    with in_language("fi"):
        assert as_text(report(ERROR)).startswith("kurssi: 6 ")
