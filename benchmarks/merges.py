"""Handouts merged from lists that have been read and checked: the same work as ``compiler.py`` gives Typst.

A process keeps its masters as Typst's keeps its compiler, and takes a handout at a time.
"""

import json
from argparse import ArgumentParser
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from benchmarks.group import edition
from worksheets.packet.handout import handout
from worksheets.packet.prepared import PreparedEdition
from worksheets.packet.session import Session
from worksheets.people.participant import Participant


def main() -> None:
    """Merge the participant of every file in a folder."""
    parser = ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    work = [(path, options.output / f"{path.stem}.pdf") for path in sorted(options.folder.glob("[0-9]*.json"))]
    if options.jobs == 1:
        for person, pdf in work:
            write_handout(person, pdf)
        return
    with get_context("spawn").Pool(options.jobs) as pool:
        pool.starmap(write_handout, work, chunksize=1)


def write_handout(person: Path, pdf: Path) -> None:
    """Write one participant's handout, merged if a master serves it."""
    pdf.write_bytes(handout(_prepared(), Participant(json.loads(person.read_text("utf-8")))))


@cache
def _prepared() -> PreparedEdition:
    return Session().prepared(edition())


if __name__ == "__main__":
    main()
