"""A course checked: everything that is wrong with it at once, each fault with its file, its line and its cure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from worksheets.course.fault import CourseFault, FaultKind, Severity
from worksheets.errors import CourseError, WorkerError, WorksheetsError
from worksheets.messages import _
from worksheets.packet.session import Session
from worksheets.resources import DEFAULT_LANGUAGE

from .courses import layouts

if TYPE_CHECKING:
    from worksheets.course.course import Course

_HANDOUTS = 3
"""The handouts that are made of a course in a layout: each page alone, all of them blank, and filled."""
_PRODUCTS = 4
"""The handouts whose time the products of a course may take: some ten pages, blank and filled."""
_LAYOUT = "handout"
"""The layout in which it is looked up what the pages print, and whether there is room to write."""


@dataclass(frozen=True, slots=True)
class CourseReport:
    """What is wrong with a course."""

    folder: Path
    """As it was given; the files of the faults begin with it."""
    pages: int
    """The number of its pages; 0 if the list of them cannot be read."""
    faults: tuple[CourseFault, ...]
    """From the top of ``course.toml`` to the last page, and then the other files."""
    is_typeset: bool
    """The pages could be laid out, so that what shows only then is among the faults."""

    @property
    def errors(self) -> tuple[CourseFault, ...]:
        """What must be mended before the course is printed."""
        return tuple(fault for fault in self.faults if fault.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[CourseFault, ...]:
        """What is worth mending."""
        return tuple(fault for fault in self.faults if fault.severity is Severity.WARNING)


def is_course(path: Path) -> bool:
    """Return True for the folder of a course: one with a ``course.toml``."""
    return (path / "course.toml").is_file()


def check_course(where: str | Path, session: Session | None = None) -> CourseReport:
    """Return everything that is wrong with the course in a folder.

    Its pages are laid out in every layout, blank and filled with long texts. Raises CourseError for a folder without a
    ``course.toml``.
    """
    from worksheets.course.picture_files import unused_pictures

    folder, session = Path(where), session or Session()
    course, faults = _read(folder)
    if course is None:
        faults += _unrendered(folder, layouts(_unread_course(folder)), session)
    else:
        faults += _unrendered(folder, (), session)
        rendered, files = _rendered(course, session)
        # A picture whose name is misspelt on a page is not unused.
        faults += [*rendered, *_of_products(course, session), *unused_pictures(folder, files)]
    return _report(folder, course, faults + _of_style_sheets(folder))


def _read(folder: Path) -> "tuple[Course | None, list[CourseFault]]":
    """Return the course, and no faults; or no course, and what is wrong in ``course.toml`` and on pages in Markdown."""
    from worksheets.course.fault import faults_of
    from worksheets.course.reader import page_problems, read_course

    try:
        course = read_course(str(folder))
        return course, [] if course.pages else [_no_pages(folder)]
    except CourseError as error:
        if not is_course(folder):
            raise
        faults = faults_of(error, folder)
        # Where the list of pages cannot be read, no page has been either.
        return None, faults + faults_of(CourseError(*page_problems(folder)), folder)


def _no_pages(folder: Path) -> CourseFault:
    message = _("the course has no pages; write one into the folder pages, and its name into the list: {example}")
    return CourseFault(folder / "course.toml", 1, message.format(example='pages = ["…"]'), FaultKind.COURSE)


def _unrendered(folder: Path, names: Sequence[str], session: Session) -> list[CourseFault]:
    """Return what is wrong by themselves with templates, and with the style sheets of layouts."""
    from worksheets.course.fault import faults_of
    from worksheets.packet.jobs import unrendered_job

    unread = _unread_course(folder)
    try:
        return list(session.call(unread, unrendered_job, unread.folder, names))
    except WorksheetsError as error:
        return faults_of(error, folder)


def _unread_course(folder: Path) -> "Course":
    """Return what stands for a course whose ``course.toml`` is not looked at."""
    from worksheets.course.course import Course
    from worksheets.course.slots import Part

    return Course(folder.name, folder.resolve(), "", "", DEFAULT_LANGUAGE, (), Part("", ""))


def _rendered(course: "Course", session: Session) -> tuple[list[CourseFault], frozenset[Path]]:
    """Return what is wrong with the pages as they are printed, and the files that they show."""
    from worksheets.course.fault import faults_of
    from worksheets.packet.jobs import rendering_job

    faults, files = _printed(course, session), frozenset[Path]()
    for layout in () if any(fault.kind is FaultKind.LIMITS for fault in faults) else layouts(course):
        try:
            rendering = session.call_for(_HANDOUTS, course, rendering_job, course, layout)
        except WorksheetsError as error:
            faults += faults_of(error, course.folder)
            if isinstance(error, WorkerError):  # It would run into its limit in the other layouts, too.
                break
        else:
            faults += rendering.faults
            files |= rendering.files
    return faults, files


def _of_products(course: "Course", session: Session) -> list[CourseFault]:
    """Return what is wrong with what a course has of its own for products, such as sign-in sheets; few have any."""
    from worksheets.course.fault import faults_of
    from worksheets.course.words import PRODUCTS
    from worksheets.packet.jobs import product_faults_job

    if not any((course.folder / inner / PRODUCTS).exists() for inner in ("", "styles", "words")):
        return []
    try:
        return list(session.call_for(_PRODUCTS, course, product_faults_job, course))
    except WorksheetsError as error:
        return faults_of(error, course.folder)


def _printed(course: "Course", session: Session) -> list[CourseFault]:
    """Return the exercises that no page prints, and those that stand twice.

    If a page cannot be filled, that are none, unless it takes too long: the renderings say what is wrong with it.
    """
    from worksheets.compose.drawn_slots import doubled, missing_exercise, unprinted
    from worksheets.course.fault import fault_of, faults_of

    try:
        pages = session.drawn_pages(course, _LAYOUT)
    except WorkerError as error:
        return faults_of(error, course.folder)
    except WorksheetsError:
        return []
    faults = []
    for exercise, paths in unprinted(pages, course).items():
        problem = missing_exercise(course.part(exercise), paths, pages, course)
        fault = fault_of(problem, FaultKind.UNPRINTED, course.folder)
        faults.append(fault if fault.line else fault.at(fault.file, _table_line(fault.file, exercise, course.folder)))
    return faults + [fault_of(line, FaultKind.DOUBLED, course.folder) for line in doubled(pages, course)]


def _table_line(file: Path, exercise: str, folder: Path) -> int:
    """Return the line of an exercise's table in ``course.toml``; 0 if it is not there."""
    from worksheets.course.key_lines import key_lines
    from worksheets.course.source_lines import SourceLines

    return key_lines("\n".join(SourceLines(file, folder).lines)).get(f"exercises.{exercise}", 0)


