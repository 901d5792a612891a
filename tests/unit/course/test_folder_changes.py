"""What is saved in a course's folder is told, however it is saved, and also when the folder was away."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import watchfiles

from worksheets.course import folder_changes
from worksheets.course.folder_changes import FolderChanges

LONG = 20.0
"""Seconds, in which something happens that takes a tenth of one."""


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_changes, "_LOOK", 50)
    monkeypatch.setattr(folder_changes, "_PAUSE", 0.02)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "kurssi" / "pages").mkdir(parents=True)
    return tmp_path / "kurssi"


@pytest.fixture
def changes(folder: Path) -> Iterator[FolderChanges]:
    with FolderChanges(folder) as watched:
        assert watched.wait(LONG), "what was saved before is told, too"
        yield watched


def test_a_saved_file_is_told(changes: FolderChanges, folder: Path) -> None:
    (folder / "pages" / "kansi.md").write_text("a", "utf-8")
    assert changes.wait(LONG)


def test_a_file_that_takes_the_place_of_another_is_told(changes: FolderChanges, folder: Path) -> None:
    (folder / ".kansi.md.swp").write_text("a", "utf-8")
    (folder / ".kansi.md.swp").replace(folder / "pages" / "kansi.md")
    assert changes.wait(LONG)


def test_hidden_files_are_not_told(changes: FolderChanges, folder: Path) -> None:
    (folder / ".kansi.md.swp").write_text("a", "utf-8")
    (folder / ".git").mkdir()
    (folder / ".git" / "index").write_text("a", "utf-8")
    assert not changes.wait(0.15)


def test_a_folder_that_is_hidden_itself_is_watched(tmp_path: Path) -> None:
    (tmp_path / ".kurssit" / "pages").mkdir(parents=True)
    with FolderChanges(tmp_path / ".kurssit") as changes:
        assert changes.wait(LONG)
        (tmp_path / ".kurssit" / "pages" / "a.md").write_text("a", "utf-8")
        assert changes.wait(LONG)


def test_a_folder_may_go_and_come_back(changes: FolderChanges, folder: Path) -> None:
    folder.rename(folder.with_name("muualla"))
    while changes.wait(0.1):
        pass  # That it has gone may be told, or not.
    folder.with_name("muualla").rename(folder)
    assert changes.wait(LONG), "it is back"
    (folder / "pages" / "a.md").write_text("a", "utf-8")
    assert changes.wait(LONG)


def test_another_folder_in_its_place_is_watched(changes: FolderChanges, folder: Path) -> None:
    folder.rename(folder.with_name("vanha"))
    folder.mkdir()
    assert changes.wait(LONG)
    while changes.wait(0.2):
        pass
    (folder / "a.md").write_text("a", "utf-8")
    assert changes.wait(LONG)


def test_where_the_system_tells_nothing_the_folder_is_looked_at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watch = watchfiles.watch
    ways: list[bool | None] = []

    def limited(folder: Path, *, force_polling: bool | None, **settings: Any) -> Any:  # noqa: ANN401
        ways.append(force_polling)
        if not force_polling:
            raise OSError(28, "OS file watch limit reached.")
        return watch(folder, force_polling=True, poll_delay_ms=20, **settings)

    monkeypatch.setattr(watchfiles, "watch", limited)
    with FolderChanges(folder) as changes:
        assert changes.wait(LONG)
        (folder / "a.md").write_text("a", "utf-8")
        assert changes.wait(LONG)
    assert ways == [None, True]


def test_a_closed_one_ends_the_wait(folder: Path) -> None:
    with FolderChanges(folder) as changes:
        assert changes.wait(LONG)
        changes.close()
        assert not changes.wait()
