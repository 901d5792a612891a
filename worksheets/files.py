"""Files that appear whole under their names or not at all, and names that every system takes."""

import os
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from .errors import OutputError, _

_LONGEST = 150
"""Bytes of a file's name without its ending; file systems take 255 with everything."""


def write_whole(path: Path, data: bytes, *, overwrite: bool) -> None:
    """Write a file under another name and move it into place, making its folder if need be.

    Raises OutputError when the file is there already, or when it cannot be written.
    """
    refuse_existing([path], overwrite=overwrite)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("xb") as file:
                file.write(data)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(_("{path}: cannot be written: {reason}").format(path=path, reason=error.strerror)) from error


def refuse_existing(paths: Iterable[Path], *, overwrite: bool) -> None:
    """Raise OutputError for every file that is there already, unless it may be replaced."""
    there = [] if overwrite else [path for path in paths if path.exists()]
    if there:
        raise OutputError(*(_("{path}: is there already; --overwrite replaces it").format(path=path) for path in there))


def file_stem(text: str) -> str:
    """Return a text as a file's name without its ending: safe on Windows, macOS and Linux, inside its folder."""
    from pathvalidate import sanitize_filename

    text = unicodedata.normalize("NFC", " ".join(text.split()))
    safe = re.sub(r"[\s-]+", "-", sanitize_filename(text, replacement_text="-", platform="universal")).strip("-. ")
    return safe.encode()[:_LONGEST].decode(errors="ignore").strip("-. ") or "nimeton"


def distinct(stems: Iterable[str]) -> list[str]:
    """Return the names with a number after each that another one had already, whatever its case."""
    taken: set[str] = set()
    found = []
    for stem in stems:
        number, name = 1, stem
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        found.append(name)
    return found
