"""A folder's digest is kept for the next start, and never counts for files that are not as they were."""

import os
from pathlib import Path

import pytest

from worksheets.compose import folder_digests
from worksheets.compose.folder_digests import folder_digest, made_from

LONG_AGO = 1_700_000_000
"""Seconds since 1970."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two files that were written long ago."""
    folder = tmp_path / "kurssi"
    (folder / "pages").mkdir(parents=True)
    write(folder / "course.toml", "title = 1")
    write(folder / "pages" / "a.md", "sivu")
    return folder


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder for digests; the times of files' entries, which no test can set, count as their data's times."""
    state = folder_digests._state  # noqa: SLF001
    monkeypatch.setattr(folder_digests, "_state", lambda path: (*state(path)[:3], state(path)[2]))
    return tmp_path / "kept"


def write(path: Path, text: str, seconds: int = LONG_AGO) -> None:
    path.write_text(text, "utf-8")
    os.utime(path, (seconds, seconds))


def is_kept(folder: Path, kept: Path) -> bool:
    """Return True if another start finds a folder's digest, and does not read the files."""
    read, times = folder_digests._read, []  # noqa: SLF001

    def noted(folder: Path, files: list[folder_digests.File]) -> object:
        times.append(folder)
        return read(folder, files)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folder_digests, "_read", noted)
        folder_digest(folder, kept)
    return not times


def test_a_second_start_reads_no_file(folder: Path, kept: Path) -> None:
    assert not is_kept(folder, kept)
    assert is_kept(folder, kept)
    assert folder_digest(folder, kept) == folder_digest(folder)


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: write(folder / "course.toml", "title = 2", LONG_AGO + 1),
        lambda folder: write(folder / "course.toml", "title = 10"),
        lambda folder: write(folder / "pages" / "b.md", "sivu"),
        lambda folder: (folder / "pages" / "a.md").unlink(),
        lambda folder: (folder / "pages" / "a.md").rename(folder / "a.md"),
    ],
    ids=["time", "size", "new", "deleted", "renamed"],
)
def test_after_a_change_the_files_are_read_again(folder: Path, kept: Path, change: object) -> None:
    before = folder_digest(folder, kept)
    assert callable(change)
    change(folder)
    assert folder_digest(folder, kept) == folder_digest(folder) != before


def test_another_file_in_place_of_one_is_read(folder: Path, kept: Path) -> None:
    """Its size and its time may be the same; its number is not."""
    before = folder_digest(folder, kept)
    write(folder / "new.toml", "title = 2")
    (folder / "new.toml").replace(folder / "course.toml")
    assert folder_digest(folder, kept) == folder_digest(folder) != before


def test_what_changes_just_now_is_not_kept(folder: Path, kept: Path) -> None:
    """A second change within the same tick of the clock would not show."""
    (folder / "course.toml").touch()
    folder_digest(folder, kept)
    assert not is_kept(folder, kept)


def test_a_folder_with_a_file_that_cannot_be_read_is_not_kept(
    folder: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_path: Path, _most: int) -> bytes:
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr(folder_digests, "read_regular", refused)
        assert folder_digest(folder, kept) != folder_digest(folder.parent / "missing")
    assert not is_kept(folder, kept)


@pytest.mark.parametrize("data", [b"", b"{", b"[1]", b'{"a": 1}', b"\xff", b" " * 100_000])
def test_a_damaged_file_of_digests_is_replaced(folder: Path, kept: Path, data: bytes) -> None:
    kept.mkdir()
    (kept / "digests.json").write_bytes(data)
    assert folder_digest(folder, kept) == folder_digest(folder)
    assert is_kept(folder, kept)


def test_digests_are_kept_of_the_last_folders_only(folder: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_digests, "_MOST_KEPT", 1)
    folder_digest(folder, kept)
    folder_digest(folder / "pages", kept)
    assert (is_kept(folder / "pages", kept), is_kept(folder, kept)) == (True, False)


def test_a_place_that_cannot_be_written_to_is_no_error(folder: Path, kept: Path) -> None:
    kept.write_text("a file", "utf-8")
    assert folder_digest(folder, kept) == folder_digest(folder)


def test_files_are_in_the_order_of_their_parts(folder: Path) -> None:
    write(folder / "pages-b.md", "x")
    names = [path.relative_to(folder).as_posix() for path in made_from(folder)]
    assert names == ["course.toml", "pages/a.md", "pages-b.md"]
