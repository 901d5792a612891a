"""The files of returned forms as a browser brings them: PDFs, a folder of them, or all of a mail's in a zip."""

import os
import re
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from starlette.datastructures import FormData, UploadFile

from worksheets.files import file_stem, is_litter
from worksheets.messages import _

from .bodies import MOST_FILES
from .file_names import own_name
from .returned import FormFile, digest_of

_LARGEST_ZIP = 64_000_000
"""Limit of what a zip holds, in bytes."""
_ZIP_END = b"PK\5\6"
_ZIP_64 = b"PK\6\7"
_LARGEST_TABLE = 1_000_000
"""Limit of a zip's table of contents, in bytes; that of 200 files has some 30,000."""
_TAIL = 65_557
"""A zip's end record begins within so many bytes from its end: 22, and a comment (APPNOTE 4.3.16)."""
_SUFFIXES = (".pdf",)
_DATE = re.compile(r"[0-9]{1,13}")


class _ZipRefusedError(Exception):
    """A zip is not opened, for the reason in its text."""


@dataclass(slots=True)
class Uploads:
    """What a browser has brought, put into a folder under safe names."""

    folder: Path
    first: int
    """The number that its first file gets."""
    files: list[FormFile] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """What could not be taken, and why."""

    def add(self, form: FormData) -> None:
        """Take the files of a form's field ``files``."""
        uploads = [upload for upload in form.getlist("files") if isinstance(upload, UploadFile) and upload.filename]
        dates = _dates(form.get("modified"), len(uploads))
        for upload, saved in zip(uploads, dates, strict=True):
            self._add(upload.filename or "", upload.file, saved)

    def _add(self, given: str, content: BinaryIO, saved: float | None) -> None:
        name = own_name(given)
        if is_litter(Path(given.replace("\\", "/"))):
            return
        if _is_zip(name, content):
            self._add_zip(name, content)
        else:
            self._store(name, content, saved)

    def _add_zip(self, name: str, content: BinaryIO) -> None:
        try:
            for info, data in _forms_of(content):
                self._store(own_name(info.filename), BytesIO(data), _date_of(info))
        except (_ZipRefusedError, zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError) as error:
            reason = str(error) if isinstance(error, _ZipRefusedError) else _("it is damaged or locked")
            message = _(
                "{name}: this zip was not opened: {reason}. Open it on your machine, and bring the forms in it."
            )
            self.problems.append(message.format(name=name, reason=reason))

    def _store(self, name: str, content: BinaryIO, saved: float | None) -> None:
        number = self.first + len(self.files)
        place = Path(name)
        folder = self.folder / str(number)
        folder.mkdir(mode=0o700, parents=True)
        path = folder / f"{file_stem(place.stem)}{'.pdf' if place.suffix.lower() in _SUFFIXES else '.file'}"
        with path.open("xb") as file:
            shutil.copyfileobj(content, file)
        if saved is not None:  # Of several answers of one person, the latest counts; not every form has its date in it.
            os.utime(path, (saved, saved))
        self.files.append(FormFile(number, path, name, digest_of(path)))


def _dates(text: object, count: int) -> list[float | None]:
    """Return when files were saved, in seconds since 1970, from the milliseconds that the page's script says."""
    words = text.split(",") if isinstance(text, str) else []
    if len(words) != count:
        return [None] * count
    return [int(word) / 1000 if _DATE.fullmatch(word) else None for word in words]


def _date_of(info: zipfile.ZipInfo) -> float | None:
    """Return when a file in a zip was saved; None if the zip says nothing that can be a date."""
    try:
        return datetime(*info.date_time).timestamp()  # noqa: DTZ001 - a zip has local times
    except (ValueError, OverflowError, OSError):
        return None


def _is_zip(name: str, content: BinaryIO) -> bool:
    """Return True for a zip that is meant as one: Office documents are zips, too."""
    head = content.read(4)
    content.seek(0)
    return name.lower().endswith(".zip") and head.startswith(b"PK")


def _forms_of(content: BinaryIO) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    """Yield the PDFs in a zip with their bytes.

    Raises _ZipRefusedError for one with too much in it, and whatever ``zipfile`` raises for a damaged one.
    """
    _check_end(content)
    with zipfile.ZipFile(content) as archive:
        wanted = [info for info in archive.infolist() if _is_form(info)]
        if not wanted:
            raise _ZipRefusedError(_("there are no PDF files in it"))
        if len(wanted) > MOST_FILES:
            raise _ZipRefusedError(_("it has more than {count} files").format(count=MOST_FILES))
        yield from _read(archive, wanted)


def _read(archive: zipfile.ZipFile, wanted: Sequence[zipfile.ZipInfo]) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    left = _LARGEST_ZIP
    for info in wanted:
        with archive.open(info) as file:
            data = file.read(left + 1)  # What the zip says of its sizes may be a lie.
        left -= len(data)
        if left < 0:
            raise _ZipRefusedError(_("it has more than {size} MB in it").format(size=_LARGEST_ZIP // 1_000_000))
        yield info, data


def _is_form(info: zipfile.ZipInfo) -> bool:
    path = Path(info.filename)
    return not info.is_dir() and path.suffix.lower() in _SUFFIXES and not is_litter(path)


def _check_end(content: BinaryIO) -> None:
    """Raise _ZipRefusedError for a zip with a table of contents that would take long to read."""
    size = content.seek(0, 2)
    content.seek(max(0, size - _TAIL))
    tail = content.read()
    content.seek(0)
    end = tail.rfind(_ZIP_END)
    length = int.from_bytes(tail[end + 12 : end + 16], "little")
    if end < 0 or _ZIP_64 in tail[max(0, end - 20) :] or length > _LARGEST_TABLE:
        raise _ZipRefusedError(_("it is no plain zip, or it has too many files"))
