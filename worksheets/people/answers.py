"""What a person has answered: the texts of their rows, by slots.

A cell may hold several entries of a list, split at line breaks or else at semicolons, where the list's column has no
number and the person has one row.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape

from worksheets.course.course import Course
from worksheets.course.marks import Marks
from worksheets.course.slots import Slot
from worksheets.errors import joined, quoted, shortened
from worksheets.messages import _, ngettext
from worksheets.spreadsheets.guards import GUARD, is_guarded

from .gathering import Draft, OwnedRow, locations
from .guarded_texts import CHOICES, unguarded
from .headings import Headings, Other
from .moments import latest
from .names import FIRST_NAME, LAST_NAME, name_parts
from .omissions import LeftOutReason, Omission
from .option_columns import Option, option_at
from .places import ListProblem, Place
from .table import Table
from .table_rows import TableRow
from .texts import checked, clean, kept


@dataclass
class Answers:
    """What has been read of a person."""

    values: dict[str, str] = field(default_factory=dict)
    """Texts by paths of slots."""
    columns: dict[str, str] = field(default_factory=dict)
    """Texts by headings of columns that are not printed."""
    problems: list[ListProblem] = field(default_factory=list)
    oddities: list[ListProblem] = field(default_factory=list)
    omissions: list[Omission] = field(default_factory=list)
    """Hidden rows of somebody who has others."""
    is_hidden: bool = False
    """All rows are hidden."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A text, and where it stands."""

    text: str
    owned: OwnedRow
    number: int
    """The column's number, from 1."""

    @property
    def location(self) -> Place:
        """The cell's location, for messages."""
        return self.owned.table.location(self.owned.number, self.number)

    def holding(self, text: str) -> "_Cell":
        """Return the cell with another text."""
        return _Cell(text, self.owned, self.number)


def read_answers(draft: Draft, course: Course, *, hidden: bool) -> Answers:
    """Return what a person has answered; hidden rows are left out unless ``hidden``, or unless there are no others.

    Of several answers, the last counts.
    """
    answers = Answers(problems=list(draft.problems))
    rows = [owned for given in draft.answers for owned in given]
    answers.is_hidden = not hidden and all(owned.row.hidden for owned in rows)
    takes_all = hidden or answers.is_hidden
    shown = [[owned for owned in given if takes_all or not owned.row.hidden] for given in draft.answers]
    counted = _last_answer([given for given in shown if given], draft.name, answers)
    list_rows = [owned for owned in draft.list_rows if takes_all or not owned.row.hidden]
    if not takes_all:
        omitted = (owned for owned in [*rows, *draft.list_rows] if owned.row.hidden)
        answers.omissions += [Omission(owned.location, LeftOutReason.HIDDEN, draft.name) for owned in omitted]
    filler = _Filler(course, answers)
    for index, owned in enumerate([*counted, *list_rows]):
        filler.fill(owned, split=len(counted) == 1 and not index, goes_on=0 < index < len(counted))
    return answers


def _last_answer(given: Sequence[Sequence[OwnedRow]], name: str, answers: Answers) -> Sequence[OwnedRow]:
    """Return the rows of the answer that counts, and note which rows are put together or do not count."""
    rows = given[0]
    if len(given) > 1:
        rows = given[latest([rows[0].table.marks(rows[0].row).moment for rows in given])]
        # Translators: {rows} is a file and its rows, {location} the file and the row of the answer that counts.
        message = ngettext(
            "{rows}: “{name}” has answered {count} time; the answer used is {location}",
            "{rows}: “{name}” has answered {count} times; the answer used is {location}",
            len(given),
        )
        every_row = [owned for answer in given for owned in answer]
        location = locations_of(rows)
        place = locations_of(every_row)
        answers.oddities.append(place.problem(message, name=shortened(name), count=len(given), location=location))
    if len(rows) > 1:
        message = _("{rows}: combined into one participant, “{name}”")
        answers.oddities.append(locations_of(rows).problem(message, name=shortened(name)))
    return rows


def locations_of(rows: Sequence[OwnedRow]) -> Place:
    """Return the location of rows, for messages, those of a sheet together. As a place, it is that of the first."""
    numbers: dict[int, list[int]] = {}
    tables = {id(owned.table): owned.table for owned in rows}
    for owned in rows:
        numbers.setdefault(id(owned.table), []).append(owned.number)
    text = joined((locations(tables[table], numbers[table]) for table in numbers), "; ")
    return Place(text, rows[0].table.source.sheet, rows[0].number)


