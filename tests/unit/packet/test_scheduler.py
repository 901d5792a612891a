"""A group's handouts are merged many to a call; those that cannot be merged, or whose call failed, are typeset."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar, cast

import pikepdf
import pytest
import yaml

from tests.helpers.command_line import command_line
from tests.helpers.course import EXAMPLES, ROOT, Here
from tests.helpers.making import packet, prepared
from tests.helpers.pdf import texts
from tests.helpers.values import replace
from tests.helpers.verapdf import failures
from worksheets.cli.progress import PacketProgress
from worksheets.compose.edition import Edition
from worksheets.compose.wording import Wording
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.errors import NoTypesetterError, Reason, Refusal
from worksheets.packet import scheduler as scheduler_module
from worksheets.packet.events import PacketEvent, PacketFile, State
from worksheets.packet.jobs import Delivery, HandoutRequest, merge_job, typeset_job
from worksheets.packet.naming import plan, print_path
from worksheets.packet.order import Order
from worksheets.packet.scheduler import FinishedHandout, Scheduler
from worksheets.people.participant import Participant
from worksheets.processes.workers import Workers, cores

pytestmark = pytest.mark.slow

T = TypeVar("T")
COUNT = 15
NOT_MERGED = "Наталья"
"""Letters that are typeset."""


@pytest.fixture(scope="module")
def edition(course: Course) -> Edition:
    return Edition(course, course.choose("kansi,tukiverkosto"), read_layout("handout", course.folder))


def group(count: int, *, typeset: int = -1) -> list[Participant]:
    people = [Participant({"nimi": f"Esimerkki {n}", "tukiverkosto.esimies": f"vinkki {n}"}) for n in range(count)]
    return [
        person.given({"tukiverkosto.ystavat": NOT_MERGED}) if n == typeset else person
        for n, person in enumerate(people)
    ]


def requests(people: list[Participant]) -> list[HandoutRequest]:
    return [HandoutRequest(person) for person in people]


class Counting(Here):
    """Counts the calls; if broken, those that merge fail."""

    def __init__(self, *, broken: bool = False) -> None:
        self.broken = broken
        self.calls: Counter[str] = Counter()

    def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> "Future[T]":
        self.calls[fn.__name__] += 1
        if self.broken and fn.__name__ == merge_job.__name__:
            failed: Future[T] = Future()
            failed.set_exception(MemoryError())
            return failed
        return super().submit(fn, *args, **kwargs)


def files_of(events: Iterable[PacketEvent]) -> list[PacketFile]:
    return [event for event in events if isinstance(event, PacketFile)]


def run(
    edition: Edition, people: list[Participant], executor: Counting, *, masters: bool = True
) -> tuple[dict[int, Any], dict[int, Refusal]]:
    scheduler = Scheduler(prepared(edition), requests(people), executor, 60.0)
    results = {result.index: result.outcome for call in scheduler.results(masters=masters) for result in call}
    assert sorted(results) == list(range(len(people)))
    return results, scheduler.refusals


def test_a_large_group_is_merged_many_to_a_call(edition: Edition) -> None:
    executor = Counting()
    people = group(60, typeset=7)
    results, refusals = run(edition, people, executor)
    meanwhile = [index for index, refusal in refusals.items() if refusal.reason is Reason.MAKING_MASTER]
    assert len(meanwhile) < cores(), "the others are not left idle while one makes a master"
    others = {index: refusal for index, refusal in refusals.items() if index not in meanwhile}
    assert others == ({} if 7 in meanwhile else {7: Refusal(Reason.LETTERS)})
    assert executor.calls[typeset_job.__name__] == len(refusals)
    assert executor.calls[merge_job.__name__] < 60 / 2
    for index in (0, 7, 59):
        pdf, pages = results[index].pdf, results[index].pages
        assert f"Esimerkki {index}" in "".join(texts(pdf))
        assert pages == len(pikepdf.open(BytesIO(pdf)).pages) == 2


class Limited(Workers):
    """Calls at once, and notes how long each call may take; processes it has none."""

    def __init__(self) -> None:
        self.seconds = 6.0
        self.limits: set[tuple[str, float]] = set()

    def within(self, seconds: float, fn: Callable[..., T], /, *args: object, **kwargs: object) -> "Future[T]":
        self.limits.add((fn.__name__, seconds))
        return Here().submit(fn, *args, **kwargs)


def test_a_call_that_may_make_a_master_has_more_time(edition: Edition) -> None:
    executor = Limited()
    scheduler = Scheduler(prepared(edition), requests(group(60, typeset=7)), executor, 60.0)
    assert sum(map(len, scheduler.results(masters=True))) == 60
    assert executor.limits == {("merge_job", 24.0), ("typeset_job", 6.0)}


class Refusing(Counting):
    """Refuses the last of each call that merges, for a reason; at the second time, too, if it ``persists``."""

    def __init__(self, reason: Reason, *, persists: bool = False) -> None:
        super().__init__()
        self.reason, self.persists = reason, persists
        self.asked_again: list[int] = []

    def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> "Future[T]":
        future = super().submit(fn, *args, **kwargs)
        if fn.__name__ == merge_job.__name__:
            results = cast("list[object]", future.result())
            if kwargs.get("again"):
                self.asked_again.append(len(results))
            if self.persists or not kwargs.get("again"):
                results[-1] = Refusal(self.reason)
        return future


@pytest.mark.parametrize("reason", [Reason.RARE_PAGES, Reason.MAKING_MASTER])
def test_who_finds_no_master_asks_again_when_the_others_are_merged(edition: Edition, reason: Reason) -> None:
    prepared(edition).masters.handout(group(1)[0], make=True)
    executor = Refusing(reason)
    results, refusals = run(edition, group(60), executor)
    calls = executor.calls[merge_job.__name__]
    assert executor.asked_again == [calls - 1], "all of them together"
    assert (executor.calls[typeset_job.__name__], refusals) == (0, {})
    assert len(results) == 60


def test_who_finds_none_again_is_typeset(edition: Edition) -> None:
    prepared(edition).masters.handout(group(1)[0], make=True)
    executor = Refusing(Reason.RARE_PAGES, persists=True)
    _results, refusals = run(edition, group(60), executor)
    assert [*refusals.values()] == [Refusal(Reason.RARE_PAGES)]
    assert executor.calls[typeset_job.__name__] == len(executor.asked_again) == 1


def test_without_masters_everything_is_typeset(edition: Edition) -> None:
    executor = Counting()
    _results, refusals = run(edition, group(3), executor, masters=False)
    assert refusals == {}
    assert executor.calls == {typeset_job.__name__: 3}


def test_handouts_of_a_failed_call_are_typeset(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler_module, "_SMALL_GROUP", COUNT - 1)
    executor = Counting(broken=True)
    cover = replace(edition, pages=edition.pages[:1])
    results, refusals = run(cover, group(COUNT), executor)
    expected = {Refusal(Reason.MERGE_FAILED, "MemoryError")}
    assert set(refusals.values()) - {Refusal(Reason.MAKING_MASTER)} == expected
    assert executor.calls[typeset_job.__name__] == COUNT
    assert all(isinstance(result, FinishedHandout) for result in results.values())


def test_a_small_group_is_merged_here_when_there_is_a_master(edition: Edition) -> None:
    people = group(3)
    prepared(edition).masters.handout(people[0], make=True)
    executor = Counting()
    results, refusals = run(edition, people, executor)
    assert (executor.calls, refusals) == ({}, {})
    assert len({result.pdf for result in results.values()}) == 3


class WithoutTypesetter(Counting):
    """Counts the calls, of which those that typeset fail as on a machine without Pango."""

    def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> "Future[T]":
        future = super().submit(fn if fn.__name__ != typeset_job.__name__ else refuse, *args, **kwargs)
        return cast("Future[T]", future)


def refuse(_edition: bytes, _request: HandoutRequest, _delivery: Delivery) -> None:
    raise NoTypesetterError("no Pango")


def test_without_the_typesetter_those_are_merged_whom_a_master_serves(
    edition: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))  # Without what other tests have made.
    cover = replace(edition, pages=edition.pages[:1], wording=Wording(as_typed=True))
    others, one = group(44), Participant({"nimi": "Aino", "organisaatio": "Mallikunta"})
    prepared(cover).masters.handout(others[0], make=True)
    executor = WithoutTypesetter()
    scheduler = Scheduler(prepared(cover), requests([one, *others]), executor, 60.0)
    # In this process, masters could be made; but nobody else has the pages of the first.
    results = {result.index: result for call in scheduler.results(masters=True) for result in call}
    failed = [index for index, result in results.items() if isinstance(result.outcome, NoTypesetterError)]
    assert failed == [0]
    assert {results[index].refusal for index in failed} == {Refusal(Reason.RARE_PAGES)}
    assert len(results) == 45


@pytest.mark.xdist_group("verapdf")
def test_a_packet_says_what_was_typeset_and_why(
    edition: Edition, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = group(14, typeset=3)
    jobs = plan(people, edition.course, tmp_path, "{nimi}")
    order = Order(edition, jobs, tmp_path, print_path(jobs))
    progress = PacketProgress(two_sided=True)
    files = files_of(progress.follow(packet(order, Counting())))
    assert [file.state for file in files] == [State.MADE] * 15
    with command_line("-v"):
        progress.print_summary()
    assert "1 (non-Latin letters)" in " ".join(capsys.readouterr().err.split())
    assert failures(tmp_path / "tulosta-kaikki.pdf") == []
    pages = texts((tmp_path / "tulosta-kaikki.pdf").read_bytes())
    assert [page for page in pages if "Vinkkejä verkostoitumisen" in page][13].count("Esimerkki 13") == 1


def fill(folder: Path, *words: str, code: str = "from worksheets.cli import main; main()") -> str:
    example = str(EXAMPLES / "osallistuja.yaml")
    # No masters are shipped for texts as they are typed.
    command = [sys.executable, "-c", code, "fill", example, "-o", f"{folder}/", "--as-typed", *words]
    scene = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=scene, cwd=folder)
    return done.stdout


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill a handout twice, so that there is a master; return the folder with the cache and the file ``typeset``."""
    folder = tmp_path_factory.mktemp("filled")
    for _time in range(2):  # The second time, a master is made.
        fill(folder, "--overwrite")
    next(folder.glob("*.pdf")).rename(folder / "typeset")
    return folder


