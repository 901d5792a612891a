"""What Rich draws of a packet: the bar of its progress, and the table of its figures.

A packet that shows neither does not load Rich, which takes 40 ms.
"""

from collections.abc import Iterable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from worksheets.api import PacketEvent, PacketFile, Started

from .visible import visible_line


class PacketBar:
    """A bar on standard error, as long as its context lasts: how many handouts are ready, and whose was the last."""

    def __init__(self) -> None:
        self._console = _console()
        columns = (
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.description}", markup=False),
        )
        self._progress = Progress(*columns, console=self._console, transient=True, redirect_stdout=False)
        self._task = self._progress.add_task("", total=None)

    def __enter__(self) -> Self:
        """Draw it from now on."""
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take it away."""
        self._progress.stop()

    def advance(self, event: PacketEvent) -> None:
        """Show what has happened."""
        if isinstance(event, Started):
            self._progress.update(self._task, total=event.handouts)
        elif isinstance(event, PacketFile) and event.is_handout and event.participant:
            self._progress.update(self._task, advance=1, description=visible_line(event.participant.name))
        elif isinstance(event, PacketFile) and event.product:
            self._progress.update(self._task, description=visible_line(event.path.name))

    def print_above(self, line: str) -> None:
        """Print a line above the bar."""
        self._console.print(line, markup=False, emoji=False)


def print_figures(figures: Iterable[tuple[str, str]]) -> None:
    """Print a table of figures with their names on standard error."""
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, value in figures:
        table.add_row(name, value)
    _console().print(table)


def _console() -> Console:
    return Console(stderr=True, highlight=False, soft_wrap=True)
