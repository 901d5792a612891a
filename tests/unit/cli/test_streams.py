"""Streams that are closed, full, read no more, or a terminal."""

import contextlib
import errno
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from io import BufferedWriter, FileIO, RawIOBase, TextIOWrapper
from pathlib import Path

import click
import pytest

from worksheets.cli import streams
from worksheets.cli.letters import TOLERANT
from worksheets.cli.streams import guard, print_path

MEMBERS = "Aino Väinö Åke"


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    before = sys.stdin, sys.stdout, sys.stderr
    yield
    sys.stdin, sys.stdout, sys.stderr = before


class Raw(RawIOBase):
    """A raw stream that takes so many bytes at a time, and raises the errors given."""

    def __init__(self, *answers: int | OSError | None) -> None:
        self.answers = list(answers)
        self.data = b""

    def writable(self) -> bool:
        return True

    def write(self, data: bytes, /) -> int | None:  # type: ignore[override]
        answer = self.answers.pop(0) if self.answers else len(data)
        if isinstance(answer, OSError):
            raise answer
        self.data += bytes(data)[: answer or 0]
        return answer


def put(name: str, raw: RawIOBase, encoding: str = "utf-8", errors: str = "strict") -> None:
    setattr(sys, name, TextIOWrapper(BufferedWriter(raw), encoding, errors))


def test_what_is_printed_arrives_in_pieces() -> None:
    raw = Raw(3, 1)
    put("stdout", raw)
    outputs = guard()
    click.echo("Väinö")
    assert raw.data.decode() == "Väinö\n"
    assert (outputs.exit_code(0), outputs.exit_code(2)) == (0, 2)


def test_a_reader_that_has_gone_is_no_error() -> None:
    for name in ("stdout", "stderr"):
        put(name, Raw(5, OSError(errno.EPIPE, "Broken pipe")))
    outputs = guard()
    for _time in range(3):
        click.echo("Ville Mallikas")
        click.echo("Ville Mallikas", err=True)
    click.echo(b"%PDF-1.7")
    assert (outputs.exit_code(0), outputs.exit_code(1)) == (0, 1)


def test_a_full_output_is_said_in_one_line_and_gives_1() -> None:
    raw = Raw()
    put("stdout", Raw(OSError(errno.ENOSPC, "No space left on device")))
    put("stderr", raw)
    outputs = guard()
    click.echo("Aino Esimerkki")
    click.echo("Ville Mallikas")
    assert outputs.exit_code(0) == 1
    assert raw.data.decode() == "standard output: the disk is full; free some space, or choose another place\n"
    assert outputs.exit_code(130) == 130


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, 1), (errno.EBADF, 0), (errno.EPIPE, 0)])
def test_messages_that_cannot_be_shown_give_1_unless_nobody_wants_them(number: int, code: int) -> None:
    put("stdout", Raw())
    put("stderr", Raw(OSError(number, "")))
    outputs = guard()
    click.echo("message", err=True)
    assert outputs.exit_code(0) == code


def test_an_output_that_does_not_block_is_waited_for() -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    with contextlib.suppress(BlockingIOError):
        while True:
            os.write(writing, bytes(4096))
    put("stdout", FileIO(writing, "w"))
    guard()
    count = "import sys; print(len(sys.stdin.buffer.read()))"
    reader = subprocess.Popen([sys.executable, "-c", count], stdin=reading, stdout=subprocess.PIPE)
    os.close(reading)
    click.echo("x" * 100_000)
    sys.stdout = sys.stderr
    os.close(writing)
    assert int(reader.communicate()[0]) >= 100_000 + 4096


@pytest.mark.parametrize(
    ("encoding", "errors", "written"),
    [
        ("cp1252", "strict", b"Ilo ? \xe4\n"),
        ("utf-8", "strict", "Ilo 😀 ä\n".encode()),
        ("utf-8", "surrogateescape", "Ilo 😀 ä\n".encode()),
        ("cp1252", "backslashreplace", b"Ilo \\U0001f600 \xe4\n"),
    ],
)
def test_a_letter_that_an_output_cannot_hold_is_replaced(encoding: str, errors: str, written: bytes) -> None:
    raw = Raw()
    put("stdout", raw, encoding, errors)
    guard()
    print("Ilo 😀 ä")  # noqa: T201
    sys.stdout.flush()
    assert raw.data.replace(b"\r\n", b"\n") == written


def test_an_output_of_another_kind_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    before = sys.stdout
    outputs = guard()
    assert sys.stdout is before
    assert outputs.exit_code(0) == 0
    assert capsys.readouterr().out == ""


def test_a_path_is_printed_as_it_is_for_a_program_and_escaped_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path(os.fsdecode(b"k\xe4\x1b[2J.pdf"))
    raw = Raw()
    put("stdout", raw)
    guard()
    print_path(path)
    assert raw.data == b"k\xe4\x1b[2J.pdf\n"
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    print_path(path)
    assert raw.data.endswith(b"k\\udce4\\u001b[2J.pdf\n")


def test_the_path_is_for_nobody_where_standard_output_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = Raw()
    put("stdout", raw)
    monkeypatch.setattr(streams, "_closed", {"stdout"})
    print_path(Path("a.pdf"))
    assert raw.data == b""


CLOSED = """\
import os, sys
os.close(0); os.close(1)
sys.stdin = sys.stdout = None
from worksheets.cli import streams
streams.open_closed()
with open(sys.argv[1], "w") as file:
    assert file.fileno() > 2, "the number of a stream"
print("nobody reads this")
outputs = streams.guard()
print(repr(sys.stdin.read()), file=sys.stderr)
print("nor this")
raise SystemExit(outputs.exit_code(0))
"""


def test_no_file_gets_the_number_of_a_closed_stream(tmp_path: Path) -> None:
    program = [sys.executable, "-c", CLOSED, str(tmp_path / "file")]
    result = subprocess.run(program, check=False, capture_output=True, text=True)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == "''\nstandard output: closed, or open for reading only\n"
    assert (tmp_path / "file").read_text() == ""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_paths_and_progress_share_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "ryhma.csv").write_text("\n".join(["Nimi", *MEMBERS.split()]), "utf-8")
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
    paths = {f"out/{name}.pdf" for name in (*MEMBERS.split(), "tulosta-kaikki")}
    assert paths == {line for line in seen if line.endswith(".pdf")}
    assert b"3/3" in written, "there is a progress bar"


def test_the_name_of_the_error_handler_is_known_to_python() -> None:
    assert "ä😀".encode("ascii", TOLERANT) == b"??"
