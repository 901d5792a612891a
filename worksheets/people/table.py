"""Sheets of cells turned into people, in every shape that a trainer's list has.

One row a person with numbered columns; several rows for one person, a row an entry of a list; several entries in one
cell (split at line breaks, or else at semicolons) where a list's column has no number and the person one row; a sheet
for each list, whose rows are tied to people by their name or number.
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
"""Rows among which the headings are looked for."""
_ENTRY = re.compile(r"(.*)\.\*\.(.*)")


@dataclass
class Draft:
    """A person being read: what is known so far, and where from."""

    place: str
    values: dict[str, str] = field(default_factory=dict)
    entries: Counter[str] = field(default_factory=Counter)
    """The entries filled so far, by the list's path."""
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a list: where it is, and its cells by their columns' numbers from 1."""

    number: int
    cells: Mapping[int, str]


@dataclass(frozen=True)
class Table:
    """A sheet with its headings understood."""

    source: str
    within: str
    """The path of the list that the whole sheet holds; empty in a list of people."""
    columns: Mapping[int, Column]
    rows: tuple[TableRow, ...]

    def place(self, row: int, column: int = 0) -> str:
        """Return where a cell, or a whole row, is, as a spreadsheet counts."""
        where = _("{source}, row {row}").format(source=self.source, row=row)
        if not column:
            return where
        heading = self.columns[column].heading.strip() if column in self.columns else ""
        return where + _(", column {letter} “{heading}”").format(letter=column_letter(column), heading=heading)

    @property
    def named(self) -> bool:
        """Tell whether some column holds names."""
        return bool(self.find("nimi") or self.find(Other.FIRST_NAME) or self.find(Other.LAST_NAME))

    def find(self, meaning: Other | str) -> list[int]:
        """Return the numbers of the columns that mean something, in order."""
        return [number for number, column in self.columns.items() if meaning in (column.other, column.slot)]


def understand(source: str, sheet: Sheet, headings: Headings, problems: list[str], *, ignore: bool) -> Table:
    """Find a sheet's headings and what they mean; the rows under them are its data.

    What is not recognised goes to ``problems`` with the nearest slot, unless it is to be ignored.
    """
    source = source + (_(", sheet {name}").format(name=sheet.name) if sheet.name else "")
    within = headings.list_of(sheet.name)
    top = _header(sheet, headings)
    if top is None:
        return _bare_names(source, sheet, problems)
    number, cells = sheet.rows[top]
    columns = {at: headings.meaning(cell, within) for at, cell in enumerate(cells, start=1) if cell.strip()}
    rows = tuple(TableRow(row, dict(enumerate(texts, start=1))) for row, texts in sheet.rows[top + 1 :])
    table = Table(source, within, _without_twins(columns), rows)
    problems += _heading_problems(table, number, headings, ignore=ignore)
    table = replace(table, columns=_once(table.columns))
    for row, column, said in sheet.errors:
        problems.append(_("{place}: the cell is an error, {said}").format(place=table.place(row, column), said=said))
    return table


def _once(columns: Mapping[int, Column]) -> dict[int, Column]:
    """Leave out a column that means what an earlier one does, once that has been said."""
    first = {column.slot: number for number, column in reversed(list(columns.items())) if column.slot}
    return {
        number: Column(column.heading, other=Other.IGNORED) if first.get(column.slot, number) != number else column
        for number, column in columns.items()
    }


def _header(sheet: Sheet, headings: Headings) -> int | None:
    """Return the place among the first rows of the one with the most known headings; None when none has any."""
    known = [sum(map(headings.known, cells)) for _row, cells in sheet.rows[:_TOP]]
    return known.index(max(known)) if any(known) else None


def _bare_names(source: str, sheet: Sheet, problems: list[str]) -> Table:
    """Take a column without a heading as names; anything wider needs headings."""
    if any(len(cells) > 1 for _row, cells in sheet.rows):
        problems.append(_("{source}: no heading is recognised; one column must be “Nimi”").format(source=source))
        return Table(source, "", {}, ())
    rows = tuple(TableRow(row, {1: cells[0]}) for row, cells in sheet.rows)
    return Table(source, "", {1: Column("", "nimi")}, rows)


def _without_twins(columns: dict[int, Column]) -> dict[int, Column]:
    """Leave out a form's own name and e-mail columns where the form asks for them too: the answer comes later."""
    export = any(column.other is Other.EXPORT for column in columns.values())
    last = {column.slot: number for number, column in columns.items() if column.slot}
    return {
        number: Column(column.heading, other=Other.EXPORT)
        if export and column.slot in ("nimi", "sahkoposti") and last[column.slot] != number
        else column
        for number, column in columns.items()
    }


def _heading_problems(table: Table, row: int, headings: Headings, *, ignore: bool) -> Iterator[str]:
    labels = [slot.label for slot in headings.course.slots.values()]
    seen: set[str] = set()
    for number, column in table.columns.items():
        if not column.known and not ignore:
            said = column.heading.strip()
            hint = nearest(said, [*labels, *headings.course.slots])
            cure = _(': unknown heading; --map "{said}=slot" says what it means, --ignore-unknown leaves it out.')
            yield table.place(row, number) + cure.format(said=said) + hint
        elif column.slot and column.slot not in headings.course.slots and "*" not in column.slot:
            yield (
                table.place(row, number)
                + _(": there is no slot “{slot}”.").format(slot=column.slot)
                + nearest(column.slot, headings.course.slots)
            )
        elif column.slot in seen:
            yield table.place(row, number) + _(": this column stands twice")
        seen |= {column.slot} if column.slot else set()
    if not table.named and not (table.within and table.find(Other.NUMBER)):
        yield _("{place}: there is no column “{name}”").format(
            place=table.place(row), name=headings.course.slots["nimi"].label
        )


