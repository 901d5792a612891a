"""Problems become faults with their file and line, whatever the language that they are told in."""

from pathlib import Path

import pytest

from worksheets.course.fault import CourseFault, FaultKind, Severity, fault_of, faults_of
from worksheets.errors import CourseError, FileProblem, PageError, StyleError, WorkerError, WorksheetsError, on_line


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "oma.ttf").write_bytes(b"")
    return tmp_path


def place(problem: str, folder: Path) -> tuple[str, int, str]:
    fault = fault_of(problem, FaultKind.STYLE, folder)
    return fault.file.relative_to(folder).as_posix(), fault.line, fault.message


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        ("{}/pages/alku.html.j2:7: jotain: muuta", ("pages/alku.html.j2", 7, "jotain: muuta")),
        ("{}/kuva.svg: rikki", ("kuva.svg", 0, "rikki")),
        ("{}/s/a.css: Ignored `b: c` at 10:5, unknown.", ("s/a.css", 10, "Ignored `b: c`, unknown.")),
        ("{}/s/a.css: {}/oma.ttf: rikki", ("oma.ttf", 0, "rikki")),
        ("{}/s/a.css: {}/muu.ttf: puuttuu", ("s/a.css", 0, "muu.ttf: puuttuu")),
        ("{}/a.html.j2:2: {}/course.toml: ei ole", ("a.html.j2", 2, "course.toml: ei ole")),
        ("{}: jotain", (".", 0, "jotain")),
        ("jotain muuta", (".", 0, "jotain muuta")),
    ],
)
def test_the_place_is_read_off_the_beginning(folder: Path, problem: str, expected: tuple[str, int, str]) -> None:
    assert place(problem.replace("{}", str(folder)), folder) == expected


def test_a_problem_that_knows_its_place_is_asked_for_it(folder: Path) -> None:
    assert place(on_line(folder / "course.toml", 3, "rivi 4: väärin"), folder) == ("course.toml", 3, "rivi 4: väärin")
    assert place(FileProblem("jotain", "", 0, "jotain"), folder) == (".", 0, "jotain")


@pytest.mark.parametrize(
    ("error", "file", "kind"),
    [
        (CourseError, "course.toml", FaultKind.COURSE),
        (CourseError, "pages/a.md", FaultKind.MARKDOWN),
        (PageError, "pages/a.html.j2", FaultKind.TEMPLATE),
        (StyleError, "a.css", FaultKind.STYLE),
        (WorkerError, "pages", FaultKind.LIMITS),
    ],
)
def test_the_kind_is_that_of_the_error(folder: Path, error: type[WorksheetsError], file: str, kind: FaultKind) -> None:
    (fault,) = faults_of(error(f"{folder / file}: rikki"), folder)
    assert fault.kind is kind


def test_what_can_be_printed_all_the_same_is_a_warning() -> None:
    kinds = {kind: CourseFault(Path(), 0, "", kind).severity for kind in FaultKind}
    warnings = {kind for kind, severity in kinds.items() if severity is Severity.WARNING}
    assert warnings == {FaultKind.RESOLUTION, FaultKind.UNUSED_PICTURE, FaultKind.DOUBLED, FaultKind.SLIDE_SPILL}
