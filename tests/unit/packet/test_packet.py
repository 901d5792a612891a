"""A packet is made once and continued later, replaces nothing that is not its own, and is printed in order."""

import json
import os
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pikepdf
import pytest

from tests.helpers.course import Here
from tests.helpers.folders import contents
from tests.helpers.making import packet
from tests.helpers.pdf import texts
from worksheets.compose.edition import Edition
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.errors import OutputError, RosterError, StyleError, WorkerError
from worksheets.packet.events import PacketFile, State
from worksheets.packet.jobs import HandoutRequest
from worksheets.packet.naming import Jobs, plan, print_path
from worksheets.packet.order import Order
from worksheets.packet.packet import plan_files
from worksheets.packet.session import Session
from worksheets.pdf.duplex import Duplex
from worksheets.people.participant import Participant

T = TypeVar("T")
PRINT_FILE = "tulosta-kaikki.pdf"
NAMES = ("Aino Esimerkki", "Ää Öö", "Åsa Esimerkki")


@pytest.fixture
def order(course: Course, tmp_path: Path) -> Order:
    """A packet of three people, one page each."""
    return ordered(course, tmp_path / "ryhma", [Participant({"nimi": name}) for name in NAMES])


def ordered(course: Course, folder: Path, people: Sequence[Participant], pages: str = "kansi") -> Order:
    edition = Edition(course, course.choose(pages), read_layout("handout", course.folder))
    jobs = plan(people, course, folder, "{nimi}")
    return Order(edition, jobs, folder, print_path(jobs), masters=False)


def run_packet(order: Order, executor: Executor | None = None) -> list[PacketFile]:
    return list(packet(order, executor or Here()))


def states(files: Sequence[PacketFile]) -> list[State]:
    return [file.state for file in files]


def changed(order: Order, number: int, **values: str) -> Order:
    people = list(order.people)
    people[number] = people[number].given(values)
    return replace(order, jobs=order.jobs.of(people))


def test_a_packet_is_its_handouts_a_print_file_and_a_record(order: Order) -> None:
    assert states(run_packet(order)) == [State.MADE] * 4
    assert set(contents(order.folder)) == {
        "Aino-Esimerkki.pdf",
        "Ää-Öö.pdf",
        "Åsa-Esimerkki.pdf",
        "packet.json",
        "tulosta-kaikki.pdf",
    }


def test_a_second_run_makes_nothing(order: Order) -> None:
    run_packet(order)
    before = contents(order.folder)
    again = run_packet(order, Refusing())
    assert states(again) == [State.KEPT] * 4
    assert [file.pages for file in again] == [1, 1, 1, 3]
    assert contents(order.folder) == before


# Without making anything


def planned(order: Order) -> list[PacketFile]:
    return list(plan_files(order, Session()))


def test_what_would_be_made_is_told_and_nothing_is_written(order: Order, tmp_path: Path) -> None:
    files = planned(order)
    assert states(files) == [State.PLANNED] * 4
    assert [file.path.name for file in files] == ["Aino-Esimerkki.pdf", "Ää-Öö.pdf", "Åsa-Esimerkki.pdf", PRINT_FILE]
    assert list(tmp_path.iterdir()) == []


def test_what_would_be_kept_fail_or_be_left_over_is_told(order: Order) -> None:
    run_packet(order)
    before = contents(order.folder)
    assert states(planned(order)) == [State.KEPT] * 4
    assert states(planned(replace(order, overwrite=True))) == [State.PLANNED] * 4
    without_first = replace(changed(order, 1, paikka="Tampere \U00012000"), jobs=order.jobs[1:])
    assert states(planned(without_first)) == [State.KEPT, State.KEPT, State.PLANNED, State.LEFT_OVER]
    failing = changed(order, 1, paikka="Tampere \U00012000")
    assert states(planned(failing)) == [State.KEPT, State.FAILED, State.KEPT, State.PLANNED]
    assert contents(order.folder) == before


def test_without_any_handout_no_print_file_would_be_made(order: Order) -> None:
    people = [person.given({"paikka": "\U00012000"}) for person in order.people]
    failing = replace(order, jobs=order.jobs.of(people))
    assert states(planned(failing)) == [State.FAILED] * 3


def test_a_plan_is_refused_as_the_run_would_be(order: Order) -> None:
    order.folder.mkdir()
    (order.folder / "Ää-Öö.pdf").write_bytes(b"mine")
    with pytest.raises(OutputError, match="Ää-Öö"):
        planned(order)
    (order.folder / "Ää-Öö.pdf").unlink()
    with pytest.raises(OutputError, match="cannot be written: part of the path is a file"):
        planned(replace(order, folder=Path(__file__) / "ryhma", jobs=order.jobs[:0], print_file=None))


