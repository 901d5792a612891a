"""Temporary files go with the program, and those of a killed one with the next."""

import atexit
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.systems import loaded_on
from worksheets.cli import scratch


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(atexit, "register", lambda *call: calls.append(call))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    calls: list[tuple[object, ...]] = []
    yield tmp_path
    for call in calls:
        scratch._give_up(*call[1:])  # type: ignore[arg-type] # noqa: SLF001


def test_all_temporary_files_are_in_a_folder_of_their_own(folder: Path) -> None:
    scratch.use()
    (own,) = folder.iterdir()
    assert tempfile.gettempdir() == os.environ["TMPDIR"] == str(own)
    assert own.stat().st_mode & 0o77 == 0, "for this user alone"


def test_a_folder_whose_program_is_running_is_left_alone(folder: Path) -> None:
    scratch.use()
    (running,) = folder.iterdir()
    tempfile.tempdir = str(folder)
    scratch.use()
    assert running in folder.iterdir()
    assert len(list(folder.iterdir())) == 2


USE = "from worksheets.cli import scratch; scratch.use()"


def test_what_a_killed_program_has_left_is_deleted_and_nothing_else(folder: Path) -> None:
    kill = f"{USE}; import os, tempfile; tempfile.mkdtemp(); os.kill(os.getpid(), {signal.SIGKILL:d})"
    result = subprocess.run([sys.executable, "-c", kill], check=False)
    assert result.returncode == -signal.SIGKILL
    (left,) = folder.iterdir()
    (folder / "worksheets-fonts-of-another-program").mkdir()
    (folder / "worksheets-file").write_bytes(b"")
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere" / "lock").write_bytes(b"")
    (folder / "worksheets-link").symlink_to(folder / "elsewhere")
    (folder / ".worksheets-new").mkdir()
    (folder / ".worksheets-old").mkdir()
    os.utime(folder / ".worksheets-old", (0, 0))
    before = set(folder.iterdir())
    scratch.use()
    assert before - set(folder.iterdir()) == {left, folder / ".worksheets-old"}


def test_at_its_end_the_program_leaves_nothing(folder: Path) -> None:
    end = f"{USE}; import tempfile; tempfile.mkdtemp(); print(tempfile.gettempdir())"
    result = subprocess.run([sys.executable, "-c", end], check=True, capture_output=True, text=True)
    assert Path(result.stdout.strip()).parent == folder
    assert list(folder.iterdir()) == []


def test_a_name_that_is_not_utf8_is_not_used(folder: Path) -> None:
    strange = folder / os.fsdecode(b"k\xe4")
    strange.mkdir()
    tempfile.tempdir = str(strange)
    scratch.use()
    assert tempfile.gettempdir().isprintable()
    assert list(strange.iterdir()) == []


def test_without_any_place_the_program_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> str:
        raise FileNotFoundError

    monkeypatch.setattr(tempfile, "gettempdir", refuse)
    before = os.environ.get("TMPDIR")
    scratch.use()
    assert os.environ.get("TMPDIR") == before


def test_on_windows_a_folder_that_can_be_renamed_is_left_by_a_killed_program(folder: Path) -> None:
    """There, none can be in which a file is open."""
    with loaded_on("win32", "worksheets.cli.scratch") as there:
        there.use()
        (left,) = folder.iterdir()
        assert (left / "lock").is_file()
        (folder / "worksheets-of-another-program").mkdir()
        tempfile.tempdir = str(folder)
        there.use()
    assert left not in folder.iterdir()
    assert len(list(folder.iterdir())) == 2, "another program's, and that of the second"
    assert (folder / "worksheets-of-another-program").is_dir()


def test_on_windows_a_folder_that_is_in_use_stays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, _target: Path) -> None:
        raise PermissionError(13, "in use", str(path))

    with loaded_on("win32", "worksheets.cli.scratch") as there:
        there.use()
        (running,) = folder.iterdir()
        tempfile.tempdir = str(folder)
        monkeypatch.setattr(Path, "rename", refuse)
        there.use()
    assert (running / "lock").is_file()
