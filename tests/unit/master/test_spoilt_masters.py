"""A master with wrong content: whatever is in the cache, handouts come out right, and the master is made again."""

import hashlib
from contextlib import suppress
from functools import cache
from io import BytesIO
from pathlib import Path

import msgspec
import pikepdf
import pytest
from msgspec import structs

from tests.helpers.course import the_course
from tests.helpers.spoilt_masters import SpoiltMaster, spoilt
from tests.helpers.tiny_builder import TinyBuilder, replace_builder
from tests.helpers.tiny_master import tiny_master
from worksheets.compose.edition import Edition
from worksheets.course.layout import read_layout
from worksheets.errors import NeedsTypesetterError, Reason, StyleError
from worksheets.master.cache import MasterCache
from worksheets.master.store import MasterStore, master_name
from worksheets.merge.merger import Merger
from worksheets.merge.model import Answer, Master, Question
from worksheets.merge.questions import HAS
from worksheets.people.participant import Participant
from worksheets.pipeline import Pipeline

SEEDS = 300
ABBA = Participant({"nimi": "Abba"})
NAME = master_name(tiny_master())
SILENT = {
    *(".info", ".slots.*.styles.normal.point", ".slots.*.styles.normal.state", ".slots.*.styles.normal.before"),
    *(".contents.*.items", ".contents.*.items.*.fixed", ".objects.*.*", ".fonts.F0.entries", ".fonts.F0.glyphs.*.*"),
    *(".undrawn.*", ".metadata.texts.*", ".metadata.fixed", ".metadata.fixed.*"),
    *(".text_objects.*.texts.*", ".text_objects.*.fixed", ".text_objects.*.fixed.*"),
}
"""Texts, bytes, widths and orders that contradict nothing: there is only the digest against their being changed."""


@pytest.fixture
def builders(monkeypatch: pytest.MonkeyPatch) -> list[TinyBuilder]:
    return replace_builder(monkeypatch)


@cache
def edition() -> Edition:
    course = the_course()
    return Edition(course, course.choose("kansi"), read_layout("handout", course.folder))


def store_of(folder: Path) -> MasterStore:
    """Return the store of an edition as another process would open it."""
    return MasterStore(
        edition(), lambda: Pipeline(the_course(), edition().layout), lambda: MasterCache(folder, "edition")
    )


def refusal(store: MasterStore, *, make: bool = False) -> Reason | None:
    """Return why a participant is not merged; None if they are."""
    try:
        store.handout(ABBA, make=make)
    except NeedsTypesetterError as error:
        return error.refusal.reason
    return None


@cache
def right_handout() -> bytes:
    return Merger(tiny_master()).handout(edition().page_data(ABBA))


def write(folder: Path, data: bytes, digest: bytes) -> Path:
    """Write a file as that of the only master in a cache."""
    path = folder / "edition" / f"{NAME}.master"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(digest + data)
    return path


def write_with_digest(folder: Path, data: bytes) -> Path:
    """Write a file with the digest that only this program writes."""
    return write(folder, data, MasterCache(folder, "edition")._digest(NAME, data))  # noqa: SLF001 - the format


def test_a_master_with_one_value_changed_and_a_digest_of_its_data_is_made_again(
    tmp_path: Path, builders: list[TinyBuilder]
) -> None:
    right = right_handout()
    with pikepdf.open(BytesIO(right)) as book:
        assert len(book.pages) == 1
    for seed in range(SEEDS):
        data = spoilt(tiny_master(), seed).data
        path = write(tmp_path, data, hashlib.sha256(data).digest())
        assert store_of(tmp_path).handout(ABBA, make=True) == right, seed
        assert msgspec.msgpack.decode(path.read_bytes()[32:], type=Master) == tiny_master(), "and kept"
    assert sum(builder.builds for builder in builders) == SEEDS


def outcome(store: MasterStore) -> bytes:
    """Return a handout; empty when it has to be typeset."""
    with suppress(NeedsTypesetterError):
        return store.handout(ABBA, make=True)
    return b""


def wrong_masters(folder: Path, seeds: range) -> list[SpoiltMaster]:
    """Return the masters with one value changed and the program's own digest from which a handout comes out wrong."""
    right, wrong = right_handout(), []
    for seed in seeds:
        master = spoilt(tiny_master(), seed)
        write_with_digest(folder, master.data)
        if outcome(store_of(folder)) not in (b"", right):
            wrong.append(master)
    return wrong


@pytest.mark.usefixtures("builders")
def test_what_contradicts_the_rest_of_a_master_is_found_without_the_digest_too(tmp_path: Path) -> None:
    wrong = wrong_masters(tmp_path, range(SEEDS))
    assert {master.path for master in wrong} <= SILENT
    assert len(wrong) < SEEDS / 4


@pytest.mark.long
@pytest.mark.usefixtures("builders")
def test_what_contradicts_the_rest_of_many_masters_is_found(tmp_path: Path) -> None:
    assert {master.path for master in wrong_masters(tmp_path, range(SEEDS, 10_000))} <= SILENT


