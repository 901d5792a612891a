"""Read a list of participants in any format, and report all of its problems at once."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
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
from .listed_people import Participants, People, Person
from .mark_texts import example_text
from .names import numbering
from .omissions import LeftOutReason, Omission
from .open_list import OpenList
from .opening import opened
from .participant import KeysOfAlike, Participant, ParticipantReader, doubts
from .places import ListProblem, Place
from .sheet_choice import ChosenSheets, choose_sheets
from .table import Table, name_key, read_table
from .tree_sheet import HEADING_ROW, Tree

LONG_ANSWER = 600
"""Length, in characters, over which an answer gets a warning, since it continues on another page."""
_MOST_PROBLEMS = 100_000
"""Limit of the problems of a list: two million cells with one each would take a gigabyte."""


@dataclass(frozen=True)
class Roster:
    """A list that has been read, with its problems."""

    name: str
    people: Sequence[Person]
    """Everybody, in the list's order, with numbers from 1; packed, so that each is a new object when asked for."""
    problems: tuple[str, ...]
    """Problems of the list itself; each person has their own."""
    columns: tuple[Column, ...] = ()
    """The columns of all sheets, with the meanings of their headings."""
    oddities: tuple[str, ...] = ()
    """What is unusual about the list, but no error, beside what is unusual about its people."""
    omissions: tuple[Omission, ...] = ()
    """The sheets and rows that give no handout because they are no person, or hidden."""

    @cached_property
    def _people(self) -> People:
        return self.people if isinstance(self.people, People) else People(self.people)

    @cached_property
    def everybody(self) -> Sequence[Participant]:
        """The participants, in the list's order, those with problems and the hidden ones too."""
        return Participants(self._people)

    @cached_property
    def participants(self) -> Sequence[Participant]:
        """The participants without problems and not hidden, in the list's order."""
        return self._people.printed()

    @cached_property
    def left_out(self) -> Sequence[Person]:
        """The people who get no handout."""
        return self._people.without_handout()

    @cached_property
    def errors(self) -> tuple[str, ...]:
        """All problems: the list's, and those of each person who is not hidden."""
        people = (person for person in self.left_out if not person.hidden)
        return (*self.problems, *(problem for person in people for problem in person.problems))

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """Warnings: the list's oddities, letters probably lost, namesakes, people with only a name, long answers."""
        return (*self.oddities, *_warnings(self._people.shown()))


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
    examples = {index for index, person in enumerate(everyone) if _is_untouched(person.participant, course)}
    identities = [_identity(person, index) for index, person in enumerate(everyone)]
    last = {identity: index for index, identity in enumerate(identities)}
    rows: defaultdict[object, list[tuple[int, int]]] = defaultdict(list)
    for identity, person in zip(identities, everyone, strict=True):
        rows[identity] += person.rows
    people = (
        replace(person, rows=tuple(rows[identities[index]]))
        for index, person in enumerate(everyone)
        if last[identities[index]] == index and index not in examples
    )
    message = _("{location}: “{name}” has answered again; the answer used is {last}")
    oddities = tuple(
        person.location.problem(message, name=shortened(person.participant.name), last=everyone[used].location)
        for index, person in enumerate(everyone)
        if (used := last[identities[index]]) != index
    )
    left_out = (everyone[index] for index in sorted(examples))
    omissions = tuple(Omission(each.location, LeftOutReason.EXAMPLE, each.participant.name) for each in left_out)
    return Roster(name, _numbered(people), () if everyone else (_nobody(source),), (), oddities, omissions)


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


def _identity(person: Person, index: int) -> tuple[str, str, int]:
    """Return what is the same for all answers of one person; ``index`` is that of the answer."""
    name, key = name_key(person.participant.name), person.participant.key
    return (name, key, 0) if name and "@" in key else ("", "", index)


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
    people, keys = People(), KeysOfAlike()
    oddities, omissions = [*roster.oddities], [*roster.omissions]
    count = len(roster.problems)
    for number, draft in enumerate(drafts, start=1):
        answers = read_answers(draft, course, hidden=options.hidden)
        count += len(answers.problems)
        if count > _MOST_PROBLEMS:
            problems = _problems_of(drafts[:number], course, options)
            raise RosterError(_too_many_problems(draft), *roster.problems, *problems)
        people.append(_person(draft, answers, number, keys, course))
        oddities += () if answers.is_hidden else answers.oddities
        omissions += answers.omissions
    return replace(roster, people=people, oddities=tuple(oddities), omissions=tuple(omissions))


def _too_many_problems(draft: Draft) -> str:
    message = _("{source}: more than {most} errors; is this the right file?")
    return message.format(source=draft.first.table.source, most=_MOST_PROBLEMS)


def _problems_of(drafts: Sequence[Draft], course: Course, options: ListOptions) -> Iterator[str]:
    """Yield the problems of some people once more: they are nowhere held together."""
    for draft in drafts:
        yield from read_answers(draft, course, hidden=options.hidden).problems


def _person(draft: Draft, answers: Answers, number: int, keys: KeysOfAlike, course: Course) -> Person:
    """Return a person with what has been read of them."""
    problems, location = list(answers.problems), draft.first.location
    if course.name_slot not in answers.values and not problems:
        message = _("{location}: the name is missing; every participant needs one")
        problems.append(location.about(course.name_slot).problem(message))
    key = keys.key(answers.values, course.name_slot, draft.marks.key)
    participant = Participant(MappingProxyType(answers.values), course.name_slot, key, number, answers.columns)
    problems += _faults_of_example(participant, location, course)
    owned = [*(row for answer in draft.answers for row in answer), *draft.list_rows]
    rows = tuple((row.table.source.sheet, row.number) for row in owned)
    return Person(participant, location, tuple(problems), answers.is_hidden, doubts(participant, course), rows)


def _numbered(people: Iterable[Person]) -> People:
    """Return people with their numbers in the list, and with keys where they are alike."""
    numbered, keys = People(), KeysOfAlike()
    for number, person in enumerate(people, start=1):
        old = person.participant
        key = keys.key(old.values, old.name_slot, old.key)
        numbered.append(replace(person, participant=replace(old, key=key, number=number)))
    return numbered


def _nobody(source: str) -> ListProblem:
    return Place(source).problem(_("{source}: no participants in it; is this the right file?"))


def _warnings(people: Collection[Person]) -> Iterator[ListProblem]:
    names = Counter(map(_same_name, people))
    filled = any(len(person.participant.values) > 1 for person in people)
    for person in people:
        for oddity in person.oddities:
            yield person.location.about(oddity.partition(": ")[0]).reason(oddity)
        name, place = person.participant.name, person.location.about(person.participant.name_slot)
        if name and names[_same_name(person)] > 1:
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


def _same_name(person: Person) -> int:
    """Return a number that people of one name have in common; a hundred thousand names would take ten megabytes."""
    return hash(" ".join(person.participant.name.split()).casefold())
