"""The values of tables in TOML, each of its type; what is wrong with any is collected with its file, line and cure."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from worksheets.errors import CourseError, on_line, shortened
from worksheets.messages import _, marked

from .key_lines import line_of
from .keys import likely_key

_MOST_LETTERS = 1000
"""The most characters of a title, a label or another text."""
_MOST_PROBLEMS = 500
"""Problems after which the reader stops: fewer are shown, and each suggestion takes time."""
_CONTROL = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
"""Characters that neither a page nor a workbook's heading can have."""
_TYPES: dict[type, str] = {
    str: marked("{key} must be a text in quotes"),
    int: marked("{key} must be a whole number"),
    bool: marked("{key} must be true or false"),
    list: marked("{key} must be a list in square brackets"),
    dict: marked("{key} must be a table"),
}
"""What is said of a key whose value is of another type than this."""


class TableReader:
    """Reads values from the tables of a file.

    A location is the dotted path of a table: ``exercises.kartta``, or ``exercises.kartta.parts[1]`` for its first part.
    """

    def __init__(self, source: Path, lines: Mapping[str, int]) -> None:
        """``lines`` are those of the file's keys."""
        self.source = source
        self.lines = lines
        self.problems: list[str] = []

    def add(self, location: str, problem: str, key: str = "") -> None:
        """Add what is wrong with a key of a table, or with the table. Raises CourseError when there is very much."""
        source, line, named = self.place(location, key)
        problem = ": ".join(filter(None, (shortened(named), problem)))
        self.problems.append(on_line(source, line, problem) if line else f"{source}: {problem}")
        if len(self.problems) >= _MOST_PROBLEMS:
            raise CourseError(*self.problems)

    def place(self, location: str, key: str) -> tuple[Path, int | None, str]:
        """Return the file and the line of a key, and what a message calls the table."""
        return self.source, line_of(".".join(filter(None, (location, key))), self.lines), location

    def value(self, location: str, table: dict[str, Any], key: str, type_: type, default: Any = None) -> Any:  # noqa: ANN401
        """Return the value of a key, which must be of a type; the default if it is missing.

        If it is missing and has no default, or is of another type, that is a problem, and the default or an empty value
        of the type is returned.
        """
        value = table.get(key, default)
        if isinstance(value, type_) and not (type_ is int and isinstance(value, bool)):
            if isinstance(value, str):
                self.check_text(location, key, value)
            return value
        problem = _("{key} is missing; write {example}") if value is None else _(_TYPES[type_])
        self.add(location, problem.format(key=key, example=f'{key} = "…"'), key)
        return type_() if default is None else default

    def texts(self, location: str, table: dict[str, Any], key: str) -> tuple[str, ...]:
        """Return the value of a key, which must be a list of texts; a number is taken as it is written."""
        values = self.value(location, table, key, list, [])
        if not all(isinstance(value, str | int | float) for value in values):
            self.add(location, _("{key} must be a list of texts").format(key=key), key)
        texts = tuple(str(value) for value in values if isinstance(value, str | int | float))
        self.check_text(location, key, *texts)
        return texts

    def table(self, location: str, value: object) -> dict[str, Any]:
        """Return a value that must be a table; an empty table for any other."""
        if isinstance(value, dict):
            return value
        self.add(location, _("must be a table"))
        return {}

    def check_keys(self, location: str, table: dict[str, Any], keys: set[str]) -> None:
        """Check that a table has no other keys."""
        for key in table:
            if key not in keys:
                problem = _("unknown key “{key}”.").format(key=shortened(key))
                self.add(location, problem + likely_key(key, keys), key)

    def check_text(self, location: str, key: str, *texts: str) -> None:
        """Check that the texts of a key are neither too long nor have a character that cannot be printed."""
        if any(len(text) > _MOST_LETTERS for text in texts):
            self.add(location, _("{key} is longer than {most} characters").format(key=key, most=_MOST_LETTERS), key)
        if control := _CONTROL.search("".join(texts)):
            problem = _("{key} has a character that cannot be printed (U+{code:04X}); delete it")
            self.add(location, problem.format(key=key, code=ord(control[0])), key)
