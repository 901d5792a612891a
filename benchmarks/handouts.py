"""Handouts of this project, one after another in one process that is warm: it has its plates, and made one."""

import sys
import time
from contextlib import suppress
from pathlib import Path

from benchmarks.group import edition, members
from worksheets.compose.wording import printed
from worksheets.errors import UnsettableError
from worksheets.master.store import Plates
from worksheets.packet.handout import handout, plates_of
from worksheets.people.participant import Participant


def main(roster: Path, output: Path, *, plates: bool) -> None:
    """Make a list's handouts, and print the seconds that all but the first took, each written to disk."""
    made = edition()
    first, *others = members(roster)
    known = plates_of(made) if plates else None
    if known:
        make_plates(known, [first, *others])
    handout(made, first, plates=known)
    start = time.perf_counter()
    for number, person in enumerate(others, start=2):
        (output / f"{number:04}.pdf").write_bytes(handout(made, person, plates=known))
    sys.stdout.write(f"{time.perf_counter() - start}\n")


def make_plates(plates: Plates, people: list[Participant]) -> None:
    """Make the plates that people's handouts are pressed from."""
    for person in people:
        with suppress(UnsettableError):
            plates.pressed(printed(person, plates.edition.course, plates.edition.wording), make=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]), plates="--no-plates" not in sys.argv)
