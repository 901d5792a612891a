"""Read a list of participants in any format, and report all of its problems at once."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from worksheets.course.course import Course
from worksheets.errors import RosterError, shortened
from worksheets.messages import _, ngettext
from worksheets.spreadsheets.packed import Packed
from worksheets.spreadsheets.sheets import Sheet

from .answers import Answers, read_answers
from .gathering import Draft, Gathering
from .heading_problems import heading_problems, unused_mapping, without_duplicates
from .headings import Column, Headings, headings_of
from .labels import is_placeholder
from .list_options import ListOptions
from .mark_texts import example_text
from .names import numbering
from .omissions import LeftOutReason, Omission
from .open_list import OpenList
from .opening import opened
from .participant import Participant, ParticipantReader, doubts, told_apart
from .places import ListProblem, Place
from .sheet_choice import ChosenSheets, choose_sheets
from .table import Table, name_key, read_table
from .tree_sheet import HEADING_ROW, Tree

LONG_ANSWER = 600
"""Length, in characters, over which an answer gets a warning, since it continues on another page."""
_MOST_PROBLEMS = 100_000
"""Limit of the problems of a list: two million cells with one each would take a gigabyte."""


@dataclass(frozen=True, slots=True)
class Person:
    """A participant of a list, with their problems."""

    participant: Participant
    location: Place
    """Where the list has them, for messages: the file, and the sheet and the row or else the line."""
    problems: tuple[str, ...]
    hidden: bool = False
    """The spreadsheet does not show their rows, and hidden rows are not taken."""
    oddities: tuple[str, ...] = ()
    """What is unusual in their texts, but no error."""
    rows: tuple[tuple[int, int], ...] = field(default=(), compare=False)
    """All rows that are theirs: the index of the sheet, and the row's number."""

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
    """Return a list with its problems, if it has any; ``path`` is as ``opening.opened`` takes it, and raises."""
    return roster_of(opened(path, course, options), course)


def roster_of(open_list: OpenList, course: Course) -> Roster:
    """Return the people of an open list, with its problems. Raises RosterError when no sheet can be chosen."""
    if open_list.trees is not None:
        return roster_of_trees(open_list, open_list.trees, course)
    headings = headings_of(course, open_list.options.mapping)
    tables = tables_of(open_list, headings)
    return roster_of_tables(open_list, tables, headings)[0]


def tables_of(open_list: OpenList, headings: Headings) -> list[Table]:
    """Return the sheets of an open list with the meanings of their columns."""
    return [
        read_table(open_list.source, _without_empty_rows(sheet), headings, index, open_list.meanings_of(index))
        for index, sheet in enumerate(open_list.sheets)
    ]


def _without_empty_rows(sheet: Sheet) -> Sheet:
    """Return a sheet as a file gives it: rows whose texts somebody has deleted are not there."""
    if isinstance(sheet.rows, Packed):
        return sheet
    rows = tuple(row for row in sheet.rows if row.cells)
    return sheet if len(rows) == len(sheet.rows) else replace(sheet, rows=rows)


def roster_of_trees(open_list: OpenList, trees: Sequence[Tree], course: Course) -> Roster:
    """Return the people of YAML and JSON files; what is wrong with files that cannot be read is in it."""
    row = HEADING_ROW + 1
    people: list[Person] = []
    for tree in trees:
        people += _people_of_tree(tree, row, course)
        row += len(tree.entries)
    roster = _roster_of_people(open_list.name, open_list.source, people, course)
    return replace(roster, problems=(*open_list.problems, *roster.problems))


def _people_of_tree(tree: Tree, first_row: int, course: Course) -> Iterator[Person]:
    """Yield each participant of a file; ``first_row`` is the number of the first one's row where rows show them."""
    for row, entry in enumerate(tree.entries, start=first_row):
        reader = ParticipantReader(tree.source, course, row)
        participant = reader.participant(entry)
        line = entry.start_mark.line + 1 if entry.start_mark else 1
        key = participant.text(course.email_slot).casefold()
        text = _("{source}: line {line}").format(source=tree.source, line=line)
        location = Place(text, row=row, line=line)
        participant = replace(participant, key=key)
        problems = (*reader.problems, *_faults_of_example(participant, location, course))
        yield Person(participant, location, problems, oddities=doubts(participant, course), rows=((0, row),))


