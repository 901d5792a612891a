"""Turn sheets of cells into people, whatever the shape of a trainer's list.

The shapes are:

- one row for each person, with numbered columns for the entries of a list;
- several rows for a person, one for each entry of a list;
- one row for each person, with several entries in a cell, split at line breaks or else at semicolons, where a list's
  column has no number;
- a sheet for each list, whose rows have the person's name or number.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from worksheets.course.course import Course
from worksheets.errors import _, nearest

from .headings import Column, Headings, Other
from .participant import checked
from .spreadsheet import Sheet
from .workbook import column_letter

_TOP = 20
"""Number of rows in which the headings are searched."""
_ENTRY = re.compile(r"(.*)\.\*\.(.*)")
"""The path of a list's slot without the entry's number: the list's path, and the part's id."""


@dataclass
class Draft:
    """What has been read of a person so far."""

    location: str
    """The sheet and the row where the person first occurs, for messages."""
    values: dict[str, str] = field(default_factory=dict)
    entries: Counter[str] = field(default_factory=Counter)
    """Number of entries filled so far, by the list's path."""
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a sheet, under its headings."""

    number: int
    """The row's number in the sheet, from 1."""
    cells: Mapping[int, str]
    """Texts by column numbers from 1."""


@dataclass(frozen=True)
class Table:
    """A sheet whose headings have been recognised."""

    source: str
    """The file, and the sheet if it has a name, for messages."""
    list_path: str
    """The path of the list that the whole sheet holds; empty for a sheet of people."""
    columns: Mapping[int, Column]
    """The columns that have a heading, by their numbers from 1."""
    rows: tuple[TableRow, ...]
    name_slot: str
    """The path of the slot that holds a participant's name."""

    def location(self, row: int, column: int = 0) -> str:
        """Return the location of a cell, or of a row if ``column`` is 0, for messages, as a spreadsheet shows it."""
        location = _("{source}, row {row}").format(source=self.source, row=row)
        if not column:
            return location
        heading = self.columns[column].heading.strip() if column in self.columns else ""
        return location + _(", column {letter} “{heading}”").format(letter=column_letter(column), heading=heading)

    @property
    def named(self) -> bool:
        """Return True if a column holds names."""
        return bool(self.find(self.name_slot) or self.find(Other.FIRST_NAME) or self.find(Other.LAST_NAME))

    def find(self, meaning: Other | str) -> list[int]:
        """Return the numbers of the columns with this meaning, or with this slot, in order."""
        return [number for number, column in self.columns.items() if meaning in (column.other, column.slot)]


def read_table(source: str, sheet: Sheet, headings: Headings, problems: list[str], *, ignore: bool) -> Table:
    """Return a sheet's table: the columns that its headings mean, and the rows under them.

    ``source`` is the file's name in messages. Adds to ``problems`` the headings that are wrong, the cells that are
    errors and, with the nearest slot, the headings that are not recognised; with ``ignore``, the last are left out.
    """
    source = source + (_(", sheet {name}").format(name=sheet.name) if sheet.name else "")
    list_path, course = headings.list_of(sheet.name), headings.course
    top = _header_index(sheet, headings)
    if top is None:
        return _names_without_heading(source, sheet, course, problems)
    header_row, cells = sheet.rows[top]
    columns = {n: headings.meaning(cell, list_path) for n, cell in enumerate(cells, start=1) if cell.strip()}
    rows = tuple(TableRow(row, dict(enumerate(texts, start=1))) for row, texts in sheet.rows[top + 1 :])
    table = Table(source, list_path, _without_form_columns(columns, course), rows, course.name_slot)
    problems += _heading_problems(table, header_row, headings, ignore=ignore)
    table = replace(table, columns=_without_duplicates(table.columns))
    for row, column, text in sheet.errors:
        message = _("{location}: the cell is an error, {text}")
        problems.append(message.format(location=table.location(row, column), text=text))
    return table


def _without_duplicates(columns: Mapping[int, Column]) -> dict[int, Column]:
    """Return the columns, ignoring each whose slot an earlier column has: ``_heading_problems`` has reported it."""
    first = {column.slot: number for number, column in reversed(list(columns.items())) if column.slot}
    return {
        number: Column(column.heading, other=Other.IGNORED) if first.get(column.slot, number) != number else column
        for number, column in columns.items()
    }


def _header_index(sheet: Sheet, headings: Headings) -> int | None:
    """Return the index of the row with the most recognised headings, among the first rows; None if there are none."""
    counts = [sum(map(headings.recognises, cells)) for _row, cells in sheet.rows[:_TOP]]
    return counts.index(max(counts)) if any(counts) else None


