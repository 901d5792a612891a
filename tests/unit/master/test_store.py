"""Masters are kept in a cache that holds no participant's text, is never trusted, and never stops a handout."""

import hashlib
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import msgspec
import pikepdf
import pytest

from tests.helpers.course import LAYOUTS, the_course
from tests.helpers.making import master_builder, master_store
from tests.helpers.making import typeset_handout as typeset
from worksheets.compose.edition import Edition
from worksheets.compose.fingerprint import fingerprint
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.errors import NeedsTypesetterError
from worksheets.master import build as build_module
from worksheets.master import cache as cache_module
from worksheets.master import store as store_module
from worksheets.master.build import MasterBuilder
from worksheets.master.placeholders import PageDataFactory
from worksheets.merge.merger import Merger
from worksheets.merge.model import Master
from worksheets.packet.handout import handout as handout_of
from worksheets.packet.session import Session
from worksheets.pdf.content_stream import read_content
from worksheets.pdf.finish import page_count
from worksheets.people.participant import BLANK, Participant

pytestmark = pytest.mark.slow

AINO = Participant({"nimi": "Aino Merkkisana", "kurssi": "Tunnussana"})
BEN = Participant({"nimi": "Ben", "kouluttaja": "Kalle"})
OTHER_PAGES = Participant({"nimi": "Ben", "ryhma": "Iltaryhmä"})
THIRD_PAGES = Participant({"nimi": "Ben", "organisaatio": "Yritys"})

Damage = Callable[[bytes], bytes]


def edition_of(pages: str = "kansi,sitaatti", layout: str = "handout") -> Edition:
    course = the_course()
    return Edition(course, course.choose(pages), read_layout(layout, course.folder))


@cache
def cover_master() -> Master:
    """Return the master of the cover and another page."""
    edition = edition_of()
    return master_builder(edition).build(lambda: edition.page_data(AINO))


def masters_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("**/*.master"))


