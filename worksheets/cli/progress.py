"""What is printed on standard error while a packet is made: its progress, and a summary at the end."""

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from worksheets.api import PacketEvent, PacketFile, Started, State
from worksheets.errors import _


class PacketProgress:
    """Counts the files of a packet; shows the progress and a summary, unless it is quiet."""

    def __init__(self, *, two_sided: bool, quiet: bool) -> None:
        self.two_sided = two_sided
        self.quiet = quiet
        self.files: list[PacketFile] = []
        self._began = time.monotonic()
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
        with Progress(
            *columns, console=self._console, transient=True, disable=hidden, redirect_stdout=sys.stdout.isatty()
        ) as bar:
            task = bar.add_task("", total=None)
            for event in packet:
                if isinstance(event, Started):
                    bar.update(task, total=event.handouts)
                elif isinstance(event, PacketFile):
                    self.files.append(event)
                    if event.participant:
                        bar.update(task, advance=1, description=event.participant.name)
                yield event

    @property
    def failed(self) -> bool:
        """Return True if a handout could not be made."""
        return self._count(State.FAILED) > 0

    def problems(self) -> Iterator[str]:
        """Yield why handouts could not be made, and which files are left over from an earlier run."""
        yield from (problem for file in self.files for problem in file.problems)
        message = _("{path}: of an earlier run; nobody in the list has it now")
        yield from (message.format(path=file.path) for file in self.files if file.state is State.LEFT_OVER)

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
