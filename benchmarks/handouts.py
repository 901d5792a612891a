"""Handouts of this project, made one after another in one process that is warm: it has made one already."""

import sys
import time
from pathlib import Path

from benchmarks.group import edition, members
from worksheets.batch import handout, plates_of, prepare


def main(roster: Path, output: Path, *, plates: bool) -> None:
    """Make a list's handouts, and print the seconds that all but the first took, each written to disk."""
    made = edition()
    first, *others = members(roster)
    known = plates_of(made) if plates else None
    for _time in range(2 if known else 0):
        prepare(known, first)  # It makes a plate when one is asked for a second time.
    handout(made, first, plates=known)
    start = time.perf_counter()
    for number, person in enumerate(others, start=2):
        (output / f"{number:04}.pdf").write_bytes(handout(made, person, plates=known))
    sys.stdout.write(f"{time.perf_counter() - start}\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]), plates="--no-plates" not in sys.argv)
