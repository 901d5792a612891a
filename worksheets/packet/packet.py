"""A group's packet: each participant's handout, one print file of them all, and what else is ordered from the list.

A later run continues or updates it.
"""

import hashlib
import os
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from worksheets.compose.edition import Edition
from worksheets.compose.wording import printed
from worksheets.errors import OutputError, Refusal, RosterError, WorksheetsError
from worksheets.files import new_folder, refuse_unwritable, whole_file
from worksheets.messages import _
from worksheets.pdf.fields import person_digest
from worksheets.pdf.finish import decrypt, duplex_of, encrypt, page_count
from worksheets.pdf.print_file import PrintFile
from worksheets.people.participant import Participant

from .events import Failure, PacketFile, State
from .failures import failure
from .jobs import Delivery
from .naming import Job
from .prepared import PreparedEdition
from .products import OrderedProduct, ProductCalls, ProductTask, handouts_of, product_tasks, without_passwords
from .record import Entry, Record, leads_outside, looked_at, opened, sealed
from .scheduler import FinishedHandout, Scheduler
from .session import Session


@dataclass(frozen=True, slots=True)
class Order:
    """What a packet is to contain, and how it is to be made."""

    edition: Edition
    jobs: Sequence[Job]
    folder: Path
    print_file: Path | None = None
    products: Sequence[OrderedProduct] = ()
    """What else is made for the people of the jobs."""
    separate: bool = True
    """Write each handout into a file of its own."""
    two_sided: bool = True
    password: str = field(default="", repr=False)
    """Opens the print file, products, and the handouts of those who have no password of their own; empty for none."""
    overwrite: bool = False
    masters: bool = True
    """Merge handouts into masters where that can be done."""
    patience: float = 120
    """Seconds without any result after which the running handouts are given up."""
    identity: str = ""
    """What tells the order from others: the list, and the options that change the pages. In its folder, files of other
    orders are not replaced."""

    @property
    def people(self) -> list[Participant]:
        """The participants, with the passwords that they have."""
        return [job.participant for job in self.jobs]


@dataclass(frozen=True, slots=True)
class _Task:
    """One participant's handout."""

    number: int
    """Its index in the order of the list."""
    participant: Participant
    path: Path
    password: str = field(repr=False)
    input: str
    """Digest of what it is made from."""
    kept: Entry | None
    """The record's entry if the file is there as this run would make it."""


PrintInto = Callable[[PrintFile, str], int]
"""Appends a handout to a print file under a name, and returns its number of pages."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of a task; ``print_into`` is None when there is no handout."""

    file: PacketFile
    task: _Task
    print_into: PrintInto | None


def make_packet(order: Order, executor: Executor, session: Session) -> Generator[PacketFile, None, None]:
    """Make what is missing or has changed, and yield what became of each file as soon as that is known.

    Whatever happens to one handout or its process, the others are finished. A run that is stopped at any point leaves
    whole files, and a record from which the next run continues. Raises OutputError when something cannot be written,
    and before anything is made for files that exist and are not as a packet wrote them (unless they may be
    overwritten); RosterError when only some of the files would be locked with a password.
    """
    _refuse_half_locked(order)
    with opened(order.folder, forget=order.overwrite) as record:
        prepared = session.prepared(order.edition)
        run = _Run(order, prepared, record, _product_tasks(order, prepared, record), executor)
        tasks = run.checked_tasks()
        if order.print_file is None:
            yield from (outcome.file for outcome in run.outcomes(tasks))
        else:
            yield from run.with_print_file(order.print_file, tasks)
        yield from run.product_files()
        yield from run.left_over(tasks)


def refuse_order(order: Order, session: Session) -> None:
    """Raise what ``make_packet`` raises before anything is made; but another run in the folder is no error."""
    next(plan_files(order, session), None)


def plan_files(order: Order, session: Session) -> Iterator[PacketFile]:
    """Yield what would become of each file, and make and write nothing.

    Handouts that would be made are PLANNED, or FAILED for what can be told without making them. Raises what
    ``make_packet`` raises before anything is made; but another run in the folder is no error.
    """
    _refuse_half_locked(order)
    prepared, record = session.prepared(order.edition), looked_at(order.folder, forget=order.overwrite)
    plan = _Plan(order, prepared, record, _product_tasks(order, prepared, record))
    tasks = plan.checked_tasks()
    refuse_unwritable(order.folder)
    yield from plan.files(tasks)
    yield from plan.planned_products()
    yield from plan.left_over(tasks)


