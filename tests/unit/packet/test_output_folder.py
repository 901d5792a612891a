"""One run at a time in a packet's folder, and no folder without a file in it."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from filelock import FileLock

from worksheets.errors import OutputError
from worksheets.packet.output_folder import JOURNAL, LOCK, PARTS, locked, parts_folder


def test_a_folder_with_a_file_stays(tmp_path: Path) -> None:
    with locked(tmp_path / "new" / "ryhma"):
        (tmp_path / "new" / "ryhma" / "a.pdf").write_bytes(b"")
    assert {path.name for path in (tmp_path / "new" / "ryhma").iterdir()} == {"a.pdf", LOCK}


@pytest.mark.parametrize("error", [None, OSError(28, "No space left on device"), KeyboardInterrupt()], ids=repr)
def test_a_folder_without_a_file_goes_again(tmp_path: Path, error: BaseException | None) -> None:
    with suppress(OutputError, KeyboardInterrupt), locked(tmp_path / "new" / "ryhma"):
        assert (tmp_path / "new" / "ryhma" / LOCK).is_file()
        if error:
            raise error
    assert list(tmp_path.iterdir()) == []


def test_what_the_system_refuses_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="ryhma: cannot be written to: the disk is full"), locked(tmp_path / "ryhma"):
        raise OSError(28, "No space left on device")


def test_a_folder_that_was_there_stays_as_it_was(tmp_path: Path) -> None:
    with locked(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_second_run_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "ryhma"
    with locked(folder):
        with pytest.raises(OutputError, match="another run is writing to this folder"), locked(folder):
            pytest.fail("both have the folder")
        assert (folder / LOCK).is_file()


def test_what_killed_runs_have_left_beside_it_is_deleted(tmp_path: Path) -> None:
    process = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], check=True, capture_output=True)
    dead = int(process.stdout)
    for name in ("killed", "killed-with-file", "running", "of-others"):
        (tmp_path / name).mkdir()
    for name in ("killed", "killed-with-file", "running"):
        (tmp_path / name / LOCK).touch()
    (tmp_path / "killed" / JOURNAL).write_text("{}")
    (tmp_path / "killed" / f".a.pdf.{dead}.part").write_bytes(b"%PDF")
    (tmp_path / "killed" / PARTS).mkdir()
    (tmp_path / "killed" / PARTS / "1").write_bytes(b"%PDF")
    (tmp_path / "killed-with-file" / "a.pdf").write_bytes(b"%PDF")
    (tmp_path / "link").symlink_to(tmp_path / "of-others")
    with FileLock(tmp_path / "running" / LOCK), locked(tmp_path / "ryhma"):
        names = {path.name for path in tmp_path.iterdir()}
    assert names == {"killed-with-file", "running", "of-others", "link", "ryhma"}


def test_handouts_without_names_go_with_their_run(tmp_path: Path) -> None:
    folder = tmp_path / "ryhma"
    (folder / PARTS).mkdir(parents=True)
    (folder / PARTS / "of-a-killed-run").write_bytes(b"%PDF")
    with locked(folder), suppress(KeyboardInterrupt), parts_folder(folder) as parts:
        assert list(parts.iterdir()) == []
        (parts / "1").write_bytes(b"%PDF")
        raise KeyboardInterrupt
    assert not (folder / PARTS).exists()


@pytest.mark.parametrize("strange", ["link", "file"])
def test_handouts_without_names_are_written_nowhere_else(tmp_path: Path, strange: str) -> None:
    folder, other = tmp_path / "ryhma", tmp_path / "other"
    for path in (folder, other):
        path.mkdir()
    (other / "mine.txt").write_text("mine")
    if strange == "link":
        (folder / PARTS).symlink_to(other)
    else:
        (folder / PARTS).write_text("mine")
    with pytest.raises(OutputError, match=f"{PARTS}: is a {strange}"), locked(folder), parts_folder(folder):
        pass
    assert [path.read_text() for path in other.iterdir()] == ["mine"]
    assert (folder / PARTS).exists()


def test_a_strangers_lock_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    for name in ("link", "pipe", "folder"):
        (tmp_path / name).mkdir()
    (tmp_path / "link" / LOCK).symlink_to(tmp_path / "mine.txt")
    (tmp_path / "folder" / LOCK).mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe" / LOCK)
    with locked(tmp_path / "ryhma"):
        pass
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert {path.name for path in tmp_path.iterdir()} == {"mine.txt", "link", "pipe", "folder"}
