"""Write a list that was open for mending: the user's own sheets and texts, with headings that say what was chosen.

Whoever reads the file needs no choices of meanings any more: a heading that would mean something else without them is
replaced by one that means it, and stands in a note at the cell. A column that is left out says so in its heading.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from worksheets.course.course import Course
from worksheets.errors import OutputError, RosterError
from worksheets.messages import _
from worksheets.spreadsheets.guards import GUARD
from worksheets.spreadsheets.sheet_builder import is_changed
from worksheets.spreadsheets.sheets import CellError, CellFault, Sheet, SheetRow, cell_place, sheet_place

from .guarded_texts import is_formula
from .headings import Column, Headings, Other, folded, headings_of
from .omissions import LeftOutReason
from .open_list import OpenList
from .roster import tables_of
from .row_kinds import reason_to_omit
from .sheet_titles import sheet_title
from .table import Table, read_table
from .texts import printable
from .writers import delimited, maker_of, put_text

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_ERROR = "#N/A"
"""What stands in a cell for an error that would be taken for a text; a note at the cell has the error."""
_LONGEST = 32_767
"""The most characters of a workbook's cell."""
_ROUNDS = 4
"""How often headings are replaced at the most: what one means can depend on the others."""
_NARROWEST, _WIDEST = 12, 40
"""Widths of a workbook's columns, in characters."""


@dataclass(frozen=True, slots=True)
class MendedSheet:
    """A sheet as it is written."""

    sheet: Sheet
    heading_row: int
    """The number of the row with the headings; 0 if there is none."""
    name_columns: tuple[int, ...]
    replaced: Mapping[int, str] = field(default_factory=dict)
    """The headings that were replaced, by columns."""


def mended_file(open_list: OpenList, course: Course, path: Path) -> bytes:
    """Return a list in the format of the path's suffix: .xlsx or .csv.

    Raises OutputError for any other suffix, and for what the format cannot hold; RosterError for YAML or JSON of which
    there is no sheet.
    """
    make = maker_of(_FORMATS, path)
    if not open_list.sheets:
        message = _("{source}: it has more keys than a table has columns; mend the file itself")
        raise RosterError(message.format(source=open_list.source))
    return make(mended_sheets(open_list, course), open_list.source, course, path)


def check_mended_suffix(path: Path) -> None:
    """Raise OutputError, with the valid suffixes, for a path whose suffix is no format of a mended list."""
    maker_of(_FORMATS, path)


def mended_sheets(open_list: OpenList, course: Course) -> list[MendedSheet]:
    """Return the sheets of a list with headings that mean what the user has chosen."""
    tables = tables_of(open_list, headings_of(course, open_list.options.mapping))
    plain = headings_of(course)
    return [_mended(open_list, sheet, table, plain) for sheet, table in zip(open_list.sheets, tables, strict=True)]


def _mended(open_list: OpenList, sheet: Sheet, table: Table, plain: Headings) -> MendedSheet:
    index, row = table.source.sheet, table.heading_row
    if not row and open_list.meanings_of(index):
        sheet, row = _with_room_above(sheet)
    replaced: dict[int, str] = {}
    for _round in range(_ROUNDS if row else 0):
        headings = dict(_new_headings(table, read_table(open_list.source, sheet, plain, index), plain))
        if not headings:
            break
        replaced = {**{number: table.columns[number].heading for number in headings}, **replaced}
        sheet = _with_headings(sheet, row, headings)
    sheet = _with_headings_again(sheet, table, plain, replaced)
    return MendedSheet(sheet, row, table.name_columns, {number: text for number, text in replaced.items() if text})


def _new_headings(table: Table, read: Table, plain: Headings) -> Iterator[tuple[int, str]]:
    """Yield a heading for each column that means another thing than it is to; ``read`` has what they mean."""
    for number, column in table.columns.items():
        means = read.columns.get(number, Column(""))
        if (means.slot, means.other) != (column.slot, column.other):
            wanted = column if column.recognised else replace(column, other=Other.IGNORED)
            heading = next(plain.headings_of(wanted, table.list_path), "")
            if heading and heading != means.heading:
                yield number, heading


