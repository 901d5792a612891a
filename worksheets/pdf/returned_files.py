"""Which of the files that have come back are forms: not those that systems and programs leave beside them."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from worksheets.files import is_litter, read_head
from worksheets.messages import _

_HEAD = 1024
"""A PDF begins within so many bytes (ISO 32000-1, Annex H, note 13)."""
_LISTS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".yaml", ".yml", ".json", ".toml")
"""The suffixes of a trainer's own lists, which may lie beside the forms."""
_NAMED = 5
"""The most files that a message names."""


@dataclass(slots=True)
class ReturnedFiles:
    """The files to read, and messages about those that are not read."""

    forms: list[Path] = field(default_factory=list)
    """PDF files, and whatever was given as a file, each once."""
    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def returned_files(paths: Iterable[Path]) -> ReturnedFiles:
    """Return the files to read among files and folders, whose inner folders are searched too."""
    search = _Search()
    for path in paths:
        if _is_folder(path):
            search.add_folder(path)
        elif not is_litter(path):
            search.add_file(path)
    return search.files


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file or folder, with the path that it really has when links are followed."""

    path: Path
    real: str

    @property
    def is_link(self) -> bool:
        return os.path.islink(self.path)  # noqa: PTH114 - Path's raises an error where the folder may not be read

    def leads_out(self, folder: str) -> bool:
        """Return True for a link to what is not in a folder, given as it really is; or is nowhere."""
        inside = self.real == folder or self.real.startswith(os.path.join(folder, ""))  # noqa: PTH118 - no Path
        return self.is_link and not (inside and os.path.exists(self.path))  # noqa: PTH110 - as above


class _Search:
    """Collects files, each once."""

    def __init__(self) -> None:
        self.files = ReturnedFiles()
        self._seen: set[str] = set()
        """The real paths of files and folders; their numbers are all 0 on some network disks."""

    def add_file(self, path: Path) -> None:
        """Add a file that has been named."""
        self._add(_entry(path))

    def _add(self, entry: _Entry) -> None:
        if not self._is_seen(entry):
            self.files.forms.append(entry.path)

    def add_folder(self, folder: Path) -> None:
        """Add the forms in a folder and its inner folders, and say what is not read."""
        top, has_forms, others = _entry(folder), False, []
        self._is_seen(top)
        for entry in self._walk(top):
            path = entry.path
            if entry.leads_out(top.real):
                self._add_link(entry)
            elif _is_pdf(path):
                has_forms = True
                self._add(entry)
            elif path.suffix == ".icloud":
                message = _("{path}: is not on this computer yet; open its folder, so that iCloud downloads it")
                self.files.errors.append(message.format(path=path))
            elif not path.name.startswith(".") and path.suffix.lower() not in _LISTS:
                others.append(str(path.relative_to(folder)))
        if others:
            self.files.notes.append(_others(folder, others))
        if not has_forms:
            self.files.errors.append(_("{path}: there are no PDF files in this folder").format(path=folder))

    def _add_link(self, entry: _Entry) -> None:
        """Say that a link out of the folder is not followed: whoever packed the folder may have aimed it anywhere."""
        if not (entry.path.name.startswith(".") or self._is_seen(entry)):
            message = _("{path}: is a link out of the folder, so it was not read; name the file itself in the command")
            self.files.errors.append(message.format(path=entry.path))

    def _walk(self, top: _Entry) -> Iterator[_Entry]:
        """Yield the files in a folder and its inner folders, sorted, without litter, and the links to folders outside.

        Folders may be two thousand deep, which is too deep for a function that calls itself.
        """
        stack = self._entries(top)
        while stack:
            entry = stack.pop()
            if not _is_folder(entry.path) or entry.leads_out(top.real):
                yield entry
            elif not (entry.path.name.startswith(".") or self._is_seen(entry)):
                stack += self._entries(entry)

    def _entries(self, folder: _Entry) -> list[_Entry]:
        """Return what is in a folder, the first last, without litter."""
        try:
            paths = sorted((path for path in folder.path.iterdir() if not is_litter(path)), reverse=True)
        except OSError:
            message = _("{path}: the folder cannot be opened; check its permissions, or copy it to this computer")
            self.files.errors.append(message.format(path=folder.path))
            return []
        return [_entry(path, folder) for path in paths]

    def _is_seen(self, entry: _Entry) -> bool:
        """Return True if a file or folder has been seen before, perhaps under another name; note that it has now."""
        if entry.real in self._seen:
            return True
        self._seen.add(entry.real)
        return False


def _entry(path: Path, folder: _Entry | None = None) -> _Entry:
    """Return a file or folder; in a folder that is known, only links are followed: all else takes 37 s, 1,500 deep."""
    if folder is None or os.path.islink(path):  # noqa: PTH114 - as above
        return _Entry(path, os.path.realpath(path))
    return _Entry(path, os.path.join(folder.real, path.name))  # noqa: PTH118 - no Path


def _is_pdf(path: Path) -> bool:
    """Return True if a file has the suffix or the beginning of a PDF."""
    if path.name.startswith("."):
        return False
    if path.suffix.lower() == ".pdf":
        return True
    try:
        return b"%PDF-" in read_head(path, _HEAD)
    except OSError:
        return False


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises an error where the folder above may not be read


def _others(folder: Path, names: Sequence[str]) -> str:
    """Return a message about files that are no PDFs."""
    listed = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
    message = _("{path}: not read, because they are not PDF files: {names}")
    return message.format(path=folder, names=listed)
