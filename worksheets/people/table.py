"""A sheet of a list as a table: its headings, what its columns mean, and the rows under them."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

from worksheets.course.course import Course
from worksheets.course.slots import Slot
from worksheets.messages import _
from worksheets.spreadsheets.guards import is_guarded
from worksheets.spreadsheets.sheets import Sheet, SheetRow, cell_place, column_letter, sheet_place

from .headings import Column, Headings, Other, folded, is_last_name_first, quiz_question, without_joined_number
from .labels import is_caption, is_placeholder, is_total_label
from .marks import Marks
from .names import is_numbered, numbering, without_bullets, without_numbering
from .places import ListProblem, Place
from .texts import is_free

_TOP = 20
"""Number of rows in which the headings are searched."""
_NOTHING = frozenset(["null", "NULL", "(null)", "<null>", "\\N", "NaN", "nan", "NaT", "<NA>"])
"""What databases and programs write for a cell with nothing in it; people write n/a and -, and that is printed."""
_LONGEST_NOTHING = 6
_NOBODY = frozenset(["anonymous", "anonyymi", "anonym"])
"""What a form service writes for the name and the address of somebody who has not signed in."""
_LONG_QUESTION = 30
"""Length, in characters, from which the beginning of a question is enough to know it again."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a sheet, under its headings."""

    number: int
    """The row's number in the sheet, from 1."""
    cells: tuple[str, ...]
    """The texts from the first column, without space around them."""
    hidden: bool = False
    merged: frozenset[int] = frozenset()
    """Columns, from 1, whose text belongs to a cell that begins in a row above."""
    errors: Mapping[int, str] = field(default_factory=dict)
    """What is wrong with cells whose text is no answer, by columns from 1."""

    def text(self, column: int) -> str:
        """Return the text in a column, counted from 1."""
        return self.cells[column - 1] if column <= len(self.cells) else ""

    def filled(self) -> Iterator[tuple[int, str]]:
        """Yield the number and the text of each cell that is not empty."""
        return ((column, text) for column, text in enumerate(self.cells, start=1) if text)

    @property
    def filled_count(self) -> int:
        """The number of the cells that are not empty."""
        return len(self.cells) - self.cells.count("")

    def is_faulty(self, columns: Iterable[int]) -> bool:
        """Return True if the text in any of the columns is no answer."""
        return any(column in self.errors for column in columns)

    @property
    def continues(self) -> bool:
        """Return True if there is nothing in the row but cells that begin in a row above."""
        return bool(self.merged) and not self.errors and all(column in self.merged for column, _text in self.filled())