@pytest.mark.parametrize(
    ("two_sided", "layout", "duplex"),
    [(True, "handout", Duplex.LONG_EDGE), (True, "slides", Duplex.SHORT_EDGE), (False, "slides", Duplex.ONE_SIDE)],
)
def test_the_print_file_tells_how_it_is_printed_whether_made_or_kept(
    course: Course, tmp_path: Path, *, two_sided: bool, layout: str, duplex: Duplex
) -> None:
    order = ordered(course, tmp_path, [Participant({"nimi": "Aino"})], "sitaatti")
    edition = replace(order.edition, layout=read_layout(layout, course.folder))
    order = replace(order, edition=edition, two_sided=two_sided, separate=False, password="sala")
    assert [run_packet(order)[-1].duplex, run_packet(order)[-1].duplex] == [duplex] * 2


class Refusing(Executor):
    """Fails the test when anything is to be made."""

    def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> "Future[T]":
        raise AssertionError((fn, args, kwargs))


def test_only_what_has_changed_or_is_missing_is_made_again(order: Order) -> None:
    run_packet(order)
    order.jobs[2].path.unlink()
    again = run_packet(changed(order, 0, paikka="Tampere"))
    assert {file.path.stem: file.state for file in again} == {
        "Ää-Öö": State.KEPT,
        "Aino-Esimerkki": State.MADE,
        "Åsa-Esimerkki": State.MADE,
        "tulosta-kaikki": State.MADE,
    }
    assert "Tampere" in texts(order.jobs[0].path.read_bytes())[0]
    assert "Tampere" in "".join(texts((order.folder / "tulosta-kaikki.pdf").read_bytes()))


def test_a_missing_handout_is_made_again_though_the_print_file_is_whole(order: Order) -> None:
    run_packet(order)
    before = contents(order.folder)
    order.jobs[1].path.unlink()
    assert states(run_packet(order)) == [State.KEPT, State.KEPT, State.MADE, State.MADE]
    assert contents(order.folder) == before


def test_when_every_handout_fails_there_is_no_print_file(order: Order) -> None:
    files = run_packet(order, Poisoned({name: StyleError("bad") for name in NAMES}))
    assert states(files) == [State.FAILED] * 3
    assert contents(order.folder) == {}


def test_an_executor_that_is_broken_is_one_line(order: Order) -> None:
    class Broken(Executor):
        def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> "Future[T]":
            raise BrokenExecutor(str((fn, args, kwargs))[:9])

    with pytest.raises(WorkerError, match="No process can be started"):
        run_packet(order, Broken())
    assert contents(order.folder) == {}


@pytest.mark.parametrize(
    "other",
    [
        lambda order: replace(order, two_sided=False),
        lambda order: replace(order, jobs=order.jobs[::-1]),
        lambda order: replace(order, jobs=order.jobs[:2]),
    ],
    ids=["one-sided", "another order", "fewer people"],
)
def test_the_print_file_is_made_again_from_what_is_kept(order: Order, other: Callable[[Order], Order]) -> None:
    run_packet(order)
    before = contents(order.folder)
    again = run_packet(other(order), Refusing())
    assert [file.path.stem for file in again if file.state is State.MADE] == ["tulosta-kaikki"]
    assert contents(order.folder)["tulosta-kaikki.pdf"] != before["tulosta-kaikki.pdf"]


def test_overwrite_makes_everything_anew(order: Order) -> None:
    run_packet(order)
    before = contents(order.folder)
    order.jobs[0].path.write_bytes(b"mine")
    assert states(run_packet(replace(order, overwrite=True))) == [State.MADE] * 4
    assert contents(order.folder) == before


@pytest.mark.parametrize("name", ["Ää-Öö.pdf", "tulosta-kaikki.pdf"])
def test_a_file_changed_by_hand_is_never_replaced_silently(order: Order, name: str) -> None:
    run_packet(order)
    (order.folder / name).write_bytes(b"mine")
    before = contents(order.folder)
    with pytest.raises(OutputError, match=f"{name}: already exists, and is not as an earlier run wrote it"):
        run_packet(changed(order, 0, paikka="Tampere"))
    assert contents(order.folder) == before


def test_every_strange_file_is_named_at_once(order: Order) -> None:
    order.folder.mkdir()
    for job in order.jobs[:2]:
        job.path.write_bytes(b"mine")
    with pytest.raises(OutputError) as caught:
        run_packet(order)
    assert len(caught.value.problems) == 2
    assert set(contents(order.folder)) == {"Aino-Esimerkki.pdf", "Ää-Öö.pdf"}


