"""The head of a page in Markdown: TOML between two lines of ``+++``, as ``course.toml`` is TOML, too."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from worksheets.course.key_lines import key_lines
from worksheets.course.toml_file import TomlSlipError, parse_toml
from worksheets.errors import CourseError, nearest, shortened
from worksheets.messages import _

from .faults import Faults

_FENCE = "+++"
_KEYS = ("kind", "title")
_EXAMPLES = {"kind": 'kind = "exercise"', "title": 'title = "…"'}
_FINNISH = {"laji": "kind", "otsikko": "title"}
_HEADING = re.compile(r"#\s+(?P<title>[^#\"\\]+)")
_MOST_LETTERS = 1000


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a page says of itself, and the Markdown that follows."""

    values: Mapping[str, str]
    """The texts of ``kind`` and ``title``; empty ones for what is missing or wrong."""
    key_lines: Mapping[str, int]
    """The lines on which they stand."""
    body: str
    offset: int
    """The lines of the file above the body."""


def read_front_matter(text: str, faults: Faults) -> FrontMatter:
    """Return the head of a page, and the rest of it; what is wrong goes to ``faults``.

    Raises CourseError with all of it where the rest cannot be told from the head.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return _headless(lines, faults)
    end = next((number for number, line in enumerate(lines) if number and line.rstrip() == _FENCE), 0)
    if not end:
        faults.add(1, _("there is no second +++; write it on a line of its own below the title"))
        raise CourseError(*faults.problems)
    # An empty line for each +++, so that lines are counted as in the file, and the last one has an end.
    toml = "\n".join(["", *lines[1:end], ""])
    found = key_lines(toml)
    return FrontMatter(_values(toml, found, faults), found, "\n".join(lines[end + 1 :]), end + 1)


def _headless(lines: Sequence[str], faults: Faults) -> FrontMatter:
    """Return what stands for the head of a page that has none; a heading above all else is its title."""
    heading = _HEADING.fullmatch(lines[0].strip())
    title = f'title = "{shortened(heading["title"].strip(), 60)}"' if heading else _EXAMPLES["title"]
    example = " ↵ ".join((_FENCE, _EXAMPLES["kind"], title, _FENCE))
    if heading:
        message = _("the page must begin with its kind and title; write {example} in place of this line")
    else:
        message = _("the page must begin with its kind and title: {example}")
    faults.add(1, message.format(example=example))
    body = ["", *lines[1:]] if heading else lines
    return FrontMatter({}, {}, "\n".join(body), 0)


def _values(toml: str, lines: Mapping[str, int], faults: Faults) -> dict[str, str]:
    try:
        table = parse_toml(toml)
    except TomlSlipError as error:
        faults.add(error.line or 1, error.problem)
        return {}
    for key in table:
        if key not in _KEYS:
            likely = _FINNISH.get(key.casefold(), key)
            problem = _("unknown key “{key}”.").format(key=shortened(key)) + nearest(likely, _KEYS)
            faults.add(lines.get(key, 1), problem)
    return {key: _text(key, table, lines, faults) for key in _KEYS}


def _text(key: str, table: Mapping[str, Any], lines: Mapping[str, int], faults: Faults) -> str:
    """Return the value of a key, which must be a text of one line that is not empty."""
    value, line = table.get(key), lines.get(key, 1)
    if value is None:
        message = _("{key} is missing; write {example} between the lines of +++")
        faults.add(line, message.format(key=key, example=_EXAMPLES[key]))
    elif not isinstance(value, str):
        faults.add(line, _("{key} must be a text in quotes").format(key=key))
    elif not value.strip():
        faults.add(line, _("{key} is empty").format(key=key))
    elif len(value) > _MOST_LETTERS:
        faults.add(line, _("{key} is longer than {most} characters").format(key=key, most=_MOST_LETTERS))
    else:
        return " ".join(value.split())
    return ""
