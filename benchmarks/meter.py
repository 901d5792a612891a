"""A command measured: how long it and its children take, how much memory they hold at the most."""

import os
import subprocess
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile, mkdtemp
from typing import NamedTuple

import click
import psutil

ROOT = Path(__file__).parent.parent
_PACE = 0.01
"""Seconds between two looks at the memory."""


class Times(NamedTuple):
    """The seconds that a command took."""

    clock: float
    processor: float
    """Of it and all children that it has waited for; other programs that run at the same time change it less."""


class Memory(NamedTuple):
    """The most bytes held at one time."""

    main: int
    """By the process of the command, with all that it shares."""
    together: int
    """By it and all its children; what they share counts once where the system tells it."""


def times(argv: Sequence[str], folder: Path, files: int) -> Times:
    """Return how long a command takes from its start to its end.

    Raises ClickException when there are not so many PDFs in the folder that it writes into.
    """
    start, processor = time.perf_counter(), _children_seconds()
    run(argv)
    taken = Times(time.perf_counter() - start, _children_seconds() - processor)
    _check(folder, files)
    return taken


def own_seconds(argv: Sequence[str]) -> float:
    """Return the seconds that a command measures itself and prints."""
    return float(run(argv))


def memory(argv: Sequence[str], folder: Path, files: int, pace: float = _PACE) -> Memory:
    """Return what a command and its children have in memory, looked at each ``pace`` seconds.

    The watching takes time, so a run watched at the usual pace is not one of those timed.
    """
    most = Memory(0, 0)
    with TemporaryFile("w+") as complaints:
        process = psutil.Popen(list(argv), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=complaints)
        while process.poll() is None:
            most = Memory(*map(max, most, _held(process)))
            time.sleep(pace)
        complaints.seek(0)
        _refuse_failure(argv, process.returncode, complaints.read())
    _check(folder, files)
    return most


def fresh_folder() -> Path:
    """Return a new folder to write into; all are deleted at the end.

    Linux's usual file system makes new files ten times as slowly for minutes after many have been deleted.
    """
    return Path(mkdtemp(dir=_written().name))


@cache
def _written() -> TemporaryDirectory[str]:
    return TemporaryDirectory(ignore_cleanup_errors=True)


def run(argv: Sequence[str]) -> str:
    """Run a command and return what it printed. Raises ClickException, with what it complained of, when it fails."""
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False)
    _refuse_failure(argv, done.returncode, done.stderr)
    return done.stdout


def _refuse_failure(argv: Sequence[str], code: int, complaint: str) -> None:
    if code:
        raise click.ClickException(f"{' '.join(argv)}: exit code {code}\n{complaint}")


def _children_seconds() -> float:
    """Return the processor time of all child processes that have ended, and of theirs."""
    now = os.times()
    return now.children_user + now.children_system


def _check(folder: Path, files: int) -> None:
    found = sum(1 for _path in folder.glob("*.pdf"))
    if found != files:
        raise click.ClickException(f"{files} files wanted, {found} written")


def _held(process: psutil.Process) -> Memory:
    """Return the memory of a process, and with those under it, as many as are still there."""
    try:
        main = int(process.memory_info().rss)
        return Memory(main, sum(map(_share, [process, *process.children(recursive=True)])))
    except psutil.NoSuchProcess:
        return Memory(0, 0)


def _share(process: psutil.Process) -> int:
    """Return the memory of a process, with its share of what it has in common with others where the system tells it."""
    try:
        found = process.memory_full_info()
        return int(getattr(found, "pss", found.rss))
    except psutil.AccessDenied:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:  # It ended while the others were asked.
        return 0
