"""A run counts what is true, can be stopped and taken up again, and ends whatever happens."""

import errno
import itertools
import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event, Semaphore, Thread
from types import SimpleNamespace

import pytest

from tests.helpers.page_people import events_of, handout_of, people_named, played, until
from worksheets import api
from worksheets.errors import OutputError
from worksheets.messages import in_language
from worksheets.web.making import Making, Phase, Progress
from worksheets.web.tasks import Kind

NAMES = ("Aino Esimerkki", "Ville Mallikas", "Åsa Öberg-Esimerkki", "Liam O’Malli", "Ää Öö")


@pytest.fixture
def session() -> api.Session:
    return api.Session()


def ended(making: Making) -> Making:
    making.begin()
    making.wait(20)
    assert making.phase.is_over
    return making


def reached(making: Making, version: int) -> bool:
    return making.progress().version >= version


def test_a_run_counts_every_handout_and_ends_with_the_print_file(tmp_path: Path, session: api.Session) -> None:
    making = ended(Making(played(tmp_path, *NAMES), session))
    progress = making.progress()
    assert (progress.phase, progress.done, progress.failed, progress.total) == (Phase.DONE, 5, 0, 5)
    assert making.results == [tmp_path / "tulosta-kaikki.pdf"]
    assert making.summary.paper.sheets == 25
    assert [path.name for path in making.separate_files()] == [f"{name}.pdf" for name in NAMES]


def test_what_is_shown_while_it_runs_is_true(tmp_path: Path, session: api.Session) -> None:
    step = Semaphore(0)
    ticks = itertools.count()
    making = Making(played(tmp_path, *NAMES, before_each=step.acquire), session, clock=lambda: float(next(ticks)))
    making.begin()
    assert making.progress().total == 5, "known before the packet has begun"
    seen = []
    for version in range(1, 7):
        step.release()
        until(partial(reached, making, version))
        progress = making.progress()
        seen.append((progress.done, progress.seconds_left, progress.is_closing))
    assert seen == [(0, None, False), (1, None, False), (2, None, False), (3, None, False), (4, 1, False), (5, 0, True)]
    step.release()
    making.wait(20)
    assert making.phase is Phase.DONE


def test_what_is_ready_stays_when_it_is_stopped(tmp_path: Path, session: api.Session) -> None:
    step = Semaphore(3)
    making = Making(played(tmp_path, *NAMES, before_each=step.acquire), session)
    making.begin()
    until(lambda: making.progress().done == 2)
    making.stop()
    assert making.progress().phase is Phase.STOPPING
    step.release()
    making.wait(20)
    assert making.phase is Phase.STOPPED
    assert making.results == []
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "Aino Esimerkki.pdf",
        "Ville Mallikas.pdf",
        "Åsa Öberg-Esimerkki.pdf",
    ]


def test_to_stop_what_is_over_changes_nothing(tmp_path: Path, session: api.Session) -> None:
    making = ended(Making(played(tmp_path, "Aino Esimerkki"), session))
    making.stop()
    assert making.phase is Phase.DONE


def test_a_handout_that_fails_does_not_stop_the_others(tmp_path: Path, session: api.Session) -> None:
    people = people_named(*NAMES)
    events = events_of(tmp_path, people)
    failure = api.Failure(api.FailureReason.TIMEOUT, ("Ville Mallikas: took longer than --timeout allows",))
    events[2] = handout_of(tmp_path, people.roster.people[1], api.State.FAILED, failure)
    making = ended(Making(played(tmp_path, *NAMES, events=events), session))
    progress = making.progress()
    assert (progress.phase, progress.done, progress.failed) == (Phase.DONE, 4, 1)
    assert making.file_of(2) is None
    assert making.file_of(3) == events[3]


def test_what_is_wrong_with_the_whole_is_said_without_our_folder(tmp_path: Path, session: api.Session) -> None:
    folder = tmp_path / "made"
    error = OutputError(f"{folder}: cannot be written to: the disk is full", f"{folder}/Aino.pdf: already exists")
    events = [*events_of(folder, people_named(*NAMES))[:3], error]
    making = ended(Making(played(folder, *NAMES, events=events), session))
    assert making.phase is Phase.FAILED
    assert making.problems == ("cannot be written to: the disk is full", "Aino.pdf: already exists")
    assert making.progress().done == 2


