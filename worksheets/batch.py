"""Handouts made and written: one, or a whole group's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .bind import bind
from .compose import compose
from .course import Course
from .errors import OutputError, WorksheetsError
from .files import distinct, file_stem, refuse_existing, write_whole
from .layout import Layout
from .participant import Participant
from .typeset import typeset


@dataclass(frozen=True, slots=True)
class Edition:
    """What is the same in every handout of a group."""

    course: Course
    pages: tuple[str, ...]
    layout: Layout


@dataclass(frozen=True, slots=True)
class Made:
    """What became of one participant's handout: written, or not and why."""

    participant: Participant
    path: Path
    error: WorksheetsError | None = None


def handout(edition: Edition, participant: Participant) -> bytes:
    """Return one participant's handout as a PDF."""
    html = compose(edition.course, edition.pages, participant, edition.layout)
    return bind(typeset(html, edition.layout, edition.course.folder))


def packet(
    edition: Edition, participants: Sequence[Participant], folder: Path, *, overwrite: bool = False
) -> Iterator[Made]:
    """Write every participant's handout into a folder, each named after its participant, and yield what became of it.

    A handout that cannot be made keeps none of the others from being made. Raises OutputError before the first one when
    some of the files are there already.
    """
    stems = distinct(file_stem(participant.name) for participant in participants)
    paths = [folder / f"{stem}.pdf" for stem in stems]
    refuse_existing(paths, overwrite=overwrite)
    return _made(edition, list(zip(participants, paths, strict=True)), overwrite=overwrite)


def _made(edition: Edition, jobs: Sequence[tuple[Participant, Path]], *, overwrite: bool) -> Iterator[Made]:
    for participant, path in jobs:
        try:
            write_whole(path, handout(edition, participant), overwrite=overwrite)
        except OutputError:
            raise
        except WorksheetsError as error:
            yield Made(participant, path, error)
        else:
            yield Made(participant, path)
