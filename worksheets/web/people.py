"""The list that a visit works on: its texts, how they were judged, who is ticked, and the steps that can be undone."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from functools import cached_property
from typing import TYPE_CHECKING

from worksheets import api

if TYPE_CHECKING:
    from worksheets.people.listed_people import Person
    from worksheets.people.open_list import OpenList
    from worksheets.people.participant import Participant
    from worksheets.people.roster import Roster

Judge = Callable[["OpenList"], "api.JudgedList"]
"""Says what is in a list and what is wrong with it."""
Place = tuple[int, int]
"""A row: its sheet's index, and its number there."""
_MOST_STEPS = 500
"""Steps that can be undone; each keeps what it has changed, and shares the rest."""
SHOWN_AT_FIRST = 30
"""Rows of a table that a screen shows before somebody asks for more."""
_SHOWN_MORE = 200
"""Rows that are shown besides, each time."""
_NOBODY = "0"
"""As rows of a selection: a number that nobody has."""


class Change(Enum):
    """What a step has changed."""

    TEXT = auto()
    ROW_ADDED = auto()
    ROW_DELETED = auto()
    MEANING = auto()
    TICKS = auto()
    HIDDEN = auto()
    """What is hidden in the spreadsheet is taken, too."""
    LIST = auto()
    """Another list has come."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a step has changed something; 0 for what it is not about."""

    sheet: int = 0
    row: int = 0
    column: int = 0
    heading: str = ""
    """What the column is called."""


@dataclass(frozen=True, slots=True)
class Step:
    """A change, with what there was before it."""

    change: Change
    spot: Spot
    open_list: "OpenList" = field(repr=False)
    unticked: frozenset[Place]


@dataclass(frozen=True, slots=True)
class View:
    """What of the list the screen shows."""

    sheet: int = 0
    only_faults: bool = False
    """Show only the rows at which something is to be mended."""
    rows: int = SHOWN_AT_FIRST
    """How many rows are shown."""
    every_fault: bool = False
    """The summary shows all faults, and not the first ones."""

    def with_more_rows(self) -> "View":
        """Return the view with more rows."""
        return replace(self, rows=self.rows + _SHOWN_MORE)


