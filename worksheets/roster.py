"""A list of participants: from CSV, a row each, or from YAML, an entry each."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from types import MappingProxyType

import yaml

from .course import Course
from .errors import RosterError, _, nearest
from .participant import Participant, Reader, checked
from .parts import Slot
from .tree import read_tree

_DELIMITERS = ";,\t"
_CELL = 1_000_000


@dataclass(frozen=True, slots=True)
class Roster:
    """The participants of one group, in the order of their list."""

    name: str
    participants: tuple[Participant, ...]


def read_roster(path: Path, course: Course) -> Roster:
    """Read a group's participants.

    Raises RosterError with every problem found, each with its row and column (CSV) or line and slot (YAML).
    """
    readers = {".csv": _from_csv, ".yaml": _from_yaml, ".yml": _from_yaml, ".json": _from_yaml}
    try:
        read = readers[path.suffix.lower()]
    except KeyError:
        raise RosterError(
            _("{path}: a list of participants is a .csv or .yaml file; save it as one").format(path=path)
        ) from None
    problems: list[str] = []
    participants = tuple(read(path, course, problems))
    if not participants and not problems:
        problems.append(_("{path}: there are no participants in it").format(path=path))
    if problems:
        raise RosterError(*problems)
    return Roster(path.stem, participants)


def _from_yaml(path: Path, course: Course, problems: list[str]) -> Iterator[Participant]:
    """Yield the entries of a list; a file that holds one participant is a list of one."""
    node = read_tree(path)
    reader = Reader(str(path), course)
    entries = node.value if isinstance(node, yaml.SequenceNode) else [node]
    yield from [reader.participant(entry) for entry in entries]
    problems += reader.problems


def _from_csv(path: Path, course: Course, problems: list[str]) -> Iterator[Participant]:
    rows = _rows(path, course)
    columns = _columns(rows[0], course)
    header = _Header(str(path), columns)
    problems += header.problems(rows[0], course)
    if problems:
        return
    for number, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            yield _participant(header, number, row, problems)


@dataclass(frozen=True, slots=True)
class _Header:
    """A CSV file's first row: the slot of each column."""

    source: str
    slots: tuple[Slot | None, ...]

    def problems(self, row: Sequence[str], course: Course) -> Iterator[str]:
        """Yield what is wrong with the header."""
        labels = [slot.label for slot in course.slots.values()]
        for column, (said, slot) in enumerate(zip(row, self.slots, strict=True), start=1):
            if slot is None and said.strip():
                near = nearest(said.strip(), [*labels, *course.slots])
                yield self.place(1, column, said) + _("unknown heading.") + near
            elif slot is not None and slot in self.slots[: column - 1]:
                yield self.place(1, column, said) + _("this column stands twice")
        if all(slot is None or slot.path != "nimi" for slot in self.slots):
            yield _("{source}: row 1: there is no column “{name}”").format(
                source=self.source, name=course.slots["nimi"].label
            )

    def place(self, row: int, column: int, heading: str) -> str:
        """Return where a problem is, as a spreadsheet counts, up to the colon."""
        return _("{source}: row {row}, column {column} “{heading}”: ").format(
            source=self.source, row=row, column=column, heading=heading.strip()
        )


def _participant(header: _Header, number: int, row: Sequence[str], problems: list[str]) -> Participant:
    """Return what a row says of a participant; what is wrong with it goes to ``problems``."""
    values: dict[str, str] = {}
    before = len(problems)
    for column, cell in enumerate(row, start=1):
        slot = header.slots[column - 1] if column <= len(header.slots) else None
        if slot is None:
            if cell.strip():
                problems.append(header.place(number, column, "") + _("“{cell}” has no heading").format(cell=cell))
            continue
        try:
            text = checked(cell, slot.limit)
        except ValueError as problem:
            problems.append(header.place(number, column, slot.label) + str(problem))
        else:
            values |= {slot.path: text} if text else {}
    if "nimi" not in values and len(problems) == before:
        missing = _("{source}: row {row}: the name is missing; every participant needs one")
        problems.append(missing.format(source=header.source, row=number))
    return Participant(MappingProxyType(values))


def _rows(path: Path, course: Course) -> list[list[str]]:
    """Return the cells, split at the delimiter that makes the most known headings."""
    csv.field_size_limit(_CELL)
    text = _text(path)

    def known(delimiter: str) -> int:
        header = next(csv.reader(StringIO(text, newline=""), delimiter=delimiter), [])
        return sum(slot is not None for slot in _columns(header, course))

    delimiter = max(_DELIMITERS, key=known)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise RosterError(_("{path}: not CSV: {error}").format(path=path, error=error)) from error
    if not rows or not any(cell.strip() for cell in rows[0]):
        raise RosterError(_("{path}: the first row must have the headings").format(path=path))
    return rows


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RosterError(_("{path}: not UTF-8 text; save it as “CSV UTF-8”").format(path=path)) from error
    except OSError as error:
        raise RosterError(f"{path}: {error.strerror}") from error


def _columns(headings: Sequence[str], course: Course) -> tuple[Slot | None, ...]:
    """Return the slot that each heading means: by its path, or by its label whatever the case and spacing."""
    by_label = {_folded(slot.label): slot for slot in course.slots.values()}
    return tuple(course.slots.get(heading.strip()) or by_label.get(_folded(heading)) for heading in headings)


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()
