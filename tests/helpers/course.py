"""What many tests share: the course, the example people, handouts typeset once a run, an executor in this process."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import cache
from pathlib import Path
from typing import TypeVar

from worksheets.compose.edition import Edition
from worksheets.course.course import Course, read_course
from worksheets.course.layout import read_layout
from worksheets.packet.handout import handout
from worksheets.people.participant import BLANK, Participant
from worksheets.people.roster import read_roster

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "examples"
LAYOUTS = ("handout", "slides")

T = TypeVar("T")
Handout = Callable[..., bytes]
Person = Callable[..., Participant]


class Here(Executor):
    """Does each call at once, in this process."""

    def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> "Future[T]":
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - as every executor has it
            future.set_exception(error)
        return future


@cache
def the_course() -> Course:
    return read_course("tyoelaman-verkostot")


def handout_of(participant: Participant = BLANK, layout: str = "handout", pages: str = "") -> bytes:
    """Set a participant's handout, each one once a run."""
    return _handout(tuple(sorted(participant.values.items())), layout, pages)


@cache
def _handout(values: tuple[tuple[str, str], ...], layout: str, pages: str) -> bytes:
    course = the_course()
    edition = Edition(course, course.choose(pages), read_layout(layout, course.folder))
    return handout(edition, Participant(dict(values)))


@cache
def example_group() -> tuple[Participant, ...]:
    """Return the example group, of which the fifth has more to say than the pages hold."""
    return read_roster(EXAMPLES / "ryhma.yaml", the_course()).participants


def crowd(course: Course) -> Participant:
    """Return a participant with as much as anyone may have: 60 networks and 40 contacts, every slot filled."""
    said = "Osallistuin alueelliseen kehittämispäivään ja jäin sähköpostilistalle"
    return Participant({path: f"{said} {path.replace('.', ' ')}" for path in course.shown})