def test_files_of_people_who_are_not_in_the_list_any_more_stay_and_are_named(order: Order) -> None:
    run_packet(order)
    fewer = run_packet(replace(order, jobs=order.jobs[1:]))
    assert [file.path.stem for file in fewer if file.state is State.LEFT_OVER] == ["Aino-Esimerkki"]
    assert (order.folder / "Aino-Esimerkki.pdf").exists()


def test_a_handout_that_fails_keeps_none_of_the_others(order: Order) -> None:
    executor = Poisoned({"Ää Öö": StyleError("first", "second")})
    files = run_packet(order, executor)
    assert states(files) == [State.MADE, State.FAILED, State.MADE, State.MADE]
    assert files[1].problems == ("Ää Öö: first", "Ää Öö: second")
    assert [page[:40] for page in texts((order.folder / "tulosta-kaikki.pdf").read_bytes())][1] == ""
    assert states(run_packet(order)) == [State.KEPT, State.KEPT, State.MADE, State.MADE], (
        "the next run makes what was missing"
    )


class Poisoned(Here):
    """Lets the calls for some participants fail."""

    def __init__(self, errors: dict[str, Exception]) -> None:
        self.errors = errors

    def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> "Future[T]":
        (request,) = (arg for arg in args if isinstance(arg, HandoutRequest))
        if error := self.errors.get(request.participant.name):
            future: Future[T] = Future()
            future.set_exception(error)
            return future
        return super().submit(fn, *args, **kwargs)


class Lost(Here):
    """Never answers for some participants."""

    def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> "Future[T]":
        if any(isinstance(arg, HandoutRequest) and arg.participant.name == "Ää Öö" for arg in args):
            return Future()
        return super().submit(fn, *args, **kwargs)


def test_a_call_that_never_comes_back_is_given_up(order: Order) -> None:
    files = run_packet(replace(order, patience=0.01), Lost())
    assert [file.problems for file in files if file.state is State.FAILED] == [
        ("Ää Öö: took longer than --timeout allows, and was stopped; add a larger --timeout, or check its texts",)
    ]
    assert states(files).count(State.MADE) == 3


class Backwards(Executor):
    """Does the calls only when the last one has come, the last one first."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.calls: list[Callable[[], None]] = []

    def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> "Future[T]":
        future: Future[T] = Future()
        self.calls.append(lambda: future.set_result(fn(*args, **kwargs)))
        if len(self.calls) == self.count:
            for call in reversed(self.calls):
                call()
        return future


def test_the_print_file_is_in_the_lists_order_whichever_is_made_first(order: Order) -> None:
    run_packet(order, Backwards(3))
    pages = texts((order.folder / "tulosta-kaikki.pdf").read_bytes())
    assert [name for page in pages for name in NAMES if name in page] == list(NAMES)


def test_no_two_people_share_a_sheet(course: Course, tmp_path: Path) -> None:
    people = [
        Participant({"nimi": name, "omat-verkostot.9.nimi": "Kuoro"} if n else {"nimi": name})
        for n, name in enumerate(NAMES)
    ]
    run_packet(ordered(course, tmp_path, people, pages="kansi,omat-verkostot,sitaatti"))
    pages = texts((tmp_path / "tulosta-kaikki.pdf").read_bytes())
    owners = [next((name for name in NAMES if name in page), "") for page in pages]
    sheets = [set(owners[n : n + 2]) - {""} for n in range(0, len(owners), 2)]
    assert all(len(sheet) == 1 for sheet in sheets)
    assert owners == [NAMES[0]] * 3 + [""] + [NAMES[1]] * 4 + [NAMES[2]] * 4


def test_the_print_file_alone(order: Order) -> None:
    alone = replace(order, separate=False)
    run_packet(alone)
    assert set(contents(order.folder)) == {"packet.json", "tulosta-kaikki.pdf"}
    assert states(run_packet(alone, Refusing())) == [State.KEPT] * 4


def test_without_a_print_file(order: Order) -> None:
    run_packet(replace(order, print_file=None))
    assert "tulosta-kaikki.pdf" not in contents(order.folder)


def test_a_participant_may_have_the_print_files_name(course: Course, tmp_path: Path) -> None:
    order = ordered(course, tmp_path, [Participant({"nimi": "Tulosta kaikki"})])
    run_packet(order)
    assert {path.name for path in tmp_path.glob("*.pdf")} == {"Tulosta-kaikki.pdf", "tulosta-kaikki-2.pdf"}


def test_two_runs_into_one_folder_do_not_mix(order: Order) -> None:
    first = packet(order, Here())
    next(first)
    with pytest.raises(OutputError, match="another run is writing to this folder"):
        run_packet(order)
    first.close()
    assert states(run_packet(order)) == [State.KEPT, State.MADE, State.MADE, State.MADE]


def test_a_run_that_is_broken_off_leaves_no_part_of_a_file(order: Order) -> None:
    run = packet(order, Here())
    next(run)
    run.close()
    assert set(contents(order.folder)) == {"Aino-Esimerkki.pdf", "packet.json"}


def test_a_record_that_cannot_be_read_says_so(order: Order) -> None:
    run_packet(order)
    (order.folder / "packet.json").write_text("{}", "utf-8")
    with pytest.raises(OutputError, match="packet.json: cannot be read; delete it"):
        run_packet(order)
    assert states(run_packet(replace(order, overwrite=True))) == [State.MADE] * 4
    assert json.loads((order.folder / "packet.json").read_text("utf-8"))["files"]


class Vanishing(Here):
    """Loses the folder before the second call."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> "Future[T]":
        if self.folder.exists() and not list(self.folder.glob("*.pdf")):
            shutil.rmtree(self.folder)
        return super().submit(fn, *args, **kwargs)


