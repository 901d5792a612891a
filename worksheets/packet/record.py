"""The record of a packet's folder: of each file, the digests of what it was made from and of its bytes.

``packet.json`` is the record. While a packet is being made, each file is entered in a journal before it appears under
its name, so that a run can continue after one that was killed at any point, and recognise files that somebody else has
changed.

Both may be anything, since they come with a folder. What is read of them has the right types, and names of files in the
folder or in a subfolder only; no link is followed from the folder to another place.
"""

import errno
import hashlib
import hmac
import json
import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

import msgspec
from msgspec import Meta, Struct, structs

from worksheets.caches import Lifetime, memoized
from worksheets.errors import OutputError, system_reason
from worksheets.files import read_regular, whole_file
from worksheets.messages import _

from .output_folder import JOURNAL, LOCK, RECORD, leads_outside, locked

_LARGEST = 40 << 20
"""The most bytes of the record or the journal: a hundred thousand files take 30 MB."""
_MOST_UNREADABLE = 1000
"""The lines of a journal that cannot be read after which it is none of ours; each kill leaves one."""
_LINE = re.compile(rb"[^\n]+")
_LARGEST_FILE = 4 << 30
"""The most bytes of a file that is compared with the record: the print file of 10,000 handouts has 0.1 GB."""
_DEEPEST = 2
"""The parts of a file's name in the record: a subfolder of a group, and the file."""
_ABSENT = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG, errno.ENXIO, errno.EACCES})
"""Why a file cannot be opened that is not there, or is not one that a run has written."""

Count = Annotated[int, Meta(ge=0, le=10**9)]
"""A number of pages."""


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """One file: the digests (SHA-256) of what it was made from and of its bytes, and its number of pages."""

    input: str
    output: str
    pages: Count
    order: str = ""
    """Which order it was made for; empty in records that do not say it."""
    handouts: tuple[Count, ...] = ()
    """The pages of each handout in a print file, in their order."""


class _Files(Struct, frozen=True, forbid_unknown_fields=True):
    """What ``packet.json`` says."""

    files: dict[str, Entry]
    """The entries by the files' names."""
    form: Literal[1] = 1


