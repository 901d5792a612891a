"""Files that appear whole under their names or not at all, and names that every system takes."""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from .errors import OutputError, _

_PART = ".part"
_LONGEST = 149
"""Bytes of a file's name without its ending and number; file systems take 255 with everything."""
_JOINERS = "\u200c\u200d"
_UNSEEN = ("Cc", "Cf", "Cn", "Co", "Cs")
_CONSOLE = re.compile(r"^(CONIN|CONOUT)\$(?=\.|$)", re.IGNORECASE)


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file that appears under its name, or replaces the one there, only when it has been written whole.

    Raises OutputError when it cannot be written; then, and on any other error, nothing of it is left.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}{_PART}")
    try:
        try:
            with part.open("xb") as file:
                yield file
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise OutputError(_("{path}: cannot be written: {reason}").format(path=path, reason=error.strerror)) from error


def write_whole(path: Path, data: bytes, *, overwrite: bool) -> None:
    """Write a file whole, making its folder if need be.

    Raises OutputError when the file is there already, or when it cannot be written.
    """
    refuse_existing([path], overwrite=overwrite)
    make_folder(path.parent)
    with whole_file(path) as file:
        file.write(data)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it. Raises OutputError when that is not possible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RecursionError) as error:  # The latter for a path of a thousand folders.
        reason = error.strerror if isinstance(error, OSError) else _("too many folders in one another")
        raise OutputError(_("{path}: cannot be made: {reason}").format(path=folder, reason=reason)) from error


def sweep(folder: Path) -> None:
    """Delete what killed processes left of the files that they were writing in a folder or its subfolders."""
    for part in folder.glob(f"**/.*{_PART}"):
        process = part.name.removesuffix(_PART).rpartition(".")[2]
        if process.isdecimal() and not _alive(int(process)):
            with suppress(PermissionError):  # Windows, where a file that is being written cannot be deleted.
                part.unlink(missing_ok=True)


def _alive(process: int) -> bool:
    """Tell whether a process is running, where that can be asked (to ask it on Windows would end the process)."""
    if os.name == "nt":
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass
    return True


def refuse_existing(paths: Iterable[Path], *, overwrite: bool) -> None:
    """Raise OutputError for every file that is there already, unless it may be replaced."""
    there = [] if overwrite else [path for path in paths if path.exists()]
    if there:
        raise OutputError(*(_("{path}: is there already; --overwrite replaces it").format(path=path) for path in there))


def file_stem(text: str) -> str:
    """Return a text as a file's name without its ending: safe on Windows, macOS and Linux, inside its folder.

    A long one is cut between whole characters; one of which nothing is left is “nimeton”.
    """
    # Twice, since what is left when the ends have been cut off may be a reserved word: “-CON”.
    stem = _safe(_safe(_cut(_seen(text))))
    return _CONSOLE.sub(r"\1_", stem) or "nimeton"


def distinct(stems: Iterable[str]) -> list[str]:
    """Return the names with a number after each that another one had already, whatever its case or form of Unicode."""
    taken: set[str] = set()
    last: dict[str, int] = {}
    found = []
    for stem in stems:
        name, first = stem, _folded(stem)
        while _folded(name) in taken:
            last[first] = last.get(first, 1) + 1
            name = f"{stem}-{last[first]}"
        taken.add(_folded(name))
        found.append(name)
    return found


def _safe(text: str) -> str:
    from pathvalidate import sanitize_filename

    return re.sub(r"[\s-]+", "-", sanitize_filename(text, replacement_text="-", platform="universal")).strip("-. ")


def _folded(stem: str) -> str:
    """Return what a disk that minds neither case, the form of Unicode nor joiners knows a name by."""
    text = unicodedata.normalize("NFD", unicodedata.normalize("NFD", stem).casefold())
    return text.translate(dict.fromkeys(map(ord, _JOINERS)))


def _seen(text: str) -> str:
    """Return a text in NFC without what is not seen: marks of direction, halves of pairs, joiners at the ends.

    Inside they stay, since Persian, the Indic scripts and emoji need them.
    """
    text = "".join(" " if letter.isspace() else letter for letter in text)
    kept = "".join(letter for letter in text if unicodedata.category(letter) not in _UNSEEN or letter in _JOINERS)
    return " ".join(unicodedata.normalize("NFC", kept).split()).strip(f"-. {_JOINERS}")


def _cut(text: str) -> str:
    """Return as many whole characters of a text, as people see them, as a file's name holds."""
    if len(text.encode()) <= _LONGEST:
        return text
    from uniseg.graphemecluster import grapheme_clusters  # When it is needed.

    size, kept = 0, []
    for character in grapheme_clusters(text):
        size += len(character.encode())
        if size > _LONGEST:
            break
        kept.append(character)
    return "".join(kept) or text.encode()[:_LONGEST].decode(errors="ignore")
