"""The lines of keys and tables in a TOML file, for messages: the standard library's reader does not give them."""

import re
from collections.abc import Mapping

_KEY = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_KEYS = rf"{_KEY}(?:\s*\.\s*{_KEY})*"
_HEADER = re.compile(rf"\s*\[\[?\s*({_KEYS})\s*\]\]?\s*(?:#.*)?")
_VALUE = re.compile(rf"\s*({_KEYS})\s*=.*")
_LONG_PATH = re.compile(
    r"""(?:(?<![\w-])[\w-]++|"[^"\n]*+"|'[^'\n]*+')(?:[ \t]*+\.[ \t]*+(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')){20}"""
)
_DEEPEST = 3
"""Steps of the longest path that is looked for, such as ``exercises.kartta.rows``."""


def key_lines(toml: str) -> dict[str, int]:
    """Return the line, from 1, on which each table and key is first named, by its dotted path of at most three steps.

    Only keys at the beginning of a line are found, so none in inline tables. A line that looks like a table's header
    within a text of several lines is taken for one: the lines are good enough to be shown, and for nothing else.
    """
    lines: dict[str, int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(toml.split("\n"), start=1):
        if header := _HEADER.fullmatch(line):
            path = table = _steps(header[1])
        elif value := _VALUE.fullmatch(line):
            path = (*table, *_steps(value[1]))
        else:
            continue
        for length in range(1, min(len(path), _DEEPEST) + 1):
            lines.setdefault(".".join(path[:length]), number)
    return lines


def long_path_line(toml: str) -> int | None:
    """Return the line of a key with more than twenty steps (``a.b.c…``), None if there is none.

    The standard library's reader takes minutes for one of 10,000 steps.
    """
    match = _LONG_PATH.search(toml)
    return toml.count("\n", 0, match.start()) + 1 if match else None


def line_of(location: str, lines: Mapping[str, int]) -> int | None:
    """Return the line of a location such as ``exercises.kartta.parts[2]``, or of what it is in; None if not found."""
    while location and location not in lines:
        location = location.rpartition(".")[0]
    return lines.get(location)


def _steps(keys: str) -> tuple[str, ...]:
    return tuple(step.strip("\"'") for step in re.findall(_KEY, keys))
