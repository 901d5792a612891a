"""TOML of a course read: a table, or why there is none."""

import re
import tomllib
from pathlib import Path
from typing import Any

from worksheets.errors import CourseError, FileProblem, shortened, system_reason
from worksheets.files import read_regular
from worksheets.messages import _, marked

from .key_lines import long_path_line

_PLACE = re.compile(r"at line (\d+), column (\d+)")
_HEADING = re.compile(r"\s*\[[\w.\s-]+\]")
_LONG_NUMBER = re.compile(r"0[xob][0-9a-fA-F_]{16,}|[0-9][0-9_]{18,}")
"""What may be a number of more than 64 bits, for which TOML has no place."""
_MOST_BITS = 64
_NO_VALUE = marked('no value that TOML knows; put texts in straight quotes, such as "text"')
_SYNTAX = (
    ("Invalid value", _NO_VALUE),
    ("Cannot overwrite", marked("this key or table is there twice; leave one of them")),
    ("Cannot declare", marked("this table is there twice; put its keys under one heading")),
    ("Cannot mutate", marked("this table is there twice; put its keys under one heading")),
    ("Duplicate inline", marked("this key is there twice; leave one of them")),
    ("Expected '='", marked('there is no = after the key; write key = "text"')),
    ("Unclosed array", marked("a comma or ] is missing on the line above; write a comma after each text but the last")),
    ("Unclosed", marked("a bracket is not closed; close it")),
    ("Expected ']", marked("a bracket is not closed; close it")),
    ("Unterminated", marked("a quote is not closed; close it")),
    ('Expected "\'"', marked("a quote is not closed; close it")),
    ("Illegal character", marked("a line end or a character that cannot be there; is a quote not closed?")),
    ("Invalid hex value", marked("a backslash is special here; write paths with /, such as pictures/logo.svg")),
    ("Unescaped", marked("in double quotes, a backslash is special; put the text in 'single' quotes")),
    ("Invalid statement", marked('no key; write key = "text", and keys with letters such as ä in "quotes"')),
    ("Expected newline", marked("more after a value; begin a new line, and put texts in straight quotes")),
)
"""What the reader of TOML says, by its beginning, and what is said instead, with a cure."""


class TomlSlipError(ValueError):
    """A text is no TOML."""

    def __init__(self, message: str, line: int = 0, problem: str = "") -> None:
        """``line`` is where it is none, from 1; 0 if that cannot be told. ``problem`` is the message without it."""
        super().__init__(message)
        self.line = line
        self.problem = problem or message


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
    except TomlSlipError as error:
        raise CourseError(FileProblem(f"{source}: {error}", str(source), error.line, error.problem)) from error
    except (OSError, ValueError) as error:
        raise CourseError(f"{source}: {unreadable(error)}") from error


def parse_toml(toml: str) -> dict[str, Any]:
    """Return the table of a text. Raises TomlSlipError for one that is no TOML."""
    if line := long_path_line(toml):
        problem = _("a key has more than 20 dotted parts")
        raise TomlSlipError(_("line {line}: {problem}").format(line=line, problem=problem), line, problem)
    try:
        table = tomllib.loads(toml)
    except RecursionError as error:
        raise TomlSlipError(unreadable(error)) from error
    except ValueError as error:
        raise _slip(str(error), toml) from error
    if _has_long_number(table):
        line = next((number for number, text in enumerate(toml.split("\n"), start=1) if _LONG_NUMBER.search(text)), 1)
        problem = _(_NO_VALUE)
        raise TomlSlipError(_("line {line}: {problem}").format(line=line, problem=problem), line, problem)
    return table


def _has_long_number(table: dict[str, Any]) -> bool:
    """Return True for a table with a number that no program has to know: Python refuses to write a very long one."""
    waiting: list[Any] = [table]
    while waiting:
        value = waiting.pop()
        if isinstance(value, int) and value.bit_length() > _MOST_BITS:
            return True
        waiting += value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return False


def unreadable(error: Exception) -> str:
    """Return why a file is not read as TOML; the reader of TOML raises ValueError for a number of 5,000 digits, too."""
    if isinstance(error, OSError):
        return _("cannot be read: {reason}").format(reason=system_reason(error))
    if isinstance(error, UnicodeDecodeError):
        return _("is not UTF-8 text; save it again with the encoding UTF-8, which text editors ask for in “Save as”")
    if isinstance(error, RecursionError):
        return _("tables or lists are nested too deeply")
    return _("is not valid TOML: {reason}").format(reason=shortened(str(error), 300))


def _slip(text: str, toml: str) -> TomlSlipError:
    """Return what the reader of TOML says, in words that also say what to do; what is not known here as it says it."""
    place = _PLACE.search(text)
    problem = _cause(text, toml, place) or next((_(words) for start, words in _SYNTAX if text.startswith(start)), "")
    if not problem:
        return TomlSlipError(_("is not valid TOML: {reason}").format(reason=shortened(text, 300)))
    if place:
        message = _("line {line}, column {column}: {problem}")
        message = message.format(line=place[1], column=place[2], problem=problem)
        return TomlSlipError(message, int(place[1]), problem)
    return TomlSlipError(_("at its end: {problem}").format(problem=problem))


def _cause(text: str, toml: str, place: re.Match[str] | None) -> str:
    """Return what is wrong where the reader of TOML stumbles over what follows it; empty if it is what the reader says.

    A list that is not closed takes the heading below it for a value, and a key ends before a letter such as ä.
    """
    line = toml.splitlines()[int(place[1]) - 1] if place else ""
    letter = line[int(place[2]) - 1 : int(place[2])] if place else ""
    is_open = _HEADING.match(line) if place else "= [" in toml or "=[" in toml
    if text.startswith(("Invalid value", "Unclosed array") if not place else "Invalid value") and is_open:
        return _("the list above is not closed; write ] on a line of its own below its last text")
    if text.startswith(("Expected '='", "Expected ']")) and letter.isalpha() and not letter.isascii():
        message = _("names here have only letters a–z, digits and hyphens; write this one without “{letter}”")
        return message.format(letter=letter)
    return ""
