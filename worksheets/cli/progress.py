"""What is printed on standard error while a packet is made: its progress, and a summary at the end."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from worksheets.api import PacketEvent, PacketSummary
from worksheets.errors import FirstProblems
from worksheets.messages import _

from .lines import print_closing
from .streams import print_path
from .verbosity import is_quiet, is_verbose
from .visible import visible_line

if TYPE_CHECKING:
    from .drawn import PacketBar


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
        self._bar: PacketBar | None = None
        """What is drawn on standard error at present."""
        self._first_problems = FirstProblems()

    def follow(self, packet: Iterable[PacketEvent]) -> Iterator[PacketEvent]:
        """Yield what happens, with a progress bar if standard error is a terminal."""
        if is_quiet() or not sys.stderr.isatty():
            yield from self._counted(packet)
            return
        from .drawn import PacketBar

        with PacketBar() as bar:
            self._bar = bar
            try:
                for event in self._counted(packet):
                    bar.advance(event)
                    yield event
            finally:
                self._bar = None

    def _counted(self, packet: Iterable[PacketEvent]) -> Iterator[PacketEvent]:
        for event in packet:
            self.summary.add(event)
            yield event

    def print_path(self, path: Path) -> None:
        """Print the path of a new file on standard output.

        Where that is the terminal of the progress bar, the bar's console prints the path, above the bar.
        """
        if self._bar and sys.stdout.isatty():
            self._bar.print_above(visible_line(str(path)))
        else:
            print_path(path)

    def print_problems(self, problems: Iterable[str]) -> None:
        """Print lines on standard error, above the progress bar if there is one; of very many, the first."""
        for problem in map(visible_line, self._first_problems.among(problems)):
            if self._bar:
                self._bar.print_above(problem)
            else:
                click.echo(problem, err=True)

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
            from .drawn import print_figures

            print_figures(summary.figures())
        if self.dry_run:
            print_closing(summary.counts_text(), summary.products_text(), _("Nothing was written: this was a dry run."))
        else:
            print_closing(summary.counts_text())
            print_closing(summary.what_to_do(), summary.left_out_text())
            print_closing(summary.products_text())