def _with_headings(sheet: Sheet, row: int, headings: Mapping[int, str]) -> Sheet:
    """Return a sheet with other headings in some columns."""
    rows = {each.number: each for each in sheet.rows}
    cells = [*rows.get(row, SheetRow(row, ())).cells]
    cells += [""] * (max(headings) - len(cells))
    for column, heading in headings.items():
        cells[column - 1] = heading
    rows[row] = replace(rows.get(row, SheetRow(row, ())), cells=tuple(cells))
    errors = tuple(error for error in sheet.errors if error.row != row or error.column not in headings)
    return replace(sheet, rows=tuple(rows[number] for number in sorted(rows)), errors=errors)


def _with_headings_again(sheet: Sheet, table: Table, plain: Headings, replaced: Mapping[int, str]) -> Sheet:
    """Return a sheet that has its new headings also where the old ones were repeated, so that the row is no person."""
    reasons = {row.number: reason_to_omit(table, row, plain) for row in table.rows} if replaced else {}
    new = next((row.cells for row in sheet.rows if row.number == table.heading_row), ())
    rows = []
    for row in sheet.rows:
        if reasons.get(row.number) is LeftOutReason.HEADINGS:
            cells = enumerate(row.cells, start=1)
            again = (new[n - 1] if n in replaced and folded(text) == folded(replaced[n]) else text for n, text in cells)
            rows.append(replace(row, cells=tuple(again)))
        else:
            rows.append(row)
    return replace(sheet, rows=tuple(rows))


def _with_room_above(sheet: Sheet) -> tuple[Sheet, int]:
    """Return a sheet with an empty row above its texts, and the number of that row."""
    first = min((*(row.number for row in sheet.rows), *(error.row for error in sheet.errors)), default=1)
    if first > 1:
        return sheet, first - 1
    rows = tuple(replace(row, number=row.number + 1) for row in sheet.rows)
    return replace(sheet, rows=rows, errors=tuple(replace(error, row=error.row + 1) for error in sheet.errors)), 1


def _cells(sheet: Sheet) -> Iterator[tuple[int, int, str]]:
    """Yield the row, the column and the text of each cell as a file can have it: what is read back is the same."""
    for row in sheet.rows:
        for column, text in enumerate(row.cells, start=1):
            if text:
                yield row.number, column, _unchanged(text)
    for error in sheet.errors:
        yield error.row, error.column, error.text if _stays_error(error) else _ERROR


def _unchanged(text: str) -> str:
    """Return a text so that the reader of sheets gives it back: one that looks like a guarded text is guarded again."""
    return '="' + text.replace('"', '""') + '"' if is_changed(text) else text


def _stays_error(error: CellError) -> bool:
    """Return True if an error's text is known to be one."""
    return error.fault is not CellFault.NO_VALUE and is_changed(error.text)


# Workbooks


def _workbook(sheets: Sequence[MendedSheet], source: str, course: Course, _path: Path) -> bytes:
    """Return a workbook with the sheets: hidden rows, hidden sheets and merged cells are as they were."""
    from openpyxl import Workbook

    for mended in sheets:
        _refuse_long_texts(mended.sheet, source)
    book = Workbook()
    del book["Sheet"]
    titles: list[str] = []
    for mended in sheets:
        titles.append(_title(mended.sheet.name or course.words.text("sheet_of_people"), titles))
        _fill(book.create_sheet(titles[-1]), mended)
    if all(mended.sheet.hidden for mended in sheets):  # A workbook shows one sheet at least.
        book.worksheets[0].sheet_state = "visible"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _refuse_long_texts(sheet: Sheet, source: str) -> None:
    """Raise OutputError for the first text that no cell of a workbook can hold."""
    for row, column, text in _cells(sheet):
        if len(text) > _LONGEST:
            location = cell_place(sheet_place(source, sheet.name), row, column)
            message = _("{location}: more than {most} characters; shorten the text")
            raise OutputError(message.format(location=location, most=_LONGEST))


def _title(name: str, taken: Iterable[str]) -> str:
    """Return a sheet's name as a workbook can have it, and no other sheet has."""
    title, others = sheet_title(name) or "-", {title.casefold() for title in taken}
    numbers = (f"{title[:27]} {number}" for number in range(2, len(others) + 3))
    return title if title.casefold() not in others else next(each for each in numbers if each.casefold() not in others)


