"""What a list's headings mean, kept in a file beside it: ``ryhma.map.toml`` beside ``ryhma.xlsx``."""

import os
import re
import tomllib
from pathlib import Path

from worksheets.errors import RosterError, system_reason
from worksheets.files import read_regular
from worksheets.messages import _

_LARGEST = 200_000
"""Size limit of the file, in bytes: two thousand headings."""
_LINE = re.compile(r"at line (\d+)")
_MOST_DOTS = 200
"""The most dots in a line: for a key of so many parts, Python's reader takes the square of their number."""


def kept_mapping(path: Path) -> dict[str, str]:
    """Return slots by headings from the file beside a list; none if there is no such file. Raises RosterError."""
    file = path.with_suffix(".map.toml")
    if not os.path.lexists(file):  # False, too, where the list's name is as long as a name can be.
        return {}
    text = _text(file)
    try:
        toml = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RosterError(_not_toml(file, text, str(error))) from error
    except (ValueError, RecursionError) as error:  # A number of thousands of digits; a thousand lists in one another.
        raise RosterError(_('{file}: a value is not text; put it in "quotes"').format(file=file)) from error
    headings = toml.get("headings", {})
    if toml.keys() - {"headings"} or not isinstance(headings, dict):
        raise RosterError(
            _('{file}: write [headings] on the first line, and under it lines such as "Ryhmän nimi" = "ryhma"').format(
                file=file
            )
        )
    return {str(heading): str(slot) for heading, slot in headings.items()}


def _not_toml(file: Path, text: str, error: str) -> str:
    """Return the message for a text that is no TOML; the library's own, in English, says in which line."""
    line = int(match[1]) if (match := _LINE.search(error)) else len(text.splitlines())
    message = _('{file}: line {line}: write it as "heading" = "slot", in straight quotes, and each heading only once')
    return message.format(file=file, line=line)


def _text(file: Path) -> str:
    """Return the text of the file. Raises RosterError if it cannot be read, or would take long."""
    try:
        text = read_regular(file, _LARGEST).decode("utf-8-sig")
    except OSError as error:
        raise RosterError(f"{file}: {system_reason(error)}") from error
    except UnicodeDecodeError as error:
        raise RosterError(_("{file}: not UTF-8 text; save the file as UTF-8").format(file=file)) from error
    if max((line.count(".") for line in text.splitlines()), default=0) > _MOST_DOTS:
        raise RosterError(
            _("{file}: more than {most} dots on one line; is this the right file?").format(file=file, most=_MOST_DOTS)
        )
    return text
