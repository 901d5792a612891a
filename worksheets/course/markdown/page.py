"""A page in Markdown read: its blocks, the exercises that it declares, and everything that is wrong with it."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from worksheets.course.markdown_page import Block, MarkdownPage
from worksheets.course.toml_file import unreadable
from worksheets.errors import CourseError, nearest, shortened
from worksheets.files import read_regular
from worksheets.messages import _
from worksheets.resources import lies_in

from .attributes import PART_KEYS, read_labelled, suggested_id
from .content_checks import ContentChecks
from .faults import Faults
from .fence import ExerciseType, Fence, node_line
from .front_matter import FrontMatter, read_front_matter
from .parser import FENCE, html_of, parsed, plain_text
from .types.registry import exercise_types

MOST_BYTES = 100_000
"""The largest page: some fifty sheets of text."""
_LONGEST_LINE = 20_000
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_COLUMNS = ("columns", "palstat")
_FIELDS = ("fields", "kentät")
_COLUMN_COUNTS = (2, 3)


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


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What a file holds; the page is to be used only if there are no problems."""

    page: MarkdownPage
    declarations: Sequence[Declaration]
    problems: Sequence[str]


def read_page(source: Path, folder: Path, kinds: Collection[str]) -> ReadPage:
    """Return a page in Markdown of a course's folder; ``kinds`` are the frames that there are for pages."""
    faults = Faults(source)
    name = source.name.removesuffix(source.suffix)
    try:
        text = _text(source, folder)
        if control := _CONTROL.search(text):
            problem = _("this line has a character that cannot be printed (U+{code:04X}); delete it")
            faults.add(text.count("\n", 0, control.start()) + 1, problem.format(code=ord(control[0])))
        front = read_front_matter(text, faults)
        _check_kind(front, kinds, faults)
        blocks, declarations = _Body(folder, front, faults).read()
    except CourseError as error:
        problems = [*faults.problems, *(each for each in error.problems if each not in faults.problems)]
        return ReadPage(MarkdownPage(name, "", "", ()), (), problems)
    page = MarkdownPage(name, front.values.get("kind", ""), front.values.get("title", ""), tuple(blocks))
    return ReadPage(page, declarations, faults.problems)


def _text(source: Path, folder: Path) -> str:
    """Return the text of a file, with the ends of its lines as Python has them."""
    if not lies_in(source, folder):
        message = _("{path}: is a link out of the course’s folder; copy the file or folder itself there")
        raise CourseError(message.format(path=source))
    try:
        text = read_regular(source, MOST_BYTES).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{source}: {unreadable(error)}") from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > _LONGEST_LINE:
            message = _("{source}: line {line}: is longer than {most} characters; divide it into paragraphs")
            raise CourseError(message.format(source=source, line=number, most=_LONGEST_LINE))
    return text


def _check_kind(front: FrontMatter, kinds: Collection[str], faults: Faults) -> None:
    kind = front.values.get("kind", "")
    if kind and kind not in kinds:
        problem = _("kind must be one of {kinds}.").format(kinds=", ".join(sorted(kinds)))
        faults.add(front.key_lines.get("kind", 1), problem + nearest(kind, kinds))


class _Body:
    """Reads the Markdown of one page."""

    def __init__(self, folder: Path, front: FrontMatter, faults: Faults) -> None:
        self.folder = folder
        self.front = front
        self.faults = faults
        self.lines = front.body.split("\n")
        self.declarations: list[Declaration] = []

    def read(self) -> tuple[list[Block], list[Declaration]]:
        """Return the blocks of the page and the exercises in it, each in order."""
        try:
            root = parsed(self.front.body)
        except CourseError as error:
            raise CourseError(*(f"{self.faults.source}: {problem}" for problem in error.problems)) from error
        ContentChecks(self.folder, self.front.offset, self.faults).check(root)
        self._check_fences(root)
        blocks = []
        for is_fence, nodes in groupby(root.children, key=lambda node: node.type == FENCE):
            blocks += [block for node in nodes for block in self._fence(node)] if is_fence else [Block(html_of(nodes))]
        if not blocks and self.front.values.get("kind") != "cover":
            self._add(len(self.lines), _("the page is empty; write something below its title"))
        return blocks, self.declarations

    def _check_fences(self, root: SyntaxTreeNode) -> None:
        """Check that each fence is closed, and stands neither in another nor in a list or a quote."""
        for node in root.walk():
            if node.type != FENCE:
                continue
            line, opening = node_line(node), shortened(self._opening(node), 60)
            if not node.is_root and node.parent is not None and not node.parent.is_root:
                self._add(line, self._nested(node.parent))
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
        return _("a line with ::: cannot stand in a list or a quote; write an empty line above it, and no space before it")

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
        type_ = exercise_types().get(name)
        if type_:
            return [self._exercise(node, type_, rest)]
        if word:
            known = [*exercise_types(), *_COLUMNS, *_FIELDS]
            problem = _("there is no exercise type “{word}”; the types are {types}.")
            problem = problem.format(word=shortened(word), types=", ".join(exercise_types()))
            self._add(node_line(node), problem + nearest(name, known))
        return []

    def _exercise(self, node: SyntaxTreeNode, type_: ExerciseType, rest: str) -> Block:
        line, before = node_line(node) + self.front.offset, len(self.faults.problems)
        labelled = read_labelled(rest, (*type_.keys, *PART_KEYS), line, self.faults)
        example = f"::: {node.info.strip().split(' ')[0]} {labelled.label or '…'} {{#{labelled.id or suggested_id(labelled.label)}}}"
        if not labelled.label or not labelled.id:
            message = _("the exercise needs a label and an id; write {example}")
            self.faults.add(line, message.format(example=shortened(example)))
        inside = [child for child in node.children if child.type != FENCE]
        declared = type_.declare(Fence(labelled, line, inside, self.front.offset, self.faults))
        if labelled.id:
            table = {"kind": type_.kind, **labelled.table(), **declared.table}
            is_whole = len(self.faults.problems) == before
            self.declarations.append(Declaration(labelled.id, table, self.faults.source, line, is_whole))
        return Block(html_of(declared.above), type_.kind, labelled.id, tuple(declared.options.items()))

    def _columns(self, node: SyntaxTreeNode) -> Block:
        """Return what stands side by side; lines of hyphens divide it."""
        groups = [list(nodes) for is_rule, nodes in groupby(node.children, lambda child: child.type == "hr") if not is_rule]
        if len(groups) not in _COLUMN_COUNTS:
            message = _("columns are two or three, with a line --- between them; here there are {count}")
            self._add(node_line(node), message.format(count=len(groups)))
        columns = "".join(f'<div class="side">{html_of(nodes)}</div>' for nodes in groups)
        return Block(f'<div class="sides of-{len(groups)}">{columns}</div>')

    def _fields(self, node: SyntaxTreeNode) -> Block:
        """Return the fields of the person and the group that a list names, a line for each, or for two."""
        items = [item for child in node.children if child.type == "bullet_list" for item in child.children]
        if not items or len(node.children) != 1:
            message = _("fields are a list of their ids, a line for each: {example}")
            self._add(node_line(node), message.format(example="- nimi ↵ - kurssi"))
        lines = [tuple(filter(None, re.split(r"[,\s]+", plain_text(item)))) for item in items]
        return Block(widget="fields", lines=tuple(filter(None, lines)))

    def _add(self, line: int, problem: str) -> None:
        self.faults.add(line + self.front.offset, problem)
