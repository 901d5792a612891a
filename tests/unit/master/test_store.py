"""MasterStore are kept in a cache that is trusted with nothing, holds nothing of anybody, and is never in the way."""

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
from worksheets.compose.edition import Edition
from worksheets.compose.fingerprint import fingerprint
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.errors import NeedsTypesetterError
from worksheets.master import build as etching
from worksheets.master import cache as cache_module
from worksheets.master import store as masters
from worksheets.master.build import MasterBuilder
from worksheets.master.renderings import PageDataFactory
from worksheets.master.store import MasterStore
from worksheets.merge.merger import Merger
from worksheets.merge.model import Master
from worksheets.packet.handout import handout
from worksheets.packet.pipeline import typeset_handout as typeset
from worksheets.pdf.content_stream import read_content
from worksheets.people.participant import BLANK, Participant

AINO = Participant({"nimi": "Aino Merkkisana", "kurssi": "Tunnussana"})
BEN = Participant({"nimi": "Ben", "kouluttaja": "Kalle"})
OTHER_SORT = Participant({"nimi": "Ben", "ryhma": "Iltaryhmä"})
THIRD_SORT = Participant({"nimi": "Ben", "organisaatio": "Yritys"})

Damage = Callable[[bytes], bytes]


def edition_of(pages: str = "kansi,sitaatti", layout: str = "handout") -> Edition:
    course = the_course()
    return Edition(course, course.choose(pages), read_layout(layout, course.folder))


@cache
def made() -> Master:
    """Return a master of the cover and another page."""
    edition = edition_of()
    return MasterBuilder(edition.pages).build(lambda: MasterStore(edition).filling(AINO))


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("**/*.master"))


