"""Schedules a group's handouts on an executor: merged many to a call, or typeset one to a call.

A handout that cannot be merged comes back with the reason and is typeset; so are those of a merging call that failed.
"""

import itertools
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from functools import cached_property, partial
from heapq import heappop, heappush
from math import inf
from typing import TYPE_CHECKING, Any

from worksheets.compose.wording import printed
from worksheets.errors import NoTypesetterError, Reason, Refusal, WorkerError, WorksheetsError
from worksheets.merge.model import Master
from worksheets.merge.variable_objects import VariableObjects
from worksheets.messages import _
from worksheets.processes.waiting import first_done
from worksheets.processes.workers import cores

from .events import FailureReason
from .failures import failure
from .jobs import Delivery, Handout, HandoutRequest, NotMade, merge_handout, merge_job, shipped_job, typeset_job
from .prepared import PreparedEdition
from .workers import HANDOUTS_OF_A_MASTER, shares_disk, submit_for

if TYPE_CHECKING:
    from worksheets.merge.print_parts import PartsPrinter
    from worksheets.pdf.print_file import PrintFile

AHEAD = 500
"""Handouts that may be finished before an earlier one: they wait in memory for their turn in the print file."""
_FAR_AHEAD = 4000
"""The same on a cluster, where a call is on its way longer."""
_SMALL_GROUP = 40
"""Handouts of a group that this process merges itself, while the workers start, if there are masters for them."""
_WORTH_MASTERS = 12
"""Handouts for which masters are made at once, though none of the kind was asked for before."""
_MOST_DEATHS = 2
"""Handouts that may cost their processes, before any other has been made, until the course is refused."""
_DEADLY = (FailureReason.TIMEOUT, FailureReason.MEMORY, FailureReason.PROCESS_DIED)
_CALL_SIZE = 25
"""Handouts merged in one call at most."""
_FAR_CALL_SIZE = 250
"""The same on a cluster, to which the course is sent with each call: 14 MB of handouts come back."""
_ASKING_TOGETHER = 50
"""Handouts in one call at most that found no master at first."""
_FEWEST_CALLS = 8
"""Calls in which a group is merged at least, so that every process has some."""


@dataclass(frozen=True, slots=True)
class FinishedHandout:
    """A handout that has been merged or typeset."""

    pages: int
    pdf: bytes
    """Not locked; empty where it is not wanted."""
    print_into: "Callable[[PrintFile, str], int]"
    """Appends the handout to a print file under a name, and returns its number of pages."""
    digest: str = ""
    """The SHA-256 digest of the file that the process has written; empty if it has written none."""
    refusal: Refusal | None = None
    """Why it was typeset although masters were wanted."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a person's handout."""

    index: int
    """The person's index in the group."""
    outcome: FinishedHandout | NotMade | Exception
    """NotMade where the fault is in its texts or on the disk; another exception for what the call died of."""
    refusal: Refusal | None = None
    """Why it was not merged, if that failed which typesets it."""


@dataclass(frozen=True, slots=True, order=True)
class _Call:
    """The people, by their indexes, whose handouts one call makes."""

    indexes: tuple[int, ...]
    merges: bool
    again: bool = False


