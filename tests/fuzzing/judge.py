"""Runs a command as a process, and says what is wrong with how it went."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

SECONDS = 10.0
"""Time on the clock that a command may take, on a machine that does nothing else."""
MEMORY = 500_000_000
"""Bytes of memory that a command, and each process that it starts, may hold."""
_LINES = 100
"""Lines that a command may print on standard error."""
_LINE = 3_000
"""Letters that such a line may have: what a form holds twice is quoted at length, since it is in no list."""
_HANGS = 60.0
"""Seconds after which a command is killed."""
_GOOD_CODES = (0, 1, 2)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a command went."""

    exit_code: int
    seconds: float
    memory: int
    """The most bytes that it, or a process that it waited for, has held."""
    output: str
    errors: str
    faults: tuple[str, ...] = ()


def run(arguments: Sequence[str], folder: Path, home: Path) -> Verdict:
    """Run ``python -m worksheets`` with arguments in a folder; ``home`` is the user's, with the cache in it."""
    environment = {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home / ".cache"), "PYTHONFAULTHANDLER": "1"}
    command = [sys.executable, "-m", "worksheets", *arguments]
    began = time.monotonic()
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            start_new_session=True,
        )
        timer = threading.Timer(_HANGS, os.killpg, (process.pid, signal.SIGKILL))
        timer.start()
        _pid, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - began
        verdict = Verdict(process.returncode, seconds, usage.ru_maxrss * 1024, _text(output), _text(errors))
    return replace(verdict, faults=tuple(_faults(verdict)))


def _text(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read().decode(errors="replace")


def _faults(verdict: Verdict) -> Iterator[str]:
    """Yield what is wrong with a run."""
    if verdict.exit_code not in _GOOD_CODES:
        yield f"exit code {verdict.exit_code}"
    if "Traceback" in verdict.errors or "Fatal Python error" in verdict.errors:
        yield "traceback"
    if verdict.seconds > SECONDS:
        yield f"{verdict.seconds:.0f} s"
    if verdict.memory > MEMORY:
        yield f"{verdict.memory // 1_000_000} MB"
    lines = verdict.errors.splitlines()
    if len(lines) > _LINES:
        yield f"{len(lines)} lines of messages"
    if any(len(line) > _LINE for line in lines):
        yield f"a message of {max(map(len, lines))} letters"
    if verdict.exit_code == 1 and not (lines or verdict.output):
        yield "failed without a word"


def state(folder: Path, without: Path) -> dict[str, tuple[int, int]]:
    """Return what is in a folder but for one folder in it: sizes and times by paths, to see whether it was touched."""
    paths = (path for path in sorted(folder.rglob("*")) if not path.is_relative_to(without))
    return {str(path): (path.lstat().st_size, path.lstat().st_mtime_ns) for path in paths if not path.is_dir()}
