"""Measures the print file: the time, the memory and the size of a handout in files of several sizes.

Handouts are added whole, as typeset, or in parts, as merged; the time of merging is counted, that of typesetting not.
"""

import resource
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.group import edition, members  # noqa: E402 - found by the path above
from benchmarks.handouts import make_masters  # noqa: E402
from benchmarks.people import as_yaml, people  # noqa: E402
from worksheets.compose.wording import printed  # noqa: E402
from worksheets.merge.print_parts import PartsPrinter  # noqa: E402
from worksheets.packet.handout import handout  # noqa: E402
from worksheets.packet.session import Session  # noqa: E402
from worksheets.pdf.print_file import PrintFile  # noqa: E402
from worksheets.people.participant import Participant  # noqa: E402

SAMPLE = 100
"""The participants; a larger print file has their handouts several times."""
FEW = 25
"""Those of them whose handouts are typeset, to be added whole."""
SIZES = (200, 2000, 10_000)
"""The handouts in a print file."""


def measure(count: int, group: list[Participant], path: Path, *, parts: bool) -> str:
    """Return a line of figures for ``count`` handouts, each under a name of its own, in a print file at a path."""
    prepared = Session().prepared(edition())
    whole = [] if parts else [handout(prepared, person, merge=False) for person in group]
    start = time.perf_counter()
    with path.open("wb") as out:
        file, printer = PrintFile(out, "Kurssi", "fi"), PartsPrinter()
        for number, person in enumerate(islice(cycle(group), count)):
            if parts:
                merged = prepared.masters.merge(person, make=False)
                printer.add(file, merged.merger.master, merged.objects, f"Esimerkki {number}")
            else:
                file.add(whole[number % len(whole)], f"Esimerkki {number}")
        file.finish()
        size = out.tell()
    each = 1000 * (time.perf_counter() - start) / count
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    form = "in parts" if parts else "whole"
    return f"{count} handouts {form}: {each:.1f} ms each, {memory:.0f} MiB, {size / count / 1024:.0f} KiB each"


def main() -> None:
    """Make the masters and measure each size, in processes of their own: each inherits its parent's peak of memory."""
    if sys.argv[1:]:
        roster, task = Path(sys.argv[1]), sys.argv[2]
        group = [printed(person, edition().course, edition().wording) for person in members(roster)]
        if task == "masters":
            make_masters(Session().prepared(edition()), group)
        else:
            few = group if task == "parts" else group[:FEW]
            print(measure(int(sys.argv[3]), few, roster.with_name("print"), parts=task == "parts"))
        return
    with tempfile.TemporaryDirectory() as folder:
        roster = Path(folder) / "group.yaml"
        roster.write_text(as_yaml(people(SAMPLE)), "utf-8")
        command = [sys.executable, __file__, str(roster)]
        subprocess.run([*command, "masters"], check=True)
        for task, count in (*(("parts", size) for size in SIZES), *(("whole", size) for size in SIZES[:2])):
            subprocess.run([*command, task, str(count)], check=True)


if __name__ == "__main__":
    main()
