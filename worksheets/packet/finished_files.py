"""Puts finished files into a packet's folder: each is in the journal before it appears under its name."""

import hashlib
import os
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from worksheets.errors import OutputError
from worksheets.files import name_part, new_folder, write_part
from worksheets.messages import _

from .order import Order
from .output_folder import folder_problem
from .products import ProductTask
from .record import Entry, Record
from .tasks import Task


@dataclass(frozen=True, slots=True)
class FinishedFile:
    """A file that has been written whole, and has no name yet."""

    task: Task | ProductTask
    digest: str
    """Its SHA-256 digest, in hexadecimal."""
    pages: int


class FinishedFiles:
    """Gives the files of an order their names."""

    def __init__(self, order: Order, record: Record, parts: Path) -> None:
        """``parts`` is a folder for files without names, on the same disk as the packet's folder."""
        self._order = order
        self._record = record
        self._parts = str(parts.absolute())  # The processes may be in another folder than this one is by now.

    def part(self, task: Task | ProductTask) -> str:
        """Return the path of a task's file until it has a name."""
        return self.part_named(str(task.number) if isinstance(task, Task) else task.name)

    def part_named(self, name: str) -> str:
        """Return the path of a file that has another name later."""
        return os.path.join(self._parts, name)  # noqa: PTH118

    def write(self, task: Task | ProductTask, pdf: bytes, pages: int) -> FinishedFile:
        """Write a file, locked if it has a password; it has no name yet."""
        data = pdf
        if task.password:
            from worksheets.pdf.finish import encrypt

            data = encrypt(pdf, task.password)
        self.refuse_changed_folders(task.path.parent)
        write_part(self.part(task), data, task.path)
        return FinishedFile(task, hashlib.sha256(data).hexdigest(), pages)

    def name(self, files: Sequence[FinishedFile]) -> None:
        """Give files their names, after they have been entered in the journal together."""
        identity = self._order.identity
        self._record.note(
            [(file.task.name, Entry(file.task.input, file.digest, file.pages, identity)) for file in files]
        )
        by_folder: dict[Path, list[tuple[Task | ProductTask, Path]]] = {}
        for task, path in ((file.task, file.task.path) for file in files):
            by_folder.setdefault(path.parent, []).append((task, path))
        for folder, tasks in by_folder.items():
            self.refuse_changed_folders(folder)
            with self._subfolder(folder):
                for task, path in tasks:
                    name_part(self.part(task), path)
                    self._record.appeared(task.name)

    def name_one(self, part: str, path: Path, entry: Entry) -> None:
        """Give a file in the packet's folder its name, after it has been entered in the journal."""
        self._record.note([(path, entry)])
        self.refuse_changed_folders(path.parent)
        name_part(part, path)
        self._record.appeared(path)

    def _subfolder(self, folder: Path) -> AbstractContextManager[None]:
        """Make a group's subfolder for its first file; but not the packet's own folder, if somebody has deleted it."""
        is_subfolder = folder != self._order.folder and self._order.folder.is_dir()
        return new_folder(folder) if is_subfolder else nullcontext()

    def refuse_changed_folders(self, folder: Path) -> None:
        """Raise OutputError if a folder has become a link or a file, or the packet's has gone, since the run began."""
        if problem := folder_problem(folder, self._order.folder):
            raise OutputError(problem)
        if not self._order.folder.is_dir():
            raise OutputError(
                _("{folder}: was deleted or moved while handouts were being made; run the same command again").format(
                    folder=self._order.folder
                )
            )
