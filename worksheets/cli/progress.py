"""What is printed on standard error while a packet is made: its progress, and a summary at the end."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from worksheets.api import Duplex, LeftOut, PacketEvent, PacketFile, Started, State
from worksheets.errors import FirstProblems
from worksheets.messages import _, ngettext

from .lines import people_left_out, print_closing
from .streams import print_path
from .verbosity import is_quiet, is_verbose
from .visible import visible_line

_MOST_OMISSIONS = 10
"""The most rows and sheets without people that are named at the end of a packet."""


class PacketProgress:
    """Counts the files of a packet; shows the progress and how it ended, unless the command is quiet."""

    def __init__(self, *, two_sided: bool, forms: bool = False, dry_run: bool = False) -> None:
        """With ``forms``, each participant gets a file to fill in on a screen, and nobody has to print anything."""
        self.two_sided = two_sided
        self.forms = forms
        self.dry_run = dry_run
        self._folder: Path | None = None
        self.files: list[PacketFile] = []
        self.left_out: list[LeftOut] = []
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
            if isinstance(event, Started):
                self._folder = event.folder
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
        return self._count(State.FAILED) > 0 or bool(self._people_left_out)

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
        others = [event for event in self.left_out if not event.reason.is_of_a_person and not is_quiet()]
        for event in [*others[:_MOST_OMISSIONS], *self._people_left_out]:
            yield str(event.omission)
        if len(others) > _MOST_OMISSIONS:
            more = len(others) - _MOST_OMISSIONS
            message = ngettext(
                "and {count} more row that is not a person; “worksheets check” shows it",
                "and {count} more rows that are not people; “worksheets check” shows them",
                more,
            )
            yield message.format(count=more)

    def print_summary(self) -> None:
        """Print how the packet ended: the figures with ``-v``, how many handouts there are, and what to do now."""
        if is_verbose():
            table = Table(box=None, show_header=False, pad_edge=False)
            for name, value in self._figures():
                table.add_row(name, value)
            self._console.print(table)
        if self.dry_run:
            print_closing(self._counts(), _("Nothing was written: this was a dry run."))
        else:
            print_closing(self._counts())
            print_closing(self._what_to_do(), people_left_out(len(self._people_left_out)))

    @property
    def result(self) -> Path | None:
        """What a trainer wants to see: the print file, or else the folder; None if no handout has been made."""
        return self._print_file.path if self._print_file else self._folder if self._good else None

    def _counts(self) -> str:
        """Return a sentence about how many handouts were made, kept and could not be made."""
        if planned := self._count(State.PLANNED):
            first = ngettext("{count} handout would be made", "{count} handouts would be made", planned)
        elif made := self._count(State.MADE):
            first = ngettext("{count} handout made", "{count} handouts made", made)
        else:
            first = _("No new handouts")
        parts = [first.format(count=planned or self._count(State.MADE))]
        if kept := self._count(State.KEPT):
            # Translators: It follows “6 handouts made, ”.
            parts.append(ngettext("{count} kept as it was", "{count} kept as they were", kept).format(count=kept))
        if failed := self._count(State.FAILED):
            # Translators: It follows “6 handouts made, ”.
            parts.append(
                ngettext("{count} failed, see above", "{count} failed, see above", failed).format(count=failed)
            )
        return ", ".join(parts) + "."

    def _what_to_do(self) -> str:
        """Return a sentence about what a trainer does with the files; empty if there are none."""
        if self._good and self._folder and self.forms:
            message = ngettext(
                "{count} form is in {folder}; send it to the participant.",
                "{count} forms are in {folder}; send each participant their own.",
                len(self._good),
            )
            return message.format(count=len(self._good), folder=self._folder)
        if self._print_file:
            sheets = self._sheets()
            message = _print_message(self._print_file.duplex, sheets)
            return message.format(path=self._print_file.path, count=sheets)
        if not self._good or not self._folder:
            return ""
        message = ngettext("{count} handout is in {folder}.", "{count} handouts are in {folder}.", len(self._good))
        return message.format(count=len(self._good), folder=self._folder)

    def _sheets(self) -> int:
        """Return how many sheets of paper the handouts take."""
        return sum((file.pages + 1) // 2 if self.two_sided else file.pages for file in self._good)

    def _figures(self) -> Iterator[tuple[str, str]]:
        """Yield the label and the value of each row of the figures."""
        yield _("pages"), str(sum(file.pages for file in self._good))
        yield _("sheets"), str(self._sheets())
        for label, unexpected in ((_("typeset"), False), (_("typeset after a failure"), True)):
            refusals = Counter(file.refusal for file in self._good if _is_refused(file, unexpected=unexpected))
            if refusals:
                yield label, ", ".join(f"{count} ({refusal})" for refusal, count in refusals.most_common())

    @property
    def _good(self) -> list[PacketFile]:
        """The handouts that are there."""
        return [file for file in self.files if file.participant and file.state in (State.MADE, State.KEPT)]

    @property
    def _print_file(self) -> PacketFile | None:
        """The print file, if it is there."""
        good = (file for file in self.files if not file.participant and file.state in (State.MADE, State.KEPT))
        return next(good, None)

    @property
    def _people_left_out(self) -> list[LeftOut]:
        return [event for event in self.left_out if event.reason.is_of_a_person]

    def _count(self, state: State) -> int:
        """Return how many handouts are in a state."""
        return sum(file.state is state for file in self.files if file.participant)


def _print_message(duplex: Duplex | None, sheets: int) -> str:
    """Return how a print file is printed, with its ``path`` and the ``count`` of sheets still to be filled in."""
    if duplex is Duplex.LONG_EDGE:
        return ngettext(
            "Print {path} on both sides, flipped on the long edge: {count} sheet.",
            "Print {path} on both sides, flipped on the long edge: {count} sheets.",
            sheets,
        )
    if duplex is Duplex.SHORT_EDGE:
        return ngettext(
            "Print {path} on both sides, flipped on the short edge: {count} sheet.",
            "Print {path} on both sides, flipped on the short edge: {count} sheets.",
            sheets,
        )
    return ngettext(
        "Print {path} on one side: {count} sheet.",
        "Print {path} on one side: {count} sheets.",
        sheets,
    )


def _is_refused(file: PacketFile, *, unexpected: bool) -> bool:
    """Return True if a handout was typeset although masters were wanted: as a failure of the program or not."""
    return file.refusal is not None and file.refusal.reason.is_unexpected is unexpected
