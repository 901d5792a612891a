"""What a system must allow, so that processes can be started, is said where it does not."""

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from pebble import ProcessPool

from tests.helpers.systems import Kernel, loaded_on
from worksheets.errors import WorkerError
from worksheets.processes import starting as process_starting
from worksheets.processes import workers
from worksheets.processes.limits import allow_open_files
from worksheets.processes.starting import forking
from worksheets.processes.workers import Workers


@pytest.fixture
def few_files() -> Iterator[Callable[[int, int], None]]:
    """Return a function that sets how many files this process may open: now, and if it asks for more."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    yield lambda soft, hard: resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_as_many_files_may_be_open_as_processes_need(few_files: Callable[[int, int], None]) -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    few_files(24, hard)
    allow_open_files(1)
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == (24, hard)
    allow_open_files(2)
    assert resource.getrlimit(resource.RLIMIT_NOFILE) == (28, hard)


FEW = """\
import resource
from worksheets.errors import WorkerError
from worksheets.processes.workers import Workers
resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
try:
    Workers(2, 1)
except WorkerError as error:
    print(error)
"""


def test_where_too_few_files_may_be_open_the_cure_is_said() -> None:
    result = subprocess.run([sys.executable, "-c", FEW], check=True, capture_output=True, text=True)
    assert result.stdout == "only 16 files can be open, but 28 are needed; run “ulimit -n 256” before the command\n"


@pytest.mark.parametrize("error", [RuntimeError("can't start new thread"), BlockingIOError(11, "")], ids=repr)
def test_a_system_that_starts_nothing_more_is_named(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr(ProcessPool, "schedule", refuse)
    with Workers(1, 1) as executor, pytest.raises(WorkerError, match="ulimit -u, -n, -v"):
        executor.submit(print)


@pytest.mark.parametrize("number", [27, 28])
def test_a_full_temporary_folder_is_said_before_anything_is_started(
    monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse() -> None:
        raise OSError(number, "No room")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    with pytest.raises(WorkerError, match="cannot hold 2 MB of temporary files: the .*; set TMPDIR to another folder"):
        forking([])


END = """\
import os, sys
from multiprocessing import forkserver
from worksheets.processes.starting import forking
forking(["json"])
print(forkserver._forkserver._forkserver_pid)
"""


def test_the_process_that_forks_the_others_ends_with_the_program() -> None:
    """It may still be loading its modules; left alone, it would go on with that."""
    result = subprocess.run([sys.executable, "-c", END], check=True, capture_output=True, text=True)
    with pytest.raises(ProcessLookupError):
        os.kill(int(result.stdout), 0)


def test_a_process_that_is_stopped_while_it_starts_prints_nothing() -> None:
    code = "import worksheets.processes.quiet; raise EOFError"
    result = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    assert (result.returncode, result.stderr) == (1, b"")
    result = subprocess.run([sys.executable, "-X", "dev", "-c", code], check=False, capture_output=True)
    assert b"EOFError" in result.stderr, "but for developers"


def test_an_unstarted_process_is_a_problem_of_the_machine() -> None:
    assert "close other programs" in str(workers.not_started())


LITTER = """\
import os, tempfile
from worksheets.processes.workers import Workers
for preloaded in (("worksheets.errors",), ()):
    with Workers(1, 5, preloaded=preloaded) as workers:
        folder = workers.submit(tempfile.mkdtemp).result()
    assert os.path.isdir(folder) and folder.startswith(os.environ["TMPDIR"]), folder
"""


def test_temporary_files_of_processes_go_with_the_program(tmp_path: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", LITTER], check=True, env=environment)
    assert list(tmp_path.iterdir()) == []


def test_one_thread_at_a_time_changes_what_processes_start_with() -> None:
    names = ("TMPDIR", "PYTHONSAFEPATH")
    before = [os.environ.get(name) for name in names], sys.modules["__main__"], sys.argv
    entered = [Event(), Event()]
    leave = Event()

    def start(number: int) -> None:
        with process_starting._closed_in():  # noqa: SLF001
            entered[number].set()
            leave.wait(10)

    threads = [Thread(target=start, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    assert any(event.wait(10) for event in entered)
    assert not all(event.wait(0.1) for event in entered), "the second waits for the first"
    leave.set()
    for thread in threads:
        thread.join()
    assert ([os.environ.get(name) for name in names], sys.modules["__main__"], sys.argv) == before


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_nothing_is_forked_where_that_cannot_be_done_or_is_not_safe(platform: str) -> None:
    with loaded_on(platform, "worksheets.processes.starting") as starting:
        context = starting.forking(["json"])
    assert context.get_start_method() == "spawn"
    assert forking(["json"]).get_start_method() == "forkserver", "here it is"


def test_processes_of_windows_ignore_ctrl_c_from_their_start_on() -> None:
    kernel = Kernel()
    with (
        loaded_on("win32", "worksheets.processes.starting", kernel) as starting,
        starting._closed_in(),  # noqa: SLF001
    ):
        assert kernel.ignores_ctrl_c == [True]
    assert kernel.ignores_ctrl_c == [True, False]


def test_a_full_temporary_folder_of_windows_is_named_as_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OSError(28, "No room")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    with (
        loaded_on("win32", "worksheets.processes.starting") as starting,
        pytest.raises(WorkerError, match="set TEMP to another folder$"),
    ):
        starting.forking([])


def test_a_call_needs_no_limits_of_the_system() -> None:
    with loaded_on("win32", "worksheets.processes.limits") as limits:
        limits.allow_open_files(1000)
        assert limits.timed(1, "en", len, ("Aino",), {}) == 4
        assert not limits.ended_by_time(-27)
