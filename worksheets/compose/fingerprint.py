"""Digests of what files are made from, by which a later run knows whether they would come out the same."""

import ctypes
import hashlib
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import worksheets
from worksheets.resources import STYLES, TEMPLATES

from .edition import Edition

_KINDS = {".py", ".toml", ".j2", ".css", ".dic", ".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".ttf", ".otf"}
"""Endings of the files that pages are made from; a course's folder may hold others, such as finished packets."""
_LIBRARIES = tuple(
    (name, version, kind)
    for names, version, kind in (
        (("libpango-1.0.so.0", "libpango-1.0.0.dylib", "libpango-1.0-0.dll"), "pango_version", ctypes.c_int),
        (("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"), "hb_version_string", ctypes.c_char_p),
    )
    for name in names
)
"""Libraries by the names that Linux, macOS and Windows know them by, and what tells their versions."""
_DRAWN_WITH = (
    *("babel", "fonttools", "jinja2", "markupsafe", "pikepdf", "pillow", "pydyf", "pyphen", "tinycss2", "uharfbuzz"),
    *("uniseg", "weasyprint", "fontpkg-ibm-plex-sans-arabic", "fontpkg-mukta", "fontpkg-noto-sans-tamil"),
    *("fontpkg-noto-sans-thai", "fontpkg-source-sans-3", "justmytype-intl-cjk", "manimgx-fonts"),
)
"""The packages that say how a handout comes out."""


def fingerprint(edition: Edition) -> str:
    """Return the digest of everything but the participant that decides how a handout comes out.

    These are the course, the chosen pages, the layout, templates, styles, this program and the versions of the
    libraries, of the fonts, and of Pango and HarfBuzz, which the system brings.
    """
    digest = hashlib.sha256(
        repr((edition.pages, edition.layout.name, edition.wording, edition.fillable, *_versions(), *_system())).encode()
    )
    for folder in (edition.course.folder, TEMPLATES, STYLES, Path(worksheets.__file__).parent):
        for path in sorted(path for path in folder.rglob("*") if path.suffix in _KINDS and path.is_file()):
            digest.update(f"{path.relative_to(folder)} {path.stat().st_size}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _system() -> Iterator[str]:
    """Yield the versions of the libraries that set lines and shape letters, where the system has them."""
    for name, version, kind in _LIBRARIES:
        with suppress(OSError, AttributeError):
            told = getattr(ctypes.CDLL(name), version)
            told.restype = kind
            yield f"{name} {told()}"


def _versions() -> Iterator[str]:
    """Yield the versions of what is installed for this program, by the names of the folders that say so.

    To read what they say in full would take longer than a handout.
    """
    told = [path.name for folder in map(Path, sys.path) if folder.is_dir() for path in folder.glob("*.dist-info")]
    found = {_plain(name.split("-")[0]): name for name in reversed(told)}
    yield from (found.get(name, f"{name} is not here") for name in _DRAWN_WITH)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
