"""A packet that is stopped leaves whole files only."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .conftest import EXAMPLES
from .pdf import texts


def start(folder: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "worksheets", "packet", str(EXAMPLES / "ryhma.yaml"), "-o", str(folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("wait", [0.0, 0.05, 0.2, 0.35])
def test_a_killed_packet_leaves_no_partial_pdf(tmp_path: Path, wait: float) -> None:
    with start(tmp_path) as process:
        assert process.stdout is not None
        assert process.stdout.readline(), "the first handout is written"
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
    pdfs = list(tmp_path.glob("*.pdf"))
    assert pdfs
    for path in pdfs:
        assert len(texts(path.read_bytes())) >= 10


def test_an_interrupted_packet_exits_with_130(tmp_path: Path) -> None:
    with start(tmp_path) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        os.kill(process.pid, signal.SIGINT)
        said = process.stderr.read()
    assert process.returncode == 130
    assert "Interrupted" in said
    assert "Traceback" not in said
    assert all(path.suffix == ".pdf" for path in tmp_path.iterdir())
