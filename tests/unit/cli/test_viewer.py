"""A file is opened by the system's program for it; that this fails is a warning."""

import os
import sys
import time
from pathlib import Path

import pytest

from worksheets.cli import viewer

pytestmark = pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="they open files in other ways")


def program(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a shell script be the only xdg-open."""
    path = folder / "xdg-open"
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")


def test_the_program_gets_the_whole_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    program(tmp_path, f'printf %s "$1" > {tmp_path}/opened', monkeypatch)
    viewer.open_file(Path("-moniste ä.pdf"))
    assert (tmp_path / "opened").read_text("utf-8") == str(tmp_path / "-moniste ä.pdf")
    assert capsys.readouterr() == ("", "")


def test_a_viewer_that_runs_on_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(viewer, "_PATIENCE", 0.05)
    program(tmp_path, f"while ! [ -e {tmp_path}/end ]; do sleep 0.02; done; touch {tmp_path}/ended", monkeypatch)
    viewer.open_file(Path("moniste.pdf"))
    assert not (tmp_path / "ended").exists()
    assert capsys.readouterr() == ("", "")
    (tmp_path / "end").touch()
    while not (tmp_path / "ended").exists():
        time.sleep(0.01)


def test_a_program_that_fails_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program(tmp_path, "echo noise; exit 3", monkeypatch)
    viewer.open_file(Path("moniste.pdf"))
    assert capsys.readouterr() == (
        "",
        "moniste.pdf: could not be opened in a viewer: xdg-open found no program for it; open it yourself\n",
    )


def test_a_missing_program_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    viewer.open_file(Path("moniste.pdf"))
    assert "moniste.pdf: could not be opened in a viewer: the program xdg-open is not installed" in (
        capsys.readouterr().err
    )


def test_a_link_that_no_browser_opens_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program(tmp_path, f'printf %s "$1" > {tmp_path}/opened; exit 3', monkeypatch)
    viewer.open_link("http://127.0.0.1:5000/open/x")
    assert (tmp_path / "opened").read_text("utf-8") == "http://127.0.0.1:5000/open/x"
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "The browser could not be opened: xdg-open found no program for it; open the link yourself\n"