@pytest.mark.parametrize("print_file", [True, False])
def test_a_folder_that_vanishes_ends_the_run_with_one_line(order: Order, *, print_file: bool) -> None:
    with pytest.raises(OutputError) as caught:
        run_packet(order if print_file else replace(order, print_file=None), Vanishing(order.folder))
    assert len(caught.value.problems) == 1
    assert "ryhma" in caught.value.problems[0]
    assert not list(order.folder.glob("*.part"))


@pytest.mark.parametrize(
    "folder", ["/proc/worksheets", "/dev/null/ryhma", "x" * 300, "y/" * 2000], ids=lambda name: name[:9]
)
def test_a_folder_that_cannot_be_made_is_one_line(order: Order, tmp_path: Path, folder: str) -> None:
    place = tmp_path / folder
    with pytest.raises(OutputError) as caught:
        run_packet(replace(order, folder=place, jobs=Jobs(order.people[:1], place, ["a"]), print_file=None))
    assert len(caught.value.problems) == 1


def test_files_have_the_callers_umask(order: Order) -> None:
    before = os.umask(0o077)
    try:
        run_packet(order)
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in order.folder.iterdir()} == {0o600}


def opens(path: Path, password: str) -> bool:
    try:
        with pikepdf.open(path, password=password) as book:
            return bool(book.is_encrypted) and "/StructTreeRoot" in book.Root
    except pikepdf.PasswordError:
        return False


def test_everyones_own_password_opens_their_file_and_the_groups_the_print_file(order: Order) -> None:
    locked = changed(replace(order, password="kaikkien"), 0, salasana="oma")
    run_packet(locked)
    paths = [job.path for job in locked.jobs]
    assert [opens(path, "oma") for path in paths] == [True, False, False]
    assert [opens(path, "kaikkien") for path in paths] == [False, True, True]
    assert opens(order.folder / "tulosta-kaikki.pdf", "kaikkien")
    assert not opens(order.folder / "tulosta-kaikki.pdf", "")
    assert b"oma" not in (order.folder / "packet.json").read_bytes()


def test_locked_files_are_kept_too_and_made_again_for_another_password(order: Order) -> None:
    locked = replace(order, password="kaikkien")
    run_packet(locked)
    assert states(run_packet(locked, Refusing())) == [State.KEPT] * 4
    assert states(run_packet(replace(locked, jobs=locked.jobs[::-1]), Refusing())) == [State.KEPT] * 3 + [State.MADE]
    assert states(run_packet(replace(order, password="toinen"))) == [State.MADE] * 4
    assert opens(order.folder / "tulosta-kaikki.pdf", "toinen")


def test_a_record_of_locked_files_tells_nothing_of_what_is_in_them(order: Order) -> None:
    run_packet(order)
    open_record = json.loads((order.folder / "packet.json").read_text("utf-8"))["files"]
    run_packet(replace(order, password="kaikkien"))
    locked = json.loads((order.folder / "packet.json").read_text("utf-8"))["files"]
    assert {entry["input"] for entry in locked.values()}.isdisjoint(entry["input"] for entry in open_record.values())


def test_no_one_is_left_unlocked_among_the_locked(order: Order) -> None:
    with pytest.raises(RosterError) as caught:
        run_packet(changed(order, 0, salasana="oma"))
    assert [problem.split(":")[0] for problem in caught.value.problems[:2]] == ["Ää Öö", "Åsa Esimerkki"]
    assert "The print file needs a password too" in caught.value.problems[2]
    assert not order.folder.exists()
