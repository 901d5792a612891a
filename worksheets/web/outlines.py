"""What each course consists of, read anew when one of its files has been saved."""

from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from worksheets import api

if TYPE_CHECKING:
    from worksheets.course.course import Course

_MOST = 4
"""Courses that are kept; the one that was asked for longest ago makes room for a new one."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A course with its pages and the places on them that can be filled."""

    course: "Course"
    stamp: str
    """Tells it from the same course before one of its files was saved."""
    pages: tuple[api.Page, ...]
    slots: tuple[api.CourseSlot, ...]
    layouts: tuple[str, ...]
    themes: tuple[str, ...]

    @property
    def exercises(self) -> tuple[int, ...]:
        """The numbers of the pages with exercises."""
        return tuple(page.number for page in self.pages if page.kind == "exercise")

    @property
    def group_fields(self) -> tuple[api.CourseSlot, ...]:
        """The fields that everybody can be given and that some page prints."""
        fields = (slot for slot in self.slots if slot.kind is api.SlotKind.FIELD and slot.pages)
        return tuple(slot for slot in fields if slot.path in self.course.settable)

    def slot(self, path: str) -> api.CourseSlot | None:
        """Return the slot with a path, or the column that it is in; None if the course has none."""
        if path not in self.course.shown:
            return None
        column = ".".join("1" if step.isdecimal() else step for step in path.split("."))
        return next((slot for slot in self.slots if slot.path in (path, column)), None)


class Outlines:
    """The outlines of the courses on offer, since filling every page takes a fifth of a second."""

    def __init__(self, session: api.Session) -> None:
        self._session = session
        self._outlines: dict[str, Outline] = {}
        """By the courses' folders, the last used at the end."""
        self._lock = Lock()

    def of(self, course: "Course") -> Outline:
        """Return a course's outline. Raises WorksheetsError for a page or a style sheet that cannot be used."""
        stamp, key = _stamp(course.folder), str(course.folder)
        with self._lock:
            outline = self._outlines.pop(key, None)
            if outline is None or outline.stamp != stamp:
                outline = self._read(course, stamp)
            self._outlines[key] = outline
            while len(self._outlines) > _MOST:
                del self._outlines[next(iter(self._outlines))]
        return outline

    def _read(self, course: "Course", stamp: str) -> Outline:
        pages, slots = api.pages(course, self._session), api.slots(course, self._session)
        return Outline(course, stamp, pages, slots, api.layouts(course), api.themes(course))


def _stamp(folder: Path) -> str:
    """Return the time at which something in a folder was saved last, and how many files it has."""
    times = [path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()]
    return f"{max(times, default=0)}-{len(times)}"
