"""Processes that fall, hang or eat memory take one call with them; a cluster serves as well."""

import json
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.course import EXAMPLES, ROOT
from tests.helpers.pdf import texts
from worksheets.compose.edition import Edition
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.errors import StyleError, WorkerError
from worksheets.packet.jobs import typeset_job
from worksheets.packet.workers import Workers, cluster, failure
from worksheets.people.participant import Participant

pytestmark = pytest.mark.slow


def double(number: int) -> int:
    return 2 * number


def die(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def hang(number: int) -> int:
    time.sleep(600)
    return number


def eat(number: int) -> int:
    return len(b"x" * (3 << 30)) + number


def refuse(number: int) -> int:
    raise StyleError(f"{number}: first", "second")


def test_one_call_falls_alone() -> None:
    calls = (double, die, double, hang, double, eat, double, refuse, double)
    with Workers(2, timeout=5) as workers:
        futures = [workers.submit(call, number) for number, call in enumerate(calls)]
        errors = [future.exception(timeout=60) for future in futures]
    assert [future.result() for future, error in zip(futures, errors, strict=True) if not error] == [0, 4, 8, 12, 16]
    said = [failure(error).problems for error in errors if isinstance(error, Exception)]
    assert said[0][0].startswith("its process died")
    assert said[1] == ("took longer than --timeout allows, and was stopped",)
    assert said[2] == ("needs more than 2048 MiB of memory",)
    assert said[3] == ("7: first", "second"), "each problem by itself, though it came from another process"


def test_threads_of_one_worker_do_not_hear_each_others_complaints(course: Course) -> None:
    edition = pickle.dumps(Edition(course, course.choose("1,9"), read_layout("handout", course.folder)))
    people = [Participant({"nimi": f"Esimerkki {n}" if n % 2 else "\U00012000"}) for n in range(8)]
    with ThreadPoolExecutor(4) as threads:
        errors = [future.exception() for future in [threads.submit(typeset_job, edition, person) for person in people]]
    assert [isinstance(error, StyleError) for error in errors] == [True, False] * 4
    assert [error for error in errors if not isinstance(error, StyleError)] == [None] * 4


def test_an_error_ends_the_processes_at_once() -> None:
    with pytest.raises(ValueError, match="stop"), Workers(1) as workers:
        fail(workers.submit(hang, 1))


def fail(_future: object) -> None:
    raise ValueError("stop")


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a Dask scheduler and two workers, each in a process of its own."""
    home = tmp_path_factory.mktemp("dask")
    found = home / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": home}
    common = ["--scheduler-file", str(found)]
    started = [
        subprocess.Popen([*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", *common], **quiet)
    ]
    started += [
        subprocess.Popen([*dask, "worker", "--nthreads", "1", "--no-dashboard", *common], **quiet) for _n in range(2)
    ]
    try:
        yield address(found)
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(timeout=30)


def address(found: Path) -> str:
    for _try in range(600):
        if found.exists() and (said := found.read_text("utf-8")):
            return str(json.loads(said)["address"])
        time.sleep(0.1)
    raise AssertionError("no scheduler")


def test_a_cluster_makes_the_same_packet(scheduler: str, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "worksheets",
        "packet",
        str(EXAMPLES / "ryhma.yaml"),
        "--pages",
        "1,7-9",
        "--typeset-all",
        "--quiet",
    ]
    subprocess.run([*command, "-o", tmp_path / "far", "--scheduler", scheduler], check=True, cwd=ROOT, timeout=120)
    subprocess.run([*command, "-o", tmp_path / "here"], check=True, cwd=ROOT, timeout=120)
    files = sorted(path.name for path in (tmp_path / "far").iterdir())
    assert len([name for name in files if name.endswith(".pdf")]) == 7
    for name in files:
        assert (tmp_path / "far" / name).read_bytes() == (tmp_path / "here" / name).read_bytes(), name
    assert len(texts((tmp_path / "far" / "Aino-Esimerkki.pdf").read_bytes())) == 4


@pytest.mark.filterwarnings("ignore")  # Dask's own, for the connection that is never made.
def test_a_cluster_that_does_not_answer_is_named() -> None:
    with pytest.raises(WorkerError, match="--scheduler tcp://127.0.0.1:9"), cluster("tcp://127.0.0.1:9", 0.5):
        pass
