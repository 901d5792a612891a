"""Ctrl-C and the signals that end a program, at any moment."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from worksheets.cli import signals
from worksheets.cli.signals import Stopped, raised

HANDLED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@pytest.fixture(autouse=True)
def _restored(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before, hook = {number: signal.getsignal(number) for number in HANDLED}, sys.unraisablehook
    monkeypatch.setattr(signals, "_end_anyway", lambda _number: None)  # It would end the test run.
    yield
    for number, handler in before.items():
        signal.signal(number, handler)
    sys.unraisablehook = hook


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)],
    ids=str,
)
def test_a_signal_stops_the_command_with_its_exit_code(number: signal.Signals, code: int) -> None:
    with pytest.raises(Stopped, match="run the same command again to continue") as stopped, raised():
        signal.raise_signal(number)
    assert stopped.value.exit_code == code


def test_a_second_signal_does_not_disturb_what_the_first_has_begun() -> None:
    closed = []
    with pytest.raises(Stopped), raised():  # noqa: PT012
        try:
            signal.raise_signal(signal.SIGINT)
        finally:
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGTERM)
            closed.append("all")
    assert closed == ["all"]


def test_when_the_command_has_ended_signals_are_ignored() -> None:
    with raised():
        pass
    for number in HANDLED:
        signal.raise_signal(number)


def test_what_the_starter_of_the_program_ignores_stays_ignored_but_for_ctrl_c() -> None:
    for number in HANDLED:
        signal.signal(number, signal.SIG_IGN)
    with pytest.raises(Stopped) as stopped, raised():  # noqa: PT012
        signal.raise_signal(signal.SIGHUP)  # As nohup has it.
        signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGINT)
    assert stopped.value.number == signal.SIGINT


@pytest.mark.parametrize("moment", ["__enter__", "__exit__"])
def test_a_signal_waits_until_a_lock_is_taken_or_given_back(moment: str) -> None:
    lock = threading.Lock()

    class Guard:
        """As ``threading.Condition`` is one, or what waits for many futures."""

        def __enter__(self) -> None:
            lock.acquire()
            if moment == "__enter__":
                signal.raise_signal(signal.SIGINT)

        def __exit__(self, *_error: object) -> None:
            if moment == "__exit__":
                signal.raise_signal(signal.SIGINT)
            lock.release()

    with pytest.raises(Stopped), raised():  # noqa: PT012
        with Guard():
            time.sleep(0.05)
        time.sleep(5)
    assert not lock.locked()


def test_a_signal_waits_until_a_module_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later: list[int] = []
    monkeypatch.setattr(signals, "_later", later.append)
    (tmp_path / "slowly_loaded.py").write_text("import signal\nsignal.raise_signal(signal.SIGTERM)\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with raised():
        __import__("slowly_loaded")
    assert later == [signal.SIGTERM]


def test_a_signal_waits_until_a_process_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    later: list[int] = []
    monkeypatch.setattr(signals, "_later", later.append)
    code = "import signal\nsignal.raise_signal(signal.SIGTERM)\n"
    with raised():
        exec(code, {"__name__": "multiprocessing.popen_spawn_posix"})  # noqa: S102
    assert later == [signal.SIGTERM]


def test_a_signal_is_sent_again_after_a_while() -> None:
    with pytest.raises(Stopped) as stopped, raised():  # noqa: PT012
        signals._later(signal.SIGTERM)  # noqa: SLF001
        threading.Event().wait(5)
    assert stopped.value.number == signal.SIGTERM


def test_a_signal_while_an_object_goes_is_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    later: list[int] = []
    monkeypatch.setattr(signals, "_later", later.append)
    printed: list[str] = []
    monkeypatch.setattr(signals, "_print_ignored", lambda unraisable: printed.append(unraisable.exc_type.__name__))

    class Going:
        def __init__(self, error: BaseException) -> None:
            self.error = error

        def __del__(self) -> None:
            raise self.error

    with raised():
        Going(Stopped(signal.SIGTERM))
        Going(ZeroDivisionError())
    assert (later, printed) == ([signal.SIGTERM], ["ZeroDivisionError"])


HANGS = """\
import signal, time
from worksheets.cli import signals
signals._PATIENCE = 0.1
try:
    with signals.raised():
        signal.raise_signal(signal.SIGINT)
finally:
    time.sleep(60)
"""


def test_what_hangs_in_being_closed_is_ended_with_the_line_for_the_user() -> None:
    done = subprocess.run([sys.executable, "-c", HANGS], capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 130
    assert done.stderr == "Stopped. Finished files are safe; run the same command again to continue.\n"


def test_without_threads_a_late_signal_is_lost_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_timer: threading.Timer) -> None:
        message = "can't start new thread"
        raise RuntimeError(message)

    monkeypatch.setattr(threading.Timer, "start", refuse)
    signals._later(signal.SIGINT)  # noqa: SLF001


COMMANDS = {
    "check": ["check", "ryhma.csv"],
    "blank": ["blank", "--typeset-all"],
    "packet": ["packet", "ryhma.csv", "--typeset-all", "--pages", "kansi"],
}
MOMENTS = (0.6, 0.4, 0.3)
"""Parts of the time that a command takes; in the first quarter, Python starts."""


@pytest.mark.slow
@pytest.mark.parametrize(
    "command", ["check", *(pytest.param(command, marks=pytest.mark.long) for command in ("packet", "blank"))]
)
@pytest.mark.parametrize(
    ("number", "times"),
    [
        (signal.SIGINT, 1),
        pytest.param(signal.SIGINT, 2, marks=pytest.mark.long),
        pytest.param(signal.SIGTERM, 1, marks=pytest.mark.long),
        pytest.param(signal.SIGHUP, 1, marks=pytest.mark.long),
    ],
)
@pytest.mark.parametrize("moments", [MOMENTS, pytest.param((0.9, 0.75, 0.5, 0.2), marks=pytest.mark.long)], ids=len)
def test_a_stopped_program_says_one_line_at_most_and_leaves_nothing(
    tmp_path: Path, command: str, number: signal.Signals, times: int, moments: tuple[float, ...]
) -> None:
    """It is stopped at one moment, and at an earlier one only if it had ended already."""
    (tmp_path / "ryhma.csv").write_text("Nimi\nAino Esimerkki\nVille Mallikas\nLiisa Esimerkki\n", "utf-8")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    codes = []

    def started() -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "worksheets", *COMMANDS[command]],
            cwd=tmp_path,
            env={**os.environ, "TMPDIR": str(scratch)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    began = time.monotonic()
    started().communicate(timeout=60)
    whole = time.monotonic() - began
    for moment in moments:
        shutil.rmtree(tmp_path / "output", ignore_errors=True)
        process = started()
        time.sleep(moment * whole)
        for _time in range(times):
            process.send_signal(number)
        _nothing, errors = process.communicate(timeout=60)
        codes.append(process.returncode)
        assert "Traceback" not in errors
        messages = [line for line in errors.splitlines() if "warning" not in line]
        assert len(messages) <= 1 or process.returncode == 0, errors
        assert list(scratch.iterdir()) == []
        assert list(tmp_path.rglob("*.part")) == []
        if any(codes) and moments == MOMENTS:
            break
    assert set(codes) <= {0, 128 + number, -number}
    assert any(codes), "the moments were all too late"
