"""The digest of all that handouts are made from, by which a later run knows whether they would come out the same."""

import ctypes
import errno
import hashlib
import os
import re
import sys
from collections.abc import Collection, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from worksheets.course.brand import Brand
from worksheets.course.layout import Layout
from worksheets.errors import CourseError
from worksheets.files import read_regular
from worksheets.messages import _
from worksheets.resources import NEW_COURSES, PACKAGE, STYLES, TEMPLATES, lies_in
from worksheets.text.fonts import text_font_files
from worksheets.text.system_libraries import load

from .edition import Edition

_SUFFIXES = (
    *(".py", ".toml", ".j2", ".md", ".css", ".dic", ".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp"),
    *(".ttf", ".otf", ".ttc", ".woff", ".woff2"),
)
"""The suffixes of files that pages are made from; a course's folder can hold others, such as finished packets."""
_FACES = ("cli", "web")
"""Folders of ours from which nothing comes into a handout: the command, and the page in the browser."""
_MOST_FILES = 50_000
"""The most files in a course's folder, which can hold finished packets, too: to list so many takes half a second."""
_MOST_BYTES = 200_000_000
"""The most bytes of the files that pages are made from: to read so many takes a fifth of a second."""
_LIBRARIES = (
    (("libpango-1.0.so.0", "libpango-1.0.0.dylib", "libpango-1.0-0.dll"), "pango_version", ctypes.c_int),
    (("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"), "hb_version_string", ctypes.c_char_p),
)
"""The system's libraries by their file names on Linux, macOS and Windows, with the C function that gives a version."""
_PACKAGES = (
    *("babel", "fonttools", "jinja2", "markdown-it-py", "markupsafe", "mdit-py-plugins", "pikepdf", "pillow", "pydyf"),
    *("pyphen", "tinycss2", "uharfbuzz", "uniseg", "weasyprint", "fontpkg-ibm-plex-sans-arabic", "fontpkg-mukta"),
    *("fontpkg-noto-sans-tamil", "fontpkg-noto-sans-thai", "fontpkg-source-sans-3", "justmytype-intl-cjk"),
    "manimgx-fonts",
)
"""The packages whose versions can change how a handout comes out."""


def fingerprint(edition: Edition) -> str:
    """Return the SHA-256 digest, in hexadecimal, of everything but the participant that a handout depends on.

    That is the course, the chosen pages, the layout and its paper, the theme and the brand, the templates, the styles,
    this program, and the versions of the libraries, of the fonts, and of the system's Pango and HarfBuzz.
    """
    options = (edition.pages, _of_layout(edition.layout), edition.wording, edition.fillable, *_of_product(edition))
    digest = hashlib.sha256(repr((*options, *_package_versions(), *_system_versions())).encode())
    _add_brand(edition.layout.brand, digest)
    _add_files(edition.course.folder, digest)
    for folder in (TEMPLATES, STYLES, PACKAGE):
        _add_files(folder, digest, without=_FACES)
    return digest.hexdigest()


