"""A list of participants, from whatever a trainer has: read and judged, with everything wrong said at once."""

import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import yaml

from worksheets.course.course import Course
from worksheets.errors import RosterError, _

from .headings import Column, Headings
from .participant import EXAMPLE, Participant, ParticipantReader
from .spreadsheet import Sheet, read_sheets, read_text_sheets
from .table import Draft, People, understand
from .yaml_reader import parse_tree, read_tree

LONG_ANSWER = 600
"""Characters of an answer that is worth a second look: it goes on continuation."""
_TREES = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user says of a list's headings."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    """Slots by headings; ``-`` for a column to leave out."""
    ignore_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """A participant as a list has them, and what is wrong there."""

    participant: Participant
    place: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """A list that has been read: its people, and what is wrong or only odd with it."""

    name: str
    people: tuple[Person, ...]
    problems: tuple[str, ...]
    """What is wrong with the list itself."""
    columns: tuple[Column, ...] = ()
    """What each heading means."""

    @property
    def participants(self) -> tuple[Participant, ...]:
        """Those with whom nothing is wrong, in the list's order."""
        return tuple(person.participant for person in self.people if not person.problems)

    @property
    def errors(self) -> tuple[str, ...]:
        """Everything that is wrong."""
        return (*self.problems, *(problem for person in self.people for problem in person.problems))

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is only odd: people of one name, people with nothing but a name, very long answers."""
        return tuple(_oddities(self.people))


def read_roster(path: Path, course: Course, choices: Choices | None = None) -> Roster:
    """Read a list with which nothing is wrong.

    Raises RosterError with every problem found, each with its sheet, row and column, or its line and slot.
    """
    roster = study_roster(path, course, choices or Choices())
    if roster.errors:
        raise RosterError(*roster.errors)
    return roster


def study_roster(path: Path, course: Course, choices: Choices) -> Roster:
    """Read a list and judge it: a table, a YAML or JSON file, a folder of participants' files, or ``-`` for input.

    Raises RosterError only for what cannot be read at all.
    """
    if path.is_dir():
        files = sorted(file for file in path.iterdir() if file.suffix.lower() in _TREES)
        people = [person for file in files for person in _of_tree(read_tree(file), str(file), course)]
        return _roster(path.resolve().name, people, [], str(path))
    if str(path) == "-":
        return _of_input(sys.stdin.buffer.read(), course, choices)
    if path.suffix.lower() in _TREES:
        return _roster(path.stem, _of_tree(read_tree(path), str(path), course), [], str(path))
    headings = Headings(course, {**_kept_mapping(path), **choices.mapping})
    return _of_sheets(path.stem, str(path), read_sheets(path, headings.known), headings, choices)


def _of_input(data: bytes, course: Course, choices: Choices) -> Roster:
    source = _("standard input")
    if data.lstrip()[:2] in (b"- ", b"[{", b"[\n", b"{\n") or data.lstrip()[:5] == b"nimi:":
        try:
            node = parse_tree(data.decode("utf-8-sig"), source)
        except UnicodeDecodeError as error:
            raise RosterError(_("{source}: not UTF-8 text; save the list as UTF-8").format(source=source)) from error
        return _roster("ryhma", _of_tree(node, source, course), [], source)
    headings = Headings(course, choices.mapping)
    return _of_sheets("ryhma", source, read_text_sheets(data, source, headings.known), headings, choices)


def _of_tree(node: yaml.Node, source: str, course: Course) -> Iterator[Person]:
    """Yield the entries of a list; a file that holds one participant is a list of one."""
    for entry in node.value if isinstance(node, yaml.SequenceNode) else [node]:
        reader = ParticipantReader(source, course)
        participant = reader.participant(entry)
        line = entry.start_mark.line + 1 if entry.start_mark else 1
        yield Person(participant, _("{source}: line {line}").format(source=source, line=line), tuple(reader.problems))


def _of_sheets(name: str, source: str, sheets: Iterable[Sheet], headings: Headings, choices: Choices) -> Roster:
    """Read the sheets of people first, then those that hold one list each."""
    problems: list[str] = []
    tables = [
        understand(source, sheet, headings, problems, ignore=choices.ignore_unknown) for sheet in sheets if sheet.rows
    ]
    people = People(headings.course)
    for table in sorted(tables, key=lambda table: bool(table.within)):
        people.add(table)
    columns = tuple(column for table in tables for column in table.columns.values())
    named = any(table.named for table in tables)
    found = (_person(draft, named=named) for draft in people.drafts)
    return _roster(name, found, [*problems, *people.problems], source, columns)


def _person(draft: Draft, *, named: bool) -> Person:
    """Return what was read of a person; the name is missed only where the list has a column for it."""
    problems = list(draft.problems)
    if named and "nimi" not in draft.values and not problems:
        problems.append(_("{place}: the name is missing; every participant needs one").format(place=draft.place))
    return Person(Participant(MappingProxyType(draft.values)), draft.place, tuple(problems))


def _roster(
    name: str, people: Iterable[Person], problems: list[str], source: str, columns: tuple[Column, ...] = ()
) -> Roster:
    """Return a roster without the example row that a starting file has."""
    found = list(people)
    kept = tuple(person for person in found if person.participant.name != EXAMPLE)
    if not found and not problems:
        problems = [_("{source}: there are no participants in it").format(source=source)]
    return Roster(name, kept, tuple(problems), columns)


def _kept_mapping(path: Path) -> dict[str, str]:
    """Return what the headings mean by the file kept beside a list: for ``ryhma.xlsx``, ``ryhma.map.toml``."""
    kept = path.with_suffix(".map.toml")
    try:
        told = tomllib.loads(kept.read_text("utf-8")) if kept.is_file() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError) as error:
        raise RosterError(f"{kept}: {error}") from error
    headings = told.get("headings", {})
    if told.keys() - {"headings"} or not isinstance(headings, dict):
        raise RosterError(
            _('{file}: write [headings], and under it lines such as "Heading" = "slot"').format(file=kept)
        )
    return {str(heading): str(slot) for heading, slot in headings.items()}


def _oddities(people: tuple[Person, ...]) -> Iterator[str]:
    names = Counter(" ".join(person.participant.name.split()).casefold() for person in people)
    filled = any(len(person.participant.values) > 1 for person in people)
    for person in people:
        name = person.participant.name
        if name and names[" ".join(name.split()).casefold()] > 1:
            yield _("{place}: there is another “{name}”; their files get numbers").format(place=person.place, name=name)
        if name and filled and len(person.participant.values) == 1:
            yield _("{place}: “{name}” has nothing but a name").format(place=person.place, name=name)
        for path, text in person.participant.values.items():
            if len(text) > LONG_ANSWER:
                yield _("{place}: {slot}: {count} characters; it will go on continuation").format(
                    place=person.place, slot=path, count=len(text)
                )
