"""A command measured: how long it takes, how much memory it and all its children hold at the most."""

import subprocess
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import click
import psutil

ROOT = Path(__file__).parent.parent
Command = Callable[[Path], list[str]]
"""A command, told the folder that it is to write into."""
_PACE = 0.01
"""Seconds between two looks at the memory."""


def seconds(command: Command, files: int) -> float:
    """Return how long a command takes from its start to its end. Raises ClickException when it wrote too few files."""
    folder = _fresh()
    argv = command(folder)
    start = time.perf_counter()
    run(argv)
    taken = time.perf_counter() - start
    _check(folder, files)
    return taken


def own_seconds(command: Command) -> float:
    """Return the seconds that a command measures itself and prints."""
    return float(run(command(_fresh())))


def memory(command: Command, files: int) -> int:
    """Return the most bytes that a command and its children have in memory at one time.

    The watching takes time, so this run is not one of those timed.
    """
    most = 0
    folder = _fresh()
    with psutil.Popen(command(folder), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            most = max(most, _resident(process))
            time.sleep(_PACE)
    _check(folder, files)
    return most


@cache
def _written() -> TemporaryDirectory[str]:
    """Return where all that is measured is written, and deleted at the end.

    Linux's usual file system makes new files ten times as slowly for minutes after many have been deleted.
    """
    return TemporaryDirectory(ignore_cleanup_errors=True)


def _fresh() -> Path:
    return Path(mkdtemp(dir=_written().name))


def run(argv: list[str]) -> str:
    """Run a command and return what it printed. Raises ClickException, with what it complained of, when it fails."""
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise click.ClickException(f"{' '.join(argv)}: exit code {done.returncode}\n{done.stderr}")
    return done.stdout


def _check(folder: Path, files: int) -> None:
    found = len(list(folder.glob("*.pdf")))
    if found != files:
        raise click.ClickException(f"{files} files wanted, {found} written")


def _resident(process: psutil.Process) -> int:
    """Return the memory of a process and those under it, as many as are still there."""
    try:
        return sum(map(_share, [process, *process.children(recursive=True)]))
    except psutil.NoSuchProcess:
        return 0


def _share(process: psutil.Process) -> int:
    """Return the memory of a process, with its share of what it has in common with others where the system tells it."""
    try:
        found = process.memory_full_info()
        return int(getattr(found, "pss", found.rss))
    except psutil.AccessDenied:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:  # It ended while the others were asked.
        return 0
