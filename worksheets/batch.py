"""Handouts made and written: one, or a whole group's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .bind import bind
from .choosing import groups
from .compose import compose
from .course import Course
from .errors import WorksheetsError
from .files import distinct, file_stem, refuse_existing, write_whole
from .layout import Layout
from .naming import stems
from .participant import Participant
from .typeset import typeset
from .wording import AS_USUAL, Wording, printed

Job = tuple[Participant, Path]
"""A participant and where their handout is to be."""


@dataclass(frozen=True, slots=True)
class Edition:
    """What is the same in every handout of a group."""

    course: Course
    pages: tuple[str, ...]
    layout: Layout
    wording: Wording = AS_USUAL


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one participant's handout: written, or not and why."""

    participant: Participant
    path: Path
    error: WorksheetsError | None = None


def handout(edition: Edition, participant: Participant) -> bytes:
    """Return one participant's handout as a PDF. Raises GlyphError when no font has some of its characters."""
    return _set(edition, printed(participant, edition.course, edition.wording))


def _set(edition: Edition, participant: Participant) -> bytes:
    html = compose(edition.course, edition.pages, participant, edition.layout)
    return bind(typeset(html, edition.layout, edition.course.folder))


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


def packet(edition: Edition, jobs: Sequence[Job], *, overwrite: bool = False) -> Iterator[Made]:
    """Write every participant's handout to its path, and yield what became of it.

    A handout that cannot be made keeps none of the others from being made; those that a font is missing for come first.
    Raises OutputError before anything is written when some of the files are there already.
    """
    refuse_existing([path for _participant, path in jobs], overwrite=overwrite)
    return _made(edition, jobs, overwrite=overwrite)


def _made(edition: Edition, jobs: Sequence[Job], *, overwrite: bool) -> Iterator[Made]:
    ready: list[tuple[Participant, Participant, Path]] = []
    for participant, path in jobs:
        try:
            ready.append((participant, printed(participant, edition.course, edition.wording), path))
        except WorksheetsError as error:
            yield Made(participant, path, error)
    for participant, person, path in ready:
        try:
            pdf = _set(edition, person)
        except WorksheetsError as error:
            yield Made(participant, path, WorksheetsError(*(f"{participant.name}: {said}" for said in error.problems)))
        else:
            write_whole(path, pdf, overwrite=overwrite)
            yield Made(participant, path)
