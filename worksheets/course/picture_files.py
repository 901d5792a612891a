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
_MOST_BYTES, _MOST_BYTES_IN_ALL = 1_000_000, 5_000_000
"""The largest text in which names are looked for, and how much all may have together."""
_MOST_MENTIONS = 20_000
"""How often texts may have the ending of a picture: each is compared with names of every length there is."""
_ENDING = re.compile("|".join(map(re.escape, PICTURE_SUFFIXES)), re.IGNORECASE)
_IN_WORD = re.compile(r"[\w-]")
_NOT_OURS = ("packet.json", "output")
"""What only a folder has that the program has written, and the usual name of one."""


def files_in(folder: Path, suffixes: Collection[str]) -> list[str]:
    """Return the files with some endings right in a folder and in its own folders, as paths that begin there.

    A name that leads to no file may be one of them misspelt.
    """
    paths = [path for pattern in ("*", "*/*") for path in islice(folder.glob(pattern), _MOST_FILES)]
    return [path.relative_to(folder).as_posix() for path in paths if path.suffix.lower() in suffixes]


def unused_pictures(folder: Path, used: Collection[Path]) -> Iterator[CourseFault]:
    """Yield a fault for each picture that nothing names and that is none of those that pages have ``used``.

    In a folder with very much text, that cannot be told of any.
    """
    files = [path for path in islice(folder.rglob("*"), _MOST_FILES) if lies_in(path, folder) and path.is_file()]
    pictures = [path for path in files if path.suffix.lower() in PICTURE_SUFFIXES and not _is_output(path, folder)]
    texts = [path for path in files if path.suffix in _TEXTS]
    if not pictures or sum(path.stat().st_size for path in texts) > _MOST_BYTES_IN_ALL:
        return
    contents = {path: _text(path) for path in texts}
    if sum(len(_ENDING.findall(text)) for text in contents.values()) > _MOST_MENTIONS:
        return
    names = _Names({name for picture in pictures for name in _names(picture)})
    named = {path: names.within(text) for path, text in contents.items()}
    for picture in sorted(pictures):
        is_named = any(each & _names(picture) for path, each in named.items() if path != picture)
        if not is_named and picture.resolve() not in used:
            message = _("no page shows this picture; put it on one, or delete the file")
            yield CourseFault(picture, 0, message, FaultKind.UNUSED_PICTURE)


def _names(picture: Path) -> frozenset[str]:
    """Return a picture's name as files may have it: an address has signs for spaces and letters such as ä."""
    return frozenset((picture.name, quote(picture.name)))


class _Names:
    """The names of pictures, looked for all at once: a text may have very many words, and a folder many pictures."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = frozenset(names)
        self._lengths = sorted(set(map(len, names)))

    def within(self, text: str) -> frozenset[str]:
        """Return the names that stand in a text and are not the end of a longer word."""
        ends = (match.end() for match in _ENDING.finditer(text))
        return frozenset(
            name
            for end in ends
            for length in self._lengths
            if (name := text[max(end - length, 0) : end]) in self._names
            and not _IN_WORD.match(text[max(end - length - 1, 0) : max(end - length, 0)])
        )


def _is_output(path: Path, folder: Path) -> bool:
    """Return True for what a command has written into the folder, such as a packet or pages as pictures."""
    folders = [each for each in path.parents if each.is_relative_to(folder) and each != folder]
    return any(each.name in _NOT_OURS or (each / _NOT_OURS[0]).exists() for each in folders)


def _text(path: Path) -> str:
    try:
        return read_regular(path, _MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""