@pytest.mark.parametrize(
    "error", [MemoryError(), OSError(errno.ENOSPC, "no space"), ZeroDivisionError("Aino Esimerkki")]
)
def test_whatever_a_run_dies_of_whoever_waits_is_told(tmp_path: Path, session: api.Session, error: Exception) -> None:
    making = ended(Making(played(tmp_path, "Aino Esimerkki", events=[error]), session))
    assert making.phase is Phase.FAILED
    assert len(making.problems) == 1
    assert "Aino" not in making.problems[0]


def test_a_run_speaks_the_language_of_whoever_has_begun_it(tmp_path: Path, session: api.Session) -> None:
    with in_language("fi"):
        making = Making(played(tmp_path, "Aino Esimerkki", kind=Kind.OVERVIEW), session)
        making.task = replace(making.task, people=None)
        ended(making)
    assert making.phase is Phase.FAILED
    assert making.problems


def test_nothing_begins_where_there_is_too_little_room(
    tmp_path: Path, session: api.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = played(tmp_path, *NAMES)
    assert 0 < replace(task, only_print_file=True).size < task.size
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=task.size - 1))
    making = Making(task, session)
    making.begin()
    assert making.phase is Phase.NO_SPACE
    assert making.phase.is_over
    assert list(tmp_path.iterdir()) == []


def test_a_picture_stays_long_enough_to_be_looked_at(tmp_path: Path, session: api.Session) -> None:
    ticks = itertools.count(step=0.9)
    making = ended(Making(played(tmp_path, *NAMES), session, clock=lambda: next(ticks)))
    pictured = making.progress().pictured
    assert pictured is not None
    assert pictured.path.stem == "Liam O’Malli"


@pytest.mark.parametrize(
    ("through", "total", "tenth"), [(0, 29, 0), (2, 29, 0), (3, 29, 3), (5, 29, 3), (6, 29, 6), (29, 29, 29), (3, 4, 3)]
)
def test_each_tenth_is_spoken_once(through: int, total: int, tenth: int) -> None:
    assert Progress(1, Phase.RUNNING, through, 0, total).tenth == tenth


def test_files_of_their_own_are_left_out_where_only_the_print_file_is_made(
    tmp_path: Path, session: api.Session
) -> None:
    making = ended(Making(replace(played(tmp_path, *NAMES), only_print_file=True), session))
    assert making.separate_files() == []
    assert making.results


def test_the_volumes_of_a_print_file_are_there_as_soon_as_they_are_full(tmp_path: Path, session: api.Session) -> None:
    step = Semaphore(4)
    making = Making(played(tmp_path, *NAMES, before_each=step.acquire, volume=10), session)
    making.begin()
    first, *others = [tmp_path / f"tulosta-kaikki-{number}.pdf" for number in (1, 2, 3)]
    until(lambda: making.results)
    assert (making.results, making.progress().done) == ([first], 2)
    step.release(9)
    making.wait(20)
    assert making.results == [first, *others]


def test_waiting_ends(tmp_path: Path, session: api.Session) -> None:
    hold = Event()
    making = Making(played(tmp_path, "Aino Esimerkki", before_each=hold.wait), session)
    making.wait(0.01)
    making.begin()
    making.wait(0.01)
    assert making.progress().phase is Phase.RUNNING
    hold.set()
    making.wait(20)
    assert making.phase is Phase.DONE


def test_nothing_is_left_of_a_run_that_is_discarded(tmp_path: Path, session: api.Session) -> None:
    step = Semaphore(2)
    folder = tmp_path / "made"
    making = Making(played(folder, *NAMES, before_each=step.acquire), session)
    making.begin()
    until(lambda: making.progress().done == 1)
    discarding = Thread(target=making.discard)
    discarding.start()
    until(lambda: making.progress().phase is Phase.STOPPING)
    step.release(9)
    discarding.join(20)
    making.wait(20)
    assert making.progress().phase is Phase.STOPPED
    assert not folder.exists()
