"""Courses: reading one, its pages, and the schema of its participants' files."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from worksheets.resources import DEFAULT_COURSE

if TYPE_CHECKING:
    from worksheets.course.course import Course


def read_course(where: str | Path = DEFAULT_COURSE) -> "Course":
    """Return the course in a folder, or the shipped course of a name.

    Its ``course.toml`` is read at each call. Raises CourseError with everything that is wrong with it.
    """
    from worksheets.course.reader import read_course as read

    return read(str(where))


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a course."""

    number: int
    """Its place in the course, counted from 1."""
    name: str
    kind: str
    """Its frame: ``cover``, ``slide``, ``exercise``, ``quote``, or one of the course's own."""
    title: str


def pages(course: "Course") -> tuple[Page, ...]:
    """Return the pages of a course in their order. Raises PageError for a template that cannot be filled."""
    from worksheets.compose.templates import Templates
    from worksheets.course.layout import read_layout

    templates, layout = Templates(course.folder), read_layout("handout", course.folder)
    described = [(name, templates.describe(name, course, layout)) for name in course.pages]
    return tuple(Page(n, name, page.kind, page.title) for n, (name, page) in enumerate(described, start=1))


def schema_text(course: "Course", *, roster: bool = False) -> str:
    """Return the JSON Schema (2020-12) of a participant's file, or of a list of participants, as JSON."""
    from worksheets.course.schema import schema

    return json.dumps(schema(course, roster=roster), ensure_ascii=False, indent=2) + "\n"
