"""The calls in worker processes: what they return, and that an edition is prepared once for all of them."""

import hashlib
import pickle
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from tests.helpers.pdf import texts
from tests.helpers.tiny_builder import NAME, keep_tiny_master, replace_builder
from tests.helpers.tiny_master import tiny_objects
from tests.helpers.values import replace
from worksheets.caches import Lifetime, forget, memoized
from worksheets.compose.edition import Edition
from worksheets.compose.fingerprint import content_digest
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.errors import GlyphError, NeedsTypesetterError, OutputError, Reason, Refusal
from worksheets.master.store import MasterStore
from worksheets.packet.jobs import (
    Delivery,
    FileTarget,
    Handout,
    HandoutParts,
    HandoutRequest,
    NotMade,
    alone,
    merge_handout,
    merge_job,
    typeset_job,
)
from worksheets.packet.prepared import EditionCopy, PreparedEdition
from worksheets.people.participant import Participant

ABC = Participant({"nimi": "abc"})
CAB = Participant({"nimi": "cab"})
OTHER_LETTERS = Participant({"nimi": "Наталья"})
"""Somebody whom the master made by hand does not serve."""


@pytest.fixture
def edition(course: Course) -> Edition:
    return Edition(course, ("sitaatti",), read_layout("handout", course.folder))


@pytest.fixture(autouse=True)
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Let this process begin with nothing prepared and an empty cache; return the folder of the masters in it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    forget(Lifetime.SESSION)
    yield tmp_path / "worksheets" / "masters"
    forget(Lifetime.SESSION)


@pytest.fixture
def with_master(edition: Edition, cache_folder: Path) -> Edition:
    """Return the edition; the cache has a master for it."""
    keep_tiny_master(edition, cache_folder)
    return edition


@pytest.fixture
def preparations(monkeypatch: pytest.MonkeyPatch) -> list[Edition]:
    """Return a list of the editions that are prepared from now on."""
    editions: list[Edition] = []

    def prepared(edition: Edition, content: str, cache_folder: Path | None, *, shipped: bool) -> PreparedEdition:
        editions.append(edition)
        return PreparedEdition(edition, content, cache_folder, shipped=shipped)

    monkeypatch.setattr("worksheets.packet.jobs.PreparedEdition", prepared)
    return editions


def merge_one(edition: Edition, participant: Participant, delivery: Delivery, *, make: bool) -> object:
    """Return the result of a call for one participant."""
    (result,) = merge_job(pickle.dumps(EditionCopy(edition)), [HandoutRequest(participant)], delivery, make=make)
    return result


def test_a_typeset_handout_has_its_pages_counted(edition: Edition) -> None:
    both = pickle.dumps(EditionCopy(replace(edition, pages=("kansi", "sitaatti"))))
    handout = typeset_job(both, HandoutRequest(Participant({"nimi": "Aino Esimerkki"})))
    assert isinstance(handout, Handout)
    assert handout.pages == len(texts(handout.pdf)) == 2
    assert "Aino Esimerkki" in texts(handout.pdf)[0]


def test_merged_handouts_are_in_the_order_of_the_call(with_master: Edition) -> None:
    requests = [HandoutRequest(person) for person in (ABC, OTHER_LETTERS, CAB)]
    first, refusal, last = merge_job(pickle.dumps(EditionCopy(with_master)), requests, Delivery(), make=False)
    assert isinstance(first, Handout)
    assert isinstance(last, Handout)
    assert refusal == Refusal(Reason.LETTERS)
    assert (first.pages, last.pages) == (1, 1)
    assert ["abc" in texts(first.pdf)[0], "cab" in texts(last.pdf)[0]] == [True, True]