class People:
    """Gathers the people of one list, sheet by sheet."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.drafts: list[Draft] = []
        self.problems: list[str] = []
        self._by_key: dict[str, Draft] = {}

    def add(self, table: Table) -> None:
        """Add a sheet of people, or the entries that a list's own sheet has for people added before."""
        keys = [_key(table, row) for row in table.rows]
        counts = Counter(keys)
        listed = any("*" in column.slot for column in table.columns.values())
        draft: Draft | None = None
        for row, key in zip(table.rows, keys, strict=True):
            if table.within:
                draft = self._owner(table, row, key) or draft if key else draft
            elif not (listed and draft and (not key or key in self._by_key)):
                draft = self._new(table, row, key)
            elif key:
                draft = self._by_key[key]
            if draft is not None:
                self._fill(draft, table, row, split=not table.within and counts[key] == 1)

    def _new(self, table: Table, row: TableRow, key: str) -> Draft:
        draft = Draft(table.place(row.number))
        self.drafts.append(draft)
        for known in (key, *(f"#{row.cells.get(number, '').strip()}" for number in table.find(Other.NUMBER))):
            if known.strip("#"):
                self._by_key.setdefault(known, draft)
        return draft

    def _owner(self, table: Table, row: TableRow, key: str) -> Draft | None:
        """Return the person that a row of a list's own sheet belongs to."""
        if key not in self._by_key:
            known = [draft.values.get("nimi", "") for draft in self.drafts]
            self.problems.append(
                _("{place}: “{said}” is not among the participants.").format(
                    place=table.place(row.number), said=_said(table, row) or key.lstrip("#")
                )
                + nearest(key, known)
            )
        return self._by_key.get(key)

    def _fill(self, draft: Draft, table: Table, row: TableRow, *, split: bool) -> None:
        texts: dict[str, list[tuple[int, str]]] = {}
        for number, cell in row.cells.items():
            column = table.columns.get(number)
            if column is None and cell.strip():
                draft.problems.append(
                    _("{place}: “{cell}” has no heading").format(
                        place=table.place(row.number, number), cell=cell.strip()
                    )
                )
            elif column and self._fits(column.slot) and cell.strip() and not (table.within and column.slot == "nimi"):
                texts.setdefault(column.slot, []).append((number, cell))
        if names := _whole_name(table, row):
            texts.setdefault("nimi", [names])
        for slot, found in _numbered(texts, draft, split=split).items():
            for number, text in found:
                self._put(draft, slot, text, table.place(row.number, number))

    def _fits(self, slot: str) -> bool:
        """Tell whether a column's slot is one of the course's; one that is not has been reported with its heading."""
        return slot in self.course.slots or "*" in slot

    def _put(self, draft: Draft, path: str, text: str, place: str) -> None:
        slot = self.course.slots.get(path)
        if slot is None:
            most = self.course.part(_ENTRY.sub(r"\1", re.sub(r"\.\d+\.", ".*.", path))).most
            draft.problems.append(_("{place}: more than {most} entries do not fit").format(place=place, most=most))
            return
        try:
            said = checked(text, slot.limit)
        except ValueError as problem:
            draft.problems.append(f"{place}: {problem}")
            return
        before = draft.values.setdefault(path, said) if said else said
        if before != said:
            draft.problems.append(
                _("{place}: says “{said}”, and an earlier row of the same person “{before}”").format(
                    place=place, said=said, before=before
                )
            )


def _key(table: Table, row: TableRow) -> str:
    """Return what ties a row to a person: the name, or the number in a list's own sheet that has no name."""
    if name := _said(table, row):
        return " ".join(name.split()).casefold()
    numbers = [row.cells.get(number, "").strip() for number in table.find(Other.NUMBER)] if table.within else []
    return f"#{numbers[0]}" if any(numbers) else ""


def _said(table: Table, row: TableRow) -> str:
    """Return the name that a row says; empty when it says none."""
    name = next((row.cells.get(number, "").strip() for number in table.find("nimi")), "")
    return name or (_whole_name(table, row) or (0, ""))[1]


def _whole_name(table: Table, row: TableRow) -> tuple[int, str] | None:
    """Return a first and a last name as one, with the column of the first of them."""
    columns = [*table.find(Other.FIRST_NAME), *table.find(Other.LAST_NAME)]
    names = [row.cells.get(number, "").strip() for number in columns]
    return (columns[0], " ".join(filter(None, names))) if any(names) else None


def _numbered(
    texts: Mapping[str, Sequence[tuple[int, str]]], draft: Draft, *, split: bool
) -> dict[str, list[tuple[int, str]]]:
    """Give the texts of columns without a number the numbers of the entries that come next."""
    found: dict[str, list[tuple[int, str]]] = {}
    used: Counter[str] = Counter()
    for slot, cells in texts.items():
        if not (entry := _ENTRY.fullmatch(slot)):
            found.setdefault(slot, []).extend(cells)
            continue
        path, part = entry.groups()
        for number, cell in cells:
            pieces = _pieces(cell) if split else [cell]
            for at, piece in enumerate(pieces, start=draft.entries[path] + 1):
                found.setdefault(f"{path}.{at}.{part}", []).append((number, piece))
            used[path] = max(used[path], len(pieces))
    draft.entries += used
    return found


def _pieces(cell: str) -> list[str]:
    """Split a cell at its line breaks, or at semicolons if it has none."""
    return re.split(r"\r\n|\r|\n", cell.strip()) if re.search(r"[\r\n]", cell.strip()) else cell.split(";")
