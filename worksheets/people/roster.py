"""Read a list of participants in any format, and report all of its problems at once."""

import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import yaml

from worksheets.course.course import Course
from worksheets.errors import RosterError, _

from .headings import Column, Headings
from .list_options import ListOptions
from .participant import EXAMPLE, Participant, ParticipantReader
from .spreadsheet import Sheet, read_sheets, read_text_sheets
from .table import Draft, People, read_table
from .yaml_reader import parse_tree, read_tree

LONG_ANSWER = 600
"""Length, in characters, over which an answer gets a warning, since it continues on another page."""
_TREES = (".yaml", ".yml", ".json")
"""Suffixes of the files that hold trees of values and no tables."""


@dataclass(frozen=True, slots=True)
class Person:
    """A participant of a list, with their problems."""

    participant: Participant
    location: str
    """Where the list has them, for messages: the file, and the sheet and the row or else the line."""
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """A list that has been read, with its problems."""

    name: str
    people: tuple[Person, ...]
    problems: tuple[str, ...]
    """Problems of the list itself; each person has their own."""
    columns: tuple[Column, ...] = ()
    """The columns of all sheets, with the meanings of their headings."""

    @property
    def participants(self) -> tuple[Participant, ...]:
        """The participants without problems, in the list's order."""
        return tuple(person.participant for person in self.people if not person.problems)

    @property
    def errors(self) -> tuple[str, ...]:
        """All problems: the list's and each person's."""
        return (*self.problems, *(problem for person in self.people for problem in person.problems))

    @property
    def warnings(self) -> tuple[str, ...]:
        """Warnings about namesakes, people with nothing but a name, and very long answers."""
        return tuple(_warnings(self.people))


def read_roster(path: Path, course: Course, options: ListOptions | None = None) -> Roster:
    """Return a list that has no problems; see ``study_roster`` for the formats.

    Raises RosterError with all problems, each with its sheet, row and column, or its line and slot.
    """
    roster = study_roster(path, course, options or ListOptions())
    if roster.errors:
        raise RosterError(*roster.errors)
    return roster


def study_roster(path: Path, course: Course, options: ListOptions) -> Roster:
    """Return a list with its problems, if it has any.

    ``path`` is a table (delimited text or a workbook), a YAML or JSON file, a folder of participants' files, or ``-``
    for standard input. Raises RosterError or ParticipantError only for a file that cannot be read at all.
    """
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.suffix.lower() in _TREES)
        people = [person for file in files for person in _people_of_tree(read_tree(file), str(file), course)]
        return _roster(path.resolve().name, people, [], str(path))
    if str(path) == "-":
        return _roster_of_input(sys.stdin.buffer.read(), course, options)
    if path.suffix.lower() in _TREES:
        return _roster(path.stem, _people_of_tree(read_tree(path), str(path), course), [], str(path))
    headings = Headings(course, {**_kept_mapping(path), **options.mapping})
    return _roster_of_sheets(path.stem, str(path), read_sheets(path, headings.recognises), headings, options)


def _roster_of_input(data: bytes, course: Course, options: ListOptions) -> Roster:
    """Return the list that standard input holds: YAML or JSON, by its first characters, or else a text table."""
    source = _("standard input")
    if data.lstrip().startswith((b"- ", b"[{", b"[\n", b"{\n", f"{course.name_slot}:".encode())):
        try:
            node = parse_tree(data.decode("utf-8-sig"), source)
        except UnicodeDecodeError as error:
            raise RosterError(_("{source}: not UTF-8 text; save the list as UTF-8").format(source=source)) from error
        return _roster("ryhma", _people_of_tree(node, source, course), [], source)
    headings = Headings(course, options.mapping)
    return _roster_of_sheets("ryhma", source, read_text_sheets(data, source, headings.recognises), headings, options)


def _people_of_tree(node: yaml.Node, source: str, course: Course) -> Iterator[Person]:
    """Yield each participant of a YAML list; a file with a single participant counts as a list of one."""
    for entry in node.value if isinstance(node, yaml.SequenceNode) else [node]:
        reader = ParticipantReader(source, course)
        participant = reader.participant(entry)
        line = entry.start_mark.line + 1 if entry.start_mark else 1
        yield Person(participant, _("{source}: line {line}").format(source=source, line=line), tuple(reader.problems))


def _roster_of_sheets(
    name: str, source: str, sheets: Iterable[Sheet], headings: Headings, options: ListOptions
) -> Roster:
    """Return the people of all sheets. The sheets of people are read before those that hold one list each."""
    problems: list[str] = []
    tables = [
        read_table(source, sheet, headings, problems, ignore=options.ignore_unknown) for sheet in sheets if sheet.rows
    ]
    people = People(headings.course)
    for table in sorted(tables, key=lambda table: bool(table.list_path)):
        people.add(table)
    columns = tuple(column for table in tables for column in table.columns.values())
    named = any(table.named for table in tables)
    persons = (_person(draft, headings.course, named=named) for draft in people.drafts)
    return _roster(name, persons, [*problems, *people.problems], source, columns)


def _person(draft: Draft, course: Course, *, named: bool) -> Person:
    """Return a person who has been read; ``named`` is true if the list has a column for the name."""
    problems = list(draft.problems)
    if named and course.name_slot not in draft.values and not problems:
        problems.append(
            _("{location}: the name is missing; every participant needs one").format(location=draft.location)
        )
    participant = Participant(MappingProxyType(draft.values), course.name_slot)
    return Person(participant, draft.location, tuple(problems))


def _roster(
    name: str, people: Iterable[Person], problems: list[str], source: str, columns: tuple[Column, ...] = ()
) -> Roster:
    """Return a roster without the example participant of a file to start from."""
    everyone = list(people)
    kept = tuple(person for person in everyone if person.participant.name != EXAMPLE)
    if not everyone and not problems:
        problems = [_("{source}: there are no participants in it").format(source=source)]
    return Roster(name, kept, tuple(problems), columns)


def _kept_mapping(path: Path) -> dict[str, str]:
    """Return slots by headings from the file beside a list: for ``ryhma.xlsx``, ``ryhma.map.toml``."""
    file = path.with_suffix(".map.toml")
    try:
        toml = tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError) as error:
        raise RosterError(f"{file}: {error}") from error
    headings = toml.get("headings", {})
    if toml.keys() - {"headings"} or not isinstance(headings, dict):
        raise RosterError(
            _('{file}: write [headings], and under it lines such as "Heading" = "slot"').format(file=file)
        )
    return {str(heading): str(slot) for heading, slot in headings.items()}


def _warnings(people: tuple[Person, ...]) -> Iterator[str]:
    names = Counter(" ".join(person.participant.name.split()).casefold() for person in people)
    filled = any(len(person.participant.values) > 1 for person in people)
    for person in people:
        name = person.participant.name
        if name and names[" ".join(name.split()).casefold()] > 1:
            message = _("{location}: there is another “{name}”; their files get numbers")
            yield message.format(location=person.location, name=name)
        if name and filled and len(person.participant.values) == 1:
            message = _("{location}: “{name}” has nothing but a name")
            yield message.format(location=person.location, name=name)
        for path, text in person.participant.values.items():
            if len(text) > LONG_ANSWER:
                message = _("{location}: {slot}: {count} characters; it will continue on another page")
                yield message.format(location=person.location, slot=path, count=len(text))