def content_digest(edition: Edition, form: int) -> str:
    """Return the SHA-256 digest, in hexadecimal, of what stands in a handout: the same on every machine.

    That is the course, the chosen pages, the layout and its paper, the theme and the brand, the templates, the styles
    and the text font; but no version of this program or of a library. ``form`` is the number of the form in which the
    handout is kept.
    """
    layout = _of_layout(edition.layout)
    options = (form, edition.course.language, edition.pages, layout, edition.wording, edition.fillable)
    digest = hashlib.sha256(repr((*options, *_of_product(edition))).encode())
    _add_brand(edition.layout.brand, digest)
    _add_files(edition.course.folder, digest)
    for folder in (TEMPLATES, STYLES):
        _add_files(folder, digest, without=_FACES)
    for path in text_font_files():
        digest.update(f"{path.name}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _of_product(edition: Edition) -> tuple[object, ...]:
    """Return what a certificate draws for everybody; nothing for handouts, whose digests know no certificates."""
    return (edition.product,) if edition.product else ()


def brand_digest(layout: Layout) -> str:
    """Return the SHA-256 digest, in hexadecimal, of a layout's theme and of what its brand says, with its files."""
    digest = hashlib.sha256(repr(_of_layout(layout)).encode())
    _add_brand(layout.brand, digest)
    return digest.hexdigest()


def _of_layout(layout: Layout) -> tuple[str, ...]:
    return layout.name, layout.paper, layout.theme


def _add_brand(brand: Brand, digest: "hashlib._Hash") -> None:
    """Add what a brand says, and the data of its files; where they lie is of no account."""
    pictures = [(each.description, each.ratio) for each in (brand.logo, brand.cover_picture) if each]
    fonts = [(each.weight, each.is_italic, each.is_variable) for each in (brand.font.files if brand.font else ())]
    family = brand.font.family if brand.font else ""
    digest.update(repr((brand.colours, brand.foot, brand.cover, pictures, family, fonts)).encode())
    left = _MOST_BYTES
    for url, path in brand.files.items():
        data = b""
        with suppress(OSError):  # Nothing can be made from it then, but it may be mended before the next run.
            data = read_regular(path, left)
        left -= len(data)
        digest.update(f"{url} {len(data)}\n".encode())
        digest.update(data)


def _add_files(folder: Path, digest: "hashlib._Hash", without: tuple[str, ...] = ()) -> None:
    """Add the names and the data of the files in a folder that pages can be made from, ``without`` some folders in it.

    Raises CourseError if there are too many, or too large ones.
    """
    left = _MOST_BYTES
    for name in _names_in(folder, without):
        try:
            data = read_regular(folder / name, left)
        except OSError as error:  # Nothing can be made from it either, but it may be mended before the next run.
            if error.errno == errno.EFBIG:
                raise _too_much(folder) from error
            data = b""
        left -= len(data)
        digest.update(f"{name} {len(data)}\n".encode(errors="surrogateescape"))
        digest.update(data)


def made_from(folder: Path) -> list[Path]:
    """Return the files in a folder that pages can be made from, in order; no link out of the folder is followed.

    Raises CourseError if there are too many files in the folder.
    """
    return [folder / name for name in _names_in(folder)]


def _names_in(folder: Path, without: tuple[str, ...] = ()) -> list[str]:
    """Return the paths in a folder of the files that ``made_from`` returns, ``without`` those of some folders in it.

    Folders are listed with ``scandir``: a ``Path`` of every entry took 15 ms for the program's own, this takes 5.
    """
    skipped = {str(NEW_COURSES), *(str(folder / name) for name in without)}
    entries = list(islice(_entries(str(folder), skipped), _MOST_FILES + 1))
    if len(entries) > _MOST_FILES:
        raise _too_much(folder)
    start = len(folder.parts)
    paths = [Path(entry.path) for entry in entries if entry.name.endswith(_SUFFIXES) and _is_own(entry, folder)]
    # As parts: Windows sorts paths in its own way.
    return ["/".join(parts) for parts in sorted(path.parts[start:] for path in paths)]


def _entries(folder: str, skipped: Collection[str]) -> Iterator["os.DirEntry[str]"]:
    """Yield what is in a folder and in those below it, but for those that are skipped; no link is followed."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            yield entry
            if entry.is_dir(follow_symlinks=False) and entry.path not in skipped:
                yield from _entries(entry.path, skipped)


def _is_own(entry: "os.DirEntry[str]", folder: Path) -> bool:
    """Return True for a regular file, and for a link to one in the folder."""
    with suppress(OSError):  # As for a link to itself.
        return entry.is_file() and (not entry.is_symlink() or lies_in(Path(entry.path), folder))
    return False


def _too_much(folder: Path) -> CourseError:
    message = _("{folder}: has more than {files} files or {megabytes} MB; keep only the course in this folder")
    return CourseError(message.format(folder=folder, files=_MOST_FILES, megabytes=_MOST_BYTES // 1_000_000))


def _system_versions() -> Iterator[str]:
    """Yield the versions of the libraries that break lines and shape letters, if the system has them."""
    for names, function, result_type in _LIBRARIES:
        with suppress(AttributeError):
            version = getattr(load(names), function)
            version.restype = result_type
            yield f"{function} {version()}"


def _package_versions() -> Iterator[str]:
    """Yield the versions of the installed packages, as the names of their ``.dist-info`` folders give them.

    To read the metadata in these folders would take longer than a handout.
    """
    folders = [path.name for folder in map(Path, sys.path) if folder.is_dir() for path in folder.glob("*.dist-info")]
    # Of a package that is installed twice, the first on the path is the one that is imported.
    installed = {_normalised(name.split("-")[0]): name for name in reversed(folders)}
    yield from (installed.get(name, f"{name} is not here") for name in _PACKAGES)


def _normalised(name: str) -> str:
    """Return a package's name in the form that all its spellings share (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
