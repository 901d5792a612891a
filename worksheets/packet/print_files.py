"""A group's print files: all handouts in one, or in volumes that a printer takes one after another.

A volume is cut between two people. Its name tells its number and who is in it, the first and the last.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from worksheets.errors import OutputError
from worksheets.files import file_stem
from worksheets.messages import _

from .events import PacketFile, State
from .finished_files import FinishedFiles
from .order import Order
from .record import Entry, Record, sealed
from .tasks import Task

if TYPE_CHECKING:
    from worksheets.pdf.print_file import PrintFile

PrintInto = Callable[["PrintFile", str], int]
"""Appends a handout to a print file under a name, and returns its number of pages."""

_LONGEST_NAME = 50
"""Letters of a person's name in the name of a volume."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task; ``print_into`` is None when there is no handout."""

    file: PacketFile
    task: Task
    print_into: PrintInto | None


@dataclass(frozen=True, slots=True)
class KeptPrintFile:
    """A print file of an earlier run that would come out the same."""

    path: Path
    entry: Entry

    def file(self, order: Order) -> PacketFile:
        """Return that it is kept."""
        from worksheets.pdf.finish import duplex_of  # Here and below: pikepdf takes 30 ms to load.

        duplex = duplex_of(self.path, order.password)
        sheets = sum(order.sheets_of(pages) for pages in self.entry.handouts)
        return PacketFile(State.KEPT, self.path, pages=self.entry.pages, duplex=duplex, sheets=sheets)


def print_input(tasks: Sequence[Task], order: Order) -> str:
    """Return the digest of what a print file with the handouts of some tasks is made from."""
    people = [(task.participant.name, task.input) for task in tasks]
    volume = [order.volume] if order.volume else []
    return sealed([people, order.edition.course.title, order.two_sided, *volume], order.password)


def kept_print_files(order: Order, tasks: Sequence[Task], record: Record) -> list[KeptPrintFile]:
    """Return the print files of an earlier run if all would come out the same; none otherwise."""
    if order.print_file is None or order.overwrite:
        return []
    if order.volume:
        return _kept_volumes(order, tasks, record)
    entry = record.entry(order.print_file)
    return [KeptPrintFile(order.print_file, entry)] if entry and entry.input == print_input(tasks, order) else []


def _kept_volumes(order: Order, tasks: Sequence[Task], record: Record) -> list[KeptPrintFile]:
    """Return the volumes of an earlier run, in their order, if together they hold the handouts of all tasks."""
    known = {entry.input: (name, entry) for name, entry in record.earlier() if entry.handouts}
    sizes = sorted({len(entry.handouts) for _name, entry in known.values()})
    kept: list[KeptPrintFile] = []
    start = 0
    while start < len(tasks):
        inputs = (print_input(tasks[start : start + size], order) for size in sizes if start + size <= len(tasks))
        found = next((known[source] for source in inputs if source in known), None)
        if found is None:
            return []
        name, entry = found
        kept.append(KeptPrintFile(order.folder / name, entry))
        start += len(entry.handouts)
    return kept


@dataclass(slots=True)
class _Volume:
    """A print file that is being written."""

    file: BinaryIO
    print_file: "PrintFile"
    tasks: list[Task]
    pages: list[int]
    """The number of pages of each handout."""
    sheets: int = 0


class PrintFiles:
    """Puts handouts into print files in the order of the list, whichever is ready first."""

    def __init__(self, order: Order, record: Record, files: FinishedFiles) -> None:
        self._order = order
        self._record = record
        self._files = files
        self._volume: _Volume | None = None
        self._finished: list[Path] = []
        """The print files that have been written."""
        self._next = 0
        self._waiting: dict[int, Outcome] = {}

    def put(self, outcome: Outcome) -> Iterator[PacketFile]:
        """Add a task's outcome, and print all handouts whose turn has come; yield the volumes that are full by then."""
        self._waiting[outcome.task.number] = outcome
        while self._next in self._waiting:
            outcome = self._waiting.pop(self._next)
            self._next += 1
            if outcome.print_into:
                yield from self._print(outcome.task, outcome.print_into, self._order.sheets_of(outcome.file.pages))

    def _print(self, task: Task, print_into: PrintInto, sheets: int) -> Iterator[PacketFile]:
        volume, most = self._volume, self._order.volume
        if volume and most and volume.sheets + sheets > most:
            yield self._finish(volume)
            volume = None
        volume = self._volume = volume or self._new_volume()
        volume.pages.append(print_into(volume.print_file, task.participant.name))
        volume.tasks.append(task)
        volume.sheets += sheets

    def finish(self) -> Iterator[PacketFile]:
        """Finish the last print file, and yield it; no handout makes no print file."""
        if self._volume:
            yield self._finish(self._volume)

    def close(self) -> None:
        """Close the file that is being written, if there is one."""
        if self._volume:
            self._volume.file.close()

    def _new_volume(self) -> _Volume:
        from worksheets.pdf.print_file import PrintFile

        order = self._order
        file = Path(self._part).open("wb")  # noqa: SIM115 - it is closed by ``_finish`` or ``close``
        course = order.edition.course
        print_file = PrintFile(file, course.title, course.language, two_sided=order.two_sided, password=order.password)
        return _Volume(file, print_file, [], [])

    @property
    def _part(self) -> str:
        """The path of the file that is being written."""
        return self._files.part_named(f"print-{len(self._finished)}")

    def _finish(self, volume: _Volume) -> PacketFile:
        volume.print_file.finish()
        volume.file.close()
        with Path(self._part).open("rb") as written:
            output = hashlib.file_digest(written, "sha256").hexdigest()
        pages, path = tuple(volume.pages), self._path(volume)
        entry = Entry(print_input(volume.tasks, self._order), output, sum(pages), self._order.identity, pages)
        self._files.name_one(self._part, path, entry)
        self._finished.append(path)
        self._volume = None
        duplex = volume.print_file.tree.duplex
        return PacketFile(State.MADE, path, pages=sum(pages), duplex=duplex, sheets=volume.sheets)

    def _path(self, volume: _Volume) -> Path:
        """Return the path of a print file. Raises OutputError if there is a file that is not to be replaced."""
        order = self._order
        assert order.print_file  # noqa: S101 - otherwise nothing is printed
        if not order.volume:
            return order.print_file
        ends = dict.fromkeys(
            order.jobs.stem(task.number)[:_LONGEST_NAME] for task in (volume.tasks[0], volume.tasks[-1])
        )
        # There are never more volumes than handouts: names with as many digits sort as they are printed.
        number = str(len(self._finished) + 1).zfill(len(str(len(order.jobs))))
        name = file_stem(f"{order.print_file.stem}-{number}-{'–'.join(ends)}")
        path = order.print_file.with_name(f"{name}.pdf")
        if os.path.lexists(path) and not order.overwrite and not self._is_own(path):
            message = _("{path}: already exists, and is not as an earlier run wrote it; add --overwrite to replace it")
            raise OutputError(message.format(path=path))
        return path

    def _is_own(self, path: Path) -> bool:
        """Return True if a file is a print file of this order."""
        entry = self._record.entry(path)
        return bool(entry and entry.handouts and entry.order in (self._order.identity, ""))