def _names_without_heading(source: str, sheet: Sheet, course: Course, problems: list[str]) -> Table:
    """Return a table of names from a sheet with a single column; wider sheets need headings, which is a problem."""
    if any(len(cells) > 1 for _row, cells in sheet.rows):
        label = course.slots[course.name_slot].label
        message = _("{source}: no heading is recognised; one column must be “{label}”")
        problems.append(message.format(source=source, label=label))
        return Table(source, "", {}, (), course.name_slot)
    rows = tuple(TableRow(row, {1: cells[0]}) for row, cells in sheet.rows)
    return Table(source, "", {1: Column("", course.name_slot)}, rows, course.name_slot)


def _without_form_columns(columns: dict[int, Column], course: Course) -> dict[int, Column]:
    """Return the columns without the name and the address that a form service adds, if the form asks for them too.

    The answer is in the later column.
    """
    if all(column.other is not Other.EXPORT for column in columns.values()):
        return columns
    last = {column.slot: number for number, column in columns.items() if column.slot}
    asked = {course.name_slot, course.email_slot} & last.keys()
    return {
        number: Column(column.heading, other=Other.EXPORT)
        if column.slot in asked and last[column.slot] != number
        else column
        for number, column in columns.items()
    }


def _heading_problems(table: Table, row: int, headings: Headings, *, ignore: bool) -> Iterator[str]:
    """Yield a message for each wrong heading of the given row, and for a missing column of names."""
    slots = headings.course.slots
    seen: set[str] = set()
    for number, column in table.columns.items():
        location = table.location(row, number)
        if not column.recognised and not ignore:
            yield location + _unknown_heading(column.heading.strip(), headings.course)
        elif column.slot and column.slot not in slots and "*" not in column.slot:
            yield location + _(": there is no slot “{slot}”.").format(slot=column.slot) + nearest(column.slot, slots)
        elif column.slot in seen:
            yield location + _(": this column stands twice")
        seen |= {column.slot} if column.slot else set()
    if not table.named and not (table.list_path and table.find(Other.NUMBER)):
        message = _("{location}: there is no column “{name}”")
        yield message.format(location=table.location(row), name=slots[table.name_slot].label)


def _unknown_heading(heading: str, course: Course) -> str:
    """Return the message for a heading that is not recognised, with the nearest label or path."""
    message = _(': unknown heading; --map "{heading}=slot" says what it means, --ignore-unknown leaves it out.')
    labels = [slot.label for slot in course.slots.values()]
    return message.format(heading=heading) + nearest(heading, [*labels, *course.slots])


