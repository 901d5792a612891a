"""A sheet of a list as a table: its headings, what its columns mean, and the rows under them."""

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from worksheets.course.course import Course
from worksheets.course.slots import Slot
from worksheets.messages import _
from worksheets.spreadsheets.guards import is_guarded
from worksheets.spreadsheets.packed import TOGETHER
from worksheets.spreadsheets.sheets import Sheet, SheetRow, cell_place, column_letter, sheet_place

from .headings import Column, Headings, Other, folded, is_last_name_first, quiz_question, without_joined_number
from .labels import is_caption, is_placeholder, is_total_label
from .marks import Marks
from .names import is_numbered, numbering, without_bullets, without_numbering
from .places import ListProblem, Place
from .table_rows import TableRow, TableRows
from .texts import is_free

_TOP = 20
"""Number of rows in which the headings are searched."""
_LONG_QUESTION = 30
"""Length, in characters, from which the beginning of a question is enough to know it again."""


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
    rows: Sequence[TableRow]
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

    @cached_property
    def first_number(self) -> int:
        """The number of the first row; 0 if there is none."""
        return next((row.number for row in self.rows), 0)

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
        name = self._listed_name(row)
        return without_numbering(name) if name and self.numbered else name

    @cached_property
    def numbered(self) -> bool:
        """True if numbers before the names number the list."""
        if not any(numbering(self._listed_name(row)) for row in self.rows):  # As in nearly every list.
            return False
        names = (name for row in self.rows if (name := self._listed_name(row)))
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
        """Return the name in a row without bullets; the last rows' names are kept: each is looked at many times."""
        names = self._last_names
        if row.number not in names:
            if len(names) == TOGETHER:
                names.clear()
            names[row.number] = self._bare_name(row)
        return names[row.number]

    @cached_property
    def _last_names(self) -> dict[int, str]:
        """Names by the numbers of their rows."""
        return {}

    def _bare_name(self, row: TableRow) -> str:
        """Return the full name in a row, or else the first and last names, joined."""
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
        personal += [numbering(self._listed_name(row))] if self.numbered else []
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
        return Table(place, sheet.name, "", columns, TableRows(sheet), course, hidden=sheet.hidden)
    heading_cells = enumerate(sheet.rows[top].cells, start=1)
    columns = {number: headings.meaning(cell, list_path) for number, cell in heading_cells if cell.strip()}
    columns = _without_form_columns(_with_context(columns, headings), course)
    cells = dict(enumerate(sheet.rows[top].cells, start=1))
    columns |= {number: headings.chosen(cells.get(number, ""), path) for number, path in chosen.items()}
    number = sheet.rows[top].number
    table = Table(place, sheet.name, list_path, columns, (), course, number, sheet.hidden)
    nobody = (*table.name_columns, *table.find(course.email_slot)) if table.is_of_a_form else ()
    faults = (error for error in sheet.errors if error.row == number)
    problems = tuple(table.location(number, error.column).reason(error.explanation) for error in faults)
    return replace(table, problems=problems, rows=TableRows(sheet, number, nobody))


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
