"""A participant's data: the text of each filled slot, by the slot's path."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from sys import intern
from types import MappingProxyType

import yaml

from worksheets.course.course import Course
from worksheets.course.slots import NAME_ID, Part
from worksheets.errors import ParticipantError, _, nearest

from .yaml_reader import read_tree

_BLANKS = re.compile(r"[ \t]+")
_ENDS = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")
"""Line ends other than LF; in Word and PowerPoint, Shift+Enter makes a vertical tab."""
_JOINERS = "\u200c\u200d"
"""Zero-width non-joiner and joiner."""
_UNPRINTABLE = ("Cc", "Cs", "Cn", "Co")
"""Unicode's general categories of controls, surrogates, unassigned and private-use characters."""
_EMPTY_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Participant:
    """What a participant has filled in; nothing for a blank handout."""

    values: Mapping[str, str]
    """The text of each filled slot by its path, such as ``omat-verkostot.1.nimi``."""
    name_slot: str = NAME_ID
    """The path of the slot that holds the name: the course's ``name_slot``."""

    @property
    def name(self) -> str:
        """The participant's name; empty on a blank handout."""
        return self.text(self.name_slot)

    def text(self, path: str) -> str:
        """Return a slot's text; empty if it is not filled."""
        return self.values.get(path, "")

    def rows(self, path: str) -> int:
        """Return the number, from 1, of a list's last filled entry; 0 if none is filled."""
        start = f"{path}."
        return max((int(slot[len(start) :].split(".")[0]) for slot in self.values if slot.startswith(start)), default=0)

    def given(self, values: Mapping[str, str]) -> "Participant":
        """Return a copy of the participant in which these values replace their own."""
        return replace(self, values=MappingProxyType({**self.values, **values}))


EXAMPLE = "Etunimi Sukunimi (esimerkki)"
"""The name in the example row of an empty list; the reader leaves this row out."""

BLANK = Participant(MappingProxyType({}))
"""The participant of a blank handout."""


def read_participant(path: Path, course: Course) -> Participant:
    """Return the participant of a YAML or JSON file.

    Raises ParticipantError with all problems of the file, each with its line and slot.
    """
    reader = ParticipantReader(str(path), course)
    participant = reader.participant(read_tree(path))
    if reader.problems:
        raise ParticipantError(*reader.problems)
    return participant


def clean(text: str) -> str:
    """Return a text as it is kept and printed: NFC, LF, single spaces, at most one empty line, no space around it.

    Invisible characters are removed: direction marks and overrides, zero-width spaces, soft hyphens. The zero-width
    joiner and non-joiner stay, because Persian, the Indic scripts and emoji need them. Raises ValueError, with the
    cure, for a character that cannot be printed: a control, half of a surrogate pair, a private-use or unassigned one.
    """
    text = unicodedata.normalize("NFC", _ENDS.sub("\n", text))
    if text.isprintable():  # Nearly every text is, and then has none of the characters that are handled below.
        return _BLANKS.sub(" ", text).strip()
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf" or letter in _JOINERS)
    text = "\n".join(_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    for letter in text:
        if _is_unprintable(letter):
            raise ValueError(_("the character U+{code:04X} cannot be printed; delete it").format(code=ord(letter)))
    return _EMPTY_LINES.sub("\n\n", text).strip()


def printable(text: str) -> str:
    """Return a text as ``clean`` does, but without the characters for which that function raises ValueError."""
    return clean("".join(letter for letter in _ENDS.sub("\n", text) if not _is_unprintable(letter)))


def _is_unprintable(letter: str) -> bool:
    return unicodedata.category(letter) in _UNPRINTABLE and letter not in "\t\n"


def checked(text: str, limit: int) -> str:
    """Return a slot's text as ``clean`` does.

    Raises ValueError, with the cure, if the text cannot be printed or has more than ``limit`` characters.
    """
    text = clean(text)
    if len(text) > limit:
        raise ValueError(
            _("{count} characters, and {limit} at most fit; shorten it by {over}").format(
                count=len(text), limit=limit, over=len(text) - limit
            )
        )
    return text


class ParticipantReader:
    """Reads participants from YAML nodes, and collects all problems."""

    def __init__(self, source: str, course: Course) -> None:
        self.source = source
        """The file's name in messages."""
        self.course = course
        self.problems: list[str] = []

    def participant(self, node: yaml.Node) -> Participant:
        """Return the participant that a node describes, and add its problems to ``problems``."""
        before = len(self.problems)
        values = dict(self._values(node, self.course.root, ""))
        if self.course.name_slot not in values and len(self.problems) == before:
            self._report(node, self.course.name_slot, _("the name is missing; every participant needs one"))
        return Participant(MappingProxyType(values), self.course.name_slot)

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
            self._report(node, path, _("must be one text"))

    def _text(self, node: yaml.ScalarNode, part: Part, path: str) -> Iterator[tuple[str, str]]:
        try:
            text = checked(node.value, part.limit)
        except ValueError as problem:
            self._report(node, path, str(problem))
        else:
            if text:
                yield intern(path), text  # In a large group, many participants have the same path.

    def _entries(self, node: yaml.Node, part: Part, path: str) -> Iterator[tuple[str, str]]:
        if not isinstance(node, yaml.SequenceNode):
            self._report(node, path, _("must be a list: each entry on a line of its own that begins with “- ”"))
            return
        if len(node.value) > part.most:
            self._report(
                node, path, _("{count} entries, and {most} at most fit").format(count=len(node.value), most=part.most)
            )
        for number, entry in enumerate(node.value[: part.most], start=1):
            yield from self._group(entry, part, f"{path}.{number}")

    def _group(self, node: yaml.Node, part: Part, path: str) -> Iterator[tuple[str, str]]:
        children = {child.id: child for child in part.parts}
        if not isinstance(node, yaml.MappingNode):
            self._report(node, path, _("must have keys: {keys}").format(keys=", ".join(children)))
            return
        seen: set[str] = set()
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else "?"
            inner = f"{path}.{name}" if path else name
            if name not in children:
                self._report(key, path, _("unknown key “{key}”.").format(key=name) + nearest(name, children))
            elif name in seen:
                self._report(key, inner, _("the key stands twice"))
            else:
                yield from self._values(value, children[name], inner)
            seen.add(name)

    def _report(self, node: yaml.Node, path: str, problem: str) -> None:
        location = _("line {line}").format(line=node.start_mark.line + 1)
        self.problems.append(": ".join(filter(None, (self.source, location, path, problem))))
