"""In the masters' folder may be anything: what is no file of ours is left out, and nothing hangs or is deleted."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs

from tests.helpers.tiny_master import tiny_master
from worksheets.master import cache as cache_module
from worksheets.master.cache import KeptMaster, MasterCache

NAME = "koe"
OTHER_MASTER = structs.replace(tiny_master(), language="sv")


def cache_of(folder: Path) -> MasterCache:
    """Return the cache of an edition as another process would open it."""
    return MasterCache(folder, "edition")


def use(cache: MasterCache) -> list[KeptMaster]:
    """Use a cache in every way, and return the masters that were in it before."""
    kept = list(cache.unread())
    assert (NAME in cache) in (True, False)
    cache.used(NAME)
    cache.asked_before()
    cache.asked_before("pages")
    entered = False
    with cache.alone():
        entered = True
    assert entered
    cache.keep("new", OTHER_MASTER)
    cache.discard("other")
    cache.discard_all()
    return kept


def sparse(path: Path) -> None:
    path.touch()
    os.truncate(path, 10 << 30)


SPECIAL: dict[str, Callable[[Path], object]] = {
    "folder": Path.mkdir,
    "pipe": os.mkfifo,
    "large file": sparse,
    "link to nowhere": lambda path: path.symlink_to("nowhere"),
    "link to itself": lambda path: path.symlink_to(path.name),
    "device": lambda path: path.symlink_to("/dev/zero"),
    "full device": lambda path: path.symlink_to("/dev/full"),
    "folder elsewhere": lambda path: path.symlink_to("/proc"),
}


@pytest.mark.parametrize("special", SPECIAL.values(), ids=SPECIAL)
@pytest.mark.parametrize("name", ["edition/koe.master", "edition/asked", "edition/.lock", "edition", "."])
def test_what_is_no_file_of_ours_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, special: Callable[[Path], object]
) -> None:
    monkeypatch.setattr(cache_module, "_PATIENCE", 0.01)
    folder = tmp_path / "masters"
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    special(path)
    assert use(cache_of(folder)) == []
    assert use(cache_of(folder)) == []


@pytest.mark.parametrize("special", SPECIAL.values(), ids=SPECIAL)
def test_a_master_takes_the_place_of_what_is_none_unless_that_is_a_folder(
    tmp_path: Path, special: Callable[[Path], object]
) -> None:
    (tmp_path / "edition").mkdir()
    special(tmp_path / "edition" / f"{NAME}.master")
    cache_of(tmp_path).keep(NAME, tiny_master())
    expected = [] if special is Path.mkdir else [KeptMaster(NAME, tiny_master())]
    assert list(cache_of(tmp_path).unread()) == expected


@pytest.mark.parametrize(
    "content", [b"\xff\n", b"x" * 100_000, None], ids=["no text", "too large", "larger than the disk"]
)
def test_a_note_of_what_was_asked_that_is_none_is_begun_again(tmp_path: Path, content: bytes | None) -> None:
    asked = tmp_path / "edition" / "asked"
    asked.parent.mkdir()
    if content:
        asked.write_bytes(content)
    else:
        sparse(asked)
    assert not cache_of(tmp_path).asked_before("pages")
    assert asked.read_text("utf-8") == "pages\n"
    assert cache_of(tmp_path).asked_before("pages")


def test_a_note_of_what_was_asked_does_not_grow_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "_LONGEST_MEMORY", 1700)
    cache = cache_of(tmp_path)
    for number in range(300):
        cache.asked_before(f"{number:016x}")
    assert (tmp_path / "edition" / "asked").stat().st_size == 1700


def test_a_folder_without_rights_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache_of(tmp_path).keep(NAME, tiny_master())

    def refused(*arguments: object, **options: object) -> None:
        raise PermissionError(arguments, options)

    for name in ("scandir", "open", "utime", "stat", "lstat", "mkdir", "unlink", "rmdir", "replace", "truncate"):
        monkeypatch.setattr(os, name, refused)
    kept = use(cache_of(tmp_path))
    monkeypatch.undo()
    assert kept == []
    assert [kept.name for kept in cache_of(tmp_path).unread()] == [NAME]


@pytest.mark.skipif(not hasattr(os, "seteuid") or os.geteuid() != 0, reason="only root can become somebody else")
def test_a_folder_that_is_another_users_is_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "masters"
    cache_of(folder).keep(NAME, tiny_master())
    for path in (tmp_path, *tmp_path.parents[:2]):
        path.chmod(0o755)
    folder.chmod(0)
    os.seteuid(65534)
    try:
        assert use(cache_of(folder)) == []
    finally:
        os.seteuid(0)


def old(path: Path) -> Path:
    """Return a path whose time is 40 days ago."""
    moment = time.time() - 40 * 24 * 3600
    os.utime(path, (moment, moment))
    return path


def test_only_what_is_ours_is_deleted(tmp_path: Path) -> None:
    """A user may give any folder as that of the masters."""
    outside = tmp_path / "outside"
    folder = tmp_path / "masters"
    for path in (outside, folder / "letters", folder / "ours", folder / "empty"):
        path.mkdir(parents=True)
    (outside / "a.master").touch()
    (folder / "letters" / "asked").touch()
    (folder / "letters" / "a letter").write_text("Hei!", "utf-8")
    (folder / "ours" / "asked").touch()
    for name in (".lock", ".lock0", ".lockf"):
        (folder / "ours" / name).touch()
    (folder / "link").symlink_to(outside)
    (folder / "a file").touch()
    for path in (outside / "a.master", outside, *folder.iterdir()):
        old(path)
    cache_of(folder).keep(NAME, tiny_master())
    assert sorted(path.name for path in folder.iterdir()) == ["a file", "edition", "letters", "link"]
    assert (folder / "letters" / "a letter").exists()
    assert (outside / "a.master").exists()


def test_masters_elsewhere_are_not_deleted_for_want_of_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "KEPT", 1)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.master").touch()
    (tmp_path / "masters").mkdir()
    (tmp_path / "masters" / "link").symlink_to(outside)
    (tmp_path / "masters" / "edition").mkdir()
    (tmp_path / "masters" / "edition" / "folder.master").mkdir()
    for name in ("first", "second", "third"):
        cache_of(tmp_path / "masters").keep(name, tiny_master())
    assert (outside / "a.master").exists()
    assert [kept.name for kept in cache_of(tmp_path / "masters").unread()] == ["third"]


def test_masters_that_are_large_together_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache_of(tmp_path).keep("first", tiny_master())
    size = (tmp_path / "edition" / "first.master").stat().st_size
    monkeypatch.setattr(cache_module, "_ROOM", int(2.5 * size))
    for age, name in enumerate(("first", "second", "third")):
        cache_of(tmp_path).keep(name, tiny_master())
        os.utime(tmp_path / "edition" / f"{name}.master", (1000 + age, 1000 + age))
    cache_of(tmp_path).keep("fourth", tiny_master())
    assert sorted(kept.name for kept in cache_of(tmp_path).unread()) == ["fourth", "third"]


def test_a_master_that_is_too_large_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "_LARGEST", 1000)
    cache_of(tmp_path).keep(NAME, tiny_master())
    assert not list(tmp_path.rglob("*.master"))


def test_editions_that_were_only_asked_for_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "_MOST_EDITIONS", 5)
    MasterCache(tmp_path, "with a master").keep(NAME, tiny_master())
    for number in range(20):
        MasterCache(tmp_path, f"edition {number}").asked_before()
        os.utime(tmp_path / f"edition {number}", (time.time() - 100 + number,) * 2)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"with a master", *(f"edition {number}" for number in range(14, 20))}


def test_the_unfinished_files_of_killed_processes_are_deleted(tmp_path: Path) -> None:
    (tmp_path / "edition").mkdir()
    for name in (".koe.master.999999999.part", ".koe.master.1.part"):
        (tmp_path / "edition" / name).touch()
    MasterCache(tmp_path, "new").keep(NAME, tiny_master())
    assert [path.name for path in (tmp_path / "edition").iterdir()] == [".koe.master.1.part"]
