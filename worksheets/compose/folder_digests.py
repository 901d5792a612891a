"""The files in a folder that pages are made from, and one digest of them all.

The digest is kept for the next start: to read all files of the program and its templates takes ten times as long as to
ask for their sizes and times. A kept digest counts only for the same files with the same names, sizes, times and
numbers.
"""

import errno
import hashlib
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from worksheets.errors import CourseError, WorksheetsError
from worksheets.files import make_folder, read_regular, write_whole
from worksheets.messages import _
from worksheets.resources import NEW_COURSES, lies_in

_SUFFIXES = {"py", "toml", "j2", "md", "css", "dic", "svg", "png", "jpg", "jpeg", "gif", "webp"}
_SUFFIXES |= {"ttf", "otf", "ttc", "woff", "woff2"}
"""The endings of files that pages are made from; a course's folder can hold others, such as finished packets."""
_COMPILED = "__pycache__"
"""The folders in which Python keeps what it has compiled."""
_MOST_FILES = 50_000
"""The most files in a course's folder, which can hold finished packets, too: to list so many takes half a second."""
_MOST_BYTES = 200_000_000
"""The most bytes of the files that pages are made from: to read so many takes a fifth of a second."""
_KEPT = "digests.json"
"""The name of the file with the digests of earlier starts, by those of the files' states."""
_MOST_KEPT = 64
_LARGEST = 64 << 10
"""The most bytes of that file."""
_STEADY = 2_000_000_000
"""Nanoseconds after which a change shows in a file's times: FAT counts two seconds."""

if TYPE_CHECKING:
    from collections.abc import Iterator

File = tuple[tuple[str, ...], str]
"""A file by the parts of its path in the folder, and its path."""


def made_from(folder: Path) -> list[Path]:
    """Return the files in a folder that pages can be made from, in order; no link out of the folder is followed.

    Raises CourseError if there are too many files in the folder.
    """
    return [Path(path) for _parts, path in _files_in(folder)]


def folder_digest(folder: Path, kept: Path | None = None, without: tuple[str, ...] = ()) -> bytes:
    """Return the SHA-256 digest of the names and the data of a folder's files, ``without`` some folders in it.

    ``kept`` is a folder where digests are kept for later; without it, all files are read. Raises CourseError if there
    are too many, or too large ones.
    """
    files = _files_in(folder, without)
    if kept is None:
        return _read(folder, files)[0].digest()
    now, states = time.time_ns(), [_state(path) for _parts, path in files]
    state = hashlib.sha256(repr([(parts, *each) for (parts, _path), each in zip(files, states, strict=True)]).encode())
    known = _known(kept / _KEPT)
    if digest := known.get(state.hexdigest()):
        return bytes.fromhex(digest)
    read, is_whole = _read(folder, files)
    if is_whole and all(max(changed) < now - _STEADY for _size, _number, *changed in states):
        _keep(kept, {**known, state.hexdigest(): read.hexdigest()})
    return read.digest()


def _state(path: str) -> tuple[int, int, int, int]:
    """Return a file's size, its number, and when its data and its entry have changed; zeros for one that is gone."""
    try:
        status = os.stat(path)  # noqa: PTH116 - to make a Path of each takes longer
    except OSError:
        return 0, 0, 0, 0
    return status.st_size, status.st_ino, status.st_mtime_ns, status.st_ctime_ns


def _read(folder: Path, files: list[File]) -> "tuple[hashlib._Hash, bool]":
    """Return the digest of the names and the data of files, and whether all could be read."""
    digest, left, is_whole = hashlib.sha256(), _MOST_BYTES, True
    for parts, path in files:
        try:
            data = read_regular(Path(path), left)
        except OSError as error:  # Nothing can be made from it either, but it may be mended before the next run.
            if error.errno == errno.EFBIG:
                raise _too_much(folder) from error
            data, is_whole = b"", False
        left -= len(data)
        digest.update(f"{'/'.join(parts)} {len(data)}\n".encode(errors="surrogateescape"))
        digest.update(data)
    return digest, is_whole


def _files_in(folder: Path, without: tuple[str, ...] = ()) -> list[File]:
    """Return the files in a folder that pages can be made from, in the order of their parts on every system."""
    count, files = 0, list[File]()
    folders: list[File] = [((), os.fspath(folder))]
    while folders:
        parts, path = folders.pop()
        for entry in _entries(path):
            count += 1
            if count > _MOST_FILES:
                raise _too_much(folder)
            if entry.is_dir(follow_symlinks=False):
                if entry.name != _COMPILED and (parts or entry.name not in without):
                    folders.append(((*parts, entry.name), entry.path))
            elif _is_source(entry, folder):
                files.append(((*parts, entry.name), entry.path))
    return sorted(files)


def _entries(folder: str) -> "Iterator[os.DirEntry[str]]":
    """Yield what is in a folder; nothing of one that cannot be listed, and of those that courses are started from."""
    if f"{folder}{os.sep}".startswith(f"{NEW_COURSES}{os.sep}"):
        return
    with suppress(FileNotFoundError, NotADirectoryError, PermissionError), os.scandir(folder) as entries:
        yield from entries


def _is_source(entry: "os.DirEntry[str]", folder: Path) -> bool:
    """Return True for a file that pages can be made from, and for a link to one if that is in the folder, too."""
    stem, _dot, ending = entry.name.rpartition(".")
    if not stem or ending not in _SUFFIXES:
        return False
    try:
        return entry.is_file() and (not entry.is_symlink() or lies_in(Path(entry.path), folder))
    except OSError:
        return False


def _known(file: Path) -> dict[str, str]:
    """Return the kept digests; none if something else is in the file."""
    try:
        return msgspec.json.decode(read_regular(file, _LARGEST), type=dict[str, str])
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return {}


def _keep(folder: Path, digests: dict[str, str]) -> None:
    """Keep the last of the digests. A folder that cannot be written to is no error: they only save time."""
    last = dict(list(digests.items())[-_MOST_KEPT:])
    try:
        make_folder(folder)
        write_whole(folder / _KEPT, msgspec.json.encode(last), overwrite=True)
    except (WorksheetsError, OSError):
        return


def _too_much(folder: Path) -> CourseError:
    message = _("{folder}: has more than {files} files or {megabytes} MB; keep only the course in this folder")
    return CourseError(message.format(folder=folder, files=_MOST_FILES, megabytes=_MOST_BYTES // 1_000_000))
