"""Masters are found in the cache, or made when enough handouts ask for the same pages; none stops a handout."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from msgspec import structs

from tests.helpers.course import each_page, the_course
from tests.helpers.making import master_builder, master_store, typeset_handout
from tests.helpers.tiny_master import tiny_master
from worksheets.compose.edition import Edition
from worksheets.compose.fingerprint import content_digest, fingerprint
from worksheets.compose.page_data import PageData
from worksheets.course.layout import read_layout
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.master import build as build_module
from worksheets.master import cache as cache_module
from worksheets.master import store as store_module
from worksheets.master.cache import MasterCache
from worksheets.master.placeholders import PageDataFactory
from worksheets.master.store import MasterStore
from worksheets.merge.consistency import is_consistent
from worksheets.merge.merger import Merger
from worksheets.merge.model import Answer, Master, Question
from worksheets.merge.questions import HAS, answer
from worksheets.pdf.content_stream import read_content
from worksheets.people.participant import BLANK, Participant
from worksheets.pipeline import Pipeline

ABBA, CAB = Participant({"nimi": "Abba"}), Participant({"nimi": "Cab", "aika": "1.2."})
"""Two with the same pages; the master made by hand has the letters of their names."""
OTHER_PAGES = Participant({"nimi": "Abba", "ryhma": "Iltaryhmä"})
THIRD_PAGES = Participant({"nimi": "Abba", "organisaatio": "Yritys"})
ASKED = ("ryhma", "organisaatio")
"""The slots that the pages depend on."""


def edition_of(pages: str = "kansi", layout: str = "handout") -> Edition:
    course = the_course()
    return Edition(course, course.choose(pages), read_layout(layout, course.folder))


class AskingBuilder:
    """Takes the place of ``MasterBuilder``: its masters are the one made by hand, for those with the same answers."""

    overflows = False
    builds = 0

    def __init__(self, pages: tuple[str, ...], pipeline: Pipeline) -> None:
        assert (pages, pipeline.layout.name) == (edition_of().pages, "handout")

    def build(self, participant_data: PageDataFactory) -> Master:
        AskingBuilder.builds += 1
        questions = [Question(HAS, path) for path in ASKED]
        return structs.replace(
            tiny_master(), asked=tuple(Answer(question, answer(participant_data(), question)) for question in questions)
        )


@pytest.fixture
def builder(monkeypatch: pytest.MonkeyPatch) -> type[AskingBuilder]:
    """Return the class that builds masters; ``builds`` counts them."""
    monkeypatch.setattr(build_module, "MasterBuilder", AskingBuilder)
    monkeypatch.setattr(AskingBuilder, "builds", 0)
    return AskingBuilder


def store_of(folder: Path | None = None) -> MasterStore:
    """Return the store of an edition as another process would open it."""
    return MasterStore(
        edition_of(), lambda: Pipeline(the_course(), edition_of().layout), lambda: MasterCache(folder, "edition")
    )


def masters_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("**/*.master"))


def refusal(call: Callable[[], object]) -> Reason:
    with pytest.raises(NeedsTypesetterError) as error:
        call()
    return error.value.refusal.reason


def refusals(
    store: MasterStore, participant: Participant, times: int, *, make: bool = True, whole: bool = False
) -> list[Reason | None]:
    """Return why a participant was not merged, as many times as they were to be; None if they were."""
    reasons: list[Reason | None] = []
    for _time in range(times):
        try:
            store.merge(participant, make=make, whole=whole)
            reasons.append(None)
        except NeedsTypesetterError as error:
            reasons.append(error.refusal.reason)
    return reasons


def test_the_first_master_is_made_at_once_and_serves_others(builder: type[AskingBuilder]) -> None:
    store = store_of()
    assert refusal(lambda: store.merge(ABBA, make=False)) is Reason.NO_MASTER
    merged = store.merge(ABBA, make=True)
    assert merged.objects == merged.merger.merge(edition_of().page_data(ABBA))
    assert store.merge(CAB, make=False).merger is merged.merger
    assert builder.builds == 1


def test_a_handout_is_the_file_of_a_merge(builder: type[AskingBuilder]) -> None:
    pdf = store_of().handout(ABBA, make=True)
    assert pdf == Merger(tiny_master()).handout(edition_of().page_data(ABBA))
    assert builder.builds == 1


def test_another_process_finds_the_master(builder: type[AskingBuilder], tmp_path: Path) -> None:
    first = store_of(tmp_path).handout(ABBA, make=True)
    assert store_of(tmp_path).handout(ABBA, make=True) == first
    assert builder.builds == 1


def test_a_master_that_is_made_meanwhile_is_found(builder: type[AskingBuilder], tmp_path: Path) -> None:
    store = store_of(tmp_path)
    assert refusal(lambda: store.merge(ABBA, make=False)) is Reason.NO_MASTER
    store_of(tmp_path).merge(CAB, make=True)
    assert store.merge(ABBA, make=True)
    assert builder.builds == 1


def test_a_master_that_is_made_while_another_process_waits_is_found(
    builder: type[AskingBuilder], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, alone = store_of(tmp_path), MasterCache.alone

    def after_another(cache: MasterCache, pages: str, *, wait: bool) -> object:
        monkeypatch.setattr(MasterCache, "alone", alone)
        store_of(tmp_path).merge(CAB, make=True)
        return alone(cache, pages, wait=wait)

    monkeypatch.setattr(MasterCache, "alone", after_another)
    assert store.merge(ABBA, make=True)
    assert builder.builds == 1


def test_a_master_has_a_name_for_other_processes_if_they_find_it(builder: type[AskingBuilder], tmp_path: Path) -> None:
    store, other = store_of(tmp_path), store_of(tmp_path)
    merger = store.merge(ABBA, make=True).merger
    name = store.cached_name(merger)
    assert [path.stem for path in masters_in(tmp_path)] == [name]
    other_merger = other.named(name)
    assert other_merger
    assert other_merger.master == merger.master
    assert other.named(name) is other_merger
    assert other.named("other") is None
    assert store.cached_name(Merger(merger.master)) == "", "another merger"
    masters_in(tmp_path)[0].unlink()
    assert store.cached_name(merger) == ""
    assert store_of().cached_name(merger) == ""
    assert builder.builds == 1


def test_masters_for_the_same_answers_have_the_same_name(builder: type[AskingBuilder], tmp_path: Path) -> None:
    names = []
    for number, participant in enumerate((ABBA, CAB, OTHER_PAGES)):
        store = store_of(tmp_path / str(number))
        names.append(store.cached_name(store.merge(participant, make=True).merger))
    assert names[0] == names[1] != names[2]
    assert builder.builds == 3


def test_somebody_is_served_or_not(builder: type[AskingBuilder]) -> None:
    store = store_of()
    assert not store.serves(ABBA)
    store.merge(ABBA, make=True)
    assert store.serves(CAB)
    assert not store.serves(OTHER_PAGES)
    assert builder.builds == 1


def test_pages_that_few_others_have_get_no_master(builder: type[AskingBuilder]) -> None:
    store = store_of()
    store.merge(ABBA, make=True)
    for participant in (OTHER_PAGES, THIRD_PAGES, OTHER_PAGES, THIRD_PAGES):
        assert refusals(store, participant, 1) == [Reason.RARE_PAGES]
    assert refusals(store, ABBA, 1) == [None]
    assert builder.builds == 1


def test_pages_that_three_have_asked_for_get_a_master(builder: type[AskingBuilder], tmp_path: Path) -> None:
    store = store_of(tmp_path)
    store.merge(ABBA, make=True)
    assert refusals(store, OTHER_PAGES, 4) == [Reason.RARE_PAGES, Reason.RARE_PAGES, None, None]
    assert refusals(store, THIRD_PAGES, 1) == [Reason.RARE_PAGES], "each counts for itself"
    assert len(masters_in(tmp_path)) == builder.builds == 2


def test_pages_that_an_earlier_process_asked_for_get_a_master(builder: type[AskingBuilder], tmp_path: Path) -> None:
    store_of(tmp_path).merge(ABBA, make=True)
    assert refusals(store_of(tmp_path), OTHER_PAGES, 1) == [Reason.RARE_PAGES]
    assert refusals(store_of(tmp_path), THIRD_PAGES, 1) == [Reason.RARE_PAGES]
    assert refusals(store_of(tmp_path), OTHER_PAGES, 1) == [None]
    assert builder.builds == 2


def test_those_who_ask_again_are_counted_together(builder: type[AskingBuilder]) -> None:
    store = store_of()
    store.merge(ABBA, make=True)
    people = [OTHER_PAGES, OTHER_PAGES, THIRD_PAGES, CAB]
    asking = store.count(people)
    assert sorted(asking.values()) == [1, 2], "one is served"
    for participant in people[:3]:
        with pytest.raises(NeedsTypesetterError, match="pages that few others have"):
            store.merge(participant, make=True, asking=asking)
    assert refusals(store, OTHER_PAGES, 2) == [Reason.RARE_PAGES] * 2, "they have not been counted once more"
    assert store.merge(OTHER_PAGES, make=True, asking=store.count([OTHER_PAGES] * 3))
    assert builder.builds == 2


def test_pages_with_overflow_get_a_master_for_twelve(
    builder: type[AskingBuilder], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_of()
    store.merge(ABBA, make=True)
    monkeypatch.setattr(PageData, "overflow", {"nimi": "ja niin edelleen"})
    assert refusals(store, OTHER_PAGES, 12) == [Reason.RARE_PAGES] * 11 + [None]
    assert builder.builds == 2


def test_a_master_that_another_process_makes_is_waited_for_only_by_those_who_ask_again(
    builder: type[AskingBuilder], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "_PATIENCE", 0.01)
    store = store_of(tmp_path)
    pages = store._pages_digest(store.page_data(ABBA))  # noqa: SLF001
    with MasterCache(tmp_path, "edition").alone(pages):
        assert refusal(lambda: store.merge(ABBA, make=True)) is Reason.MAKING_MASTER
        assert builder.builds == 0
        assert store.merge(ABBA, make=True, asking=store.count([ABBA]))
    assert builder.builds == 1


def test_requests_that_may_not_make_a_master_are_not_counted(builder: type[AskingBuilder]) -> None:
    store = store_of()
    store.merge(ABBA, make=True)
    assert refusals(store, OTHER_PAGES, 5, make=False) == [Reason.NO_MASTER] * 5
    assert refusals(store, OTHER_PAGES, 1) == [Reason.RARE_PAGES]
    assert builder.builds == 1


def test_a_blank_handout_does_not_keep_others_from_being_merged(builder: type[AskingBuilder]) -> None:
    store = store_of()
    assert refusals(store, BLANK, 1) == [Reason.MOVES_OTHERS], "the master made by hand needs a name"
    assert refusals(store, OTHER_PAGES, 3) == [Reason.RARE_PAGES, Reason.RARE_PAGES, None]
    assert builder.builds == 2


@pytest.mark.parametrize("overflows", [True, False])
def test_a_master_that_cannot_be_made_is_not_tried_again_for_the_same_kind_of_texts(
    monkeypatch: pytest.MonkeyPatch, *, overflows: bool
) -> None:
    tries: list[PageDataFactory] = []

    class Refusing(AskingBuilder):
        def build(self, participant_data: PageDataFactory) -> Master:
            tries.append(participant_data)
            raise NeedsTypesetterError(Reason.SLOT_TAGS)

    Refusing.overflows = overflows
    monkeypatch.setattr(build_module, "MasterBuilder", Refusing)
    store = store_of()
    assert refusals(store, ABBA, 3) == [Reason.SLOT_TAGS] * 3
    assert len(tries) == (3 if overflows else 1), "nothing overflows here"


def test_what_one_has_written_keeps_no_master_from_others(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[Participant] = []

    class Refusing(AskingBuilder):
        def build(self, participant_data: PageDataFactory) -> Master:
            tries.append(participant_data().participant)
            if ABBA in tries[-1:]:
                raise NeedsTypesetterError(Reason.NO_ROOM)
            return super().build(participant_data)

    monkeypatch.setattr(build_module, "MasterBuilder", Refusing)
    store = store_of()
    assert refusals(store, ABBA, 2) == [Reason.NO_ROOM] * 2
    assert refusals(store, OTHER_PAGES, 1) == [None]
    assert len(tries) == 3


def test_what_many_have_written_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[PageDataFactory] = []

    class Refusing(AskingBuilder):
        def build(self, participant_data: PageDataFactory) -> Master:
            tries.append(participant_data)
            raise NeedsTypesetterError(Reason.NO_ROOM)

    monkeypatch.setattr(build_module, "MasterBuilder", Refusing)
    assert refusals(store_of(), ABBA, 9) == [Reason.NO_ROOM] * 9
    assert len(tries) == 3


def test_a_failure_in_making_a_master_is_a_refusal_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(AskingBuilder):
        def build(self, participant_data: PageDataFactory) -> Master:
            AskingBuilder.build(self, participant_data)
            raise ZeroDivisionError

    monkeypatch.setattr(build_module, "MasterBuilder", Failing)
    monkeypatch.setattr(AskingBuilder, "builds", 0)
    store = store_of()
    for _time in range(3):
        with pytest.raises(NeedsTypesetterError, match=r"^making a master failed: ZeroDivisionError\(\)$"):
            store.merge(ABBA, make=True)
    assert AskingBuilder.builds == 1


def prepare(store: MasterStore, participant: Participant) -> None:
    """Do what follows a handout."""
    if store.lacks(participant):
        store.prepare(participant)


def test_a_master_is_prepared_the_second_time(builder: type[AskingBuilder], tmp_path: Path) -> None:
    prepare(store_of(tmp_path), ABBA)
    assert not masters_in(tmp_path)
    prepare(store_of(tmp_path), CAB)
    assert len(masters_in(tmp_path)) == 1
    prepare(store_of(tmp_path), ABBA)
    assert builder.builds == 1


def test_a_process_without_a_cache_prepares_a_master_the_second_time_too(builder: type[AskingBuilder]) -> None:
    store = store_of()
    prepare(store, ABBA)
    assert not store.serves(ABBA)
    prepare(store, CAB)
    assert store.serves(ABBA)
    assert builder.builds == 1


def test_a_cache_that_cannot_be_written_is_no_error(builder: type[AskingBuilder], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    store = store_of(tmp_path / "file")
    prepare(store, ABBA)
    merged = store.merge(ABBA, make=True)
    assert store.merge(CAB, make=False).merger is merged.merger
    assert builder.builds == 1


@pytest.fixture
def room_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "KEPT", 1)
    monkeypatch.setattr(cache_module, "KEPT", 1)


@pytest.mark.usefixtures("room_for_one")
def test_a_full_store_makes_room_for_other_pages(builder: type[AskingBuilder], tmp_path: Path) -> None:
    store = store_of(tmp_path)
    first = store.cached_name(store.merge(ABBA, make=True).merger)
    assert refusals(store, OTHER_PAGES, 3)[-1] is None
    assert [path.stem for path in masters_in(tmp_path)] != [first]
    assert len(masters_in(tmp_path)) == 1
    assert not store.serves(ABBA)
    assert builder.builds == 2


@pytest.mark.usefixtures("room_for_one")
def test_what_was_typeset_for_masters_is_given_up_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    builders: list[AskingBuilder] = []

    class Counted(AskingBuilder):
        def __init__(self, pages: tuple[str, ...], pipeline: Pipeline) -> None:
            super().__init__(pages, pipeline)
            builders.append(self)

    monkeypatch.setattr(build_module, "MasterBuilder", Counted)
    monkeypatch.setattr(store_module, "KEPT", 2)
    store = store_of()
    for participant in (ABBA, OTHER_PAGES, THIRD_PAGES):
        refusals(store, participant, 3)
    assert len(builders) == 2


@pytest.mark.usefixtures("room_for_one")
def test_masters_for_which_there_is_no_room_are_made_seldom(builder: type[AskingBuilder], tmp_path: Path) -> None:
    store = store_of(tmp_path)
    for _time in range(6):
        for participant in (ABBA, OTHER_PAGES):
            refusals(store, participant, 1)
    assert 2 <= builder.builds <= 5, "one in three at most"


def test_the_master_that_was_used_last_stays(
    builder: type[AskingBuilder], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "KEPT", 2)
    monkeypatch.setattr(cache_module, "KEPT", 2)
    store = store_of(tmp_path)
    for participant in (ABBA, OTHER_PAGES):
        refusals(store, participant, 3)
    store.merge(ABBA, make=False)
    assert refusals(store, THIRD_PAGES, 3)[-1] is None
    assert [store.serves(person) for person in (ABBA, OTHER_PAGES, THIRD_PAGES)] == [True, False, True]
    assert builder.builds == 3


REAL = Participant({"nimi": "Aino Merkkisana", "kurssi": "Tunnussana"})
"""Somebody with words that are in nobody else's handout."""


