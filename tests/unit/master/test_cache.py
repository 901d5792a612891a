"""Masters are kept in files that are never trusted; a cache that cannot be read or written is no error."""

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path

import filelock
import msgspec
import pytest
from msgspec import structs

from tests.helpers.tiny_master import tiny_master
from worksheets.master import cache as cache_module
from worksheets.master.cache import KeptMaster, MasterCache

NAME = "koe"
OTHER_MASTER = structs.replace(tiny_master(), language="sv")
Damage = Callable[[bytes], bytes]


def cache_of(folder: Path, fingerprint: str = "edition") -> MasterCache:
    """Return the cache of an edition as another process would open it."""
    return MasterCache(folder, fingerprint)


def file_of(data: bytes) -> bytes:
    """Return the content of a master's file, with the right digest whatever the data are."""
    return hashlib.sha256(f"edition/{NAME}\n".encode() + data).digest() + data


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the file of the only master in a cache."""
    cache_of(tmp_path).keep(NAME, tiny_master())
    return tmp_path / "edition" / f"{NAME}.master"


def flipped(data: bytes, at: int) -> bytes:
    return bytes([*data[:at], data[at] ^ 1, *data[at + 1 :]])


def test_another_process_finds_a_master_that_was_kept(path: Path) -> None:
    assert path.is_file()
    assert [path.name for path in path.parent.iterdir()] == [path.name], "and nothing else is left there"
    cache = cache_of(path.parent.parent)
    assert NAME in cache
    assert "other" not in cache
    assert list(cache.unread()) == [KeptMaster(NAME, tiny_master())]


def test_a_process_reads_each_master_once_and_never_what_it_has_kept(tmp_path: Path) -> None:
    cache, other = cache_of(tmp_path), cache_of(tmp_path)
    cache.keep(NAME, tiny_master())
    assert list(cache.unread()) == []
    other.keep("other", OTHER_MASTER)
    assert [kept.name for kept in cache.unread()] == ["other"]
    assert list(cache.unread()) == []


def test_a_master_that_is_not_wanted_is_read_later(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = cache_of(path.parent.parent)
    assert list(cache.unread(lambda asked: asked != tiny_master().asked)) == []
    assert path.is_file()
    with monkeypatch.context() as patched:
        patched.setattr(cache_module, "read_regular", None)
        assert list(cache.unread(lambda _asked: False)) == [], "what it asks is known"
    assert list(cache.unread()) == [KeptMaster(NAME, tiny_master())]


def test_the_master_that_was_used_last_is_read_first(tmp_path: Path) -> None:
    cache = cache_of(tmp_path)
    for age, name in enumerate("abc"):
        cache.keep(name, tiny_master())
        os.utime(tmp_path / "edition" / f"{name}.master", (1000 - age, 1000 - age))
    assert [kept.name for kept in cache_of(tmp_path).unread()] == ["a", "b", "c"]
    cache.used("b")
    assert [kept.name for kept in cache_of(tmp_path).unread()] == ["b", "a", "c"]


def test_editions_do_not_share_masters(path: Path) -> None:
    other = cache_of(path.parent.parent, "other edition")
    assert NAME not in other
    assert list(other.unread()) == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda _data: b"",
        lambda data: data[:10],
        lambda data: data[:32],
        lambda data: data[:-1],
        lambda data: data + b"\0",
        lambda data: flipped(data, 0),
        lambda data: flipped(data, 40),
        lambda data: flipped(data, len(data) // 2),
        lambda data: flipped(data, len(data) - 1),
        lambda _data: file_of(b""),
        lambda _data: file_of(b"garbage"),
        lambda _data: file_of(msgspec.msgpack.encode({"asked": []})),
        lambda _data: file_of(msgspec.msgpack.encode([1, 2, 3])),
        lambda data: file_of(data[32:-1]),
        lambda data: file_of(data[32:] + b"\0"),
        lambda data: file_of(data[32:].replace(b"nimi", b"nim\xff")),
        lambda data: file_of(msgspec.msgpack.encode({**msgspec.msgpack.decode(data[32:]), "slots": 7})),
    ],
)
def test_a_damaged_file_is_not_read_but_replaced(path: Path, damage: Damage) -> None:
    path.write_bytes(damage(path.read_bytes()))
    cache = cache_of(path.parent.parent)
    assert list(cache.unread()) == []
    cache.keep(NAME, OTHER_MASTER)
    assert list(cache_of(path.parent.parent).unread()) == [KeptMaster(NAME, OTHER_MASTER)]


def test_a_folder_is_no_master(path: Path) -> None:
    path.unlink()
    path.mkdir()
    assert list(cache_of(path.parent.parent).unread()) == []


def test_a_file_that_is_gone_is_no_error(path: Path) -> None:
    (path.parent / "gone.master").symlink_to("nowhere")
    cache = cache_of(path.parent.parent)
    cache.used("gone")
    assert [kept.name for kept in cache.unread()] == [NAME]


@pytest.mark.parametrize("within", ["file", "file/deeper", "a" * 300])
def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path, within: str) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    cache = cache_of(tmp_path / within)
    cache.keep(NAME, tiny_master())
    cache.used(NAME)
    assert list(cache.unread()) == []
    assert [cache_of(tmp_path / within).asked_before() for _time in range(2)] == [False, False]
    entered = False
    with cache.alone():
        entered = True
    assert entered
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_without_a_folder_nothing_is_kept() -> None:
    cache = MasterCache(None, "edition")
    cache.keep(NAME, tiny_master())
    cache.used(NAME)
    assert NAME not in cache
    assert list(cache.unread()) == []
    assert [cache.asked_before() for _time in range(2)] == [False, False]
    entered = False
    with cache.alone():
        entered = True
    assert entered


def test_the_masters_of_any_edition_that_were_used_longest_ago_are_deleted(tmp_path: Path) -> None:
    home = tmp_path / "another edition"
    home.mkdir()
    for number in range(70):
        path = home / f"{number:02}.master"
        path.write_bytes(b"old")
        os.utime(path, (1000 + number, 1000 + number))
    cache_of(tmp_path).keep(NAME, tiny_master())
    assert sorted(path.name for path in home.iterdir()) == [f"{number:02}.master" for number in range(7, 70)]
    assert NAME in cache_of(tmp_path)


def test_the_folders_of_old_editions_are_deleted_unless_they_have_masters(tmp_path: Path) -> None:
    for name, age in (("old", 30.5), ("new", 29.5), ("with a master", 30.5)):
        (tmp_path / name).mkdir()
        (tmp_path / name / ("a.master" if name == "with a master" else "asked")).write_text("\n", "utf-8")
        moment = time.time() - age * 24 * 3600
        os.utime(tmp_path / name, (moment, moment))
    cache_of(tmp_path).keep(NAME, tiny_master())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["edition", "new", "with a master"]


def test_an_earlier_process_has_asked_for_an_edition_or_for_some_pages(tmp_path: Path) -> None:
    first = cache_of(tmp_path)
    assert [first.asked_before(), first.asked_before(), first.asked_before("digest")] == [False, False, False]
    second = cache_of(tmp_path)
    assert [second.asked_before(), second.asked_before("digest"), second.asked_before("other")] == [True, True, False]
    assert not cache_of(tmp_path, "other edition").asked_before()
    assert (tmp_path / "edition" / "asked").read_text("utf-8") == "\ndigest\nother\n", "each once"


def test_what_another_process_of_the_same_run_notes_is_not_earlier(tmp_path: Path) -> None:
    first, second = cache_of(tmp_path), cache_of(tmp_path)
    assert [first.asked_before("digest"), second.asked_before("digest")] == [False, False]
    assert cache_of(tmp_path).asked_before("digest")


def test_pages_are_forgotten_when_they_are_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "_PAGES_REMEMBERED", 3)
    for number in range(10):
        assert not cache_of(tmp_path).asked_before(f"pages {number}")
        assert cache_of(tmp_path).asked_before(f"pages {number}")
    assert len((tmp_path / "edition" / "asked").read_text("utf-8").splitlines()) <= 3


def test_masters_are_made_by_one_process_at_a_time(tmp_path: Path) -> None:
    lock = filelock.FileLock(tmp_path / "edition" / ".lock")
    with cache_of(tmp_path).alone(), pytest.raises(filelock.Timeout):
        lock.acquire(timeout=0)
    lock.acquire(timeout=0)
    lock.release()


def test_masters_for_other_pages_are_made_at_the_same_time(tmp_path: Path) -> None:
    with cache_of(tmp_path).alone("a1"):
        with cache_of(tmp_path).alone("a1", wait=False) as is_alone:
            assert not is_alone
        with cache_of(tmp_path).alone("b2", wait=False) as is_alone:
            assert is_alone
    with cache_of(tmp_path).alone("a1", wait=False) as is_alone:
        assert is_alone


def test_a_process_that_hangs_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "_PATIENCE", 0.01)
    entered = False
    with cache_of(tmp_path).alone(), cache_of(tmp_path).alone():
        entered = True
    assert entered


def test_masters_of_all_editions_are_counted(tmp_path: Path) -> None:
    assert cache_module.kept_in(tmp_path / "masters") == (0, 0)
    for fingerprint in ("first", "second"):
        cache_of(tmp_path, fingerprint).keep(NAME, tiny_master())
    sizes = [path.stat().st_size for path in tmp_path.rglob("*.master")]
    assert len(sizes) == 2
    assert cache_module.kept_in(tmp_path) == (2, sum(sizes))
