"""One person's data: the text of each slot by its path."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from sys import intern
from types import MappingProxyType

import yaml

from worksheets.course.course import Course
from worksheets.course.slots import Part
from worksheets.errors import ParticipantError, _, nearest

from .yaml_reader import read_tree

_BLANKS = re.compile(r"[ \t]+")
_ENDS = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")
"""Ends of lines: in Word and PowerPoint, Shift+Enter makes a vertical tab."""
_JOINERS = "\u200c\u200d"
_UNPRINTABLE = ("Cc", "Cs", "Cn", "Co")
_EMPTY_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Participant:
    """What one person has filled in; with nothing in it, the blank handout's."""

    values: Mapping[str, str]
    """The text of each filled slot by its path, such as ``omat-verkostot.1.nimi``."""

    @property
    def name(self) -> str:
        """The participant's name; empty on a blank handout."""
        return self.text("nimi")

    def text(self, path: str) -> str:
        """Return what stands in a slot; empty when nothing does."""
        return self.values.get(path, "")

    def rows(self, path: str) -> int:
        """Return the number of the last filled entry of a list; 0 when none is."""
        start = f"{path}."
        return max((int(slot[len(start) :].split(".")[0]) for slot in self.values if slot.startswith(start)), default=0)

    def given(self, values: Mapping[str, str]) -> "Participant":
        """Return the participant with other values laid over."""
        return Participant(MappingProxyType({**self.values, **values}))


EXAMPLE = "Etunimi Sukunimi (esimerkki)"
"""The name of the row that shows in a starting list how it is filled in; it is left out when the list is read."""

BLANK = Participant(MappingProxyType({}))


def read_participant(path: Path, course: Course) -> Participant:
    """Read one participant from a YAML or JSON file.

    Raises ParticipantError with every problem found, each with its line and slot.
    """
    reader = ParticipantReader(str(path), course)
    participant = reader.participant(read_tree(path))
    if reader.problems:
        raise ParticipantError(*reader.problems)
    return participant


def clean(text: str) -> str:
    """Return a text in the form that it is kept and printed in: NFC, LF, single spaces, nothing around it.

    Unseen characters are left out (marks and overrides of direction, zero-width spaces, soft hyphens), but for the two
    joiners, which Persian, the Indic scripts and emoji need. Raises ValueError, with the cure, for a character that
    cannot be printed: a control, half of a surrogate pair, one that Unicode has not assigned.
    """
    text = unicodedata.normalize("NFC", _ENDS.sub("\n", text))
    if text.isprintable():  # As nearly all are: none of the characters that are looked for one by one below.
        return _BLANKS.sub(" ", text).strip()
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf" or letter in _JOINERS)
    text = "\n".join(_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    for letter in text:
        if _is_unprintable(letter):
            raise ValueError(_("the character U+{code:04X} cannot be printed; delete it").format(code=ord(letter)))
    return _EMPTY_LINES.sub("\n\n", text).strip()


def printable(text: str) -> str:
    """Return a text cleaned as ``clean`` does it, without the characters for which that raises ValueError."""
    return clean("".join(letter for letter in _ENDS.sub("\n", text) if not _is_unprintable(letter)))


def _is_unprintable(letter: str) -> bool:
    return unicodedata.category(letter) in _UNPRINTABLE and letter not in "\t\n"


def checked(text: str, limit: int) -> str:
    """Return a slot's text, cleaned; raise ValueError, with the cure, for one that cannot be printed or is too long."""
    text = clean(text)
    if len(text) > limit:
        raise ValueError(
            _("{count} characters, and {limit} at most fit; shorten it by {over}").format(
                count=len(text), limit=limit, over=len(text) - limit
            )
        )
    return text


class ParticipantReader:
    """Turns trees into participants, and gathers every problem on the way."""

    def __init__(self, source: str, course: Course) -> None:
        self.source = source
        self.course = course
        self.problems: list[str] = []

    def participant(self, node: yaml.Node) -> Participant:
        """Return the participant that a tree describes; what is wrong with it goes to ``problems``."""
        before = len(self.problems)
        values = dict(self._values(node, self.course.root, ""))
        if "nimi" not in values and len(self.problems) == before:
            self._say(node, "nimi", _("the name is missing; every participant needs one"))
        return Participant(MappingProxyType(values))

    def _values(self, node: yaml.Node, part: Part, path: str) -> Iterator[tuple[str, str]]:
        if isinstance(node, yaml.ScalarNode) and not node.value.strip():
            return
        if part.rows:
            yield from self._entries(node, part, path)
        elif part.parts:
            yield from self._group(node, part, path)
        elif isinstance(node, yaml.ScalarNode):
            yield from self._text(node, part, path)
        else:
            self._say(node, path, _("must be one text"))

    def _text(self, node: yaml.ScalarNode, part: Part, path: str) -> Iterator[tuple[str, str]]:
        try:
            text = checked(node.value, part.limit)
        except ValueError as problem:
            self._say(node, path, str(problem))
        else:
            if text:
                yield intern(path), text  # In a large group every path is many people's.

    def _entries(self, node: yaml.Node, part: Part, path: str) -> Iterator[tuple[str, str]]:
        if not isinstance(node, yaml.SequenceNode):
            self._say(node, path, _("must be a list: each entry on a line of its own that begins with “- ”"))
            return
        if len(node.value) > part.most:
            self._say(
                node, path, _("{count} entries, and {most} at most fit").format(count=len(node.value), most=part.most)
            )
        for row, entry in enumerate(node.value[: part.most], start=1):
            yield from self._group(entry, part, f"{path}.{row}")

    def _group(self, node: yaml.Node, part: Part, path: str) -> Iterator[tuple[str, str]]:
        known = {child.id: child for child in part.parts}
        if not isinstance(node, yaml.MappingNode):
            self._say(node, path, _("must have keys: {keys}").format(keys=", ".join(known)))
            return
        seen: set[str] = set()
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else "?"
            inner = f"{path}.{name}" if path else name
            if name not in known:
                self._say(key, path, _("unknown key “{key}”.").format(key=name) + nearest(name, known))
            elif name in seen:
                self._say(key, inner, _("the key stands twice"))
            else:
                yield from self._values(value, known[name], inner)
            seen.add(name)

    def _say(self, node: yaml.Node, path: str, problem: str) -> None:
        place = _("line {line}").format(line=node.start_mark.line + 1)
        self.problems.append(": ".join(filter(None, (self.source, place, path, problem))))