@dataclass(frozen=True, eq=False)
class Table:
    """A sheet whose headings have been recognised."""

    source: Place
    """The file, and the sheet if it has a name, for messages."""
    sheet: str
    """The sheet's name; empty for a text file."""
    list_path: str
    """The path of the list that the whole sheet holds; empty for a sheet of people."""
    columns: Mapping[int, Column]
    """The columns that have a heading, by their numbers from 1."""
    rows: tuple[TableRow, ...]
    course: Course
    heading_row: int = 0
    """The number of the row that has the headings; 0 if none is recognised."""
    hidden: bool = False
    """The spreadsheet does not show the sheet."""
    problems: tuple[ListProblem, ...] = ()
    """Errors in the row of the headings."""

    def location(self, row: int, column: int = 0) -> Place:
        """Return the location of a cell, or of a row if ``column`` is 0, for messages, as a spreadsheet shows it."""
        text = self._location_text(row, column) if column else self._row_text.format(source=self.source, row=row)
        return Place(text, self.source.sheet, row, column)

    @cached_property
    def _row_text(self) -> str:
        """The message that names a row: each person has one, and to look it up takes 5 µs."""
        return _("{source}, row {row}")

    def _location_text(self, row: int, column: int) -> str:
        heading = self.columns[column].shown_heading if column in self.columns else ""
        if not heading:
            return cell_place(self.source, row, column)
        message = _("{source}, row {row}, column {letter} “{heading}”")
        return message.format(source=self.source, row=row, letter=column_letter(column), heading=heading)

    def find(self, meaning: Other | str) -> tuple[int, ...]:
        """Return the numbers of the columns with this meaning, or with this slot, in order."""
        return self._numbers.get(meaning, ())

    @cached_property
    def _numbers(self) -> dict[Other | str, tuple[int, ...]]:
        numbers: defaultdict[Other | str, list[int]] = defaultdict(list)
        for number, column in self.columns.items():
            if meaning := column.slot or column.other:
                numbers[meaning].append(number)
        return {meaning: tuple(columns) for meaning, columns in numbers.items()}

    @property
    def slots(self) -> frozenset[str]:
        """The slots that have a column."""
        return frozenset(column.slot for column in self.columns.values() if column.slot)

    @cached_property
    def printed(self) -> tuple[tuple[int, str], ...]:
        """The numbers of the columns with slots, and the slots, but for that of the name; in order."""
        name_slot = self.course.name_slot
        return tuple(
            (number, column.slot)
            for number, column in sorted(self.columns.items())
            if column.slot and column.slot != name_slot
        )

    @cached_property
    def free_slots(self) -> tuple[tuple[int, str, Slot | None], ...]:
        """The indexes of ``printed`` columns, their paths and their slots; None where ``checked`` has more to look at.

        Nothing if there are columns whose paths change with the row: ``has_plain_slots`` is False.
        """
        slots = self.course.slots
        return tuple(
            (number - 1, path, slot if (slot := slots.get(path)) and is_free(slot) else None)
            for number, path in self.printed
        )

    @cached_property
    def has_plain_slots(self) -> bool:
        """True if no printed column is about entries of a list without their numbers, or an option, or as another."""
        slots = [slot for _number, slot in self.printed]
        return len(set(slots)) == len(slots) and not any("*" in slot or "=" in slot for slot in slots)

    def numbers_without_heading(self, width: int) -> Sequence[int]:
        """Return the numbers of the first so many columns that have no heading."""
        if width not in self._without_heading:
            self._without_heading[width] = [number for number in range(1, width + 1) if number not in self.columns]
        return self._without_heading[width]

    @cached_property
    def _without_heading(self) -> dict[int, list[int]]:
        """Numbers of columns by the widths of rows, of which a list has few."""
        return {}

    @cached_property
    def name_columns(self) -> tuple[int, ...]:
        """The numbers of the columns with names: full names, first names, last names."""
        return (*self.find(self.course.name_slot), *self.find(Other.FIRST_NAME), *self.find(Other.LAST_NAME))

    @property
    def named(self) -> bool:
        """Return True if a column holds names."""
        return bool(self.name_columns)

    @cached_property
    def entry_columns(self) -> tuple[int, ...]:
        """The numbers of the columns that hold entries of a list without their numbers."""
        return tuple(number for number, column in self.columns.items() if "*" in column.slot)

    @property
    def has_entries(self) -> bool:
        """Return True if rows may be a person's entries."""
        return bool(self.entry_columns)

    @cached_property
    def is_of_a_form(self) -> bool:
        """True if a form service has added columns."""
        return any(column.other.is_of_a_form for column in self.columns.values() if column.other)

    @cached_property
    def has_last_names_first(self) -> bool:
        """True if the heading of the names says that the last name comes first."""
        return any(is_last_name_first(self.columns[column].heading) for column in self.find(self.course.name_slot))

    @cached_property
    def unprinted(self) -> dict[int, str]:
        """The headings of the columns that are not printed and not left out by the user, by the columns' numbers."""
        columns = self.columns.items()
        return {n: " ".join(c.heading.split()) for n, c in columns if not c.slot and c.other is not Other.IGNORED}

    @cached_property
    def mark_columns(self) -> tuple[tuple[int, ...], ...]:
        """The numbers of the columns that say whose a row is: those of addresses, personal ones, answers, times."""
        emails = (*self.find(self.course.email_slot), *self.find(Other.EMAIL))
        return emails, self.find(Other.PERSONAL), self.find(Other.ANSWER), self.find(Other.TIME)

    def name(self, row: TableRow) -> str:
        """Return the name in a row without bullets and, if the names are numbered, without the number before it."""
        name = self._listed_names.get(row.number, "")
        return without_numbering(name) if name and self.numbered else name

    @cached_property
    def _listed_names(self) -> dict[int, str]:
        """The names without bullets, by the numbers of their rows, which are looked at many times."""
        return {row.number: self._listed_name(row) for row in self.rows}

    @cached_property
    def numbered(self) -> bool:
        """True if numbers before the names number the list."""
        names = [name for name in self._listed_names.values() if name]
        if not any(map(numbering, names)):  # As in nearly every list; what follows takes 20 µs a name.
            return False
        headings = {name_key(self.columns[column].heading) for column in self.name_columns}
        return is_numbered(
            name
            for name in names
            if not (
                is_placeholder(name, self.course.words)
                or is_total_label(name)
                or is_caption(name)
                or name_key(name) in headings
            )
        )

    def _listed_name(self, row: TableRow) -> str:
        """Return the name in a row without bullets: the full name, or else the first and last names, joined."""
        for column in self.find(self.course.name_slot):
            if text := row.text(column):
                return text if is_guarded(text) else without_bullets(text)
        names = (row.text(column) for column in (*self.find(Other.FIRST_NAME), *self.find(Other.LAST_NAME)))
        return without_bullets(" ".join(filter(None, names)))

    def numbers(self, row: TableRow) -> tuple[str, ...]:
        """Return the person's numbers in a row."""
        numbers = (row.text(column).rstrip(".").casefold() for column in self.find(Other.NUMBER))
        return tuple(filter(None, numbers))

    def marks(self, row: TableRow) -> Marks:
        """Return what a row says, beside the name, of whose it is."""
        email_columns, personal_columns, answer_columns, time_columns = self.mark_columns
        personal = [_squeezed(row.text(column)) for column in personal_columns]
        # A number before the name is no better than the row's own: it changes when a row is put in between.
        personal += [numbering(self._listed_names.get(row.number, ""))] if self.numbered else []
        emails = (row.text(column).casefold().removeprefix("mailto:") for column in email_columns)
        return Marks(
            number=" ".join(self.numbers(row)),
            personal=tuple(personal),
            email=next((email for email in emails if "@" in email), ""),
            answer=" ".join(filter(None, (row.text(column) for column in answer_columns))),
            moment=" ".join(filter(None, (row.text(column) for column in time_columns))),
        )


