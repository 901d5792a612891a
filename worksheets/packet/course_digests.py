"""The digests of a course's files, by which a preview knows what has changed."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from worksheets.compose.folder_digests import made_from
from worksheets.course.picture_files import PICTURE_SUFFIXES
from worksheets.files import read_regular

_TEMPLATE = ".j2"
_MARKDOWN = ".md"
_MOST_BYTES = 200_000_000
"""The largest file that is read; a course with a larger one is refused where its fingerprint is taken."""


@dataclass(frozen=True, slots=True)
class Digests:
    """What a course's pages are made from."""

    styles: str
    """Of everything but pages in Markdown, templates of pages, and pictures that stand on pages alone."""
    templates: str
    """Of all that, and of the templates of pages."""
    pictures: Mapping[str, str]
    """Of each picture, by its file's name."""

    def branded(self, digest: str) -> "Digests":
        """Return them with the digest of a theme and a brand, which may lie outside the course's folder."""
        return replace(self, styles=f"{self.styles} {digest}", templates=f"{self.templates} {digest}")


class CourseDigests:
    """Reads the digests of a course's files; a file is read again only if its time or its size is another."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[Path, tuple[tuple[int, int, int], bytes]] = {}
        """Of each file, its time, size and number, and its digest."""

    def read(self) -> Digests:
        """Return the digests of the files as they are now. Raises CourseError for a folder with too many files."""
        files = made_from(self._folder)
        self._kept = {path: self._state(path) for path in files}
        pages = self._folder / "pages"
        pictures = [path for path in files if path.suffix.lower() in PICTURE_SUFFIXES]
        templates = [path for path in files if path.suffix == _TEMPLATE and path.is_relative_to(pages)]
        of_pages = {*pictures, *templates, *(path for path in files if path.suffix == _MARKDOWN)}
        others = [path for path in files if path not in of_pages]
        named = self._named(pictures, others)
        styles = self._digest([*others, *named])
        return Digests(
            styles,
            self._digest(templates, styles),
            {path.name: self._digest([path]) for path in pictures if path not in named},
        )

    def _state(self, path: Path) -> tuple[tuple[int, int, int], bytes]:
        """Return a file's time, size and number, and its digest; empty for one that cannot be read."""
        try:
            status = path.stat()
            state = (status.st_mtime_ns, status.st_size, status.st_ino)
            kept = self._kept.get(path)
            if kept and kept[0] == state:
                return kept
            return state, hashlib.sha256(read_regular(path, _MOST_BYTES)).digest()
        except OSError:
            return (0, 0, 0), b""

    def _named(self, pictures: Iterable[Path], others: Iterable[Path]) -> list[Path]:
        """Return the pictures whose names stand in files that may concern every page, such as style sheets."""
        texts = b"\n".join(self._text(path) for path in others)
        return [path for path in pictures if path.name.encode() in texts]

    def _text(self, path: Path) -> bytes:
        if path.suffix not in {".css", ".toml", _TEMPLATE}:
            return b""
        try:
            return read_regular(path, _MOST_BYTES)
        except OSError:
            return b""

    def _digest(self, paths: Iterable[Path], *others: str) -> str:
        digest = hashlib.sha256("".join(others).encode())
        for path in paths:
            digest.update(f"{path.relative_to(self._folder)} ".encode(errors="surrogateescape"))
            digest.update(self._kept[path][1])
        return digest.hexdigest()