def _roster_of_people(name: str, source: str, everyone: Sequence[Person], course: Course) -> Roster:
    """Return the people of YAML or JSON; of a person of one name and e-mail address, the last answer counts."""
    examples = [person for person in everyone if _is_untouched(person.participant, course)]
    last = {_identity(person): person for person in everyone}
    is_example = set(map(id, examples))
    rows: defaultdict[object, list[tuple[int, int]]] = defaultdict(list)
    for person in everyone:
        rows[_identity(person)] += person.rows
    people = [
        replace(person, rows=tuple(rows[_identity(person)]))
        for person in everyone
        if last[_identity(person)] is person and id(person) not in is_example
    ]
    message = _("{location}: “{name}” has answered again; the answer used is {last}")
    oddities = [
        person.location.problem(message, name=shortened(person.participant.name), last=last[_identity(person)].location)
        for person in everyone
        if last[_identity(person)] is not person
    ]
    omissions = [Omission(person.location, LeftOutReason.EXAMPLE, person.participant.name) for person in examples]
    problems = () if everyone else (_nobody(source),)
    return Roster(name, _numbered(people), problems, (), tuple(oddities), tuple(omissions))


def _faults_of_example(participant: Participant, location: Place, course: Course) -> Iterator[ListProblem]:
    """Yield a message for the example of a file to start from, if somebody has filled in more than the name."""
    if is_placeholder(participant.name, course.words) and not _is_untouched(participant, course):
        message = _("{location}: “{name}” is the name of the example; write the participant’s own name")
        yield location.about(course.name_slot).problem(message, name=participant.name)


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


def roster_of_tables(open_list: OpenList, tables: Sequence[Table], headings: Headings) -> tuple[Roster, ChosenSheets]:
    """Return the people of all sheets, and which sheets are read: those of people before those that hold one list."""
    source, options = open_list.source, open_list.options
    chosen = choose_sheets(source, tables, headings, options)
    wrong = [problem for table in chosen.read for problem in heading_problems(table, headings, options)]
    gathering = Gathering(headings)
    for table in chosen.people:
        gathering.add_people(without_duplicates(table))
    for table in chosen.joined:
        gathering.add_people(without_duplicates(table), joins=True)
    for table in chosen.lists:
        gathering.add_list(without_duplicates(table))
    problems = [*open_list.problems, *chosen.problems, *wrong, *gathering.problems]
    omissions = [*chosen.omissions, *gathering.omissions]
    if not (gathering.drafts or problems or any(omitted.reason is LeftOutReason.EXAMPLE for omitted in omissions)):
        problems.append(_nobody(source))
    columns = tuple(column for table in chosen.read for column in table.columns.values() if table.heading_row)
    oddities = (*chosen.oddities, *unused_mapping(source, tables, headings))
    roster = Roster(open_list.name, (), tuple(problems), columns, oddities, tuple(omissions))
    return _with_people(roster, gathering.drafts, headings.course, options), chosen


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
        message = _("{location}: the name is missing; every participant needs one")
        problems.append(location.about(course.name_slot).problem(message))
    values = MappingProxyType(answers.values)
    participant = Participant(values, course.name_slot, draft.marks.key, columns=answers.columns)
    problems += _faults_of_example(participant, location, course)
    owned = [*(row for answer in draft.answers for row in answer), *draft.list_rows]
    rows = tuple((row.table.source.sheet, row.number) for row in owned)
    return Person(participant, location, tuple(problems), answers.is_hidden, doubts(participant, course), rows)


def _numbered(people: Sequence[Person]) -> tuple[Person, ...]:
    """Return people with their numbers in the list."""
    participants = told_apart([person.participant for person in people])
    return tuple(
        replace(person, participant=replace(participant, number=number))
        for number, (person, participant) in enumerate(zip(people, participants, strict=True), start=1)
    )


def _nobody(source: str) -> ListProblem:
    return Place(source).problem(_("{source}: no participants in it; is this the right file?"))


def _warnings(people: Sequence[Person]) -> Iterator[ListProblem]:
    names = Counter(" ".join(person.participant.name.split()).casefold() for person in people)
    filled = any(len(person.participant.values) > 1 for person in people)
    for person in people:
        for oddity in person.oddities:
            yield person.location.about(oddity.partition(": ")[0]).reason(oddity)
        name, place = person.participant.name, person.location.about(person.participant.name_slot)
        if name and names[" ".join(name.split()).casefold()] > 1:
            message = _("{location}: another participant is also called “{name}”; their files are numbered")
            in_a_table = _("“{name}” is in the list more than once; the files are numbered")
            yield place.problem(message, in_a_table=in_a_table, name=shortened(name))
        if numbering(name):
            message = _("{location}: the name “{name}” begins with a number, which will be printed")
            yield place.problem(message, name=shortened(name))
        if name and filled and len(person.participant.values) == 1:
            message = _("{location}: “{name}” has a name and nothing else")
            in_a_table = _("only a name; the handout has no answers")
            yield place.problem(message, in_a_table=in_a_table, name=shortened(name))
        for path, text in person.participant.values.items():
            if len(text) > LONG_ANSWER:
                message = ngettext(
                    "{location}: {slot}: {count} character; the text continues on another page",
                    "{location}: {slot}: {count} characters; the text continues on another page",
                    len(text),
                )
                yield person.location.about(path).problem(message, slot=path, count=len(text))
