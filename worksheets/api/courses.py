"""Courses: reading one, its pages, and the schema of its participants' files."""

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from worksheets.packet.session import Session
from worksheets.resources import COURSES, DEFAULT_COURSE, STYLES, lies_in

if TYPE_CHECKING:
    from worksheets.course.course import Course


def read_course(where: str | Path = DEFAULT_COURSE) -> "Course":
    """Return the course in a folder, or the shipped course of a name.

    Its ``course.toml`` is read at each call. Raises CourseError with everything that is wrong with it.
    """
    from worksheets.course.reader import read_course as read

    return read(str(where))


def shipped_courses() -> tuple[str, ...]:
    """Return the names of the courses that come with the program."""
    return tuple(sorted(path.parent.name for path in COURSES.glob("*/course.toml")))


def layouts(course: "Course") -> tuple[str, ...]:
    """Return the names of the layouts that a course can be printed in: the shipped ones, and its own."""
    return _style_names("layouts", course)


def themes(course: "Course") -> tuple[str, ...]:
    """Return the names of the themes that a course can be printed in: the shipped ones, and its own."""
    return _style_names("themes", course)


def _style_names(kind: str, course: "Course") -> tuple[str, ...]:
    """Return the names of style sheets in a folder of styles, without loading what reads them."""
    own_folder = course.folder / "styles" / kind
    folders = [STYLES / kind, *([own_folder] if lies_in(own_folder, course.folder) else [])]
    return tuple(sorted({path.stem for folder in folders for path in folder.glob("*.css")}))


class Page(Struct, frozen=True):
    """A page of a course."""

    number: int
    """Its place in the course, counted from 1."""
    name: str
    kind: str
    """Its frame: ``cover``, ``slide``, ``exercise``, ``quote``, or one of the course's own."""
    title: str


def pages(course: "Course", session: Session | None = None) -> tuple[Page, ...]:
    """Return the pages of a course in their order. Raises PageError for a template that cannot be filled."""
    from worksheets.packet.jobs import description_job

    described = (session or Session()).fill_templates(course, description_job, course)
    named = zip(course.pages, described, strict=True)
    return tuple(Page(number, name, page.kind, page.title) for number, (name, page) in enumerate(named, start=1))


def course_schema_text() -> str:
    """Return the JSON Schema of ``course.toml`` as text, with descriptions in the language of messages."""
    import json

    from worksheets.course.course_schema import course_schema

    return json.dumps(course_schema(), ensure_ascii=False, indent=2) + "\n"


def schema_text(course: "Course", *, roster: bool = False) -> str:
    """Return the JSON Schema (2020-12) of a participant's file, or of a list of participants, as JSON."""
    import json

    from worksheets.course.schema import schema

    return json.dumps(schema(course, roster=roster), ensure_ascii=False, indent=2) + "\n"
