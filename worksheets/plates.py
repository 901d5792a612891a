"""The plates of an edition: found in the cache, or made when enough handouts want them; never in a handout's way.

In the cache a plate is a file under the digest of all that it was made from: another version, style or font looks for
another file. What is in it is checked against its own digest and its type when it is read, and is data only; what is
damaged is made anew. Nothing in it is of any participant.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from .edition import Edition
from .errors import WorksheetsError, _
from .files import make_folder, whole_file
from .filling import Filling
from .fingerprint import fingerprint
from .participant import Participant
from .plate import Plate
from .press import Press, Pressed
from .sample import answer
from .setting import UnsettableError

if TYPE_CHECKING:
    from .etching import Etcher

NO_PLATE = _("no plate yet")
"""Why a handout is not pressed when there is no plate that serves, but one may be made."""
_ENDING = ".plate"
_KEPT = 64
"""Plates in the cache: the last that were made."""
_PATIENCE = 10.0
"""Seconds to wait for another process that makes a plate."""
_AT_ONCE = 16
"""Plates of one edition."""
_WORTH = 3
"""Participants of the same sort, after the first sort, for whom a plate is made: it takes as long as three handouts."""


class Plates:
    """The plates of one edition, for one process."""

    def __init__(self, edition: Edition, folder: Path | None = None) -> None:
        """Take an edition, and the cache's folder; without one there is no cache."""
        self.edition = edition
        self._folder = folder
        self._made: dict[str, Press] = {}
        """By the names of their files."""
        self._read: set[Path] = set()
        self._wanted: Counter[tuple[int, ...]] = Counter()
        self._refused = ""
        self._etcher: Etcher | None = None

    def filling(self, participant: Participant) -> Filling:
        """Return what a participant's pages are filled with."""
        edition = self.edition
        return Filling(edition.course, participant, edition.layout, fillable=edition.fillable)

    def handout(self, participant: Participant, *, make: bool) -> tuple[bytes, int]:
        """Return a participant's handout, the texts as they are printed, and how many pages it has.

        A plate that is missing is made if that is wished and worth it. Raises UnsettableError, with the reason in a
        few words, when the typesetter must set the handout.
        """
        press, pressed = self.pressed(participant, make=make)
        return press.file(pressed), press.plate.pages

    def pressed(self, participant: Participant, *, make: bool) -> tuple[Press, Pressed]:
        """Return what of a handout is the participant's own, and what makes it whole. Raises UnsettableError."""
        filling = self.filling(participant)
        press = self._press(participant, filling, make=make)
        return press, press.pressed(filling)

    def kept(self, press: Press) -> str:
        """Return the name by which another process finds a plate in the cache; empty when it cannot."""
        return next((name for name, other in self._made.items() if other is press and self._is_kept(name)), "")

    def named(self, name: str) -> Press | None:
        """Return the press of a plate that another process has used; None when the cache has it no more."""
        return self._made.get(name) or next((press for press in self._more() if self._made.get(name) is press), None)

    def _press(self, participant: Participant, filling: Filling, *, make: bool) -> Press:
        if press := self._serving(filling):
            return press
        if self._refused:
            raise UnsettableError(self._refused)
        if not make:
            raise UnsettableError(NO_PLATE)
        if self._made and not self._is_worth(filling):
            raise UnsettableError(_("pages that few others have"))
        with self._alone():
            # Another process may have made it while this one waited.
            return self._serving(filling) or self._make(participant)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let one process at a time make plates of this edition: what one has made, all find."""
        if self._home is None:
            yield
            return
        from filelock import FileLock, Timeout  # When it is needed.

        lock = FileLock(self._home / ".lock", timeout=_PATIENCE)
        # A cache that cannot be written to, or a process that hangs: each for itself.
        with suppress(WorksheetsError, OSError, Timeout):
            make_folder(self._home)
            lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def _serving(self, filling: Filling) -> Press | None:
        known = chain(self._made.values(), self._more())
        return next((press for press in known if press.serves(filling)), None)

    def _is_worth(self, filling: Filling) -> bool:
        """Tell whether enough participants have wanted a plate like this one's, and there are not too many."""
        questions = {(what, path) for press in self._made.values() for what, path, _given in press.plate.asked}
        sort = tuple(answer(filling, question) for question in sorted(questions))
        self._wanted[sort] += 1
        return self._wanted[sort] >= _WORTH and len(self._made) < _AT_ONCE

    def _make(self, participant: Participant) -> Press:
        from .etching import Etcher  # When it is needed: with it comes the typesetter, which takes half a second.

        self._etcher = self._etcher or Etcher(self.edition.pages)
        try:
            plate = self._etcher.etch(lambda: self.filling(participant))
        except Exception as error:
            # A plate only saves time: whatever goes wrong in making one, its handouts are typeset instead, and told so.
            self._refused = f"no plate: {error}" if isinstance(error, UnsettableError) else f"no plate: {error!r}"
            raise UnsettableError(self._refused) from error
        name = hashlib.sha256(repr(plate.asked).encode()).hexdigest()[:16] + _ENDING
        self._made[name] = Press(plate)
        self._keep(name, plate)
        return self._made[name]

    def _more(self) -> Iterator[Press]:
        """Read the plates in the cache that are not known yet, one by one: what other processes make is as good."""
        for path in self._paths():
            if path not in self._read:
                self._read.add(path)
                if plate := _read(path):
                    self._made[path.name] = Press(plate)
                    yield self._made[path.name]

    @cached_property
    def _home(self) -> Path | None:
        return self._folder / fingerprint(self.edition) if self._folder else None

    def _paths(self) -> list[Path]:
        """Return the plates in the cache, the last made first."""
        return _by_age(self._home, f"*{_ENDING}") if self._home else []

    def _is_kept(self, name: str) -> bool:
        return self._home is not None and self._home / name in self._read

    def _keep(self, name: str, plate: Plate) -> None:
        """Put a plate into the cache, and take out those made longest ago. A cache that cannot be is no fault."""
        if self._home is None or self._folder is None:
            return
        path = self._home / name
        data = msgspec.msgpack.encode(plate)
        with suppress(WorksheetsError, OSError):
            make_folder(path.parent)
            with whole_file(path) as file:
                file.write(hashlib.sha256(data).digest() + data)
            self._read.add(path)
            _tidy(self._folder)

    def prepare(self, participant: Participant) -> None:
        """Make the plate that a participant’s handout was not pressed from, if such have been asked for before.

        The first handout is not worth it: nobody knows whether there will be another.
        """
        with suppress(UnsettableError):
            if not self._serving(self.filling(participant)) and self.asked_before():
                self._make(participant)

    def asked_before(self) -> bool:
        """Tell whether handouts of this edition have been asked for before, and note that they are now."""
        if self._home is None:
            return False
        note = self._home / "asked"
        with suppress(WorksheetsError, OSError):
            if note.exists():
                return True
            make_folder(self._home)
            note.touch()
        return False


def _read(path: Path) -> Plate | None:
    """Return a plate from the cache; None for a file that is damaged or something else."""
    try:
        data = path.read_bytes()
        size = hashlib.sha256().digest_size
        if hashlib.sha256(data[size:]).digest() != data[:size]:
            return None
        return msgspec.msgpack.decode(data[size:], type=Plate)
    except (OSError, msgspec.MsgspecError):
        return None


def _tidy(folder: Path) -> None:
    for path in _by_age(folder, f"*/*{_ENDING}")[_KEPT:]:
        path.unlink(missing_ok=True)


def _by_age(folder: Path, pattern: str) -> list[Path]:
    """Return a folder's files, the last made first; those that cannot be asked, or are gone meanwhile, are left out."""
    found = []
    with suppress(OSError):
        for path in folder.glob(pattern):
            with suppress(OSError):
                found.append((path.stat().st_mtime, path))
    return [path for _made, path in sorted(found, reverse=True)]
