"""What each course consists of, read anew when one of its files has been saved."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

from worksheets import api

if TYPE_CHECKING:
    from worksheets.course.course import Course

T = TypeVar("T")

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


class _Kept(Generic[T]):
    """What was found out about the courses used last, until one of their files is saved."""

    def __init__(self, find_out: Callable[["Course", str], T]) -> None:
        self._find_out = find_out
        self._values: dict[str, tuple[str, T]] = {}
        """With the courses' stamps, by their folders, the last used at the end."""
        self._lock = Lock()

    def of(self, course: "Course") -> T:
        stamp, key = _stamp(course.folder), str(course.folder)
        with self._lock:
            kept = self._values.pop(key, None)
            if kept is None or kept[0] != stamp:
                kept = stamp, self._find_out(course, stamp)
            self._values[key] = kept
            while len(self._values) > _MOST:
                del self._values[next(iter(self._values))]
        return kept[1]


class Outlines:
    """The outlines of the courses on offer, since filling every page takes a fifth of a second."""

    def __init__(self, session: api.Session) -> None:
        self._session = session
        self._outlines = _Kept(self._read)
        self._pages = _Kept(lambda course, _stamp: api.pages(course, session))

    def of(self, course: "Course") -> Outline:
        """Return a course's outline. Raises WorksheetsError for a page or a style sheet that cannot be used."""
        return self._outlines.of(course)

    def pages(self, course: "Course") -> tuple[api.Page, ...]:
        """Return a course's pages, which are known sooner. Raises WorksheetsError for one that cannot be used."""
        return self._pages.of(course)

    def _read(self, course: "Course", stamp: str) -> Outline:
        pages, slots = self.pages(course), api.slots(course, self._session)
        return Outline(course, stamp, pages, slots, api.layouts(course), api.themes(course))


def _stamp(folder: Path) -> str:
    """Return the time at which something in a folder was saved last, and how many files it has."""
    times = [path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()]
    return f"{max(times, default=0)}-{len(times)}"
