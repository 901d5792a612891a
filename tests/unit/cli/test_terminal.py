"""Streams that cannot hold a letter, and Ctrl-C at any moment."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from worksheets.cli import terminal
from worksheets.cli.terminal import interrupt_on, tolerate_all_letters


@pytest.mark.parametrize(("errors", "written"), [("strict", b"Ilo ?"), ("backslashreplace", rb"Ilo \U0001f600")])
def test_a_letter_that_an_output_cannot_hold_is_replaced(
    monkeypatch: pytest.MonkeyPatch, errors: str, written: bytes
) -> None:
    for name in ("stdout", "stderr"):
        output = BytesIO()
        stream = TextIOWrapper(output, encoding="cp1252", errors=errors)
        monkeypatch.setattr(sys, name, stream)
        tolerate_all_letters()
        stream.write("Ilo 😀")
        stream.flush()
        assert output.getvalue() == written


def test_an_output_of_another_kind_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    tolerate_all_letters()


@pytest.fixture
def _restored() -> Iterator[None]:
    before, hook = signal.getsignal(signal.SIGUSR1), sys.unraisablehook
    yield
    signal.signal(signal.SIGUSR1, before)
    sys.unraisablehook = hook


@pytest.mark.usefixtures("_restored")
def test_a_signal_interrupts() -> None:
    interrupt_on(signal.SIGUSR1)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGUSR1)


@pytest.mark.usefixtures("_restored")
def test_an_interruption_waits_until_a_module_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later: list[str] = []
    monkeypatch.setattr(terminal, "_later", lambda: later.append("later"))
    interrupt_on(signal.SIGUSR1)
    (tmp_path / "slowly_loaded.py").write_text("import signal\nsignal.raise_signal(signal.SIGUSR1)\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    __import__("slowly_loaded")
    assert later == ["later"]


@pytest.mark.usefixtures("_restored")
def test_an_interruption_while_an_object_goes_is_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    later: list[str] = []
    monkeypatch.setattr(terminal, "_later", lambda: later.append("later"))
    printed: list[str] = []
    monkeypatch.setattr(terminal, "_print_ignored", lambda unraisable: printed.append(unraisable.exc_type.__name__))
    interrupt_on(signal.SIGUSR1)

    class Going:
        def __init__(self, error: type[BaseException]) -> None:
            self.error = error

        def __del__(self) -> None:
            raise self.error

    Going(KeyboardInterrupt)
    Going(ZeroDivisionError)
    assert (later, printed) == (["later"], ["ZeroDivisionError"])


@pytest.mark.slow
@pytest.mark.parametrize("command", [["blank"], ["packet", "ryhma.csv", "--typeset-all"], ["check", "ryhma.csv"]])
def test_ctrl_c_gives_one_line_at_most(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "ryhma.csv").write_text("Nimi\n" + "Aino\nVille\n" * 20, "utf-8")
    codes = set()
    for moment in (0.1, 0.15, 0.2, 0.3, 0.45, 0.6, 0.8):
        program = [sys.executable, "-m", "worksheets", *command, *(["--overwrite"] if command[0] != "check" else [])]
        process = subprocess.Popen(
            program, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
        )
        time.sleep(moment)
        process.send_signal(signal.SIGINT)
        _nothing, errors = process.communicate(timeout=60)
        codes.add(process.returncode)
        assert "Traceback" not in errors
        assert "Exception" not in errors
        assert process.returncode in (0, 130, -signal.SIGINT)
    assert codes & {130, -signal.SIGINT}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_paths_and_progress_share_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "ryhma.csv").write_text("Nimi\nAino\nVäinö\nÅke\n", "utf-8")
    terminal_end, program_end = os.openpty()
    command = [sys.executable, "-m", "worksheets", "packet", "ryhma.csv", "--pages", "sitaatti", "-o", "out"]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    process = subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdin=program_end, stdout=program_end, stderr=program_end
    )
    os.close(program_end)
    written = b""
    with contextlib.suppress(OSError):  # When the program has ended.
        while data := os.read(terminal_end, 65536):
            written += data
    os.close(terminal_end)
    assert process.wait() == 0
    # What is seen of a line is what stands after its last erasure.
    lines = [line.rpartition("\x1b[2K")[2].rstrip() for line in written.decode().split("\r\n")]
    seen = [re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\r", "", line) for line in lines]
    paths = {f"out/{name}.pdf" for name in ("Aino", "Väinö", "Åke", "tulosta-kaikki")}
    assert paths == {line for line in seen if ".pdf" in line}
    assert b"3/3" in written, "there is a progress bar"