def written(data: bytes) -> bytes:
    """Return what a file of the cache says, with the digest that it would have."""
    return hashlib.sha256(data).digest() + data


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a cache that has that master."""
    home = tmp_path / "masters" / fingerprint(edition_of())
    home.mkdir(parents=True)
    (home / "abc.master").write_bytes(written(msgspec.msgpack.encode(made())))
    return tmp_path / "masters"


@pytest.fixture
def no_building(monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(*_told: object) -> None:
        pytest.fail("a master is being made")

    monkeypatch.setattr(etching, "MasterBuilder", explode)


def test_a_plate_is_kept_under_its_editions_fingerprint(tmp_path: Path) -> None:
    edition = edition_of()
    pdf, count = MasterStore(edition, tmp_path).handout(AINO, make=True)
    assert count == 2
    assert [path.parent for path in kept(tmp_path)] == [tmp_path / fingerprint(edition)]
    assert pdf == Merger(made()).handout(MasterStore(edition).filling(AINO))


@pytest.mark.usefixtures("no_building")
def test_a_plate_that_another_process_has_made_is_found(folder: Path) -> None:
    for participant in (AINO, BEN):
        pdf, _count = MasterStore(edition_of(), folder).handout(participant, make=True)
        assert pdf == Merger(made()).handout(MasterStore(edition_of()).filling(participant))


@pytest.mark.usefixtures("no_building")
def test_a_plate_that_is_made_meanwhile_is_found_too(tmp_path: Path, folder: Path) -> None:
    found = MasterStore(edition_of(), tmp_path / "later")
    with pytest.raises(NeedsTypesetterError):
        found.handout(AINO, make=False)
    folder.rename(tmp_path / "later")
    assert found.handout(AINO, make=False)


def test_a_plate_that_was_made_is_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = MasterStore(edition_of(), tmp_path).handout(AINO, make=True)
    monkeypatch.setattr(etching, "MasterBuilder", None)
    assert MasterStore(edition_of(), tmp_path).handout(AINO, make=True) == first


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
        lambda _data: written(b""),
        lambda _data: written(b"garbage"),
        lambda _data: written(msgspec.msgpack.encode({"asked": []})),
        lambda _data: written(msgspec.msgpack.encode([1, 2, 3])),
        lambda data: written(data[32:-1]),
        lambda data: written(data[32:] + b"\0"),
        lambda data: written(msgspec.msgpack.encode({**msgspec.msgpack.decode(data[32:]), "slots": 7})),
    ],
)
def test_a_damaged_plate_is_made_anew(folder: Path, damage: Damage) -> None:
    (path,) = kept(folder)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(NeedsTypesetterError):
        MasterStore(edition_of(), folder).handout(AINO, make=False)
    pdf, _count = MasterStore(edition_of(), folder).handout(AINO, make=True)
    assert pdf == Merger(made()).handout(MasterStore(edition_of()).filling(AINO))
    assert MasterStore(edition_of(), folder).handout(AINO, make=False) == (pdf, 2)


def test_what_is_no_file_is_no_plate(folder: Path) -> None:
    (path,) = kept(folder)
    path.unlink()
    path.mkdir()
    with pytest.raises(NeedsTypesetterError):
        MasterStore(edition_of(), folder).handout(AINO, make=False)
    assert MasterStore(edition_of(), folder).handout(AINO, make=True)


def test_a_plate_that_goes_while_it_is_looked_for_is_no_fault(folder: Path) -> None:
    (kept(folder)[0].parent / "gone.master").symlink_to("nowhere")
    assert MasterStore(edition_of(), folder).handout(AINO, make=False)


def test_nothing_of_anybody_is_in_the_cache(tmp_path: Path) -> None:
    MasterStore(edition_of(), tmp_path).handout(AINO, make=True)
    for path in (path for path in tmp_path.rglob("*") if path.is_file()):
        data = path.read_bytes()
        for text in ("Aino", "Merkkisana", "Tunnussana"):
            assert not [form for form in ("utf-8", "utf-16-be") if text.encode(form) in data], path
            assert text.encode("utf-16-be").hex().encode() not in data.lower(), path
        assert "Aino" not in str(path)


def test_two_participants_of_a_sort_leave_the_same_in_the_cache(tmp_path: Path) -> None:
    for number, participant in enumerate((AINO, BEN)):
        MasterStore(edition_of(), tmp_path / str(number)).handout(participant, make=True)
    one, other = (kept(tmp_path / str(number)) for number in range(2))
    assert [path.name for path in one] == [path.name for path in other]
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]


@pytest.mark.parametrize("within", ["file", "file/deeper", "a" * 300])
def test_a_cache_that_cannot_be_is_no_fault(tmp_path: Path, within: str) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    found = MasterStore(edition_of(), tmp_path / within)
    found.prepare(AINO)
    assert not found.cache.asked_before()
    assert found.handout(AINO, make=True)[0] == Merger(made()).handout(found.filling(AINO))


def test_without_a_cache_there_are_plates_too() -> None:
    found = MasterStore(edition_of())
    found.prepare(AINO)
    with pytest.raises(NeedsTypesetterError):
        found.handout(AINO, make=False)
    first = found.handout(AINO, make=True)
    assert found.handout(AINO, make=False) == first


def test_the_oldest_plates_go(tmp_path: Path) -> None:
    home = tmp_path / "another edition"
    home.mkdir()
    for number in range(70):
        path = home / f"{number:02}.master"
        path.write_bytes(b"old")
        os.utime(path, (1000 + number, 1000 + number))
    MasterStore(edition_of(), tmp_path).handout(AINO, make=True)
    names = [path.name for path in kept(tmp_path) if path.parent == home]
    assert names == [f"{number:02}.master" for number in range(7, 70)]
    assert len(kept(tmp_path)) == 64


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
def test_editions_do_not_share_plates(folder: Path, other: Edition) -> None:
    with pytest.raises(NeedsTypesetterError):
        MasterStore(other, folder).handout(AINO, make=False)


def test_a_plate_is_prepared_the_second_time(tmp_path: Path) -> None:
    MasterStore(edition_of(), tmp_path).prepare(AINO)
    assert not kept(tmp_path)
    MasterStore(edition_of(), tmp_path).prepare(BEN)
    assert len(kept(tmp_path)) == 1
    assert MasterStore(edition_of(), tmp_path).handout(AINO, make=False)


@pytest.mark.usefixtures("no_building")
def test_a_plate_that_is_there_is_not_prepared(folder: Path) -> None:
    for _time in range(3):
        MasterStore(edition_of(), folder).prepare(AINO)
    assert len(kept(folder)) == 1


def test_the_cache_notes_only_that_an_edition_was_asked_for(tmp_path: Path) -> None:
    assert [MasterStore(edition_of(), tmp_path).cache.asked_before() for _time in range(3)] == [False, True, True]
    assert not MasterStore(edition_of(layout="slides"), tmp_path).cache.asked_before()
    assert [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()] == [b"\n", b"\n"]


@pytest.mark.usefixtures("no_building")
def test_pages_that_few_others_have_are_not_pressed(folder: Path) -> None:
    found = MasterStore(edition_of(), folder)
    for participant in (OTHER_SORT, THIRD_SORT, OTHER_SORT, AINO, THIRD_SORT):
        if participant is AINO:
            assert found.handout(AINO, make=True)
            continue
        with pytest.raises(NeedsTypesetterError, match="^pages that few others have$"):
            found.handout(participant, make=True)


def test_pages_that_three_have_wanted_get_a_plate(folder: Path) -> None:
    found = MasterStore(edition_of(), folder)
    for _time in range(2):
        with pytest.raises(NeedsTypesetterError, match="^pages that few others have$"):
            found.handout(OTHER_SORT, make=True)
    pdf, count = found.handout(OTHER_SORT, make=True)
    assert (pdf[:5], count) == (b"%PDF-", 2)
    assert found.handout(OTHER_SORT, make=False) == (pdf, 2)
    assert len(kept(folder)) == 2
    with pytest.raises(NeedsTypesetterError, match="^pages that few others have$"):
        found.handout(THIRD_SORT, make=True)


def test_pages_that_an_earlier_command_has_wanted_get_a_plate(folder: Path) -> None:
    with pytest.raises(NeedsTypesetterError, match="^pages that few others have$"):
        MasterStore(edition_of(), folder).handout(OTHER_SORT, make=True)
    with pytest.raises(NeedsTypesetterError, match="^pages that few others have$"):
        MasterStore(edition_of(), folder).handout(THIRD_SORT, make=True)
    assert MasterStore(edition_of(), folder).handout(OTHER_SORT, make=True)


@pytest.mark.usefixtures("no_building")
def test_what_is_not_wanted_is_not_counted(folder: Path) -> None:
    found = MasterStore(edition_of(), folder)
    for _time in range(5):
        with pytest.raises(match="^no master yet$"):
            found.handout(OTHER_SORT, make=False)
    with pytest.raises(NeedsTypesetterError, match="^pages that few others have$"):
        found.handout(OTHER_SORT, make=True)


def test_what_cannot_be_etched_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[object] = []

    def build(_self: MasterBuilder, real: object) -> Master:
        tried.append(real)
        raise ZeroDivisionError

    monkeypatch.setattr(MasterBuilder, "build", build)
    found = MasterStore(edition_of())
    for _time in range(3):
        with pytest.raises(NeedsTypesetterError, match="^no master: "):
            found.handout(AINO, make=True)
    assert len(tried) == 1


def test_a_handout_is_pressed_when_there_is_a_plate_and_typeset_otherwise(folder: Path) -> None:
    found = MasterStore(edition_of(), folder)
    assert handout(edition_of(), AINO, masters=found) == Merger(made()).handout(found.filling(AINO))
    assert handout(edition_of(), OTHER_SORT, masters=found) == typeset(edition_of(), OTHER_SORT)
    assert handout(edition_of(), AINO) == typeset(edition_of(), AINO)


def test_a_blank_handout_does_not_keep_others_from_being_pressed(tmp_path: Path) -> None:
    found = MasterStore(edition_of(), tmp_path)
    assert found.handout(BLANK, make=True)[1] == 2
    for _time in range(2):
        with pytest.raises(NeedsTypesetterError, match="^pages that few others have$"):
            found.handout(AINO, make=True)
    assert found.handout(AINO, make=True)


def test_a_full_store_makes_room_for_a_new_sort(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masters, "KEPT", 1)
    monkeypatch.setattr(cache_module, "KEPT", 1)
    (old,) = kept(folder)
    os.utime(old, (1000, 1000))
    found = MasterStore(edition_of(), folder)
    for _time in range(2):
        with pytest.raises(NeedsTypesetterError, match="^pages that few others have$"):
            found.handout(OTHER_SORT, make=True)
    assert found.handout(OTHER_SORT, make=True)
    assert found.handout(OTHER_SORT, make=False)
    assert len(kept(folder)) == 1
    assert old not in kept(folder)


def test_the_plate_that_was_used_last_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masters, "KEPT", 2)
    monkeypatch.setattr(cache_module, "KEPT", 2)
    found = MasterStore(edition_of(), tmp_path)
    for participant in (AINO, *[OTHER_SORT] * 3):
        with suppress(NeedsTypesetterError):
            found.handout(participant, make=True)
    first, second = kept(tmp_path)
    for path in (first, second):
        os.utime(path, (1000, 1000))
    assert found.handout(AINO, make=False)
    for _time in range(3):
        with suppress(NeedsTypesetterError):
            found.handout(THIRD_SORT, make=True)
    assert found.handout(AINO, make=False)
    assert len(kept(tmp_path)) == 2
    with pytest.raises(NeedsTypesetterError):
        found.handout(OTHER_SORT, make=False)
    found = MasterStore(edition_of(), tmp_path)
    assert found.handout(AINO, make=False)


def test_more_sorts_than_there_is_room_for_are_made_seldom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masters, "KEPT", 1)
    monkeypatch.setattr(cache_module, "KEPT", 1)
    built: list[object] = []
    build = MasterBuilder.build

    def counted(self: MasterBuilder, real: PageDataFactory) -> Master:
        built.append(real)
        return build(self, real)

    monkeypatch.setattr(MasterBuilder, "build", counted)
    found = MasterStore(edition_of(), tmp_path)
    for _time in range(6):
        for participant in (AINO, OTHER_SORT):
            with suppress(NeedsTypesetterError):
                found.handout(participant, make=True)
    assert 2 <= len(built) <= 5, "one in three at most"


def test_sorts_that_are_kept_in_mind_do_not_fill_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "_SORTS", 3)
    for number in range(10):
        sort = f"sort {number}"
        assert not MasterStore(edition_of(), tmp_path).cache.asked_before(sort)
        assert MasterStore(edition_of(), tmp_path).cache.asked_before(sort)


def test_the_folders_of_old_editions_go(tmp_path: Path) -> None:
    for name, age in (("old", 31), ("new", 29)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "asked").write_text("\n", "utf-8")
        moment = time.time() - age * 24 * 3600
        os.utime(tmp_path / name, (moment, moment))
    MasterStore(edition_of(), tmp_path).handout(AINO, make=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["new", fingerprint(edition_of())])


def test_a_course_that_changes_has_other_plates(course: Course, tmp_path: Path) -> None:
    (tmp_path / "kurssi").mkdir()
    for path in course.folder.rglob("*"):
        if path.is_file():
            there = tmp_path / "kurssi" / path.relative_to(course.folder)
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_bytes(path.read_bytes())
    edition = replace(edition_of(), course=replace(course, folder=tmp_path / "kurssi"))
    before = fingerprint(edition)
    page = tmp_path / "kurssi" / "pages" / "kansi.html.j2"
    page.write_text(page.read_text("utf-8") + "<!-- -->", "utf-8")
    assert fingerprint(edition) != before


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("pages", the_course().pages)
def test_every_page_by_itself_has_a_plate(layout: str, pages: str) -> None:
    edition = edition_of(pages, layout)
    pdf, count = MasterStore(edition).handout(BEN, make=True)
    assert count == 1
    with pikepdf.open(BytesIO(pdf)) as merged, pikepdf.open(BytesIO(typeset(edition, BEN))) as other:
        texts = [
            [run.text for page in read_content(book) for one in page for run in one.runs] for book in (merged, other)
        ]
    assert texts[0] == texts[1]