def cache_file(data: bytes) -> bytes:
    """Return the content of a file in the cache: the data after their digest."""
    return hashlib.sha256(data).digest() + data


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a cache that has one master."""
    home = tmp_path / "masters" / fingerprint(edition_of())
    home.mkdir(parents=True)
    (home / "abc.master").write_bytes(cache_file(msgspec.msgpack.encode(cover_master())))
    return tmp_path / "masters"


@pytest.fixture
def no_building(monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(*_arguments: object) -> None:
        pytest.fail("a master is being built")

    monkeypatch.setattr(build_module, "MasterBuilder", explode)


def test_a_master_is_kept_in_the_folder_of_its_edition(tmp_path: Path) -> None:
    edition = edition_of()
    pdf = master_store(edition, tmp_path).handout(AINO, make=True)
    assert page_count(pdf) == 2
    assert [path.parent for path in masters_in(tmp_path)] == [tmp_path / fingerprint(edition)]
    assert pdf == Merger(cover_master()).handout(master_store(edition).page_data(AINO))


@pytest.mark.usefixtures("no_building")
def test_a_master_that_another_process_built_is_found(folder: Path) -> None:
    for participant in (AINO, BEN):
        pdf = master_store(edition_of(), folder).handout(participant, make=True)
        assert pdf == Merger(cover_master()).handout(master_store(edition_of()).page_data(participant))


@pytest.mark.usefixtures("no_building")
def test_a_master_that_is_built_meanwhile_is_found_too(tmp_path: Path, folder: Path) -> None:
    store = master_store(edition_of(), tmp_path / "later")
    with pytest.raises(NeedsTypesetterError):
        store.handout(AINO, make=False)
    folder.rename(tmp_path / "later")
    assert store.handout(AINO, make=False)


def test_a_master_that_was_built_is_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = master_store(edition_of(), tmp_path).handout(AINO, make=True)
    monkeypatch.setattr(build_module, "MasterBuilder", None)
    assert master_store(edition_of(), tmp_path).handout(AINO, make=True) == first


def flipped(data: bytes, at: int) -> bytes:
    return bytes([*data[:at], data[at] ^ 1, *data[at + 1 :]])


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
        lambda _data: cache_file(b""),
        lambda _data: cache_file(b"garbage"),
        lambda _data: cache_file(msgspec.msgpack.encode({"asked": []})),
        lambda _data: cache_file(msgspec.msgpack.encode([1, 2, 3])),
        lambda data: cache_file(data[32:-1]),
        lambda data: cache_file(data[32:] + b"\0"),
        lambda data: cache_file(msgspec.msgpack.encode({**msgspec.msgpack.decode(data[32:]), "slots": 7})),
    ],
)
def test_a_damaged_master_is_built_again(folder: Path, damage: Damage) -> None:
    (path,) = masters_in(folder)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(NeedsTypesetterError):
        master_store(edition_of(), folder).handout(AINO, make=False)
    pdf = master_store(edition_of(), folder).handout(AINO, make=True)
    assert pdf == Merger(cover_master()).handout(master_store(edition_of()).page_data(AINO))
    assert master_store(edition_of(), folder).handout(AINO, make=False) == pdf


def test_a_folder_is_no_master(folder: Path) -> None:
    (path,) = masters_in(folder)
    path.unlink()
    path.mkdir()
    with pytest.raises(NeedsTypesetterError):
        master_store(edition_of(), folder).handout(AINO, make=False)
    assert master_store(edition_of(), folder).handout(AINO, make=True)


def test_a_file_that_is_gone_is_no_error(folder: Path) -> None:
    (masters_in(folder)[0].parent / "gone.master").symlink_to("nowhere")
    assert master_store(edition_of(), folder).handout(AINO, make=False)


def test_no_text_of_a_participant_is_in_the_cache(tmp_path: Path) -> None:
    master_store(edition_of(), tmp_path).handout(AINO, make=True)
    for path in (path for path in tmp_path.rglob("*") if path.is_file()):
        data = path.read_bytes()
        for text in ("Aino", "Merkkisana", "Tunnussana"):
            assert not [form for form in ("utf-8", "utf-16-be") if text.encode(form) in data], path
            assert text.encode("utf-16-be").hex().encode() not in data.lower(), path
        assert "Aino" not in str(path)


def test_participants_with_the_same_pages_leave_the_same_in_the_cache(tmp_path: Path) -> None:
    for number, participant in enumerate((AINO, BEN)):
        master_store(edition_of(), tmp_path / str(number)).handout(participant, make=True)
    first, second = (masters_in(tmp_path / str(number)) for number in range(2))
    assert [path.name for path in first] == [path.name for path in second]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


@pytest.mark.parametrize("within", ["file", "file/deeper", "a" * 300])
def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path, within: str) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    store = master_store(edition_of(), tmp_path / within)
    store.prepare(AINO)
    assert not store.cache.asked_before()
    assert store.handout(AINO, make=True) == Merger(cover_master()).handout(store.page_data(AINO))


def test_without_a_cache_there_are_masters_too() -> None:
    store = master_store(edition_of())
    store.prepare(AINO)
    with pytest.raises(NeedsTypesetterError):
        store.handout(AINO, make=False)
    first = store.handout(AINO, make=True)
    assert store.handout(AINO, make=False) == first


def test_the_masters_that_were_used_longest_ago_are_deleted(tmp_path: Path) -> None:
    home = tmp_path / "another edition"
    home.mkdir()
    for number in range(70):
        path = home / f"{number:02}.master"
        path.write_bytes(b"old")
        os.utime(path, (1000 + number, 1000 + number))
    master_store(edition_of(), tmp_path).handout(AINO, make=True)
    names = [path.name for path in masters_in(tmp_path) if path.parent == home]
    assert names == [f"{number:02}.master" for number in range(7, 70)]
    assert len(masters_in(tmp_path)) == 64


@pytest.mark.parametrize(
    "other",
    [
        edition_of("omat-verkostot"),
        edition_of(layout="slides"),
        replace(edition_of(), wording=replace(edition_of().wording, as_typed=True)),
        replace(edition_of(), fillable=True),
    ],
)
@pytest.mark.usefixtures("no_building")
def test_editions_do_not_share_masters(folder: Path, other: Edition) -> None:
    with pytest.raises(NeedsTypesetterError):
        master_store(other, folder).handout(AINO, make=False)


def test_a_master_is_prepared_the_second_time(tmp_path: Path) -> None:
    master_store(edition_of(), tmp_path).prepare(AINO)
    assert not masters_in(tmp_path)
    master_store(edition_of(), tmp_path).prepare(BEN)
    assert len(masters_in(tmp_path)) == 1
    assert master_store(edition_of(), tmp_path).handout(AINO, make=False)


@pytest.mark.usefixtures("no_building")
def test_a_master_that_exists_is_not_prepared(folder: Path) -> None:
    for _time in range(3):
        master_store(edition_of(), folder).prepare(AINO)
    assert len(masters_in(folder)) == 1


def test_the_cache_notes_only_that_an_edition_was_asked_for(tmp_path: Path) -> None:
    assert [master_store(edition_of(), tmp_path).cache.asked_before() for _time in range(3)] == [False, True, True]
    assert not master_store(edition_of(layout="slides"), tmp_path).cache.asked_before()
    assert [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()] == [b"\n", b"\n"]


@pytest.mark.usefixtures("no_building")
def test_pages_that_few_others_have_get_no_master(folder: Path) -> None:
    store = master_store(edition_of(), folder)
    for participant in (OTHER_PAGES, THIRD_PAGES, OTHER_PAGES, AINO, THIRD_PAGES):
        if participant is AINO:
            assert store.handout(AINO, make=True)
            continue
        with pytest.raises(NeedsTypesetterError, match="^pages that few others have$"):
            store.handout(participant, make=True)


def test_pages_that_three_have_asked_for_get_a_master(folder: Path) -> None:
    store = master_store(edition_of(), folder)
    for _time in range(2):
        with pytest.raises(NeedsTypesetterError, match="^pages that few others have$"):
            store.handout(OTHER_PAGES, make=True)
    pdf = store.handout(OTHER_PAGES, make=True)
    assert page_count(pdf) == 2
    assert store.handout(OTHER_PAGES, make=False) == pdf
    assert len(masters_in(folder)) == 2
    with pytest.raises(NeedsTypesetterError, match="^pages that few others have$"):
        store.handout(THIRD_PAGES, make=True)


def test_pages_that_an_earlier_command_asked_for_get_a_master(folder: Path) -> None:
    with pytest.raises(NeedsTypesetterError, match="^pages that few others have$"):
        master_store(edition_of(), folder).handout(OTHER_PAGES, make=True)
    with pytest.raises(NeedsTypesetterError, match="^pages that few others have$"):
        master_store(edition_of(), folder).handout(THIRD_PAGES, make=True)
    assert master_store(edition_of(), folder).handout(OTHER_PAGES, make=True)


@pytest.mark.usefixtures("no_building")
def test_requests_that_may_not_build_are_not_counted(folder: Path) -> None:
    store = master_store(edition_of(), folder)
    for _time in range(5):
        with pytest.raises(match="^no master yet$"):
            store.handout(OTHER_PAGES, make=False)
    with pytest.raises(NeedsTypesetterError, match="^pages that few others have$"):
        store.handout(OTHER_PAGES, make=True)


def test_a_master_that_cannot_be_built_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[object] = []

    def build(_self: MasterBuilder, participant_data: PageDataFactory) -> Master:
        tried.append(participant_data)
        raise ZeroDivisionError

    monkeypatch.setattr(MasterBuilder, "build", build)
    store = master_store(edition_of())
    for _time in range(3):
        with pytest.raises(NeedsTypesetterError, match="^making a master failed: ZeroDivisionError"):
            store.handout(AINO, make=True)
    assert len(tried) == 1


def test_a_handout_is_merged_if_there_is_a_master_and_typeset_otherwise(folder: Path) -> None:
    edition = edition_of()
    prepared = Session(folder).prepared(edition)
    assert handout_of(prepared, AINO) == Merger(cover_master()).handout(edition.page_data(AINO))
    assert handout_of(prepared, OTHER_PAGES) == typeset(edition, OTHER_PAGES)
    assert handout_of(prepared, AINO, merge=False) == typeset(edition, AINO)


def test_a_blank_handout_does_not_keep_others_from_being_merged(tmp_path: Path) -> None:
    store = master_store(edition_of(), tmp_path)
    assert page_count(store.handout(BLANK, make=True)) == 2
    for _time in range(2):
        with pytest.raises(NeedsTypesetterError, match="^pages that few others have$"):
            store.handout(AINO, make=True)
    assert store.handout(AINO, make=True)


def test_a_full_store_makes_room_for_other_pages(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "KEPT", 1)
    monkeypatch.setattr(cache_module, "KEPT", 1)
    (old,) = masters_in(folder)
    os.utime(old, (1000, 1000))
    store = master_store(edition_of(), folder)
    for _time in range(2):
        with pytest.raises(NeedsTypesetterError, match="^pages that few others have$"):
            store.handout(OTHER_PAGES, make=True)
    assert store.handout(OTHER_PAGES, make=True)
    assert store.handout(OTHER_PAGES, make=False)
    assert len(masters_in(folder)) == 1
    assert old not in masters_in(folder)


def test_the_master_that_was_used_last_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "KEPT", 2)
    monkeypatch.setattr(cache_module, "KEPT", 2)
    store = master_store(edition_of(), tmp_path)
    for participant in (AINO, *[OTHER_PAGES] * 3):
        with suppress(NeedsTypesetterError):
            store.handout(participant, make=True)
    first, second = masters_in(tmp_path)
    for path in (first, second):
        os.utime(path, (1000, 1000))
    assert store.handout(AINO, make=False)
    for _time in range(3):
        with suppress(NeedsTypesetterError):
            store.handout(THIRD_PAGES, make=True)
    assert store.handout(AINO, make=False)
    assert len(masters_in(tmp_path)) == 2
    with pytest.raises(NeedsTypesetterError):
        store.handout(OTHER_PAGES, make=False)
    store = master_store(edition_of(), tmp_path)
    assert store.handout(AINO, make=False)


def test_masters_for_which_there_is_no_room_are_built_seldom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "KEPT", 1)
    monkeypatch.setattr(cache_module, "KEPT", 1)
    built: list[object] = []
    build = MasterBuilder.build

    def counted(self: MasterBuilder, participant_data: PageDataFactory) -> Master:
        built.append(participant_data)
        return build(self, participant_data)

    monkeypatch.setattr(MasterBuilder, "build", counted)
    store = master_store(edition_of(), tmp_path)
    for _time in range(6):
        for participant in (AINO, OTHER_PAGES):
            with suppress(NeedsTypesetterError):
                store.handout(participant, make=True)
    assert 2 <= len(built) <= 5, "one in three at most"


def test_pages_are_forgotten_when_they_are_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "_PAGES_REMEMBERED", 3)
    for number in range(10):
        pages = f"pages {number}"
        assert not master_store(edition_of(), tmp_path).cache.asked_before(pages)
        assert master_store(edition_of(), tmp_path).cache.asked_before(pages)


def test_the_folders_of_old_editions_are_deleted(tmp_path: Path) -> None:
    for name, age in (("old", 31), ("new", 29)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "asked").write_text("\n", "utf-8")
        moment = time.time() - age * 24 * 3600
        os.utime(tmp_path / name, (moment, moment))
    master_store(edition_of(), tmp_path).handout(AINO, make=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["new", fingerprint(edition_of())])


def test_a_course_that_changes_has_other_masters(course: Course, tmp_path: Path) -> None:
    (tmp_path / "kurssi").mkdir()
    for path in course.folder.rglob("*"):
        if path.is_file():
            copy = tmp_path / "kurssi" / path.relative_to(course.folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    edition = replace(edition_of(), course=replace(course, folder=tmp_path / "kurssi"))
    before = fingerprint(edition)
    page = tmp_path / "kurssi" / "pages" / "kansi.html.j2"
    page.write_text(page.read_text("utf-8") + "<!-- -->", "utf-8")
    assert fingerprint(edition) != before


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("pages", the_course().pages)
def test_every_page_by_itself_has_a_master(layout: str, pages: str) -> None:
    edition = edition_of(pages, layout)
    pdf = master_store(edition).handout(BEN, make=True)
    assert page_count(pdf) == 1
    with pikepdf.open(BytesIO(pdf)) as merged, pikepdf.open(BytesIO(typeset(edition, BEN))) as other:
        texts = [
            [run.text for page in read_content(book) for stream in page for run in stream.runs]
            for book in (merged, other)
        ]
    assert texts[0] == texts[1]
