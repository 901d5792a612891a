"""A group's packet: every participant's handout, and one print file of them all, made once and gone on with later."""

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
from worksheets.errors import OutputError, RosterError, WorksheetsError, _
from worksheets.files import make_folder, whole_file
from worksheets.pdf.finish import decrypt, encrypt
from worksheets.pdf.print_file import PrintFile
from worksheets.people.participant import Participant

from .jobs import Wanted
from .naming import Job
from .record import Entry, Record, opened, sealed
from .scheduler import Result, Scheduler
from .workers import TIMEOUT, reasons


class State(Enum):
    """What has become of a file."""

    MADE = auto()
    KEPT = auto()
    FAILED = auto()
    LEFT = auto()
    """There from an earlier run, and of nobody in this one."""


@dataclass(frozen=True, slots=True)
class Made:
    """What has become of one file: a participant's handout, or without a participant the print file."""

    state: State
    path: Path
    participant: Participant | None = None
    pages: int = 0
    problems: tuple[str, ...] = ()
    typeset_reason: str = ""
    """Why a handout was set by the typesetter, though masters were wanted."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a packet is to be."""

    edition: Edition
    jobs: Sequence[Job]
    folder: Path
    print_file: Path | None = None
    separate: bool = True
    """Write each handout into a file of its own."""
    two_sided: bool = True
    password: str = field(default="", repr=False)
    """Opens the files of those who have no password of their own, and the print file; empty for none."""
    overwrite: bool = False
    masters: bool = True
    """Merger what can be merged from masters."""
    patience: float = 2 * TIMEOUT
    """Seconds without any handout coming back, after which those under way are given up."""


@dataclass(frozen=True, slots=True)
class _Task:
    """One participant's handout: its place in the order, what it is made from, and its file if that is as wanted."""

    number: int
    participant: Participant
    path: Path
    password: str = field(repr=False)
    input: str
    kept: Entry | None


Printing = Callable[[PrintFile, str], int]
"""Puts a handout into a print file under a name, and returns how many pages it has."""
Handout = tuple[Made, _Task, Printing | None]
"""What has become of a handout, and what prints it, when there is one."""


def packet(order: Order, executor: Executor) -> Generator[Made, None, None]:
    """Make what is missing or has changed, and yield what has become of each file as soon as it is known.

    Whatever happens to one handout, or to the process that sets it, the others are finished. Stopped at any point, it
    leaves whole files and a record with which the next run goes on. Raises OutputError, before anything is made, for
    files that are there and not as a packet has written them (unless they may be overwritten), and whenever something
    cannot be written; RosterError when only some of the files would be locked with a password.
    """
    _refuse_half_locked(order)
    with opened(order.folder, forget=order.overwrite) as record:
        tasks = list(_tasks(order, record))
        _refuse_changed(order, tasks, record)
        for folder in {task.path.parent for task in tasks if order.separate}:
            make_folder(folder)
        if order.print_file is None:
            yield from (made for made, _task, _pdf in _handouts(order, tasks, record, executor))
        else:
            yield from _printed(order, order.print_file, tasks, record, executor)
        wanted = {order.print_file, *(task.path for task in tasks)}
        left = (path for path in record.known() if path not in wanted)
        yield from (Made(State.LEFT, path) for path in left)


def _refuse_half_locked(order: Order) -> None:
    """Raise RosterError when some of the files would be locked and others, with the same people in them, not."""
    secret = order.edition.course.secret
    if order.password or not any(person.text(secret) for person, _path in order.jobs):
        return
    open_ones = [person.name for person, _path in order.jobs if not person.text(secret)]
    problems = [
        _("{name}: has no password, and others have; --password gives one to those without").format(name=name)
        for name in open_ones
        if order.separate
    ]
    if order.print_file:
        problems.append(_("The print file needs a password too: give it with --password, or use --no-print-file"))
    if problems:
        raise RosterError(*problems)


def _tasks(order: Order, record: Record) -> Iterator[_Task]:
    edition, secret = fingerprint(order.edition), order.edition.course.secret
    for number, (participant, path) in enumerate(order.jobs):
        password = participant.text(secret) or order.password
        values = sorted((slot, text) for slot, text in participant.values.items() if slot != secret)
        wanted = sealed([edition, values], password)
        entry = None if order.overwrite else record.entry(path)
        yield _Task(number, participant, path, password, wanted, entry if entry and entry.input == wanted else None)


def _refuse_changed(order: Order, tasks: Sequence[_Task], record: Record) -> None:
    """Raise OutputError for every file that would be replaced and is not as a packet has written it."""
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


