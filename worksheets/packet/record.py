"""What a packet's folder holds: for each file the digests of what it was made from and of what came out.

``packet.json`` is the record. While a packet is being made, each file is noted in a journal before it appears under its
name, so that a run that was killed at any point is gone on with, and a file that somebody else has changed is known.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import TextIO

from worksheets.errors import OutputError, _
from worksheets.files import make_folder, sweep, write_whole

NAME = "packet.json"
_JOURNAL = ".packet.jsonl"
_LOCK = ".packet.lock"
_FORM = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: SHA-256 of what it was made from and of its bytes, and its pages."""

    input: str
    output: str
    pages: int


class Record:
    """The record of a folder that this process alone writes to; the names in it are relative to the folder."""

    def __init__(self, folder: Path, entries: Mapping[str, list[Entry]], journal: TextIO) -> None:
        self.folder = folder
        self._entries = dict(entries)
        self._journal = journal
        self._there: dict[str, Entry] = {}
        """The files that this run has found to be as they were written, or has written itself."""

    def entry(self, path: Path) -> Entry | None:
        """Return what is known of a file as it now is; None when it is missing or is not as it was written."""
        name = self._name(path)
        if name not in self._there and (noted := self._entries.get(name)):
            output = _digest(path)
            self._there.update((name, entry) for entry in noted if entry.output == output)
        return self._there.get(name)

    def note(self, path: Path, entry: Entry) -> None:
        """Note a file that is about to appear."""
        name = self._name(path)
        self._entries.setdefault(name, []).append(entry)
        self._there.pop(name, None)
        told = {"file": name, "input": entry.input, "output": entry.output, "pages": entry.pages}
        # The line before may have been cut short by a kill: it must not spoil this one.
        self._journal.write("\n" + json.dumps(told) + "\n")
        self._journal.flush()

    def appeared(self, path: Path) -> None:
        """Take a file to be as it was noted last."""
        name = self._name(path)
        self._there[name] = self._entries[name][-1]

    def known(self) -> dict[Path, Entry]:
        """Return every file that is as it was written, in the order of their names."""
        paths = [self.folder / name for name in sorted(self._entries)]
        return {path: entry for path in paths if (entry := self.entry(path))}

    def _name(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()


@contextmanager
def opened(folder: Path, *, forget: bool = False) -> Iterator[Record]:
    """Give the record of a folder, which is made if need be and which no other process may write to meanwhile.

    ``forget`` leaves out what an unreadable record would have said. Raises OutputError when the folder is taken, cannot
    be written to, or has a record that cannot be read.
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
        noted = file.tell()
        file.close()
        if noted and folder.is_dir():
            files = {path.relative_to(folder).as_posix(): asdict(entry) for path, entry in record.known().items()}
            told = json.dumps({"form": _FORM, "files": files}, ensure_ascii=False, indent=1) + "\n"
            write_whole(folder / NAME, told.encode(), overwrite=True)
        journal.unlink(missing_ok=True)


def _read(folder: Path, *, forget: bool) -> dict[str, list[Entry]]:
    path, journal = folder / NAME, folder / _JOURNAL
    try:
        told = json.loads(path.read_text("utf-8"))["files"] if path.exists() else {}
        entries = {name: [Entry(**entry)] for name, entry in told.items()}
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
        # A line that is none was being written when its process was killed, before the file appeared.
        with suppress(ValueError, KeyError, TypeError, AttributeError, RecursionError):
            noted = json.loads(line)
            entries.setdefault(str(noted.pop("file")), []).append(Entry(**noted))
    return entries


def _digest(path: Path) -> str:
    """Return SHA-256 of a file; empty when there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""


def sealed(told: object, password: str) -> str:
    """Return the digest of what JSON can hold; with a password, one that cannot be guessed at without it.

    Otherwise the record beside a locked file would tell whether a guess at what is in the file is right.
    """
    data = json.dumps(told).encode()
    return hmac.digest(_key(password), data, "sha256").hex() if password else hashlib.sha256(data).hexdigest()


@lru_cache(maxsize=4096)
def _key(password: str) -> bytes:
    return hashlib.scrypt(password.encode(), salt=b"worksheets packet.json", n=1 << 12, r=8, p=1)
