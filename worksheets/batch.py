"""One handout made, and a group's handouts planned: whose is which file."""

import pickle
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from threading import Lock

from .bind import bind, encrypt, page_count
from .choosing import groups
from .compose import compose, compose_looks, compose_summary
from .course import Course
from .files import distinct, file_stem
from .forms import Look, fillable
from .layout import Layout, read_layout
from .naming import stems
from .participant import Participant
from .shelf import STYLES
from .summary import summary
from .wording import AS_USUAL, Wording, printed

_ALONE = Lock()

Job = tuple[Participant, Path]
"""A participant and where their handout is to be."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What is the same in every handout of a group."""

    course: Course
    pages: tuple[str, ...]
    layout: Layout
    wording: Wording = AS_USUAL
    fillable: bool = False
    """Fields to fill in on a screen stand where answers do."""


def handout(edition: Edition, participant: Participant, password: str = "") -> bytes:
    """Return one participant's handout as a PDF, which opens with the password if there is one.

    Raises GlyphError when no font has some of its characters.
    """
    pdf = _set(edition, printed(participant, edition.course, edition.wording))
    return encrypt(pdf, password) if password else pdf


def work(edition: bytes, participant: Participant) -> tuple[bytes, int]:
    """Return a handout and how many pages it has, in whatever process this is called.

    The edition is pickled, the participant as ``printed`` gives them. A cluster's worker may call this from several
    threads at once; the typesetter, which keeps one font map for all, serves them one after another.
    """
    with _ALONE:
        pdf = _set(_unpickled(edition), participant)
    return pdf, page_count(pdf)


@lru_cache(maxsize=1)
def _unpickled(edition: bytes) -> Edition:
    """Return the same edition for the same bytes, so that what is kept of it (style sheets, templates) is found."""
    found: Edition = pickle.loads(edition)  # noqa: S301 - from the process that asked for the work
    return found


def _set(edition: Edition, participant: Participant) -> bytes:
    from .typeset import typeset

    course, layout = edition.course, edition.layout
    html = compose(course, edition.pages, participant, layout, fillable=edition.fillable)
    pdf = bind(typeset(html, layout, course.folder))
    if not edition.fillable:
        return pdf

    def set_looks(looks: Sequence[Look]) -> bytes:
        return typeset(compose_looks(course, looks, layout), layout, course.folder, tagged=False)

    return fillable(pdf, participant, course, layout, set_looks)


def overview(people: Sequence[Participant], course: Course, heading: str, *, names: bool = False) -> bytes:
    """Return a group's overview as a PDF, without anybody's name unless that is wanted."""
    from .typeset import typeset

    layout = read_layout("handout", course.folder)
    layout = replace(layout, sheets=(*layout.sheets, STYLES / "summary.css"))
    said = [printed(person, course, AS_USUAL) for person in people]
    html = compose_summary(course, summary(said, course, names=names), heading, layout)
    return bind(typeset(html, layout, course.folder))


def plan(
    participants: Sequence[Participant], course: Course, folder: Path, pattern: str, group_by: str = ""
) -> list[Job]:
    """Return each participant with the path of their handout: named by a pattern, in a subfolder for each group."""
    named = zip(participants, stems(participants, course, pattern), strict=True)
    paths = {id(participant): f"{stem}.pdf" for participant, stem in named}
    if not group_by:
        return [(participant, folder / paths[id(participant)]) for participant in participants]
    found = groups(participants, course, group_by)
    folders = distinct(file_stem(name) for name in found)
    return [
        (participant, folder / inner / paths[id(participant)])
        for inner, people in zip(folders, found.values(), strict=True)
        for participant in people
    ]


def print_path(jobs: Sequence[Job], folder: Path) -> Path:
    """Return where a group's print file is to be: under a name that no participant's handout has."""
    taken = [path.stem for _participant, path in jobs if path.parent == folder]
    return folder / f"{distinct([*taken, 'tulosta-kaikki'])[-1]}.pdf"