@pytest.mark.xdist_group("filled")
def test_with_a_cached_master_a_handout_needs_no_typesetter(filled: Path) -> None:
    typeset = (filled / "typeset").read_bytes()
    spying = (
        "import sys\nfrom worksheets.cli import main\n"
        "try: main()\nfinally: print(*sorted({'weasyprint', 'jinja2', 'pikepdf', 'fontTools'} & set(sys.modules)))"
    )
    assert fill(filled, "--overwrite", code=spying).splitlines()[1:] == [""]
    merged = next(filled.glob("*.pdf")).read_bytes()
    assert merged != typeset
    assert texts(merged) == texts(typeset)
    fill(filled, "--overwrite", "--typeset-all")
    assert next(filled.glob("*.pdf")).read_bytes() == typeset


@pytest.mark.xdist_group("filled")
def test_a_merged_handout_is_locked_as_well(filled: Path) -> None:
    fill(filled, "--overwrite", "--password", "Avain")
    path = next(filled.glob("*.pdf"))
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(path)
    with pikepdf.open(path, password="Avain") as book:
        name = yaml.safe_load((EXAMPLES / "osallistuja.yaml").read_text("utf-8"))["nimi"]
        assert name in str(book.docinfo.Title)
        assert "/StructTreeRoot" in book.Root


def test_a_failure_in_making_a_master_is_counted_apart(
    edition: Edition, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bug must not hide as slowness among the reasons for which handouts are typeset."""

    def fail(_builder: object, _data: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("worksheets.master.build.MasterBuilder.build", fail)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    # An edition of no other test, since a process keeps the masters of the last one.
    other = replace(edition, pages=edition.pages[:1], wording=Wording(as_typed=True, missing_glyphs=True))
    jobs = plan(group(14), other.course, tmp_path, "{nimi}")
    progress = PacketProgress(two_sided=True)
    files = files_of(progress.follow(packet(Order(other, jobs, tmp_path), Counting())))
    assert [file.state for file in files] == [State.MADE] * 14
    reasons = Counter(file.refusal.reason for file in files if file.refusal)
    assert set(reasons) <= {Reason.MASTER_FAILED, Reason.MAKING_MASTER}
    assert reasons[Reason.MASTER_FAILED] >= 12
    with command_line("-v"):
        progress.print_summary()
    shown = " ".join(capsys.readouterr().err.split())
    assert (
        f"typeset after a failure {reasons[Reason.MASTER_FAILED]} (making a master failed: ZeroDivisionError" in shown
    )