def _product_tasks(order: Order, prepared: PreparedEdition, record: Record) -> list[ProductTask]:
    known = None if order.overwrite else record
    people = without_passwords(order.people, order.edition.course)
    return product_tasks(order.products, people, prepared.fingerprint, order.password, known)


def _refuse_half_locked(order: Order) -> None:
    """Raise RosterError when some files would be locked, and others with the same people in them would not."""
    password_slot = order.edition.course.secret_slot
    without = [person.name for person in order.people if not person.text(password_slot)]
    if order.password or len(without) == len(order.jobs):
        return
    problems = [
        _("{name}: has no password, but others do; add --password - to type one for those without").format(name=name)
        for name in without
        if order.separate
    ]
    if order.print_file:
        problems.append(
            _("The print file needs a password too; add --password - to type it, or leave it out with --no-print-file")
        )
    message = _("{path}: names the participants, so it needs a password too; add --password - to type it")
    problems += [message.format(path=ordered.path) for ordered in order.products]
    if problems:
        raise RosterError(*problems)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is ordered, and what of it is there already."""

    order: Order
    prepared: PreparedEdition
    record: Record
    products: Sequence[ProductTask]

    def checked_tasks(self) -> list[_Task]:
        """Return each participant's task. Raises OutputError for all that would be written and cannot be."""
        tasks = list(self.tasks())
        self.refuse_folders(tasks)
        self.refuse_changed(tasks)
        return tasks

    def tasks(self) -> Iterator[_Task]:
        """Yield each participant's task."""
        order, password_slot = self.order, self.order.edition.course.secret_slot
        for number, job in enumerate(order.jobs):
            password = job.participant.text(password_slot) or order.password
            values = sorted((slot, text) for slot, text in job.participant.values.items() if slot != password_slot)
            # Only a form tells whom it is made for; paper need not be printed again when the list gets a new column.
            person = person_digest(job.participant) if order.edition.fillable else ""
            digest = sealed([self.prepared.fingerprint, values, person], password)
            entry = None if order.overwrite else self.record.entry(job.path)
            kept = entry if entry and entry.input == digest else None
            yield _Task(number, job.participant, job.path, password, digest, kept)

    def refuse_folders(self, tasks: Sequence[_Task]) -> None:
        """Raise OutputError for each subfolder of a group that is a link, and so may be anywhere, or a file."""
        folders = sorted({task.path.parent for task in tasks if self.order.separate})
        if problems := [problem for folder in folders if (problem := self._problem_of(folder))]:
            raise OutputError(*problems)

    def _problem_of(self, folder: Path) -> str:
        """Return why nothing can be written into a folder; empty if there is no reason."""
        link = _("{path}: is a link to another folder, where nothing is written; delete it, or choose another with -o")
        file = _("{path}: is a file, but a group needs a folder of that name; rename it, or choose another with -o")
        if leads_outside(folder, self.order.folder):
            return link.format(path=folder)
        return file.format(path=folder) if os.path.lexists(folder) and not folder.is_dir() else ""

    def refuse_changed(self, tasks: Sequence[_Task]) -> None:
        """Raise OutputError for each file that would be replaced and is not as a packet wrote it for this order."""
        order = self.order
        paths = [task.path for task in tasks if order.separate and not task.kept]
        paths += [order.print_file] if order.print_file else []
        paths += [product.path for product in self.products if not product.kept]
        inputs = {product.path: product.input for product in self.products}
        if order.print_file:
            inputs[order.print_file] = self._print_input(tasks)
        unknown = _("{path}: already exists, and is not as an earlier run wrote it; add --overwrite to replace it")
        of_others = _("{path}: already exists, from another list or other options; choose another folder with -o")
        special = _("{path}: already exists and is not a file but a folder, a pipe or a device; delete or rename it")
        problems = [special.format(path=path) for path in paths if _is_special(path)]
        for path in () if order.overwrite or problems else paths:
            entry = self.record.entry(path)
            if entry is None and os.path.lexists(path):  # A link to nowhere, too, would be replaced.
                problems.append(unknown.format(path=path))
            elif entry and not self.is_own(entry) and entry.input != inputs.get(path):
                problems.append(of_others.format(path=path))
        if problems:
            raise OutputError(*problems)

    def is_own(self, entry: Entry) -> bool:
        """Return True if a file was made for this order, or for one that its entry does not name."""
        return entry.order in (self.order.identity, "")

    def left_over(self, tasks: Sequence[_Task]) -> Iterator[PacketFile]:
        """Yield the files of the folder that are of an earlier run for this order, and not of this one."""
        expected = {self.order.print_file, *(task.path for task in tasks), *(task.path for task in self.products)}
        for path, entry in self.record.known().items():
            if path not in expected and self.is_own(entry):
                yield PacketFile(State.LEFT_OVER, path)

    def files(self, tasks: Sequence[_Task]) -> Iterator[PacketFile]:
        """Yield what would become of each file, the print file last, as far as that can be told without making it."""
        path = self.order.print_file
        if path and (entry := self.unchanged_print_file(path, tasks)):
            yield from self.kept_files(path, tasks, entry)
            return
        some_printed = False
        for task in tasks:
            file = _kept(task) if task.kept else self._planned(task)
            some_printed |= file.state is not State.FAILED
            yield file
        if path and some_printed:
            yield PacketFile(State.PLANNED, path)

    def planned_products(self) -> Iterator[PacketFile]:
        """Yield what would become of each product, as far as that can be told without making it."""
        for task in self.products:
            yield _kept_product(task) or task.file(State.PLANNED)

    def _planned(self, task: _Task) -> PacketFile:
        try:
            printed(task.participant, self.order.edition.course, self.order.edition.wording)
        except WorksheetsError as error:
            return _failed(task, failure(error))
        return PacketFile(State.PLANNED, task.path, task.participant)

    def unchanged_print_file(self, path: Path, tasks: Sequence[_Task]) -> Entry | None:
        """Return the entry of the print file if it would come out the same, and no handout is missing."""
        entry = None if self.order.overwrite else self.record.entry(path)
        some_missing = self.order.separate and not all(task.kept for task in tasks)
        return entry if entry and entry.input == self._print_input(tasks) and not some_missing else None

    def kept_files(self, path: Path, tasks: Sequence[_Task], entry: Entry) -> Iterator[PacketFile]:
        """Yield that each handout and the print file are kept; ``entry`` is the print file's."""
        pages = entry.handouts if len(entry.handouts) == len(tasks) else [0] * len(tasks)
        yield from (_kept(task, count) for task, count in zip(tasks, pages, strict=True))
        yield PacketFile(State.KEPT, path, pages=entry.pages, duplex=duplex_of(path, self.order.password))

    def _print_input(self, tasks: Sequence[_Task]) -> str:
        people = [(task.participant.name, task.input) for task in tasks]
        return sealed([people, self.order.edition.course.title, self.order.two_sided], self.order.password)


