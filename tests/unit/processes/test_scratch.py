"""Temporary files go with the program, and those of a killed one with the next."""

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.systems import loaded_on
from worksheets import api
from worksheets.errors import OutputError
from worksheets.processes import scratch


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(atexit, "register", lambda *call: calls.append(call))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr(scratch, "_SHARED_MEMORY", tmp_path / "no-shared-memory")
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


USE = "from worksheets.processes import scratch; scratch.use()"


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
    with loaded_on("win32", "worksheets.processes.scratch") as there:
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

    with loaded_on("win32", "worksheets.processes.scratch") as there:
        there.use()
        (running,) = folder.iterdir()
        tempfile.tempdir = str(folder)
        monkeypatch.setattr(Path, "rename", refuse)
        there.use()
    assert (running / "lock").is_file()


def keep_in_memory(folder: Path, monkeypatch: pytest.MonkeyPatch, *, kind: str = "tmpfs", free: int = 10**9) -> None:
    """Let the system say what kind of file system a folder is on, and how much room there is."""
    device = folder.stat().st_dev
    mounts = folder / "mounts"
    mounts.write_text(
        f"24 1 0:1 / /boot rw - vfat none rw\n"
        f"25 24 {os.major(device)}:{os.minor(device)} / /dev/shm rw,relatime shared:9 - {kind} {kind} rw\n"
    )
    monkeypatch.setattr(scratch, "_MOUNTS", mounts)
    usage = shutil.disk_usage(folder)._replace(free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage)


@pytest.fixture
def memory(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that the user has for files of a session."""
    (folder / "run").mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder / "run"))
    return folder / "run"


@pytest.mark.skipif(sys.platform != "linux", reason="the system does not tell")
def test_a_private_folder_is_in_memory_where_there_is_one(
    folder: Path, memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_in_memory(folder, monkeypatch)
    private = api.use_private_folder()
    assert private.in_memory
    assert private.path.parent == memory
    assert private.path.stat().st_mode & 0o777 == 0o700
    assert tempfile.gettempdir() == os.environ["TMPDIR"] == str(private.path)


@pytest.mark.skipif(sys.platform != "linux", reason="the system does not tell")
@pytest.mark.parametrize(
    ("kind", "free", "mode"),
    [("ext4", 10**9, 0o700), ("tmpfs", 255_000_000, 0o700), ("tmpfs", 10**9, 0o777)],
    ids=["disk", "full", "open to others"],
)
def test_a_folder_that_does_not_serve_is_not_used(
    folder: Path, memory: Path, monkeypatch: pytest.MonkeyPatch, kind: str, free: int, mode: int
) -> None:
    keep_in_memory(folder, monkeypatch, kind=kind, free=free)
    memory.chmod(mode)
    private = scratch.use_private(in_memory=True)
    assert private.parent == folder
    assert scratch.is_in_memory(private) is (kind == "tmpfs"), "the usual folder may be in memory, too"


def test_a_shared_folder_serves_if_nobody_can_delete_what_another_has(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = folder / "shm"
    shared.mkdir()
    monkeypatch.setattr(scratch, "_SHARED_MEMORY", shared)
    keep_in_memory(folder, monkeypatch)
    shared.chmod(0o777)
    assert scratch.use_private(in_memory=True).parent == folder
    tempfile.tempdir = str(folder)
    shared.chmod(0o1777)
    assert scratch.use_private(in_memory=True).parent == shared


def test_what_a_killed_program_has_left_in_memory_is_deleted_by_the_next_of_any_kind(
    folder: Path, memory: Path
) -> None:
    (memory / "worksheets-left").mkdir()
    (memory / "worksheets-left" / "lock").write_bytes(b"")
    (memory / "worksheets-left" / "ryhma.csv").write_text("Aino Esimerkki")
    (memory / "another").mkdir()
    scratch.use()
    assert [path.name for path in memory.iterdir()] == ["another"]
    assert Path(tempfile.gettempdir()).parent == folder, "only who asks for it gets a folder in memory"


def test_a_killed_programs_private_folder_is_gone_after_the_next_command(folder: Path) -> None:
    """The folder is where this machine really has one: in its memory, if it has room."""
    kill = (
        "from worksheets import api; import os; path = api.use_private_folder().path; print(path, flush=True); "
        f"(path / 'ryhma.csv').write_text('Aino Esimerkki'); os.kill(os.getpid(), {signal.SIGKILL:d})"
    )
    result = subprocess.run([sys.executable, "-c", kill], check=False, capture_output=True, text=True)
    left = Path(result.stdout.strip())
    assert (left / "ryhma.csv").is_file()
    subprocess.run([sys.executable, "-c", USE], check=True)
    assert not left.exists()
    assert list(folder.iterdir()) == []


def test_where_no_folder_can_be_made_it_is_said_with_the_cure(folder: Path) -> None:
    tempfile.tempdir = str(folder / "missing")
    with pytest.raises(OutputError, match="no folder can be made for temporary files: .*; set (TMPDIR|TEMP) to"):
        api.use_private_folder()


def test_on_windows_there_is_no_folder_in_memory(folder: Path) -> None:
    with loaded_on("win32", "worksheets.processes.scratch") as there:
        assert there.is_in_memory(there.use_private(in_memory=True)) is False
    assert len([path for path in folder.iterdir() if (path / "lock").is_file()]) == 1
