"""The pictures in a course's folder: which a page may show, which could be meant by a name, which nothing names."""

import re
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from worksheets.files import read_regular
from worksheets.messages import _
from worksheets.resources import lies_in

from .fault import CourseFault, FaultKind

PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
"""The endings of pictures that can be printed."""
_TEXTS = (".md", ".j2", ".css", ".toml", ".svg")
"""The suffixes of files that may name a picture."""
_MOST_FILES = 5000
"""The most files that are looked at in a course's folder."""
_MOST_BYTES = 1_000_000
_NOT_OURS = ("packet.json", "output")
"""What only a folder has that the program has written, and the usual name of one."""


def files_in(folder: Path, suffixes: Collection[str]) -> list[str]:
    """Return the files with some endings right in a folder and in its own folders, as paths that begin there.

    A name that leads to no file may be one of them misspelt.
    """
    paths = [path for pattern in ("*", "*/*") for path in islice(folder.glob(pattern), _MOST_FILES)]
    return [path.relative_to(folder).as_posix() for path in paths if path.suffix.lower() in suffixes]


def unused_pictures(folder: Path, used: Collection[Path]) -> Iterator[CourseFault]:
    """Yield a fault for each picture that nothing names and that is none of those that pages have ``used``."""
    files = [path for path in islice(folder.rglob("*"), _MOST_FILES) if lies_in(path, folder) and path.is_file()]
    pictures = [path for path in files if path.suffix.lower() in PICTURE_SUFFIXES and not _is_output(path, folder)]
    if not pictures:
        return
    texts = {path: _text(path) for path in files if path.suffix in _TEXTS}
    for picture in sorted(pictures):
        name = re.compile(rf"(?<![\w-])({re.escape(picture.name)}|{re.escape(quote(picture.name))})")
        named = any(name.search(text) for path, text in texts.items() if path != picture)
        if not named and picture.resolve() not in used:
            message = _("no page shows this picture; put it on one, or delete the file")
            yield CourseFault(picture, 0, message, FaultKind.UNUSED_PICTURE)


def _is_output(path: Path, folder: Path) -> bool:
    """Return True for what a command has written into the folder, such as a packet or pages as pictures."""
    folders = [each for each in path.parents if each.is_relative_to(folder) and each != folder]
    return any(each.name in _NOT_OURS or (each / _NOT_OURS[0]).exists() for each in folders)


def _text(path: Path) -> str:
    try:
        return read_regular(path, _MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""
