"""The list as a table on the screen: its columns and rows, each with its faults, ticks and place in the grid."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from worksheets import api

from .people import People, Spot

if TYPE_CHECKING:
    from worksheets.course.course import Course

_MOST_COLUMNS = 60
"""Columns that a table shows; rows have all of them on their own screens."""
NOT_PRINTED = "-"
"""What a column is taken for that is on no page."""
_ALSO_SHOWN = 5
"""So few rows are shown at once, and not asked for."""
_MOST_AT_FAULT = 200
"""Rows at fault that are shown although they come after those that are shown at first."""
_TELLING = (api.ColumnUse.SLOT, api.ColumnUse.UNKNOWN)
"""What a small screen shows beside the name."""


@dataclass(frozen=True, slots=True)
class ShownFault:
    """Something to be mended, or good to know, with the names of its place."""

    message: str
    spot: Spot
    person: str = ""
    """The name of the person in the row, if there is one."""
    cures: frozenset[str] = frozenset()
    """The names of what mends it: those of ``api.Cure``."""
    sheet_name: str = ""
    """The name of the sheet that it is about as a whole."""
    line: int = 0
    """The line of a YAML or JSON file, if it is in no row."""
    rows: str = ""
    """The rows that it is about, as a sentence lists them, if they are several."""
    columns: str = ""
    """The columns that it is about, as a sentence lists them, if they are several."""


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column with its heading and its meaning."""

    number: int
    letter: str
    heading: str
    meaning: str
    """What it is taken for, as ``api.meanings`` has it; ``-`` for what is not printed."""
    label: str
    is_kept: bool
    """A small screen shows it, too: it holds names or groups."""
    faults: tuple[ShownFault, ...] = ()
    is_mended: bool = False
    is_unprinted: bool = False
    is_name: bool = False


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell of a row."""

    column: int
    text: str
    is_kept: bool
    heading: str = ""
    """What the column is called."""
    is_name: bool = False
    faults: tuple[ShownFault, ...] = ()
    is_open: bool = False
    """It is a field from the start: it is at fault, or a new row's."""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of a sheet."""

    number: int
    cells: tuple[ShownCell, ...]
    person: int
    name: str
    can_tick: bool
    is_ticked: bool
    is_hidden: bool
    faults: tuple[ShownFault, ...] = ()
    """Those of the row as a whole."""
    is_mended: bool = False
    """The latest steps have mended it, or a cell in it."""

    @property
    def every_fault(self) -> tuple[ShownFault, ...]:
        """The row's faults and its cells'."""
        return (*self.faults, *(fault for cell in self.cells for fault in cell.faults))


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet, as the screen shows it."""

    sheet: int
    columns: tuple[ShownColumn, ...]
    rows: tuple[ShownRow, ...]
    remaining: int
    """Rows that are not shown yet."""
    more_columns: int = 0
    """Columns that are only on the rows' own screens."""

    @property
    def row_numbers(self) -> set[int]:
        """The numbers of the rows that are shown."""
        return {row.number for row in self.rows}

    @property
    def offered(self) -> str:
        """The rows that can be ticked here, as the form of ticks says them."""
        return " ".join(f"{self.sheet}.{row.number}" for row in self.rows if row.can_tick)


