"""Single pages of handouts, drawn and read again and again: what a preview shows, and pages as pictures and texts."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, TypeAlias

from msgspec import structs

from worksheets.errors import OptionsError, ParticipantError
from worksheets.messages import _
from worksheets.packet.session import Session

from .documents import Document, Pictures
from .handouts import HandoutMaker, blank, fill, filled_in, given_values
from .options import PictureOptions
from .resolutions import HIGHEST_DPI, LOWEST_DPI

if TYPE_CHECKING:
    from collections.abc import Mapping

    from worksheets.people.participant import Participant

    from .printing import Printing

    Source: TypeAlias = Path | str | Participant | None

_MOST_KEPT = 8
"""PDFs that are kept; the one that was looked at longest ago makes room for a new one."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """A handout whose pages are looked at."""

    pdf: bytes = field(repr=False)
    names: tuple[str, ...]
    """The course's pages on the PDF's pages."""


class PageView:
    """Draws and reads pages of a course's handouts, printed in one way.

    It shows a course as its files are when it is first asked, and keeps the last few handouts, so that each further
    look costs some hundredths of a second; make another one for another way of printing, or after a file has changed.
    Nothing is locked. Several threads may use it.
    """

    def __init__(self, printing: "Printing", session: Session | None = None) -> None:
        """Options are checked, and what is wrong is raised, by the first method that is called."""
        self.printing = printing
        self._session = session or Session()
        self._maker: HandoutMaker | None = None
        self._seen: dict[object, _Seen] = {}
        """By what is filled in, the last that was looked at at the end."""
        self._lock = RLock()

    def pdf(self, participant: "Participant | None" = None) -> bytes:
        """Return the handout of a participant, or a blank one, as a PDF. Raises WorksheetsError as ``fill`` does."""
        return self._handout(participant).pdf

    def count(self, participant: "Participant | None" = None) -> int:
        """Return the number of pages of a handout, which may be more than the course has."""
        return len(self._handout(participant).names)

    def names(self, participant: "Participant | None" = None) -> tuple[str, ...]:
        """Return for each page of a handout the name of the course's page that stands there."""
        return self._handout(participant).names

    def picture(self, participant: "Participant | None" = None, index: int = 0, dpi: int = 96) -> bytes:
        """Return a page of a handout, by its index, as a PNG; a form's fields are shown filled in.

        Raises IndexError for a page that is not there, and PdfError for one that is too large to be drawn so finely.
        """
        return self.draw(self._page(participant, index), index, dpi)

    def text(self, participant: "Participant | None" = None, index: int = 0) -> str:
        """Return the text of a page of a handout as a screen reader says it, line by line.

        Raises IndexError for a page that is not there.
        """
        return self.read(self._page(participant, index), index)

    def draw(self, pdf: bytes, index: int, dpi: int) -> bytes:
        """Return a page of a handout that is made already as a PNG."""
        from worksheets.packet.jobs import picture_job

        return self._session.call(self.printing.course, picture_job, pdf, index, dpi)

    def read(self, pdf: bytes, index: int) -> str:
        """Return the text of a page of a handout that is made already."""
        from worksheets.packet.jobs import text_job

        return self._session.call(self.printing.course, text_job, pdf, index)

    def is_quick(self, participant: "Participant | None" = None) -> bool:
        """Return True if a new handout of this kind is merged in some milliseconds, and not typeset."""
        return self.maker.is_quick(self._person(participant))

    def prepare(self, participant: "Participant | None" = None, session: Session | None = None) -> None:
        """Make what lets handouts of this kind be merged from now on, unless it is there: it takes some seconds.

        Without a ``session`` of its own, pages can be drawn only afterwards. Raises WorkerError if it takes too long.
        """
        self.maker.prepare(self._person(participant), session)

    def forget(self) -> None:
        """Give up the handouts that are kept."""
        with self._lock:
            self._seen.clear()

    @property
    def maker(self) -> HandoutMaker:
        """What makes the handouts."""
        with self._lock:
            self._maker = self._maker or HandoutMaker.of(self.printing, self._session)
            return self._maker

    def with_given(self, given: "Mapping[str, str]") -> "PageView":
        """Return a view of the same pages on which everybody has other values; what is prepared is shared.

        Raises WorksheetsError for a value that is wrong.
        """
        maker = self.maker
        printing = replace(self.printing, given=given)
        view = PageView(printing, self._session)
        view._maker = structs.replace(maker, given=given_values(printing))
        return view

    def pictures(self, options: PictureOptions = PictureOptions(), source: "Source" = None) -> Pictures:
        """Return a handout's pages as pictures (PNG): blank or, with a ``source`` as in ``fill``, filled in.

        A picture can neither be locked nor filled in: raises OptionsError for a password or ``fillable``. Raises
        WorksheetsError as ``blank`` and ``fill`` do, and for a participant who has a password of their own.
        """
        _check_pictures(self.printing, options)
        message = _("{location}: {field}: a picture cannot be locked; delete the password there, or make a PDF")
        document = self._unlocked(source, message)
        return Pictures(
            document, document.path.with_suffix(".png"), lambda pdf, index: self.draw(pdf, index, options.dpi)
        )

    def texts(self, source: "Source" = None) -> Document:
        """Return the text of a handout's pages as a file (UTF-8), as ``text`` gives it, with a line between two pages.

        Raises as ``pictures`` does.
        """
        _check_texts(self.printing)
        message = _("{location}: {field}: a text file cannot be locked; delete the password there, or make a PDF")
        document = self._unlocked(source, message)
        return Document(
            document.path.with_suffix(".txt"),
            lambda: "\n\n".join(self._all_texts(document.make())).encode() + b"\n",
            document.prepare_next,
            document.warnings,
        )

    def _all_texts(self, pdf: bytes) -> Iterator[str]:
        from worksheets.pdf.finish import page_count  # Here, so that --help does not load pikepdf.

        return (self.read(pdf, index) for index in range(page_count(pdf)))

    def _unlocked(self, source: "Source", message: str) -> Document:
        """Return a handout. Raises ParticipantError with the message for somebody whose data say that it is locked."""
        course = self.printing.course
        if source is None:
            return blank(self.printing, self._session)
        participant = filled_in(Path(source), course) if isinstance(source, str | Path) else source
        if participant.text(course.secret_slot):
            location = source if isinstance(source, str | Path) else participant.name
            raise ParticipantError(message.format(location=location, field=course.secret_slot))
        return fill(source, self.printing, self._session)

    def _page(self, participant: "Participant | None", index: int) -> bytes:
        """Return the PDF of a handout. Raises IndexError for a page that it does not have."""
        handout = self._handout(participant)
        if not 0 <= index < len(handout.names):
            raise IndexError(index)
        return handout.pdf

    def _handout(self, participant: "Participant | None") -> _Seen:
        from worksheets.pdf.page_names import page_names

        person = self._person(participant)
        key = (frozenset(person.values.items()), person.name_slot, person.key)
        with self._lock:
            handout = self._seen.pop(key, None)
        if handout is None:
            pdf = self.maker.make(person)
            handout = _Seen(pdf, page_names(pdf, self.maker.edition.pages))
        with self._lock:
            self._seen[key] = handout
            while len(self._seen) > _MOST_KEPT:
                del self._seen[next(iter(self._seen))]
        return handout

    @staticmethod
    def _person(participant: "Participant | None") -> "Participant":
        from worksheets.people.participant import BLANK

        return participant or BLANK


