"""What a packet consists of, what of it is there already, and what stands in the way; nothing is made here."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from worksheets.compose.wording import printed
from worksheets.errors import OutputError, WorksheetsError
from worksheets.messages import _

from .events import Failure, PacketFile, State
from .failures import failure
from .order import Order
from .output_folder import folder_problem
from .prepared import PreparedEdition
from .print_files import KeptPrintFile, kept_print_files, print_input
from .products import ProductTask
from .record import Entry, Record
from .tasks import Task, Tasks


@dataclass(frozen=True, slots=True)
class Plan:
    """What is ordered, and what of it is there already."""

    order: Order
    prepared: PreparedEdition
    record: Record
    products: Sequence[ProductTask]

    def checked_tasks(self) -> Tasks:
        """Return each participant's task. Raises OutputError for all that would be written and cannot be."""
        tasks = Tasks(self.order, self.prepared.fingerprint, self.record)
        self.refuse_folders()
        self.refuse_changed(tasks)
        return tasks

    def refuse_folders(self) -> None:
        """Raise OutputError for each subfolder of a group that is a link, and so may be anywhere, or a file."""
        order = self.order
        if not order.separate:
            return
        folders = [order.folder, *(order.folder / name for name in sorted(order.jobs.inner_folders))]
        if problems := [problem for folder in folders if (problem := folder_problem(folder, order.folder))]:
            raise OutputError(*problems)

    def refuse_changed(self, tasks: Sequence[Task]) -> None:
        """Raise OutputError for each file that would be replaced and is not as a packet wrote it for this order."""
        order = self.order
        paths = [task.path for task in tasks if order.separate and not task.kept]
        paths += [order.print_file] if order.print_file and not order.volume else []
        paths += [product.path for product in self.products if not product.kept]
        inputs = {product.path: product.input for product in self.products}
        if order.print_file and not order.volume:
            inputs[order.print_file] = print_input(tasks, order)
        unknown = _("{path}: already exists, and is not as an earlier run wrote it; add --overwrite to replace it")
        of_others = _("{path}: already exists, from another list or other options; choose another folder with -o")
        special = _("{path}: already exists and is not a file but a folder, a pipe or a device; delete or rename it")
        paths = [path for path in paths if os.path.lexists(path)]  # A link to nowhere, too, would be replaced.
        problems = [special.format(path=path) for path in paths if not path.is_symlink() and not path.is_file()]
        for path in () if order.overwrite or problems else paths:
            entry = self.record.entry(path)
            if entry is None:
                problems.append(unknown.format(path=path))
            elif not self.is_own(entry) and entry.input != inputs.get(path):
                problems.append(of_others.format(path=path))
        if problems:
            raise OutputError(*problems)

    def is_own(self, entry: Entry) -> bool:
        """Return True if a file was made for this order, or for one that its entry does not name."""
        return entry.order in (self.order.identity, "")

    def left_over(self, tasks: Sequence[Task], print_files: Sequence[Path | None]) -> Iterator[PacketFile]:
        """Yield the files of the folder that are of an earlier run for this order, and not of this one."""
        others = [name for name, entry in self.record.earlier() if self.is_own(entry)]
        print_files = print_files if self.order.volume else [*print_files, self.order.print_file]
        expected = {*print_files, *(task.path for task in self.products)}
        expected.update(task.path for task in tasks if others)
        for path in (self.order.folder / name for name in others):
            if path not in expected:
                yield PacketFile(State.LEFT_OVER, path)

    def files(self, tasks: Sequence[Task]) -> Iterator[PacketFile]:
        """Yield what would become of each file, print files last, as far as that can be told without making it."""
        if kept := self.kept_print_files(tasks):
            yield from self.kept_files(kept, tasks)
            return
        some_printed = False
        for task in tasks:
            file = kept_file(task) if task.kept else self._planned(task)
            some_printed |= file.state is not State.FAILED
            yield file
        if (path := self.order.print_file) and some_printed:
            # How many volumes there will be, only the pages of the handouts tell.
            yield PacketFile(State.PLANNED, path.with_stem(f"{path.stem}-*") if self.order.volume else path)

    def planned_products(self) -> Iterator[PacketFile]:
        """Yield what would become of each product, as far as that can be told without making it."""
        for task in self.products:
            yield kept_product(task) or task.file(State.PLANNED)

    def _planned(self, task: Task) -> PacketFile:
        try:
            printed(task.participant, self.order.edition.course, self.order.edition.wording)
        except WorksheetsError as error:
            return failed_file(task, failure(error))
        return PacketFile(State.PLANNED, task.path, task.participant)

    def kept_print_files(self, tasks: Sequence[Task]) -> list[KeptPrintFile]:
        """Return the print files of an earlier run if they would come out the same, and no handout is missing."""
        some_missing = self.order.separate and not all(task.kept for task in tasks)
        return [] if some_missing else kept_print_files(self.order, tasks, self.record)

    def kept_files(self, kept: Sequence[KeptPrintFile], tasks: Sequence[Task]) -> Iterator[PacketFile]:
        """Yield that each handout and the print files are kept."""
        pages = [count for print_file in kept for count in print_file.entry.handouts]
        counts = pages if len(pages) == len(tasks) else [0] * len(tasks)
        yield from (kept_file(task, count) for task, count in zip(tasks, counts, strict=True))
        yield from (print_file.file(self.order) for print_file in kept)


def failed_file(task: Task, cause: Failure) -> PacketFile:
    """Return that a handout could not be made."""
    return PacketFile(State.FAILED, task.path, task.participant, failure=cause)


def kept_product(task: ProductTask) -> PacketFile | None:
    """Return that a product stays as it is; None if it does not."""
    return task.file(State.KEPT, task.kept.pages) if task.kept else None


def kept_file(task: Task, pages: int = 0) -> PacketFile:
    """Return what became of a file that stays; ``pages`` is its number of pages if it has no file of its own."""
    return PacketFile(State.KEPT, task.path, task.participant, task.kept.pages if task.kept else pages)
