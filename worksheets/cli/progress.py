"""What is printed on standard error while a packet is made: its progress, and a summary at the end."""

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from worksheets.api import LeftOut, PacketEvent, PacketFile, Started, State
from worksheets.errors import FirstProblems
from worksheets.messages import _

from .streams import print_path
from .visible import visible_line

_MOST_OMISSIONS = 10
"""The most rows and sheets without people that are named at the end of a packet."""


class PacketProgress:
    """Counts the files of a packet; shows the progress and a summary, unless it is quiet."""

    def __init__(self, *, two_sided: bool, quiet: bool) -> None:
        self.two_sided = two_sided
        self.quiet = quiet
        self.files: list[PacketFile] = []
        self.left_out: list[LeftOut] = []
        self._began = time.monotonic()
        self._shows_bar = False
        self._first_problems = FirstProblems()
        self._console = Console(stderr=True, highlight=False, soft_wrap=True)

    def follow(self, packet: Iterable[PacketEvent]) -> Iterator[PacketEvent]:
        """Yield what happens, with a progress bar if standard error is a terminal."""
        columns = (
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.description}", markup=False),
        )
        hidden = self.quiet or not self._console.is_terminal
        with Progress(*columns, console=self._console, transient=True, redirect_stdout=False, disable=hidden) as bar:
            self._shows_bar = not hidden
            try:
                yield from self._followed(packet, bar)
            finally:
                self._shows_bar = False

    def _followed(self, packet: Iterable[PacketEvent], bar: Progress) -> Iterator[PacketEvent]:
        """Yield what happens, counted and drawn on the bar."""
        task = bar.add_task("", total=None)
        for event in packet:
            if isinstance(event, Started):
                bar.update(task, total=event.handouts)
            elif isinstance(event, LeftOut):
                self.left_out.append(event)
            elif isinstance(event, PacketFile):
                self.files.append(event)
                if event.participant:
                    bar.update(task, advance=1, description=visible_line(event.participant.name))
            yield event

    def print_path(self, path: Path) -> None:
        """Print the path of a new file on standard output.

        Where that is the terminal of the progress bar, the bar's console prints the path, above the bar.
        """
        if self._shows_bar and sys.stdout.isatty():
            self._print_above(visible_line(str(path)))
        else:
            print_path(path)

    def print_problems(self, problems: Iterable[str]) -> None:
        """Print lines on standard error, above the progress bar if there is one; of very many, the first."""
        for problem in map(visible_line, self._first_problems.among(problems)):
            if self._shows_bar:
                self._print_above(problem)
            else:
                click.echo(problem, err=True)

    def _print_above(self, line: str) -> None:
        self._console.print(line, markup=False, emoji=False)

    @property
    def failed(self) -> bool:
        """Return True if a handout could not be made, or somebody in the list is left out."""
        return self._count(State.FAILED) > 0 or any(event.reason.is_of_a_person for event in self.left_out)

    def problems(self) -> Iterator[str]:
        """Yield how many problems have not been printed, why handouts could not be made, and what is left over.

        The latter are files of an earlier run.
        """
        yield from self._first_problems.rest()
        yield from (problem for file in self.files for problem in file.problems)
        yield from dict.fromkeys(line for file in self.files if file.failure for line in file.failure.advice)
        message = _("{path}: left over from an earlier run, not part of this one")
        yield from (message.format(path=file.path) for file in self.files if file.state is State.LEFT_OVER)

    def omissions(self) -> Iterator[str]:
        """Yield who in the list is left out and why; unless it is quiet, what is left out because it is no person."""
        people = [event for event in self.left_out if event.reason.is_of_a_person]
        others = [event for event in self.left_out if not event.reason.is_of_a_person and not self.quiet]
        for event in [*others[:_MOST_OMISSIONS], *people]:
            yield str(event.omission)
        if len(others) > _MOST_OMISSIONS:
            more = len(others) - _MOST_OMISSIONS
            yield _("and {count} more rows that are no person; “worksheets check” shows them").format(count=more)

    def print_summary(self) -> None:
        """Print the table of figures that ends a packet."""
        if self.quiet:
            return
        table = Table(box=None, show_header=False, pad_edge=False)
        for name, value in self._rows():
            table.add_row(name, value)
        self._console.print(table)

    def _rows(self) -> Iterator[tuple[str, str]]:
        """Yield the label and the value of each row of the summary."""
        good = [file for file in self.files if file.participant and file.state in (State.MADE, State.KEPT)]
        sheets = sum((file.pages + 1) // 2 if self.two_sided else file.pages for file in good)
        yield _("made"), str(self._count(State.MADE))
        yield _("kept"), str(self._count(State.KEPT))
        yield _("failed"), str(self._count(State.FAILED))
        yield _("pages"), str(sum(file.pages for file in good))
        yield _("sheets"), str(sheets)
        for label, unexpected in ((_("typeset"), False), (_("typeset after a failure"), True)):
            refusals = Counter(file.refusal for file in good if _is_refused(file, unexpected=unexpected))
            if refusals:
                yield label, ", ".join(f"{count} ({refusal})" for refusal, count in refusals.most_common())
        yield _("seconds"), f"{time.monotonic() - self._began:.1f}"

    def _count(self, state: State) -> int:
        """Return how many handouts are in a state."""
        return sum(file.state is state for file in self.files if file.participant)


def _is_refused(file: PacketFile, *, unexpected: bool) -> bool:
    """Return True if a handout was typeset although masters were wanted: as a failure of the program or not."""
    return file.refusal is not None and file.refusal.reason.is_unexpected is unexpected
