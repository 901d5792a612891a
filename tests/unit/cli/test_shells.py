"""Completion in real shells: a line is typed in a terminal with Tab and Enter, and the command gets whole words."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

_PATIENCE = 60.0
_RECORDER = """#!/bin/sh
if [ -n "${_WORKSHEETS_COMPLETE-}" ] || [ "$1" = completion ]; then
    exec "$PYTHON" -P -m worksheets "$@"
fi
printf '%s\\n' "$@" >"$TYPED.new"
mv "$TYPED.new" "$TYPED"
"""
"""A command ``worksheets`` that completes as ours does; when it is run, it writes down its arguments instead."""
STARTS = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
INSTALL = {
    "bash": 'eval "$(worksheets completion bash)"',
    "zsh": 'eval "$(worksheets completion zsh)"',
    "fish": "worksheets completion fish | source",
}
LINES = {
    "packet x --pages kansi,tuki\t": ["packet", "x", "--pages", "kansi,tukiverkosto"],
    'packet x --map "Sposti 2=sah\t': ["packet", "x", "--map", "Sposti 2=sahkoposti"],
    "packet x --set=kou\tAino": ["packet", "x", "--set=kouluttaja=Aino"],
    "packet ro\t--map Sposti=sah\t": ["packet", "roster.xlsx", "--map", "Sposti=sahkoposti"],
}


@contextmanager
def terminal(command: list[str], folder: Path, environment: dict[str, str]) -> Iterator[int]:
    """Run a command in a terminal in a folder; give the descriptor by which it is typed in."""
    import pty  # Windows has none.

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, env=environment, start_new_session=True
    )
    os.close(theirs)
    os.set_blocking(ours, False)
    try:
        yield ours
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def typed(line: str, descriptor: int, file: Path) -> list[str]:
    """Type a line in the terminal, and return the arguments with which the command was run."""
    os.write(descriptor, line.encode())
    end = time.monotonic() + _PATIENCE
    shown = b""
    while not file.exists():
        assert time.monotonic() < end, shown.decode(errors="replace")
        with suppress(BlockingIOError):
            shown += os.read(descriptor, 1 << 16)
        time.sleep(0.01)
    words = file.read_text("utf-8").splitlines()
    file.unlink()
    return words


@pytest.mark.parametrize("shell", STARTS)
def test_a_shell_completes_what_is_typed(shell: str, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    (tmp_path / "bin").mkdir()
    recorder = tmp_path / "bin" / "worksheets"
    recorder.write_text(_RECORDER, "utf-8")
    recorder.chmod(0o755)
    (folder := tmp_path / "here").mkdir()
    (folder / "roster.xlsx").write_bytes(b"")
    environment = {
        **os.environ,
        "PATH": f"{recorder.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHON": sys.executable,
        "TYPED": str(tmp_path / "typed"),
        "HOME": str(tmp_path),
        "TERM": "dumb",
        "LC_ALL": "C.UTF-8",
    }
    file = tmp_path / "typed"
    with terminal(STARTS[shell], folder, environment) as descriptor:
        assert typed(f"{INSTALL[shell]}; worksheets ready\n", descriptor, file) == ["ready"]
        for line, words in LINES.items():
            assert typed(f"worksheets {line}\n", descriptor, file) == words
