"""Whose each row of a list is.

A list may have one row for each person, or several, one for each entry of a list, with the name on each or only on the
first; and a sheet of its own for each list, whose rows have the person's name or number.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from worksheets.errors import joined, nearest, shortened
from worksheets.messages import _, ngettext

from .headings import Headings
from .marks import Marks, Relation, contradict, relation
from .omissions import LeftOutReason, Omission
from .places import ListProblem, Place
from .row_kinds import has_other_headings, reason_to_omit
from .table import Table, name_key
from .table_rows import TableRow

_COMPARED = 50
"""The most people of a name, the last ones, with whom a row is compared."""
_ALIKE = 10
"""The most people of a name, the last ones, who have something in common with a row and with whom it is compared."""
_MOST_NAMED = 20
"""The most rows that are named when several people may be meant."""
_LONGEST_LISTED = 2
"""The most numbers in sequence that are listed; more are written as a span."""


@dataclass(frozen=True, slots=True)
class OwnedRow:
    """A row of a sheet that belongs to a person: where it is, since nobody holds the texts of all rows."""

    table: Table
    index: int
    number: int
    """The row's number in the sheet."""

    @property
    def row(self) -> TableRow:
        """The row itself."""
        return self.table.rows[self.index]

    @property
    def location(self) -> Place:
        """The row's location, for messages."""
        return self.table.location(self.number)


