"""Lists that are open for mending: opened, started from nothing, judged, and written as they are meant."""

from pathlib import Path
from typing import TYPE_CHECKING

from worksheets.errors import WorksheetsError
from worksheets.files import file_stem
from worksheets.packet.session import Session
from worksheets.people.list_options import ListOptions

from .apart import judge_apart, open_apart
from .documents import OUTPUT, Document
from .printing import Printing
from .unprinted import lost_answers

if TYPE_CHECKING:
    from worksheets.course.course import Course
    from worksheets.people.column_meanings import Meaning
    from worksheets.people.judged_list import JudgedList
    from worksheets.people.open_list import OpenList


def open_list(source: Path | str, course: "Course", options: ListOptions = ListOptions()) -> "OpenList":
    """Read a list or a participant's file, without judging it.

    ``source`` is a workbook (.xlsx, .xls, .ods), a table as text (.csv, .tsv), a YAML or JSON file, a folder of
    participants' files, or ``-`` for standard input. Raises RosterError or ParticipantError for a file that cannot be
    read at all.
    """
    return open_apart(Path(source), course, options)


def list_of_names(text: str, course: "Course") -> "OpenList":
    """Return the list that somebody has typed or pasted: a name on each line, or cells with tabs, as in a file.

    Raises RosterError if there is no text in it, or more than a list has.
    """
    from worksheets.people.opening import list_of_names as names

    return names(text, course)


def new_list(course: "Course") -> "OpenList":
    """Return a list without people, with columns for what a course asks of each person, to type people into."""
    from worksheets.people.opening import new_list as empty

    return empty(course)


def judge(open_list: "OpenList", course: "Course", session: Session | None = None) -> "JudgedList":
    """Return what is in a list, what each column was taken for, and everything that is wrong or odd, at its place.

    Answers that no page of the course prints are wrong, too. Raises RosterError when no sheet can be read, and for a
    list with far more problems than anybody mends.
    """
    judged = judge_apart(open_list, course)
    try:
        lost = lost_answers(judged.roster.participants, course, Printing(course).layout, session or Session())
    except WorksheetsError as error:  # A page that cannot be filled: the list is judged all the same.
        return judged.with_problems(error.problems)
    return judged.with_problems(lost)


def open_list_document(open_list: "OpenList", course: "Course", path: Path | None = None) -> Document:
    """Return a list as it was mended, in the format of the path's suffix: .xlsx or .csv; output/NAME.xlsx by default.

    It has the user's own sheets and texts. Headings say what the user has chosen, so that the file is read in the same
    way without ``ListOptions.mapping``. Raises OutputError for any other suffix; making it, for what the format cannot
    hold.
    """
    from worksheets.people.mended_file import check_mended_suffix, mended_file

    target = path or OUTPUT / f"{file_stem(open_list.name)}.xlsx"
    check_mended_suffix(target)
    return Document(target, lambda: mended_file(open_list, course, target))


def meanings(course: "Course") -> "tuple[Meaning, ...]":
    """Return what a column of a list can be taken for, in the course's order."""
    from worksheets.people.column_meanings import meanings as of_columns

    return of_columns(course)
