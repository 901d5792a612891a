"""The machine on which something is measured, and how fast it is."""

import os
import platform
import time
from datetime import UTC, datetime
from pathlib import Path

AIMS_SECONDS = 0.056
"""What the fixed work takes on the machine for which aims in seconds were set.

That machine can no longer be asked. It made what was made on both between 2.5 and 3 times as fast as the one on which
this figure was found (0.155 s there), so a figure converted with it may be a tenth too high or too low.
"""
_REPEATS = 7
_QUIET = 0.5
"""Programs that run at a time, on the average of a minute, on a machine that is quiet enough."""


def description() -> str:
    """Return the processor's name, how many cores may be used, the system, Python, and today's date."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    system = f"{platform.system()} {platform.release()}"
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{_processor()}, {cores} cores, {system}, {python}, {datetime.now(UTC).date()}"


def busyness() -> str:
    """Return a sentence if other programs run, which makes all figures on the clock worthless; otherwise nothing."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0
    return f"**Other programs ran**: when this began, {load:.1f} at a time." if load > _QUIET else ""


def slowness() -> float:
    """Return how many times as long the fixed work takes here as on the machine for which the aims were set."""
    return min(_work_seconds() for _time in range(_REPEATS)) / AIMS_SECONDS


def _processor() -> str:
    """Return the processor's name; Python knows it on some systems only."""
    facts = Path("/proc/cpuinfo")
    lines = facts.read_text("utf-8").splitlines() if facts.is_file() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, "") or platform.processor() or platform.machine()


def _work_seconds() -> float:
    """Return the processor time of work that never changes: texts, dictionaries and a sort in pure Python."""
    start = time.process_time()
    words = [f"{number * 7919 % 100_003:x}" for number in range(60_000)]
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        places.setdefault(word[:3], []).append(place)
    sorted(words, key=lambda word: (len(places[word[:3]]), word[::-1]))
    return time.process_time() - start
