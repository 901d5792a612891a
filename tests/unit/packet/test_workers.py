"""Handouts are typeset in processes or on a cluster, and the same handouts come out."""

import json
import pickle
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
from worksheets.packet.prepared import EditionCopy
from worksheets.packet.workers import cluster
from worksheets.people.participant import Participant

pytestmark = pytest.mark.slow


def test_threads_of_one_worker_do_not_hear_each_others_complaints(course: Course) -> None:
    edition = pickle.dumps(EditionCopy(Edition(course, course.choose("1,9"), read_layout("handout", course.folder))))
    people = [Participant({"nimi": f"Esimerkki {n}" if n % 2 else "\U00012000"}) for n in range(8)]
    with ThreadPoolExecutor(4) as threads:
        errors = [future.exception() for future in [threads.submit(typeset_job, edition, person) for person in people]]
    assert [isinstance(error, StyleError) for error in errors] == [True, False] * 4
    assert [error for error in errors if not isinstance(error, StyleError)] == [None] * 4


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
        "--rows",
        "1-4",
        "--pages",
        "1,9",
        "--typeset-all",
        "--quiet",
    ]
    subprocess.run([*command, "-o", tmp_path / "far", "--scheduler", scheduler], check=True, cwd=ROOT, timeout=120)
    subprocess.run([*command, "-o", tmp_path / "here"], check=True, cwd=ROOT, timeout=120)
    files = sorted(path.name for path in (tmp_path / "far").iterdir())
    assert len([name for name in files if name.endswith(".pdf")]) == 5
    for name in files:
        assert (tmp_path / "far" / name).read_bytes() == (tmp_path / "here" / name).read_bytes(), name
    assert len(texts((tmp_path / "far" / "Aino-Esimerkki.pdf").read_bytes())) == 2


@pytest.mark.filterwarnings("ignore")  # Dask's own, for the connection that is never made.
def test_a_cluster_that_does_not_answer_is_named() -> None:
    with pytest.raises(WorkerError, match="--scheduler tcp://127.0.0.1:9"), cluster("tcp://127.0.0.1:9", 0.5):
        pass