@dataclass(eq=False, slots=True)
class Draft:
    """The rows of one person, as they are gathered."""

    name: str
    """As it is first written; empty if the person has none."""
    marks: Marks
    """What the rows of the last answer say of whose they are, and where they say nothing, earlier ones."""
    answers: list[list[OwnedRow]]
    """The rows of each time that the person has answered; those of a trainer's list are one answer."""
    list_rows: list[OwnedRow] | tuple[()] = ()
    """Rows of sheets that hold one list each."""
    problems: tuple[ListProblem, ...] = ()

    @property
    def first(self) -> OwnedRow:
        """The row where the person first occurs."""
        return self.answers[0][0]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Somebody of the same name to whom a row may belong."""

    draft: Draft
    relation: Relation


class _Namesakes:
    """People of one name. A row is compared with few of them: a list of one name alone takes no longer than others."""

    __slots__ = ("_by_evidence", "drafts")

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self._by_evidence: dict[str, list[Draft]] = {}

    def add(self, draft: Draft) -> None:
        """Add a person."""
        self.drafts.append(draft)
        self.note(draft)

    def note(self, draft: Draft) -> None:
        """Note what the rows of a person say of whose they are."""
        for evidence in draft.marks.evidence:
            alike = self._by_evidence.setdefault(evidence, [])
            if draft not in alike[-_ALIKE:]:
                alike.append(draft)

    def likely(self, marks: Marks, *, has_entries: bool) -> list[Draft]:
        """Return the people to whom a row may belong, in the list's order.

        Where rows hold no entries, a row belongs to nobody with whom it has nothing in common.
        """
        by_evidence = [draft for evidence in marks.evidence for draft in self._by_evidence.get(evidence, [])[-_ALIKE:]]
        last = self.drafts[-_COMPARED:] if has_entries else []
        return [*(draft for draft in dict.fromkeys(by_evidence) if draft not in last), *last]


@dataclass
class _OmittedRows:
    """Rows of a sheet that are no person, one after the other, for one reason."""

    table: Table
    rows: list[int]
    reason: LeftOutReason
    text: str

    def takes(self, table: Table, reason: LeftOutReason) -> bool:
        """Return True if another row without name and answers is told of together with these."""
        return reason is LeftOutReason.EMPTY is self.reason and table is self.table

    @property
    def omission(self) -> Omission:
        """The rows as they are told of."""
        return Omission(locations(self.table, self.rows), self.reason, self.text)


def locations(table: Table, rows: list[int]) -> Place:
    """Return the location of a row, or of several, for messages: rows 2–4, 7. As a place, it is that of the first."""
    if len(rows) == 1:
        return table.location(rows[0])
    text = _("{source}, rows {rows}").format(source=table.source, rows=joined(_spans(rows)))
    return Place(text, table.source.sheet, rows[0])


def _spans(numbers: list[int]) -> Iterator[str]:
    """Yield numbers as text, and those in sequence as a span: 2–4."""
    start = 0
    for index in range(1, len(numbers) + 1):
        if index == len(numbers) or numbers[index] != numbers[index - 1] + 1:
            span = numbers[start:index]
            yield from [f"{span[0]}–{span[-1]}"] if len(span) > _LONGEST_LISTED else map(str, span)
            start = index


class Gathering:
    """Collects the people of one list, sheet by sheet."""

    def __init__(self, headings: Headings) -> None:
        self.headings = headings
        self.drafts: list[Draft] = []
        self.problems: list[ListProblem] = []
        """Problems of rows that belong to nobody; each draft has its own."""
        self._omitted: list[_OmittedRows] = []
        self._by_name: defaultdict[str, _Namesakes] = defaultdict(_Namesakes)
        """Drafts by what ``name_key`` returns for their names."""
        self._by_number: defaultdict[str, list[Draft]] = defaultdict(list)

    @property
    def omissions(self) -> tuple[Omission, ...]:
        """The rows that are no person."""
        return tuple(omitted.omission for omitted in self._omitted)

    def add_people(self, table: Table, *, joins: bool = False) -> None:
        """Add the people of a sheet; with ``joins``, its rows go on with those of people on earlier sheets."""
        previous: Draft | None = None
        for index, row in enumerate(table.rows if table.named else ()):
            if self._omits(table, row):
                previous = None
            elif has_other_headings(table, row, self.headings):
                message = _(
                    "{location}: headings again, but not those of row {row}; move the list under them to another sheet"
                )
                self.problems.append(table.location(row.number).problem(message, row=table.heading_row))
                return
            elif not row.continues:
                previous = self._add_row(OwnedRow(table, index, row.number), row, previous, joins=joins)

    def add_list(self, table: Table) -> None:
        """Add the rows of a list's own sheet to the people whom they name, or to that of the row above."""
        owner: Draft | None = None
        for index, row in enumerate(table.rows):
            if self._omits(table, row):
                owner = None
            elif not row.continues:
                says_whose = table.name(row) or table.numbers(row) or row.is_faulty(table.name_columns)
                if says_whose or owner is None:
                    owner = self._owner(table, row)
                if owner:
                    owner.list_rows = owner.list_rows or []
                    owner.list_rows.append(OwnedRow(table, index, row.number))

    def _omits(self, table: Table, row: TableRow) -> bool:
        """Return True if a row is no person, which is noted."""
        reason = reason_to_omit(table, row, self.headings)
        if reason is None:
            return False
        if self._omitted and self._omitted[-1].takes(table, reason):
            self._omitted[-1].rows.append(row.number)
        else:
            first_text = next((text for _column, text in row.filled()), "")
            text = "" if reason is LeftOutReason.EMPTY else table.name(row) or first_text
            self._omitted.append(_OmittedRows(table, [row.number], reason, text))
        return True

    def _add_row(self, owned: OwnedRow, row: TableRow, previous: Draft | None, *, joins: bool) -> Draft:
        """Add a row of a sheet of people to the person whose it is, who may be a new one; return them."""
        table = owned.table
        name, marks = table.name(row), table.marks(row)
        if previous and (_has_merged_name(table, row) or (not name and _goes_on(table, row, previous, marks))):
            return _with_row(previous, owned, marks)
        has_entries = joins or table.has_entries
        likely = self._by_name[name_key(name)].likely(marks, has_entries=has_entries) if name else []
        candidates = [
            _Candidate(draft, likeness)
            for draft in likely
            if (likeness := _relation(draft, table, marks, joins=joins)) is not Relation.OTHER_PERSON
        ]
        candidate = _likeliest(candidates, previous)
        if candidate is None:
            problems = (_several_of_the_name(owned, name, candidates),) if candidates else ()
            return self._new(Draft(name, marks, [[owned]], problems=problems), table.numbers(row))
        if candidate.relation is Relation.LATER_ANSWER:
            candidate.draft.answers.append([])
        draft = _with_row(candidate.draft, owned, marks)
        self._by_name[name_key(name)].note(draft)
        return draft

    def _new(self, draft: Draft, numbers: Sequence[str]) -> Draft:
        """Add a person, to whom rows can refer by name and by number."""
        self.drafts.append(draft)
        if draft.name:
            self._by_name[name_key(draft.name)].add(draft)
        for number in numbers:
            self._by_number[number].append(draft)
        return draft

    def _owner(self, table: Table, row: TableRow) -> Draft | None:
        """Return the person that a row of a list's own sheet belongs to; None, with a problem, if there is none."""
        name, numbers = table.name(row), table.numbers(row)
        by_number = (self._by_number[number] for number in numbers if number in self._by_number)
        owners = self._by_name[name_key(name)].drafts if name else next(by_number, [])
        marks = table.marks(row)
        if name and 1 < len(owners) <= _COMPARED:
            owners = [draft for draft in owners if _is_told_by(draft, table, row, marks)] or owners
        if len(owners) == 1:
            return owners[0]
        location = table.location(row.number).about(table.course.name_slot)
        faults = [table.location(row.number, column).reason(fault) for column, fault in row.errors.items()]
        if owners:
            self.problems.append(_several_owners(location, name or numbers[0], owners))
        elif not name and faults:
            self.problems += faults
        elif not name and not numbers:
            message = _("{location}: no name, and the row above belongs to nobody; add the participant’s name")
            self.problems.append(location.problem(message))
        else:
            names = dict.fromkeys(draft.name for draft in self.drafts if draft.name)
            self.problems.append(_nobody_of(location, name or " ".join(numbers), nearest(name, names)))
        return None


