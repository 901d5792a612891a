"""The Markdown of a page: its blocks in order, the exercises that it declares, and what is wrong with them."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from worksheets.course.markdown_page import BlankPlace, Block
from worksheets.course.slots import BLANK
from worksheets.course.types.exercise_type import ExerciseType
from worksheets.course.types.registry import types_by_any_name
from worksheets.errors import nearest, shortened
from worksheets.messages import _, language

from .attributes import PART_KEYS, Labelled, read_labelled, suggested_id
from .blank_rule import MARKER
from .blanks import read_blanks
from .content_checks import ContentChecks
from .faults import Faults
from .fence import Fence, node_line
from .front_matter import FrontMatter
from .parser import FENCE, html_of, parsed, plain_text

_COLUMNS = ("columns", "palstat")
_FIELDS = ("fields", "kentät")
_COLUMN_COUNTS = (2, 3)
_COLONS = re.compile(r":::(?!:)")
_STOPS = re.compile(r"[.,:;!?)\]”’»…%]+")
"""What stays on the line of the word, or the blank, before it."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """An exercise that a page declares."""

    id: str
    table: Mapping[str, Any]
    """What ``course.toml`` would have in its table."""
    source: Path
    line: int
    is_whole: bool
    """Nothing was wrong with it on the page, so that its table is worth checking."""
    in_finnish: bool = False
    """The page names its type in Finnish."""


class Body:
    """Reads the Markdown of one page."""

    def __init__(self, folder: Path, front: FrontMatter, fields: Collection[str], faults: Faults) -> None:
        """``folder`` is the course's; ``fields`` are the ids of the fields that can be printed."""
        self.folder = folder
        self.fields = fields
        self.front = front
        self.faults = faults
        self.lines = front.body.split("\n")
        self.declarations: list[Declaration] = []

    def read(self) -> tuple[list[Block], list[Declaration]]:
        """Return the blocks of the page and the exercises in it, each in order."""
        root = parsed(self.front.body, self.front.offset, self.faults)
        ContentChecks(self.folder, self.lines, self.front.offset, self.faults).check(root)
        self._check_fences(root)
        self._declare_blanks(root)
        blocks = []
        for is_fence, group in groupby(root.children, key=lambda node: node.type == FENCE):
            nodes = list(group)
            blocks += [block for node in nodes for block in self._fence(node)] if is_fence else [_written(nodes)]
        if not root.children and self.front.values.get("kind") != "cover":
            self._add(len(self.lines), _("the page is empty; write something below its title"))
        return blocks, sorted(self.declarations, key=lambda each: each.line)

    def _declare_blanks(self, root: SyntaxTreeNode) -> None:
        for blank in read_blanks(root, self.front.offset, self.faults):
            source = self.faults.source
            self.declarations.append(Declaration(blank.id, blank.table, source, blank.line, blank.is_whole))

    def _check_fences(self, root: SyntaxTreeNode) -> None:
        """Check that each fence is closed, and stands neither in another nor in a list or a quote."""
        for node in root.walk():
            if node.type != FENCE:
                continue
            line, opening = node_line(node), shortened(self._opening(node), 60)
            if not node.is_root and node.parent is not None and not node.parent.is_root:
                self._add(line, self._nested(node.parent))
            elif not _COLONS.match(self._opening(node)):
                self._add(line, _("an exercise begins and ends with three colons; write :::"))
            elif not node.info.strip():
                self._add(line, _("this ::: closes nothing; delete it, or write a type after the line that begins it"))
            elif not self._is_closed(node):
                message = _("“{opening}” is not closed; write ::: on a line of its own below what belongs to it")
                self._add(line, message.format(opening=opening))

    def _nested(self, parent: SyntaxTreeNode) -> str:
        if parent.type == FENCE:
            message = _("“{opening}” on line {line} is not closed; write ::: on a line of its own above this one")
            line = node_line(parent) + self.front.offset
            return message.format(opening=shortened(self._opening(parent), 60), line=line)
        return _(
            "a line with ::: cannot stand in a list or a quote; write an empty line above it, and no space before it"
        )

    def _opening(self, node: SyntaxTreeNode) -> str:
        return self.lines[node_line(node) - 1].strip()

    def _is_closed(self, node: SyntaxTreeNode) -> bool:
        end = node.map[1] if node.map else 0
        return end < len(self.lines) and self.lines[end].strip().startswith(":::")

    def _fence(self, node: SyntaxTreeNode) -> list[Block]:
        """Return the block of a fence; none if what it is cannot be told."""
        word, _space, rest = node.info.strip().partition(" ")
        name = word.casefold()
        if name in _COLUMNS:
            return [self._columns(node)]
        if name in _FIELDS:
            return [self._fields(node)]
        type_ = types_by_any_name().get(name)
        if type_:
            return [self._exercise(node, type_, rest)]
        if word:
            types = {name: each for name, each in types_by_any_name().items() if each.kind != BLANK}  # It has no fence.
            known = [*types, *_COLUMNS, *_FIELDS]
            shown = [
                name for name, each in types.items() if name == (each.finnish if language() == "fi" else each.kind)
            ]
            problem = _("there is no exercise type “{word}”; the types are {types}.")
            problem = problem.format(word=shortened(word), types=", ".join(shown))
            self._add(node_line(node), problem + nearest(name, known))
        return []

    def _exercise(self, node: SyntaxTreeNode, type_: ExerciseType, rest: str) -> Block:
        line, before = node_line(node) + self.front.offset, len(self.faults.problems)
        labelled = read_labelled(rest, (*type_.keys, *PART_KEYS), line, self.faults)
        if not labelled.label or not labelled.id:
            message = _("the exercise needs a label and an id; write {example}")
            self.faults.add(line, message.format(example=_example(node.info.strip().split()[0], labelled)))
        inside = [child for child in node.children if child.type != FENCE]
        declared = type_.declare(
            Fence(labelled, line, inside, self.front.offset, self.faults, type_.keys, type_.part_keys)
        )
        if labelled.id:
            table = {"kind": type_.kind, **labelled.table(), **declared.table}
            is_whole = len(self.faults.problems) == before
            in_finnish = node.info.split()[0].casefold() == type_.finnish
            self.declarations.append(Declaration(labelled.id, table, self.faults.source, line, is_whole, in_finnish))
        return Block(html_of(declared.above), type_.kind, labelled.id, tuple(declared.options.items()))

    def _columns(self, node: SyntaxTreeNode) -> Block:
        """Return what stands side by side; lines of hyphens divide it."""
        groups = [
            list(nodes) for is_rule, nodes in groupby(node.children, lambda child: child.type == "hr") if not is_rule
        ]
        if len(groups) not in _COLUMN_COUNTS:
            message = _("columns are two or three, with a line --- between them, not {count}")
            self._add(node_line(node), message.format(count=len(groups)))
        columns = "".join(f'<div class="side">{html_of(nodes)}</div>' for nodes in groups)
        return Block(f'<div class="sides sides-{len(groups)}">{columns}</div>')

    def _fields(self, node: SyntaxTreeNode) -> Block:
        """Return the fields of the person and the group that a list names, a line for each, or for two."""
        items = [item for child in node.children if child.type == "bullet_list" for item in child.children]
        if not items or len(node.children) != 1:
            message = _("fields are a list of their ids, a line for each: {example}")
            self._add(node_line(node), message.format(example="- nimi ↵ - kurssi"))
        lines = [self._field_ids(item) for item in items]
        return Block(widget="fields", lines=tuple(filter(None, lines)))

    def _field_ids(self, item: SyntaxTreeNode) -> tuple[str, ...]:
        ids = tuple(filter(None, re.split(r"[,\s]+", plain_text(item))))
        for field in ids:
            if field not in self.fields:
                problem = _("there is no field “{id}” that can be printed.").format(id=shortened(field))
                self._add(node_line(item), problem + nearest(field, self.fields))
        return ids

    def _add(self, line: int, problem: str) -> None:
        self.faults.add(line + self.front.offset, problem)


def _written(nodes: Sequence[SyntaxTreeNode]) -> Block:
    """Return what stands on a page itself, its HTML cut at the blanks in it."""
    html, *rest = MARKER.split(html_of(nodes))
    blanks = []
    for exercise, depth, after in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        stop = _STOPS.match(after)
        end = stop.end() if stop else 0
        blanks.append(BlankPlace(exercise, int(depth), after[:end], after[end:]))
    return Block(html, blanks=tuple(blanks))


def _example(word: str, labelled: Labelled) -> str:
    """Return the line that begins an exercise, with what is missing in it."""
    part_id = labelled.id or suggested_id(labelled.label)
    return shortened(f"::: {word} {labelled.label or '…'} {{{' '.join((f'#{part_id}', *labelled.written))}}}", 150)
