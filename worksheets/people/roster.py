"""Read a list of participants in any format, and report all of its problems at once."""

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from types import MappingProxyType

import yaml

from worksheets.course.course import Course
from worksheets.errors import RosterError, WorksheetsError, shortened, system_reason
from worksheets.files import is_litter
from worksheets.messages import _, ngettext
from worksheets.spreadsheets.sheet_builder import ROWS
from worksheets.spreadsheets.sheets import Sheet
from worksheets.spreadsheets.spreadsheet import LARGEST, read_sheets, read_text_sheets

from .answers import Answers, read_answers
from .gathering import Draft, Gathering
from .heading_problems import heading_problems, unused_mapping, without_duplicates
from .headings import Column, Headings
from .kept_mapping import kept_mapping
from .labels import is_placeholder
from .list_options import ListOptions
from .mark_texts import example_text
from .names import numbering
from .omissions import LeftOutReason, Omission
from .participant import Participant, ParticipantReader, doubts, told_apart
from .sheet_choice import choose_sheets, no_sheet
from .table import name_key, read_table
from .yaml_reader import parse_tree, read_tree, text_of

LONG_ANSWER = 600
"""Length, in characters, over which an answer gets a warning, since it continues on another page."""
_MOST_PROBLEMS = 100_000
"""Limit of the problems of a list: two million cells with one each would take a gigabyte."""
_TREES = (".yaml", ".yml", ".json")
"""Suffixes of the files that hold trees of values and no tables."""


@dataclass(frozen=True, slots=True)
class Person:
    """A participant of a list, with their problems."""

    participant: Participant
    location: str
    """Where the list has them, for messages: the file, and the sheet and the row or else the line."""
    problems: tuple[str, ...]
    hidden: bool = False
    """The spreadsheet does not show their rows, and hidden rows are not taken."""
    oddities: tuple[str, ...] = ()
    """What is unusual in their texts, but no error."""

    @property
    def number(self) -> int:
        """Their number in the list, from 1."""
        return self.participant.number

    @property
    def left_out(self) -> LeftOutReason | None:
        """Why they get no handout; None if they get one."""
        if self.hidden:
            return LeftOutReason.HIDDEN
        return LeftOutReason.PROBLEMS if self.problems else None

    @property
    def omission(self) -> Omission | None:
        """What is said of them if they get no handout; None if they get one."""
        return Omission(self.location, self.left_out, self.participant.name) if self.left_out else None


@dataclass(frozen=True, slots=True)
class Roster:
    """A list that has been read, with its problems."""

    name: str
    people: tuple[Person, ...]
    """Everybody, in the list's order, with numbers from 1."""
    problems: tuple[str, ...]
    """Problems of the list itself; each person has their own."""
    columns: tuple[Column, ...] = ()
    """The columns of all sheets, with the meanings of their headings."""
    oddities: tuple[str, ...] = ()
    """What is unusual about the list, but no error, beside what is unusual about its people."""
    omissions: tuple[Omission, ...] = ()
    """The sheets and rows that give no handout because they are no person, or hidden."""

    @property
    def participants(self) -> tuple[Participant, ...]:
        """The participants without problems and not hidden, in the list's order."""
        return tuple(person.participant for person in self.people if not person.left_out)

    @property
    def errors(self) -> tuple[str, ...]:
        """All problems: the list's, and those of each person who is not hidden."""
        people = (person for person in self.people if not person.hidden)
        return (*self.problems, *(problem for person in people for problem in person.problems))

    @property
    def warnings(self) -> tuple[str, ...]:
        """Warnings: the list's oddities, letters probably lost, namesakes, people with only a name, long answers."""
        return (*self.oddities, *_warnings([person for person in self.people if not person.hidden]))


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
    if os.path.isdir(path):  # noqa: PTH112 - of a name that is too long, pathlib raises an error
        _refuse_tab(str(path), options)
        return _roster_of_folder(path, course)
    if str(path) == "-":
        return _roster_of_input(_standard_input(), course, options)
    if path.suffix.lower() in _TREES:
        _refuse_tab(str(path), options)
        return _roster_of_trees(path.stem, str(path), [*_people_of_tree(read_tree(path), str(path), course)], course)
    headings = Headings(course, {**kept_mapping(path), **options.mapping})
    return roster_of_sheets(path.stem, str(path), read_sheets(path, headings.recognises), headings, options)


def _roster_of_folder(folder: Path, course: Course) -> Roster:
    """Return the people of the files in a folder; what is wrong with a file that cannot be read is in it.

    Raises RosterError if none of the files can be read.
    """
    people: list[Person] = []
    problems: list[str] = []
    files = _files_of(folder)
    for file in files:
        try:
            people += _people_of_tree(read_tree(file), str(file), course)
        except WorksheetsError as error:
            problems += error.problems
        if len(people) > ROWS:
            raise _too_many_people(str(folder))
    if problems and not people:
        raise RosterError(*problems)
    roster = _roster_of_trees(folder.resolve().name, str(folder), people, course)
    return replace(roster, problems=(*problems, *roster.problems))


