"""A course of one's own that is followed while it is written: its pages, its faults, its files, what has happened."""

import os
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from threading import Condition, Event, Lock, Thread
from typing import TYPE_CHECKING

from worksheets import api
from worksheets.errors import WorksheetsError
from worksheets.files import read_regular
from worksheets.messages import in_language

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_EVENTS = 12
"""Saves that are remembered."""
_QUIET = 3.0
"""Seconds without a change after which everything of the course is checked, which takes some seconds."""
_LARGEST_FILE = 1_000_000
"""Limit of a file whose lines are shown, in bytes."""
_SUFFIXES = (".md", ".html.j2")
_BEFORE, _AFTER = 7, 4
"""Lines that are shown before a fault and after it."""
_MOST_LINES = 24
"""Lines that are shown of a file without a fault."""
_LONGEST_LINE = 300
_UNSEEN = 3.0
"""Seconds after which nobody looks at a course: a page that is open looks every fraction of a second."""
_END = 0.2
"""Seconds in which a thread ends that is not typesetting; one that is ends with the program."""


@dataclass(frozen=True, slots=True)
class CourseFile:
    """A file of a course."""

    path: Path
    name: str
    page: int = 0
    """The number of the page that is written in it; 0 for ``course.toml`` and others."""
    page_name: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """Something that has happened in the folder."""

    time: datetime
    files: tuple[str, ...]
    """The names of the files that were saved; none if they cannot be told."""
    faults: int
    pages: tuple[int, ...]
    """The numbers of the pages that were drawn anew."""


@dataclass(frozen=True, slots=True)
class CourseState:
    """A course as it was when it was looked at last."""

    version: int = 0
    """It rises whenever something is different."""
    time: datetime | None = None
    """When it was read; None before it has been."""
    title: str = ""
    """As it last could be read."""
    preview: api.Preview | None = field(default=None, repr=False)
    files: tuple[CourseFile, ...] = ()
    saved: tuple[Saved, ...] = ()
    """The latest first."""
    problems: tuple[str, ...] = ()
    """Why the course is not followed any more; none as long as it is."""
    advice: tuple[api.CourseFault, ...] = ()
    """What a check of the whole course has found besides the faults."""

    @property
    def faults(self) -> tuple[api.CourseFault, ...]:
        """What is wrong, and keeps the course from being printed."""
        return self.preview.faults if self.preview else ()

    @property
    def can_print(self) -> bool:
        """The course has been read, and nothing is wrong with it."""
        return bool(self.preview and self.preview.names and not (self.faults or self.problems))

    def faults_in(self, path: Path) -> tuple[api.CourseFault, ...]:
        """Return the faults of a file."""
        return tuple(fault for fault in self.faults if fault.file == path)

    def number_of(self, name: str) -> int:
        """Return the number of the page of that name, from 1; 0 if there is none."""
        names = self.preview.names if self.preview else ()
        return names.index(name) + 1 if name in names else 0


class OwnCourse:
    """Follows a course's folder in a thread of its own, from the first time that somebody looks."""

    def __init__(self, where: str, language: str) -> None:
        """``language`` is that of the messages about the course."""
        self.folder = Path(where)
        self.language = language
        self.state = CourseState()
        self.seen = 0.0
        """When somebody looked at it last, by the clock that never goes back."""
        self._changed = Condition()
        self._ended = Event()
        self._pictures: dict[tuple[bytes, int], bytes] = {}
        self._session = api.Session()
        self._threads = [Thread(target=self._follow, daemon=True), Thread(target=self._check, daemon=True)]

    def begin(self) -> None:
        """Begin to follow it."""
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Follow it no longer."""
        self._ended.set()
        with self._changed:
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(_END)
        self._session.close()

    @property
    def is_ended(self) -> bool:
        """It is followed no longer."""
        return self._ended.is_set()

    def wait(self, version: int, seconds: float) -> CourseState:
        """Return the state when it is another than that of a version, or after so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self.state.version != version or self._ended.is_set(), seconds)
            return self.state

    def picture(self, number: int, dpi: int) -> bytes | None:
        """Return a page as it last was right, as a PNG; None if it never was, or is not there."""
        preview = self.state.preview
        name = preview.names[number - 1] if preview and 1 <= number <= len(preview.names) else ""
        pdf = preview.page_pdfs.get(name) if preview else None
        if pdf is None:
            return None
        picture = self._pictures.get((pdf, dpi))
        if picture is None:
            picture = api.PageView(api.Printing(api.read_course()), self._session).draw(pdf, 0, dpi)
            self._pictures[pdf, dpi] = picture
        return picture  # The other thread may have forgotten it already.

    def _follow(self) -> None:
        """Keep the state up to date until the course is followed no longer."""
        times: Mapping[Path, int] = {}
        with in_language(self.language), tempfile.TemporaryDirectory() as folder:
            options = api.PreviewOptions(output=Path(folder) / "preview.pdf", overwrite=True)
            try:
                with closing(api.watch(self.folder, options, session=self._session, ended=self._ended)) as previews:
                    for preview in previews:
                        times = self._show(preview, times)
            except WorksheetsError as error:
                self._become(replace(self.state, problems=error.problems))

    def _show(self, preview: api.Preview, before: Mapping[Path, int]) -> Mapping[Path, int]:
        """Take a preview into the state, and return when its files were changed last."""
        now, state = datetime.now().astimezone(), self.state
        files = tuple(course_files(self.folder, preview.names, preview.faults))
        times = _times(files)
        names = tuple(file.name for file in files if before and times.get(file.path) != before.get(file.path))
        pages = tuple(number for number, name in enumerate(preview.names, start=1) if name in preview.changed)
        saved = (Saved(now, names, len(preview.faults), pages), *state.saved) if before else state.saved
        self._forget_pictures(preview)
        title = self._title() or state.title
        self._become(CourseState(state.version, now, title, preview, files, saved[:_MOST_EVENTS]))
        return times

    def _title(self) -> str:
        """Return the course's title; empty while it cannot be read."""
        try:
            return api.read_course(self.folder).title
        except WorksheetsError:
            return ""

    def _forget_pictures(self, preview: api.Preview) -> None:
        """Give up the pictures of pages as they are no more."""
        kept = set(preview.page_pdfs.values())
        self._pictures = {key: picture for key, picture in self._pictures.items() if key[0] in kept}

    def _become(self, state: CourseState) -> None:
        with self._changed:
            self.state = replace(state, version=self.state.version + 1)
            self._changed.notify_all()

    def _check(self) -> None:
        """Check all of the course whenever nothing has been saved for a while."""
        checked: api.Preview | None = None
        while not self._ended.is_set():
            preview = self._quiet(checked)
            if preview is None or self._ended.is_set():
                continue
            checked = preview
            advice = self._advice(preview)
            with self._changed:
                is_current = self.state.preview is preview
            if is_current and advice != self.state.advice:
                self._become(replace(self.state, advice=advice))

    def _quiet(self, checked: api.Preview | None) -> api.Preview | None:
        """Return a preview that is not the one that was checked, once it has been the last one for a while."""
        with self._changed:
            self._changed.wait_for(lambda: self.state.preview is not checked or self._ended.is_set())
            preview = self.state.preview
            is_other = self._changed.wait_for(lambda: self.state.preview is not preview or self._ended.is_set(), _QUIET)
            return None if is_other else preview

    def _advice(self, preview: api.Preview) -> tuple[api.CourseFault, ...]:
        """Return what a check finds besides what is known."""
        known = {(fault.file, fault.message) for fault in preview.faults}
        with in_language(self.language), api.Session() as session:
            try:
                report = api.check_course(self.folder, session)
            except WorksheetsError:  # The course is gone, or takes too long: the preview says so.
                return ()
        faults = (*report.errors, *report.warnings)
        return tuple(fault for fault in faults if (fault.file, fault.message) not in known)