class People:
    """Collects the people of one list, sheet by sheet."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.drafts: list[Draft] = []
        self.problems: list[str] = []
        """Problems of rows that belong to nobody; each draft has its own."""
        self._by_key: dict[str, Draft] = {}
        """Drafts by what ``_key`` returns for their rows."""

    def add(self, table: Table) -> None:
        """Add the people of a sheet, or the entries of a list's own sheet to people who were added before.

        A row without a name belongs to the person of the row above, in a list's own sheet and wherever entries of
        lists have rows of their own.
        """
        keys = [_key(table, row) for row in table.rows]
        counts = Counter(keys)
        has_entry_rows = any("*" in column.slot for column in table.columns.values())
        draft: Draft | None = None
        for row, key in zip(table.rows, keys, strict=True):
            if table.list_path:
                draft = self._owner(table, row, key) or draft if key else draft
            elif not (has_entry_rows and draft and (not key or key in self._by_key)):
                draft = self._new(table, row, key)
            elif key:
                draft = self._by_key[key]
            if draft is not None:
                self._fill(draft, table, row, split=not table.list_path and counts[key] == 1)

    def _new(self, table: Table, row: TableRow, key: str) -> Draft:
        """Add a person, who can be referred to by name and by number."""
        draft = Draft(table.location(row.number))
        self.drafts.append(draft)
        numbers = (row.cells.get(number, "").strip() for number in table.find(Other.NUMBER))
        for row_key in (key, *(f"#{number}" for number in numbers)):
            if row_key.strip("#"):
                self._by_key.setdefault(row_key, draft)
        return draft

    def _owner(self, table: Table, row: TableRow, key: str) -> Draft | None:
        """Return the person that a row of a list's own sheet belongs to; None, with a problem, if there is none."""
        if key not in self._by_key:
            names = [draft.values.get(self.course.name_slot, "") for draft in self.drafts]
            message = _("{location}: “{name}” is not among the participants.").format(
                location=table.location(row.number), name=_name(table, row) or key.lstrip("#")
            )
            self.problems.append(message + nearest(key, names))
        return self._by_key.get(key)

    def _fill(self, draft: Draft, table: Table, row: TableRow, *, split: bool) -> None:
        """Put a row's texts into a draft; ``split`` divides cells into entries of a list."""
        texts: dict[str, list[tuple[int, str]]] = {}
        for number, cell in row.cells.items():
            column = table.columns.get(number)
            if column is None and cell.strip():
                message = _("{location}: “{cell}” has no heading")
                draft.problems.append(message.format(location=table.location(row.number, number), cell=cell.strip()))
            elif column and cell.strip() and self._takes_texts(table, column.slot):
                texts.setdefault(column.slot, []).append((number, cell))
        if name := _joined_name(table, row):
            texts.setdefault(table.name_slot, [name])
        for path, cells in _with_entry_numbers(texts, draft, split=split).items():
            for number, text in cells:
                self._put(draft, path, text, table.location(row.number, number))

    def _takes_texts(self, table: Table, slot: str) -> bool:
        """Return True if a column's cells are texts for its slot, and not names that refer to people.

        A slot that the course does not have has been reported with its heading.
        """
        if table.list_path and slot == table.name_slot:
            return False
        return slot in self.course.slots or "*" in slot

    def _put(self, draft: Draft, path: str, text: str, location: str) -> None:
        """Put a text into a slot, or report why it cannot be there."""
        slot = self.course.slots.get(path)
        if slot is None:
            most = self.course.part(_ENTRY.sub(r"\1", re.sub(r"\.\d+\.", ".*.", path))).most
            message = _("{location}: more than {most} entries do not fit")
            draft.problems.append(message.format(location=location, most=most))
            return
        try:
            text = checked(text, slot.limit)
        except ValueError as problem:
            draft.problems.append(f"{location}: {problem}")
            return
        before = draft.values.setdefault(path, text) if text else text
        if before != text:
            message = _("{location}: says “{text}”, and an earlier row of the same person “{before}”")
            draft.problems.append(message.format(location=location, text=text, before=before))


def _key(table: Table, row: TableRow) -> str:
    """Return the key of a row's person: the name, case-folded and without extra spaces; empty if there is none.

    In a list's own sheet, a row without a name has the person's number as its key, such as ``#7``.
    """
    if name := _name(table, row):
        return " ".join(name.split()).casefold()
    numbers = [row.cells.get(number, "").strip() for number in table.find(Other.NUMBER)] if table.list_path else []
    return f"#{numbers[0]}" if any(numbers) else ""


def _name(table: Table, row: TableRow) -> str:
    """Return the name in a row; empty if it has none."""
    name = next((row.cells.get(number, "").strip() for number in table.find(table.name_slot)), "")
    return name or (_joined_name(table, row) or (0, ""))[1]


def _joined_name(table: Table, row: TableRow) -> tuple[int, str] | None:
    """Return the first and last names of a row, joined, after the number of their first column; None without names."""
    columns = [*table.find(Other.FIRST_NAME), *table.find(Other.LAST_NAME)]
    names = [row.cells.get(number, "").strip() for number in columns]
    return (columns[0], " ".join(filter(None, names))) if any(names) else None


def _with_entry_numbers(
    texts: Mapping[str, Sequence[tuple[int, str]]], draft: Draft, *, split: bool
) -> dict[str, list[tuple[int, str]]]:
    """Return a row's texts by paths with entry numbers: a ``*`` becomes the number of the person's next entry.

    ``texts``, and the result, have lists of column numbers and texts. With ``split``, a cell may hold several entries.
    Adds the entries that are used to ``draft.entries``.
    """
    numbered: dict[str, list[tuple[int, str]]] = {}
    used: Counter[str] = Counter()
    for slot, cells in texts.items():
        if not (match := _ENTRY.fullmatch(slot)):
            numbered.setdefault(slot, []).extend(cells)
            continue
        path, part_id = match.groups()
        for column, cell in cells:
            entries = _entries(cell) if split else [cell]
            for number, text in enumerate(entries, start=draft.entries[path] + 1):
                numbered.setdefault(f"{path}.{number}.{part_id}", []).append((column, text))
            used[path] = max(used[path], len(entries))
    draft.entries += used
    return numbered


def _entries(cell: str) -> list[str]:
    """Return the entries of a cell, split at its line breaks, or at semicolons if it has none."""
    return re.split(r"\r\n|\r|\n", cell.strip()) if re.search(r"[\r\n]", cell.strip()) else cell.split(";")
