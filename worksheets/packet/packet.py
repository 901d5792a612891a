"""A group's packet: each participant's handout and one print file of them all; a later run continues or updates it."""

import hashlib
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import partial
from pathlib import Path

from worksheets.compose.edition import Edition
from worksheets.compose.fingerprint import fingerprint
from worksheets.compose.wording import printed
from worksheets.errors import OutputError, Refusal, RosterError, WorksheetsError, _
from worksheets.files import make_folder, whole_file
from worksheets.pdf.finish import decrypt, encrypt
from worksheets.pdf.print_file import PrintFile
from worksheets.people.participant import Participant

from .jobs import Delivery
from .naming import Job
from .record import Entry, Record, opened, sealed
from .scheduler import Result, Scheduler
from .workers import TIMEOUT, reasons


class State(Enum):
    """What became of a file."""

    MADE = auto()
    KEPT = auto()
    """It was there already, as this run would have made it."""
    FAILED = auto()
    LEFT_OVER = auto()
    """An earlier run wrote it, for a participant who is not in this one."""


@dataclass(frozen=True, slots=True)
class PacketFile:
    """What became of one file: a participant's handout, or without a participant the print file."""

    state: State
    path: Path
    participant: Participant | None = None
    pages: int = 0
    problems: tuple[str, ...] = ()
    refusal: Refusal | None = None
    """Why a handout was typeset although masters were wanted."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a packet is to contain, and how it is to be made."""

    edition: Edition
    jobs: Sequence[Job]
    folder: Path
    print_file: Path | None = None
    separate: bool = True
    """Write each handout into a file of its own."""
    two_sided: bool = True
    password: str = field(default="", repr=False)
    """Opens the print file, and the handouts of those who have no password of their own; empty for none."""
    overwrite: bool = False
    masters: bool = True
    """Merge handouts into masters where that can be done."""
    patience: float = 2 * TIMEOUT
    """Seconds without any result after which the running handouts are given up."""


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


def packet(order: Order, executor: Executor) -> Generator[PacketFile, None, None]:
    """Make what is missing or has changed, and yield what became of each file as soon as that is known.

    Whatever happens to one handout or its process, the others are finished. A run that is stopped at any point leaves
    whole files, and a record from which the next run continues. Raises OutputError when something cannot be written,
    and before anything is made for files that exist and are not as a packet wrote them (unless they may be
    overwritten); RosterError when only some of the files would be locked with a password.
    """
    _refuse_half_locked(order)
    with opened(order.folder, forget=order.overwrite) as record:
        tasks = list(_tasks(order, record))
        _refuse_changed(order, tasks, record)
        for folder in {task.path.parent for task in tasks if order.separate}:
            make_folder(folder)
        if order.print_file is None:
            yield from (outcome.file for outcome in _outcomes(order, tasks, record, executor))
        else:
            yield from _with_print_file(order, order.print_file, tasks, record, executor)
        expected = {order.print_file, *(task.path for task in tasks)}
        left_over = (path for path in record.known() if path not in expected)
        yield from (PacketFile(State.LEFT_OVER, path) for path in left_over)


def _refuse_half_locked(order: Order) -> None:
    """Raise RosterError when some files would be locked, and others with the same people in them would not."""
    password_slot = order.edition.course.secret_slot
    if order.password or not any(person.text(password_slot) for person, _path in order.jobs):
        return
    without = [person.name for person, _path in order.jobs if not person.text(password_slot)]
    problems = [
        _("{name}: has no password, and others have; --password gives one to those without").format(name=name)
        for name in without
        if order.separate
    ]
    if order.print_file:
        problems.append(_("The print file needs a password too: give it with --password, or use --no-print-file"))
    if problems:
        raise RosterError(*problems)


def _tasks(order: Order, record: Record) -> Iterator[_Task]:
    edition, password_slot = fingerprint(order.edition), order.edition.course.secret_slot
    for number, (participant, path) in enumerate(order.jobs):
        password = participant.text(password_slot) or order.password
        values = sorted((slot, text) for slot, text in participant.values.items() if slot != password_slot)
        digest = sealed([edition, values], password)
        entry = None if order.overwrite else record.entry(path)
        yield _Task(number, participant, path, password, digest, entry if entry and entry.input == digest else None)


def _refuse_changed(order: Order, tasks: Sequence[_Task], record: Record) -> None:
    """Raise OutputError for each file that would be replaced and is not as a packet wrote it."""
    paths = [task.path for task in tasks if order.separate and not task.kept]
    paths += [order.print_file] if order.print_file else []
    changed = [] if order.overwrite else [path for path in paths if path.exists() and not record.entry(path)]
    if changed:
        raise OutputError(
            *(
                _("{path}: is there already, and not as a packet has written it; --overwrite replaces it").format(
                    path=path
                )
                for path in changed
            )
        )


