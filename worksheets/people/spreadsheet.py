"""Any list a trainer has, as sheets of cells that are text: from a text file of any kind, or from a workbook.

Nothing here knows of courses or participants; ``known`` tells which texts are headings.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from io import StringIO
from itertools import islice
from pathlib import Path

from worksheets.errors import RosterError, _

from .encodings import decoded, spoilt
from .workbook import column_letter, grids, is_workbook

LARGEST = 20_000_000
"""Bytes of the largest file that is read."""
ROWS = 20_000
"""Rows, of those that have something in them."""
COLUMNS = 1_000
CELL = 100_000
"""Characters of one cell."""
_SAMPLE = 20
"""Rows that are looked at for the headings."""
_DELIMITERS = "\t;|,"
"""The surest first: a comma stands in texts and in Finnish numbers too."""
_SHOWN = 10
"""Spoilt cells that are named one by one."""
_NONE = "\ufdd0"
"""A delimiter that no text has (a noncharacter of Unicode): each line is one cell."""
_EVEN = 0.6
"""Share of the rows that must have the same number of cells for a delimiter without known headings."""
_ERRORS = frozenset(
    {
        *("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!"),
        *("#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#GETTING_DATA"),
        *("#PUUTTUU!", "#VIITTAUS!", "#JAKO/0!", "#ARVO!", "#NIMI?", "#LUKU!", "#TYHJÄ!", "#LEVIÄMINEN!"),
    }
)
"""What Excel and LibreOffice show, in English and Finnish; nobody types one, so in a text file it is an error too."""
_NARROW = re.compile(r"#{4,}|(?:Err|Virhe):\d{3}")
"""A number whose column was too narrow when it was copied, or an error of LibreOffice."""

Known = Callable[[str], bool]
"""Tells whether a text is a known heading."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet's cells as text, with the rows' own numbers.

    ``rows`` has only rows with something in them, without the empty cells at their ends; ``errors`` are the row, the
    column (from 1) and the text of cells such as #N/A, which are empty in ``rows``.
    """

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    errors: tuple[tuple[int, int, str], ...] = ()


def read_sheets(path: Path, known: Known) -> tuple[Sheet, ...]:
    """Return the sheets of a list that have cells: a text file has one, without a name.

    What the file is, its content tells and not its ending. Raises RosterError when it cannot be read, is too large,
    or has letters that were spoilt before.
    """
    data = _bytes(path)
    source = str(path)
    if is_workbook(data):
        return _sound([_sheet(name, grid.items(), source) for name, grid in grids(data, source)], source)
    return read_text_sheets(data, source, known)


def read_text_sheets(data: bytes, source: str, known: Known) -> tuple[Sheet, ...]:
    """Return the one sheet of a text file; ``source`` names it in messages.

    Raises RosterError as ``read_sheets`` does.
    """
    if len(data) > LARGEST:
        raise _too_large(source)
    text = decoded(data, source, partial(_headings, known=known)).replace("\r\n", "\n").replace("\r", "\n")
    if told := re.match(r'"?sep=([^\w"\n])"?[^\w\n]*\n', text, re.IGNORECASE):
        # A spreadsheet does not count this line as a row.
        rows = _split(text[told.end() :], told[1], source)
    else:
        rows = _split(text, _delimiter(text, known), source)
    return _sound([_sheet("", enumerate(rows, start=1), source)], source)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise RosterError(f"{path}: {error.strerror}") from error
    if len(data) > LARGEST:
        raise _too_large(str(path))
    return data


def _too_large(source: str) -> RosterError:
    said = _("{source}: larger than {most} MB; is this the right file?")
    return RosterError(said.format(source=source, most=LARGEST // 1_000_000))


def _sheet(name: str, rows: Iterable[tuple[int, Sequence[str]]], source: str) -> Sheet:
    """Return the rows that have something in them; raises RosterError when there is more than a list has."""
    kept: list[tuple[int, tuple[str, ...]]] = []
    errors: list[tuple[int, int, str]] = []
    where = _place(source, name)
    for number, row in rows:
        wrong = [(number, column, cell.strip()) for column, cell in enumerate(row, start=1) if _is_error(cell)]
        cells = _trimmed(["" if _is_error(cell) else cell for cell in row] if wrong else row)
        errors += wrong
        if cells:
            kept.append((number, cells))
            _refuse_large(where, number, cells, len(kept))
    return Sheet(name, tuple(kept), tuple(errors))


def _place(source: str, name: str) -> str:
    return _("{source}: sheet “{name}”: ").format(source=source, name=name) if name else f"{source}: "


def _is_error(cell: str) -> bool:
    text = cell.strip()
    return text in _ERRORS or _NARROW.fullmatch(text) is not None


def _trimmed(row: Sequence[str]) -> tuple[str, ...]:
    width = len(row)
    while width and (not row[width - 1] or row[width - 1].isspace()):
        width -= 1
    return tuple(row[:width])


def _refuse_large(where: str, number: int, cells: tuple[str, ...], rows: int) -> None:
    if rows > ROWS:
        raise RosterError(where + _("more than {most} rows; divide the list").format(most=ROWS))
    if len(cells) > COLUMNS:
        said = _("row {row}: {count} columns, and {most} at most are read; delete those that are not needed")
        raise RosterError(where + said.format(row=number, count=len(cells), most=COLUMNS))
    for column, cell in enumerate(cells, start=1):
        if len(cell) > CELL:
            said = _("row {row}, column {column}: {count} characters, and {most} at most are read; is a quote missing?")
            raise RosterError(where + said.format(row=number, column=column_letter(column), count=len(cell), most=CELL))


def _sound(sheets: Iterable[Sheet], source: str) -> tuple[Sheet, ...]:
    """Return the sheets that have cells; raises RosterError when none has, or when letters in them are spoilt."""
    found = tuple(sheet for sheet in sheets if sheet.rows or sheet.errors)
    if not found:
        raise RosterError(_("{source}: there is nothing in it; is this the right file?").format(source=source))
    problems = [problem for sheet in found for problem in _spoilt(sheet, source)]
    if len(problems) > _SHOWN:
        more = _("{source}: and {count} more cells like these").format(source=source, count=len(problems) - _SHOWN)
        problems = [*problems[:_SHOWN], more]
    if problems:
        raise RosterError(*problems)
    return found


def _spoilt(sheet: Sheet, source: str) -> Iterator[str]:
    """Yield the cells whose letters were spoilt in some program before, with what they should be."""
    where = _place(source, sheet.name)
    for number, row in sheet.rows:
        for column, cell in enumerate(row, start=1):
            if not cell.isascii() and (said := spoilt(cell)):
                place = _("row {row}, column {column}: ").format(row=number, column=column_letter(column))
                yield where + place + said


def _delimiter(text: str, known: Known) -> str:
    """Return the delimiter that makes the most known headings in a row; without any, the most even rows."""
    heads = {delimiter: _head(_sample(text, delimiter), known) for delimiter in _DELIMITERS}
    most = max(count for count, _width in heads.values())
    if not most:
        shares = {delimiter: _evenness(_sample(text, delimiter)) for delimiter in _DELIMITERS}
        best = max(shares, key=lambda delimiter: shares[delimiter])
        return best if shares[best] >= _EVEN else _NONE
    best = max(heads, key=lambda delimiter: heads[delimiter])
    if heads[best][1] > 1:
        return best
    # One heading alone. A comma below it belongs to a name; a semicolon or tab makes a cell that lacks its heading.
    return next((sign for sign in "\t;" if any(len(row) > 1 for row in _sample(text, sign))), _NONE)


def _sample(text: str, delimiter: str) -> list[list[str]]:
    """Return the first rows that have something in them; a fault of the quotes is told when the whole is split."""
    csv.field_size_limit(LARGEST)
    rows = csv.reader(StringIO(text[:_SAMPLE_TEXT], newline=""), delimiter=delimiter)
    return list(islice((row for row in rows if any(cell.strip() for cell in row)), _SAMPLE))


_SAMPLE_TEXT = 500_000
"""Characters in which the first rows are looked for."""


def _head(rows: list[list[str]], known: Known) -> tuple[int, int]:
    """Return how many known headings the row with the most of them has, and how many cells."""
    return max(((sum(map(known, row)), len(row)) for row in rows), default=(0, 0))


def _headings(text: str, known: Known) -> int:
    return max(_head(_sample(text, delimiter), known)[0] for delimiter in _DELIMITERS)


def _evenness(rows: list[list[str]]) -> float:
    """Return the share of the rows that have the same number of cells, which is two at least."""
    if not rows:  # Nothing but delimiters.
        return 1
    widths = Counter(len(row) for row in rows)
    return max((count / len(rows) for width, count in widths.items() if width > 1), default=0)


def _split(text: str, delimiter: str, source: str) -> Iterator[list[str]]:
    csv.field_size_limit(LARGEST)
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 0
    while True:
        line = rows.line_num + 1
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            said = _(
                "{source}: line {line}: a cell begins with a quote that is not closed, or goes on after it; close the "
                "quote, and double those inside a cell"
            )
            raise RosterError(said.format(source=source, line=line)) from error