def name_key(name: str) -> str:
    """Return a name without case, extra spaces and differences of Unicode's forms, to find it again."""
    return unicodedata.normalize("NFC", " ".join(name.split()).casefold())


def _squeezed(text: str) -> str:
    """Return a telephone number or a date without spaces and signs, which people write in many ways."""
    return "".join(filter(str.isalnum, text)).casefold()


def read_table(
    source: str, sheet: Sheet, headings: Headings, index: int = 0, chosen: Mapping[int, str] = MappingProxyType({})
) -> Table:
    """Return a sheet's table: the columns that its headings mean, and the rows under them.

    ``source`` is the file's name in messages, ``index`` the sheet's among those of the list, ``chosen`` the meanings
    that the user gives to columns, as ``Headings.chosen`` takes them. A sheet with a single column and no headings
    holds names; of a wider one without headings, the table has the chosen columns only.
    """
    place = Place(sheet_place(source, sheet.name), index)
    list_path, course = headings.list_of(sheet.name), headings.course
    top = _header_index(sheet, headings)
    if top is None:
        filled = {column for row in sheet.rows for column, cell in enumerate(row.cells, start=1) if cell.strip()}
        columns = {column: Column("", course.name_slot) for column in filled} if len(filled) == 1 else {}
        columns |= {number: headings.chosen("", path) for number, path in chosen.items()}
        return Table(place, sheet.name, "", columns, _rows(sheet, 0), course, hidden=sheet.hidden)
    heading_cells = enumerate(sheet.rows[top].cells, start=1)
    columns = {number: headings.meaning(cell, list_path) for number, cell in heading_cells if cell.strip()}
    columns = _without_form_columns(_with_context(columns, headings), course)
    cells = dict(enumerate(sheet.rows[top].cells, start=1))
    columns |= {number: headings.chosen(cells.get(number, ""), path) for number, path in chosen.items()}
    number = sheet.rows[top].number
    table = Table(place, sheet.name, list_path, columns, _rows(sheet, number), course, number, sheet.hidden)
    faults = (error for error in sheet.errors if error.row == number)
    problems = tuple(table.location(number, error.column).reason(error.explanation) for error in faults)
    return replace(table, problems=problems, rows=tuple(_without_nobody(table)))