class Scheduler:
    """Schedules the handouts that are asked for.

    ``refusals`` says by index why some were not merged.
    """

    def __init__(
        self,
        prepared: PreparedEdition,
        requests: Sequence[HandoutRequest],
        executor: Executor,
        patience: float,
        delivery: Delivery = Delivery(),
    ) -> None:
        """``patience`` is the time in seconds without any result after which the running calls are given up."""
        self.requests = requests
        self.executor = executor
        self.patience = patience
        self.delivery = delivery
        self.prepared = prepared
        self.masters = prepared.masters
        self.refusals: dict[int, Refusal] = {}
        self._is_far = not shares_disk(executor)
        """Handouts are made on machines that have nothing of this one."""
        self._edition = prepared.packed if self._is_far else prepared.pickled
        self._course = prepared.edition.course
        self._to_merge: deque[int] = deque()
        """In their order."""
        self._to_typeset: list[int] = []
        """A heap: the first is at the top."""
        self._to_merge_again: list[int] = []
        """Those for whom there was no master yet."""
        self._running: dict[Future[Any], _Call] = {}
        self._makes_masters = False
        self._has_merged = False
        """There is a master, or a merging call has come back, so that no more masters are waited for."""
        self._has_typeset = False
        self._deaths = 0
        """Processes that died over the first handouts; far below 0 once a handout has been made."""

    def results(self, *, masters: bool) -> Iterator[list[Result]]:
        """Yield what became of the handouts of each call, or of one that is merged here, as soon as that is known."""
        everyone = range(len(self.requests))
        if not masters:
            self._to_typeset.extend(everyone)
        elif len(everyone) <= _SMALL_GROUP:
            yield from self._merge_here()
        else:
            self._to_merge.extend(everyone)
            self._has_merged = any(map(self._is_served, self.requests))
        self._makes_masters |= len(everyone) >= _WORTH_MASTERS
        while self._to_merge or self._to_typeset or self._to_merge_again or self._running:
            self._submit()
            done = first_done(self._running, self.patience)
            for future in sorted(done, key=self._running.__getitem__):
                yield list(self._results_of(self._running.pop(future), future))
            if not done:
                yield list(self._give_up())
            self._refuse_deadly_course()

    def _is_served(self, request: HandoutRequest) -> bool:
        """Return True if there is a master for a handout."""
        course, wording = self.prepared.edition.course, self.prepared.edition.wording
        try:
            return self.masters.serves(printed(request.participant, course, wording))
        except WorksheetsError:
            return False

    def _merge_here(self) -> Iterator[list[Result]]:
        for index, request in enumerate(self.requests):
            result = merge_handout(self.prepared, request, self.delivery, make=False)
            if isinstance(result, Refusal) and result.reason is Reason.NO_MASTER:
                self._to_merge.append(index)
            elif isinstance(result, Refusal):
                self._typeset_later(index, result)
            else:
                yield list(self._finished(index, result))
        self._makes_masters = bool(self._to_merge) and self.masters.cache.asked_before()

    def _typeset_later(self, index: int, refusal: Refusal) -> None:
        self.refusals[index] = refusal
        heappush(self._to_typeset, index)

    def _submit(self) -> None:
        """Submit all that may run: nobody too far ahead of the first handout that is still missing."""
        ahead = _FAR_AHEAD if self._is_far else AHEAD
        first = self._first_missing()
        while self._to_typeset and self._to_typeset[0] < first + ahead:
            self._submit_typesetting()
        if self._makes_masters and not self._has_merged:
            self._submit_first_merge()
            return
        size = _FAR_CALL_SIZE if self._is_far else _CALL_SIZE
        while self._to_merge and self._to_merge[0] < first + ahead:
            share = max(1, len(self.requests) // _FEWEST_CALLS)
            self._submit_merging(min(size, share, len(self._to_merge)))
        if not any(call.merges for call in self._running.values()):
            self._submit_merging_again()

    def _first_missing(self) -> float:
        """Return the index of the first handout that is not finished; ``inf`` if all are."""
        waiting = (*self._to_typeset[:1], *itertools.islice(self._to_merge, 1), *self._to_merge_again)
        return min(*waiting, *(call.indexes[0] for call in self._running.values()), inf, inf)

    def _submit_first_merge(self) -> None:
        """Let one process make the first master while the others typeset handouts, so that none waits for it.

        A handout is typeset first: over a course that never ends, one call less dies.
        """
        if not self._running and self._to_merge:
            if not self._has_typeset:
                self._typeset_meanwhile()
            if self._to_merge:
                self._submit_merging(1)
        while self._to_merge and len(self._running) < cores():
            self._typeset_meanwhile()

    def _typeset_meanwhile(self) -> None:
        self._typeset_later(self._to_merge.popleft(), Refusal(Reason.MAKING_MASTER))
        self._submit_typesetting()

    def _submit_typesetting(self) -> None:
        index = heappop(self._to_typeset)
        self._has_typeset = True
        self._call(_Call((index,), merges=False), typeset_job, self.requests[index], self.delivery)

    def _submit_merging(self, count: int) -> None:
        indexes = tuple(self._to_merge.popleft() for _handout in range(count))
        requests = [self.requests[index] for index in indexes]
        self._call(_Call(indexes, merges=True), merge_job, requests, self.delivery, make=self._makes_masters)

    def _submit_merging_again(self) -> None:
        """Let those ask once more who found no master, when all others have found theirs: one may be there by now.

        They ask together, so that it is known for how many of them another is worth its time.
        """
        waiting = sorted(self._to_merge_again)
        self._to_merge_again.clear()
        for start in range(0, len(waiting), _ASKING_TOGETHER):
            indexes = tuple(waiting[start : start + _ASKING_TOGETHER])
            requests = [self.requests[index] for index in indexes]
            call = _Call(indexes, merges=True, again=True)
            self._call(call, merge_job, requests, self.delivery, make=self._makes_masters, again=True)

    def _call(self, call: _Call, function: Callable[..., Any], *arguments: object, **options: object) -> None:
        functions = (shipped_job, function) if self._is_far else (function,)
        handouts = HANDOUTS_OF_A_MASTER if call.merges and self._makes_masters else 1
        try:
            self._running[submit_for(self.executor, handouts, *functions, self._edition, *arguments, **options)] = call
        except (OSError, RuntimeError) as error:  # The executor itself is broken.
            raise WorkerError(_("No process can be started: {error}").format(error=repr(error))) from error

    def _results_of(self, call: _Call, future: Future[Any]) -> Iterator[Result]:
        """Yield the handouts of a finished call; those that it could not merge are typeset later."""
        self._has_merged |= call.merges
        try:
            results = future.result() if call.merges else [future.result()]
        except Exception as error:  # noqa: BLE001 - whatever one call died of, the others are finished
            if not call.merges:
                self._deaths += failure(error).reason in _DEADLY
                yield from self._not_typeset(call.indexes[0], error)
                return
            self.masters.cache.discard_all()  # If a wrong master has ended the process, no other finds it.
            results = [Refusal(Reason.MERGE_FAILED, type(error).__name__)] * len(call.indexes)
        for index, result in zip(call.indexes, results, strict=True):
            if not isinstance(result, Refusal):
                yield from self._finished(index, result)
            elif _may_ask_again(call, result):
                self._to_merge_again.append(index)
            else:
                self._typeset_later(index, result)

    def _not_typeset(self, index: int, error: Exception) -> Iterator[Result]:
        """Yield the failures of a handout and, without a typesetter, of all others that are to be typeset."""
        yield Result(index, error, self.refusals.get(index))
        while self._to_typeset and isinstance(error, NoTypesetterError):
            index = heappop(self._to_typeset)
            yield Result(index, error, self.refusals.get(index))

    def _refuse_deadly_course(self) -> None:
        """Raise WorkerError if every handout that was tried has cost its process: the course does it, and no person."""
        left = self._to_merge or self._to_merge_again or self._to_typeset or self._running
        if self._deaths == _MOST_DEATHS and left:
            message = _(
                "{folder}: the first {count} handouts took too much time or memory, so no more were tried; look in the "
                "pages, styles and pictures for something that never ends or is too large"
            )
            raise WorkerError(message.format(folder=self._course.folder, count=_MOST_DEATHS))

    def _finished(self, index: int, result: Handout | NotMade) -> Iterator[Result]:
        if isinstance(result, NotMade):
            yield Result(index, result)
            return
        self._deaths = -len(self.requests)
        refusal = self.refusals.get(index)
        if not result.parts:
            print_into = partial(_print_pdf, result.pdf)
            yield Result(index, FinishedHandout(result.pages, result.pdf, print_into, result.digest, refusal))
        elif master := self._printable_master(result.parts.master):
            print_into = partial(self._print_parts, master, result.parts.objects)
            yield Result(index, FinishedHandout(result.pages, result.pdf, print_into, result.digest))
        else:
            self._typeset_later(index, Refusal(Reason.MASTER_GONE))

    @cached_property
    def _parts_printer(self) -> "PartsPrinter":
        from worksheets.merge.print_parts import PartsPrinter  # When there is a print file: it takes 40 ms to load.

        return PartsPrinter()

    def _printable_master(self, name: str) -> Master | None:
        """Return the master of a name; None if it is gone, or if it is deleted now, since no print file takes it."""
        merger = self.masters.named(name)
        if merger and not self._parts_printer.takes(merger.master):
            self.masters.discard(name)
            return None
        return merger.master if merger else None

    def _print_parts(self, master: Master, objects: VariableObjects, print_file: "PrintFile", name: str) -> int:
        return self._parts_printer.add(print_file, master, objects, name)

    def _give_up(self) -> Iterator[Result]:
        for future, call in self._running.items():
            future.cancel()
            yield from (Result(index, TimeoutError()) for index in call.indexes)
        self._running.clear()


def _may_ask_again(call: _Call, refusal: Refusal) -> bool:
    """Return True if somebody who was not merged may be when they ask again, since masters have been made meanwhile."""
    is_rare = refusal.reason is Reason.RARE_PAGES and not call.again
    return is_rare or (call.merges and refusal.reason is Reason.MAKING_MASTER)


def _print_pdf(pdf: bytes, print_file: "PrintFile", name: str) -> int:
    return print_file.add(pdf, name)
