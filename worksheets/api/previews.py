"""A course's preview: a blank handout that keeps the last good version of every page."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from worksheets.course.fault import CourseFault
from worksheets.errors import CourseError, NoTypesetterError, WorksheetsError
from worksheets.messages import _
from worksheets.packet.session import Session, run
from worksheets.resources import DEFAULT_COURSE

from .courses import read_course
from .handouts import edition_of
from .preview_faults import PreviewFaults
from .printing import Printing
from .variants import BRANDED, NOT_IN_NAMES

if TYPE_CHECKING:
    from worksheets.compose.edition import Edition
    from worksheets.course.course import Course
    from worksheets.course.markdown.page import ReadPage
    from worksheets.course.reader import StudiedCourse
    from worksheets.packet.preview_order import FaultStrip, PlacedPage

_WIDTH, _HEIGHT = 210.0, 297.0
"""The size, in mm, of a sheet in the place of a page that has never been good."""


@dataclass(frozen=True, slots=True)
class PreviewOptions:
    """How a course is shown."""

    layout: str = "handout"
    """``handout``, ``slides``, or a layout of the course's own."""
    paper: str = "screen"
    """``screen``, or ``a4`` for slides on A4 across."""
    theme: str = ""
    """Colours and strokes in place of the brand's, as ``Printing`` has them."""
    brand: Path | None = field(default=None, metadata=BRANDED)
    """A file with a logo, colours, a font and more, as ``Printing`` has it."""
    output: str | Path | None = field(default=None, metadata=NOT_IN_NAMES)
    """The PDF, or a folder for it, as ``Document.target`` takes it; None for ``output/NAME-esikatselu.pdf``."""
    overwrite: bool = field(default=False, metadata=NOT_IN_NAMES)
    """Replace another file that is there already; the one that ``output`` None means is always replaced."""


@dataclass(frozen=True, slots=True)
class PreviewState:
    """A preview as it is after a look at the course's files."""

    pdf: bytes = field(repr=False)
    changed: tuple[str, ...]
    """The pages that have been typeset anew, by their names."""
    names: tuple[str, ...]
    """The course's pages in their order; none until it can be read."""
    problems: tuple[str, ...]
    """Everything that is wrong with the course now."""
    faults: tuple[CourseFault, ...] = ()
    """The same as values."""
    stale: Mapping[str, datetime | None] = field(default_factory=dict)
    """The pages that are shown as they last were right, with the time since when; None for one that never was."""
    page_pdfs: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """The pages as they last were right, without strips that say what is wrong; none for a page that never was."""


@dataclass(frozen=True, slots=True)
class _GoodPage:
    """The last good version of a page."""

    placed: "PlacedPage"
    pdf: bytes = field(repr=False)
    since: datetime