@pytest.mark.parametrize(("fingerprint", "name"), [("other edition", NAME), ("edition", "other name")])
def test_a_master_of_another_edition_or_name_is_made_again(
    tmp_path: Path, builders: list[TinyBuilder], fingerprint: str, name: str
) -> None:
    other = structs.replace(tiny_master(), language="sv")
    MasterCache(tmp_path, fingerprint).keep(name, other)
    path = tmp_path / "edition" / f"{NAME}.master"
    path.parent.mkdir(exist_ok=True)
    (tmp_path / fingerprint / f"{name}.master").replace(path)
    store = store_of(tmp_path)
    assert refusal(store) is Reason.NO_MASTER
    assert not path.exists()
    assert store.handout(ABBA, make=True) == right_handout()
    assert sum(builder.builds for builder in builders) == 1


def test_a_master_that_serves_others_than_its_name_tells_is_deleted(tmp_path: Path) -> None:
    asked = (Answer(Question(HAS, "ryhma"), 0),)
    MasterCache(tmp_path, "edition").keep(NAME, structs.replace(tiny_master(), asked=asked))
    assert refusal(store_of(tmp_path)) is Reason.NO_MASTER
    assert not list(tmp_path.glob("*/*.master"))


def test_a_master_of_an_older_program_is_made_again(tmp_path: Path, builders: list[TinyBuilder]) -> None:
    """It lacks what was added to masters since, or has what was taken away."""
    tree = msgspec.msgpack.decode(msgspec.msgpack.encode(tiny_master()), strict=False)
    for change in ({"asked": None}, {"older": 1}):
        older = {key: value for key, value in {**tree, **change}.items() if value is not None}
        data = msgspec.msgpack.encode(older)
        write(tmp_path, data, hashlib.sha256(data).digest())
        assert store_of(tmp_path).handout(ABBA, make=True) == right_handout()
    assert sum(builder.builds for builder in builders) == 2


def test_the_master_that_another_process_makes_in_place_of_a_wrong_one_is_found(
    tmp_path: Path, builders: list[TinyBuilder]
) -> None:
    path = write(tmp_path, b"wrong", b"digest")
    store, other = store_of(tmp_path), store_of(tmp_path)
    assert refusal(store) is Reason.NO_MASTER
    name = other.merge(ABBA, make=True).cached_name
    assert name == NAME
    assert store.named(name)
    assert path.exists()
    assert refusal(store) is None
    assert sum(builder.builds for builder in builders) == 1


class FailingError(Exception):
    """What a wrong master may raise anywhere."""


def failing(self: Merger, *arguments: object) -> bytes:
    raise FailingError(self, arguments)


@pytest.mark.parametrize("method", ["served", "merge_texts", "file"])
@pytest.mark.parametrize("make", [True, False])
def test_a_kept_master_that_fails_is_deleted_and_another_is_made(
    tmp_path: Path, builders: list[TinyBuilder], monkeypatch: pytest.MonkeyPatch, method: str, *, make: bool
) -> None:
    MasterCache(tmp_path, "edition").keep(NAME, structs.replace(tiny_master(), language="sv"))
    right = getattr(Merger, method)

    def of_swedish(self: Merger, *arguments: object) -> object:
        return failing(self) if self.master.language == "sv" else right(self, *arguments)

    monkeypatch.setattr(Merger, method, of_swedish)
    store = store_of(tmp_path)
    assert refusal(store, make=make) is (None if make else Reason.NO_MASTER)
    assert [path.stem for path in tmp_path.glob("*/*.master")] == [NAME] * make
    assert sum(builder.builds for builder in builders) == make


@pytest.mark.parametrize("method", ["served", "merge_texts", "file"])
def test_a_master_of_this_process_that_fails_is_a_failure_of_the_program(
    tmp_path: Path, builders: list[TinyBuilder], monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    store = store_of(tmp_path)
    store.merge(ABBA, make=True)
    monkeypatch.setattr(Merger, method, failing)
    for _time in range(3):
        with pytest.raises(NeedsTypesetterError, match="^merging failed: FailingError"):
            store.merge(ABBA, make=True, whole=True)
    assert sum(builder.builds for builder in builders) == 1


def test_what_the_user_can_mend_is_no_failure_of_the_program(
    tmp_path: Path, builders: list[TinyBuilder], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(self: Merger, *arguments: object) -> bytes:
        raise StyleError(repr((self, arguments)))

    MasterCache(tmp_path, "edition").keep(NAME, tiny_master())
    monkeypatch.setattr(Merger, "merge_texts", refusing)
    with pytest.raises(StyleError):
        store_of(tmp_path).merge(ABBA, make=True)
    assert sum(builder.builds for builder in builders) == 1, "it may have been the master that was wrong"


def test_a_kept_master_that_fails_and_cannot_be_deleted_is_not_tried_again(
    tmp_path: Path, builders: list[TinyBuilder], monkeypatch: pytest.MonkeyPatch
) -> None:
    MasterCache(tmp_path, "edition").keep(NAME, tiny_master())
    monkeypatch.setattr(Path, "unlink", failing_to_delete)
    monkeypatch.setattr(Merger, "merge_texts", failing)
    store = store_of(tmp_path)
    assert [refusal(store), refusal(store)] == [Reason.NO_MASTER] * 2
    assert not builders


def failing_to_delete(path: Path, *, missing_ok: bool = False) -> None:
    raise PermissionError(path, missing_ok)
