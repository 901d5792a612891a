"""Processes that fall, hang or eat memory take one call with them."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor
from pathlib import Path

import pytest
from pebble import ProcessExpired

from worksheets.errors import StyleError
from worksheets.processes.limits import MEMORY, ended_by_time
from worksheets.processes.workers import Workers

pytestmark = pytest.mark.slow


def double(number: int) -> int:
    return 2 * number


def die(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def loop(number: int) -> int:
    while True:
        number += 1


def work_in_c(number: int) -> int:
    return len(str(7**10**8)) + number


def sleep(number: int) -> int:
    time.sleep(600)
    return number


def eat(number: int) -> int:
    return len(b"x" * (MEMORY + (1 << 20))) + number


def open_files(number: int) -> int:
    files = [Path(__file__).open() for _ in range(200)]  # noqa: SIM115
    return len(files) + number


def refuse(number: int) -> int:
    raise StyleError(f"{number}: first", "second")


def arguments(_number: int) -> list[str]:
    return [*sys.argv, *Path("/proc/self/cmdline").read_text("utf-8").split("\0")]


@pytest.mark.parametrize(
    "preloaded", [("worksheets.errors",), pytest.param((), marks=pytest.mark.long)], ids=["forked", "spawned"]
)
def test_one_call_falls_alone(preloaded: tuple[str, ...]) -> None:
    calls = (double, die, double, loop, work_in_c, double, eat, double, open_files, refuse, double)
    with Workers(2, 1, preloaded=preloaded) as workers:
        futures = [workers.submit(call, number) for number, call in enumerate(calls)]
        errors = [future.exception(timeout=60) for future in futures]
    results = [future.result() for future, error in zip(futures, errors, strict=True) if not error]
    assert results == [2 * number for number, call in enumerate(calls) if call is double]
    kinds = [type(error) for error in errors if error]
    assert kinds == [ProcessExpired, ProcessExpired, ProcessExpired, MemoryError, OSError, StyleError]
    codes = [error.exitcode for error in errors if isinstance(error, ProcessExpired)]
    assert [ended_by_time(code) for code in codes] == [False, True, True]
    assert next(error.problems for error in errors if isinstance(error, StyleError)) == ("9: first", "second")


def test_a_call_that_waits_is_ended_by_the_clock() -> None:
    with Workers(1, 0.1) as workers, pytest.raises(TimeoutError):
        workers.submit(sleep, 1).result(timeout=60)


def test_a_call_may_have_a_time_of_its_own() -> None:
    with Workers(1, 60) as workers:
        error = workers.within(0.1, loop, 1).exception(timeout=60)
        assert isinstance(error, ProcessExpired)
        assert ended_by_time(error.exitcode)
        assert workers.submit(double, 2).result(timeout=60) == 4, "and the time does not go on after it"


def test_the_arguments_of_the_program_are_not_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["worksheets", "--password", "kvanttisalasana"])
    for preloaded in ((), ("worksheets.errors",)):
        with Workers(1, 5, preloaded=preloaded) as workers:
            assert "kvanttisalasana" not in workers.submit(arguments, 0).result(timeout=60)
    assert sys.argv[-1] == "kvanttisalasana"


def test_nobody_waits_for_a_call_whose_process_was_ended() -> None:
    """Another thread does, when the program ends."""
    workers = Workers(1, 60)
    running, waiting = workers.submit(time.sleep, 60), workers.submit(time.sleep, 60)
    workers.shutdown(cancel_futures=True)
    for call in (running, waiting):
        with pytest.raises((ProcessExpired, BrokenExecutor)):  # The pool may have noticed its end itself.
            call.result(10)


def test_an_error_ends_the_processes_at_once() -> None:
    with pytest.raises(ValueError, match="stop"), Workers(1, 60) as workers:
        fail(workers.submit(sleep, 1))


def fail(_future: object) -> None:
    raise ValueError("stop")


DYING = """\
import os
from worksheets.processes.workers import Workers
for _time in range(3):
    with Workers(2, 5) as workers:
        assert workers.submit(os._exit, 1).exception()
"""


def test_a_process_that_is_started_as_the_last_call_dies_prints_nothing() -> None:
    result = subprocess.run([sys.executable, "-c", DYING], check=True, capture_output=True, text=True)
    assert (result.stdout, result.stderr) == ("", "")