class _Filler:
    """Puts the texts of rows into the slots of one person."""

    def __init__(self, course: Course, answers: Answers) -> None:
        self.course = course
        self.answers = answers
        self._entries: Counter[str] = Counter()
        """Number of entries filled so far, by the list's path."""

    def fill(self, owned: OwnedRow, *, split: bool, goes_on: bool) -> None:
        """Put a row's texts into slots.

        ``split`` divides cells into entries of a list; ``goes_on`` is true for a row that follows others of the person,
        whose merged cells have been read with the first.
        """
        row = owned.row
        self._note_faults(owned, row)
        self._note_unprinted(owned.table, row)
        self._put_name(owned, row)
        merged = row.merged if goes_on else ()
        if owned.table.has_plain_slots:
            self._put_texts(owned, row.cells, merged)
            return
        texts = [
            (slot, _Cell(row.cells[number - 1], owned, number))
            for number, slot in owned.table.printed
            if number <= len(row.cells) and row.cells[number - 1] and number not in merged
        ]
        self._put_entries_and_options(texts, split=split)

    def _put_texts(self, owned: OwnedRow, cells: Sequence[str], merged: Collection[int]) -> None:
        """Put a row's texts into their slots, but for those of merged columns; nearly every text goes there as it is.

        All that ``_put`` looks at is asked here once more, in as few steps as it takes: lists have a million cells.
        """
        values = self.answers.values
        width = len(cells)
        for index, path, slot in owned.table.free_slots:
            if index >= width or not (text := cells[index]) or index + 1 in merged:
                continue
            if slot is not None and path not in values and text[0] != GUARD and text[-1] != ";":
                good = _as_it_is(text, slot)
                if good:
                    values[path] = good
                    continue
            cell = _Cell(text, owned, index + 1)
            self._put(path, cell.holding(_choices(cell)) if text[-1] == ";" else cell)

    def _put_entries_and_options(self, texts: Sequence[tuple[str, _Cell]], *, split: bool) -> None:
        """Put a row's texts into slots of which some are entries of a list, or options."""
        by_slot: dict[str, list[_Cell]] = {}
        for slot, cell in texts:
            by_slot.setdefault(slot, []).append(cell)
        by_option: dict[str, list[tuple[Option, _Cell]]] = {}
        for path, cells in self._with_entry_numbers(by_slot, split=split).items():
            if option := option_at(path, self.course):
                by_option.setdefault(option.slot.path, []).extend((option, cell) for cell in cells)
                continue
            for cell in cells:
                self._put(path, cell)
        for path, options in by_option.items():
            self._put_options(path, options)

    def _note_faults(self, owned: OwnedRow, row: TableRow) -> None:
        """Report a row's cells that have no heading, and those whose text is no answer."""
        table, problems = owned.table, self.answers.problems
        for number in table.numbers_without_heading(len(row.cells)):
            if text := row.text(number):
                message = _("{location}: “{cell}” has no heading above it; add one, or delete the text")
                problems.append(table.location(row.number, number).problem(message, cell=shortened(text)))
        for number, fault in row.errors.items():
            if number in table.name_columns or (number in table.columns and table.columns[number].slot):
                problems.append(table.location(row.number, number).reason(fault))

    def _note_unprinted(self, table: Table, row: TableRow) -> None:
        """Note the texts of columns that are not printed, by their headings; the first text of a heading stays."""
        columns = self.answers.columns
        for number, heading in table.unprinted.items():
            columns[heading] = columns.get(heading) or self._unguarded("", row.text(number))

    def _put_name(self, owned: OwnedRow, row: TableRow) -> None:
        """Put the name into its slot, and its parts under their names, if the list tells them apart."""
        table = owned.table
        name = "" if table.list_path else table.name(row)
        if not name or self.course.name_slot in self.answers.values:
            return
        number = next(number for number in table.name_columns if row.text(number))
        self._put(self.course.name_slot, _Cell(name, owned, number))
        for meaning, key in ((Other.FIRST_NAME, FIRST_NAME), (Other.LAST_NAME, LAST_NAME)):
            if columns := table.find(meaning):
                self.answers.columns[key] = " ".join(filter(None, map(row.text, columns)))
        if table.has_last_names_first and not table.find(Other.LAST_NAME):
            parts = name_parts(name, last_first=True)
            self.answers.columns |= {FIRST_NAME: parts.first, LAST_NAME: parts.last}

    def _put(self, path: str, cell: _Cell) -> None:
        """Put a text into a slot, or report why it cannot be there."""
        slot, values, problems = self.course.slots.get(path), self.answers.values, self.answers.problems
        if slot is None:
            if match := re.fullmatch(r"(.+)\.\d+\.[^.]+", path):
                problems.append(_too_many_entries(cell.location, self.course.part(match[1]).most))
            return  # A slot that the course does not have has been reported with its heading.
        try:
            text = checked(self._unguarded(path, cell.text), slot)
        except ValueError as problem:
            problems.append(cell.location.reason(problem))
            return
        before = values.setdefault(path, text) if text else text
        if before is text:
            return
        if before != text and not (path == self.course.email_slot and before.casefold() == text.casefold()):
            # Translators: “Nro” is a heading that the program knows in every language, in other messages too.
            message = _(
                "{location}: “{text}” here, but “{before}” in an earlier row of the same person; fix one of them, or "
                "if they are two people, give each a number in a column “Nro”"
            )
            problems.append(cell.location.problem(message, text=shortened(text), before=shortened(before)))

    def _put_options(self, path: str, cells: Sequence[tuple[Option, _Cell]]) -> None:
        """Put into a slot the options that a row's cells say are chosen, or report what they do not say."""
        marks, first = cells[0][0].marks, cells[0][1]
        texts, problems, text = [], [], ""
        for option, cell in cells:
            try:
                texts.append(option.text(clean(self._unguarded(path, cell.text))))
            except ValueError as problem:
                problems.append(cell.location.reason(problem))
        try:
            text = self._of_options(path, marks, texts)
        except ValueError as problem:
            problems.append(first.location.reason(problem))
        self.answers.problems += problems
        if not problems:
            self._put(path, first.holding(text))

    def _of_options(self, path: str, marks: Marks, texts: Sequence[str]) -> str:
        """Return the text of some options. Raises ValueError if they cannot all be chosen, or differ from others."""
        text = marks.of_texts(texts)
        before = self.answers.values.get(path, text)
        if before != text:
            message = _("{text} here, but {before} in another cell; delete one of them")
            raise ValueError(message.format(text=quoted(text), before=quoted(before)))
        return text

    def _unguarded(self, path: str, text: str) -> str:
        """Return what somebody has typed for a slot; hardly any text is guarded, and to know headings takes 3 ms."""
        if not is_guarded(text):
            return text
        return unguarded(text, Headings(self.course) if path == self.course.name_slot else None)

    def _with_entry_numbers(self, texts: Mapping[str, Sequence[_Cell]], *, split: bool) -> dict[str, list[_Cell]]:
        """Return a row's cells by paths with entry numbers: a ``*`` becomes the number of the person's next entry."""
        numbered: dict[str, list[_Cell]] = {}
        used: Counter[str] = Counter()
        for slot, cells in texts.items():
            if "*" not in slot:
                numbered[slot] = [cell.holding(_choices(cell)) if cell.text[-1] == ";" else cell for cell in cells]
                continue
            path, _star, part_id = slot.partition(".*.")
            for cell in cells:
                entries = list(_entries(cell.text)) if split else [cell.text]
                for number, text in enumerate(entries, start=self._entries[path] + 1):
                    numbered.setdefault(f"{path}.{number}.{part_id}", []).append(cell.holding(text))
                used[path] = max(used[path], len(entries))
        self._entries += used
        return numbered


