"""What many tests share: the course, the example people, and handouts set once a run."""

import os
from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pytest
import yaml
from hypothesis import settings

from worksheets.compose.edition import Edition
from worksheets.course.course import Course, read_course
from worksheets.course.layout import read_layout
from worksheets.packet.handout import handout
from worksheets.people.participant import BLANK, Participant
from worksheets.people.roster import read_roster

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
LAYOUTS = ("handout", "slides")

# The same examples in every run, so that its result is the commit's; --hypothesis-profile=default looks for new ones.
settings.register_profile("same", derandomize=True)
settings.load_profile("same")

# Plates are kept in a folder of this run's; another process of the run finds it too.
_CACHE = TemporaryDirectory(prefix="worksheets-tests-")
os.environ["XDG_CACHE_HOME"] = _CACHE.name

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


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="keep today's pictures as the right ones")


@cache
def the_course() -> Course:
    return read_course("tyoelaman-verkostot")


@pytest.fixture(scope="session")
def course() -> Course:
    return the_course()


def handout_of(participant: Participant = BLANK, layout: str = "handout", pages: str = "") -> bytes:
    """Set a participant's handout, each one once a run."""
    return _handout(tuple(sorted(participant.values.items())), layout, pages)


@cache
def _handout(values: tuple[tuple[str, str], ...], layout: str, pages: str) -> bytes:
    course = the_course()
    edition = Edition(course, course.choose(pages), read_layout(layout, course.folder))
    return handout(edition, Participant(dict(values)))


@pytest.fixture(scope="session")
def set_handout() -> Handout:
    return handout_of


@pytest.fixture(scope="session")
def person(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Person:
    """Return a function that reads a participant from what their file would say."""
    path = tmp_path_factory.mktemp("person") / "person.yaml"

    def read(**told: object) -> Participant:
        path.write_text(yaml.safe_dump({"nimi": "Aino Esimerkki", **told}, allow_unicode=True), "utf-8")
        return read_roster(path, course).participants[0]

    return read


@cache
def example_group() -> tuple[Participant, ...]:
    """Return the example group, of which the fifth has more to say than the pages hold."""
    return read_roster(EXAMPLES / "ryhma.yaml", the_course()).participants


def crowd(course: Course) -> Participant:
    """Return a participant with as much as anyone may have: 60 networks and 40 contacts, every slot filled."""
    said = "Osallistuin alueelliseen kehittämispäivään ja jäin sähköpostilistalle"
    return Participant({path: f"{said} {path.replace('.', ' ')}" for path in course.shown})
