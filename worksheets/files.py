"""Files that are never seen half written, and file names that are valid on every system."""

import errno
import os
import re
import stat
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import takewhile
from pathlib import Path
from typing import BinaryIO
from zlib import crc32

from .errors import FileRefusedError, OutputError, system_reason
from .messages import _

_PART = ".part"
"""The ending of a file that is being written."""
_LONGEST = 149
"""The most bytes of a file name without its ending and number; file systems allow 255 with both."""
_PAUSES = (0.05, 0.1, 0.2, 0.4) if os.name == "nt" else ()
"""Seconds to wait before a file is renamed again that cannot be renamed now."""
_JOINERS = "\u200c\u200d"
"""ZERO WIDTH NON-JOINER and ZERO WIDTH JOINER."""
_NO_JOINERS = dict.fromkeys(map(ord, _JOINERS))
_INVISIBLE = ("Cc", "Cf", "Cn", "Co", "Cs")
"""Unicode's general categories of controls, formatting, unassigned and private characters, and surrogates."""
_LITTER = re.compile(
    r"\._.*|\.DS_Store|\.localized|Icon\r|Thumbs\.db|ehthumbs.*\.db|desktop\.ini|~\$.*|\.~lock\..*#",
    re.IGNORECASE | re.DOTALL,
)
"""Files that macOS, Windows, Word and LibreOffice put beside those of people."""
_LITTER_FOLDERS = frozenset({"__macosx", "$recycle.bin", "system volume information", "@eadir", ".trashes"})
"""Folders of macOS, Windows and network disks, in small letters."""
_PLAIN = re.compile(r"[\w-]{5,}")
"""A name of letters, digits and hyphens that is longer than those that Windows reserves, such as COM1."""
_HYPHENS = re.compile(r"[\s-]+")
_CONSOLE = re.compile(r"^(CONIN|CONOUT)\$(?=\.|$)", re.IGNORECASE)
"""Names that Windows reserves and pathvalidate lets through."""


