"""A participant's data: the text of each filled slot, by the slot's path."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path
from sys import intern
from types import MappingProxyType

import yaml

from worksheets.course.course import Course
from worksheets.course.marks import Marks
from worksheets.course.slots import NAME_ID, Part
from worksheets.errors import ParticipantError, joined, nearest, shortened
from worksheets.messages import _, ngettext, typed
from worksheets.spreadsheets.unusual_letters import may_be_doubtful

from .places import ListProblem, Place
from .texts import checked
from .yaml_reader import is_not_a_number, is_nothing, read_tree

_LIST_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".ods", ".fods", ".csv", ".tsv", ".txt")
"""Suffixes of files that hold lists and never a single participant."""


@dataclass(frozen=True, slots=True)
class Participant:
    """What a participant has filled in; nothing for a blank handout."""

    values: Mapping[str, str]
    """The text of each filled slot by its path, such as ``omat-verkostot.1.nimi``."""
    name_slot: str = NAME_ID
    """The path of the slot that holds the name: the course's ``name_slot``."""
    key: str = ""
    """What tells this person from others of the same name, whatever their row: the list's ID, number or e-mail.

    Empty where the list has nothing of the kind. Never printed; forms carry a digest of it (``pdf.fields``).
    """
    number: int = field(default=0, compare=False)
    """The number that the list has them by, from 1, whoever is left out; 0 for somebody of no list."""
    columns: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """Texts of the list's columns that are not printed, by their headings: people can be chosen and sorted by them."""

    def __reduce__(self) -> tuple[type["Participant"], tuple[object, ...]]:
        """Let participants be sent to other processes, although a read-only mapping cannot be."""
        return Participant, (dict(self.values), self.name_slot, self.key, self.number, dict(self.columns))

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


BLANK = Participant(MappingProxyType({}))
"""The participant of a blank handout."""


class KeysOfAlike:
    """Gives people keys so that forms can tell them apart: of some of whom a list says the same, the later get others.

    Such a key counts only these people, so that it stays the same when the list is sorted or rows are inserted.
    """

    def __init__(self) -> None:
        self._alike: Counter[bytes] = Counter()
        """How many there are of whom the list says the same, by its digest: what it says takes twenty times as much."""

    def key(self, values: Mapping[str, str], name_slot: str, key: str) -> str:
        """Return the key of the next person in the list, which is their own ``key`` or another."""
        known = (values.get(name_slot, ""), key, *sorted(values.items()))
        digest = blake2b(repr(known).encode(errors="surrogatepass"), digest_size=16).digest()
        self._alike[digest] += 1
        return f"{known} {self._alike[digest]}" if self._alike[digest] > 1 else key


def read_participant(path: Path, course: Course) -> Participant:
    """Return the participant of a YAML or JSON file.

    Raises ParticipantError with all problems of the file, each with its line and slot; and for a list of participants.
    """
    if path.is_dir() or path.suffix.lower() in _LIST_SUFFIXES:
        raise _is_a_list(path)
    node = read_tree(path)
    if isinstance(node, yaml.SequenceNode):
        raise _is_a_list(path, len(node.value))
    reader = ParticipantReader(str(path), course)
    participant = reader.participant(node)
    if reader.problems:
        raise ParticipantError(*reader.problems)
    return participant


def _is_a_list(path: Path, count: int = 0) -> ParticipantError:
    """Return the error for a list of participants in place of one; ``count`` is their number if it is known."""
    message = _("{path}: this is a list, not one participant; use “{command}”")
    if count:
        message = ngettext(
            "{path}: this is a list of {count} participant; use “{command}”",
            "{path}: this is a list of {count} participants, not one; use “{command}”",
            count,
        )
    return ParticipantError(message.format(path=path, count=count, command=typed("packet", str(path))))


def doubts(participant: Participant, course: Course) -> tuple[str, ...]:
    """Return a message for each text in which a letter is probably lost; it begins with the slot, and is no error."""
    if not may_be_doubtful("\n".join(participant.values.values())):
        return ()
    from worksheets.spreadsheets.spoilt_letters import doubtful

    shown = ((path, text) for path, text in participant.values.items() if path in course.shown)
    return tuple(f"{path}: {problem}" for path, text in shown if (problem := doubtful(text)))


