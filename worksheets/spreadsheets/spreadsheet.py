"""Read any list that a trainer has, delimited text or a workbook, as sheets whose cells are text.

This module is independent of courses and participants: its caller passes the function that recognises headings.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from errno import EFBIG
from functools import partial
from io import BytesIO, StringIO, TextIOWrapper
from itertools import islice
from pathlib import Path

from worksheets.errors import RosterError, system_reason
from worksheets.files import read_regular
from worksheets.messages import _, ngettext

from .encodings import encoding_of
from .guards import is_guarded
from .sheet_builder import Allowance, SheetBuilder
from .sheets import Sheet, cell_place, sheet_place
from .spoilt_letters import misread_words, spoilt
from .unusual_letters import may_be_spoilt
from .workbook import is_workbook, workbook_sheets

LARGEST = 100_000_000
"""Size limit of a file, in bytes."""
_LINES = 2_000_000
"""Limit of the lines of a text file, empty ones too; spreadsheets have 1,048,576 rows."""
_LONGEST_CELL = 20_000_000
"""Characters after which a cell in quotes is not closed: the reader holds it in four bytes a character."""
_SAMPLE = 20
"""Number of rows in which the headings are searched."""
_SAMPLE_TEXT = 500_000
"""Number of characters in which these rows are searched."""
_DELIMITERS = "\t;|,"
"""The surest first: commas occur in texts and in Finnish numbers too."""
_SPOILT_MOST = 10
"""Number of spoilt cells up to which only their people are left out; a list with more is spoilt as a whole."""
_SPOILT_COUNTED = 100
"""Number of spoilt cells after which no more are looked for."""
_MISREAD_MOST = 20_000
"""Limit of the words that are none in any language: each takes long to judge."""
_NO_DELIMITER = "\ufdd0"
"""A character that no text contains (a noncharacter of Unicode): as the delimiter, it makes each line one cell."""
_EVEN_SHARE = 0.6
"""Share of rows with equally many cells that a delimiter needs when no heading is recognised."""
IsHeading = Callable[[str], bool]
"""Returns True for a text that is a heading with a meaning."""


def read_sheets(path: Path, is_heading: IsHeading) -> tuple[Sheet, ...]:
    """Return the sheets of a list that are not empty; a text file has one sheet, without a name.

    The format is recognised by the file's content, whatever its suffix. Raises RosterError when the file cannot be
    read, is too large or has many spoilt letters; ``texts.checked`` finds few of them.
    """
    source = str(path)
    try:
        data = read_regular(path, LARGEST)
    except OSError as error:
        raise _too_large(source) if error.errno == EFBIG else RosterError(f"{path}: {system_reason(error)}") from error
    if is_workbook(data):
        return _checked(workbook_sheets(data, source), source)
    return read_text_sheets(data, source, is_heading)


def read_text_sheets(data: bytes, source: str, is_heading: IsHeading) -> tuple[Sheet, ...]:
    """Return the one sheet of a text file; ``source`` is the file's name in messages.

    Raises RosterError as ``read_sheets`` does.
    """
    if len(data) > LARGEST:
        raise _too_large(source)
    count = partial(_heading_count, is_heading=is_heading)
    encoding = encoding_of(data, source, count)
    start = _lines(data, encoding).read(_SAMPLE_TEXT)
    lines = _lines(data, encoding)
    if match := re.match(r'"?sep=([^\w"\n])"?[^\w\n]*\n', start, re.IGNORECASE):
        next(lines)  # Spreadsheets do not count this line as a row.
    rows = _split(lines, match[1] if match else _delimiter(start, is_heading), source)
    return _checked([_sheet(rows, source)], source)


def _lines(data: bytes, encoding: str) -> TextIOWrapper:
    """Return the text of a file, line by line: as a whole, it would take up to four bytes a character."""
    return TextIOWrapper(BytesIO(data), encoding, newline=None)


def _too_large(source: str) -> RosterError:
    message = _("{source}: larger than {most} MB; is this the right file?")
    return RosterError(message.format(source=source, most=LARGEST // 1_000_000))


def _sheet(rows: Iterable[Sequence[str]], source: str) -> Sheet:
    """Return the sheet of a text file; raise RosterError when there is more in it than a list has."""
    builder = SheetBuilder("", Allowance(source))
    for number, row in enumerate(rows, start=1):
        builder.add_row(number, row)
    return builder.sheet()


def _checked(sheets: Iterable[Sheet], source: str) -> tuple[Sheet, ...]:
    """Return the sheets that are not empty; raise RosterError when there are none, or when many letters are spoilt."""
    filled = tuple(sheet for sheet in sheets if sheet.rows or sheet.errors)
    if not filled:
        raise RosterError(_("{source}: no text in it; is this the right file?").format(source=source))
    problems = list(islice((problem for sheet in filled for problem in _spoilt_cells(sheet, source)), _SPOILT_COUNTED))
    if len(problems) > _SPOILT_MOST:
        raise RosterError(*problems[:_SPOILT_MOST], _more_spoilt_cells(len(problems), source))
    return filled


def _more_spoilt_cells(count: int, source: str) -> str:
    """Return the message about the spoilt cells that are not shown; ``count`` is the number of all that were found."""
    rest = count - _SPOILT_MOST
    message = ngettext("{source}: {count} more cell like these", "{source}: {count} more cells like these", rest)
    if count == _SPOILT_COUNTED:
        message = ngettext(
            "{source}: at least {count} more cell like these", "{source}: at least {count} more cells like these", rest
        )
    return message.format(source=source, count=rest)


def _spoilt_cells(sheet: Sheet, source: str) -> Iterator[str]:
    """Yield a message for each cell whose letters another program decoded wrongly."""
    place = sheet_place(source, sheet.name)
    misread = 0
    rows = (row for row in sheet.rows if may_be_spoilt("\n".join(row.cells)))
    cells = ((row.number, column, cell) for row in rows for column, cell in enumerate(row.cells, start=1))
    for row, column, cell in cells:
        if cell.isascii() or is_guarded(cell):
            continue
        if problem := spoilt(cell):
            yield f"{cell_place(place, row, column)}: {problem}"
        else:
            misread += misread_words(cell)
        if misread > _MISREAD_MOST:
            message = _("{source}: more than {most} words are not readable; is this the right file?")
            raise RosterError(message.format(source=place, most=_MISREAD_MOST))


def _delimiter(text: str, is_heading: IsHeading) -> str:
    """Return the delimiter that gives the most recognised headings in a row, or else the most even rows."""
    samples = {delimiter: _sample(text, delimiter) for delimiter in _DELIMITERS}
    for delimiter, (first, *_others) in ((delimiter, rows) for delimiter, rows in samples.items() if rows):
        if len(first) > 1 and all(map(is_heading, first)):
            return delimiter  # Whatever stands in the rows below, which may be an answer full of commas and headings.
    counts = {delimiter: _best_row(rows, is_heading) for delimiter, rows in samples.items()}
    if not any(headings for headings, _width in counts.values()):
        shares = {delimiter: _evenness(_sample(text, delimiter)) for delimiter in _DELIMITERS}
        best = max(shares, key=lambda delimiter: shares[delimiter])
        if best == "," and all(row[1:] and row[1].startswith(" ") for row in _sample(text, ",")):
            return _NO_DELIMITER  # Names such as “Virtanen, Aino”: programs put no space after a comma.
        return best if shares[best] >= _EVEN_SHARE else _NO_DELIMITER
    best = max(counts, key=lambda delimiter: counts[delimiter])
    if counts[best][1] > 1:
        return best
    # A single heading. A comma below it belongs to a name; a tab or a semicolon begins a cell that lacks its heading.
    return next((sign for sign in "\t;" if any(len(row) > 1 for row in _sample(text, sign))), _NO_DELIMITER)


def _sample(text: str, delimiter: str) -> list[list[str]]:
    """Return the first rows that are not empty. Wrong quotes are reported later, when ``_split`` reads all rows."""
    csv.field_size_limit(_LONGEST_CELL)
    rows = csv.reader(StringIO(text[:_SAMPLE_TEXT], newline=""), delimiter=delimiter)
    return list(islice((row for row in rows if any(cell.strip() for cell in row)), _SAMPLE))


def _best_row(rows: list[list[str]], is_heading: IsHeading) -> tuple[int, int]:
    """Return the number of headings in the row that has the most of them, and the number of its cells."""
    return max(((sum(map(is_heading, row)), len(row)) for row in rows), default=(0, 0))


def _heading_count(text: str, is_heading: IsHeading) -> int:
    """Return the largest number of headings that any delimiter gives in a row."""
    return max(_best_row(_sample(text, delimiter), is_heading)[0] for delimiter in _DELIMITERS)


def _evenness(rows: list[list[str]]) -> float:
    """Return the largest share of rows with equally many cells, of which there must be at least two."""
    if not rows:  # The text has nothing but delimiters.
        return 1
    widths = Counter(len(row) for row in rows)
    return max((count / len(rows) for width, count in widths.items() if width > 1), default=0)


def _split(lines: Iterable[str], delimiter: str, source: str) -> Iterator[list[str]]:
    """Yield all rows of a text.

    Raises RosterError for more lines than a list has, and, with the line, for a quote that is not closed or not
    doubled.
    """
    csv.field_size_limit(_LONGEST_CELL)
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    line = 0
    while True:
        line = rows.line_num + 1
        if line > _LINES:
            raise RosterError(_("{source}: more than {most} lines; split the list").format(source=source, most=_LINES))
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            message = _(
                "{source}: line {line}: a cell in quotes is not closed, or has text after its closing quote; close it, "
                "and write each quote inside a cell twice"
            )
            raise RosterError(message.format(source=source, line=line)) from error
