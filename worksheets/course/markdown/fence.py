"""A fence, ``::: TYPE LABEL {#id key=value}`` … ``:::``, as an exercise type reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from worksheets.course.types.exercise_type import Key
from worksheets.messages import _

from .attributes import PART_KEYS, Labelled, read_labelled, suggested_id
from .faults import Faults
from .parser import plain_text

_HEAD_EXAMPLE = "| Nimi {#nimi} | Apu {#apu} | ↵ |---|---|"


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
    keys: tuple[Key, ...] = ()
    """The keys of its type."""
    part_keys: tuple[Key, ...] = ()
    """The keys that its type gives its parts."""

    def value(self, key: str, default: Any = None) -> Any:  # noqa: ANN401 - as the key has it
        """Return the value of a key in the braces."""
        return self.labelled.values.get(key, default)

    def given_values(self) -> dict[str, Any]:
        """Return the type's own keys that stand in the braces, with their values."""
        names = [key.name for key in self.keys]
        return {name: self.labelled.values[name] for name in names if name in self.labelled.values}

    def text(self, node: SyntaxTreeNode) -> str:
        """Return the text of a node without its emphasis, in one line."""
        return plain_text(node)

    def suggested_id(self, label: str) -> str:
        """Return an id that a label suggests."""
        return suggested_id(label)

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

    def hint(self, alone: str) -> str:
        """Return the hint of an exercise that has nothing but one paragraph in it; empty if it has none.

        ``alone`` says what is wrong if there is more.
        """
        hints = [node for node in self.nodes if node.type == "paragraph"]
        self.refuse([node for node in self.nodes if node not in hints[:1]], alone)
        if hints and self.value("hint"):
            self.refuse(hints, _("the hint stands both in braces and here; delete one of them"))
        return self.text(hints[0]) if hints else ""

    def part(self, node: SyntaxTreeNode, usual_id: str = "") -> dict[str, Any]:
        """Return the table of a part, whose label and attributes are the text of a node.

        Without ``usual_id``, it must name its id.
        """
        line, text = self.line_of(node), plain_text(node)
        labelled = read_labelled(text, (*self.part_keys, *PART_KEYS), line, self.faults)
        if not labelled.label:
            self.faults.add(line, _("there is no label here; write what is asked"))
        elif not labelled.id and not usual_id:
            example = f"{labelled.label} {{#{suggested_id(labelled.label)}}}"
            self.faults.add(line, _("this has no id; write {example}").format(example=example))
        table = labelled.table(self.part_keys)
        return table if labelled.id else table | {"id": usual_id}

    def head_parts(self, tables: Sequence[SyntaxTreeNode], without: int = 0) -> list[dict[str, Any]]:
        """Return the tables of the parts that the head of the first table names, but for so many columns at its left.

        There may be no table at all. Without such columns, the table can have no rows below the head.
        """
        if not tables:
            message = _("there is no table in this; write the heads of its columns: {example}")
            self.faults.add(self.line, message.format(example=_HEAD_EXAMPLE))
            return []
        if not without:
            problem = _("the rows below the head are for what participants write; delete this row")
            self.refuse(self.body_rows(tables), problem)
        return [self.part(cell) for cell in self.head_cells(tables)[without:]]

    def head_cells(self, tables: Sequence[SyntaxTreeNode]) -> list[SyntaxTreeNode]:
        """Return the cells of the first table's head; none if there is no table."""
        return [cell for table in tables[:1] for row in table.children[0].children for cell in row.children]

    def body_rows(self, tables: Sequence[SyntaxTreeNode]) -> list[SyntaxTreeNode]:
        """Return the rows below the first table's head."""
        return [row for table in tables[:1] for body in table.children[1:] for row in body.children]


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
