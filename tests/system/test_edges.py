"""The command at the edges of the machine: one line, the right exit code, and nothing left behind.

Streams that are closed, full or read no more; no room, no temporary folder, few open files, few processes, little
memory; names and folders that lead nowhere. Each row is a shell's line around the command, ``{}``.
"""

import os
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.helpers.course import EXAMPLES

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="a shell, /proc and /dev/full")]

PROGRAM = f"{shlex.quote(sys.executable)} -m worksheets"
COMMANDS = {
    "no command": "",
    "help": "--help",
    "version": "--version",
    "pages": "pages",
    "blank": "blank --pages kansi -o blank.pdf",
    "blank to stdout": "blank --pages kansi -o -",
    "fill": f"fill {EXAMPLES / 'osallistuja.yaml'} --pages kansi -o filled.pdf",
    "packet": "packet ryhma.csv --pages kansi -o out",
    "packet of stdin": "packet - --pages kansi -o out",
    "check": "check ryhma.csv",
    "check of stdin": "check -",
    "collect": "collect lomake.pdf -o answers.csv",
    "summary": "summary ryhma.csv -o summary.pdf",
    "new": "new participant new.yaml",
    "schema": "schema",
}
FULL = "the disk is full"
CLOSED = "closed, or open for reading only"


@dataclass(frozen=True)
class Result:
    """What a row has printed, its exit code, and the files that have appeared."""

    code: int
    stdout: bytes
    stderr: str
    files: frozenset[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ryhma.csv").write_text("Nimi\nAino Esimerkki\nVille Mallikas\nVäinö Åke\n", "utf-8")
    (tmp_path / "lomake.pdf").write_bytes(b"%PDF-1.7 and no more")
    (tmp_path / "scratch").mkdir()
    return tmp_path


def run(folder: Path, row: str, command: str) -> Result:
    """Run a row, and require what every row has: no traceback, and nothing left of what was not finished."""
    before = set(names(folder))
    with (folder / "ryhma.csv").open("rb") as stdin:
        result = subprocess.run(
            ["/bin/bash", "-c", row.format(f"{PROGRAM} {command}")],
            check=False,
            capture_output=True,
            timeout=120,
            cwd=folder,
            env={**os.environ, "TMPDIR": str(folder / "scratch"), "MARK": str(folder)},
            stdin=stdin,
        )
    errors = result.stderr.decode()
    new = set(names(folder)) - before
    assert not [word for word in ("Traceback", "Exception", "Aborted", "Fatal") if word in errors], errors
    assert list((folder / "scratch").iterdir()) == []
    assert not [name for name in new if ".part" in name or name.endswith(".jsonl")]
    assert not [path for path in folder.glob("out*") if not list(path.glob("*.pdf"))], "a folder for nothing"
    assert not left_processes(folder)
    return Result(result.returncode, result.stdout, errors, frozenset(new))


def names(folder: Path) -> Iterator[str]:
    return (str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def left_processes(folder: Path) -> list[bytes]:
    """Return the commands of the processes that a row has started and that do not end by themselves at once."""
    for _try in range(30):
        if not (commands := list(processes(folder))):
            break
        time.sleep(0.1)  # Python's own process that counts semaphores ends when it sees that nobody has any.
    return commands


def processes(folder: Path) -> Iterator[bytes]:
    for environ in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):  # It has ended, or is another user's.
            if f"MARK={folder}".encode() in environ.read_bytes():
                yield (environ.parent / "cmdline").read_bytes()


STREAMS = {
    "stdin closed": ("{} <&-", 0, ""),
    "stdout closed": ("{} >&-", 1, f"standard output: {CLOSED}\n"),
    "stderr closed": ("{} 2>&-", 0, ""),
    "all closed": ("{} <&- >&- 2>&-", 1, ""),
    "stdout full": ("{} >/dev/full", 1, f"standard output: {FULL}; free some space, or choose another place\n"),
    "stderr full": ("{} 2>/dev/full", 0, ""),
    "nobody reads": ("{} | true; exit ${{PIPESTATUS[0]}}", 0, ""),
    "a line is read": ("{} | head -1; exit ${{PIPESTATUS[0]}}", 0, ""),
    "stdout for reading only": ("{} 1</dev/null", 1, f"standard output: {CLOSED}\n"),
}


LIKE_OTHERS = {"stdin closed", "stderr closed", "a line is read", "stdout for reading only"}
"""Streams that are as others here are; they are left to the long lane."""


@pytest.mark.parametrize(
    "streams", [pytest.param(name, marks=[pytest.mark.long] * (name in LIKE_OTHERS)) for name in STREAMS]
)
def test_streams(folder: Path, streams: str) -> None:
    row, code, line = STREAMS[streams]
    result = run(folder, row, "schema")
    assert (result.code, result.stderr) == (code, line)


@pytest.mark.parametrize(
    "closed",
    ["{} >&-", "{} <&- >&- 2>&-", *(pytest.param(row, marks=pytest.mark.long) for row in ("{} <&-", "{} 2>&-"))],
)
def test_no_stream_gets_into_a_file(folder: Path, closed: str) -> None:
    """The paths of files are for nobody where standard output is closed; the files are the same."""
    result = run(folder, closed, "new participant new.yaml")
    assert result.code == 0
    assert result.files == {"new.yaml", "tyoelaman-verkostot.schema.json"}
    assert (folder / "new.yaml").read_text("utf-8").startswith("# ")


LIMITS = {
    "no room for a file": (
        "ulimit -f 0; {}",
        "new participant new.yaml",
        "new.yaml: cannot be written: the file would be larger",
    ),
    "few open files": ("ulimit -n 16; {}", "summary ryhma.csv", "only 16 files can be open, but 24 are needed"),
    "no room in the temporary folder": ("ulimit -f 4; {}", "summary ryhma.csv", "cannot hold 2 MB of temporary files"),
    "the folder is gone": ("mkdir gone; cd gone; rmdir ../gone; {}", "pages", "the current folder cannot be used"),
    "an empty input": ("{} <&-", "check -", "standard input: no text in it"),
}


@pytest.mark.parametrize("limit", LIMITS)
def test_what_the_machine_does_not_have_is_one_line(folder: Path, limit: str) -> None:
    row, command, line = LIMITS[limit]
    result = run(folder, row, command)
    assert result.code == 1
    assert len(result.stderr.splitlines()) == 1
    assert line in result.stderr
    assert (result.stdout, result.files) == (b"", frozenset())


MACHINES = {
    **{name: row for name, (row, _code, _line) in STREAMS.items()},
    "both to nobody": "{} 2>&1 | true; exit ${{PIPESTATUS[0]}}",
    "stdin for writing only": "{} 0>/dev/null",
    "no room": "ulimit -f 0; {}",
    "little room": "ulimit -f 40; {}",
    "temporary folder missing": "TMPDIR=/nonexistent/x {}",
    "temporary folder a file": "TMPDIR=$PWD/ryhma.csv {}",
    "temporary folder of a long name": f"m=$PWD/{'a' * 200}; mkdir $m; TMPDIR=$m {{}}; r=$?; rmdir $m; exit $r",
    "temporary folder not in UTF-8": "m=$PWD/$(printf 'k\\xe4'); mkdir $m; TMPDIR=$m {}; r=$?; rmdir $m; exit $r",
    "home missing": "HOME=/dev/null/x {}",
    "cache a file": "XDG_CACHE_HOME=$PWD/ryhma.csv {}",
    "locale C": "LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 {}",
    "Latin-1": "LC_ALL=fi_FI.ISO-8859-1 PYTHONUTF8=0 {}",
    "ASCII": "PYTHONIOENCODING=ascii:strict {}",
    "no environment": "env -i MARK=$MARK TMPDIR=$TMPDIR {}",
    "7 files": "ulimit -n 7; {}",
    "16 files": "ulimit -n 16; {}",
    "32 files": "ulimit -n 32; {}",
    "400 MB": "ulimit -v 400000; {}",
    "200 MB": "ulimit -v 200000; {}",
    "folder gone": "mkdir gone; cd gone; rmdir ../gone; {}",
}


@pytest.mark.long
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("machine", MACHINES)
def test_every_command_at_every_edge(folder: Path, machine: str, command: str) -> None:
    result = run(folder, MACHINES[machine], COMMANDS[command])
    assert result.code in (0, 1) or (command, result.code) == ("no command", 2)
    for name in result.files:
        data = (folder / name).read_bytes()
        assert data or name.endswith(".lock")
        assert not name.endswith(".pdf") or data.rstrip().endswith(b"%%EOF")


OUTPUTS = {
    "300 letters": "x" * 300 + ".pdf",
    "5,000 letters": "abcdefghi/" * 500 + "x.pdf",
    "a device": "/dev/null",
    "a link to a device": "null.pdf",
    "a pipe": "pipe.pdf",
    "a link to itself": "loop.pdf",
    "a link to nowhere": "nowhere.pdf",
    "under a file": "ryhma.csv/x.pdf",
    "of the system": "/proc/x.pdf",
}
WRITERS = ("blank --pages kansi", "summary ryhma.csv", "packet ryhma.csv --pages kansi")


@pytest.mark.long
@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("writer", WRITERS)
def test_an_output_that_cannot_be_is_one_line(folder: Path, output: str, writer: str) -> None:
    links = "ln -s /dev/null null.pdf; mkfifo pipe.pdf; ln -s loop.pdf loop.pdf; ln -s nowhere nowhere.pdf; "
    for overwrite in ("", " --overwrite") if "link to" not in output else ("",):
        result = run(folder, links + "{}", f"{writer} -o {OUTPUTS[output]}{overwrite}")
        links = ""
        assert result.code == 1
        assert len(result.stderr.splitlines()) == 1, result.stderr
        assert result.files == frozenset()
    assert Path("/dev/null").is_char_device()