def read_regular(path: Path, most: int) -> bytes:
    """Return the bytes of a regular file; a link to one is followed.

    Raises OSError for a file that cannot be read; FileRefusedError for a folder, a pipe and a device (a pipe may be
    waited for without end, a device may never end), and for a file of more than ``most`` bytes.
    """
    with _regular(path) as file:
        size = os.fstat(file.fileno()).st_size
        data = file.read(size + 1) if size <= most else b""  # Python takes as much memory as it is asked to read.
        if size < len(data) <= most:  # It has grown, or is one of the system's, which tell no size.
            data += file.read(most + 1 - len(data))
    if max(len(data), size) > most:
        message = _("larger than {most} kB; is this the right file?")
        raise FileRefusedError(errno.EFBIG, message.format(most=most // 1000))
    return data


def read_head(path: Path, most: int) -> bytes:
    """Return the first bytes of a regular file, at most so many; raises OSError as ``read_regular`` does."""
    with _regular(path) as file:
        return file.read(most)


@contextmanager
def _regular(path: Path) -> Iterator[BinaryIO]:
    """Open a regular file for reading; raises OSError for any other."""
    # Without O_NONBLOCK, to open a pipe that nobody writes into would wait for a writer.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    try:  # A file object of a folder's descriptor cannot be made, and would leave it open.
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise FileRefusedError(errno.EINVAL, _not_regular(status.st_mode))
        with open(descriptor, "rb", closefd=False) as file:
            yield file
    finally:
        os.close(descriptor)


def _not_regular(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return _("a folder, not a file")
    return _("a pipe or a device, not a file; save it to a file first")


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file for writing that gets its name, or replaces the file of that name, when the block ends.

    If the block raises an error, nothing is left of the file. Raises OutputError if it cannot be written.
    """
    with _writing(path):
        part = path.with_name(_part_name(path.name))
        try:
            with part.open("xb") as file:
                yield file
            _rename(part, path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def write_part(part: str, data: bytes, path: Path | str) -> None:
    """Write a file that ``name_part`` gives its name ``path`` later. Raises OutputError if it cannot be written."""
    with _writing(path), open(part, "wb") as file:  # noqa: PTH123
        file.write(data)


def name_part(part: str, path: Path) -> None:
    """Give a file that has been written whole its name, as ``whole_file`` does, also on another disk."""
    with _writing(path):
        try:
            _rename(part, path)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            from shutil import copyfileobj  # Here, since few groups have a folder on another disk.

            with open(part, "rb") as written, whole_file(path) as file:  # noqa: PTH123
                copyfileobj(written, file)
            os.unlink(part)  # noqa: PTH108


@contextmanager
def _writing(path: Path | str) -> Iterator[None]:
    """Write a file in this context: what goes wrong is raised as OutputError, with the file's path."""
    try:
        yield
    except UnicodeEncodeError as error:
        message = _(
            "{path}: cannot be written: file names here cannot have “{letters}”; put LC_ALL=C.UTF-8 before the command"
        )
        letters = error.object[error.start : error.end]
        raise OutputError(message.format(path=path, letters=letters)) from error
    except OSError as error:
        raise OutputError(
            _("{path}: cannot be written: {reason}").format(path=path, reason=system_reason(error))
        ) from error


def _rename(part: Path | str, path: Path) -> None:
    """Give a file its name, also if there is a file of that name.

    Windows refuses that while any program has one of the two open: a virus scanner for a moment, a PDF reader for as
    long as it shows the file. Raises OutputError then.
    """
    for pause in _PAUSES:
        with suppress(PermissionError):
            os.replace(part, path)  # noqa: PTH105
            return
        time.sleep(pause)
    try:
        os.replace(part, path)  # noqa: PTH105
    except PermissionError as error:
        if not _PAUSES:
            raise
        message = _("{path}: cannot be replaced while another program has it open; close it there, and try again")
        raise OutputError(message.format(path=path)) from error


def _part_name(name: str) -> str:
    """Return the name that a file has while it is written; of a long name, the first part and a checksum stand in it.

    A file's name may have 255 bytes, and a letter four.
    """
    if len(os.fsencode(name)) > _LONGEST:
        name = f"{name[: _LONGEST // 4]}-{crc32(os.fsencode(name)):08x}"
    return f".{name}.{os.getpid()}{_PART}"


def write_whole(path: Path, data: bytes, *, overwrite: bool) -> None:
    """Write a file whole, and make its folder if it does not exist.

    Raises OutputError if the file exists and is not to be overwritten, or if it cannot be written; no folder is left
    then that has been made for it.
    """
    refuse_existing([path], overwrite=overwrite)
    with new_folder(path.parent), whole_file(path) as file:
        file.write(data)


def write_together(files: Iterable[tuple[Path, bytes]], folder: Path, *, overwrite: bool) -> None:
    """Write files into a folder, which is made if it does not exist: all of them whole, or none.

    They get their names when the last one has been written. Raises OutputError if one cannot be written, or exists by
    then and is not to be overwritten.
    """
    with new_folder(folder), ExitStack() as unfinished:
        for path, data in files:
            refuse_existing([path], overwrite=overwrite)
            file = unfinished.enter_context(whole_file(path))
            file.write(data)
            file.close()  # Not only at the end: there may be more files than a process may have open.


@contextmanager
def new_folder(folder: Path) -> Iterator[None]:
    """Make a folder, and those above it, for this context; at its end, delete those that were made and are empty.

    Raises OutputError if it cannot be made.
    """
    missing = list(takewhile(lambda above: not os.path.lexists(above), (folder, *folder.parents)))
    try:
        make_folder(folder)
        yield
    finally:
        for above in missing:
            with suppress(OSError):  # There is something in it.
                above.rmdir()


def make_folder(folder: Path) -> None:
    """Make a folder and the folders above it. Raises OutputError if that is not possible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RecursionError, UnicodeEncodeError) as error:  # RecursionError for a path of a thousand folders.
        reason = system_reason(error) if isinstance(error, OSError) else _("folders are nested too deeply")
        if isinstance(error, FileExistsError):
            reason = _("a file or a broken link already has that name")
        raise OutputError(_("{path}: cannot be created: {reason}").format(path=folder, reason=reason)) from error


def sweep(folder: Path) -> None:
    """Delete the unfinished files of killed processes from a folder and the folders in it, not from deeper ones.

    No link is followed: it may lead to files of others.
    """
    for place in (folder, *_entries(folder, stat.S_ISDIR)):
        for part in _entries(place, stat.S_ISREG):
            process = part.name.removesuffix(_PART).rpartition(".")[2]
            if part.name.startswith(".") and part.suffix == _PART and process.isdecimal() and not _alive(int(process)):
                with suppress(OSError):  # On Windows, a file that is being written cannot be deleted.
                    part.unlink(missing_ok=True)


def _entries(folder: Path, is_wanted: Callable[[int], bool]) -> list[Path]:
    """Return what is in a folder and has a mode that is wanted; nothing of a folder that cannot be read."""
    paths = []
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                if is_wanted(entry.stat(follow_symlinks=False).st_mode):
                    paths.append(Path(entry.path))
    return paths


def _alive(process: int) -> bool:
    """Return True if a process is running; False on Windows, where ``os.kill`` with 0 would end the process."""
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
    """Raise OutputError for all files that exist already, unless they are to be overwritten.

    What is no file is never overwritten: a device or a pipe would be gone, and another program might wait for it.
    """
    exists = _("{path}: already exists; add --overwrite to replace it")
    special = _("{path}: already exists and is not a file but a folder, a pipe or a device; choose another name")
    problems = []
    for path in paths:
        if not os.path.lexists(path):  # False, too, for a name that the system refuses.
            continue
        if not path.is_file() and (path.exists() or not path.is_symlink()):
            problems.append(special.format(path=path))
        elif not overwrite:
            problems.append(exists.format(path=path))
    if problems:
        raise OutputError(*problems)


def refuse_unwritable(folder: Path) -> None:
    """Raise OutputError if a file cannot be written into a folder, or into one that would be made there.

    That is told without trying, so that the folder may turn out to be unwritable all the same.
    """
    above = next(path for path in (folder, *folder.parents) if os.path.lexists(path) or path == path.parent)
    number = errno.ENOTDIR if not above.is_dir() else 0 if os.access(above, os.W_OK) else errno.EACCES
    if number:
        message = _("{path}: cannot be written: {reason}")
        raise OutputError(message.format(path=above, reason=system_reason(OSError(number, os.strerror(number)))))


def is_litter(path: Path) -> bool:
    """Return True if a file is not a person's but something that a system or a program has left in the folder."""
    return bool(_LITTER.fullmatch(path.name)) or any(folder.lower() in _LITTER_FOLDERS for folder in path.parts)


def file_stem(text: str) -> str:
    """Return a text as a file name without its ending that is valid on Windows, macOS and Linux.

    It cannot lead to another folder. A long text is shortened by whole characters, to 149 bytes of UTF-8 before unsafe
    characters are replaced; if no character of a text can stay, the name is “nimeton”.
    """
    text = _shortened(_visible(text))
    plain = _hyphenated(text)
    if _PLAIN.fullmatch(plain):  # As nearly all names are; a tenth of the time.
        return plain
    # Twice, since the text without the hyphens at its ends can be a reserved name: “-CON”.
    stem = _safe(_safe(text))
    return _CONSOLE.sub(r"\1_", stem) or "nimeton"


def distinct(stems: Iterable[str]) -> list[str]:
    """Return the names, with a number after each one that an earlier name equals: ``aino``, ``aino-2``.

    Names that differ only in case, in the form of Unicode or in joiners are equal, since some disks do not keep them
    apart.
    """
    taken: set[str] = set()
    last: dict[str, int] = {}
    names = []
    for stem in stems:
        name = stem
        folded = first = _folded(stem)
        while folded in taken:
            last[first] = last.get(first, 1) + 1
            name = f"{stem}-{last[first]}"
            folded = _folded(name)
        taken.add(folded)
        names.append(name)
    return names


def _safe(text: str) -> str:
    """Return a text with hyphens for spaces and unsafe characters, and without hyphens and full stops at its ends."""
    from pathvalidate import sanitize_filename  # Few names need it, and it takes as long to load as a merge.

    return _hyphenated(sanitize_filename(text, replacement_text="-", platform="universal"))


def _hyphenated(text: str) -> str:
    """Return a text with hyphens for spaces, and without hyphens and full stops at its ends."""
    return _HYPHENS.sub("-", text).strip("-. ")


def _folded(stem: str) -> str:
    """Return a name in the form that is the same for names which some disks do not keep apart."""
    text = unicodedata.normalize("NFD", unicodedata.normalize("NFD", stem).casefold())
    return text.translate(_NO_JOINERS)


def _visible(text: str) -> str:
    """Return a text in NFC without invisible characters, such as marks of direction and lone surrogates.

    Joiners stay within the text, since Persian, the Indic scripts and emoji need them, but not at its ends.
    """
    text = "".join(" " if char.isspace() else char for char in text)
    kept = "".join(char for char in text if unicodedata.category(char) not in _INVISIBLE or char in _JOINERS)
    return " ".join(unicodedata.normalize("NFC", kept).split()).strip(f"-. {_JOINERS}")


def _shortened(text: str) -> str:
    """Return the beginning of a text that is short enough for a file name, in whole grapheme clusters (UAX #29)."""
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