def _header_index(sheet: Sheet, headings: Headings) -> int | None:
    """Return the index of the row with the headings; None if no heading is recognised among the first rows.

    It is the row with the most of them, or an earlier one that has the names' heading among others: of two lists under
    each other, the first one's.
    """
    rows = sheet.rows[:_TOP]
    counts = [sum(map(headings.recognises, row.cells)) for row in rows]
    best = counts.index(max(counts)) if any(counts) else None
    if best is None:
        return None
    fewest = min(2, _width(rows[best]))
    return next(index for index, row in enumerate(rows) if index == best or _has_names(row, headings, fewest))


def _has_names(row: SheetRow, headings: Headings, fewest: int) -> bool:
    """Return True if a row has the heading of the names, and so many cells at least."""
    if _width(row) < fewest:
        return False
    meanings = [headings.meaning(cell) for cell in row.cells if cell.strip()]
    return any(column.slot == headings.course.name_slot or column.other is Other.LAST_NAME for column in meanings)


def _width(row: SheetRow) -> int:
    return sum(1 for cell in row.cells if cell.strip())


def _rows(sheet: Sheet, heading_row: int) -> tuple[TableRow, ...]:
    """Return the rows under the headings; rows in which there are errors and nothing else are among them."""
    errors: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for error in sheet.errors:
        errors[error.row][error.column] = error.explanation
    # A merged cell may begin in the row of the headings, and the rows need not be in order.
    under = (row for row in sheet.rows if row.number > heading_row)
    rows = {row.number: TableRow(row.number, _texts(row.cells), row.hidden, row.merged) for row in under}
    for number, faults in errors.items():
        if number > heading_row:
            rows[number] = replace(rows.get(number, TableRow(number, ())), errors=faults)
    return tuple(rows[number] for number in sorted(rows))


def _texts(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the texts of cells without space around them, and without what stands for nothing."""
    texts = tuple(map(str.strip, cells))
    if _NOTHING.isdisjoint(texts):
        return texts
    return tuple("" if stands_for_nothing(text) else text for text in texts)


def stands_for_nothing(text: str) -> bool:
    """Return True for what databases and programs write for a cell with nothing in it."""
    return len(text) <= _LONGEST_NOTHING and text in _NOTHING


def _with_context(columns: dict[int, Column], headings: Headings) -> dict[int, Column]:
    """Return the columns with the meanings that show only beside the other headings.

    Points and comments of a quiz are the form's own, if their question is there too. Nimi2 means what Nimi means.
    """
    known = {folded(column.heading): column for column in columns.values()}
    return {number: _in_context(column, known, headings) for number, column in columns.items()}


def _in_context(column: Column, known: Mapping[str, Column], headings: Headings) -> Column:
    if headings.is_mapped(column.heading):
        return column
    if (question := quiz_question(column.heading)) and any(_is_question(text, question) for text in known):
        return Column(column.heading, other=Other.EXPORT)
    twin = known.get(without_joined_number(column.heading))
    return replace(twin, heading=column.heading) if twin and not column.recognised else column


def _is_question(text: str, question: str) -> bool:
    """Return True if a folded heading is the question, which a form service may have cut."""
    return text == question or (len(question) >= _LONG_QUESTION and text.startswith(question))


def _without_form_columns(columns: dict[int, Column], course: Course) -> dict[int, Column]:
    """Return the columns without the name and the address that a form service adds, if the form asks for them too.

    The answer is in the later column.
    """
    if not any(column.other.is_of_a_form for column in columns.values() if column.other):
        return columns
    last = {column.slot: number for number, column in columns.items() if column.slot}
    asked = {course.name_slot, course.email_slot} & last.keys()
    return {
        number: Column(column.heading, other=Other.EXPORT)
        if column.slot in asked and last[column.slot] != number
        else column
        for number, column in columns.items()
    }


def _without_nobody(table: Table) -> Iterator[TableRow]:
    """Yield the rows; in a form's list, names and addresses are empty where nobody had signed in."""
    columns = (*table.name_columns, *table.find(table.course.email_slot)) if table.is_of_a_form else ()
    for row in table.rows:
        nobody = {column for column in columns if row.text(column).casefold() in _NOBODY}
        cells = ("" if column in nobody else text for column, text in enumerate(row.cells, start=1))
        yield replace(row, cells=tuple(cells)) if nobody else row