class ParticipantReader:
    """Reads participants from YAML nodes, and collects all problems."""

    def __init__(self, source: str, course: Course, row: int = 0) -> None:
        self.source = source
        """The file's name in messages."""
        self.course = course
        self.row = row
        """The participant's row where rows show the file."""
        self.problems: list[ListProblem] = []

    def participant(self, node: yaml.Node) -> Participant:
        """Return the participant that a node describes, and add its problems to ``problems``."""
        before = len(self.problems)
        values = dict(self._values(node, self.course.root, ""))
        if self.course.name_slot not in values and len(self.problems) == before:
            self._report(node, self.course.name_slot, _("the name is missing; every participant needs one"))
        return Participant(MappingProxyType(values), self.course.name_slot)

    def _values(self, node: yaml.Node, part: Part, path: str) -> Iterator[tuple[str, str]]:
        if is_nothing(node):
            return
        if part.rows:
            yield from self._entries(node, part, path)
        elif part.parts:
            yield from self._group(node, part, path)
        elif isinstance(node, yaml.ScalarNode):
            yield from self._text(node, path)
        elif isinstance(node, yaml.SequenceNode) and part.marks and part.marks.most > 1:
            yield from self._choices(node, part.marks, path)
        else:
            self._report(node, path, _("must be a single text, not a list or a group of keys"))

    def _text(self, node: yaml.ScalarNode, path: str) -> Iterator[tuple[str, str]]:
        if is_not_a_number(node):
            message = _('{text} is what programs write for a missing number; delete it, or put it in "quotes"')
            self._report(node, path, message.format(text=node.value))
            return
        try:
            text = checked(node.value, self.course.slots[path])
        except ValueError as problem:
            self._report(node, path, str(problem))
        else:
            if text:
                yield intern(path), text  # In a large group, many participants have the same path.

    def _choices(self, node: yaml.SequenceNode, marks: Marks, path: str) -> Iterator[tuple[str, str]]:
        """Yield the text that says what a list of options chooses."""
        wrong = [item for item in node.value if not isinstance(item, yaml.ScalarNode)]
        for item in wrong:
            self._report(item, path, _("must be one of the options, not a list or a group of keys"))
        texts = []
        for item in node.value if not wrong else ():
            texts += [text for _path, text in self._text(item, path) if not is_nothing(item)]
        try:
            text = marks.of_texts(texts)
        except ValueError as problem:
            self._report(node, path, str(problem))
        else:
            yield from [(intern(path), text)] if text else ()

    def _entries(self, node: yaml.Node, part: Part, path: str) -> Iterator[tuple[str, str]]:
        if not isinstance(node, yaml.SequenceNode):
            self._report(node, path, _("must be a list; begin each entry on a line of its own, with “- ”"))
            return
        if len(node.value) > part.most:
            message = ngettext(
                "{total} entries, but only {count} fits; delete the rest",
                "{total} entries, but only {count} fit; delete the rest",
                part.most,
            )
            self._report(node, path, message.format(total=len(node.value), count=part.most))
        for number, entry in enumerate(node.value[: part.most], start=1):
            if not is_nothing(entry):
                yield from self._group(entry, part, f"{path}.{number}")

    def _group(self, node: yaml.Node, part: Part, path: str) -> Iterator[tuple[str, str]]:
        children = {child.id: child for child in part.parts}
        if not isinstance(node, yaml.MappingNode):
            message = _("must have keys, each on a line of its own, such as “{key}: text”; the keys are {keys}")
            self._report(node, path, message.format(key=next(iter(children)), keys=", ".join(children)))
            return
        seen: set[str] = set()
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else "?"
            inner = f"{path}.{name}" if path else name
            if name not in children:
                self._report(key, path, _unknown_key(name, list(children)), inner)
            elif name in seen:
                self._report(key, inner, _("the key appears twice; delete one of them"))
            else:
                yield from self._values(value, children[name], inner)
            seen.add(name)

    def _report(self, node: yaml.Node, path: str, problem: str, about: str = "") -> None:
        """Add a problem at a path; ``about`` is the path that it is about, if that is another."""
        line = node.start_mark.line + 1
        location = ": ".join(filter(None, (self.source, _("line {line}").format(line=line))))
        place = Place(location, row=self.row, slot=about or path, line=line)
        self.problems.append(place.reason(": ".join(filter(None, (path, problem)))))


def _unknown_key(name: str, keys: Sequence[str]) -> str:
    """Return the message for a key that none of the known ones is, with the nearest of them or else all."""
    if suggestion := nearest(name, keys):
        return _("unknown key “{key}”.").format(key=shortened(name)) + suggestion
    return _("unknown key “{key}”; the keys here are {keys}").format(key=shortened(name), keys=joined(keys))
