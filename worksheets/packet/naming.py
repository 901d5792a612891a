"""Names of the files of a group, from a pattern such as ``{n:02} {nimi}``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from worksheets.course.course import Course
from worksheets.errors import RosterError, nearest
from worksheets.files import distinct, file_stem
from worksheets.messages import _
from worksheets.people.fields import NUMBER, Field, Fields
from worksheets.people.participant import Participant

_PRINT_FILE = "tulosta-kaikki"
PLAIN = "{n:03}"
"""The pattern that tells nothing about the person."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a pattern: literal text, and after it a number, a field, or nothing."""

    text: str
    field: Field | None = None
    number_format: str | None = None
    """How the person's number is written; None if the piece has none."""

    def filled(self, number: int, person: Participant) -> str:
        """Return the piece as it stands in one participant's file name."""
        if self.number_format is not None:
            return self.text + format(number, self.number_format)
        return self.text + (self.field.text(person) if self.field else "")


def stems(people: Sequence[Participant], course: Course, pattern: str | None = None) -> list[str]:
    """Return each participant's file name without its ending, all different, whatever their case.

    In the pattern ``{n}`` is the number that the list has the participant by, or for somebody of no list the place from
    1; ``{n:02}`` has so many digits. ``{nimi}`` or any slot's path is its text, as are ``{etunimi}``, ``{sukunimi}``
    and the heading of a column that is not printed; braces that are to stay are written twice. Without a pattern the
    name of the file is that of the participant. Raises RosterError with everything in it that cannot be filled.
    """
    pieces = _pieces(f"{{{course.name_slot}}}" if pattern is None else pattern, Fields(course, people))
    return distinct(
        file_stem("".join(piece.filled(person.number or place, person) for piece in pieces))
        for place, person in enumerate(people, start=1)
    )


def _pieces(pattern: str, fields: Fields) -> list[_Piece]:
    """Return the pieces of a pattern. Raises RosterError for a pattern that cannot be filled."""
    try:
        parsed = list(Formatter().parse(pattern))
    except ValueError as error:
        raise RosterError(
            _("--name “{pattern}”: a brace has no pair; write {{{name}}}, and double a brace that should stay").format(
                pattern=pattern, name=fields.course.name_slot
            )
        ) from error
    problems = [
        _("--name “{pattern}”: {problem}").format(pattern=pattern, problem=problem)
        for _text, field, spec, conversion in parsed
        if field is not None and (problem := _problem(field, spec or "", conversion, fields))
    ]
    if problems:
        raise RosterError(*dict.fromkeys(problems))
    return [_piece(text, field, spec or "", conversion, fields) for text, field, spec, conversion in parsed]


def _piece(text: str, field: str | None, spec: str, conversion: str | None, fields: Fields) -> _Piece:
    """Return a piece of a pattern in which nothing is wrong."""
    if field is None:
        return _Piece(text)
    if heading := _heading(field, spec, conversion, fields):
        return _Piece(text, Field(column=heading))
    return _Piece(text, number_format=spec) if field == NUMBER else _Piece(text, Field(field))


def _heading(field: str, spec: str, conversion: str | None, fields: Fields) -> str:
    """Return the heading of the column that a field names; empty for none. There may be a colon in the heading."""
    if field == NUMBER or field in fields.course.shown:
        return ""
    name = field + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
    return fields.heading(name)


def _problem(field: str, spec: str, conversion: str | None, fields: Fields) -> str:
    """Return what is wrong with a field of a pattern; empty if nothing is."""
    shown = fields.course.shown
    if _heading(field, spec, conversion, fields):
        return ""
    if field != NUMBER and field not in shown:
        names = [*shown, *fields.columns.values()]
        return _("there is no field “{field}”.").format(field=field) + nearest(field, names)
    if conversion:
        return _("write {{{field}}} without “!{conversion}”").format(field=field, conversion=conversion)
    if field == NUMBER and not re.fullmatch(r"0?[0-9]{0,2}d?", spec):
        return _("{{n:{spec}}}: write the number of digits after the colon, as in {{n:02}}").format(spec=spec)
    if field != NUMBER and spec:
        return _("write {{{field}}} without “:{spec}”; only {{n}} can have a number of digits").format(
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
    return folder / f"{distinct([*_taken(jobs, folder), _PRINT_FILE])[-1]}.pdf"


def product_paths(jobs: Sequence[Job], folder: Path, names: Sequence[str]) -> list[Path]:
    """Return the paths of a group's products, by the names of their files without endings.

    No participant's handout has one of these paths, nor the print file, whether there is one or not.
    """
    taken = [*_taken(jobs, folder), _PRINT_FILE]
    return [folder / f"{name}.pdf" for name in distinct([*taken, *names])[len(taken) :]]


def inner_folders(jobs: Sequence[Job], folder: Path, names: Sequence[str]) -> list[Path]:
    """Return subfolders of a group's folder for other packets, in which no participant's handout is."""
    taken = list(dict.fromkeys(job.path.parent.name for job in jobs if job.path.parent != folder))
    return [folder / name for name in distinct([*taken, *names])[len(taken) :]]


def _taken(jobs: Sequence[Job], folder: Path) -> list[str]:
    """Return the names of what handouts put into a folder, without endings: files, and subfolders of groups."""
    inner = {job.path.parent.name.removesuffix(".pdf"): None for job in jobs if job.path.parent != folder}
    return [*(job.path.stem for job in jobs if job.path.parent == folder), *inner]
