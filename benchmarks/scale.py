"""Memory and rate of the command ``packet`` as the group grows: without a print file, two processes, a list in CSV.

    python -m benchmarks.scale [PEOPLE …]

For 100,000 people it needs 6 GB of disk, and many minutes. The files are deleted afterwards, slowly.
"""

import sys
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import machine, meter
from benchmarks.lists import write_csv
from benchmarks.results import Amount, Result, Table, figure, markdown

SIZES = {Amount.QUICK: (500,), Amount.USUAL: (2000, 20_000), Amount.LONG: (2000, 20_000, 100_000)}
_JOBS = 2
_PACE = 0.1
"""Seconds between two looks at the memory: what a look takes is less than one hundredth of that."""
_MASTER_RUNS, _FIRST = 2, 200
"""Runs before those that are measured, and the people in them: a master is made when it is wanted again."""
_DELETED, _PAUSE = 500, 0.05
"""Files deleted at once, and seconds after them: new files are slow for minutes after many were deleted at once."""


def measure(amount: Amount) -> Result:
    """Make groups of two sizes, or of three."""
    return result(SIZES[amount])


def main(sizes: Sequence[int]) -> None:
    """Print the table for groups of some sizes."""
    print(f"{machine.description()}\n\n{markdown(result(sizes).tables)}")


def result(sizes: Sequence[int]) -> Result:
    """Make a group of each size. The figures for the aims are those of the first, and of the others by their size."""
    rows: list[Sequence[str]] = [("people", "seconds", "handouts/s", "main process, MiB", "all together, MiB")]
    figures: dict[str, float] = {}
    with TemporaryDirectory() as name:
        folder = Path(name)
        for _time in range(_MASTER_RUNS):
            _run(folder, _FIRST)
        for size in sizes:
            seconds, memory = _run(folder, size)
            main, together = (number / 2**20 for number in memory)
            rows.append((f"{size:,}", *map(figure, (seconds, size / seconds, main, together))))
            suffix = "" if size == sizes[0] else f"-{size}"
            figures |= {f"main-memory{suffix}": main, f"memory{suffix}": together}
    note = "The main process: all that it holds, what it shares with the others too. All: what they share counts once."
    return Result([Table(rows, "Memory and rate of growing groups", note)], figures)


def _run(folder: Path, size: int) -> tuple[float, meter.Memory]:
    """Make a group's packet, and return the seconds that it took and the memory."""
    roster, output = folder / "list.csv", folder / "output"
    write_csv(roster, size)
    command = [sys.executable, "-m", "worksheets", "packet", roster, "-o", output]
    options = ["--no-print-file", "--quiet", "--name", "{n:06}", "--jobs", _JOBS]
    argv = ["env", f"XDG_CACHE_HOME={folder / 'cache'}", *map(str, (*command, *options))]
    start = time.perf_counter()
    memory = meter.memory(argv, output, size, _PACE)
    seconds = time.perf_counter() - start
    delete_slowly(output)
    return seconds, memory


def delete_slowly(folder: Path) -> None:
    """Delete a folder that has files only, in small steps."""
    while some := list(islice(folder.iterdir(), _DELETED)):
        for path in some:
            path.unlink()
        time.sleep(_PAUSE)
    folder.rmdir()


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or SIZES[Amount.USUAL])