class PreviewMaker:
    """Typesets what has changed in a course's folder, and keeps the rest."""

    def __init__(self, where: str, folder: Path, options: PreviewOptions, session: Session) -> None:
        """``where`` is the course as its messages are to name it."""
        from worksheets.packet.course_digests import CourseDigests

        self._where = where
        self._folder = folder
        self._options = options
        self._session = session
        self._digests: CourseDigests = CourseDigests(folder.resolve())
        self._read_pages: Mapping[str, ReadPage] = {}
        self._edition: Edition | None = None
        """The last one that could be made."""
        self._good: dict[str, _GoodPage] = {}
        self._strips: dict[FaultStrip, bytes] = {}
        """The strips of the last preview, by what they say."""

    def state(self) -> PreviewState:
        """Look at the files, and return the preview as it is now.

        Raises NoTypesetterError on a machine without the typesetter; whatever else is wrong is shown in the preview.
        """
        faults = PreviewFaults()
        changed: tuple[str, ...] | None = None
        try:
            studied = self._studied()
            faults.general += studied.problems
            faults.of_pages |= studied.page_problems
            if studied.course:
                changed = self._typeset(studied.course, faults)
        except NoTypesetterError:
            raise
        except WorksheetsError as error:
            faults.general += error.problems
        names = self._edition.pages if self._edition else ()
        at_fault = names if changed is None else [name for name in names if name in faults.of_pages]
        return PreviewState(
            self._put_together(faults),
            changed or (),
            names,
            faults.all,
            faults.as_values(self._folder),
            {name: self._good[name].since if name in self._good else None for name in at_fault},
            {name: self._good[name].pdf for name in names if name in self._good},
        )

    def _studied(self) -> "StudiedCourse":
        """Return the course as far as it can be read, and keep its good pages."""
        from worksheets.course.reader import study_course

        if not (source := self._folder / "course.toml").exists():
            message = _("{path}: is gone; the preview stays as it was, and follows when the file is back")
            raise CourseError(message.format(path=source))
        studied = study_course(self._where, self._read_pages)
        self._read_pages = studied.good_pages
        return studied

    def _typeset(self, course: "Course", faults: PreviewFaults) -> tuple[str, ...]:
        """Typeset what has changed, and return the names of these pages."""
        from worksheets.compose.fingerprint import brand_digest
        from worksheets.packet.jobs import preview_job
        from worksheets.packet.preview_order import PreviewOrder

        edition = edition_of(_printing(course, self._options))
        kept = {name: page.placed for name, page in self._good.items()}
        digests = self._digests.read().branded(brand_digest(edition.layout))
        order = PreviewOrder(edition, digests, kept, tuple(faults.of_pages))
        with run():
            pages = self._session.call(course, preview_job, order)
        self._edition = edition
        now = datetime.now().astimezone()
        new = {name: _GoodPage(page.placed, page.pdf, now) for name, page in pages.items() if page.placed and page.pdf}
        self._good = {name: page for name, page in (self._good | new).items() if name in pages}
        faults.of_pages |= {name: page.problems for name, page in pages.items() if page.problems}
        return tuple(new)

    def _put_together(self, faults: PreviewFaults) -> bytes:
        """Return the PDF of all pages, each as it last was good, with what is wrong with them now above them."""
        from worksheets.pdf.back_sides import IN_PLACE, BackSideShift
        from worksheets.pdf.preview_file import PreviewSheets, preview_file

        names = self._edition.pages if self._edition else ("",)
        shown = faults.by_page(names)
        strips = {name: strip for name in names if (strip := self._strip(name, shown[name], faults))}
        self._draw(set(strips.values()))
        drawn = {name: self._strips[strip] for name, strip in strips.items()}
        good = {name: page.pdf for name, page in self._good.items()}
        sheets = [
            PreviewSheets(good[name], drawn.get(name, b"")) if name in good else PreviewSheets(drawn[name])
            for name in names
        ]
        return preview_file(sheets, BackSideShift.of(self._edition.layout.numbers) if self._edition else IN_PLACE)

    def _strip(self, name: str, problems: tuple[str, ...], faults: PreviewFaults) -> "FaultStrip | None":
        """Return what says what is wrong with a page: a strip above its last good version, or a sheet in its place."""
        from worksheets.packet.preview_order import FaultStrip
        from worksheets.pdf.preview_file import first_width

        problems = tuple(map(self._shortly, problems))
        if not self._edition:
            return FaultStrip(_("The course cannot be shown yet. What is wrong:"), problems, _WIDTH, _HEIGHT)
        if name not in self._good:
            return FaultStrip(_("This page cannot be shown yet. What is wrong:"), problems, _WIDTH, _HEIGHT)
        if not problems:
            return None
        if problems[0] in map(self._shortly, faults.of_pages.get(name, ())):
            heading = _("This page is shown as it last was right. What is wrong now:")
        else:
            heading = _("The pages are shown as they last were right. What is wrong now:")
        return FaultStrip(heading, problems, first_width(self._good[name].pdf))

    def _shortly(self, problem: str) -> str:
        """Return a problem without the course's folder before the file."""
        for folder in (Path(self._where), self._folder.resolve()):
            problem = problem.removeprefix(f"{folder}{os.sep}")
        return problem

    def _draw(self, strips: "set[FaultStrip]") -> None:
        """Keep the PDFs of these strips, and no others."""
        from worksheets.packet.jobs import fault_strips_job

        if new := [strip for strip in strips if strip not in self._strips]:
            pdfs = self._session.call(read_course(DEFAULT_COURSE), fault_strips_job, new)
            self._strips |= dict(zip(new, pdfs, strict=True))
        self._strips = {strip: self._strips[strip] for strip in strips}


def _printing(course: "Course", options: PreviewOptions) -> Printing:
    return Printing(course, layout=options.layout, paper=options.paper, theme=options.theme, brand=options.brand)
