"""Shipped masters serve whoever they can; a file of them that is stale or damaged is passed over and left as it is."""

import shutil
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs

from tests.helpers.course import the_course
from tests.helpers.tiny_master import SLOT, tiny_master
from tests.helpers.values import replace
from worksheets.compose.edition import Edition
from worksheets.compose.fingerprint import content_digest
from worksheets.compose.wording import Wording
from worksheets.course.layout import read_layout
from worksheets.errors import NeedsTypesetterError, NoTypesetterError, Reason
from worksheets.master import build as build_module
from worksheets.master.cache import MasterCache
from worksheets.master.shipped import ShippedMasters, write_shipped
from worksheets.master.store import MasterStore
from worksheets.merge.merger import Merger
from worksheets.merge.model import Answer, Master, Question
from worksheets.merge.participant_texts import ParticipantTexts
from worksheets.merge.questions import HAS
from worksheets.merge.variable_objects import VariableObjects
from worksheets.people.participant import Participant

ABBA, OTHER_PAGES = Participant({"nimi": "Abba"}), Participant({"nimi": "Abba", "ryhma": "Iltaryhmä"})


def edition_of(pages: str = "kansi", layout: str = "handout") -> Edition:
    course = the_course()
    return Edition(course, course.choose(pages), read_layout(layout, course.folder))


def master_for(*, has_group: bool) -> Master:
    """Return a master for those who have a group, or for the others."""
    return structs.replace(tiny_master(), asked=(Answer(Question(HAS, "ryhma"), int(has_group)),))


WITHOUT_GROUP, WITH_GROUP = master_for(has_group=False), master_for(has_group=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "masters"


@pytest.fixture
def path(folder: Path) -> Path:
    """Return the file of an edition with two masters."""
    folder.mkdir()
    return write_shipped(folder, edition_of(), [WITHOUT_GROUP, WITH_GROUP])


def masters_in(folder: Path, edition: Edition | None = None) -> list[Master]:
    """Return the masters of an edition as another process reads them."""
    return [shipped.master for shipped in ShippedMasters(folder, content_digest(edition or edition_of())).unread()]


def test_another_process_reads_them_in_their_order_and_each_once(path: Path) -> None:
    shipped = ShippedMasters(path.parent, content_digest(edition_of()))
    first, *others = shipped.unread()
    assert [first.master, *(other.master for other in others)] == [WITHOUT_GROUP, WITH_GROUP]
    assert list(shipped.unread()) == []
    assert first.name in shipped
    assert "shipped-0" not in shipped


def test_only_those_are_read_that_are_wanted_and_the_others_later(path: Path) -> None:
    shipped = ShippedMasters(path.parent, content_digest(edition_of()))
    [wanted] = shipped.unread(lambda asked: asked == WITH_GROUP.asked)
    assert wanted.master == WITH_GROUP
    assert list(shipped.unread(lambda _asked: False)) == []
    [other] = shipped.unread()
    assert other.master == WITHOUT_GROUP
    assert other.name in shipped


def test_each_has_the_name_of_what_is_in_it(path: Path, tmp_path: Path) -> None:
    """Another process may have another file under the same name: then it must not take a master for another."""
    names = [shipped.name for shipped in ShippedMasters(path.parent, content_digest(edition_of())).unread()]
    (tmp_path / "others").mkdir()
    write_shipped(tmp_path / "others", edition_of(), [WITH_GROUP])
    assert [
        shipped.name for shipped in ShippedMasters(tmp_path / "others", content_digest(edition_of())).unread()
    ] == names[1:]


def test_the_same_masters_give_the_same_bytes(path: Path) -> None:
    before = path.read_bytes()
    assert write_shipped(path.parent, edition_of(), [WITHOUT_GROUP, WITH_GROUP]) == path
    assert path.read_bytes() == before


def test_they_share_their_fonts(path: Path) -> None:
    largest = max(len(zlib.compress(font.data, 9)) for font in WITH_GROUP.fonts.values())
    both = path.stat().st_size
    one = write_shipped(path.parent, edition_of(), [WITHOUT_GROUP]).stat().st_size
    assert both - one < largest < one


@pytest.mark.parametrize(
    "other",
    [
        edition_of("maaritelma"),
        edition_of(layout="slides"),
        replace(edition_of(), fillable=True),
        replace(edition_of(), wording=Wording(as_typed=True)),
    ],
)
def test_another_edition_has_none(path: Path, other: Edition) -> None:
    assert len(masters_in(path.parent)) == 2
    assert masters_in(path.parent, other) == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda _data: b"",
        lambda data: data[:-1],
        lambda data: bytes([data[0] ^ 1]) + data[1:],
        lambda data: data[:40] + bytes([data[40] ^ 1]) + data[41:],
        lambda data: data + b"0",
    ],
)
def test_a_damaged_file_is_passed_over_and_stays(path: Path, damage: Callable[[bytes], bytes]) -> None:
    damaged = damage(path.read_bytes())
    path.write_bytes(damaged)
    assert masters_in(path.parent) == []
    assert path.read_bytes() == damaged


def test_a_file_of_another_edition_is_passed_over(path: Path) -> None:
    other = write_shipped(path.parent, edition_of("maaritelma"), [WITHOUT_GROUP])
    shutil.copy(path, other)
    assert masters_in(path.parent, edition_of("maaritelma")) == []


