"""What the start of the program is spent on, beside Typst and beside Click alone.

    python benchmarks/cold_start.py [REPEATS]

One participant's handout is made by a new process each time, merged into a master that is shipped, with the digests of
a run before. The commands take turns; each figure is the median processor time, which other programs change less than
the clock. Then come the modules that take longest to load, each without those that it loads itself. To measure the
installed program with its compiled modules, run this with the Python of its environment.
"""

import os
import re
import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.group import prepared
from benchmarks.results import Amount, Result, Row, Table, markdown

_SHOWN = 25
"""Modules that are listed."""
_LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)")
"""A line of ``python -X importtime``: microseconds of the module alone, and its name."""


def measure(amount: Amount) -> Result:
    """Return the times of the commands, their ratios, and what is loaded."""
    return measured(3 if amount is Amount.QUICK else 9)


def measured(repeats: int) -> Result:
    """Return the same of so many runs each."""
    with TemporaryDirectory() as name:
        group = prepared(1, Path(name) / "group", Path(name) / "cache")
        cache, output = str(group.cache), Path(name) / "output"
        output.mkdir()
        fill = _worksheets("fill", group.person, "--output", output / "1.pdf", "--overwrite")
        commands = {
            "nothing": _python("-c", "pass"),
            "import click": _python("-c", "import click"),
            "worksheets --help": _worksheets("--help"),
            "worksheets fill --help": _worksheets("fill", "--help"),
            "worksheets fill": fill,
        }
        if find_spec("typst"):
            commands["Typst"] = _python("-m", "benchmarks.compiler", group.decks, output)
        seconds = _seconds(commands, repeats, cache)
        tables = [_times_table(seconds), _modules_table(_loaded(fill, repeats, cache))]
    return Result(tables, figures(seconds))


def figures(seconds: Mapping[str, float]) -> dict[str, float]:
    """Return the figures for the aims; without Typst, nothing is held against it."""
    fill = seconds["worksheets fill"]
    found = {"help": seconds["worksheets --help"] / seconds["import click"], "fill-seconds": fill}
    return found | ({"fill": fill / seconds["Typst"]} if "Typst" in seconds else {})


def _python(*words: object) -> list[str]:
    return [sys.executable, *map(str, words)]


def _worksheets(*words: object) -> list[str]:
    """Return a command as its script runs it: ``python -m`` would first load a module of Python's own."""
    return _python("-c", "from worksheets.cli import main; main()", *words)


def _seconds(commands: Mapping[str, Sequence[str]], repeats: int, cache: str) -> dict[str, float]:
    """Return the median processor time of each command; before that, each has run twice."""
    for command in (*commands.values(), *commands.values()):
        _run(command, cache)
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _time in range(repeats):
        for name, command in commands.items():
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            _run(command, cache)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            times[name].append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return {name: median(each) for name, each in times.items()}


def _run(command: Sequence[str], cache: str) -> str:
    """Run a command in a new process; return what it has written to standard error."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["XDG_CACHE_HOME"] = cache
    return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stderr


def _loaded(command: Sequence[str], repeats: int, cache: str) -> dict[str, int]:
    """Return the microseconds that each module of a command takes to load, the least of several runs."""
    least: dict[str, int] = {}
    for _time in range(repeats):
        for line in _run([command[0], "-X", "importtime", *command[1:]], cache).splitlines():
            if match := _LINE.match(line):
                least[match[2]] = min(int(match[1]), least.get(match[2], int(match[1])))
    return least


def _times_table(seconds: Mapping[str, float]) -> Table:
    """Return each command's time, and how many times Typst's and Click's it is."""
    rows: list[Row] = [("processor time", "ms", "Typst = 1", "import click = 1")]
    for name, time in seconds.items():
        ratios = (f"{time / seconds[other]:.2f}" if other in seconds else "" for other in ("Typst", "import click"))
        rows.append((name, f"{time * 1000:.0f}", *ratios))
    return Table(rows)


def _modules_table(loaded: Mapping[str, int]) -> Table:
    """Return what loading takes in all, and the modules that take most of it."""
    slowest = sorted(loaded, key=lambda name: -loaded[name])[:_SHOWN]
    rows: list[Row] = [("module", "ms"), *((name, f"{loaded[name] / 1000:.1f}") for name in slowest)]
    note = f"worksheets fill loads {len(loaded)} modules, which takes {sum(loaded.values()) / 1000:.0f} ms in all."
    return Table(rows, title="What a fill loads", note=note)


if __name__ == "__main__":
    print(markdown(measured(*(int(word) for word in sys.argv[1:] or ["9"])).tables))