@dataclass(frozen=True, slots=True)
class _Run(_Plan):
    """One run: what is ordered, and what it is made with."""

    executor: Executor

    def with_print_file(self, path: Path, tasks: Sequence[_Task]) -> Iterator[PacketFile]:
        """Yield what became of each file, the print file last; that is made anew when any handout in it is."""
        order, record = self.order, self.record
        if entry := self.unchanged_print_file(path, tasks):
            yield from self.kept_files(path, tasks, entry)
            return
        with suppress(_NothingToPrintError), whole_file(path) as file:
            title, language = order.edition.course.title, order.edition.course.language
            print_file = PrintFile(file, title, language, two_sided=order.two_sided, password=order.password)
            queue = _PrintQueue(print_file)
            for outcome in self.outcomes(tasks):
                queue.put(outcome)
                yield outcome.file
            if not queue.printed:
                raise _NothingToPrintError
            queue.print_file.finish()
            file.flush()
            with Path(file.name).open("rb") as written:
                output = hashlib.file_digest(written, "sha256").hexdigest()
            record.note(path, self._print_entry(queue, output))
        if queue.printed:
            record.appeared(path)
            duplex = queue.print_file.tree.duplex
            yield PacketFile(State.MADE, path, pages=sum(queue.pages), duplex=duplex)

    def _print_entry(self, queue: "_PrintQueue", output: str) -> Entry:
        source = self._print_input(queue.printed)
        return Entry(source, output, sum(queue.pages), self.order.identity, tuple(queue.pages))

    def outcomes(self, tasks: Sequence[_Task]) -> Iterator[_Outcome]:
        """Yield each task's outcome when its handout is ready, and written if it gets a file of its own."""
        order, edition = self.order, self.order.edition
        yield from (_Outcome(_kept(task), task, partial(_print_kept, task)) for task in tasks if task.kept)
        ready: list[_Task] = []
        people: list[Participant] = []
        for task in tasks:
            if not task.kept:
                try:
                    people.append(printed(task.participant, edition.course, edition.wording))
                    ready.append(task)
                except WorksheetsError as error:
                    yield _Outcome(_failed(task, failure(error)), task, None)
        # A print file takes merged handouts in parts faster than as whole PDFs.
        delivery = Delivery(parts=order.print_file is not None and not edition.fillable, whole=order.separate)
        scheduler = Scheduler(self.prepared, people, self.executor, order.patience, delivery)
        for result in scheduler.results(masters=order.masters):
            yield self._outcome(ready[result.index], result.outcome, result.refusal)

    def _outcome(self, task: _Task, result: FinishedHandout | Exception, refusal: Refusal | None) -> _Outcome:
        if isinstance(result, Exception):  # Whatever one handout died of, the others are finished.
            cause = failure(result, refusal)
            problems = tuple(f"{task.participant.name}: {problem}" for problem in cause.problems)
            return _Outcome(_failed(task, replace(cause, problems=problems)), task, None)
        if self.order.separate:
            self._write(task, result.pdf, result.pages)
        file = PacketFile(State.MADE, task.path, task.participant, result.pages, refusal=result.refusal)
        return _Outcome(file, task, result.print_into)

    def product_files(self) -> Iterator[PacketFile]:
        """Yield what became of each product when it is ready and written."""
        yield from (file for task in self.products if (file := _kept_product(task)))
        missing = [task for task in self.products if not task.kept]
        people = without_passwords(self.order.people, self.order.edition.course) if missing else []
        calls = ProductCalls(missing, people, self.order.edition, self.executor)
        for task, result in calls.results(self.order.patience * handouts_of(people)):
            yield self._product_file(task, result)

    def _product_file(self, task: ProductTask, result: bytes | Exception) -> PacketFile:
        if isinstance(result, Exception):
            return task.failed(failure(result))
        pages = page_count(result)
        self._write(task, result, pages)
        return task.file(State.MADE, pages)

    def _write(self, task: _Task | ProductTask, pdf: bytes, pages: int) -> None:
        data = encrypt(pdf, task.password) if task.password else pdf
        entry = Entry(task.input, hashlib.sha256(data).hexdigest(), pages, self.order.identity)
        self.record.note(task.path, entry)
        self._refuse_changed_folders(task.path.parent)
        with self._subfolder(task.path.parent), whole_file(task.path) as file:
            file.write(data)
        self.record.appeared(task.path)

    def _subfolder(self, folder: Path) -> AbstractContextManager[None]:
        """Make a group's subfolder for its first file; but not the packet's own folder, if somebody has deleted it."""
        is_subfolder = folder != self.order.folder and self.order.folder.is_dir()
        return new_folder(folder) if is_subfolder else nullcontext()

    def _refuse_changed_folders(self, folder: Path) -> None:
        """Raise OutputError if a folder has become a link or a file, or the packet's has gone, since the run began."""
        if problem := self._problem_of(folder):
            raise OutputError(problem)
        if not self.order.folder.is_dir():
            raise OutputError(
                _("{folder}: was deleted or moved while handouts were being made; run the same command again").format(
                    folder=self.order.folder
                )
            )