class TableMaker:
    """Makes the table of a sheet."""

    def __init__(
        self,
        people: People,
        course: "Course",
        sort: str = "",
        *,
        sheet: int | None = None,
        most_columns: int = _MOST_COLUMNS,
    ) -> None:
        """``sheet`` is another sheet than the one that is looked at; rows are sorted by the field ``sort``."""
        self.people = people
        self.course = course
        self.most_columns = most_columns
        self.index = min(people.view.sheet, len(people.judged.sheets) - 1) if sheet is None else sheet
        self.sheet = people.judged.sheets[self.index]
        self.sort = sort
        self.at_place: defaultdict[tuple[int, int], list[ShownFault]] = defaultdict(list)
        for fault in people.errors:
            if fault.sheet == self.index:
                self.at_place[fault.row, fault.column].append(shown(fault, people))
        self.mended = {(spot.row, spot.column) for spot in people.mended if spot.sheet == self.index}

    def table(self) -> Table:
        """Return the table, with so many rows as the view says."""
        rows = self._ordered()
        if self.people.view.only_faults:
            rows = [row for row in rows if self.people.is_at_fault((self.index, row.number))]
        most = self.people.view.rows
        first = rows[:most] if len(rows) > most + _ALSO_SHOWN else rows
        later = [row for row in rows[len(first) :] if self._is_always_shown(row.number)][:_MOST_AT_FAULT]
        columns = self.columns()
        return Table(
            self.index,
            columns,
            tuple(self._shown_row(row, columns) for row in (*first, *later)),
            remaining=len(rows) - len(first) - len(later),
            more_columns=len(self.sheet.columns) - len(columns),
        )

    def _is_always_shown(self, row: int) -> bool:
        is_new = bool(self.people.steps) and self.people.steps[-1].spot == Spot(self.index, row)
        return is_new or self.people.is_at_fault((self.index, row))

    def _ordered(self) -> Sequence["api.JudgedRow"]:
        """Return the sheet's rows in the chosen order; those of nobody stay at the end."""
        if not self.sort:
            return self.sheet.rows
        everybody = [person.participant for person in self.people.roster.people]
        try:
            ordered = api.choose(everybody, self.course, api.Selection(sort=self.sort))
        except api.WorksheetsError:  # The list has no such field any more.
            return self.sheet.rows
        places = {person.number: place for place, person in enumerate(ordered)}
        return sorted(self.sheet.rows, key=lambda row: places.get(row.participant, len(places)))

    def columns(self) -> tuple[ShownColumn, ...]:
        """Return the columns that are shown: the first ones, and those at fault."""
        return tuple(
            ShownColumn(
                column.number,
                column.letter,
                column.heading,
                column.meaning,
                column.label,
                is_kept=column.number in self._kept,
                faults=tuple(self.at_place[0, column.number]),
                is_mended=(0, column.number) in self.mended,
                is_unprinted=column.is_unprinted,
                is_name=is_name(column, self.course),
            )
            for column in self.sheet.columns
            if column.number <= self.most_columns or column.number in self._columns_at_fault
        )

    @cached_property
    def _columns_at_fault(self) -> set[int]:
        return {column for _row, column in self.at_place}

    @cached_property
    def _kept(self) -> set[int]:
        """The numbers of the columns that a small screen shows: the names, and what comes next of the people."""
        names = [column.number for column in self.sheet.columns if is_name(column, self.course)]
        others = [
            column.number for column in self.sheet.columns if column.number not in names and column.use in _TELLING
        ]
        return {*names, *others[: max(0, 2 - len(names))]}

    def row(self, number: int) -> ShownRow:
        """Return one row. Raises StopIteration if there is none."""
        return self._shown_row(next(row for row in self.sheet.rows if row.number == number), self.columns())

    def _shown_row(self, row: "api.JudgedRow", columns: Sequence[ShownColumn]) -> ShownRow:
        place = (self.index, row.number)
        person = self.people.person(row.participant)
        can_tick = place in self.people.entries
        is_new = not any(row.cells)
        return ShownRow(
            row.number,
            tuple(self._cell(row, column, is_new=is_new) for column in columns),
            person=row.participant,
            name=person.participant.name if person else "",
            can_tick=can_tick,
            is_ticked=can_tick and place in self.people.ticked,
            is_hidden=row.hidden,
            faults=tuple(self.at_place.get((row.number, 0), ())),
            is_mended=row.number in self._mended_rows,
        )

    @cached_property
    def _mended_rows(self) -> set[int]:
        return {row for row, _column in self.mended}

    def _cell(self, row: "api.JudgedRow", column: ShownColumn, *, is_new: bool) -> ShownCell:
        text = self.people.text(self.index, row.number, column.number)
        faults = tuple(self.at_place.get((row.number, column.number), ()))
        return ShownCell(
            column.number,
            text,
            column.is_kept,
            heading=column.heading or column.label or column.letter,
            is_name=column.is_name,
            faults=faults,
            is_open=is_new or bool(faults),
        )


def is_name(column: "api.JudgedColumn", course: "Course") -> bool:
    """Return True for a column of names."""
    is_part = column.use in (api.ColumnUse.FIRST_NAME, api.ColumnUse.LAST_NAME)
    return is_part or column.meaning == course.name_slot


def shown(fault: "api.ListFault", people: People) -> ShownFault:
    """Return a fault with the names of its place."""
    spot = spot_of(people, fault.sheet, fault.row, fault.column)
    person = people.person(people.owners.get((fault.sheet, fault.row), 0))
    name = person.participant.name if person else ""
    message = fault.shown[:1].upper() + fault.shown[1:]
    return ShownFault(message, spot, name, frozenset(cure.name for cure in fault.cures), line=fault.line)


def spot_of(people: People, sheet: int, row: int = 0, column: int = 0) -> Spot:
    """Return a place in the list, with what its column is called."""
    columns = people.judged.sheets[sheet].columns if sheet < len(people.judged.sheets) else ()
    known = next((known for known in columns if known.number == column), None)
    return Spot(sheet, row, column, (known.heading or known.label or known.letter) if known else "")