@dataclass(frozen=True)
class People:
    """A list with its people. Every change gives a changed copy."""

    open_list: "OpenList" = field(repr=False)
    judged: "api.JudgedList" = field(repr=False)
    unticked: frozenset[Place] = frozenset()
    steps: tuple[Step, ...] = field(default=(), repr=False)
    mended: tuple[Spot, ...] = ()
    """Where the latest steps have mended something, the latest last."""
    view: View = View()
    course: str = ""
    """The name of the course by which it was judged."""

    @property
    def roster(self) -> "Roster":
        """The list, as ``check`` reads it."""
        return self.judged.roster

    @property
    def name(self) -> str:
        """The file's name."""
        return self.open_list.source

    @cached_property
    def is_blank(self) -> bool:
        """Nobody has typed anything yet: the list has headings at most."""
        return not any(any(row.cells) for sheet in self.judged.sheets for row in sheet.rows)

    def person(self, number: int) -> "Person | None":
        """Return the person with a number in the list; None if there is none."""
        return self._by_number.get(number)

    def participant(self, number: int) -> "Participant | None":
        """Return what the person with a number has filled in; None if there is no such person."""
        person = self.person(number)
        return person.participant if person else None

    @cached_property
    def _by_number(self) -> dict[int, "Person"]:
        return {person.number: person for person in self.roster.people}

    @cached_property
    def places(self) -> dict[int, Place]:
        """The first row of each person, by their numbers."""
        places: dict[int, Place] = {}
        for index, sheet in enumerate(self.judged.sheets):
            for row in sheet.rows:
                if row.participant:
                    places.setdefault(row.participant, (index, row.number))
        return places

    @cached_property
    def owners(self) -> dict[Place, int]:
        """The number of the person in each first row."""
        return {place: number for number, place in self.places.items()}

    @cached_property
    def entries(self) -> dict[Place, int]:
        """The rows that can be ticked, with the number of the person in each; 0 for a row at fault that is nobody's."""
        entries = {place: number for number, place in self.places.items() if not self._by_number[number].hidden}
        strangers = {(fault.sheet, fault.row) for fault in self.errors if fault.row}
        for index, sheet in enumerate(self.judged.sheets):
            if index in self._sheets_of_people:
                rows = (row for row in sheet.rows if not row.participant and (index, row.number) in strangers)
                entries.update({(index, row.number): 0 for row in rows})
        return dict(sorted(entries.items()))

    @cached_property
    def _sheets_of_people(self) -> set[int]:
        return {sheet for sheet, _row in self.places.values()} or {0}

    @cached_property
    def errors(self) -> tuple["api.ListFault", ...]:
        """What is to be mended, in the list's order."""
        return tuple(fault for fault in self.judged.faults if not fault.is_warning)

    @cached_property
    def warnings(self) -> tuple["api.ListFault", ...]:
        """What is good to know."""
        return tuple(fault for fault in self.judged.faults if fault.is_warning)

    @cached_property
    def ticked(self) -> dict[Place, int]:
        """The rows that are ticked, with the person's number in each."""
        return {place: number for place, number in self.entries.items() if place not in self.unticked}

    @cached_property
    def chosen(self) -> tuple[int, ...]:
        """The numbers of the people who get a handout: those ticked who have no faults, in the list's order."""
        return tuple(number for number in self.ticked.values() if number and not self._by_number[number].left_out)

    @cached_property
    def left_out(self) -> tuple[int, ...]:
        """The numbers of the rows that are ticked, and give no handout because of their faults."""
        chosen = set(self.chosen)
        return tuple(row for (_sheet, row), number in self.ticked.items() if number not in chosen)

    def selection(self, sort: str = "") -> "api.Selection":
        """Return who is printed, as the library takes it; ``sort`` is the field that gives their order."""
        if not self.chosen:
            return api.Selection(rows=_NOBODY, sort=sort)
        is_everybody = len(self.chosen) == len(self.roster.participants)
        return api.Selection(rows="" if is_everybody else _spans(self.chosen), sort=sort)

    def is_at_fault(self, place: Place) -> bool:
        """Return True for a row in which something is to be mended."""
        return place in self._rows_at_fault

    @cached_property
    def _rows_at_fault(self) -> frozenset[Place]:
        return frozenset((fault.sheet, fault.row) for fault in self.errors if fault.row)

    def row(self, sheet: int, number: int) -> "api.JudgedRow | None":
        """Return a row of a sheet; None if there is none."""
        return self._rows.get((sheet, number))

    @cached_property
    def _rows(self) -> dict[Place, "api.JudgedRow"]:
        return {(index, row.number): row for index, sheet in enumerate(self.judged.sheets) for row in sheet.rows}

    def column(self, sheet: int, number: int) -> "api.JudgedColumn":
        """Return a column of a sheet. Raises StopIteration if there is none."""
        return next(column for column in self.judged.sheets[sheet].columns if column.number == number)

    def text(self, sheet: int, row: int, column: int) -> str:
        """Return the text of a cell; of an error, what the spreadsheet has shown."""
        cells = self._rows[sheet, row].cells
        return cells[column - 1] if column <= len(cells) else ""

    # Changes.

    def with_list(self, open_list: "OpenList", judge: Judge, change: Change, *spots: Spot) -> "People":
        """Return the people of a list that was changed in these places; the step can be undone."""
        spot = spots[0] if len(spots) == 1 else Spot(*(spots[0].sheet, spots[0].row) if spots else ())
        changed = replace(self, open_list=open_list, judged=judge(open_list), steps=self._steps(change, spot))
        mended = [each for each in spots if _has_fault(self.errors, each)]
        places = dict.fromkeys(each for each in (*self.mended, *mended) if not _has_fault(changed.errors, each))
        return replace(changed, mended=tuple(places))

    def after(self, other: "People | None") -> "People":
        """Return the people of a list that has come in another one's place, which can be had again."""
        if other is None:
            return self
        return replace(self, steps=other._steps(Change.LIST, Spot(heading=other.name)))  # noqa: SLF001 - of its own kind

    def with_unticked(self, unticked: Collection[Place]) -> "People":
        """Return the people with these rows not ticked, and all others."""
        unticked = frozenset(unticked)
        if unticked == self.unticked:
            return self
        return replace(self, unticked=unticked, steps=self._steps(Change.TICKS, Spot()))

    def without_last_step(self, judge: Judge) -> "People":
        """Return the people as they were before the last step; as they are if there is none."""
        if not self.steps:
            return self
        *steps, last = self.steps
        judged = self.judged if last.open_list is self.open_list else judge(last.open_list)
        mended = tuple(spot for spot in self.mended if spot != last.spot)
        view = View() if last.change is Change.LIST else self.view
        return People(last.open_list, judged, last.unticked, tuple(steps), mended, view, self.course)

    def judged_again(self, judge: Judge, course: str) -> "People":
        """Return the same list as another course has it."""
        return replace(self, judged=judge(self.open_list), course=course, mended=())

    def with_view(self, view: View) -> "People":
        """Return the same people, of whom the screen shows others."""
        return replace(self, view=view)

    def _steps(self, change: Change, spot: Spot) -> tuple[Step, ...]:
        """Return the steps with the one that is taken now."""
        step = Step(change, spot, self.open_list, self.unticked)
        return (*self.steps[-_MOST_STEPS + 1 :], step)


def _has_fault(faults: Iterable["api.ListFault"], spot: Spot) -> bool:
    place = (spot.sheet, spot.row, spot.column)
    return any(place) and any((fault.sheet, fault.row, fault.column) == place for fault in faults)


def _spans(numbers: Sequence[int]) -> str:
    """Return numbers in rising order as spans: ``1-8,10``."""
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)
