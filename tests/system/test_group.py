"""A large group with a few poisoned participants: everyone else's handout is made, and printed."""

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from functools import partial
from pathlib import Path
from typing import TypeVar

import pypdfium2
import pytest
import yaml

from benchmarks.people import people
from tests.helpers.course import crowd
from tests.helpers.making import packet
from tests.helpers.pdf import letters, texts
from worksheets.compose.edition import Edition
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.packet.events import State
from worksheets.packet.jobs import HandoutRequest
from worksheets.packet.naming import plan, print_path
from worksheets.packet.order import Order
from worksheets.people.participant import Participant
from worksheets.people.roster import read_roster
from worksheets.processes.workers import Workers

pytestmark = pytest.mark.slow

T = TypeVar("T")
CROWDED = 8
POISONED = {2: "Jumittaja", 4: "Kaatuja", 6: "Merkitön \u16a0", CROWDED: "Runsas", 11: "../../../../etc/passwd"}


def poisoned(
    fn: Callable[..., T],
    edition: bytes,
    requests: HandoutRequest | Sequence[HandoutRequest],
    *args: object,
    **options: object,
) -> T:
    """Hang, or kill this process, for two of the participants; make or merge the handouts of any others.

    Of the time that a call has, little is left to the one that hangs, so that the test does not take all of it.
    """
    requested = [requests] if isinstance(requests, HandoutRequest) else requests
    names = {request.participant.name for request in requested}
    if "Jumittaja" in names:
        signal.setitimer(signal.ITIMER_PROF, 0.2)
        while True:
            pass
    if "Kaatuja" in names:
        os.kill(os.getpid(), signal.SIGKILL)
    return fn(edition, requests, *args, **options)


class Poisoning(Executor):
    """Submits poisoned calls to another executor."""

    def __init__(self, inner: Executor) -> None:
        self.inner = inner

    def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> "Future[T]":
        return self.inner.submit(partial(poisoned, fn), *args, **kwargs)


@pytest.fixture(params=[12, pytest.param(200, marks=pytest.mark.long)])
def group(course: Course, tmp_path: Path, request: pytest.FixtureRequest) -> list[Participant]:
    """Return a group with poisoned participants, and with one who fills in every slot.

    In a small group, all have the same answers, so that few are typeset, and the one has no more than 15 of a kind.
    """
    path = tmp_path / "ryhma.yaml"
    path.write_text(yaml.safe_dump(people(request.param), allow_unicode=True), "utf-8")
    participants = list(read_roster(path, course).participants)
    everything = crowd(course)
    if len(participants) < 100:
        participants = [participants[0].given({"nimi": person.name}) for person in participants]
        everything = Participant({path: text for path, text in everything.values.items() if entry(path) <= 15})
    for number, name in POISONED.items():
        participants[number] = participants[number].given({"nimi": name})
    participants[CROWDED] = everything.given({"nimi": "Runsas"})
    return participants


def entry(path: str) -> int:
    """Return the number of the network or contact that a slot belongs to; 0 for other slots."""
    return next((int(step) for step in path.split(".") if step.isdecimal()), 0)


def test_five_poisoned_participants_cost_nobody_else_a_handout(
    course: Course, group: list[Participant], tmp_path: Path
) -> None:
    folder = tmp_path / "ulos"
    edition = Edition(course, course.choose("1,7-9"), read_layout("handout", course.folder))
    jobs = plan(group, course, folder, "{nimi}")
    with Workers(2, 5, preloaded=("worksheets.packet.jobs", "worksheets.pipeline")) as workers:
        files = list(packet(Order(edition, jobs, folder, print_path(jobs)), Poisoning(workers)))
    failed = {
        file.participant.name: file.problems[0] for file in files if file.state is State.FAILED and file.participant
    }
    assert set(failed) == {"Jumittaja", "Kaatuja", "Merkitön \u16a0"}
    assert "longer than --timeout" in failed["Jumittaja"]
    assert "its process ended" in failed["Kaatuja"]
    assert "no font has “\u16a0”" in failed["Merkitön \u16a0"]
    handouts = [file.path for file in files if file.state is State.MADE and file.participant]
    assert len(handouts) == len(group) - 3
    assert {path.parent for path in handouts} == {folder}
    assert len(texts((folder / "Runsas.pdf").read_bytes())) > (15 if len(group) > 100 else 6)
    assert list(owners(folder, group)) == [person.name for person in group if person.name not in failed]


def owners(folder: Path, group: list[Participant]) -> Iterator[str]:
    """Yield the names of those whose pages the print file has, in order; no sheet may have two people's."""
    names = {letters(person.name): person.name for person in group}
    with pypdfium2.PdfDocument(folder / "tulosta-kaikki.pdf") as document:
        pages = [letters(page.get_textpage().get_text_range()) for page in document]
    for at in range(0, len(pages), 2):
        assert pages[at], "no sheet begins with an empty page"
        if pages[at].startswith("Työelämänverkostot") and "Vinkkejäverkostoitumisentueksi" in pages[at]:
            yield next(names[name] for name in sorted(names, key=len, reverse=True) if name in pages[at])
        assert "Vinkkejäverkostoitumisentueksi" not in "".join(pages[at + 1 : at + 2]), "a cover is never continuation"
