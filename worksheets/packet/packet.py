"""A group's packet: each participant's handout, one print file of them all, and what else is ordered from the list.

A later run continues or updates it.
"""

from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeGuard

from worksheets.errors import OutputError, RosterError
from worksheets.files import refuse_unwritable
from worksheets.messages import _
from worksheets.people.participant import Participant
from worksheets.spreadsheets.packed import Mapped, Picked

from .events import PacketFile, State
from .failures import failure
from .finished_files import FinishedFile, FinishedFiles
from .jobs import Delivery, FileTarget, HandoutRequest, NotMade
from .order import Order
from .output_folder import parts_folder
from .plan import Plan, failed_file, kept_file, kept_product
from .prepared import PreparedEdition
from .print_files import Outcome, PrintFiles
from .products import ProductCalls, ProductTask, handouts_of, product_tasks, without_passwords
from .record import Record, looked_at, opened
from .scheduler import FinishedHandout, Result, Scheduler
from .session import Session
from .tasks import Task, password_of
from .workers import shares_disk

if TYPE_CHECKING:
    from worksheets.pdf.print_file import PrintFile


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
        plan = Plan(order, prepared, record, _product_tasks(order, prepared, record))
        tasks = plan.checked_tasks()
        with parts_folder(order.folder) as parts:
            run = _Run(plan, executor, FinishedFiles(order, record, parts))
            print_files = []
            for file in run.handout_files(tasks):
                print_files += [] if file.participant else [file.path]
                yield file
            yield from run.product_files()
        yield from plan.left_over(tasks, print_files)


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
    plan = Plan(order, prepared, record, _product_tasks(order, prepared, record))
    tasks = plan.checked_tasks()
    refuse_unwritable(order.folder)
    print_files = []
    for file in plan.files(tasks):
        print_files += [] if file.participant else [file.path]
        yield file
    yield from plan.planned_products()
    yield from plan.left_over(tasks, print_files)


def _product_tasks(order: Order, prepared: PreparedEdition, record: Record) -> list[ProductTask]:
    known = None if order.overwrite else record
    people = without_passwords(order.people, order.edition.course) if order.products else []
    return product_tasks(order.products, people, prepared.fingerprint, order.password, known)


