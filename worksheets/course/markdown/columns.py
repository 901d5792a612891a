"""The head of a Markdown table as the parts of an exercise's entries."""

from collections.abc import Sequence
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from worksheets.messages import _

from .fence import Fence

_EXAMPLE = "| Nimi {#nimi} | Apu {#apu} | ↵ |---|---|"


def head_parts(fence: Fence, tables: Sequence[SyntaxTreeNode]) -> list[dict[str, Any]]:
    """Return the tables of the parts that the head of the first table names; there may be no table at all."""
    if not tables:
        message = _("there is no table in this; write the heads of its columns: {example}")
        fence.faults.add(fence.line, message.format(example=_EXAMPLE))
        return []
    head, *bodies = tables[0].children
    problem = _("the rows below the head are for what participants write; delete this row")
    fence.refuse([row for body in bodies for row in body.children], problem)
    return [fence.part(cell) for row in head.children for cell in row.children]
