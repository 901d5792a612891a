"""Handouts are typeset in processes or on a cluster, and the same handouts come out."""

import pickle
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.helpers.course import EXAMPLES, ROOT
from tests.helpers.pdf import texts
from worksheets.compose.edition import Edition
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.errors import StyleError, WorkerError
from worksheets.packet.jobs import handout_job
from worksheets.packet.prepared import EditionCopy
from worksheets.packet.workers import cluster
from worksheets.people.participant import Participant

pytestmark = pytest.mark.slow


def test_threads_of_one_worker_do_not_hear_each_others_complaints(course: Course) -> None:
    edition = pickle.dumps(EditionCopy(Edition(course, course.choose("1,9"), read_layout("handout", course.folder))))
    people = [Participant({"nimi": f"Esimerkki {n}" if n % 2 else "\U00012000"}) for n in range(8)]
    with ThreadPoolExecutor(4) as threads:
        errors = [future.exception() for future in [threads.submit(handout_job, edition, person) for person in people]]
    assert [isinstance(error, StyleError) for error in errors] == [True, False] * 4
    assert [error for error in errors if not isinstance(error, StyleError)] == [None] * 4


CLUSTER = """\
import sys
from distributed import LocalCluster
options = {"processes": False, "protocol": "tcp", "host": "127.0.0.1", "dashboard_address": None}
with LocalCluster(1, threads_per_worker=1, **options) as cluster:
    print(cluster.scheduler_address, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """Start a Dask scheduler and a worker in another process; each process would take two seconds to load Dask."""
    with subprocess.Popen(
        [sys.executable, "-c", CLUSTER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=tmp_path,
    ) as process:
        assert process.stdout
        yield process.stdout.readline().strip()
        process.kill()


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
