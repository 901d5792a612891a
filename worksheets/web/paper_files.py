"""The papers that have been made of a visit's list: kept as long as nothing changes that is printed on them."""

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock, RLock
from typing import TYPE_CHECKING

from worksheets import api
from worksheets.messages import _, language

from .attended import attended
from .finished_pages import first_page
from .papers import FieldsError, Paper
from .previews import digest

if TYPE_CHECKING:
    from worksheets.course.course import Course

    from .outlines import Outline
    from .people import People
    from .visits import Visit

_MOST_BYTES = 20_000_000
"""Of the papers and pictures that are kept."""
_CERTIFICATE = "todistus.pdf"
_MOST_CHECKED = 100
"""Papers of which is known what is wrong."""
_ON_A_SHEET = {Paper.TENT: 1, Paper.BADGE: 8, Paper.LABEL: 90}
"""How many people the first sheet of cards shows at most: nobody else is needed to see what it will be like."""


@dataclass(frozen=True, slots=True)
class Order:
    """A paper that is wanted: what it shows, of whom, and how it is printed."""

    paper: Paper
    product: api.Product | api.Certificate
    printing: api.Printing
    group: api.Group | None
    """None for one to fill in by hand."""
    folder: Path
    """Where certificates are made, of which each is a file of its own."""
    key: str
    """Tells it from others: it is another one once anything has changed that is printed on it."""

    def document(self, session: api.Session) -> api.Document:
        """Return the paper, ready to be made. Raises WorksheetsError with what is wrong in what is asked for.

        Of certificates of a group, it is that of the first person; all of them are a task of their own.
        """
        if not isinstance(self.product, api.Certificate):
            return api.product(self.product, self.printing, self.group, session)
        if self.group is None:
            return api.blank_certificate(self.printing, self.product, session)
        options = api.PacketOptions(self.folder, dry_run=True, selection=self.group.selection)
        with closing(self._certificates(options, session)) as events:
            next(events)  # By then, all that was typed has been checked.
        return api.Document(Path(_CERTIFICATE), lambda: self._first_certificate(session))

    def _first_certificate(self, session: api.Session) -> bytes:
        first = str(self.group.people[0].number) if self.group else ""
        options = api.PacketOptions(
            self.folder,
            plain_names=True,
            print_file=False,
            order=_CERTIFICATE,
            selection=api.Selection(rows=first),
            machine=api.Machine(jobs=1),
        )
        files = (event for event in self._certificates(options, session) if isinstance(event, api.PacketFile))
        file = next(file for file in files if file.participant)
        if file.failure:
            raise api.WorksheetsError(*file.failure.problems)
        return file.path.read_bytes()

    def _certificates(self, options: api.PacketOptions, session: api.Session) -> Generator[api.PacketEvent, None, None]:
        assert self.group is not None  # noqa: S101 - asked before
        assert isinstance(self.product, api.Certificate)  # noqa: S101
        options = replace(options, skip_invalid=True)
        return api.make_certificates(self.group.roster, self.printing, self.product, options, session)

    @property
    def sample(self) -> "Order":
        """The order of a paper that looks the same on its first page, is made sooner, and is not locked."""
        most, group = _ON_A_SHEET.get(self.paper, 0), self.group
        if group and most:
            group = replace(group, people=group.people[:most])
        return replace(self, printing=replace(self.printing, password=""), group=group, key=f"{self.key}-sample")


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A paper that has been made or checked, or why it could not be made."""

    name: str = ""
    pdf: bytes = field(default=b"", repr=False)
    """Empty as long as it has only been checked."""
    warnings: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def order(visit: "Visit", outline: "Outline", paper: Paper, *, is_blank: bool) -> Order:
    """Return the order of a paper as a visit has chosen it.

    Raises FieldsError for what was typed wrongly, and WorksheetsError if nobody of the list is left to print.
    """
    course = outline.course
    product = visit.papers.for_people(len(visit.people.chosen) if visit.people else 0).product(paper)
    printing = replace(visit.choices.printing(course), pages="", layout="handout", fillable=False)
    group = None
    if not is_blank and visit.people is not None and paper is not Paper.CALIBRATION:
        # Sign-in sheets have an order of their own.
        people = visit.people
        if paper is Paper.CERTIFICATE:
            people = _attended(people, course, visit.papers.text("certificate.whom"))
        selection = people.selection("" if paper is Paper.ATTENDANCE else visit.choices.sort)
        group = api.choose_group(people.roster, course, selection=selection, skip_invalid=True)
    everybody = group.people if group else ()
    printed = [(person.key, sorted(person.values.items()), dict(person.columns)) for person in everybody]
    look = (printing.theme, printing.password, sorted(printing.given.items()))
    everything = (language(), course.folder, outline.stamp, look, repr(product), group.stem if group else "", printed)
    folder = visit.folder / "made" / "certificate-sample"
    return Order(paper, product, printing, group, folder, digest(visit.key, everything))


def _attended(people: "People", course: "Course", condition: str) -> "People":
    """Return a list in which only those are ticked who were there. Raises FieldsError if there are none."""
    people = attended(people, course, condition)
    if not people.chosen:
        message = _("Nobody who is ticked has this. Choose others here, or tick them in the list.")
        raise FieldsError({"certificate.whom": message})
    return people


class PaperFiles:
    """What has been made for one visit. Several threads may use it; one paper is made at a time."""

    def __init__(self) -> None:
        self._files: dict[str, PaperFile] = {}
        """By the keys of their orders, what was asked for last at the end."""
        self._checked: dict[str, PaperFile] = {}
        self._pictures: dict[str, bytes] = {}
        self._is_closed = False
        self._making = Lock()
        self._lock = RLock()

    def known(self, order: Order) -> PaperFile | None:
        """Return a paper if it has been made already, or could not be."""
        with self._lock:
            return self._files.get(order.key)

    def checked(self, order: Order, session: api.Session) -> PaperFile:
        """Return what is wrong with a paper, and what is unusual in it, without making it."""
        with self._lock:
            checked = self._checked.get(order.key)
        if checked is None:
            try:
                checked = PaperFile(warnings=order.document(session).warnings)
            except api.WorksheetsError as error:
                checked = PaperFile(problems=error.problems)
            with self._lock:
                if not self._is_closed:
                    self._checked[order.key] = checked
                    while len(self._checked) > _MOST_CHECKED:
                        del self._checked[next(iter(self._checked))]
        return checked

    def file(self, order: Order, session: api.Session) -> PaperFile:
        """Return a paper, which is made unless it has been; what could not be made is tried again."""
        with self._making:
            known = self.known(order)
            file = known if known and not known.problems else _made(order, session)
        with self._lock:
            if not self._is_closed:
                self._files.pop(order.key, None)
                self._files[order.key] = file
                self._make_room()
        return file

    def picture(self, order: Order, session: api.Session) -> bytes:
        """Return the picture (PNG) of a paper's first page; of one that cannot be made, nothing."""
        sample = order.sample
        with self._lock:
            picture = self._pictures.get(order.key)
        if picture is None:
            file = self.file(sample, session)
            if file.problems:
                return b""
            try:
                picture = first_page(file.pdf, sample.printing, session)
            except api.WorksheetsError:  # It is there all the same: a certificate that its owner's password locks.
                return b""
            with self._lock:
                if not self._is_closed:
                    self._pictures[order.key] = picture
                    self._make_room()
        return picture

    def _make_room(self) -> None:
        """Give up what was made longest ago while there is too much."""
        while sum(len(file.pdf) for file in self._files.values()) > _MOST_BYTES and len(self._files) > 1:
            del self._files[next(iter(self._files))]
        while sum(map(len, self._pictures.values())) > _MOST_BYTES:
            del self._pictures[next(iter(self._pictures))]

    def close(self) -> None:
        """Give up all that is kept."""
        with self._lock:
            self._is_closed = True
            self._files.clear()
            self._checked.clear()
            self._pictures.clear()


def _made(order: Order, session: api.Session) -> PaperFile:
    try:
        document = order.document(session)
        return PaperFile(document.path.name, document.make(), document.warnings)
    except api.WorksheetsError as error:
        return PaperFile(problems=error.problems)
