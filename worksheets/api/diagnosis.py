"""What support would ask about an installation: versions, fonts, folders, language, and what is missing."""

import os
import platform
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from worksheets import __version__
from worksheets.errors import WorksheetsError
from worksheets.messages import _, system_language, system_setting
from worksheets.packet.session import Session
from worksheets.resources import MASTERS, STYLES

from .courses import read_course

if TYPE_CHECKING:
    from worksheets.text.scripts import Script

_PACKAGES = (
    *("weasyprint", "pydyf", "pikepdf", "uharfbuzz", "fonttools", "pypdfium2", "pyphen", "jinja2", "click", "babel"),
    *("pillow", "cryptography", "msgspec", "openpyxl", "xlrd", "fontpkg"),
)
"""The packages whose versions explain most of what can differ between two machines."""
_EXTRA_FONTS = ("justmytype-intl-cjk", "manimgx-fonts")
"""The packages of the extra ``worksheets[fonts]``."""
_OWN_PREFIX = "worksheets-"
"""How the names of the command's own temporary folders begin."""
_WRITABLE = os.W_OK | os.X_OK


@dataclass(frozen=True, slots=True)
class Library:
    """A library that the program uses."""

    name: str
    version: str
    """Empty if the library is missing."""


@dataclass(frozen=True, slots=True)
class KeptMasters:
    """The masters that need not be made any more."""

    count: int
    """Those that earlier runs have kept."""
    size: int
    """Bytes."""
    folder: Path | None
    """None for a user who has no home folder, so that nothing is kept."""
    shipped: int
    """Files of masters that came with the program, each for one way to print the built-in course."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """An installation, as support would ask about it. There is nothing in it of participants or their lists."""

    version: str
    """Of worksheets."""
    python: str
    system: str
    libraries: tuple[Library, ...]
    """Pango, HarfBuzz and Python packages."""
    scripts: "tuple[Script, ...]"
    masters: KeptMasters
    temporary_folder: Path
    styles_folder: Path
    language: str
    """The language of messages."""
    language_setting: str
    """What has chosen it, such as ``LANG=fi_FI.UTF-8``; empty if nothing has."""
    encoding: str
    """The encoding of what is printed on the terminal."""
    problems: tuple[str, ...]
    """What is missing that is needed, each with its cure; may have several lines."""
    hints: tuple[str, ...]
    """What works, and could work better."""

    @property
    def can_print(self) -> bool:
        """True if everything that is needed is here."""
        return not self.problems


def doctor() -> Diagnosis:
    """Return what there is to know about this installation; the typesetter is tried in a process of its own."""
    pango, typesetter_problems = _pango()
    harfbuzz, scripts = _fonts()
    libraries = (Library("Pango", pango), Library("HarfBuzz", harfbuzz), *map(_package, (*_PACKAGES, *_EXTRA_FONTS)))
    masters = _masters()
    return Diagnosis(
        __version__,
        f"{platform.python_version()} ({platform.python_implementation()})",
        _system(),
        libraries,
        scripts,
        masters,
        _temporary_folder(),
        STYLES,
        system_language(),
        system_setting(),
        (sys.stdout.encoding or "").upper(),
        problems=(*typesetter_problems, *_problems()),
        hints=tuple(_hints(pango, scripts, masters)),
    )


def _pango() -> tuple[str, tuple[str, ...]]:
    """Return Pango's version, or nothing and what is wrong with the typesetter."""
    with Session() as session:
        try:
            from worksheets.packet.jobs import pango_job

            return session.call(read_course(), pango_job), ()
        except WorksheetsError as error:
            return "", ("\n".join(error.problems),)
        except ImportError:  # Another package is missing; ``_problems`` names it.
            return "", ()


def _fonts() -> "tuple[str, tuple[Script, ...]]":
    """Return HarfBuzz's version, and the scripts; nothing if a package is missing that looks at fonts."""
    try:
        from worksheets.text.scripts import harfbuzz_version, scripts
    except ImportError:
        return "", ()
    return harfbuzz_version(), scripts()


def _package(name: str) -> Library:
    from importlib import metadata  # Here, so that --help does not load it: 17 ms.

    try:
        return Library(name, metadata.version(name))
    except metadata.PackageNotFoundError:
        return Library(name, "")


def _system() -> str:
    """Return the system's name and version, and the machine's kind; nothing of its name or its user."""
    name = f"{platform.system()} {platform.release()}"
    if sys.platform == "darwin":
        name = f"macOS {platform.mac_ver()[0]}"
    with suppress(OSError):
        name = f"{platform.freedesktop_os_release()['PRETTY_NAME']}, {name}"
    return f"{name}, {platform.machine()}"


def _masters() -> KeptMasters:
    shipped = len([*MASTERS.glob("*.masters")])
    try:
        from worksheets.master.cache import kept_in
        from worksheets.packet.prepared import masters_folder
    except ImportError:
        return KeptMasters(0, 0, None, shipped)
    folder = masters_folder()
    count, size = kept_in(folder) if folder else (0, 0)
    return KeptMasters(count, size, folder, shipped)


def _temporary_folder() -> Path:
    """Return the folder for temporary files, outside that of this run."""
    folder = Path(tempfile.gettempdir())
    return folder.parent if folder.name.startswith(_OWN_PREFIX) else folder


def _problems() -> Iterator[str]:
    for package in _required_packages():
        if not _package(package).version:
            message = _("{package} is missing; install it: pip install {package}")
            yield message.format(package=package)
    if not os.access(folder := _temporary_folder(), _WRITABLE):
        yield _("{folder}: not writable; name another folder for temporary files in TMPDIR").format(folder=folder)


def _required_packages() -> Iterator[str]:
    """Yield the names of the packages without which worksheets does not work."""
    from importlib import metadata

    try:
        requirements = metadata.requires("worksheets")
    except metadata.PackageNotFoundError:  # A checkout that is not installed.
        requirements = [*_PACKAGES]
    for requirement in requirements or ():
        name, *_rest = re.split(r"[^\w.-]", requirement, maxsplit=1)
        if "extra ==" not in requirement:
            yield name


def _hints(pango: str, scripts: "tuple[Script, ...]", masters: KeptMasters) -> Iterator[str]:
    if not pango and masters.shipped:
        yield _("Until then, the built-in course can be printed for everyone whose answers fit a shipped master.")
    if not all(script.is_covered for script in scripts):
        message = _("To print names in more scripts, install more fonts: pip install {packages}")
        yield message.format(packages=" ".join(_EXTRA_FONTS))
    if masters.folder is None or not os.access(_existing(masters.folder), _WRITABLE):
        yield _("The cache folder is not writable, so nothing is kept and every run takes longer.")


def _existing(folder: Path) -> Path:
    """Return a folder, or the nearest one above it that exists."""
    return next(path for path in (folder, *folder.parents) if path.exists() or path == path.parent)
