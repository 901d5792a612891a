"""Which of the files that have come back are forms: not those that systems and programs leave beside them."""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from worksheets.errors import _
from worksheets.files import is_litter

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
        if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises an error where the folder above may not be read
            search.add_folder(path)
        elif not is_litter(path):
            search.add_file(path)
    return search.files


class _Search:
    """Collects files, each once."""

    def __init__(self) -> None:
        self.files = ReturnedFiles()
        self._seen: set[str] = set()

    def add_file(self, path: Path) -> None:
        if not self._is_seen(path):
            self.files.forms.append(path)

    def add_folder(self, folder: Path) -> None:
        before, others = len(self.files.forms), []
        for path in self._walk(folder):
            if _is_pdf(path):
                self.add_file(path)
            elif path.suffix == ".icloud":
                self.files.errors.append(
                    _("{path}: is not on this computer yet; open its folder, so that iCloud copies it").format(
                        path=path
                    )
                )
            elif not path.name.startswith(".") and path.suffix.lower() not in _LISTS:
                others.append(str(path.relative_to(folder)))
        if others:
            self.files.notes.append(_others(folder, others))
        if len(self.files.forms) == before:
            self.files.errors.append(_("{path}: there are no PDF files in this folder").format(path=folder))

    def _walk(self, folder: Path) -> Iterator[Path]:
        """Yield the files in a folder and its inner folders, sorted, without litter."""
        try:
            entries = sorted(folder.iterdir())
        except OSError:
            message = _("{path}: the folder cannot be opened; look who may read it, or copy it to this computer")
            self.files.errors.append(message.format(path=folder))
            return
        for path in entries:
            if is_litter(path):
                continue
            if not path.is_dir():
                yield path
            elif not (path.name.startswith(".") or self._is_seen(path)):
                yield from self._walk(path)

    def _is_seen(self, path: Path) -> bool:
        """Return True if a file or folder has been seen before, perhaps under another name; note that it has now."""
        real = os.path.realpath(path)
        if real in self._seen:
            return True
        self._seen.add(real)
        return False


def _is_pdf(path: Path) -> bool:
    """Return True if a file has the suffix or the beginning of a PDF."""
    if path.name.startswith("."):
        return False
    if path.suffix.lower() == ".pdf":
        return True
    try:
        with path.open("rb") as file:
            return b"%PDF-" in file.read(_HEAD)
    except OSError:
        return False


def _others(folder: Path, names: Sequence[str]) -> str:
    """Return a message about files that are no PDFs."""
    listed = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
    message = _("{path}: not read, since they are no PDFs: {names}")
    return message.format(path=folder, names=listed)
