"""A packet with an empty cache, and with a full one.

    python benchmarks/first_run.py [PEOPLE] [REPEATS]

With the masters that are shipped, the first run is to be as quick as the next. The two take turns, and each line has
the medians of a few runs: the seconds on the clock, and those of processor time, which other programs change less.
"""

import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.people import roster


@dataclass(frozen=True, slots=True)
class _Times:
    """How long a run took, in seconds."""

    clock: float
    processor: float


def main(count: int, repeats: int) -> None:
    """Print the times of both, and their ratios."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "ryhma.yaml").write_text(roster(count), "utf-8")
        _run(folder)  # So that the files of the program are in the system's memory, and the cache is full.
        empty, full = [], []
        for _time in range(repeats):
            rmtree(folder / "cache", ignore_errors=True)
            empty.append(_run(folder))
            full.append(_run(folder))
    print(f"{count} people, medians of {repeats} runs; seconds with an empty cache, with a full one, ratio")
    for label in ("clock", "processor"):
        first, second = (median(getattr(times, label) for times in runs) for runs in (empty, full))
        print(f"{label:10} {first:6.2f} {second:6.2f} {first / second:5.2f}")


def _run(folder: Path) -> _Times:
    """Make the packet in a new process."""
    program = [sys.executable, "-P", "-m", "worksheets", "packet", "ryhma.yaml", "--overwrite"]
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(program, cwd=folder, env=environment, check=True, capture_output=True)
    clock, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return _Times(clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    main(*(numbers + [200, 3][len(numbers) :]))