def test_a_missing_master_is_made_only_on_request(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    builders = replace_builder(monkeypatch)
    assert merge_one(edition, ABC, Delivery(), make=False) == Refusal(Reason.NO_MASTER)
    assert builders == []
    handout = merge_one(edition, ABC, Delivery(), make=True)
    assert isinstance(handout, Handout)
    assert "abc" in texts(handout.pdf)[0]
    assert [builder.builds for builder in builders] == [1]


class OneKindEach:
    """Takes the place of a store in which nobody's master serves another; it notes who asks for one."""

    builds = 0

    def __init__(self) -> None:
        self.made: list[str] = []
        self.asking: Mapping[str, int] | None = None

    def open_cache(self) -> None:
        pass

    def count(self, participants: Sequence[Participant]) -> Mapping[str, int]:
        return {person.name: 1 for person in participants}

    def merge(self, participant: Participant, *, make: bool, whole: bool, asking: Mapping[str, int] | None) -> object:
        self.asking = asking
        if not make:
            raise NeedsTypesetterError(Reason.NO_MASTER)
        self.builds += 1
        self.made.append(participant.name)
        raise NeedsTypesetterError(Reason.RARE_PAGES if whole else Reason.LETTERS)


@pytest.mark.parametrize("again", [False, True])
def test_a_call_makes_one_master_and_others_may_ask_for_theirs_again(
    edition: Edition, monkeypatch: pytest.MonkeyPatch, *, again: bool
) -> None:
    """A call has so much time as one handout may take."""
    store = OneKindEach()
    requests = [HandoutRequest(person) for person in (ABC, OTHER_LETTERS, CAB)]

    def prepared(edition: Edition, content: str, cache_folder: Path | None, *, shipped: bool) -> PreparedEdition:
        with_store = PreparedEdition(edition, content, cache_folder, shipped=shipped)
        with_store.masters = store  # type: ignore[assignment]
        return with_store

    monkeypatch.setattr("worksheets.packet.jobs.PreparedEdition", prepared)
    results = merge_job(pickle.dumps(EditionCopy(edition)), requests, Delivery(), make=True, again=again)
    assert results == [Refusal(Reason.RARE_PAGES), *[Refusal(Reason.MAKING_MASTER)] * 2]
    assert store.made == ["abc"]
    assert store.asking == ({"abc": 1, "Наталья": 1, "cab": 1} if again else None)


def test_a_whole_pdf_is_delivered_unless_parts_are_wanted() -> None:
    assert Delivery() == Delivery(parts=False, whole=True)


@pytest.mark.parametrize("whole", [True, False])
def test_parts_name_the_master_in_the_cache(with_master: Edition, *, whole: bool) -> None:
    handout = merge_one(with_master, ABC, Delivery(parts=True, whole=whole), make=False)
    assert isinstance(handout, Handout)
    assert handout.pages == 1
    assert handout.parts == HandoutParts(NAME, tiny_objects("abc"))
    if whole:
        assert "abc" in texts(handout.pdf)[0]
    else:
        assert handout.pdf == b""


def test_of_a_master_that_is_in_no_cache_no_parts_are_delivered(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process could not find the master."""
    replace_builder(monkeypatch)
    uncached = PreparedEdition(edition, content_digest(edition), None, shipped=False)
    handout = merge_handout(uncached, HandoutRequest(ABC), Delivery(parts=True, whole=False), make=True)
    assert isinstance(handout, Handout)
    assert handout.parts is None
    assert "abc" in texts(handout.pdf)[0]


def test_a_handout_is_written_where_it_is_asked_for(with_master: Edition, tmp_path: Path) -> None:
    """What comes back of it is no more than is wanted: its pages, and the digest of the file."""
    edition = pickle.dumps(EditionCopy(with_master))
    nothing = Delivery(whole=False)
    for name, password in (("open", ""), ("locked", "sala")):
        target = FileTarget(str(tmp_path / name), f"{name}.pdf", password)
        request = HandoutRequest(ABC, target)
        for merged in (True, False):
            handout = (
                merge_job(edition, [request], nothing, make=False)[0]
                if merged
                else typeset_job(edition, request, nothing)
            )
            data = (tmp_path / name).read_bytes()
            assert handout == Handout(1, digest=hashlib.sha256(data).hexdigest())
            with pikepdf.open(BytesIO(data), password=password) as pdf:
                assert pdf.is_encrypted is bool(password)
            (tmp_path / name).unlink()


def test_a_handout_that_cannot_be_made_comes_back_with_the_reason(with_master: Edition, tmp_path: Path) -> None:
    edition = pickle.dumps(EditionCopy(with_master))
    nowhere = FileTarget(str(tmp_path / "none" / "1"), "Aino.pdf")
    unwritable = HandoutRequest(ABC, nowhere)
    unprintable = HandoutRequest(Participant({"nimi": "\U00012000"}))
    merged = merge_job(edition, [unwritable, unprintable, HandoutRequest(ABC)], Delivery(), make=False)
    typeset = [typeset_job(edition, request) for request in (unwritable, unprintable)]
    errors = [result.error for result in (*merged, *typeset) if isinstance(result, NotMade)]
    assert [type(error) for error in errors] == [OutputError, GlyphError] * 2
    assert errors[0].problems == ("Aino.pdf: cannot be written: no such file or folder",)
    assert isinstance(merged[2], Handout), "the others are made"


def test_an_error_other_than_a_refusal_ends_the_call(with_master: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise GlyphError("bad")

    monkeypatch.setattr(MasterStore, "merge", fail)
    with pytest.raises(GlyphError):
        merge_one(with_master, ABC, Delivery(), make=False)


def test_an_edition_is_prepared_once_for_all_calls(with_master: Edition, preparations: list[Edition]) -> None:
    other = replace(with_master, pages=("kansi",))
    for edition in (with_master, other, other, with_master):
        merge_one(edition, ABC, Delivery(), make=False)
    assert [edition.pages for edition in preparations] == [("sitaatti",), ("kansi",)]


def test_an_edition_is_prepared_anew_when_a_file_has_changed(with_master: Edition, preparations: list[Edition]) -> None:
    for digest in ("before", "after", "after"):
        merge_job(pickle.dumps(EditionCopy(with_master, digest)), [HandoutRequest(ABC)], Delivery(), make=False)
    assert len(preparations) == 2


def test_a_handout_alone_leaves_nothing_of_a_text_behind() -> None:
    memo = memoized(Lifetime.RUN)(str.upper)
    assert alone(memo, "aino") == "AINO"
    assert memo.cache_info().currsize == 0  # type: ignore[attr-defined]


def test_threads_of_a_worker_make_one_handout_at_a_time(with_master: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    at_work = threading.Semaphore(1)

    def work(*_arguments: object, **_options: object) -> Handout:
        assert at_work.acquire(blocking=False), "another thread is at work"
        time.sleep(0.02)
        at_work.release()
        return Handout(1)

    monkeypatch.setattr("worksheets.pipeline.Pipeline.handout", lambda *arguments: work(*arguments).pdf)
    monkeypatch.setattr("worksheets.packet.jobs.merge_handout", work)
    monkeypatch.setattr("worksheets.pdf.finish.page_count", lambda _pdf: 1)
    data = pickle.dumps(EditionCopy(with_master))
    with ThreadPoolExecutor(4) as threads:
        typeset = [threads.submit(typeset_job, data, HandoutRequest(ABC)) for _n in range(2)]
        merged = [threads.submit(merge_job, data, [HandoutRequest(ABC)], Delivery(), make=False) for _n in range(2)]
    assert [future.result() for future in typeset] == [Handout(1)] * 2
    assert [future.result() for future in merged] == [[Handout(1)]] * 2
