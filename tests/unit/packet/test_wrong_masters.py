"""A master in the cache with which something goes wrong costs nobody a handout, and is gone afterwards."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

import pytest

from tests.helpers.course import Here
from tests.helpers.pdf import texts
from tests.helpers.tiny_builder import keep_tiny_master
from worksheets.caches import Lifetime, forget
from worksheets.compose.edition import Edition
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.errors import Reason, Refusal
from worksheets.packet import scheduler as scheduler_module
from worksheets.packet.jobs import Delivery, HandoutRequest, merge_job
from worksheets.packet.scheduler import FinishedHandout, Scheduler
from worksheets.packet.session import Session
from worksheets.people.participant import Participant

T = TypeVar("T")
ABC = Participant({"nimi": "abc"})


@pytest.fixture
def scheduler(course: Course, tmp_path: Path) -> Scheduler:
    """Return the scheduler of one handout, for which a master is in the cache; it lacks what a print file needs."""
    forget(Lifetime.SESSION)
    edition = Edition(course, ("sitaatti",), read_layout("handout", course.folder))
    keep_tiny_master(edition, tmp_path)
    return Scheduler(Session(tmp_path).prepared(edition), [HandoutRequest(ABC)], Here(), 60.0, Delivery(parts=True))


def outcome_of(scheduler: Scheduler) -> FinishedHandout:
    ((result,),) = (results for results in scheduler.results(masters=True) if results)
    assert isinstance(result.outcome, FinishedHandout)
    assert "abc" in texts(result.outcome.pdf)[0]
    return result.outcome


def test_a_master_that_a_print_file_cannot_take_is_deleted(scheduler: Scheduler, tmp_path: Path) -> None:
    assert outcome_of(scheduler).refusal == Refusal(Reason.MASTER_GONE)
    assert not list(tmp_path.glob("*/*.master"))


class Dying(Here):
    """Loses the process in which a merging call runs."""

    def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> "Future[T]":
        if fn is not merge_job:
            return super().submit(fn, *args, **kwargs)
        future: Future[T] = Future()
        future.set_exception(MemoryError())
        return future


def test_the_masters_of_a_call_whose_process_died_are_deleted(
    scheduler: Scheduler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler_module, "_SMALL_GROUP", 0)
    scheduler.executor = Dying()
    assert outcome_of(scheduler).refusal == Refusal(Reason.MERGE_FAILED, "MemoryError")
    assert not list(tmp_path.glob("*/*.master"))
