"""Watching a course while it is written: each change is typeset at once, and shown in one PDF."""

from collections.abc import Generator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from worksheets.errors import OutputError
from worksheets.files import refuse_existing, write_whole
from worksheets.packet.session import Session
from worksheets.resources import COURSES

from .courses import read_course
from .documents import OUTPUT, Document
from .previews import PreviewMaker, PreviewOptions
from .variants import variant_name

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import datetime
    from threading import Event

    from worksheets.course.fault import CourseFault
    from worksheets.course.folder_changes import Changes

    from .previews import PreviewState

_PREVIEW = "esikatselu"
"""What the preview's file is called, after the course's folder."""
_PATIENCE = 0.2
"""Seconds in which a file comes back that an editor has taken away to put another in its place."""
_MOST_LOOKS = 5
"""How often such a file is waited for, while others change."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The preview has changed, or what is wrong with the course."""

    path: Path
    """The PDF."""
    changed: tuple[str, ...]
    """The pages that have been typeset anew, by their names."""
    pages: int
    """How many pages the course has."""
    problems: tuple[str, ...]
    """Everything that is wrong now; a page that is at fault is shown as it last was right."""
    names: tuple[str, ...] = ()
    """The course's pages in their order."""
    faults: "tuple[CourseFault, ...]" = ()
    """What is wrong with the course now, as values: file, line, cure, and what stands on the line."""
    stale: "Mapping[str, datetime | None]" = field(default_factory=dict)
    """The pages that are shown as they last were right, by their names, with the time since when; None for a page that
    never was."""
    page_pdfs: Mapping[str, bytes] = field(default_factory=dict, repr=False, compare=False)
    """The pages as they last were right, without strips that say what is wrong; none for a page that never was."""


def watch(
    where: str | Path,
    options: PreviewOptions = PreviewOptions(),
    *,
    changes: "Changes | None" = None,
    session: Session | None = None,
    ended: "Event | None" = None,
) -> Generator[Preview, None, None]:
    """Keep a PDF of a course's blank handout up to date, and yield what happens: first the whole preview.

    ``where`` is the course's folder. It goes on until ``changes``, which are those in the folder unless others are
    given, end, until another thread sets ``ended``, which is heeded in a fifth of a second unless pages are being
    typeset, or until the generator is closed. What is wrong with the course is in the events. Raises CourseError if
    there is no course at first, NoTypesetterError where nothing can be typeset, and OutputError at first if the PDF
    cannot be written, or is there already.
    """
    folder = _folder(str(where))
    stem = variant_name(f"{folder.resolve().name}-{_PREVIEW}", options)
    path = Document(OUTPUT / f"{stem}.pdf", bytes).target(options.output)
    refuse_existing([path], overwrite=options.overwrite or options.output is None)
    with ExitStack() as stack:
        kept_session = session or stack.enter_context(Session())
        followed = changes or stack.enter_context(_changes_in(folder, ended))
        yield from _previews(PreviewMaker(str(where), folder, options, kept_session), path, followed)


def _folder(where: str) -> Path:
    """Return the folder of a course. Raises CourseError if there is no ``course.toml`` in it."""
    folder = Path(where) if Path(where).is_dir() else COURSES / where
    if not (folder / "course.toml").exists():
        read_course(where)  # It says what there is instead.
    return folder


def _changes_in(folder: Path, ended: "Event | None") -> "AbstractContextManager[Changes]":
    from worksheets.course.folder_changes import FolderChanges

    return FolderChanges(folder, ended)


def _previews(maker: PreviewMaker, path: Path, changes: "Changes") -> Generator[Preview, None, None]:
    """Yield a preview at first, and then whenever it, or what is wrong with it, is another."""
    state = maker.state()
    write_whole(path, state.pdf, overwrite=True)
    written, last = state.pdf, _preview(path, state, state.problems)
    yield last
    while changes.wait():
        state = _settled(maker, changes, last.problems)
        problems = state.problems
        if state.pdf != written:
            try:
                write_whole(path, state.pdf, overwrite=True)
                written = state.pdf
            except (
                OutputError
            ) as error:  # As while another program has it open on Windows; the next change tries again.
                problems += error.problems
        if state.changed or problems != last.problems:
            last = _preview(path, state, problems)
            yield last


def _preview(path: Path, state: "PreviewState", problems: tuple[str, ...]) -> Preview:
    return Preview(
        path, state.changed, len(state.names), problems, state.names, state.faults, state.stale, state.page_pdfs
    )


def _settled(maker: PreviewMaker, changes: "Changes", known: tuple[str, ...]) -> "PreviewState":
    """Return the preview; if there are new problems, as it is when nothing changes any more for a moment."""
    state = maker.state()
    for _time in range(_MOST_LOOKS):
        if not state.problems or state.problems == known or not changes.wait(_PATIENCE):
            break
        before, state = state, maker.state()
        state = replace(state, changed=tuple(dict.fromkeys((*before.changed, *state.changed))))
    return state
