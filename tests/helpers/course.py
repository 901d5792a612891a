"""What many tests share: the course, the example group, courses of one page, handouts, an executor."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from filelock import FileLock

from tests.helpers.making import compose, handout
from worksheets.compose.edition import Edition
from worksheets.compose.page_data import PageData
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.course.reader import read_course
from worksheets.files import write_whole
from worksheets.people.participant import BLANK, Participant
from worksheets.people.roster import read_roster
from worksheets.resources import DEFAULT_COURSE

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "examples"
LAYOUTS = ("handout", "slides")
RUN_FOLDER = "WORKSHEETS_TESTS_RUN"
"""The environment variable with the folder that a run of the tests keeps handouts in."""

T = TypeVar("T")
Handout = Callable[..., bytes]
Person = Callable[..., Participant]

HEAD = '{% extends "kinds/slide.html.j2" %}{% block title %}Otsikko{% endblock %}'
"""The start of a page template, up to its block `body`."""


class Here(Executor):
    """Runs each call at once, in this process."""

    shares_disk = True

    def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> "Future[T]":
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - as every executor has it
            future.set_exception(error)
        return future


@cache
def the_course() -> Course:
    return read_course(DEFAULT_COURSE)


def each_page() -> "list[ParameterSet]":
    """Return the names of the course's pages, for a test that takes each by itself.

    Pages that are made like an earlier one, and differ in their words only, are left to the long lane.
    """
    alike = ("verkostoituminen", "kumppanuus-2", "kumppanuus-3")
    return [pytest.param(page, marks=[pytest.mark.long] * (page in alike)) for page in the_course().pages]


HANDOUT_FIRST = ("handout", pytest.param("slides", marks=pytest.mark.long))
"""The layouts of a test that repeats much: slides are left to the long lane."""


def in_each_layout(cases: Iterable[object], *, slides: int, handouts: int = 1_000) -> "list[ParameterSet]":
    """Return each case with each layout; all but the first few of each layout are left to the long lane.

    Slides are typeset and merged by the same code as a handout, and differ from it in their style sheet.
    """
    usual = {"handout": handouts}
    return [
        pytest.param(layout, case, marks=[pytest.mark.long] * (number >= usual.get(layout, slides)))
        for layout in LAYOUTS
        for number, case in enumerate(cases)
    ]


def handout_of(participant: Participant = BLANK, layout: str = "handout", pages: str = "") -> bytes:
    """Return a participant's handout; each is typeset once in a run."""
    return _handout(tuple(sorted(participant.values.items())), layout, pages)


@cache
def _handout(values: tuple[tuple[str, str], ...], layout: str, pages: str) -> bytes:
    course = the_course()
    edition = Edition(course, course.choose(pages), read_layout(layout, course.folder))
    name = f"handout {layout} {pages} {values}"
    return once_in_a_run(name, lambda: handout(edition, Participant(dict(values))))


def once_in_a_run(name: str, make: Callable[[], bytes]) -> bytes:
    """Return what is made under a name; the first process of the run that wants it makes it, and leaves it to all.

    The others wait for it: the tests that look at one thing are neighbours, and come at the same time.
    """
    path = Path(os.environ[RUN_FOLDER]) / "handouts" / sha256(name.encode()).hexdigest()
    with suppress(FileNotFoundError):
        return path.read_bytes()
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{path}.lock"):
        with suppress(FileNotFoundError):
            return path.read_bytes()
        data = make()
        write_whole(path, data, overwrite=True)
    return data


@cache
def example_group() -> tuple[Participant, ...]:
    """Return the example group; the fifth has longer answers than the pages hold."""
    return tuple(read_roster(EXAMPLES / "ryhma.yaml", the_course()).participants)


def crowd(course: Course) -> Participant:
    """Return a participant whose every slot is filled: 60 networks and 40 contacts, as many as are allowed."""
    sentence = "Osallistuin alueelliseen kehittämispäivään ja jäin sähköpostilistalle"
    return Participant({path: f"{sentence} {path.replace('.', ' ')}" for path in course.shown})


def page_of(folder: Path, body: str) -> Course:
    """Return a course of one page, made in a new folder from the page's template."""
    (folder / "pages").mkdir(parents=True)
    (folder / "course.toml").write_text('title = "Koe"\npages = ["sivu"]\n[fields]\nnimi = { label = "Nimi" }', "utf-8")
    (folder / "pages" / "sivu.html.j2").write_text(body, "utf-8")
    return read_course(str(folder))


def set_page(course: Course, participant: Participant = BLANK) -> str:
    """Return the HTML of a course's pages, filled for a participant."""
    layout = read_layout("handout", course.folder)
    return compose(course.pages, lambda: PageData(course, participant, layout))
