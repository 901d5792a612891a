"""A course to start from: the smallest whole one, written into a folder of its own."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from worksheets.errors import OptionsError, OutputError
from worksheets.files import refuse_existing, refuse_unwritable, write_together
from worksheets.messages import _
from worksheets.resources import DEFAULT_LANGUAGE, NEW_COURSES

from .documents import Document

COURSE_LANGUAGES = ("fi", "sv", "en")
"""The languages in which there is a course to start from."""
_PAGES = "pages"
_PAGE_SUFFIXES = (".md", ".j2")
_TITLE = "{title}"
"""What is replaced in the files by the course's title, as TOML has it without its quotation marks."""
_UNPRINTABLE = re.compile("[\0-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What a folder's name can have and a title cannot."""
_TEXTS = (".toml", ".md")


@dataclass(frozen=True, slots=True)
class NewCourse:
    """The files of a course to start from."""

    folder: Path
    files: tuple[Document, ...]

    @property
    def people(self) -> Path:
        """The list of example people."""
        return next(file.path for file in self.files if file.path.suffix == ".csv")

    def write(self, *, overwrite: bool = False) -> tuple[Path, ...]:
        """Write the files, all of them or none, and return their paths.

        Raises OutputError for all files that exist and are not to be overwritten, and for pages of another course.
        """
        self._check(overwrite=overwrite)
        made = ((file.path, file.make()) for file in self.files)
        write_together(made, self.folder / _PAGES, overwrite=overwrite)
        return self._paths

    def dry_run(self, *, overwrite: bool = False) -> tuple[Path, ...]:
        """Return the paths that ``write`` would return, and write nothing. Raises OutputError as ``write`` does."""
        self._check(overwrite=overwrite)
        refuse_unwritable(self.folder / _PAGES)
        return self._paths

    @property
    def _paths(self) -> tuple[Path, ...]:
        return tuple(file.path for file in self.files)

    def _check(self, *, overwrite: bool) -> None:
        refuse_existing(self._paths, overwrite=overwrite)
        others = {path for path in (self.folder / _PAGES).glob("*") if path.suffix in _PAGE_SUFFIXES}
        if others := others.difference(self._paths):
            message = _("{path}: is a page of another course; choose a new folder")
            raise OutputError(*(message.format(path=path) for path in sorted(others)))


def new_course(folder: Path, language: str = DEFAULT_LANGUAGE) -> NewCourse:
    """Return a course to start from, with the folder's name as its title; ``language`` is that of its texts.

    Raises OptionsError for a language in which there is none.
    """
    if language not in COURSE_LANGUAGES:
        message = _("--language {language}: choose from {languages}")
        raise OptionsError(message.format(language=language, languages=", ".join(COURSE_LANGUAGES)))
    source = NEW_COURSES / language
    title = json.dumps(_title(folder), ensure_ascii=False)[1:-1]
    paths = sorted((path for path in source.rglob("*") if path.is_file()), key=lambda path: path.parts)
    return NewCourse(folder, tuple(_file(path, folder / path.relative_to(source), title) for path in paths))


def _file(source: Path, path: Path, title: str) -> Document:
    """Return a file of the new course; the title is put into its texts."""

    def make() -> bytes:
        data = source.read_bytes()
        return data.replace(_TITLE.encode(), title.encode()) if source.suffix in _TEXTS else data

    return Document(path, make)


def _title(folder: Path) -> str:
    """Return a title made of a folder's name: of ``omat-tavoitteet``, “Omat tavoitteet”."""
    name = _UNPRINTABLE.sub("", folder.resolve().name)
    words = " ".join(re.split(r"[\s_-]+", name)).strip() or "?"
    return words[0].upper() + words[1:]
