"""The digest of all that handouts are made from, by which a later run knows whether they would come out the same."""

import hashlib
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from worksheets.course.brand import Brand
from worksheets.course.layout import Layout
from worksheets.files import read_regular
from worksheets.resources import PACKAGE, STYLES, TEMPLATES
from worksheets.text.fonts import text_font_folder
from worksheets.text.system_libraries import load

from .edition import Edition
from .folder_digests import folder_digest

_FACES = ("cli", "web")
"""Folders of ours from which nothing comes into a handout: the command, and the page in the browser."""
_MOST_BYTES = 200_000_000
"""The most bytes of a brand's files."""
_LIBRARIES = (
    (("libpango-1.0.so.0", "libpango-1.0.0.dylib", "libpango-1.0-0.dll"), "pango_version", "c_int"),
    (("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"), "hb_version_string", "c_char_p"),
)
"""The system's libraries: their file names on Linux, macOS and Windows, the C function of the version, and its type."""
_PACKAGES = (
    *("babel", "fonttools", "jinja2", "markdown-it-py", "markupsafe", "mdit-py-plugins", "pikepdf", "pillow", "pydyf"),
    *("pyphen", "tinycss2", "uharfbuzz", "uniseg", "weasyprint", "fontpkg-ibm-plex-sans-arabic", "fontpkg-mukta"),
    *("fontpkg-noto-sans-tamil", "fontpkg-noto-sans-thai", "fontpkg-source-sans-3", "justmytype-intl-cjk"),
    "manimgx-fonts",
)
"""The packages whose versions can change how a handout comes out."""


def content_digest(edition: Edition, kept: Path | None = None) -> str:
    """Return the SHA-256 digest, in hexadecimal, of what stands in a handout: the same on every machine.

    That is the course, the chosen pages, the layout and its paper, the theme and the brand, the templates, the styles
    and the text font; but no version of this program or of a library. ``kept`` is a folder where the digests of folders
    are kept for the next start.
    """
    layout = _of_layout(edition.layout)
    options = (edition.course.language, edition.pages, layout, edition.wording, edition.fillable)
    digest = hashlib.sha256(repr((*options, *_of_product(edition))).encode())
    _add_brand(edition.layout.brand, digest)
    digest.update(folder_digest(edition.course.folder, kept))
    for folder in (TEMPLATES, STYLES):
        digest.update(folder_digest(folder, kept, _FACES))
    digest.update(folder_digest(text_font_folder(), kept))
    return digest.hexdigest()


def fingerprint(content: str, kept: Path | None = None) -> str:
    """Return the SHA-256 digest, in hexadecimal, of everything but the participant that a handout depends on.

    That is an edition's ``content_digest``, this program, and the versions of the libraries, of the fonts, and of the
    system's Pango and HarfBuzz. ``kept`` is as in ``content_digest``.
    """
    digest = hashlib.sha256(repr((content, *_package_versions(), *_system_versions())).encode())
    digest.update(folder_digest(PACKAGE, kept, _FACES))
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


def _system_versions() -> Iterator[str]:
    """Yield the versions of the libraries that break lines and shape letters, if the system has them."""
    import ctypes  # Here, since a handout that is merged does not need it.

    for names, function, result_type in _LIBRARIES:
        with suppress(AttributeError):
            version = getattr(load(names), function)
            version.restype = getattr(ctypes, result_type)
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
