"""``python -m worksheets`` runs the command, with no file of the current folder in place of a library."""

import os
import runpy
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from worksheets.cli import program
from worksheets.resources import PACKAGE

MODULE = str(PACKAGE / "__main__.py")


def path_after(monkeypatch: pytest.MonkeyPatch, *folders: str) -> list[str]:
    """Return where Python looks for modules after the program has begun with ``folders`` first."""
    before = [*folders, *(folder for folder in sys.path if folder not in folders)]
    monkeypatch.setattr(sys, "path", before)
    runpy.run_path(MODULE, run_name="not main")
    assert sys.path in (before, before[1:])
    return sys.path


def test_the_current_folder_is_not_searched_for_libraries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert str(tmp_path) not in path_after(monkeypatch, str(tmp_path))


def test_only_the_first_folder_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert path_after(monkeypatch, "", str(tmp_path))[0] == str(tmp_path)


def test_a_checkout_is_searched_as_the_package_is_found_there(monkeypatch: pytest.MonkeyPatch) -> None:
    assert path_after(monkeypatch, str(PACKAGE.parent))[0] == str(PACKAGE.parent)


def test_a_link_to_a_checkout_is_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "linkki").symlink_to(PACKAGE.parent)
    assert path_after(monkeypatch, str(tmp_path / "linkki"))[0] == str(tmp_path / "linkki")


def test_the_program_is_run_and_its_exit_code_is_python_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(PACKAGE.parent), *sys.path])
    monkeypatch.setattr(program, "run", lambda: 7)
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(SystemExit) as caught:
        runpy.run_path(MODULE, run_name="__main__")
    assert caught.value.code == 7
    assert signal.getsignal(signal.SIGINT) is signal.SIG_DFL, "while the program is loaded"
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("options", [[], ["-P"]])
def test_a_file_with_a_librarys_name_is_left_alone(tmp_path: Path, options: list[str]) -> None:
    (tmp_path / "click.py").write_text("raise SystemExit(__file__)", "utf-8")
    result = subprocess.run(
        [sys.executable, *options, "-m", "worksheets", "--help"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert result.stdout.startswith("Usage: worksheets ")


def test_where_python_is_safe_the_path_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "click.py").write_text("raise SystemExit(7)", "utf-8")
    result = subprocess.run(
        [sys.executable, "-P", "-m", "worksheets", "--help"],
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{PACKAGE.parent}"},
        check=False,
    )
    assert result.returncode == 7, "the user has chosen that folder"
