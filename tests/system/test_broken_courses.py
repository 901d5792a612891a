"""Broken courses, each with the one message that tells a trainer what to mend and where.

The message is in ``expected.txt`` of each course: severity, file, line, and what is wrong, with … for what differs.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.checked_course import SessionHere, share_fonts
from tests.helpers.course import ROOT
from worksheets.api import Session, check_course, course_check
from worksheets.course.course import Course
from worksheets.resources import STYLES

BROKEN = ROOT / "tests" / "data" / "broken-courses"
COURSES = sorted(path.name for path in BROKEN.iterdir())


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with pytest.MonkeyPatch.context() as patch, SessionHere() as here:
        share_fonts(patch)
        patch.setattr(course_check, "layouts", layouts_of)
        yield here


def layouts_of(course: Course) -> tuple[str, ...]:
    """Return one layout of a course: slides are laid out by the same code, so only what is wrong in them needs them."""
    own = tuple(path.stem for path in course.folder.glob("styles/layouts/*.css"))
    return own or (("slides",) if course.folder.name.startswith("slide") else ("handout",))


def faults(folder: Path, session: Session) -> str:
    """Return what is wrong with a course as ``expected.txt`` has it, with {course} for its folder."""
    lines = [
        f"{fault.severity.value} {fault.file.relative_to(folder)}:{fault.line}: {fault.message}\n"
        for fault in check_course(folder, session).faults
    ]
    return "".join(lines).replace(str(folder), "{course}")


def with_whole_layouts(folder: Path, copy: Path) -> Path:
    """Return a course whose layouts are whole: its own say only in what they differ from the shipped handout's."""
    if not (folder / "styles" / "layouts").exists():
        return folder
    shutil.copytree(folder, copy)
    shipped = (STYLES / "layouts" / "handout.css").read_text("utf-8")
    for layout in copy.glob("styles/layouts/*.css"):
        layout.write_text(shipped + layout.read_text("utf-8"), "utf-8")
    return copy


@pytest.mark.parametrize("name", COURSES)
def test_a_broken_course_gives_its_one_message(session: Session, tmp_path: Path, name: str) -> None:
    expected = (BROKEN / name / "expected.txt").read_text("utf-8")
    message = faults(with_whole_layouts(BROKEN / name, tmp_path / name), session)
    assert re.fullmatch(re.escape(expected).replace("…", "[^\n]*"), message), message
    assert expected.count("\n") == 1


def test_there_are_faults_of_every_kind() -> None:
    assert len(COURSES) >= 70