class _NothingToPrintError(Exception):
    """Every handout failed, so that no print file is to appear."""


class _PrintQueue:
    """Puts handouts into the print file in the order of the list, whichever is ready first."""

    def __init__(self, print_file: PrintFile) -> None:
        self.print_file = print_file
        self.printed: list[_Task] = []
        self.pages: list[int] = []
        """The number of pages of each handout that has been printed."""
        self._next = 0
        self._waiting: dict[int, _Outcome] = {}

    def put(self, outcome: _Outcome) -> None:
        """Add a task's outcome, and print all handouts whose turn has come."""
        self._waiting[outcome.task.number] = outcome
        while self._next in self._waiting:
            outcome = self._waiting.pop(self._next)
            self._next += 1
            if outcome.print_into:
                self.pages.append(outcome.print_into(self.print_file, outcome.task.participant.name))
                self.printed.append(outcome.task)


def _is_special(path: Path) -> bool:
    """Return True if something has a file's name that is neither a file nor a link; it is never replaced."""
    return os.path.lexists(path) and not path.is_symlink() and not path.is_file()


def _failed(task: _Task, cause: Failure) -> PacketFile:
    return PacketFile(State.FAILED, task.path, task.participant, failure=cause)


def _kept_product(task: ProductTask) -> PacketFile | None:
    """Return that a product stays as it is; None if it does not."""
    return task.file(State.KEPT, task.kept.pages) if task.kept else None


def _kept(task: _Task, pages: int = 0) -> PacketFile:
    """Return what became of a file that stays; ``pages`` is its number of pages if it has no file of its own."""
    return PacketFile(State.KEPT, task.path, task.participant, task.kept.pages if task.kept else pages)


def _print_kept(task: _Task, print_file: PrintFile, name: str) -> int:
    pdf = task.path.read_bytes()
    return print_file.add(decrypt(pdf, task.password) if task.password else pdf, name)
