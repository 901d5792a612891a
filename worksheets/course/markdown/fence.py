"""A fence, ``::: TYPE LABEL {#id key=value}`` … ``:::``, and what a type makes of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from worksheets.messages import _

from .attributes import PART_KEYS, Key, Labelled, read_labelled, suggested_id
from .faults import Faults
from .parser import plain_text


@dataclass(frozen=True, slots=True)
class Fence:
    """An exercise as it stands on a page."""

    labelled: Labelled
    line: int
    """The line of its beginning."""
    nodes: Sequence[SyntaxTreeNode]
    """The Markdown in it."""
    offset: int
    """The lines of the file above the page's body."""
    faults: Faults

    def value(self, key: str, default: Any = None) -> Any:  # noqa: ANN401 - as the key has it
        """Return the value of a key in the braces."""
        return self.labelled.values.get(key, default)

    def line_of(self, node: SyntaxTreeNode) -> int:
        """Return the line of the file on which a node begins."""
        return node_line(node, self.line - self.offset - 1) + self.offset

    def divided(self, *types: str) -> tuple[list[SyntaxTreeNode], list[SyntaxTreeNode]]:
        """Return what stands above the first node of some types, and the nodes from there on."""
        first = next((at for at, node in enumerate(self.nodes) if node.type in types), len(self.nodes))
        return list(self.nodes[:first]), list(self.nodes[first:])

    def refuse(self, nodes: Sequence[SyntaxTreeNode], problem: str) -> None:
        """Add a fault on the line of the first of some nodes, if there are any."""
        for node in nodes[:1]:
            self.faults.add(self.line_of(node), problem)

    def part(self, node: SyntaxTreeNode) -> dict[str, Any]:
        """Return the table of a part, whose label and attributes are the text of a node."""
        line, text = self.line_of(node), plain_text(node)
        labelled = read_labelled(text, PART_KEYS, line, self.faults)
        if not labelled.label:
            self.faults.add(line, _("there is no label here; write what is asked"))
        elif not labelled.id:
            example = f"{labelled.label} {{#{suggested_id(labelled.label)}}}"
            self.faults.add(line, _("this has no id; write {example}").format(example=example))
        return labelled.table()


@dataclass(frozen=True, slots=True)
class Declared:
    """What a type makes of a fence."""

    table: Mapping[str, Any]
    """The exercise's own keys, as in its table in ``course.toml``; id, label and kind are added to them."""
    above: Sequence[SyntaxTreeNode] = ()
    """What is printed above the widget."""
    options: Mapping[str, str] = field(default_factory=dict)
    """What only the widget needs to know."""


@dataclass(frozen=True, slots=True)
class ExerciseType:
    """An exercise type as a page in Markdown declares it."""

    kind: str
    """Its ``kind`` in ``course.toml``, and the name of its widget."""
    finnish: str
    keys: tuple[Key, ...]
    """What can stand in braces besides the keys of any exercise."""
    declare: Callable[[Fence], Declared]


def node_line(node: SyntaxTreeNode, default: int = 0) -> int:
    """Return the line on which a node begins, from 1, in the text that was parsed.

    Only blocks know theirs; within one, line breaks are counted.
    """
    breaks = 0
    while not node.is_root and node.map is None and node.parent is not None:
        earlier = node.parent.children[: node.parent.children.index(node)]
        breaks += sum(each.type in ("softbreak", "hardbreak") for before in earlier for each in before.walk())
        node = node.parent
    return default + 1 if node.is_root or node.map is None else node.map[0] + breaks + 1
