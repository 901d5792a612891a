"""What a course has of its own for sign-in sheets, badges and the like is checked, each fault at its file and line."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.checked_course import share_fonts
from worksheets.api import courses
from worksheets.compose.products.drawn import _DRAWN
from worksheets.course.course import Course
from worksheets.course.fault import FaultKind
from worksheets.packet import product_check
from worksheets.packet.product_check import SAMPLES, product_faults
from worksheets.resources import STYLES, TEMPLATES

TOML = 'title = "Koe"\npages = []\n[fields]\nnimi = { label = "Nimi", role = "name" }\n'


@pytest.fixture(autouse=True)
def _one_font_map(monkeypatch: pytest.MonkeyPatch) -> None:
    share_fonts(monkeypatch)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course without pages: products need none."""
    (tmp_path / "course.toml").write_text(TOML, "utf-8")
    return courses.read_course(str(tmp_path))


@pytest.fixture
def only_attendance(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Look at sign-in sheets only, which is quicker."""
    with monkeypatch.context() as patch:
        patch.setattr(product_check, "SAMPLES", SAMPLES[:1])
        yield


def write(course: Course, name: str, text: str) -> None:
    (course.folder / name).parent.mkdir(parents=True, exist_ok=True)
    (course.folder / name).write_text(text, "utf-8")


def faults(course: Course) -> list[tuple[str, int, FaultKind, str]]:
    return [
        (fault.file.relative_to(course.folder).as_posix(), fault.line, fault.kind, fault.message)
        for fault in product_faults(course)
    ]


def test_there_is_a_sample_of_each_product() -> None:
    assert {product.name for product in SAMPLES} == {*_DRAWN, "certificate"}


@pytest.mark.long  # The test of copies reads the same.
def test_the_shipped_products_have_no_faults_in_any_course(course: Course) -> None:
    assert faults(course) == []


@pytest.mark.slow
def test_copies_of_all_that_is_shipped_have_no_faults(course: Course) -> None:
    for shipped, own in ((TEMPLATES / "products", "products"), (STYLES / "products", "styles/products")):
        shutil.copytree(shipped, course.folder / own)
    assert faults(course) == []


@pytest.mark.usefixtures("only_attendance")
def test_words_that_are_wrong_are_told_and_nothing_is_filled_with_them(course: Course) -> None:
    write(course, "words/products/fi.toml", '\nattendance_titel = "Lista"\nattendance_title = "{x}"\n')
    write(course, "products/attendance.html.j2", "{{ nothing }}")
    assert [fault[:3] for fault in faults(course)] == [
        ("words/products/fi.toml", 2, FaultKind.COURSE),
        ("words/products/fi.toml", 3, FaultKind.COURSE),
    ]


@pytest.mark.usefixtures("only_attendance")
def test_a_template_is_filled_blank_and_for_people(course: Course) -> None:
    shipped = (TEMPLATES / "products" / "attendance.html.j2").read_text("utf-8")
    write(course, "products/attendance.html.j2", shipped.replace("<table", "{{ product.nothing }}\n<table"))
    line = 1 + shipped[: shipped.index("<table")].count("\n")
    assert faults(course) == [
        (
            "products/attendance.html.j2",
            line,
            FaultKind.TEMPLATE,
            "there is no “nothing” in what is drawn here; see the shipped template of the same name",
        )
    ]


@pytest.mark.usefixtures("only_attendance")
def test_a_style_sheet_is_checked_and_its_colours(course: Course) -> None:
    own = (STYLES / "products" / "attendance.css").read_text("utf-8")
    write(course, "styles/products/attendance.css", f"h1 {{ color: #aaa; colour: red }}\n{own}")
    assert [fault[:3] for fault in faults(course)] == [("styles/products/attendance.css", 1, FaultKind.STYLE)]
    write(course, "styles/products/attendance.css", f"h1 {{ color: #aaa }}\n{own}")
    assert [fault[:3] for fault in faults(course)] == [("styles/products/attendance.css", 1, FaultKind.CONTRAST)]


@pytest.mark.usefixtures("only_attendance")
def test_a_measure_that_is_missing_is_that_of_the_products_style_sheet(course: Course) -> None:
    write(course, "styles/products/attendance.css", "h1 { margin: 0 }")
    (fault, *_others) = faults(course)
    assert fault[0] == "styles/products/attendance.css"
    assert "is not declared" in fault[3]


@pytest.mark.usefixtures("only_attendance")
def test_a_file_that_nothing_uses_is_named_with_the_right_name(course: Course) -> None:
    write(course, "products/attendence.html.j2", "")
    write(course, "products/omat-palat.html.j2", "")
    write(course, "styles/products/attendace.css", "")
    assert [(file, line, message[-27:]) for file, line, _kind, message in faults(course)] == [
        (file, 1, " Did you mean “attendance”?")
        for file in ("products/attendence.html.j2", "styles/products/attendace.css")
    ]