class FollowedCourses:
    """The courses that are followed: each from when somebody looks, in the language of whoever looks."""

    def __init__(self) -> None:
        self._courses: dict[tuple[str, str], OwnCourse] = {}
        self._lock = Lock()

    def of(self, where: str, language: str) -> OwnCourse:
        """Return the course in a folder, which is followed from now on; in a language that nobody reads, no longer."""
        with self._lock:
            course = self._courses.get((where, language))
            if course is None:
                self._end_unseen(where)
                course = self._courses[where, language] = OwnCourse(where, language)
                course.begin()
            course.seen = time.monotonic()
            return course

    def _end_unseen(self, where: str) -> None:
        """End those of the same folder at which nobody looks any more."""
        for key, course in [*self._courses.items()]:
            if key[0] == where and time.monotonic() - course.seen > _UNSEEN:
                self._courses.pop(key).end()

    def end(self) -> None:
        """Follow none any longer."""
        with self._lock:
            for course in self._courses.values():
                course.end()
            self._courses.clear()


def course_files(folder: Path, pages: "Sequence[str]", faults: Iterable[api.CourseFault]) -> Iterator[CourseFile]:
    """Yield the files that a course consists of: ``course.toml``, its pages in order, others at fault.

    Whatever else lies in the folder is none of the course's, nor is what a link out of the folder leads to.
    """
    listed = [CourseFile(folder / "course.toml", "course.toml")]
    for number, name in enumerate(pages, start=1):
        path = next((path for suffix in _SUFFIXES if (path := folder / "pages" / f"{name}{suffix}").is_file()), None)
        listed += [CourseFile(path, path.name, number, name)] if path else []
    known = {file.path for file in listed}
    others = dict.fromkeys(fault.file for fault in faults if fault.file not in known and fault.file.is_file())
    listed += [CourseFile(path, path.name) for path in others]
    yield from (file for file in listed if file.path.is_file() and _lies_in(file.path, folder))


def _lies_in(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _times(files: Iterable[CourseFile]) -> dict[Path, int]:
    """Return when files were changed, in nanoseconds; a file that is gone meanwhile has none."""
    times = {}
    for file in files:
        try:
            times[file.path] = os.stat(file.path).st_mtime_ns  # noqa: PTH116 - no Path is made for it
        except OSError:
            continue
    return times


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of a file, with what is wrong there."""

    number: int
    text: str
    faults: tuple[str, ...] = ()


def lines_of(file: CourseFile, faults: "Sequence[api.CourseFault]") -> tuple[SourceLine, ...]:
    """Return the lines of a file around its first fault, or its first lines; none if it cannot be read as text."""
    try:
        text = read_regular(file.path, _LARGEST_FILE).decode()
    except (OSError, UnicodeDecodeError):
        return ()
    lines = text.splitlines()
    numbered = sorted(fault.line for fault in faults if fault.line)
    first = max(1, numbered[0] - _BEFORE) if numbered else 1
    last = max(first + _MOST_LINES - 1, numbered[0] + _AFTER) if numbered else _MOST_LINES
    return tuple(
        SourceLine(number, line[:_LONGEST_LINE], tuple(fault.message for fault in faults if fault.line == number))
        for number, line in enumerate(lines, start=1)
        if first <= number <= last
    )
