"""Where the shipped templates and styles are kept."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _shelf(name: str) -> Path:
    """Return a shipped folder: inside an installed package, beside it in a checkout."""
    installed = _PACKAGE / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


TEMPLATES = _shelf("templates")
STYLES = _shelf("styles")
COURSES = TEMPLATES / "courses"


def lies_in(path: Path, folder: Path) -> bool:
    """Tell whether a file lies in a folder, wherever links on its path may lead."""
    return path.resolve().is_relative_to(folder.resolve())
