"""Handouts pressed from lists that have been read and checked: the same work as ``compiler.py`` gives Typst.

A process keeps its plates as Typst's keeps its compiler, and takes a handout at a time.
"""

import json
from argparse import ArgumentParser
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from benchmarks.group import edition
from worksheets.compose.edition import Edition
from worksheets.master.store import Plates
from worksheets.packet.handout import handout, plates_of
from worksheets.people.participant import Participant


def main() -> None:
    """Press the participant of every file in a folder."""
    parser = ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--jobs", type=int, default=1)
    told = parser.parse_args()
    work = [(path, told.output / f"{path.stem}.pdf") for path in sorted(told.folder.glob("[0-9]*.json"))]
    if told.jobs == 1:
        for pair in work:
            press(*pair)
        return
    with get_context("spawn").Pool(told.jobs) as pool:
        pool.starmap(press, work, chunksize=1)


def press(person: Path, pdf: Path) -> None:
    """Make one participant's handout, pressed if there is a plate for it."""
    made, plates = _made()
    pdf.write_bytes(handout(made, Participant(json.loads(person.read_text("utf-8"))), plates=plates))


@cache
def _made() -> tuple[Edition, Plates]:
    made = edition()
    return made, plates_of(made)


if __name__ == "__main__":
    main()
