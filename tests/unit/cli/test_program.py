"""The command as a program: its exit codes, and what no command foresees."""

import sys
import tempfile
from collections.abc import Callable, Iterator

import click
import pytest

from worksheets import api
from worksheets.cli import group, letters, program, signals, streams
from worksheets.errors import RosterError
from worksheets.messages import STARTED_AS
from worksheets.processes import scratch


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leave this process's streams, signals and temporary files as they are."""
    monkeypatch.setattr(streams, "open_closed", lambda: None)
    monkeypatch.setattr(letters, "use_utf8", lambda: None)
    monkeypatch.setattr(scratch, "use", lambda: None)
    monkeypatch.setattr(signals, "_handled", lambda: iter(()))
    before = sys.unraisablehook
    yield
    sys.unraisablehook = before


Run = Callable[..., int]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs the program, whose command does what a function does."""

    def run(command: Callable[..., object]) -> int:
        monkeypatch.setattr(group, "main", command)
        return program.run()

    return run


def raising(error: BaseException) -> Callable[..., object]:
    def command(**_options: object) -> object:
        raise error

    return command


@pytest.mark.parametrize(
    ("end", "code", "line"),
    [
        (SystemExit(), 0, ""),
        (SystemExit(2), 2, ""),
        (SystemExit("no number"), 1, ""),
        (signals.Stopped(2), 130, "Stopped. Finished files are safe; run the same command again to continue.\n"),
        (signals.Stopped(15), 143, "Stopped. Finished files are safe; run the same command again to continue.\n"),
        (OSError(24, "Too many"), 1, "too many files are open; run “ulimit -n 256” before the command\n"),
        (ZeroDivisionError("\x1b[2J"), 1, "internal error: ZeroDivisionError: \\u001b[2J (program.py"),
    ],
    ids=repr,
)
def test_each_end_has_its_code_and_a_line_at_most(
    run: Run, capsys: pytest.CaptureFixture[str], end: BaseException, code: int, line: str
) -> None:
    assert run(raising(end)) == code
    errors = capsys.readouterr().err
    assert errors.startswith(line)
    assert len(errors.splitlines()) == bool(line)


def test_a_mistake_is_told_under_the_name_by_which_the_program_was_started(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["worksheets", "check"])
    monkeypatch.setenv(STARTED_AS, "./run")
    assert program.run() == 2
    assert capsys.readouterr().err.startswith(
        "Usage: ./run check [OPTIONS] FILE|COURSE\nTry './run check --help' for help.\n"
    )


def test_a_command_that_returns_has_succeeded(run: Run) -> None:
    assert run(lambda **_options: None) == 0


@pytest.mark.parametrize(
    "error", [BrokenPipeError(32, "Broken pipe"), EOFError(), MemoryError(), RosterError("ryhma.csv: row 2")], ids=repr
)
def test_no_end_of_a_command_is_without_a_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    """Click ends without a word, and with “Aborted!”, after two of these errors."""

    def fail() -> str:
        raise error

    monkeypatch.setattr(api, "schema_text", lambda *_a, **_o: fail())
    monkeypatch.setattr(sys, "argv", ["worksheets", "schema"])
    assert program.run() == 1
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert "Aborted" not in lines[0]


def test_a_folder_that_is_gone_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "argv", ["worksheets", "schema"])
    assert program.run() == 1
    assert "the current folder cannot be used: no such file" in capsys.readouterr().err


def test_the_end_of_the_input_at_a_password_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(click, "prompt", lambda *_a, **_o: raising(click.Abort())())
    monkeypatch.setattr(sys, "argv", ["worksheets", "blank", "--password", "-"])
    assert program.run() == 1
    assert capsys.readouterr().err == "--password -: no password was typed; nothing was written\n"
