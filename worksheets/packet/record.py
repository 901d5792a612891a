"""The record of a packet's folder: of each file, the digests of what it was made from and of its bytes.

``packet.json`` is the record. While a packet is being made, each file is entered in a journal before it appears under
its name, so that a run can continue after one that was killed at any point, and recognise files that somebody else has
changed.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

from worksheets.caches import Lifetime, memoized
from worksheets.errors import OutputError, _
from worksheets.files import make_folder, sweep, write_whole

NAME = "packet.json"
_JOURNAL = ".packet.jsonl"
_LOCK = ".packet.lock"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: the digests (SHA-256) of what it was made from and of its bytes, and its number of pages."""

    input: str
    output: str
    pages: int
    order: str = ""
    """Which order it was made for; empty in records that do not say it."""
    handouts: tuple[int, ...] = ()
    """The pages of each handout in a print file, in their order."""

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> "Entry":
        """Return the entry that JSON describes; raise TypeError for anything else."""
        return cls(**{**values, "handouts": tuple(values.get("handouts", ()))})


class Record:
    """The record of a folder to which only this process writes; file names are relative to the folder."""

    def __init__(self, folder: Path, entries: Mapping[str, list[Entry]], journal: TextIO) -> None:
        self.folder = folder
        self._entries = dict(entries)
        self._journal = journal
        self._verified: dict[str, Entry] = {}
        """The files that this run has written, or has found as an earlier run wrote them."""

    def entry(self, path: Path) -> Entry | None:
        """Return the entry of a file; None when the file is missing or is not as it was written."""
        name = self._name(path)
        if name not in self._verified and (entries := self._entries.get(name)):
            output = _digest(path)
            self._verified.update((name, entry) for entry in entries if entry.output == output)
        return self._verified.get(name)

    def note(self, path: Path, entry: Entry) -> None:
        """Enter a file that is about to appear in the journal."""
        name = self._name(path)
        self._entries.setdefault(name, []).append(entry)
        self._verified.pop(name, None)
        values = {"file": name, **asdict(entry)}
        # A kill may have cut off the line before; the line feed in front keeps that from spoiling this one.
        self._journal.write("\n" + json.dumps(values) + "\n")
        self._journal.flush()

    def appeared(self, path: Path) -> None:
        """Mark a file as written, as the journal says."""
        name = self._name(path)
        self._verified[name] = self._entries[name][-1]

    def known(self) -> dict[Path, Entry]:
        """Return every file that is as it was written, by path, sorted by name."""
        paths = [self.folder / name for name in sorted(self._entries)]
        return {path: entry for path in paths if (entry := self.entry(path))}

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()


@contextmanager
def opened(folder: Path, *, forget: bool = False) -> Iterator[Record]:
    """Open the record of a folder, which is made if it is missing; no other process can open it at the same time.

    With ``forget``, a record that cannot be read is taken as empty. Raises OutputError when another process has the
    folder, when it cannot be written to, and for a record that cannot be read.
    """
    from filelock import FileLock, Timeout

    make_folder(folder)
    try:
        with FileLock(folder / _LOCK, timeout=0):
            sweep(folder)
            yield from _open(folder, forget=forget)
    except Timeout:
        raise OutputError(
            _("{folder}: another run is writing there; wait until it has ended, or choose another folder").format(
                folder=folder
            )
        ) from None
    except OSError as error:
        raise OutputError(
            _("{folder}: cannot be written to: {reason}").format(folder=folder, reason=error.strerror or error)
        ) from error


def _open(folder: Path, *, forget: bool) -> Iterator[Record]:
    journal = folder / _JOURNAL
    entries = _read(folder, forget=forget)
    file = journal.open("a", encoding="utf-8")
    try:
        record = Record(folder, entries, file)
        yield record
    finally:
        journal_size = file.tell()
        file.close()
        if journal_size and folder.is_dir():
            files = {path.relative_to(folder).as_posix(): asdict(entry) for path, entry in record.known().items()}
            text = json.dumps({"form": _FORMAT, "files": files}, ensure_ascii=False, indent=1) + "\n"
            write_whole(folder / NAME, text.encode(), overwrite=True)
        journal.unlink(missing_ok=True)


def _read(folder: Path, *, forget: bool) -> dict[str, list[Entry]]:
    path, journal = folder / NAME, folder / _JOURNAL
    try:
        files = json.loads(path.read_text("utf-8"))["files"] if path.exists() else {}
        entries = {name: [Entry.read(entry)] for name, entry in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        if not forget:
            raise OutputError(
                _("{path}: cannot be read; delete it and use --overwrite, which makes everything anew").format(
                    path=path
                )
            ) from error
        entries = {}
    lines = journal.read_text("utf-8", errors="replace").splitlines() if journal.exists() else []
    for line in lines:
        # A line that cannot be read was cut short by a kill, before its file appeared.
        with suppress(ValueError, KeyError, TypeError, AttributeError, RecursionError):
            values = json.loads(line)
            entries.setdefault(str(values.pop("file")), []).append(Entry.read(values))
    return entries


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


def _digest(path: Path) -> str:
    """Return the SHA-256 digest of a file; empty when it is missing."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""


def sealed(values: object, password: str) -> str:
    """Return the digest of what JSON can hold; with a password, one that cannot be checked without it (HMAC).

    A plain digest in the record beside a locked file would let anyone test guesses at the file's content.
    """
    data = json.dumps(values).encode()
    return hmac.digest(_key(password), data, "sha256").hex() if password else hashlib.sha256(data).hexdigest()


@memoized(Lifetime.RUN, maxsize=4096)
def _key(password: str) -> bytes:
    return hashlib.scrypt(password.encode(), salt=b"worksheets packet.json", n=1 << 12, r=8, p=1)
