"""The folders that are shipped with the program, and the names of what it uses unless told otherwise."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
"""The folder of the program's code."""


def _shipped(name: str) -> Path:
    """Return a shipped folder: inside the package where it is installed, beside it in a checkout."""
    installed = PACKAGE / name
    return installed if installed.is_dir() else PACKAGE.parent / name


TEMPLATES = _shipped("templates")
STYLES = _shipped("styles")
COURSES = TEMPLATES / "courses"
NEW_COURSES = TEMPLATES / "new-course"
"""The courses to start from, a folder for each language; no handout is made from them."""
MASTERS = PACKAGE / "masters"
"""Masters of the built-in course; a checkout has none until ``tools/build_masters.py`` has made them."""

DEFAULT_COURSE = "tyoelaman-verkostot"
"""A folder in COURSES."""
DEFAULT_LANGUAGE = "fi"
"""The language of a course that names none."""
DEFAULT_THEME = "verkosto"
"""A style sheet in the folder ``themes`` of STYLES."""


def is_shipped(course_folder: Path) -> bool:
    """Return True for the folder of a course that comes with the program, whose templates are ours."""
    return course_folder.is_relative_to(COURSES)


def leads_away(name: str) -> bool:
    """Return True for a name that a course gives a file and that is no path from a folder of its own.

    It is not even looked for: on Windows, that could call another machine.
    """
    return name.startswith(("/", "\\", "~")) or ":" in name or "\0" in name


def lies_in(path: Path, folder: Path) -> bool:
    """Return True if a file lies in a folder once the links on both paths are followed, whether there is one or not.

    A path that cannot be followed, such as that of a link to itself, lies nowhere.
    """
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # ValueError for a NUL character, RuntimeError for links in a circle.
        return False
