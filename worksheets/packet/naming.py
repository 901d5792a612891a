"""Names of the files of a group, from a pattern such as ``{n:02} {nimi}``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from worksheets.course.course import Course
from worksheets.errors import RosterError, _, nearest
from worksheets.files import distinct, file_stem
from worksheets.people.participant import Participant

PLAIN = "{n:03}"
"""The pattern that tells nothing about the person."""
_NUMBER = "n"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a pattern: literal text, and the field after it if there is one."""

    text: str
    field: str = ""
    spec: str = ""

    def filled(self, number: int, person: Participant) -> str:
        """Return the piece as it stands in one participant's file name."""
        return self.text + (format(number, self.spec) if self.field == _NUMBER else person.text(self.field))


def stems(people: Sequence[Participant], course: Course, pattern: str | None = None) -> list[str]:
    """Return each participant's file name without its ending, all different, whatever their case.

    In the pattern ``{n}`` is the place in the list from 1, as ``{n:02}`` with so many digits, and ``{nimi}`` or any
    slot's path is its text; braces that are to stay are written twice. Without a pattern the name of the file is that
    of the participant. Raises RosterError with everything in the pattern that cannot be filled.
    """
    pieces = _pieces(f"{{{course.name_slot}}}" if pattern is None else pattern, course)
    return distinct(
        file_stem("".join(piece.filled(number, person) for piece in pieces))
        for number, person in enumerate(people, start=1)
    )


def _pieces(pattern: str, course: Course) -> list[_Piece]:
    """Return the pieces of a pattern. Raises RosterError for a pattern that cannot be filled."""
    try:
        parsed = list(Formatter().parse(pattern))
    except ValueError as error:
        raise RosterError(
            _("--name “{pattern}”: a brace has no pair; write {{{name}}}, and a brace that is to stay twice").format(
                pattern=pattern, name=course.name_slot
            )
        ) from error
    problems = [
        _("--name “{pattern}”: {problem}").format(pattern=pattern, problem=problem)
        for _text, field, spec, conversion in parsed
        if field is not None and (problem := _problem(field, spec or "", conversion, course))
    ]
    if problems:
        raise RosterError(*dict.fromkeys(problems))
    return [_Piece(text, field or "", spec or "") for text, field, spec, _conversion in parsed]


def _problem(field: str, spec: str, conversion: str | None, course: Course) -> str:
    """Return what is wrong with a field of a pattern; empty if nothing is."""
    if field != _NUMBER and field not in course.shown:
        return _("no field “{field}”.").format(field=field) + nearest(field, [_NUMBER, *course.shown])
    if conversion:
        return _("write {{{field}}} without “!{conversion}”").format(field=field, conversion=conversion)
    if field == _NUMBER and not re.fullmatch(r"0?[0-9]{0,2}d?", spec):
        return _("{{n:{spec}}}: after the colon stands the number of digits, as in {{n:02}}").format(spec=spec)
    if field != _NUMBER and spec:
        return _("write {{{field}}} without “:{spec}”; only {{n}} takes a number of digits").format(
            field=field, spec=spec
        )
    return ""


@dataclass(frozen=True, slots=True)
class Job:
    """A participant and the path of their handout."""

    participant: Participant
    path: Path


def plan(
    participants: Sequence[Participant], course: Course, folder: Path, pattern: str | None = None, group_by: str = ""
) -> list[Job]:
    """Return each participant with the path of their handout: named by the pattern, in a subfolder for each group."""
    named = zip(participants, stems(participants, course, pattern), strict=True)
    paths = {id(participant): f"{stem}.pdf" for participant, stem in named}
    if not group_by:
        return [Job(participant, folder / paths[id(participant)]) for participant in participants]
    from worksheets.people.selection import groups

    people_by_group = groups(participants, course, group_by)
    folders = distinct(file_stem(name) for name in people_by_group)
    return [
        Job(participant, folder / inner / paths[id(participant)])
        for inner, people in zip(folders, people_by_group.values(), strict=True)
        for participant in people
    ]


def print_path(jobs: Sequence[Job], folder: Path) -> Path:
    """Return the path of a group's print file, which no participant's handout has."""
    taken = [job.path.stem for job in jobs if job.path.parent == folder]
    return folder / f"{distinct([*taken, 'tulosta-kaikki'])[-1]}.pdf"
