"""An overview of what a group has filled in."""

import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from worksheets.errors import ParticipantError, Problems
from worksheets.packet.session import Session
from worksheets.people.list_options import ListOptions

from .documents import OUTPUT, Document
from .groups import Group, plain_stem
from .handouts import given_values
from .lists import read_list
from .printing import Printing

if TYPE_CHECKING:
    from worksheets.course.course import Course
    from worksheets.people.participant import Participant
    from worksheets.people.roster import Roster

_MANY_LETTERS = 50_000
"""Letters of a group that take about two seconds of the processor; a handout may take six."""
_LETTERS_A_SECOND = 8_000
"""Letters that are certainly typeset in a second of the processor: measured were 24,000."""
_SEPARATOR = re.compile(r"(?<!\d)-|-(?!\d)|_")
"""What stands for a space in the name of a file: an underscore, and a hyphen unless it is part of a date or a span."""


def summary(  # noqa: PLR0913 - what is shown of whom
    source: "Path | str | Roster | Group",
    course: "Course",
    options: ListOptions = ListOptions(),
    *,
    names: bool = False,
    session: Session | None = None,
    title: str = "",
    given: Mapping[str, str] | None = None,
) -> Document:
    """Return an overview of what a group has filled in, as a PDF; it names nobody unless ``names``.

    ``source`` is a group that has been chosen, a list that has been read, or what ``check`` reads. Its title is the
    list's name in words unless one is given. ``given`` are values that everybody gets, as ``Printing`` has them; they
    are printed under the title. Raises RosterError with everything that is wrong in the list, ParticipantError for a
    title or values that cannot be printed.
    """
    if isinstance(source, Group):
        people, name, stem = source.people, source.roster.name, source.stem
    else:
        roster = read_list(source, course, options) if isinstance(source, str | Path) else source
        people, name, stem = roster.participants, roster.name, plain_stem(roster.name)
    problems = Problems()
    with problems:
        heading = _title(title, course.language) or title_in_words(name) or course.title
    with problems:
        values = given_values(Printing(course, given=given or {}))
    problems.raise_any()

    def make() -> bytes:
        from worksheets.packet.jobs import overview_job

        everybody = [person.given(values) for person in people]
        with _session_for(everybody, session) as used:
            return used.call(course, overview_job, everybody, course, heading, names=names, given=tuple(values))

    return Document(OUTPUT / f"{stem}-yhteenveto.pdf", make)


def _session_for(people: "Sequence[Participant]", session: Session | None) -> AbstractContextManager[Session]:
    """Return a session: the one that is given, or for very much text one with the time that it takes to typeset."""
    letters = sum(len(text) for person in people for text in person.values.values())
    if letters > _MANY_LETTERS:
        return Session(timeout=letters / _LETTERS_A_SECOND)
    return nullcontext(session) if session else Session()


def title_in_words(name: str) -> str:
    """Return the name of a list's file as a title: “ryhma-a_kevat-2026” gives “Ryhma a kevat 2026”.

    Hyphens between digits stay, since they belong to dates. What cannot be printed is left out.
    """
    from worksheets.compose.titles import LONGEST
    from worksheets.people.texts import printable
    from worksheets.text.fonts import uncovered

    text = printable(name)
    words = " ".join(_SEPARATOR.sub(" ", text.translate(dict.fromkeys(map(ord, uncovered(text)), " "))).split())
    return words[:1].upper() + words[1:LONGEST]


def _title(title: str, language: str) -> str:
    """Return a title as it is printed. Raises ParticipantError for one that cannot be printed, or is too long."""
    from worksheets.compose.titles import printed_title

    try:
        return printed_title(title, language)
    except ValueError as problem:
        raise ParticipantError(str(problem)) from problem
