"""The colours of a course's own style sheets: whether a text in them can be read on paper.

Only what a style sheet says by itself is judged: the colours of a theme, which all stand on white, and the colour of a
rule on the background of the same rule. A nearly white text has a dark background that another rule gives.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import tinycss2
from tinycss2.ast import Declaration, Node, QualifiedRule
from tinycss2.color3 import RGBA, parse_color

from worksheets.messages import _
from worksheets.resources import lies_in

from .contrast import LEAST_CONTRAST, TEXT_CONTRAST, WHITE, contrast, nearest_passing, written
from .fault import CourseFault, FaultKind
from .layout import Layout

_NEARLY_WHITE = 1.5
"""The contrast against paper below which nobody can mean a text to stand on it."""
_LEAST = {name: least for name, least in LEAST_CONTRAST.items() if name != "accent-shape"}
"""The colours that styles use on paper, and the contrast that each needs; ``accent-shape`` carries no meaning alone."""


def contrast_faults(layout: Layout, folder: Path) -> Iterator[CourseFault]:
    """Yield what has too little contrast in the style sheets of a layout that lie in a course's folder.

    Raises StyleError for a style sheet that cannot be read, or a property that is not declared.
    """
    for path in layout.style_sheets:
        if lies_in(path, folder):
            rules = tinycss2.parse_stylesheet(layout.css(path), skip_comments=True, skip_whitespace=True)
            for rule in _qualified(rules):
                yield from _faults_of(rule, path)


def _qualified(nodes: Sequence[Node]) -> Iterator[QualifiedRule]:
    for node in nodes:
        if node.type == "qualified-rule":
            yield node
        elif node.type == "at-rule" and node.lower_at_keyword in ("media", "supports") and node.content:
            yield from _qualified(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True))


def _faults_of(rule: QualifiedRule, path: Path) -> Iterator[CourseFault]:
    nodes = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    declared = {node.name: node for node in nodes if node.type == "declaration"}
    behind = next(
        (colour for name in ("background-color", "background") if (colour := _colour(declared.get(name)))), ""
    )
    for name, node in declared.items():
        colour, least = _colour(node), _LEAST.get(name.removeprefix("--"), 0.0) if name.startswith("--") else 0.0
        if colour and least:
            yield from _faults(path, node, colour, WHITE, least)
        elif colour and name.lower() == "color" and (behind or contrast(colour, WHITE) >= _NEARLY_WHITE):
            yield from _faults(path, node, colour, behind or WHITE, TEXT_CONTRAST)


def _colour(declaration: Node | None) -> str:
    """Return the colour that a declaration consists of or begins with, as ``#rrggbb``; empty if there is none."""
    tokens = (
        [token for token in declaration.value if token.type not in ("whitespace", "comment")] if declaration else []
    )
    colour = parse_color(tokens[0]) if tokens else None
    if not isinstance(colour, RGBA) or colour.alpha < 1:
        return ""
    return written((colour.red, colour.green, colour.blue))


def _faults(path: Path, node: Declaration, colour: str, behind: str, least: float) -> Iterator[CourseFault]:
    """Yield a fault if a declaration's colour has too little contrast against another."""
    ratio = contrast(colour, behind)
    if ratio >= least:
        return
    message = _(
        "{name}: {colour} on {behind} has a contrast of {ratio}:1, but needs {least}:1; write {nearest}"
    ).format(
        name=node.name,
        colour=colour,
        behind=behind,
        ratio=f"{ratio:.1f}",
        least=f"{least:g}",
        nearest=nearest_passing(colour, behind, least),
    )
    yield CourseFault(path, node.source_line, message, FaultKind.CONTRAST)
