"""Measures the print file: the time, the memory and the size of a handout in files of several sizes.

Handouts are added whole, as typeset, or in parts, as merged; the time of merging is counted, that of typesetting not.
"""

import resource
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from benchmarks import machine, meter
from benchmarks.group import edition, members
from benchmarks.handouts import make_masters
from benchmarks.people import as_yaml, people
from benchmarks.results import Amount, Result, Row, Table, figure, markdown
from worksheets.compose.wording import printed
from worksheets.merge.print_parts import PartsPrinter
from worksheets.packet.handout import handout
from worksheets.packet.session import Session
from worksheets.pdf.print_file import PrintFile
from worksheets.people.participant import Participant

SAMPLE = 100
"""The participants; a larger print file has their handouts several times."""
FEW = 25
"""Those of them whose handouts are typeset, to be added whole."""
SIZES = {Amount.QUICK: (200,), Amount.USUAL: (200, 2000), Amount.LONG: (200, 2000, 10_000)}
"""The handouts in a print file."""
_MOST_WHOLE = 2000


def measure(amount: Amount) -> Result:
    """Make the masters and measure each size, in processes of their own: each inherits its parent's peak of memory."""
    sizes = SIZES[amount]
    tasks = [("parts", size) for size in sizes] + [("whole", size) for size in sizes if size <= _MOST_WHOLE]
    rows: list[Row] = [("handouts", "added", "ms each", "MiB", "KiB each")]
    with tempfile.TemporaryDirectory() as folder:
        roster = Path(folder) / "group.yaml"
        roster.write_text(as_yaml(people(SAMPLE)), "utf-8")
        command = ["env", f"XDG_CACHE_HOME={folder}/cache", sys.executable, "-m", "benchmarks.pack", str(roster)]
        meter.run([*command, "masters"])
        for task, size in tasks:
            costs = map(float, meter.run([*command, task, str(size)]).split())
            rows.append((f"{size:,}", "in parts" if task == "parts" else task, *map(figure, costs)))
    return Result([Table(rows, "What the print file costs")])


def costs(count: int, group: list[Participant], path: Path, *, parts: bool) -> tuple[float, float, float]:
    """Put ``count`` handouts, each under a name of its own, into a print file at a path.

    Return the milliseconds of each, the MiB that the process held at the most, and the KiB of each.
    """
    prepared = Session().prepared(edition())
    whole = [] if parts else [handout(prepared, person, merge=False) for person in group]
    members_served = [person for person in group if whole or prepared.masters.serves(person)]
    start = time.perf_counter()
    with path.open("wb") as out:
        file, printer = PrintFile(out, "Kurssi", "fi"), PartsPrinter()
        for number, person in enumerate(islice(cycle(members_served), count)):
            if parts:
                merged = prepared.masters.merge(person, make=False)
                printer.add(file, merged.merger.master, merged.objects, f"Esimerkki {number}")
            else:
                file.add(whole[number % len(whole)], f"Esimerkki {number}")
        file.finish()
        size = out.tell()
    milliseconds = 1000 * (time.perf_counter() - start) / count
    return milliseconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, size / count / 1024


def main() -> None:
    """Print the table; with arguments, do one of the tasks for it."""
    if sys.argv[1:]:
        roster, task = Path(sys.argv[1]), sys.argv[2]
        group = [printed(person, edition().course, edition().wording) for person in members(roster)]
        if task == "masters":
            make_masters(Session().prepared(edition()), group)
        else:
            few = group if task == "parts" else group[:FEW]
            print(*costs(int(sys.argv[3]), few, roster.with_name("print"), parts=task == "parts"))
        return
    print(f"{machine.description()}\n\n{markdown(measure(Amount.LONG).tables)}")


if __name__ == "__main__":
    main()
