"""Handouts merged from lists that have been read and checked: the same work as ``compiler.py`` gives Typst.

A process keeps its masters as Typst's keeps its compiler, and takes a handout at a time.
"""

import json
from argparse import ArgumentParser
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from benchmarks.group import edition
from worksheets.compose.edition import Edition
from worksheets.master.store import MasterStore
from worksheets.packet.handout import handout, master_store
from worksheets.people.participant import Participant


def main() -> None:
    """Merger the participant of every file in a folder."""
    parser = ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--jobs", type=int, default=1)
    told = parser.parse_args()
    work = [(path, told.output / f"{path.stem}.pdf") for path in sorted(told.folder.glob("[0-9]*.json"))]
    if told.jobs == 1:
        for pair in work:
            merger(*pair)
        return
    with get_context("spawn").Pool(told.jobs) as pool:
        pool.starmap(merger, work, chunksize=1)


def merger(person: Path, pdf: Path) -> None:
    """Make one participant's handout, merged if there is a master for it."""
    made, masters = _made()
    pdf.write_bytes(handout(made, Participant(json.loads(person.read_text("utf-8"))), masters=masters))


@cache
def _made() -> tuple[Edition, MasterStore]:
    made = edition()
    return made, master_store(made)


if __name__ == "__main__":
    main()
