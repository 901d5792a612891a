"""Handouts of this project, one after another in one warm process, which has made its masters and a first handout."""

import sys
import time
from contextlib import suppress
from pathlib import Path

from benchmarks.group import edition, members
from worksheets.compose.wording import printed
from worksheets.errors import NeedsTypesetterError
from worksheets.packet.handout import handout
from worksheets.packet.prepared import PreparedEdition
from worksheets.packet.session import Session
from worksheets.people.participant import Participant


def main(roster: Path, output: Path, *, masters: bool) -> None:
    """Make a list's handouts and write them; print the seconds that all but the first took."""
    prepared = Session().prepared(edition())
    first, *others = members(roster)
    if masters:
        make_masters(prepared, [first, *others])
    handout(prepared, first, merge=masters)
    start = time.perf_counter()
    for number, person in enumerate(others, start=2):
        (output / f"{number:04}.pdf").write_bytes(handout(prepared, person, merge=masters))
    sys.stdout.write(f"{time.perf_counter() - start}\n")


def make_masters(prepared: PreparedEdition, people: list[Participant]) -> None:
    """Make the masters from which people's handouts are merged."""
    for person in people:
        with suppress(NeedsTypesetterError):
            prepared.masters.merge(printed(person, prepared.edition.course, prepared.edition.wording), make=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]), masters="--typeset-all" not in sys.argv)