def _of_style_sheets(folder: Path) -> list[CourseFault]:
    """Return what is wrong with the colours of the course's own style sheets."""
    from worksheets.course.layout import looks, read_layout
    from worksheets.course.style_contrast import contrast_faults

    faults: list[CourseFault] = []
    for name, look in looks(layouts(_unread_course(folder)), folder) if (folder / "styles").exists() else ():
        try:
            faults += contrast_faults(read_layout(name, folder, brand=look), folder)
        except WorksheetsError:  # It is said of the style sheet already.
            continue
    return faults


def _report(folder: Path, course: "Course | None", faults: Iterable[CourseFault]) -> CourseReport:
    """Return the faults in order, each once, with their lines, and with files as the user has named the folder."""
    from worksheets.course.source_lines import SourceLines

    pages = course.pages if course else ()
    sources: dict[Path, SourceLines] = {}
    by_place: dict[tuple[Path, int, str], CourseFault] = {}
    for fault in faults:
        file = as_given(fault.file, folder)
        lines = sources.setdefault(file, SourceLines(file, folder))
        placed = replace(fault, file=file, source=lines.line(fault.line))
        by_place.setdefault((file, fault.line, fault.message), placed)
    order = sorted(by_place.values(), key=lambda fault: (*_rank(fault.file, folder, pages), fault.line))
    return CourseReport(folder, len(pages), tuple(order), course is not None)


def as_given(file: Path, folder: Path) -> Path:
    """Return a file of a course's folder under the folder's name as the user has given it."""
    for start in (folder, folder.resolve()):
        if file.is_relative_to(start):
            return folder / file.relative_to(start)
    return file


def _rank(file: Path, folder: Path, pages: Sequence[str]) -> tuple[int, int, str]:
    """Return by what files are ordered: ``course.toml``, the pages in their order, the others by their names."""
    name = file.name.partition(".")[0]
    if file == folder / "course.toml":
        return 0, 0, ""
    if file.parent == folder / "pages":
        return 1, pages.index(name) if name in pages else len(pages), name
    return 2, 0, str(file)
