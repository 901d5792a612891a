"""The first run on a machine, with an empty cache, and the run after it, beside Typst with its data ready.

    python -m benchmarks.first_run [PEOPLE] [REPEATS]

Each line has the medians of a few runs: the seconds on the clock, and those of processor time, which other programs
change less. All take turns, and each writes into a new folder, so that nothing is kept but masters.
"""

import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory, mkdtemp

from benchmarks.group import Group, prepared
from benchmarks.meter import ROOT
from benchmarks.results import Amount, Result, Row, Table, markdown

OWN = ROOT / "examples" / "tavoitteet"
"""A course for which no master is shipped."""
JOBS = ("--jobs", "2")
BLANK, OWN_BLANK = "blank, built-in course", "blank, a course of one’s own"
TYPST = "Typst, data ready"
FIXED = "import weasyprint"
"""Work that stays the same, by which a first ``blank`` is judged."""


@dataclass(frozen=True, slots=True)
class _Times:
    """How long a run took, in seconds."""

    clock: float
    processor: float


def measure(amount: Amount) -> Result:
    """Return the times of all, how much longer a packet takes than Typst, and what the aims ask for."""
    return measured(*((50, 1) if amount is Amount.QUICK else (200, 3)))


def measured(count: int, repeats: int) -> Result:
    """Return the same for packets of so many people, each run so many times."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        work = _work(prepared(count, folder / "group", folder / "cache"))
        for argv in work.values():  # So that the programs' files are in the system's memory.
            _run(argv, folder, _fresh(folder))
        first: dict[str, list[_Times]] = {label: [] for label in work}
        second: dict[str, list[_Times]] = {label: [] for label in work}
        for _time in range(repeats):
            for label, argv in work.items():
                cache = _fresh(folder)
                first[label].append(_run(argv, folder, cache))
                second[label].append(_run(argv, folder, cache))
    rows: list[Row] = [("", "empty cache", "a run later", "empty cache, Typst = 1")]
    for label in work:
        ratio = _ratio(first, label) if "packet" in label and TYPST in work else ""
        rows.append((label, _median(first[label]), _median(second[label]), ratio))
    note = f"{count} people in packets, two processes; medians of {repeats}; seconds on the clock (of processor time)."
    fixed = median(run.processor for run in first[FIXED])
    keys = {"blank": BLANK, "own-blank": OWN_BLANK}
    figures = {key: median(run.processor for run in first[label]) / fixed for key, label in keys.items()}
    return Result([Table(rows, note=note)], figures)


def _work(group: Group) -> dict[str, list[str]]:
    """Return the commands by what they do; each ends before the folder that it is to write into."""
    commands = {
        BLANK: ["worksheets", "blank", "-o"],
        OWN_BLANK: ["worksheets", "blank", "--course", str(OWN), "-o"],
        "packet, masters shipped": [
            "worksheets",
            "packet",
            str(group.roster),
            "--no-print-file",
            "--quiet",
            *JOBS,
            "-o",
        ],
        "packet, masters not shipped": ["benchmarks.unshipped", *JOBS, str(group.roster)],
    }
    if find_spec("typst"):
        commands[TYPST] = ["benchmarks.compiler", *JOBS, str(group.decks)]
    work = {label: [sys.executable, "-m", *words] for label, words in commands.items()}
    return {**work, FIXED: [sys.executable, "-c", "import weasyprint"]}


def _fresh(folder: Path) -> Path:
    return Path(mkdtemp(dir=folder))


def _run(argv: list[str], folder: Path, cache: Path) -> _Times:
    """Run a command in a new process, with masters in a cache folder."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    output = _fresh(folder)
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([*argv, f"{output}/"], cwd=ROOT, env=environment, check=True, capture_output=True)
    clock, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return _Times(clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def _median(runs: list[_Times]) -> str:
    return f"{median(run.clock for run in runs):.2f} ({median(run.processor for run in runs):.2f})"


def _ratio(runs: dict[str, list[_Times]], label: str) -> str:
    """Return a run's times as so many times Typst's."""
    ours, theirs = runs[label], runs[TYPST]
    clock = median(run.clock for run in ours) / median(run.clock for run in theirs)
    processor = median(run.processor for run in ours) / median(run.processor for run in theirs)
    return f"{clock:.2f} ({processor:.2f})"


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    print(markdown(measured(*(numbers + [200, 3][len(numbers) :])).tables))