def _printed(order: Order, path: Path, tasks: Sequence[_Task], record: Record, executor: Executor) -> Iterator[Made]:
    """Yield what has become of each file, the print file last; it is made anew when any handout in it is."""
    there = None if order.overwrite else record.entry(path)
    missing = order.separate and not all(task.kept for task in tasks)
    if there and there.input == _print_input(order, tasks) and not missing:
        yield from map(_kept, tasks)
        yield Made(State.KEPT, path, pages=there.pages)
        return
    with suppress(_NothingToPrintError), whole_file(path) as file:
        title, language = order.edition.course.title, order.edition.course.language
        turns = _Turns(PrintFile(file, title, language, two_sided=order.two_sided, password=order.password))
        for made, task, printing in _handouts(order, tasks, record, executor):
            turns.put(task, printing)
            yield made
        if not turns.taken:
            raise _NothingToPrintError
        turns.print_file.finish()
        file.flush()
        with Path(file.name).open("rb") as written:
            output = hashlib.file_digest(written, "sha256").hexdigest()
        record.note(path, Entry(_print_input(order, turns.taken), output, turns.pages))
    if turns.taken:
        record.appeared(path)
        yield Made(State.MADE, path, pages=turns.pages)


class _NothingToPrintError(Exception):
    """Every handout has failed: no print file is to appear."""


def _print_input(order: Order, tasks: Sequence[_Task]) -> str:
    people = [(task.participant.name, task.input) for task in tasks]
    return sealed([people, order.edition.course.title, order.two_sided], order.password)


class _Turns:
    """Puts handouts into the print file in the order of their tasks, whichever is ready first."""

    def __init__(self, print_file: PrintFile) -> None:
        self.print_file = print_file
        self.taken: list[_Task] = []
        self.pages = 0
        self._turn = 0
        self._ready: dict[int, tuple[_Task, Printing | None]] = {}

    def put(self, task: _Task, printing: Printing | None) -> None:
        """Take a handout, or None for one that there will not be, and print all whose turn has come."""
        self._ready[task.number] = task, printing
        while self._turn in self._ready:
            task, printing = self._ready.pop(self._turn)
            self._turn += 1
            if printing:
                self.pages += printing(self.print_file, task.participant.name)
                self.taken.append(task)


def _handouts(order: Order, tasks: Sequence[_Task], record: Record, executor: Executor) -> Iterator[Handout]:
    """Yield each handout when it is there, written if it is to be."""
    for task in tasks:
        if task.kept:
            yield _kept(task), task, partial(_print_kept, task)
    ready: list[tuple[_Task, Participant]] = []
    for task in tasks:
        if not task.kept:
            try:
                ready.append((task, printed(task.participant, order.edition.course, order.edition.wording)))
            except WorksheetsError as error:
                yield _failed(task, error.problems), task, None
    # What is merged comes in parts where it goes into a print file too, which they are put into faster.
    wanted = Wanted(parts=order.print_file is not None and not order.edition.fillable, whole=order.separate)
    making = Scheduler(order.edition, [person for _task, person in ready], executor, order.patience, wanted)
    for place, result in making.results(masters=order.masters):
        yield _handout(order, ready[place][0], result, record)


def _handout(order: Order, task: _Task, result: Result, record: Record) -> Handout:
    if isinstance(result, Exception):  # Whatever one handout died of, the others are finished.
        return _failed(task, [f"{task.participant.name}: {said}" for said in reasons(result)]), task, None
    if order.separate:
        _write(task, result.pdf, result.pages, record)
    made = Made(State.MADE, task.path, task.participant, result.pages, typeset_reason=result.typeset_reason)
    return made, task, result.into


def _write(task: _Task, pdf: bytes, pages: int, record: Record) -> None:
    data = encrypt(pdf, task.password) if task.password else pdf
    record.note(task.path, Entry(task.input, hashlib.sha256(data).hexdigest(), pages))
    with whole_file(task.path) as file:
        file.write(data)
    record.appeared(task.path)


def _failed(task: _Task, problems: Sequence[str]) -> Made:
    return Made(State.FAILED, task.path, task.participant, problems=tuple(problems))


def _kept(task: _Task) -> Made:
    return Made(State.KEPT, task.path, task.participant, task.kept.pages if task.kept else 0)


def _print_kept(task: _Task, print_file: PrintFile, name: str) -> int:
    pdf = task.path.read_bytes()
    return print_file.add(decrypt(pdf, task.password) if task.password else pdf, name)
