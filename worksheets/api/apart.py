"""Strangers' workbooks and PDFs are read apart: in a process that may use so much time and memory, and no more.

A file of some kilobytes can unpack to gigabytes, and not every library counts before it holds. Texts such as CSV and
YAML are bounded where they are read; that is quicker.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from worksheets.errors import RosterError, WorksheetsError, _
from worksheets.files import read_regular
from worksheets.processes.workers import Workers, cores

if TYPE_CHECKING:
    from concurrent.futures import Future

    from worksheets.course.course import Course
    from worksheets.pdf.form_reader import FormReading
    from worksheets.people.list_options import ListOptions
    from worksheets.people.roster import Roster

_SECONDS_A_LIST = 4.5
"""Processor time for a workbook: 20,000 rows of 20 columns take 2.6 s on a machine of 2024."""
_SECONDS_A_FORM = 2.0
"""Processor time for a form, which takes a tenth of a second."""


def study_list(path: Path, course: "Course", options: "ListOptions") -> "Roster":
    """Return a list with its problems, as ``people.roster.study_roster`` does; a workbook is read apart.

    Raises RosterError as that does, and for a workbook that takes too much time or memory.
    """
    from worksheets.people.roster import study_roster

    if not _is_workbook(path):
        return study_roster(path, course, options)
    with Workers(1, _SECONDS_A_LIST) as workers:
        try:
            roster: Roster = workers.submit(study_roster, path, course, options).result()
        except WorksheetsError:
            raise
        except Exception as error:  # The process can die of anything.
            message = _(
                "{path}: larger or more tangled than any list, so it was not read; look whether it is the right file, "
                "or save the list as CSV"
            )
            raise RosterError(message.format(path=path)) from error
    return roster


def _is_workbook(path: Path) -> bool:
    """Return True for a file with the content of a workbook; False for one that cannot be read, too."""
    from worksheets.spreadsheets.spreadsheet import LARGEST
    from worksheets.spreadsheets.workbook import is_workbook

    try:
        return is_workbook(read_regular(path, LARGEST))
    except OSError:
        return False


def read_forms(paths: Sequence[Path], course: "Course", password: str) -> "Iterator[FormReading]":
    """Yield what is in each form, in the order of the files, as ``pdf.form_reader.read_form`` does."""
    from worksheets.pdf.form_reader import read_form

    with Workers(min(len(paths), cores()), _SECONDS_A_FORM) as workers:
        futures = [workers.submit(partial(read_form, course=course, password=password), path) for path in paths]
        yield from map(_reading, paths, futures)


def _reading(path: Path, future: "Future[FormReading]") -> "FormReading":
    from worksheets.pdf.form_reader import given_up

    try:
        return future.result()
    except Exception:  # noqa: BLE001 - the process can die of anything, and must not stop the other files
        return given_up(path)