@pytest.mark.slow
def test_no_text_of_a_participant_is_in_the_cache(tmp_path: Path) -> None:
    edition = edition_of("kansi,sitaatti")
    master_store(edition, tmp_path).handout(REAL, make=True)
    assert [path.parent for path in masters_in(tmp_path)] == [tmp_path / fingerprint(content_digest(edition))]
    for path in (path for path in tmp_path.rglob("*") if path.is_file()):
        data = path.read_bytes()
        for text in ("Aino", "Merkkisana", "Tunnussana"):
            assert not [form for form in ("utf-8", "utf-16-be") if text.encode(form) in data], path
            assert text.encode("utf-16-be").hex().encode() not in data.lower(), path
        assert "Aino" not in str(path)


@pytest.mark.slow
def test_participants_with_the_same_pages_leave_the_same_in_the_cache(tmp_path: Path) -> None:
    other = Participant({"nimi": "Ben", "kurssi": "Kevät"})
    for number, participant in enumerate((REAL, other)):
        master_store(edition_of(), tmp_path / str(number)).handout(participant, make=True)
    first, second = (masters_in(tmp_path / str(number)) for number in range(2))
    assert [path.name for path in first] == [path.name for path in second]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


LONE_PAGES = [
    *(pytest.param("handout", *page.values, marks=page.marks) for page in each_page()),
    *(pytest.param("slides", page, marks=[pytest.mark.long] * (page != "kansi")) for page in the_course().pages),
]


@pytest.mark.slow
@pytest.mark.parametrize(("layout", "page"), LONE_PAGES)
def test_every_page_by_itself_has_a_master(layout: str, page: str) -> None:
    edition = edition_of(page, layout)
    master = master_builder(edition).build(lambda: edition.page_data(ABBA))
    assert is_consistent(master), "otherwise it would be made again each time that it is read"
    pdf = Merger(master).handout(edition.page_data(ABBA))
    with pikepdf.open(BytesIO(pdf)) as merged, pikepdf.open(BytesIO(typeset_handout(edition, ABBA))) as typeset:
        merged_texts, typeset_texts = (
            [run.text for page in read_content(book) for stream in page for run in stream.runs]
            for book in (merged, typeset)
        )
    assert merged_texts == typeset_texts
