"""What is sent to machines with disks of their own: with the files that it needs, and paths that hold there.

A shipped file is found in the program's own folders on the other machine; files of the course go along, and so do those
that a brand or a product names, wherever they lie.
"""

import io
import pickle
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from weakref import finalize

from worksheets import __version__
from worksheets.compose.folder_digests import made_from
from worksheets.errors import WorkerError
from worksheets.files import read_regular
from worksheets.messages import _
from worksheets.resources import PACKAGE, STYLES, TEMPLATES

_OWN_FOLDERS = {"templates": TEMPLATES, "styles": STYLES, "package": PACKAGE}
"""The program's folders, which every machine has, by names for the shipment."""
_COURSE, _FILES = "course", "files"
"""The folders of what goes along: of the course, and of single files."""
_LARGEST = 100_000_000
"""The most bytes of a file."""

_PersistentId = tuple[str, str]
"""How the shipment names a path: one of the folders, and the path in it with slashes."""


@dataclass(frozen=True, slots=True)
class Shipment:
    """Something for another machine."""

    version: str
    """The program's version; the machine needs the same one."""
    course_folder: str
    """The path of the course here, for messages."""
    files: Mapping[str, bytes]
    """The data of the files that go along, by their paths in the shipment, with slashes."""
    pickled: bytes = field(repr=False)

    def unpacked(self) -> "Unpacked":
        """Return what was packed, with paths that hold on this machine.

        Raises WorkerError if this is another version of the program.
        """
        if self.version != __version__:
            message = _("the worker has worksheets {theirs}, but {ours} is needed; install the same version everywhere")
            raise WorkerError(message.format(theirs=__version__, ours=self.version))
        return Unpacked(self, Path(mkdtemp(prefix="worksheets-")))


class Unpacked:
    """What was in a shipment; its files are deleted with it."""

    def __init__(self, shipment: Shipment, folder: Path) -> None:
        """Write the files into a folder, which is deleted later."""
        finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self._paths = str(folder / _COURSE), shipment.course_folder
        """The path of the course here, and on the machine that has sent it."""
        for name, data in shipment.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        self.value: object = _Unpickler(io.BytesIO(shipment.pickled), folder).load()

    def as_sent(self, text: str) -> str:
        """Return a message with the path that the course has where the message is read."""
        return text.replace(*self._paths)


def packed(value: object, course_folder: Path) -> bytes:
    """Return a pickled ``Shipment`` of a value and of the files that it needs; ``course_folder`` is its course's."""
    out = io.BytesIO()
    pickler = _Pickler(out, course_folder)
    pickler.dump(value)
    return pickle.dumps(Shipment(__version__, str(course_folder), pickler.files, out.getvalue()))


class _Pickler(pickle.Pickler):
    """Pickles a value with names in place of paths, and gathers the files that go along."""

    def __init__(self, out: io.BytesIO, course_folder: Path) -> None:
        super().__init__(out)
        self._course_folder = course_folder
        self.files: dict[str, bytes] = {}
        if not self._own_place(course_folder):
            for path in made_from(course_folder):
                name = path.relative_to(course_folder).as_posix()
                self.files[f"{_COURSE}/{name}"] = read_regular(path, _LARGEST)

    def persistent_id(self, obj: object) -> _PersistentId | None:
        """Return the name of a path; None for all other objects. Pickle calls this."""
        if not isinstance(obj, Path):
            return None
        if place := self._own_place(obj):
            return place
        if obj.is_relative_to(self._course_folder):
            return _COURSE, obj.relative_to(self._course_folder).as_posix()
        name = f"{len(self.files)}/{obj.name}"  # Two files may have one name.
        self.files[f"{_FILES}/{name}"] = read_regular(obj, _LARGEST)
        return _FILES, name

    @staticmethod
    def _own_place(path: Path) -> _PersistentId | None:
        """Return the name of a path in the program's own folders; None for any other."""
        for name, folder in _OWN_FOLDERS.items():
            if path.is_relative_to(folder):
                return name, path.relative_to(folder).as_posix()
        return None


class _Unpickler(pickle.Unpickler):
    """Loads a value with the paths that hold on this machine."""

    def __init__(self, data: io.BytesIO, folder: Path) -> None:
        super().__init__(data)
        self._folders = {**_OWN_FOLDERS, _COURSE: folder / _COURSE, _FILES: folder / _FILES}

    def persistent_load(self, pid: _PersistentId) -> Path:
        """Return the path of a name. Pickle calls this."""
        folder, name = pid
        return self._folders[folder] / name
