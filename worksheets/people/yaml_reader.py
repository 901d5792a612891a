"""Read a YAML file (and so a JSON file) as a tree in which every scalar is the text that stands in the file."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from worksheets.errors import ParticipantError, _

LARGEST = 8_000_000
"""Bytes of the largest file that is read."""

_HALVES = re.compile(r"(\\u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w)|\\.")
_REST_OF_LINE = re.compile("[^\n\r\x85\u2028\u2029]*")
MAY_BE_SWALLOWED = re.compile(r"(?:^|[\s\[{,:?])[&*!#]")
"""What ``swallowed`` may find something to say of; to look through a text for it takes as long as to read it."""


class _Loader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
    """Reads every scalar as text."""

    def resolve(self, *_what: object) -> str:
        """Give no type to a node: all are texts, and the library would look for one by its place in the tree."""
        return ""


def read_tree(path: Path) -> yaml.Node:
    """Return the root node of a file. Raises ParticipantError when it cannot be read, or as ``parse_tree`` does."""
    return parse_tree(_read(path), str(path))


def parse_tree(text: str, source: str) -> yaml.Node:
    """Return the root node of a text.

    Raises ParticipantError when it is no YAML, or when YAML would leave out or change something that looks like a
    part of the text: a ``#2`` after a space, a word that begins with ``&``, ``*`` or ``!``.
    """
    try:
        suspect = MAY_BE_SWALLOWED.search(text)
        problems = [f"{source}: {problem}" for problem in swallowed(text)] if suspect else []
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise ParticipantError(f"{source}: {_syntax(error)}") from error
    except yaml.YAMLError as error:  # A character that YAML does not allow.
        raise ParticipantError(f"{source}: {' '.join(str(error).split())}") from error
    if problems:
        raise ParticipantError(*problems)
    if node is None:
        raise ParticipantError(_("{source}: the file is empty").format(source=source))
    return node


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise ParticipantError(
                _("{path}: larger than {most} MB; is this the right file?").format(path=path, most=LARGEST // 1_000_000)
            )
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ParticipantError(_("{path}: not UTF-8 text; save the file as UTF-8").format(path=path)) from error
    except OSError as error:
        raise ParticipantError(f"{path}: {error.strerror}") from error
    return _yaml_of_json(text) if path.suffix.lower() == ".json" else text


def _yaml_of_json(text: str) -> str:
    """Rewrite, line by line, the two things that JSON has and YAML has not: tabs, and characters in two halves."""
    return _HALVES.sub(lambda found: json.loads(f'"{found[0]}"') if found[1] else found[0], text.expandtabs(4))


def _syntax(error: yaml.MarkedYAMLError) -> str:
    line = error.problem_mark.line + 1 if error.problem_mark else 1
    said = ", ".join(filter(None, (error.context, error.problem)))
    return _('line {line}: this is not YAML: {said}. Text with : # or quotes in it must be in "quotes".').format(
        line=line, said=said
    )


def swallowed(text: str) -> Iterator[str]:
    """Yield what a person may have meant as text and YAML takes as something else."""
    for event in yaml.parse(text, Loader=_Loader):
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:
            continue
        line = start.line + 1
        if getattr(event, "anchor", None):
            yield _('line {line}: text that begins with & or * must be in "quotes"').format(line=line)
        elif getattr(event, "tag", None):
            yield _('line {line}: text that begins with ! must be in "quotes"').format(line=line)
        elif isinstance(event, yaml.ScalarEvent) and not event.style:
            rest = _REST_OF_LINE.match(text, end.index)
            after = rest[0].lstrip() if rest else ""
            if after.startswith("#") and not after.startswith(("# ", "##")) and after != "#":
                yield _(
                    'line {line}: “{said}” would be left out; put the text in "quotes", or write a comment as “# …”'
                ).format(line=line, said=after)
