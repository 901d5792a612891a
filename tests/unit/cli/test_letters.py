"""Letters that an encoding does not have, and a system without any but ASCII's."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from worksheets.cli.letters import TOLERANT, use_utf8


@pytest.mark.parametrize(
    ("text", "encoding", "written"),
    [
        ("Väinö", "ascii", b"V?in?"),
        ("Väinö 😀", "latin-1", b"V\xe4in\xf6 ?"),
        ("k\udce4.pdf", "utf-8", b"k\xe4.pdf"),
        ("\ud83d\udcff", "utf-8", b"?\xff"),
        ("ok", "ascii", b"ok"),
    ],
)
def test_no_letter_stops_the_program(text: str, encoding: str, written: bytes) -> None:
    assert text.encode(encoding, TOLERANT) == written


def test_other_errors_are_raised() -> None:
    with pytest.raises(UnicodeDecodeError):
        b"\xff".decode("utf-8", TOLERANT)


def test_a_system_with_utf8_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "execv", lambda *_arguments: pytest.fail("begins again"))
    use_utf8()


@pytest.mark.skipif(os.name != "posix", reason="the locale C")
def test_without_utf8_names_of_files_have_all_letters(tmp_path: Path) -> None:
    """The locale C, with both ways in which Python gets around it switched off."""
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "worksheets", "new", "participant", "Väinö 😀.yaml"]
    result = subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    assert result.stdout.decode().splitlines()[0] == "Väinö 😀.yaml"
    assert (tmp_path / "Väinö 😀.yaml").is_file()
