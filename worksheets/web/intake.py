"""What somebody brings as a list: a file, or names that were typed. What is refused is said, and takes nothing away."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from starlette.datastructures import UploadFile

from worksheets import api
from worksheets.messages import _, ngettext

from .file_names import own_name
from .wrong_files import BEGINNING, Refusal, file_kind, refusal_of

if TYPE_CHECKING:
    from worksheets.course.course import Course
    from worksheets.people.open_list import OpenList


@dataclass(frozen=True, slots=True)
class Intake:
    """What the screen shows of what was brought last."""

    refusal: Refusal | None = None
    names: str = ""
    """The names that were typed, which stay until they have become a list."""


class RefusedError(Exception):
    """Something that was brought is no list that can be used."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.what)
        self.refusal = refusal


def list_of_file(upload: UploadFile, folder: Path, course: "Course") -> "OpenList":
    """Return the list in a file that was brought; the file is kept in ``folder`` only while it is read.

    Raises RefusedError for a file that is no list.
    """
    name = own_name(upload.filename or "")
    beginning = upload.file.read(BEGINNING)
    upload.file.seek(0)
    if (kind := file_kind(name, beginning)) is not None:
        raise RefusedError(refusal_of(name, kind))
    with _stored(upload, name, folder) as path:
        try:
            opened = api.open_list(path, course)
        except api.WorksheetsError as error:
            raise RefusedError(_refusal(error, name, path)) from error
    problems = tuple(problem.replace(str(path), name) for problem in opened.problems)
    return replace(opened, name=PurePath(name).stem, source=name, problems=problems)


def list_of_names(text: str, course: "Course") -> "OpenList":
    """Return the list of names that were typed or pasted. Raises RefusedError if there are none."""
    if not text.strip():
        raise RefusedError(
            Refusal(_("There are no names yet"), _("Type at least one name, and each on a line of its own."))
        )
    try:
        return api.list_of_names(text, course)
    except api.WorksheetsError as error:
        raise RefusedError(Refusal(_("The names cannot be read"), "\n".join(error.problems[:3]))) from error


def only_file(uploads: list[UploadFile]) -> UploadFile:
    """Return the file that was brought. Raises RefusedError for none, and for several."""
    uploads = [upload for upload in uploads if upload.filename]
    if not uploads:
        raise RefusedError(Refusal(_("No file was chosen"), _("Choose a spreadsheet or a text file.")))
    if len(uploads) > 1:
        message = ngettext(
            "{count} file came at once, and a list is one file",
            "{count} files came at once, and a list is one file",
            len(uploads),
        ).format(count=len(uploads))
        raise RefusedError(Refusal(message, _("Choose the file that has the participants’ names.")))
    return uploads[0]


def _refusal(error: api.WorksheetsError, name: str, path: Path) -> Refusal:
    """Return what the library says of a file, with the file's own name and the reason on lines of their own."""
    reasons = [problem.replace(str(path), name).removeprefix(f"{name}: ") for problem in error.problems[:3]]
    cure = "\n".join(reason[:1].upper() + reason[1:] for reason in reasons)
    return Refusal(_("{file} cannot be read as a list").format(file=name), cure)


@contextmanager
def _stored(upload: UploadFile, name: str, folder: Path) -> Iterator[Path]:
    """Give the file on the disk, under a name of ours with the ending of its own, while the context lasts."""
    suffix = "".join(letter for letter in Path(name).suffix if letter.isalnum() and letter.isascii())[:8]
    own = Path(tempfile.mkdtemp(dir=folder))
    try:
        path = own / f"list.{suffix or 'txt'}"
        with path.open("wb") as file:
            shutil.copyfileobj(upload.file, file)
        yield path
    finally:
        shutil.rmtree(own, ignore_errors=True)
