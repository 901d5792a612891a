"""Which rows of a list are no person: totals, headings, the example, rows with nothing in them."""

from itertools import islice, pairwise

from worksheets.spreadsheets.guards import is_guarded

from .headings import Headings, Other, folded
from .labels import (
    begins_with_total,
    has_date,
    is_caption,
    is_example,
    is_name_too,
    is_number,
    is_placeholder,
    is_total_label,
)
from .mark_texts import example_text
from .omissions import LeftOutReason
from .table import Table
from .table_rows import TableRow


def reason_to_omit(table: Table, row: TableRow, headings: Headings) -> LeftOutReason | None:
    """Return why a row is no person; None if it is one, or belongs to one."""
    name = table.name(row)
    if is_guarded(name):
        return None
    words = table.course.words
    if is_example(name, words) or (is_placeholder(name, words) and table.find(table.course.name_slot)):
        return None if _has_answers(table, row) else LeftOutReason.EXAMPLE
    if name and _repeats_headings(table, row, headings):
        return LeftOutReason.HEADINGS
    if _is_total(table, row, name):
        return LeftOutReason.TOTAL
    if row.filled_count == 1 and not row.errors and (is_caption(name) or _is_title(table, row)):
        return LeftOutReason.HEADINGS
    return None if name or _says_something(table, row) else LeftOutReason.EMPTY


def _is_title(table: Table, row: TableRow) -> bool:
    """Return True for the first line of names without a heading, if it is no name.

    An empty line divides it from the names, which follow each other, or it alone has a date or a year in it.
    """
    if table.heading_row or row.number != table.first_number:
        return False
    gaps = [other.number - before.number for before, other in pairwise(table.rows)]
    stands_apart = len(gaps) > 1 and gaps[0] > 1 and max(gaps[1:]) == 1
    others = islice(table.rows, 1, None)
    return stands_apart or (has_date(row.cells[-1]) and bool(gaps) and not any(has_date(o.cells[-1]) for o in others))


def _repeats_headings(table: Table, row: TableRow, headings: Headings) -> bool:
    """Return True if the names' columns have their headings again, and the others theirs or nothing that is known."""
    if not table.heading_row or not all(_is_heading(table, row, column, headings) for column in table.name_columns):
        return False
    known = (column for column, text in row.filled() if headings.label(text, table.list_path).recognised)
    return all(_is_heading(table, row, column, headings) for column in known)


def _is_heading(table: Table, row: TableRow, number: int, headings: Headings) -> bool:
    """Return True if a cell is its column's heading, or one that means the same."""
    column, text = table.columns.get(number), row.text(number)
    if column is None:
        return False
    again = headings.label(text, table.list_path) if text else column
    return folded(text) == folded(column.heading) or (
        again.recognised and (again.slot, again.other) == (column.slot, column.other)
    )


def has_other_headings(table: Table, row: TableRow, headings: Headings) -> bool:
    """Return True if a row begins another list under this one: it has the names' heading, among other headings."""
    name = table.name(row)
    if not table.heading_row or is_guarded(name) or not headings.label(name).recognised:
        return False
    columns = [headings.label(text, table.list_path) for _column, text in row.filled()]
    names = [column for column in columns if column.slot == table.course.name_slot or column.other is Other.LAST_NAME]
    return bool(names) and sum(column.recognised for column in columns) > 1


def _is_total(table: Table, row: TableRow, name: str) -> bool:
    """Return True if a row counts or sums up others.

    Its label stands where names are, or, if there is no name or only a number, in another cell.
    """
    if not name or is_number(name):
        if any(_labels_total(table, column, text) for column, text in row.filled()):
            return True
        return bool(name) and _counts_names(table, row)
    return is_total_label(name) and (not is_name_too(name) or _has_only_numbers(table, row))


def _labels_total(table: Table, number: int, text: str) -> bool:
    """Return True if a cell of a row without a name says that the row is a total; an answer may say so by chance."""
    column = table.columns.get(number)
    is_answer = column is not None and bool(column.slot) and number not in table.name_columns
    if is_answer:
        return begins_with_total(text)
    return is_total_label(text) and not is_name_too(text)


def _has_only_numbers(table: Table, row: TableRow) -> bool:
    """Return True if there are only numbers in a row beside the name."""
    return all(is_number(text) for column, text in row.filled() if column not in table.name_columns)


def _counts_names(table: Table, row: TableRow) -> bool:
    """Return True if a number stands alone under names that are none: a formula that counts them."""
    if row.filled_count > 1:
        return False
    others = (name for other in table.rows if other.number != row.number and (name := table.name(other)))
    first = next(others, "")
    return bool(first) and not is_number(first) and not any(map(is_number, others))


def _has_answers(table: Table, row: TableRow) -> bool:
    """Return True if anything that is printed stands in a row beside the name and what the example has."""
    return any(
        table.columns[column].slot
        and column not in table.name_columns
        and column not in row.merged
        and not _is_of_example(table, column, text)
        for column, text in row.filled()
        if column in table.columns
    )


def _is_of_example(table: Table, column: int, text: str) -> bool:
    slot = table.course.slots.get(table.columns[column].slot.replace("*", "1"))
    return slot is not None and text == example_text(slot.marks)


def _says_something(table: Table, row: TableRow) -> bool:
    """Return True if there is something of a person in a row without a name.

    A number that waits for a name is nothing, nor is what a form service notes by itself.
    """
    return row.is_faulty(table.name_columns) or any(
        column not in row.merged and _is_of_a_person(table, column) for column, _text in row.filled()
    )


def _is_of_a_person(table: Table, number: int) -> bool:
    """Return True if somebody has to have written what stands in a column."""
    column = table.columns.get(number)
    other = column.other if column else None
    return other is None or not (other.is_of_a_form or other in (Other.NUMBER, Other.IGNORED))