def _fill(worksheet: "Worksheet", mended: MendedSheet) -> None:
    """Write a sheet's cells, and what a spreadsheet shows of them."""
    from openpyxl.utils import get_column_letter

    sheet, heading_row = mended.sheet, mended.heading_row
    widths: dict[int, int] = {}
    for row, column, text in _cells(sheet):
        put_text(worksheet, row, column, text, is_bold=row == heading_row)
        widths[column] = max(widths.get(column, _NARROWEST), *map(len, text.splitlines()))
    for column, width in widths.items():
        worksheet.column_dimensions[get_column_letter(column)].width = min(width + 2, _WIDEST)
    _note(worksheet, mended)
    for row in (
        *(row.number for row in sheet.rows if row.hidden),
        *(error.row for error in sheet.errors if error.hidden),
    ):
        worksheet.row_dimensions[row].hidden = True
    for column, top, bottom in _merged(sheet):
        worksheet.merge_cells(start_row=top, end_row=bottom, start_column=column, end_column=column)
    worksheet.freeze_panes = f"A{heading_row + 1}" if heading_row else None
    worksheet.sheet_state = "hidden" if sheet.hidden else "visible"


def _note(worksheet: "Worksheet", mended: MendedSheet) -> None:
    """Note at cells which headings were replaced, and which errors."""
    from openpyxl.comments import Comment

    errors = {(each.row, each.column): each.text for each in mended.sheet.errors if not _stays_error(each)}
    headings = {(mended.heading_row, column): text for column, text in mended.replaced.items()}
    for (row, column), text in {**headings, **errors}.items():
        worksheet.cell(row, column).comment = Comment(printable(text), "worksheets")


def _merged(sheet: Sheet) -> Iterator[tuple[int, int, int]]:
    """Yield the column of merged cells, and their first and last rows."""
    open_blocks: dict[int, tuple[int, int]] = {}
    before = 0
    for row in sheet.rows:
        for column in [column for column in open_blocks if column not in row.merged]:
            yield column, *open_blocks.pop(column)
        for column in row.merged:
            open_blocks[column] = open_blocks.get(column, (before, before))[0], row.number
        before = row.number
    yield from ((column, top, bottom) for column, (top, bottom) in open_blocks.items())


# Delimited text


def _table(sheets: Sequence[MendedSheet], _source: str, _course: Course, path: Path) -> bytes:
    """Return the only sheet as delimited text, each row on the line of its number.

    Raises OutputError for a list that says more than delimited text can.
    """
    (mended, *others) = sheets
    if others or not _fits_table(mended.sheet):
        message = _(
            "{path}: delimited text holds no second sheet, no hidden rows, no merged cells and no formulas without a "
            "value, and this list has some; write {other} instead"
        )
        raise OutputError(message.format(path=path, other=path.with_suffix(".xlsx").name))
    rows: dict[int, dict[int, str]] = {}
    for row, column, text in _cells(mended.sheet):
        is_name = column in mended.name_columns and row > mended.heading_row
        rows.setdefault(row, {})[column] = _uncomputed(text, is_name=is_name)
    width = max(max(cells) for cells in rows.values()) if rows else 0
    lines = ([*map(rows.get(row, {}).get, range(1, width + 1))] for row in range(1, max(rows, default=0) + 1))
    return delimited(([text or "" for text in line] if any(line) else [] for line in lines), quote_all=True)


def _fits_table(sheet: Sheet) -> bool:
    is_whole = not sheet.hidden and not any(row.hidden or row.merged for row in sheet.rows)
    return is_whole and all(_stays_error(error) and not error.hidden for error in sheet.errors)


def _uncomputed(text: str, *, is_name: bool) -> str:
    """Return a text that spreadsheets do not compute: with an apostrophe, or in a name with a dash for the bullet."""
    is_harmless = is_name and not any(map(str.isalnum, text))  # It computes nothing, and is no name.
    if is_harmless or not is_formula(text) or is_changed(text):
        return text
    return f"–{text[1:]}" if is_name and text[0] == "-" else GUARD + text


_FORMATS = {".xlsx": _workbook, ".csv": _table}
"""The formats of a mended list, by suffix."""
