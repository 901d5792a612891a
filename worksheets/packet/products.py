"""What a packet holds besides handouts and the print file, such as sign-in sheets and badges: made for the same people.

Products are made in the same processes as the handouts, after them, and each is a file of its own.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from worksheets.compose.edition import Edition
from worksheets.compose.products.kinds import Cards, Product
from worksheets.course.course import Course
from worksheets.files import read_regular
from worksheets.people.participant import Participant
from worksheets.processes.waiting import first_done
from worksheets.processes.workers import Workers

from .events import Failure, PacketFile, State
from .jobs import product_job
from .record import Entry, Record, sealed

T = TypeVar("T")

_PEOPLE_A_HANDOUT = 10
"""People whose cards are certainly typeset in the time that one handout may take."""
_MOST_BYTES = 1_000_000
"""The largest file of a label sheet that counts; a larger one is refused when it is read."""


@dataclass(frozen=True, slots=True)
class OrderedProduct:
    """A product of a packet, and the path of its file."""

    product: Product
    path: Path
    warnings: tuple[str, ...] = ()
    """What is unusual in it, but no error."""


@dataclass(frozen=True, slots=True)
class ProductTask:
    """A product that is to be made or kept."""

    ordered: OrderedProduct
    path: Path
    password: str = field(repr=False)
    input: str
    """Digest of what it is made from."""
    kept: Entry | None
    """The record's entry if the file is there as this run would make it."""

    @property
    def name(self) -> str:
        """The file's name in the packet's folder."""
        return self.path.name

    def file(self, state: State, pages: int = 0, failure: Failure | None = None) -> PacketFile:
        """Return what became of the product."""
        product, warnings = self.ordered.product, self.ordered.warnings
        return PacketFile(state, self.path, pages=pages, failure=failure, product=product, warnings=warnings)

    def failed(self, cause: Failure) -> PacketFile:
        """Return that the product could not be made, with its name in the problems."""
        problems = tuple(f"{self.path.name}: {problem}" for problem in cause.problems)
        return self.file(State.FAILED, failure=replace(cause, problems=problems))


def product_tasks(
    products: Sequence[OrderedProduct],
    people: Sequence[Participant],
    fingerprint: str,
    password: str,
    record: Record | None,
) -> list[ProductTask]:
    """Return a task for each product; without a ``record``, nothing that is there already is kept.

    ``fingerprint`` is that of the handouts' edition: of the course, the templates, the styles and the program.
    """
    tasks = []
    for ordered in products:
        digest = sealed([fingerprint, *_made_from(ordered.product), _texts(people)], password)
        entry = record.entry(ordered.path) if record else None
        kept = entry if entry and entry.input == digest else None
        tasks.append(ProductTask(ordered, ordered.path, password, digest, kept))
    return tasks


def _made_from(product: Product) -> list[str]:
    """Return what tells a product from others: its options, and the digest of the user's file that it needs."""
    file = product.label_file if isinstance(product, Cards) else None
    if file is None:
        return [repr(product)]
    data = b""
    with suppress(OSError):  # It cannot be made then, which is said when that is tried.
        data = read_regular(file, _MOST_BYTES)
    return [repr(product), hashlib.sha256(data).hexdigest()]


def _texts(people: Sequence[Participant]) -> list[object]:
    """Return the people's texts in their order: what their columns say counts, too, since people are dealt by it."""
    return [
        [person.key, person.number, sorted(person.values.items()), sorted(person.columns.items())] for person in people
    ]


def without_passwords(people: Sequence[Participant], course: Course) -> list[Participant]:
    """Return people as products know them: none of these shows a password, or depends on one."""
    secret = course.secret_slot
    return [
        replace(person, values={slot: text for slot, text in person.values.items() if slot != secret})
        for person in people
    ]


def handouts_of(people: Sequence[Participant]) -> int:
    """Return how many handouts' time a product of so many people may take."""
    return 1 + len(people) // _PEOPLE_A_HANDOUT


class ProductCalls:
    """The calls that make products of a group, all at a time; whatever becomes of one, the others are finished."""

    def __init__(
        self, tasks: Sequence[ProductTask], people: Sequence[Participant], edition: Edition, executor: Executor
    ) -> None:
        """``people`` have no passwords among their texts; the edition's brand and wording are those of the products."""
        self._running = {self._call(task, people, edition, executor): task for task in tasks}

    @staticmethod
    def _call(
        task: ProductTask, people: Sequence[Participant], edition: Edition, executor: Executor
    ) -> "Future[bytes]":
        arguments = (task.ordered.product, people, edition.course, edition.layout.brand, edition.wording)
        try:
            return _submitted(executor, handouts_of(people), product_job, *arguments)
        except Exception as error:  # noqa: BLE001 - an executor that is broken can raise anything
            failed: Future[bytes] = Future()
            failed.set_exception(error)
            return failed

    def results(self, patience: float) -> Iterator[tuple[ProductTask, bytes | Exception]]:
        """Yield what became of each product as soon as that is known: its PDF, not locked, or why there is none.

        After ``patience`` seconds without any result, those that are not ready are given up.
        """
        while self._running:
            done = first_done(self._running, patience)
            for future in [future for future in self._running if future in done]:
                yield self._running.pop(future), _result(future)
            if not done:
                yield from self._given_up()

    def _given_up(self) -> Iterator[tuple[ProductTask, Exception]]:
        for future, task in self._running.items():
            future.cancel()
            yield task, TimeoutError()
        self._running.clear()


def _submitted(executor: Executor, handouts: int, function: Callable[..., T], *arguments: object) -> "Future[T]":
    """Submit a call that may take as long as so many handouts; on a cluster, calls have no limit."""
    if isinstance(executor, Workers):
        return executor.within(handouts * executor.seconds, function, *arguments)
    return executor.submit(function, *arguments)


def _result(future: "Future[bytes]") -> bytes | Exception:
    try:
        return future.result()
    except Exception as error:  # noqa: BLE001 - whatever one call died of, the others are finished
        return error
