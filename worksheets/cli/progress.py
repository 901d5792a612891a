"""What a packet says of itself while it is being made, on standard error: its progress, and a summary at the end."""

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from worksheets.errors import _
from worksheets.packet.packet import Made, State


class Tally:
    """Counts what a packet makes, and shows it unless that is to be quiet."""

    def __init__(self, *, two_sided: bool, quiet: bool) -> None:
        self.two_sided = two_sided
        self.quiet = quiet
        self.files: list[Made] = []
        self._began = time.monotonic()
        self._console = Console(stderr=True, highlight=False, soft_wrap=True)

    def watched(self, packet: Iterable[Made], total: int) -> Iterator[Made]:
        """Yield what the packet yields, with a line of progress where standard error is a terminal."""
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
            line = bar.add_task("", total=total)
            for made in packet:
                self.files.append(made)
                if made.participant:
                    bar.update(line, advance=1, description=made.participant.name)
                yield made

    @property
    def failed(self) -> bool:
        """Tell whether a handout could not be made."""
        return self._count(State.FAILED) > 0

    def problems(self) -> Iterator[str]:
        """Yield why each handout that could not be made could not, and what files are nobody's any more."""
        yield from (problem for made in self.files for problem in made.problems)
        left = (made.path for made in self.files if made.state is State.LEFT)
        yield from (_("{path}: of an earlier run; nobody in the list has it now").format(path=path) for path in left)

    def show(self) -> None:
        """Show the table that ends a packet."""
        if self.quiet:
            return
        table = Table(box=None, show_header=False, pad_edge=False)
        for name, value in self._rows():
            table.add_row(name, value)
        self._console.print(table)

    def _rows(self) -> Iterator[tuple[str, str]]:
        handouts = [made for made in self.files if made.participant]
        good = [made for made in handouts if made.state in (State.MADE, State.KEPT)]
        sheets = sum((made.pages + 1) // 2 if self.two_sided else made.pages for made in good)
        yield _("made"), str(self._count(State.MADE))
        yield _("kept"), str(self._count(State.KEPT))
        yield _("failed"), str(self._count(State.FAILED))
        yield _("pages"), str(sum(made.pages for made in good))
        yield _("sheets"), str(sheets)
        if reasons := Counter(made.typeset_reason for made in good if made.typeset_reason):
            yield _("typeset"), ", ".join(f"{count} ({reason})" for reason, count in reasons.most_common())
        yield _("seconds"), f"{time.monotonic() - self._began:.1f}"

    def _count(self, state: State) -> int:
        return sum(made.state is state for made in self.files if made.participant)