class _Noted(Entry, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A line of the journal."""

    file: str
    """The file's name."""

    def entry(self) -> Entry:
        """Return the entry without the name."""
        return Entry(self.input, self.output, self.pages, self.order, self.handouts)


class Record:
    """The record of a folder to which only this process writes; files' names are relative to the folder, with slashes.

    Of a file that this run has written, it keeps where its line is in the journal: a hundred thousand entries would
    take 60 MB.
    """

    def __init__(self, folder: Path, entries: Mapping[str, list[Entry]], journal: BinaryIO) -> None:
        """``journal`` is open for reading and for writing at its end."""
        self.folder = folder
        self._entries = dict(entries)
        """What may be true of each file: it is not always known whether what was noted appeared."""
        self._verified: dict[str, Entry] = {}
        """The files that this run has found as an earlier run wrote them."""
        self._journal = journal
        self._size = journal.seek(0, os.SEEK_END)
        """The bytes of the journal."""
        self._noted: dict[str, int] = {}
        """Where in the journal the files are that are about to appear."""
        self._written: dict[str, int] = {}
        """Where in the journal the files are that this run has written."""

    def entry(self, path: Path | str) -> Entry | None:
        """Return the entry of a file; None when the file is missing or is not as it was written."""
        return self._entry(self._name(path))

    def _entry(self, name: str) -> Entry | None:
        if name in self._written:
            return self._noted_at(self._written[name])
        if name not in self._verified and (entries := self._entries.get(name)):
            path = self.folder / name
            output = "" if leads_outside(path.parent, self.folder) else _digest(path)
            self._verified.update((name, entry) for entry in entries if entry.output == output)
        return self._verified.get(name)

    def note(self, files: Sequence[tuple[Path | str, Entry]]) -> None:
        """Enter files that are about to appear in the journal."""
        lines = []
        for path, entry in files:
            name = self._name(path)
            self._entries.setdefault(name, []).append(entry)
            self._verified.pop(name, None)
            self._written.pop(name, None)
            # A kill may have cut off the line before; the line feed in front keeps that from spoiling this one.
            line = b"\n%s\n" % msgspec.json.encode(_Noted(**structs.asdict(entry), file=name))
            self._noted[name] = self._size + 1
            self._size += len(line)
            lines.append(line)
        self._journal.write(b"".join(lines))
        self._journal.flush()

    def appeared(self, path: Path | str) -> None:
        """Mark a file as written, as the journal says."""
        name = self._name(path)
        self._written[name] = self._noted.pop(name)
        del self._entries[name]

    def earlier(self) -> Iterator[tuple[str, Entry]]:
        """Yield every file that is as an earlier run wrote it, and not written by this one, sorted by name."""
        for name in sorted(self._entries):
            if entry := self._entry(name):
                yield name, entry

    def known(self) -> Iterator[tuple[str, Entry]]:
        """Yield every file that is as it was written, sorted by name."""
        for name in sorted([*self._entries, *self._written]):
            if entry := self._entry(name):
                yield name, entry

    def _noted_at(self, offset: int) -> Entry:
        """Return the entry of the journal's line that begins at an offset."""
        self._journal.seek(offset)
        return msgspec.json.decode(self._journal.readline(), type=_Noted).entry()

    def _name(self, path: Path | str) -> str:
        """Return a file's name, given by that or by its path, which takes longer."""
        return path if isinstance(path, str) else path.relative_to(self.folder).as_posix()


@contextmanager
def opened(folder: Path, *, forget: bool = False) -> Iterator[Record]:
    """Open the record of a folder, which is made if it is missing; no other process can open it at the same time.

    With ``forget``, a record that cannot be read is taken as empty. Raises OutputError when another process has the
    folder, when it cannot be written to, and for a record that cannot be read.
    """
    _refuse_strange(folder)
    with locked(folder):
        yield from _open(folder, forget=forget)


def looked_at(folder: Path, *, forget: bool = False) -> Record:
    """Return the record of a folder as it is at this moment, for reading only; nothing is made or locked.

    Raises OutputError as ``opened`` does for a record that cannot be read.
    """
    _refuse_strange(folder)
    return Record(folder, _read(folder, forget=forget), BytesIO())


def _refuse_strange(folder: Path) -> None:
    """Raise OutputError if the record, the journal or the lock is no ordinary file, as a run writes them.

    A link would lead to a file elsewhere, and a pipe would be waited for without end.
    """
    strange = []
    for path in (folder / RECORD, folder / JOURNAL, folder / LOCK):
        with suppress(OSError):  # It is missing, or cannot be reached, which is said when it is opened.
            if not stat.S_ISREG(path.lstat().st_mode):
                strange.append(path)
    if strange:
        problem = _("{path}: is not a file but a folder, a link, a pipe or a device; delete it")
        raise OutputError(*(problem.format(path=path) for path in strange))


def _open(folder: Path, *, forget: bool) -> Iterator[Record]:
    journal = folder / JOURNAL
    entries = _read(folder, forget=forget)
    file = journal.open("a+b")
    try:
        record = Record(folder, entries, file)
        yield record
    finally:
        if file.seek(0, os.SEEK_END) and folder.is_dir():
            _write(record)
        file.close()
        journal.unlink(missing_ok=True)


def _write(record: Record) -> None:
    """Write the record of a folder, a file at a time; without any file, only if there was one before."""
    path, known = record.folder / RECORD, record.known()
    first = next(known, None)
    if first is None and not path.exists():
        return
    with whole_file(path) as file:
        file.write(b'{"form": 1, "files": {')
        for number, (name, entry) in enumerate(chain([first] if first else [], known)):
            file.write(b"%s\n%s: %s" % (b"," if number else b"", msgspec.json.encode(name), msgspec.json.encode(entry)))
        file.write(b"\n}}\n")


def _read(folder: Path, *, forget: bool) -> dict[str, list[Entry]]:
    """Return the entries of the record and of the journal, by the files' names.

    With ``forget``, a record that cannot be read has none; otherwise raise OutputError for it.
    """
    path = folder / RECORD
    try:
        entries = {name: [entry] for name, entry in _recorded(path).items()}
    except (OSError, ValueError, RecursionError) as error:
        if not forget:
            raise OutputError(_unreadable(path, error)) from error
        entries = {}
    for noted in _journal_lines(folder / JOURNAL):
        entries.setdefault(noted.file, []).append(noted.entry())
    return entries


def _unreadable(path: Path, error: Exception) -> str:
    """Return the message for a record that cannot be read."""
    if isinstance(error, OSError):
        message = _("{path}: cannot be read: {reason}; delete it, and add --overwrite to make everything again")
        return message.format(path=path, reason=system_reason(error))
    return _("{path}: cannot be read; delete it, and add --overwrite to make everything again").format(path=path)


def _recorded(path: Path) -> dict[str, Entry]:
    """Return the entries of a record; none if there is no such file.

    Raises OSError if it cannot be read, and ValueError or RecursionError if it is no record of ours.
    """
    try:
        files = msgspec.json.decode(read_regular(path, _LARGEST), type=_Files).files
    except (FileNotFoundError, NotADirectoryError):
        return {}
    if wrong := [name for name in files if not _is_inside(name)]:
        raise ValueError(wrong[0])
    return files


def _journal_lines(path: Path) -> Iterator[_Noted]:
    """Yield the lines of a journal that can be read: a kill may have cut one short, before its file appeared."""
    try:
        lines = _LINE.finditer(read_regular(path, _LARGEST))
    except OSError:  # Without a journal, what was written last counts as somebody else's, and is not replaced.
        return
    unreadable = 0
    while unreadable < _MOST_UNREADABLE and (line := next(lines, None)):
        try:
            noted = msgspec.json.decode(line[0], type=_Noted)
        except (ValueError, RecursionError):
            unreadable += 1
            continue
        if _is_inside(noted.file):
            yield noted


def _is_inside(name: str) -> bool:
    """Return True if a name is that of a file in the folder or in a subfolder, on any system."""
    parts = name.split("/")
    return len(parts) <= _DEEPEST and not any(part in {"", ".", ".."} or _is_odd(part) for part in parts)


def _is_odd(part: str) -> bool:
    """Return True if a part of a name is none that a run writes, such as a drive of Windows."""
    return part.startswith(".") or any(char < " " or char in "\\:" for char in part)


def folder_of_order(folder: Path, order: str) -> Path:
    """Return a folder for an order: the one given or, if its files are those of other orders, one with a number.

    A folder without a record is free, and so is one whose record does not say for what order its files were made. An
    order that has a folder already finds it again.
    """
    number = 1
    while True:
        numbered = folder if number == 1 else folder.with_name(f"{folder.name}-{number}")
        orders = {entry.order for entries in _read(numbered, forget=True).values() for entry in entries}
        if not orders or orders & {order, ""}:
            return numbered
        number += 1


def holds_order(folder: Path, order: str) -> bool:
    """Return True if the record of a folder, which need not exist, has files that were made for an order."""
    return any(entry.order == order for entries in _read(folder, forget=True).values() for entry in entries)


def _digest(path: Path) -> str:
    """Return the SHA-256 digest of a file; empty when it is missing, or no ordinary file: those are never ours."""
    flags = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY"))
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        if error.errno in _ABSENT:
            return ""
        raise
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST_FILE:
            return ""
        with open(descriptor, "rb", closefd=False) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    finally:
        os.close(descriptor)


def sealed(values: object, password: str) -> str:
    """Return the digest of what JSON can hold; with a password, one that cannot be checked without it (HMAC).

    A plain digest in the record beside a locked file would let anyone test guesses at the file's content.
    """
    data = json.dumps(values).encode()
    return hmac.digest(_key(password), data, "sha256").hex() if password else hashlib.sha256(data).hexdigest()


@memoized(Lifetime.RUN, maxsize=4096)
def _key(password: str) -> bytes:
    return hashlib.scrypt(password.encode(), salt=b"worksheets packet.json", n=1 << 12, r=8, p=1)