def test_masters_of_another_form_are_passed_over(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worksheets.master.shipped.FORMAT", 0)
    assert masters_in(path.parent) == []


def test_a_master_that_contradicts_itself_is_passed_over_alone(folder: Path) -> None:
    folder.mkdir()
    wrong = structs.replace(tiny_master(), slots=(structs.replace(SLOT, group=(5,)),))
    write_shipped(folder, edition_of(), [wrong, WITH_GROUP])
    assert masters_in(folder) == [WITH_GROUP]


def test_without_a_folder_there_are_none(folder: Path) -> None:
    assert masters_in(folder) == []
    assert list(ShippedMasters(None, content_digest(edition_of())).unread()) == []


def store_of(shipped: Path, cache: Path | None = None) -> MasterStore:
    """Return the store of an edition as another process would open it, where nothing can be typeset."""

    def no_pipeline() -> None:
        raise AssertionError

    masters = ShippedMasters(shipped, content_digest(edition_of()))
    return MasterStore(edition_of(), no_pipeline, lambda: MasterCache(cache, "edition"), masters)  # type: ignore[arg-type]


def test_with_an_empty_cache_they_serve_and_nothing_is_kept(path: Path, tmp_path: Path) -> None:
    store, other = store_of(path.parent, tmp_path / "cache"), store_of(path.parent)
    merged = store.merge(OTHER_PAGES, make=True)
    assert merged.merger.master == WITH_GROUP
    assert not list(tmp_path.glob("cache/**/*.master"))
    named = other.named(merged.cached_name)
    assert named is not None
    assert named.master == WITH_GROUP


def test_the_cache_is_not_opened_for_whom_they_serve(path: Path) -> None:
    """What a cache is named after takes as long to find as a merge."""
    opened = list[str]()

    def new_cache() -> MasterCache:
        opened.append("once")
        return MasterCache(None, "edition")

    shipped = ShippedMasters(path.parent, content_digest(edition_of()))
    store = MasterStore(edition_of(), lambda: None, new_cache, shipped)  # type: ignore[arg-type, return-value]
    assert store.merge(OTHER_PAGES, make=True).merger.master == WITH_GROUP
    assert opened == []
    store.open_cache()
    assert opened == ["once"]


def test_those_are_not_read_that_others_answers_need(path: Path) -> None:
    shipped = ShippedMasters(path.parent, content_digest(edition_of()))
    store = MasterStore(edition_of(), lambda: None, lambda: MasterCache(None, "edition"), shipped)  # type: ignore[arg-type, return-value]
    assert store.serves(OTHER_PAGES)
    assert [left.master for left in shipped.unread()] == [WITHOUT_GROUP]


class Making:
    """Takes the place of ``MasterBuilder``, and counts what it makes."""

    overflows = False
    builds = 0

    def __init__(self, *_arguments: object) -> None:
        pass

    def build(self, participant_data: Callable[[], object]) -> Master:  # noqa: ARG002
        Making.builds += 1
        return tiny_master()


@pytest.fixture
def builder(monkeypatch: pytest.MonkeyPatch) -> type[Making]:
    monkeypatch.setattr(build_module, "MasterBuilder", Making)
    monkeypatch.setattr(Making, "builds", 0)
    return Making


def making_store(shipped: Path) -> MasterStore:
    masters = ShippedMasters(shipped, content_digest(edition_of()))
    return MasterStore(edition_of(), lambda: None, lambda: MasterCache(None, "edition"), masters)  # type: ignore[arg-type, return-value]


def test_a_first_handout_that_none_of_them_serves_is_worth_a_master(folder: Path, builder: type[Making]) -> None:
    folder.mkdir()
    write_shipped(folder, edition_of(), [WITH_GROUP])
    making_store(folder).merge(ABBA, make=True)
    assert builder.builds == 1


def test_beside_others_whom_they_serve_it_is_not(folder: Path, builder: type[Making]) -> None:
    folder.mkdir()
    write_shipped(folder, edition_of(), [WITH_GROUP])
    store = making_store(folder)
    store.merge(OTHER_PAGES, make=True)
    with pytest.raises(NeedsTypesetterError) as caught:
        store.merge(ABBA, make=True)
    assert caught.value.refusal.reason is Reason.RARE_PAGES
    assert builder.builds == 0


def test_one_with_which_merging_fails_is_not_used_again(
    path: Path, builder: type[Making], monkeypatch: pytest.MonkeyPatch
) -> None:
    merge, before = Merger.merge_texts, path.read_bytes()

    def failing(merger: Merger, texts: ParticipantTexts) -> VariableObjects:
        if merger.master == WITHOUT_GROUP:
            raise KeyError
        return merge(merger, texts)

    monkeypatch.setattr(Merger, "merge_texts", failing)
    store = making_store(path.parent)
    for _request in range(2):
        with pytest.raises(NeedsTypesetterError, match="pages that few others have"):
            store.merge(ABBA, make=True)
    assert store.merge(ABBA, make=True).merger.master == tiny_master()
    assert builder.builds == 1
    assert path.read_bytes() == before


def test_without_the_typesetter_no_master_is_made(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_name: str) -> None:
        raise NoTypesetterError

    monkeypatch.delattr(build_module, "MasterBuilder")
    monkeypatch.setattr(build_module, "__getattr__", missing, raising=False)
    store = store_of(path.parent)
    store.discard(store.merge(ABBA, make=True).cached_name)
    with pytest.raises(NeedsTypesetterError) as caught:
        store.merge(ABBA, make=True)
    assert caught.value.refusal.reason in (Reason.NO_MASTER, Reason.RARE_PAGES)