def _refuse_half_locked(order: Order) -> None:
    """Raise RosterError when some files would be locked, and others with the same people in them would not."""
    password_slot = order.edition.course.secret_slot
    if order.password or not any(person.text(password_slot) for person in order.people):
        return
    problems = [
        _("{name}: has no password, but others do; add --password - to type one for those without").format(
            name=person.name
        )
        for person in order.people
        if order.separate and not person.text(password_slot)
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
class _Run:
    """One run: what is to be made, and with what."""

    plan: Plan
    executor: Executor
    files: FinishedFiles

    @property
    def order(self) -> Order:
        """What is ordered."""
        return self.plan.order

    def handout_files(self, tasks: Sequence[Task]) -> Iterator[PacketFile]:
        """Yield what became of each handout, and of the print files if there are to be any."""
        if self.order.print_file:
            yield from self.with_print_files(tasks)
        else:
            yield from (outcome.file for outcome in self.outcomes(tasks))

    def with_print_files(self, tasks: Sequence[Task]) -> Iterator[PacketFile]:
        """Yield what became of each file; print files are made anew when any handout in them is."""
        if kept := self.plan.kept_print_files(tasks):
            yield from self.plan.kept_files(kept, tasks)
            return
        with closing(PrintFiles(self.order, self.plan.record, self.files)) as print_files:
            for outcome in self.outcomes(tasks):
                finished = list(print_files.put(outcome))
                yield outcome.file
                yield from finished
            yield from print_files.finish()

    def outcomes(self, tasks: Sequence[Task]) -> Iterator[Outcome]:
        """Yield each task's outcome when its handout is ready, and written if it gets a file of its own."""
        yield from (Outcome(kept_file(task), task, partial(_print_kept, task)) for task in tasks if task.kept)
        missing = Picked(tasks, (task.number for task in tasks if not task.kept))
        requests = Mapped(missing, self._request)
        scheduler = Scheduler(self.plan.prepared, requests, self.executor, self.order.patience, self._delivery)
        for results in scheduler.results(masters=self.order.masters):
            yield from self._named([(missing[result.index], result) for result in results])

    @property
    def _delivery(self) -> Delivery:
        """In what form handouts come back; a print file takes merged ones in parts faster than as whole PDFs."""
        has_print_file, fillable = self.order.print_file is not None, self.order.edition.fillable
        is_written_here = self.order.separate and not self._writes_itself
        # The parts of a handout name a master; those of another machine are not here.
        in_parts = has_print_file and not fillable and shares_disk(self.executor)
        return Delivery(whole=is_written_here or (has_print_file and not in_parts), parts=in_parts)

    @property
    def _writes_itself(self) -> bool:
        """The processes write the handouts; on a cluster, they may have other disks."""
        return self.order.separate and shares_disk(self.executor)

    def _request(self, task: Task) -> HandoutRequest:
        """Return what is asked of a process; its participant has no password among the texts."""
        person, secret = task.participant, self.order.edition.course.secret_slot
        values = person.values
        if secret in values:
            values = {slot: text for slot, text in values.items() if slot != secret}
        target = None
        if self._writes_itself:
            target = FileTarget(self.files.part(task), str(task.path), password_of(person, self.order))
        return HandoutRequest(Participant(values, person.name_slot, person.key, person.number), target)

    def _named(self, results: Sequence[tuple[Task, Result]]) -> Iterator[Outcome]:
        """Give the handouts of a call their names, and yield what became of each."""
        if self.order.separate:
            made = [(task, result.outcome) for task, result in results]
            self.files.name([self._finished_file(task, handout) for task, handout in made if _is_made(handout)])
        for task, result in results:
            yield self._outcome(task, result)

    def _finished_file(self, task: Task, handout: FinishedHandout) -> FinishedFile:
        if handout.digest:
            return FinishedFile(task, handout.digest, handout.pages)
        return self.files.write(task, handout.pdf, handout.pages)

    def _outcome(self, task: Task, result: Result) -> Outcome:
        made = result.outcome
        if isinstance(made, FinishedHandout):
            file = PacketFile(State.MADE, task.path, task.participant, made.pages, refusal=made.refusal)
            return Outcome(file, task, made.print_into)
        if isinstance(made, NotMade):
            if isinstance(made.error, OutputError):  # As on a full disk: the next would fail as well.
                self.files.refuse_changed_folders(task.path.parent)
                raise made.error
            return Outcome(failed_file(task, failure(made.error)), task, None)
        cause = failure(made, result.refusal)  # Whatever one handout died of, the others are finished.
        problems = tuple(f"{task.participant.name}: {problem}" for problem in cause.problems)
        return Outcome(failed_file(task, replace(cause, problems=problems)), task, None)

    def product_files(self) -> Iterator[PacketFile]:
        """Yield what became of each product when it is ready and written."""
        yield from (file for task in self.plan.products if (file := kept_product(task)))
        missing = [task for task in self.plan.products if not task.kept]
        people = without_passwords(self.order.people, self.order.edition.course) if missing else []
        calls = ProductCalls(missing, people, self.order.edition, self.executor)
        for task, result in calls.results(self.order.patience * handouts_of(people)):
            yield self._product_file(task, result)

    def _product_file(self, task: ProductTask, result: bytes | Exception) -> PacketFile:
        if isinstance(result, Exception):
            return task.failed(failure(result))
        from worksheets.pdf.finish import page_count

        pages = page_count(result)
        self.files.name([self.files.write(task, result, pages)])
        return task.file(State.MADE, pages)


def _is_made(handout: object) -> TypeGuard[FinishedHandout]:
    return isinstance(handout, FinishedHandout)


def _print_kept(task: Task, print_file: "PrintFile", name: str) -> int:
    from worksheets.pdf.finish import decrypt

    pdf = task.path.read_bytes()
    return print_file.add(decrypt(pdf, task.password) if task.password else pdf, name)