def _as_it_is(text: str, slot: Slot) -> str:
    """Return a text as it is kept if there is nothing wrong with it; empty if there may be."""
    try:
        text = kept(text)
    except ValueError:
        return ""
    return "" if len(text) > slot.limit or (slot.one_line and "\n" in text) else text


def _too_many_entries(location: Place, most: int) -> ListProblem:
    message = ngettext(
        "{location}: only {count} entry fits; delete the rest",
        "{location}: only {count} entries fit; delete the rest",
        most,
    )
    return location.problem(message, count=most)


def _entries(cell: str) -> Iterator[str]:
    """Yield the entries of a cell, split at its line breaks, or at semicolons if it has none."""
    if re.search(r"[\r\n]", cell):
        yield from re.split(r"\r\n|\r|\n", cell)
    else:
        yield from cell.removesuffix(";").split(";")


def _choices(cell: _Cell) -> str:
    """Return choices as they are printed, “Työ; Kieli” for “Työ;Kieli;”; any other text unchanged."""
    if is_guarded(cell.text) or not CHOICES.fullmatch(cell.text) or unescape(cell.text) != cell.text:
        return cell.text  # In HTML's &auml; the semicolon separates nothing.
    choices = [choice.strip() for choice in cell.text[:-1].split(";")]
    return "; ".join(choices) if cell.owned.table.is_of_a_form or len(choices) > 1 else cell.text