def _files_of(folder: Path) -> list[Path]:
    """Return the participants' files of a folder, in order. Raises RosterError if there are too many."""
    try:
        with os.scandir(folder) as entries:
            paths = (folder / entry.name for entry in entries)
            trees = (path for path in paths if _is_of_a_person(path))
            files = sorted(islice(trees, ROWS + 1))
    except OSError as error:
        raise RosterError(f"{folder}: {system_reason(error)}") from error
    if len(files) > ROWS:
        raise RosterError(
            _("{folder}: more than {most} files; split them into several folders").format(folder=folder, most=ROWS)
        )
    if sum(map(_size, files)) > LARGEST:
        message = _("{folder}: the files are larger than {most} MB in all; split them into several folders")
        raise RosterError(message.format(folder=folder, most=LARGEST // 1_000_000))
    return files


def _is_of_a_person(path: Path) -> bool:
    """Return True for a file that may hold a participant's data, and not for a schema, which stands beside it."""
    return path.suffix.lower() in _TREES and not path.name.lower().endswith(".schema.json") and not is_litter(path)


def _size(file: Path) -> int:
    """Return the size of a file; 0 if it cannot be seen, which is said when it is read."""
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _standard_input() -> bytes:
    """Return what standard input holds, up to a bit more than a list may have: it need not end.

    Raises RosterError when it is closed.
    """
    source = _("standard input")
    try:
        data = sys.stdin.buffer.read(LARGEST + 1)
    except (OSError, ValueError, AttributeError) as error:  # It is a folder, closed, or there is none.
        raise RosterError(_("{source}: cannot be read; is it closed?").format(source=source)) from error
    return data


def _roster_of_input(data: bytes, course: Course, options: ListOptions) -> Roster:
    """Return the list that standard input holds: YAML or JSON, by its first characters, or else a text table."""
    source = _("standard input")
    if data.lstrip().startswith((b"- ", b"[{", b"[\n", b"{\n", f"{course.name_slot}:".encode())):
        return _roster_of_trees(
            "ryhma", source, [*_people_of_tree(parse_tree(text_of(data, source), source), source, course)], course
        )
    headings = Headings(course, options.mapping)
    return roster_of_sheets("ryhma", source, read_text_sheets(data, source, headings.recognises), headings, options)


def _refuse_tab(source: str, options: ListOptions) -> None:
    """Raise RosterError if a sheet is chosen of a list that has none."""
    if options.tab:
        raise RosterError(*(no_sheet(source, name, ()) for name in options.tab))


def _people_of_tree(node: yaml.Node, source: str, course: Course) -> Iterator[Person]:
    """Yield each participant of a YAML list; a file with a single participant counts as a list of one."""
    entries = node.value if isinstance(node, yaml.SequenceNode) else [node]
    if len(entries) > ROWS:
        raise _too_many_people(source)
    for entry in entries:
        reader = ParticipantReader(source, course)
        participant = reader.participant(entry)
        line = entry.start_mark.line + 1 if entry.start_mark else 1
        key = participant.text(course.email_slot).casefold()
        location = _("{source}: line {line}").format(source=source, line=line)
        participant = replace(participant, key=key)
        problems = (*reader.problems, *_faults_of_example(participant, location, course))
        yield Person(participant, location, problems, oddities=doubts(participant, course))


def _roster_of_trees(name: str, source: str, everyone: Sequence[Person], course: Course) -> Roster:
    """Return the people of YAML or JSON; of a person of one name and e-mail address, the last answer counts."""
    examples = [person for person in everyone if _is_untouched(person.participant, course)]
    last = {_identity(person): person for person in everyone}
    is_example = set(map(id, examples))
    people = [person for person in everyone if last[_identity(person)] is person and id(person) not in is_example]
    message = _("{location}: “{name}” has answered again; the answer used is {last}")
    oddities = [
        message.format(
            location=person.location, name=shortened(person.participant.name), last=last[_identity(person)].location
        )
        for person in everyone
        if last[_identity(person)] is not person
    ]
    omissions = [Omission(person.location, LeftOutReason.EXAMPLE, person.participant.name) for person in examples]
    problems = () if everyone else (_nobody(source),)
    return Roster(name, _numbered(people), problems, (), tuple(oddities), tuple(omissions))


def _faults_of_example(participant: Participant, location: str, course: Course) -> Iterator[str]:
    """Yield a message for the example of a file to start from, if somebody has filled in more than the name."""
    if is_placeholder(participant.name, course.words) and not _is_untouched(participant, course):
        message = _("{location}: “{name}” is the name of the example; write the participant’s own name")
        yield message.format(location=location, name=participant.name)


def _is_untouched(participant: Participant, course: Course) -> bool:
    """Return True for the example of a file to start from, if nobody has filled in anything but what it has."""
    others = ((course.slots[path], text) for path, text in participant.values.items() if path != course.name_slot)
    return is_placeholder(participant.name, course.words) and all(
        text == example_text(slot.marks) for slot, text in others
    )


def _identity(person: Person) -> tuple[str, str, int]:
    """Return what is the same for all answers of one person."""
    name, key = name_key(person.participant.name), person.participant.key
    return (name, key, 0) if name and "@" in key else ("", "", id(person))


def roster_of_sheets(
    name: str, source: str, sheets: Iterable[Sheet], headings: Headings, options: ListOptions
) -> Roster:
    """Return the people of all sheets. The sheets of people are read before those that hold one list each."""
    tables = [read_table(source, sheet, headings) for sheet in sheets]
    chosen = choose_sheets(source, tables, headings, options)
    wrong = [problem for table in chosen.read for problem in heading_problems(table, headings, options)]
    gathering = Gathering(headings)
    for table in chosen.people:
        gathering.add_people(without_duplicates(table))
    for table in chosen.joined:
        gathering.add_people(without_duplicates(table), joins=True)
    for table in chosen.lists:
        gathering.add_list(without_duplicates(table))
    problems = [*chosen.problems, *wrong, *gathering.problems]
    omissions = [*chosen.omissions, *gathering.omissions]
    if not (gathering.drafts or problems or any(omitted.reason is LeftOutReason.EXAMPLE for omitted in omissions)):
        problems.append(_nobody(source))
    columns = tuple(column for table in chosen.read for column in table.columns.values() if table.heading_row)
    oddities = (*chosen.oddities, *unused_mapping(source, tables, headings))
    roster = Roster(name, (), tuple(problems), columns, oddities, tuple(omissions))
    return _with_people(roster, gathering.drafts, headings.course, options)


def _with_people(roster: Roster, drafts: Sequence[Draft], course: Course, options: ListOptions) -> Roster:
    """Return a roster with the people whose rows have been gathered, and what is odd about those rows."""
    answers: list[Answers] = []
    count = len(roster.problems)
    for draft in drafts:
        answers.append(read_answers(draft, course, hidden=options.hidden))
        count += len(answers[-1].problems)
        if count > _MOST_PROBLEMS:
            message = _("{source}: more than {most} errors; is this the right file?")
            source = draft.first.table.source
            raise RosterError(
                message.format(source=source, most=_MOST_PROBLEMS), *roster.problems, *_problems_of(answers)
            )
    return replace(
        roster,
        people=_numbered([_person(draft, read, course) for draft, read in zip(drafts, answers, strict=True)]),
        oddities=(*roster.oddities, *(oddity for read in answers if not read.is_hidden for oddity in read.oddities)),
        omissions=(*roster.omissions, *(omission for read in answers for omission in read.omissions)),
    )


def _problems_of(answers: Sequence[Answers]) -> Iterator[str]:
    return (problem for read in answers for problem in read.problems)


def _person(draft: Draft, answers: Answers, course: Course) -> Person:
    """Return a person with what has been read of them."""
    problems, location = list(answers.problems), draft.first.location
    if course.name_slot not in answers.values and not problems:
        problems.append(_("{location}: the name is missing; every participant needs one").format(location=location))
    values = MappingProxyType(answers.values)
    participant = Participant(values, course.name_slot, draft.marks.key, columns=answers.columns)
    problems += _faults_of_example(participant, location, course)
    return Person(participant, location, tuple(problems), answers.is_hidden, doubts(participant, course))


def _numbered(people: Sequence[Person]) -> tuple[Person, ...]:
    """Return people with their numbers in the list."""
    participants = told_apart([person.participant for person in people])
    return tuple(
        replace(person, participant=replace(participant, number=number))
        for number, (person, participant) in enumerate(zip(people, participants, strict=True), start=1)
    )


def _too_many_people(source: str) -> RosterError:
    return RosterError(_("{source}: more than {most} participants; split the list").format(source=source, most=ROWS))


def _nobody(source: str) -> str:
    return _("{source}: no participants in it; is this the right file?").format(source=source)


def _warnings(people: Sequence[Person]) -> Iterator[str]:
    names = Counter(" ".join(person.participant.name.split()).casefold() for person in people)
    filled = any(len(person.participant.values) > 1 for person in people)
    for person in people:
        yield from (f"{person.location}: {oddity}" for oddity in person.oddities)
        name = person.participant.name
        if name and names[" ".join(name.split()).casefold()] > 1:
            message = _("{location}: another participant is also called “{name}”; their files are numbered")
            yield message.format(location=person.location, name=shortened(name))
        if numbering(name):
            message = _("{location}: the name “{name}” begins with a number, which will be printed")
            yield message.format(location=person.location, name=shortened(name))
        if name and filled and len(person.participant.values) == 1:
            message = _("{location}: “{name}” has a name and nothing else")
            yield message.format(location=person.location, name=shortened(name))
        for path, text in person.participant.values.items():
            if len(text) > LONG_ANSWER:
                message = ngettext(
                    "{location}: {slot}: {count} character; the text continues on another page",
                    "{location}: {slot}: {count} characters; the text continues on another page",
                    len(text),
                )
                yield message.format(location=person.location, slot=path, count=len(text))