def pictures(
    printing: "Printing",
    options: PictureOptions = PictureOptions(),
    source: "Source" = None,
    session: Session | None = None,
) -> Pictures:
    """Return a handout's pages as pictures, as ``PageView.pictures`` does."""
    return PageView(printing, session).pictures(options, source)


def _check_pictures(printing: "Printing", options: PictureOptions) -> None:
    """Raise OptionsError with all that pictures cannot have, or for a resolution that is too low or too high."""
    problems = []
    if printing.password:
        problems.append(_("--password: a picture cannot be locked; leave out --password, or make a PDF"))
    if printing.fillable:
        problems.append(_("--fillable: a picture has no fields to type into; leave out --fillable, or make a PDF"))
    if not LOWEST_DPI <= options.dpi <= HIGHEST_DPI:
        message = _("--dpi {dpi}: choose from {lowest} to {highest}")
        problems.append(message.format(dpi=options.dpi, lowest=LOWEST_DPI, highest=HIGHEST_DPI))
    if problems:
        raise OptionsError(*problems)


def _check_texts(printing: "Printing") -> None:
    """Raise OptionsError with all that a text file cannot have."""
    problems = []
    if printing.password:
        problems.append(_("--password: a text file cannot be locked; leave out --password, or make a PDF"))
    if printing.fillable:
        problems.append(_("--fillable: a text file has no fields; leave out --fillable, or make a PDF"))
    if problems:
        raise OptionsError(*problems)
