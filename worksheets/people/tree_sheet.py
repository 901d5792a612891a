"""The people of YAML and JSON files as a sheet: a row for each, a column for each slot that anyone has filled.

Nothing that the files hold is lost. What is under a key that the course does not have gets a column with the key for
its heading; a text without a key gets one without a heading.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml

from worksheets.course.course import Course
from worksheets.spreadsheets.sheet_builder import Allowance, SheetBuilder
from worksheets.spreadsheets.sheets import Sheet

from .guarded_texts import guarded
from .headings import Headings
from .yaml_reader import is_not_a_number, is_nothing

HEADING_ROW = 1
"""The number of the row with the headings; that of the first person follows."""
Key = tuple[str, int]
"""A path, and how often it has come before in the same entry: a key may stand twice."""


@dataclass(frozen=True, slots=True)
class Tree:
    """What one YAML or JSON file holds."""

    source: str
    """The file's name in messages."""
    node: yaml.Node

    @property
    def entries(self) -> Sequence[yaml.Node]:
        """The participants; a file with a single one counts as a list of one."""
        return self.node.value if isinstance(self.node, yaml.SequenceNode) else [self.node]


def sheet_of_trees(source: str, trees: Sequence[Tree], course: Course) -> Sheet:
    """Return the people of some files as one sheet. Raises RosterError for more columns than a list has."""
    people = [_texts(entry, course) for tree in trees for entry in tree.entries]
    filled = dict.fromkeys(key for texts in people for key in texts)
    order = {path: number for number, path in enumerate(course.slots)}
    columns = sorted(filled, key=lambda key: (order.get(key[0], len(order)), key[1]))
    headings = Headings(course)
    builder = SheetBuilder("", Allowance(source))
    for column, (path, _count) in enumerate(columns, start=1):
        builder.add(HEADING_ROW, column, headings.heading_of(path) if path in course.slots else path)
    numbers = {key: column for column, key in enumerate(columns, start=1)}
    for row, texts in enumerate(people, start=HEADING_ROW + 1):
        for key in sorted(texts, key=numbers.__getitem__):
            names = headings if key[0] == course.name_slot else None
            text, is_text = texts[key]
            builder.add(row, numbers[key], guarded(text, names, is_delimited=False) if is_text else text)
    return builder.sheet()


def _texts(entry: yaml.Node, course: Course) -> dict[Key, tuple[str, bool]]:
    """Return the texts of a participant, and whether each is one: a missing number is none."""
    texts: dict[Key, tuple[str, bool]] = {}
    counts: Counter[str] = Counter()
    for path, text, is_text in _leaves(entry, "", course):
        texts[path, counts[path]] = text, is_text
        counts[path] += 1
    return texts


def _leaves(node: yaml.Node, path: str, course: Course) -> Iterator[tuple[str, str, bool]]:
    """Yield each text under a node with its path, in which entries of lists have their numbers."""
    if isinstance(node, yaml.ScalarNode):
        if not is_nothing(node):
            yield path, node.value, not is_not_a_number(node)
    elif _are_choices(node, path, course):
        yield path, "; ".join(item.value for item in node.value if not is_nothing(item)), True
    else:
        for name, child in _children(node):
            yield from _leaves(child, ".".join(filter(None, (path, name))), course)


def _children(node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
    """Yield what is under a node with its key or its number; a key that is no text is a child, too."""
    if isinstance(node, yaml.SequenceNode):
        yield from ((str(number), item) for number, item in enumerate(node.value, start=1))
        return
    for key, value in node.value:
        is_text = isinstance(key, yaml.ScalarNode)
        yield from () if is_text else [("", key)]
        yield (key.value if is_text else ""), value


def _are_choices(node: yaml.Node, path: str, course: Course) -> bool:
    """Return True for a list of texts at a slot in which several options can be chosen."""
    slot = course.slots.get(path) if isinstance(node, yaml.SequenceNode) else None
    return bool(slot and slot.marks and all(isinstance(item, yaml.ScalarNode) for item in node.value))