def _with_print_file(
    order: Order, path: Path, tasks: Sequence[_Task], record: Record, executor: Executor
) -> Iterator[PacketFile]:
    """Yield what became of each file, the print file last; that is made anew when any handout in it is."""
    entry = None if order.overwrite else record.entry(path)
    some_missing = order.separate and not all(task.kept for task in tasks)
    if entry and entry.input == _print_input(order, tasks) and not some_missing:
        yield from map(_kept, tasks)
        yield PacketFile(State.KEPT, path, pages=entry.pages)
        return
    with suppress(_NothingToPrintError), whole_file(path) as file:
        title, language = order.edition.course.title, order.edition.course.language
        queue = _PrintQueue(PrintFile(file, title, language, two_sided=order.two_sided, password=order.password))
        for outcome in _outcomes(order, tasks, record, executor):
            queue.put(outcome)
            yield outcome.file
        if not queue.printed:
            raise _NothingToPrintError
        queue.print_file.finish()
        file.flush()
        with Path(file.name).open("rb") as written:
            output = hashlib.file_digest(written, "sha256").hexdigest()
        record.note(path, Entry(_print_input(order, queue.printed), output, queue.pages))
    if queue.printed:
        record.appeared(path)
        yield PacketFile(State.MADE, path, pages=queue.pages)


class _NothingToPrintError(Exception):
    """Every handout failed, so that no print file is to appear."""


def _print_input(order: Order, tasks: Sequence[_Task]) -> str:
    people = [(task.participant.name, task.input) for task in tasks]
    return sealed([people, order.edition.course.title, order.two_sided], order.password)


class _PrintQueue:
    """Puts handouts into the print file in the order of the list, whichever is ready first."""

    def __init__(self, print_file: PrintFile) -> None:
        self.print_file = print_file
        self.printed: list[_Task] = []
        self.pages = 0
        self._next = 0
        self._waiting: dict[int, _Outcome] = {}

    def put(self, outcome: _Outcome) -> None:
        """Add a task's outcome, and print all handouts whose turn has come."""
        self._waiting[outcome.task.number] = outcome
        while self._next in self._waiting:
            outcome = self._waiting.pop(self._next)
            self._next += 1
            if outcome.print_into:
                self.pages += outcome.print_into(self.print_file, outcome.task.participant.name)
                self.printed.append(outcome.task)


def _outcomes(order: Order, tasks: Sequence[_Task], record: Record, executor: Executor) -> Iterator[_Outcome]:
    """Yield each task's outcome when its handout is ready, and written if it gets a file of its own."""
    for task in tasks:
        if task.kept:
            yield _Outcome(_kept(task), task, partial(_print_kept, task))
    ready: list[tuple[_Task, Participant]] = []
    for task in tasks:
        if not task.kept:
            try:
                ready.append((task, printed(task.participant, order.edition.course, order.edition.wording)))
            except WorksheetsError as error:
                yield _Outcome(_failed(task, error.problems), task, None)
    # A print file takes merged handouts in parts faster than as whole PDFs.
    delivery = Delivery(parts=order.print_file is not None and not order.edition.fillable, whole=order.separate)
    scheduler = Scheduler(order.edition, [person for _task, person in ready], executor, order.patience, delivery)
    for index, result in scheduler.results(masters=order.masters):
        yield _outcome(order, ready[index][0], result, record)


def _outcome(order: Order, task: _Task, result: Result, record: Record) -> _Outcome:
    if isinstance(result, Exception):  # Whatever one handout died of, the others are finished.
        problems = [f"{task.participant.name}: {reason}" for reason in reasons(result)]
        return _Outcome(_failed(task, problems), task, None)
    if order.separate:
        _write(task, result.pdf, result.pages, record)
    file = PacketFile(State.MADE, task.path, task.participant, result.pages, refusal=result.refusal)
    return _Outcome(file, task, result.print_into)


def _write(task: _Task, pdf: bytes, pages: int, record: Record) -> None:
    data = encrypt(pdf, task.password) if task.password else pdf
    record.note(task.path, Entry(task.input, hashlib.sha256(data).hexdigest(), pages))
    with whole_file(task.path) as file:
        file.write(data)
    record.appeared(task.path)


def _failed(task: _Task, problems: Sequence[str]) -> PacketFile:
    return PacketFile(State.FAILED, task.path, task.participant, problems=tuple(problems))


def _kept(task: _Task) -> PacketFile:
    return PacketFile(State.KEPT, task.path, task.participant, task.kept.pages if task.kept else 0)


def _print_kept(task: _Task, print_file: PrintFile, name: str) -> int:
    pdf = task.path.read_bytes()
    return print_file.add(decrypt(pdf, task.password) if task.password else pdf, name)