def _nobody_of(location: Place, name: str, suggestion: str) -> ListProblem:
    """Return the message for a row that names nobody in the list; ``suggestion`` is a sentence, or empty."""
    if suggestion:
        message = _("{location}: “{name}” is not one of the participants.")
        return ListProblem(message.format(location=location, name=shortened(name)) + suggestion, location)
    message = _("{location}: “{name}” is not one of the participants; add them to the list, or delete this row")
    return location.problem(message, name=shortened(name))


def _with_row(draft: Draft, owned: OwnedRow, marks: Marks) -> Draft:
    """Return a person with one more row in the last answer."""
    draft.answers[-1].append(owned)
    draft.marks = marks.with_missing(draft.marks)
    return draft


def _has_merged_name(table: Table, row: TableRow) -> bool:
    return any(column in row.merged for column in table.name_columns)


def _goes_on(table: Table, row: TableRow, previous: Draft, marks: Marks) -> bool:
    """Return True if a row without a name has entries of the person of the row above, and nothing else of its own."""
    if not table.has_entries or contradict(previous.marks, marks) or row.is_faulty(table.name_columns):
        return False
    above = previous.answers[-1][0].row
    slots = {column: table.columns[column].slot for column, _text in row.filled() if column in table.columns}
    answers = [column for column, slot in slots.items() if slot and "*" not in slot]
    if any(row.text(column) != above.text(column) for column in answers):
        return False
    return any("*" in slot for slot in slots.values()) or row.is_faulty(table.entry_columns)


def _relation(draft: Draft, table: Table, marks: Marks, *, joins: bool) -> Relation:
    """Return what a row is to somebody of the same name; two sheets' numbers have nothing to do with each other."""
    if draft.first.table is table:
        return relation(draft.marks, marks, has_entries=table.has_entries)
    return relation(Marks(email=draft.marks.email), Marks(email=marks.email), has_entries=joins)


def _likeliest(candidates: list[_Candidate], previous: Draft | None) -> _Candidate | None:
    """Return the person to whom a row belongs: whom its marks tell, the only one, or that of the row above.

    None if there is nobody, or if there are several and nothing tells which.
    """
    told_apart = [candidate for candidate in candidates if candidate.relation is not Relation.NOT_TOLD_APART]
    if told_apart or len(candidates) == 1:
        return (told_apart or candidates)[0]
    return next((candidate for candidate in candidates if candidate.draft is previous), None)


def _is_told_by(draft: Draft, table: Table, row: TableRow, marks: Marks) -> bool:
    """Return True if a row of a list's own sheet has a number or an e-mail address of a person."""
    numbers = {number for owned in draft.answers[-1] for number in owned.table.numbers(owned.row)}
    return bool(numbers & set(table.numbers(row))) or bool(marks.email and marks.email == draft.marks.email)


def _several_of_the_name(owned: OwnedRow, name: str, candidates: list[_Candidate]) -> ListProblem:
    location = owned.location.about(owned.table.course.name_slot)
    return _several_owners(location, name, [candidate.draft for candidate in candidates])


def _several_owners(location: Place, name: str, owners: list[Draft]) -> ListProblem:
    """Return the message for a row that several people may be meant by."""
    message = ngettext(
        "{location}: {count} participant is called “{name}” ({rows}); give each a number in a column “Nro”, and write "
        "the number beside the name here too",
        "{location}: {count} participants are called “{name}” ({rows}); give each a number in a column “Nro”, and "
        "write the number beside the name here too",
        len(owners),
    )
    rows = "; ".join(draft.first.location for draft in owners[:_MOST_NAMED])
    rows += "; …" if len(owners) > _MOST_NAMED else ""
    return location.problem(message, name=shortened(name), count=len(owners), rows=rows)
