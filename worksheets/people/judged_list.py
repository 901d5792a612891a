"""An open list as it is understood: what each column was taken for, whose each row is, and every fault at its place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from worksheets.spreadsheets.sheets import column_letter

if TYPE_CHECKING:
    from .roster import Roster


class SheetUse(Enum):
    """What a sheet of a list is read as."""

    PEOPLE = auto()
    """A row for each person, or several."""
    JOINED = auto()
    """More answers of the people of earlier sheets."""
    ENTRIES = auto()
    """The entries of one list of the course, with whose they are."""
    LEFT_OUT = auto()
    """It is not read; the roster's omissions say why."""


class ColumnUse(Enum):
    """What a column of a list is for."""

    SLOT = auto()
    """Its texts are printed in a slot."""
    FIRST_NAME = auto()
    LAST_NAME = auto()
    NUMBER = auto()
    """The person's number in the list, or what else numbers people."""
    PERSONAL = auto()
    """What tells people of one name apart, and is not printed, such as a telephone number or an address."""
    OF_FORM = auto()
    """A form service has added it."""
    LEFT_OUT = auto()
    """The user says that it is left out, or an earlier column has the same slot."""
    UNKNOWN = auto()
    """The heading is not recognised: it is not printed, and people can be chosen and sorted by it."""
    NO_SLOT = auto()
    """The user has given it a slot that the course does not have."""
    NO_HEADING = auto()
    """There is no heading above its texts."""


class Cure(Enum):
    """What mends a fault, as can be told from its place and what stands there."""

    EDIT_CELL = auto()
    """Write another text into the cell, which may be a heading's."""
    CLEAR_CELL = auto()
    DELETE_ROW = auto()
    CHOOSE_MEANING = auto()
    """Say what the column means."""
    LEAVE_OUT_COLUMN = auto()


@dataclass(frozen=True, slots=True)
class JudgedColumn:
    """A column of a sheet, and what it was taken for."""

    number: int
    heading: str
    """In one line; empty if it has none."""
    use: ColumnUse
    meaning: str = ""
    """A slot's path, with ``*`` for the number of an entry; ``etunimi``, ``sukunimi``, or ``-``; empty for others."""
    label: str = ""
    """What the slot is called; empty for other meanings."""
    is_chosen: bool = False
    """The user has given the meaning to the column."""

    @property
    def letter(self) -> str:
        """The column's letter, as a spreadsheet has it."""
        return column_letter(self.number)

    @property
    def is_unprinted(self) -> bool:
        """Return True if nothing of the column is printed."""
        return self.use not in (ColumnUse.SLOT, ColumnUse.FIRST_NAME, ColumnUse.LAST_NAME)


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A row under the headings."""

    number: int
    cells: tuple[str, ...]
    """The texts from column A; where a cell shows an error, that."""
    hidden: bool = False
    participant: int = 0
    """The number of the participant whose it is; 0 for nobody's."""

    def __reduce__(self) -> tuple[type["JudgedRow"], tuple[object, ...]]:
        """Pack quickly."""
        return JudgedRow, (self.number, self.cells, self.hidden, self.participant)


@dataclass(frozen=True, slots=True)
class JudgedSheet:
    """A sheet of a list, and what it was taken for."""

    name: str
    """Empty for a text file."""
    use: SheetUse
    hidden: bool
    heading_row: int
    """The number of the row with the headings; 0 if none is recognised."""
    columns: tuple[JudgedColumn, ...]
    """Every column from A to the last one with a text."""
    rows: Sequence[JudgedRow]
    list_label: str = ""
    """What the list is called whose entries the sheet holds."""


@dataclass(frozen=True, slots=True)
class ListFault:
    """An error or a warning of a list, at its place.

    Without a column it is about the row, without a row about the column, with neither about the list.
    """

    message: str
    """What is wrong, without the place, and the cure."""
    is_warning: bool = False
    sheet: int = 0
    """The sheet's index."""
    row: int = 0
    column: int = 0
    line: int = 0
    """The line of a YAML or JSON file; 0 in a table."""
    cures: tuple[Cure, ...] = ()
    in_a_table: str = ""
    """The message where menus take the place of the command line's options, if it names any; else empty."""

    @property
    def shown(self) -> str:
        """What a face says that shows the list as a table."""
        return self.in_a_table or self.message


@dataclass(frozen=True, slots=True)
class JudgedList:
    """An open list as it is understood."""

    roster: "Roster"
    sheets: tuple[JudgedSheet, ...]
    """As many as the open list has, in its order."""
    faults: tuple[ListFault, ...]
    """Each error of the roster and then each warning, in its order."""

    def with_problems(self, problems: Sequence[str]) -> "JudgedList":
        """Return the list with more problems of the list as a whole."""
        known = len(self.roster.problems)
        roster = replace(self.roster, problems=(*self.roster.problems, *problems))
        faults = (*self.faults[:known], *map(ListFault, problems), *self.faults[known:])
        return replace(self, roster=roster, faults=faults)
