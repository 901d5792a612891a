"""A fault of a course: the file, the line, what is wrong and how to mend it, and whether it must be mended."""

import re
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from worksheets.errors import CourseError, FileProblem, PageError, StyleError, WorksheetsError

from .markdown_page import SUFFIX as MARKDOWN_SUFFIX

_LINE = re.compile(r"(?P<name>[^:\n]*)(?::(?P<line>\d+))?: (?P<reason>.*)", re.DOTALL)
"""What follows the course's folder in a problem: ``/pages/alku.html.j2:7: there is no “nimmi” here``."""
_STYLE_PLACE = re.compile(r" at (\d+):\d+(?=[\s,.]|$)")
"""Where in a style sheet something stands, as the typesetter says it in any language: line and column."""


class FaultKind(Enum):
    """What a fault is about; the values are the codes that programs get."""

    COURSE = "course"
    """``course.toml``, a file of words, or the list of pages."""
    MARKDOWN = "markdown"
    TEMPLATE = "template"
    STYLE = "style"
    """A style sheet, a font or a picture that cannot be used."""
    HEADING = "heading"
    DESCRIPTION = "description"
    EMPTY_PAGE = "empty-page"
    UNPRINTED = "unprinted"
    """An exercise that no page prints, or that a widget of another kind draws."""
    DOUBLED = "doubled"
    SPILL = "spill"
    """A page that takes more than one sheet."""
    SLIDE_SPILL = "slide-spill"
    """A page that takes more than one slide."""
    ROOM = "room"
    """Too little room to write in."""
    CONTRAST = "contrast"
    RESOLUTION = "resolution"
    UNUSED_PICTURE = "unused-picture"
    LIMITS = "limits"
    """Pages that take too much time or memory."""


_WARNINGS = (FaultKind.RESOLUTION, FaultKind.UNUSED_PICTURE, FaultKind.DOUBLED, FaultKind.SLIDE_SPILL)
"""What is worth mending, but does not make a course unfit to be printed.

Nothing is lost of a page that goes on from slide to slide, as prompts do by themselves; on paper, it is a sheet of its
own for two lines.
"""


class Severity(Enum):
    """Whether a fault must be mended before the course is printed."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class CourseFault:
    """What is wrong in one place of a course."""

    file: Path
    """The course's folder where no file of it can be named."""
    line: int
    """Counted from 1; 0 where it cannot be told."""
    message: str
    """What is wrong and the cure, without the place."""
    kind: FaultKind
    source: str = ""
    """The line itself; empty where there is none."""

    @property
    def severity(self) -> Severity:
        """Whether it must be mended."""
        return Severity.WARNING if self.kind in _WARNINGS else Severity.ERROR

    def at(self, file: Path, line: int) -> "CourseFault":
        """Return the fault at another place."""
        return replace(self, file=file, line=line)


def faults_of(error: WorksheetsError, folder: Path) -> list[CourseFault]:
    """Return what an error says of a course's folder."""
    return [fault_of(problem, _kind(error), folder) for problem in error.problems]


def fault_of(problem: str, kind: FaultKind, folder: Path) -> CourseFault:
    """Return a problem as a fault. Its place is read off the path at its beginning, which no language changes."""
    if isinstance(problem, FileProblem) and problem.file:
        fault = CourseFault(Path(problem.file), problem.line, problem.reason, kind)
    else:
        fault = _placed(problem, kind, folder)
    if kind is FaultKind.COURSE and fault.file.suffix == MARKDOWN_SUFFIX:
        fault = replace(fault, kind=FaultKind.MARKDOWN)
    return fault


def _placed(problem: str, kind: FaultKind, folder: Path) -> CourseFault:
    split = _split(problem, folder)
    if split is None:
        return CourseFault(folder, 0, problem, kind)
    file, line, reason = split
    inner = _split(reason, folder)
    if inner and not line and inner[0].is_file():  # A style sheet has a font that is damaged.
        return CourseFault(*inner, kind)
    return CourseFault(file, line, f"{inner[0].name}: {inner[2]}" if inner else reason, kind)


def _split(problem: str, folder: Path) -> tuple[Path, int, str] | None:
    """Return the file, the line and the rest of a problem; None if it does not begin with a file of the folder."""
    for start in {str(folder), str(folder.resolve())}:
        match = _LINE.fullmatch(problem, len(start)) if problem.startswith(start) else None
        if match:
            place = _STYLE_PLACE.search(match["reason"]) if match["name"].endswith(".css") else None
            line = int(match["line"] or (place[1] if place else 0))
            reason = match["reason"].replace(place[0], "", 1) if place else match["reason"]
            return Path(start + match["name"]), line, reason
    return None


def _kind(error: WorksheetsError) -> FaultKind:
    kinds = {CourseError: FaultKind.COURSE, PageError: FaultKind.TEMPLATE, StyleError: FaultKind.STYLE}
    return next((kind for class_, kind in kinds.items() if isinstance(error, class_)), FaultKind.LIMITS)
