"""Handouts of this project, one after another in one process that is warm: it has its masters, and made one."""

import sys
import time
from contextlib import suppress
from pathlib import Path

from benchmarks.group import edition, members
from worksheets.compose.wording import printed
from worksheets.errors import NeedsTypesetterError
from worksheets.master.store import MasterStore
from worksheets.packet.handout import handout, master_store
from worksheets.people.participant import Participant


def main(roster: Path, output: Path, *, masters: bool) -> None:
    """Make a list's handouts, and print the seconds that all but the first took, each written to disk."""
    made = edition()
    first, *others = members(roster)
    known = master_store(made) if masters else None
    if known:
        make_plates(known, [first, *others])
    handout(made, first, masters=known)
    start = time.perf_counter()
    for number, person in enumerate(others, start=2):
        (output / f"{number:04}.pdf").write_bytes(handout(made, person, masters=known))
    sys.stdout.write(f"{time.perf_counter() - start}\n")


def make_plates(masters: MasterStore, people: list[Participant]) -> None:
    """Make the masters that people's handouts are merged from."""
    for person in people:
        with suppress(NeedsTypesetterError):
            masters.merged(printed(person, masters.edition.course, masters.edition.wording), make=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]), masters="--no-masters" not in sys.argv)
