"""Names of the files of a group, from a pattern such as ``{n:02} {nimi}``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import overload

from worksheets.course.course import Course
from worksheets.errors import RosterError, nearest
from worksheets.files import distinct, file_stem
from worksheets.messages import _
from worksheets.people.fields import NUMBER, Field, Fields
from worksheets.people.participant import Participant
from worksheets.spreadsheets.packed import Picked

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


class Jobs(Sequence[Job]):
    """The jobs of a group. Of each, it keeps a name only: a hundred thousand paths would take 50 MB."""

    def __init__(
        self, people: Sequence[Participant], folder: Path, names: Sequence[str], folders: Sequence[str] = ()
    ) -> None:
        """``names`` are those of the people's files without endings.

        ``folders`` are the subfolders of their groups, or empty if there are no groups.
        """
        self.people = people
        self.folder = folder
        self._names = names
        self._folders = folders

    def __len__(self) -> int:
        """Return how many people there are."""
        return len(self.people)

    @overload
    def __getitem__(self, index: int) -> Job: ...
    @overload
    def __getitem__(self, index: slice) -> "Jobs": ...
    def __getitem__(self, index: int | slice) -> "Job | Jobs":
        """Return a job, or some of them, by index."""
        if isinstance(index, slice):
            return Jobs(self.people[index], self.folder, self._names[index], self._folders[index])
        return Job(self.people[index], self.path(index))

    def path(self, index: int) -> Path:
        """Return the path of a person's file by the person's index."""
        return self.folder / self.name(index)

    def stem(self, index: int) -> str:
        """Return the name of a person's file without its ending, and without the folder of a group."""
        return self._names[index]

    def name(self, index: int) -> str:
        """Return the name of a person's file by the person's index: relative to the folder, with slashes."""
        name = f"{self._names[index]}.pdf"
        return f"{self._folders[index]}/{name}" if self._folders else name

    @property
    def inner_folders(self) -> list[str]:
        """The names of the groups' subfolders, each once."""
        return list(dict.fromkeys(self._folders))

    @property
    def taken(self) -> list[str]:
        """What handouts put into the folder: names without endings, of files and of subfolders."""
        return [name.removesuffix(".pdf") for name in self.inner_folders] or list(self._names)

    def of(self, people: Sequence[Participant]) -> "Jobs":
        """Return the jobs for as many other people, whose files have the same paths."""
        return Jobs(people, self.folder, self._names, self._folders)


def plan(
    participants: Sequence[Participant], course: Course, folder: Path, pattern: str | None = None, group_by: str = ""
) -> Jobs:
    """Return each participant with the path of their handout: named by the pattern, in a subfolder for each group."""
    names = stems(participants, course, pattern)
    if not group_by:
        return Jobs(participants, folder, names)
    from worksheets.people.selection import groups

    by_group = groups(participants, course, group_by)
    inner = distinct(file_stem(name) for name in by_group)
    order = [index for indexes in by_group.values() for index in indexes]
    folders = [name for name, indexes in zip(inner, by_group.values(), strict=True) for _index in indexes]
    return Jobs(Picked(participants, order), folder, [names[index] for index in order], folders)


def print_path(jobs: Jobs) -> Path:
    """Return the path of a group's print file, which no participant's handout has."""
    return jobs.folder / f"{distinct([*jobs.taken, _PRINT_FILE])[-1]}.pdf"


def product_paths(jobs: Jobs, names: Sequence[str]) -> list[Path]:
    """Return the paths of a group's products, by the names of their files without endings.

    No participant's handout has one of these paths, nor the print file, whether there is one or not.
    """
    taken = [*jobs.taken, _PRINT_FILE]
    return [jobs.folder / f"{name}.pdf" for name in distinct([*taken, *names])[len(taken) :]]


def inner_folders(jobs: Jobs, names: Sequence[str]) -> list[Path]:
    """Return subfolders of a group's folder for other packets, in which no participant's handout is."""
    taken = jobs.inner_folders
    return [jobs.folder / name for name in distinct([*taken, *names])[len(taken) :]]
