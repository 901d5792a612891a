"""TOML of a course read: a table, or why there is none."""

import tomllib
from pathlib import Path
from typing import Any

from worksheets.errors import CourseError, shortened, system_reason
from worksheets.files import read_regular
from worksheets.messages import _

from .key_lines import long_path_line


def read_toml(source: Path, most: int) -> tuple[str, dict[str, Any]]:
    """Return the text of a TOML file of at most so many bytes, and its table.

    Raises CourseError for a file that is no TOML or cannot be read, but FileNotFoundError or NotADirectoryError if
    there is none.
    """
    try:
        toml = read_regular(source, most).decode("utf-8-sig")
        return toml, parse_toml(toml)
    except (FileNotFoundError, NotADirectoryError):
        raise
    except CourseError as error:
        raise CourseError(*(f"{source}: {problem}" for problem in error.problems)) from error
    except (OSError, ValueError) as error:
        raise CourseError(f"{source}: {unreadable(error)}") from error


def parse_toml(toml: str) -> dict[str, Any]:
    """Return the table of a text. Raises CourseError, which names no file, for one that is no TOML."""
    if line := long_path_line(toml):
        raise CourseError(_("line {line}: a key has more than 20 dotted parts").format(line=line))
    try:
        return tomllib.loads(toml)
    except (ValueError, RecursionError) as error:
        raise CourseError(unreadable(error)) from error


def unreadable(error: Exception) -> str:
    """Return why a file is not read as TOML; the reader of TOML raises ValueError for a number of 5,000 digits, too."""
    if isinstance(error, OSError):
        return _("cannot be read: {reason}").format(reason=system_reason(error))
    if isinstance(error, UnicodeDecodeError):
        return _("is not UTF-8 text; save it as UTF-8")
    if isinstance(error, RecursionError):
        return _("tables or lists are nested too deeply")
    return _("is not valid TOML: {reason}").format(reason=shortened(str(error), 300))
