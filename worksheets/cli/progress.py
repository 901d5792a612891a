"""What is printed on standard error while a packet is made: its progress, and a summary at the end."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from worksheets.api import PacketEvent, PacketFile, PacketSummary, Started
from worksheets.errors import FirstProblems
from worksheets.messages import _

from .lines import print_closing
from .streams import print_path
from .verbosity import is_quiet, is_verbose
from .visible import visible_line


class PacketProgress:
    """Shows the progress of a packet and how it ended, unless the command is quiet."""

    def __init__(
        self, *, two_sided: bool, forms: bool = False, certificates: bool = False, dry_run: bool = False
    ) -> None:
        """With ``forms``, each participant gets a file to fill in on a screen, and nobody has to print anything.

        With ``certificates``, what is made are those, and no handouts.
        """
        self.summary = PacketSummary(two_sided=two_sided, forms=forms, certificates=certificates)
        self.dry_run = dry_run
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
        hidden = is_quiet() or not self._console.is_terminal
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
            self.summary.add(event)
            if isinstance(event, Started):
                bar.update(task, total=event.handouts)
            elif isinstance(event, PacketFile) and event.is_handout and event.participant:
                bar.update(task, advance=1, description=visible_line(event.participant.name))
            elif isinstance(event, PacketFile) and event.product:
                bar.update(task, description=visible_line(event.path.name))
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

    def problems(self) -> Iterator[str]:
        """Yield how many problems have not been printed, and then those that the summary knows."""
        yield from self._first_problems.rest()
        yield from self.summary.problems()

    def omissions(self) -> Iterator[str]:
        """Yield who in the list is left out and why; unless it is quiet, what is left out because it is no person."""
        return self.summary.omissions(people_only=is_quiet())

    def print_summary(self) -> None:
        """Print how the packet ended: the figures with ``-v``, how many handouts there are, and what to do now."""
        summary = self.summary
        if is_verbose():
            table = Table(box=None, show_header=False, pad_edge=False)
            for name, value in summary.figures():
                table.add_row(name, value)
            self._console.print(table)
        if self.dry_run:
            print_closing(summary.counts_text(), summary.products_text(), _("Nothing was written: this was a dry run."))
        else:
            print_closing(summary.counts_text())
            print_closing(summary.what_to_do(), summary.left_out_text())
            print_closing(summary.products_text())
