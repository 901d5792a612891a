"""Measures the print file: what a handout costs in time, memory and size as there are more of them.

Handouts come whole, as the typesetter makes them, or in parts, as they are merged; to merger them is in the time.
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
from benchmarks.handouts import make_plates  # noqa: E402
from benchmarks.people import as_yaml, people  # noqa: E402
from worksheets.compose.wording import printed  # noqa: E402
from worksheets.packet.handout import handout, master_store  # noqa: E402
from worksheets.pdf.print_file import PrintFile  # noqa: E402
from worksheets.people.participant import Participant  # noqa: E402

SAMPLE = 100
FEW = 25
"""Of them are typeset, where handouts come whole."""
SIZES = (200, 2000, 10_000)


def measure(count: int, group: list[Participant], path: Path, *, parts: bool) -> str:
    """Return a line of figures for so many handouts, each under a name of its own."""
    made = edition()
    masters = master_store(made)
    whole = [] if parts else [handout(made, person) for person in group]
    began = time.perf_counter()
    with path.open("wb") as out:
        file = PrintFile(out, "Kurssi", "fi")
        for number, person in enumerate(islice(cycle(group), count)):
            if parts:
                merger, merged = masters.merged(person, make=False)
                file.add_merged(merger.master, merged, f"Esimerkki {number}")
            else:
                file.add(whole[number % len(whole)], f"Esimerkki {number}")
        file.finish()
        size = out.tell()
    took = 1000 * (time.perf_counter() - began) / count
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    kind = "in parts" if parts else "whole"
    return f"{count} handouts {kind}: {took:.1f} ms each, {memory:.0f} MiB, {size / count / 1024:.0f} KiB each"


def main() -> None:
    """Make the masters, then measure each size, in processes of their own: one has its parent's most memory, too."""
    if sys.argv[1:]:
        roster, kind = Path(sys.argv[1]), sys.argv[2]
        group = [printed(person, edition().course, edition().wording) for person in members(roster)]
        if kind == "masters":
            make_plates(master_store(edition()), group)
        else:
            few = group if kind == "parts" else group[:FEW]
            print(measure(int(sys.argv[3]), few, roster.with_name("print"), parts=kind == "parts"))
        return
    with tempfile.TemporaryDirectory() as folder:
        roster = Path(folder) / "group.yaml"
        roster.write_text(as_yaml(people(SAMPLE)), "utf-8")
        command = [sys.executable, __file__, str(roster)]
        subprocess.run([*command, "masters"], check=True)
        for kind, count in (*(("parts", size) for size in SIZES), *(("whole", size) for size in SIZES[:2])):
            subprocess.run([*command, kind, str(count)], check=True)


if __name__ == "__main__":
    main()
