"""Lists of participants: read and judged, chosen from, collected from forms, and written."""

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from worksheets.errors import MOST_SHOWN, RosterError
from worksheets.messages import _
from worksheets.packet.session import Session
from worksheets.people.list_options import ListOptions

from .apart import read_forms, study_list
from .courses import schema_text
from .documents import OUTPUT, Document
from .open_lists import judge, open_list
from .options import Selection

if TYPE_CHECKING:
    from worksheets.course.course import Course
    from worksheets.pdf.form_reader import Returned
    from worksheets.people.participant import Participant
    from worksheets.people.roster import Roster


def check(
    source: Path | str, course: "Course", options: ListOptions = ListOptions(), session: Session | None = None
) -> "Roster":
    """Read a list or a participant's file, and return what is in it with everything that is wrong or odd.

    ``source`` is a workbook (.xlsx, .xls, .ods), a table as text (.csv, .tsv), a YAML or JSON file, a folder of
    participants' files, or ``-`` for standard input. Answers that no page of the course prints are wrong, too. Raises
    RosterError or ParticipantError only for a file that cannot be read at all.
    """
    return judge(open_list(source, course, options), course, session).roster


def read_list(
    source: Path | str,
    course: "Course",
    options: ListOptions = ListOptions(),
    *,
    skip_invalid: bool = False,
) -> "Roster":
    """Read a list, as ``check`` does, for printing.

    Raises RosterError with everything that is wrong, unless people with errors are left out; and if nobody is left.
    """
    roster = study_list(Path(source), course, options)
    if roster.errors and not skip_invalid:
        raise RosterError(*roster.errors)
    if not roster.participants:
        hidden = any(person.hidden for person in roster.left_out)
        message = _("{path}: there are no participants to print").format(path=source)
        if hidden:
            message = _("{path}: there are no participants to print; add --hidden to include hidden rows").format(
                path=source
            )
        # Of very many problems, the last are not shown.
        is_last = len(roster.errors) < MOST_SHOWN
        raise RosterError(*roster.errors, message) if is_last else RosterError(message, *roster.errors)
    return roster


def choose(people: Sequence["Participant"], course: "Course", selection: Selection) -> Sequence["Participant"]:
    """Return the selected participants, sorted.

    Raises RosterError with everything in the selection that is wrong, and if nobody is selected.
    """
    from worksheets.people.selection import by_finnish_order, by_name, by_rows, only

    people = by_rows(people, selection.rows) if selection.rows else people
    people = only(people, course, selection.only)
    people = by_name(people, selection.only_name) if selection.only_name else people
    if not people:
        raise RosterError(_("Nobody is left to print: no participant matches --only, --only-name and --rows."))
    return by_finnish_order(people, course, selection.sort) if selection.sort else people


def collect(paths: Iterable[Path], course: "Course", password: str = "") -> "Returned":
    """Read filled forms from PDF files and folders of them; ``password`` opens files that are locked.

    Nothing is raised for a file that cannot be read: its error is in the result, beside the others' answers.
    """
    from worksheets.pdf.form_reader import collect as collect_forms

    return collect_forms(paths, course, password, partial(read_forms, course=course, password=password))


def list_document(
    people: Sequence["Participant"], course: "Course", path: Path = OUTPUT / "vastaukset.xlsx"
) -> Document:
    """Return a list of participants, in the format of the path's suffix: .xlsx, .csv or .yaml.

    Raises OutputError for any other suffix.
    """
    from worksheets.people.writers import as_file, check_list_suffix

    check_list_suffix(path)
    return Document(path, lambda: as_file(people, path, course))


def starting_documents(content: str, path: Path, course: "Course") -> tuple[Document, ...]:
    """Return an empty file to start from, in the format of the path's suffix, and what belongs beside it.

    ``content`` is ``participant`` (.yaml), with the schema by which editors check it, or ``roster`` (.xlsx, .csv,
    .yaml). Raises OutputError for any other suffix.
    """
    from worksheets.people.writers import schema_name, starter

    data = starter(content, path, course)
    document = Document(path, lambda: data)
    if content != "participant":
        return (document,)
    return document, Document(path.with_name(schema_name(course)), lambda: schema_text(course).encode())
