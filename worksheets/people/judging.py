"""Judge an open list: what each column was taken for, whose each row is, and every fault at its place."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from heapq import merge

from worksheets.course.course import Course
from worksheets.spreadsheets.packed import Packed
from worksheets.spreadsheets.sheets import CellError, Sheet, SheetRow

from .column_meanings import label_of, meaning_of, use_of
from .headings import headings_of
from .judged_list import ColumnUse, Cure, JudgedColumn, JudgedList, JudgedRow, JudgedSheet, ListFault, SheetUse
from .open_list import OpenList
from .places import ListProblem, Place
from .roster import roster_of_tables, roster_of_trees, tables_of
from .sheet_choice import ChosenSheets
from .table import Table


def judged(open_list: OpenList, course: Course) -> JudgedList:
    """Return an open list as it is understood.

    Raises RosterError when no sheet can be chosen, and for a list with far more problems than anybody mends.
    """
    headings = headings_of(course, open_list.options.mapping)
    tables = tables_of(open_list, headings)
    if open_list.trees is not None:
        roster, chosen = roster_of_trees(open_list, open_list.trees, course), ChosenSheets(people=tables)
    else:
        roster, chosen = roster_of_tables(open_list, tables, headings)
    owners = {place: person.number for person in roster.people for place in person.rows}
    sheets = tuple(
        _sheet(table, sheet, chosen, owners, open_list.meanings_of(index))
        for index, (table, sheet) in enumerate(zip(tables, open_list.sheets, strict=True))
    )
    errors = (_fault(problem, tables, sheets) for problem in roster.errors)
    warnings = (replace(_fault(each, tables, sheets), is_warning=True, cures=()) for each in roster.warnings)
    return JudgedList(roster, sheets, (*errors, *warnings))


def _sheet(
    table: Table, sheet: Sheet, chosen: ChosenSheets, owners: Mapping[tuple[int, int], int], meanings: Mapping[int, str]
) -> JudgedSheet:
    rows = Packed(_rows(table, sheet, owners))
    width = max(0, *table.columns, max((len(row.cells) for row in rows), default=0))
    columns = tuple(_column(table, number, chosen=number in meanings) for number in range(1, width + 1))
    label = table.course.part(table.list_path).label if table.list_path else ""
    return JudgedSheet(sheet.name, _use(table, chosen), sheet.hidden, table.heading_row, columns, rows, label)


def _use(table: Table, chosen: ChosenSheets) -> SheetUse:
    if table in chosen.lists:
        return SheetUse.ENTRIES
    if table in chosen.joined:
        return SheetUse.JOINED
    return SheetUse.PEOPLE if table in chosen.people else SheetUse.LEFT_OUT


def _column(table: Table, number: int, *, chosen: bool) -> JudgedColumn:
    column = table.columns.get(number)
    if column is None:
        return JudgedColumn(number, "", ColumnUse.NO_HEADING)
    heading, course = " ".join(column.heading.split()), table.course
    return JudgedColumn(number, heading, use_of(column, course), meaning_of(column), label_of(column, course), chosen)


def _rows(table: Table, sheet: Sheet, owners: Mapping[tuple[int, int], int]) -> Iterator[JudgedRow]:
    """Yield the rows under the headings, also those with errors and nothing else, and those without texts."""
    errors: defaultdict[int, list[CellError]] = defaultdict(list)
    for error in sheet.errors:
        errors[error.row].append(error)
    numbers = {row.number for row in sheet.rows}
    others = (SheetRow(number, ()) for number in sorted(errors.keys() - numbers))
    for row in merge(sheet.rows, others, key=lambda row: row.number):
        if row.number > table.heading_row:
            faulty = errors.get(row.number, [])
            owner = owners.get((table.source.sheet, row.number), 0)
            hidden = row.hidden or any(error.hidden for error in faulty)
            yield JudgedRow(row.number, _with_errors(row.cells, faulty), hidden, owner)


def _with_errors(cells: tuple[str, ...], errors: Sequence[CellError]) -> tuple[str, ...]:
    """Return the texts of cells, and what is shown where they have errors."""
    if not errors:
        return cells
    texts = {**dict(enumerate(cells, start=1)), **{error.column: error.text for error in errors}}
    return tuple(texts.get(column, "") for column in range(1, max(texts) + 1))


def _fault(problem: str, tables: Sequence[Table], sheets: Sequence[JudgedSheet]) -> ListFault:
    """Return a problem at its place; the list as a whole is the place of what says none."""
    if not isinstance(problem, ListProblem):
        return ListFault(problem)
    place = problem.place
    if place.sheet >= len(tables):  # There is no sheet of what YAML and JSON files hold.
        return ListFault(problem.reason, line=place.line)
    table = tables[place.sheet]
    column = place.column or _column_of(table, place)
    message = problem.reason
    if column and not place.column:
        message = message.removeprefix(f"{place.slot}: ")
    row = 0 if place.row == table.heading_row else place.row
    cures = tuple(_cures(table, sheets[place.sheet], row, column))
    return ListFault(
        message,
        sheet=place.sheet,
        row=row,
        column=column,
        line=place.line,
        cures=cures,
        in_a_table=problem.in_a_table,
    )


def _column_of(table: Table, place: Place) -> int:
    """Return the number of the first column of a place's slot, or with a part of the names; 0 if there is none.

    What YAML and JSON files have under a key that the course does not have stands under the key's path.
    """
    if not place.slot:
        return 0
    columns = table.name_columns if place.slot == table.course.name_slot else table.find(place.slot)
    if not columns and place.line:
        headings = {number: f"{column.heading}." for number, column in table.columns.items()}
        columns = tuple(number for number, heading in headings.items() if heading.startswith(f"{place.slot}."))
    return next(iter(columns), 0)


def _cures(table: Table, sheet: JudgedSheet, row: int, column: int) -> Iterator[Cure]:
    if row and column:
        yield Cure.EDIT_CELL
        if column not in table.name_columns and _text(sheet.rows, row, column):
            yield Cure.CLEAR_CELL
    if row:
        yield Cure.DELETE_ROW
    if not (row or column or table.named):
        yield Cure.CHOOSE_MEANING
    if column and (not row or column not in table.columns):
        yield from (Cure.CHOOSE_MEANING, Cure.LEAVE_OUT_COLUMN)


def _text(rows: Sequence[JudgedRow], number: int, column: int) -> str:
    index = bisect_left(rows, number, key=lambda row: row.number)
    found = rows[index : index + 1]
    return "".join(found[0].cells[column - 1 : column]) if found and found[0].number == number else ""
