"""Strangers' workbooks and PDFs are read apart: in a process that may use so much time and memory, and no more.

A file of some kilobytes can unpack to gigabytes, and not every library counts before it holds. Texts such as CSV and
YAML are bounded where they are read, which is quicker; only large ones are read apart, too.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from worksheets.errors import RosterError, WorksheetsError
from worksheets.files import read_head
from worksheets.messages import _

if TYPE_CHECKING:
    from concurrent.futures import Future

    from worksheets.course.course import Course
    from worksheets.pdf.form_reader import FormReading
    from worksheets.people.judged_list import JudgedList
    from worksheets.people.list_options import ListOptions
    from worksheets.people.open_list import OpenList
    from worksheets.people.roster import Roster

Result = TypeVar("Result")

_SECONDS = 4.5
"""Processor time for a file, on a machine of 2024: 200 forms that have been merged into one PDF take 2.7 s."""
_SECONDS_OF_A_MEGABYTE = {True: 30.0, False: 25.0}
"""What each megabyte of a list is given beside it, by whether it is a workbook. It takes longest where rows are short:
70,000 people with two columns take 5 s as text and 6 s as a workbook. With 31 columns, a megabyte takes 0.3 and 1.5 s.
A slow and busy machine takes four times as long."""
_SECONDS_OF_A_CELL = 150e-6
"""What each cell is given when an open list is judged: with two columns it takes 35 µs, with 31 it takes 7."""
_HEAD = 4096
"""Bytes by which a workbook is known."""
_LARGE_TEXT = 1_500_000
"""Bytes of a text from which it is read apart: 2,700 people with 31 columns have as many. Smaller ones are read sooner
than a process could start beside those that typeset; the worst take some seconds and 330 MB, real ones a tenth."""
_LARGE_LIST = 300_000
"""Cells from which a list is judged apart; 2,000 people with 31 columns have 62,000."""


def study_list(path: Path, course: "Course", options: "ListOptions") -> "Roster":
    """Return a list with its problems, as ``people.roster.study_roster`` does; what is no small text is read apart.

    Raises RosterError as that does, and for a file that takes too much time or memory.
    """
    from worksheets.people.roster import study_roster

    if not _is_read_apart(path):
        return study_roster(path, course, options)
    return _result_apart(path, _seconds(path), study_roster, path, course, options)


def open_apart(path: Path, course: "Course", options: "ListOptions") -> "OpenList":
    """Return a list, open for mending, as ``people.opening.opened`` does; workbooks and large tables are read apart.

    YAML and JSON are read here: to send a tree from a process takes longer than to read it, and the reader bounds it.
    Raises RosterError as that does, and for a file that takes too much time or memory.
    """
    from worksheets.people.opening import is_tree, opened

    if is_tree(path) or not _is_read_apart(path):
        return opened(path, course, options)
    return _result_apart(path, _seconds(path), opened, path, course, options)


def judge_apart(open_list: "OpenList", course: "Course") -> "JudgedList":
    """Return an open list as it is understood, as ``people.judging.judged`` does; a very large one is judged apart.

    Raises RosterError as that does, and for a list that takes too much time or memory.
    """
    from worksheets.people.judging import judged

    cells = sum(len(row.cells) for sheet in open_list.sheets for row in sheet.rows)
    if open_list.trees is not None or cells <= _LARGE_LIST:
        return judged(open_list, course)
    return _result_apart(open_list.source, _SECONDS + cells * _SECONDS_OF_A_CELL, judged, open_list, course)


def _seconds(path: Path) -> float:
    """Return the processor time that a list is given to be read."""
    from worksheets.spreadsheets.workbook import is_workbook

    is_book = is_workbook(read_head(path, _HEAD))
    return _SECONDS + path.stat().st_size / 1_000_000 * _SECONDS_OF_A_MEGABYTE[is_book]


def _result_apart(source: Path | str, seconds: float, function: Callable[..., Result], *arguments: object) -> Result:
    """Return what a function gives in a process of its own; ``source`` is the list's file in messages.

    Raises RosterError if it takes too much time or memory, and what the function raises.
    """
    from worksheets.processes.waiting import result_of
    from worksheets.processes.workers import Workers, not_started

    with Workers(1, seconds) as workers:
        try:
            return result_of(workers.submit(function, *arguments))
        except WorksheetsError:
            raise
        except BrokenExecutor as error:
            raise not_started() from error
        except Exception as error:  # The process can die of anything.
            message = _(
                "{path}: too large or complicated for a list, so it was not read; check that it is the right file, or "
                "save the list as CSV"
            )
            raise RosterError(message.format(path=source)) from error


def _is_read_apart(path: Path) -> bool:
    """Return True for a large file, and for one with the content of a workbook; False for one that cannot be read."""
    from worksheets.spreadsheets.workbook import is_workbook

    try:
        return path.stat().st_size > _LARGE_TEXT or is_workbook(read_head(path, _HEAD))
    except OSError:
        return False


def read_forms(paths: Sequence[Path], course: "Course", password: str) -> "Iterator[FormReading]":
    """Yield what is in each form, in the order of the files, as ``pdf.form_reader.read_form`` does."""
    from worksheets.pdf.form_reader import read_form
    from worksheets.processes.workers import Workers, cores

    if not paths:
        return
    with Workers(min(len(paths), cores()), _SECONDS) as workers:
        futures = [workers.submit(partial(read_form, course=course, password=password), path) for path in paths]
        yield from map(_reading, paths, futures)


def _reading(path: Path, future: "Future[FormReading]") -> "FormReading":
    from worksheets.pdf.form_reader import given_up
    from worksheets.processes.waiting import result_of
    from worksheets.processes.workers import not_started

    try:
        return result_of(future)
    except BrokenExecutor as error:
        raise not_started() from error
    except Exception:  # noqa: BLE001 - the process can die of anything, and must not stop the other files
        return given_up(path)
