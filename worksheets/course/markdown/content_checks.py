"""What a page's own content must have: headings without a skipped level, pictures with a description, safe links."""

import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from urllib.parse import quote, unquote

from markdown_it.tree import SyntaxTreeNode

from worksheets.course.picture_files import PICTURE_SUFFIXES, files_in
from worksheets.errors import nearest, shortened
from worksheets.messages import _
from worksheets.resources import leads_away, lies_in

from .faults import Faults
from .fence import node_line
from .parser import FENCE

_DIVIDER = re.compile(r"(?<!\\)\|")
_UNDIVIDED = re.compile(r"\|.*\|.*")
"""A row of a table as text: the parser has found no line of hyphens below its head."""
_TYPED_PICTURE = re.compile(r"!\[(?P<description>[^\[\]]*)\]\((?P<path>[^()]*)\)")
_SPACED_PATH = re.compile(r"\S+\s+\S.*\.\w{3,4}")
_WRONG_FENCE = re.compile(r"\s*::?\s*(?P<rest>[^\W\d_]+ .*\{\s*#[^{}]*\})\s*$")
_WEB = ("https://", "http://")
_LINKS = (*_WEB, "mailto:", "tel:")
_QUESTION_LEVEL = 2
"""The level of the headings with which widgets ask their questions."""


class ContentChecks:
    """Checks the content of one page, and leads its pictures to their files."""

    def __init__(self, folder: Path, lines: Sequence[str], offset: int, faults: Faults) -> None:
        """``folder`` is the course's; ``lines`` are those of the page's body, ``offset`` those of the file above it."""
        self.folder = folder
        self.lines = lines
        self.offset = offset
        self.faults = faults

    def check(self, root: SyntaxTreeNode) -> None:
        """Check everything on a page; the sources of pictures become paths in the course's folder."""
        level = 1
        checks = {
            "image": self._picture,
            "link": self._link,
            "table": self._rows,
            "ordered_list": self._numbers,
            "paragraph": self._unread,
        }
        for node in root.walk():
            if node.type == "heading":
                level = self._heading(node, level)
            elif node.type == FENCE:
                level = min(level, _QUESTION_LEVEL)
            elif node.type in checks:
                checks[node.type](node)

    def _unread(self, paragraph: SyntaxTreeNode) -> None:
        """Check that a paragraph is none of what is printed as it is typed because a sign is missing in it."""
        first, last = _line_numbers(paragraph)
        lines = [line.lstrip("> \t").rstrip() for line in self.lines[first - 1 : last - 1]]
        if len(lines) > 1 and all(map(_UNDIVIDED.fullmatch, lines[:2])):
            divider = "|" + "---|" * (len(_DIVIDER.findall(lines[0].removesuffix("|"))))
            message = _("this table has no line of hyphens; write {divider} below its head")
            self._add(paragraph, message.format(divider=divider))
        text = "".join(node.content for node in paragraph.walk() if node.type == "text")
        for picture in _TYPED_PICTURE.finditer(text):
            path = picture["path"].strip()
            if _SPACED_PATH.fullmatch(path):
                message = _("a picture’s path has no spaces; rename the file, and write it so here: {example}")
                example = f"![{picture['description']}]({path.replace(' ', '-')})"
                self._add(paragraph, message.format(example=shortened(example, 100)))
                break
        for number in range(first, last):
            if fence := _WRONG_FENCE.match(self.lines[number - 1]):
                message = _("an exercise begins with three colons and its type; write {example}")
                example = f"::: {fence['rest']}"
                self.faults.add(number + self.offset, message.format(example=shortened(example, 100)))

    def _heading(self, node: SyntaxTreeNode, above: int) -> int:
        level = int(node.tag[1:])
        if level == 1:
            self._add(node, _("the page’s title is its only heading with one #; begin this one with ##"))
        elif level > above + 1:
            message = _("this heading skips a level; begin it with {marks}")
            self._add(node, message.format(marks="#" * (above + 1)))
        return max(level, _QUESTION_LEVEL)

    def _numbers(self, ordered: SyntaxTreeNode) -> None:
        """Check that a list is printed with the numbers that are typed; a list of ones is numbered by itself."""
        typed = [item.info for item in ordered.children]
        if set(typed) == {"1"}:
            return
        for number, item in enumerate(ordered.children, start=int(typed[0])):
            if int(item.info) != number:
                message = _("{typed}. would be printed as {number}.; write {number}., or {escaped} if it is no list")
                escaped = f"{item.info}\\{item.markup}"
                self._add(item, message.format(typed=item.info, number=number, escaped=escaped))
                return

    def _title(self, node: SyntaxTreeNode) -> None:
        """Check that a link or a picture has no text that is seen on a screen only."""
        if title := str(node.attrs.get("title", "")):
            message = _("“{title}” would not be printed; write it into the text, and only the address into brackets")
            self._add(node, message.format(title=shortened(title)))

    def _picture(self, node: SyntaxTreeNode) -> None:
        self._title(node)
        source = unquote(str(node.attrs.get("src", "")))
        if not node.content.strip():
            message = _("the picture has no description; write what it shows: {example}")
            self._add(node, message.format(example=f"![…]({shortened(source)})"))
        if Path(source).suffix.lower() not in PICTURE_SUFFIXES:
            message = _("“{file}” is no picture that can be printed; its name must end in {suffixes}")
            self._add(node, message.format(file=shortened(source), suffixes=", ".join(PICTURE_SUFFIXES)))
        elif source.startswith(_WEB):
            message = _("pictures are not fetched from the web; save this one in the course’s folder: {example}")
            example = f"![{node.content or '…'}]({Path(source).name})"
            self._add(node, message.format(example=shortened(example, 100)))
        elif (path := self._file(source)) is None:
            message = _("the course’s folder has no picture “{file}”.").format(file=shortened(source))
            self._add(node, message + nearest(source, self._pictures))
        else:
            self._lead_to(node, path)

    def _rows(self, table: SyntaxTreeNode) -> None:
        """Check that no row has more cells than the head; the parser leaves out what the others have."""
        head, *rows = [node for node in table.walk() if node.type == "tr"]
        for row in rows:
            text = self.lines[node_line(row) - 1].lstrip("> \t").strip().removeprefix("|")
            if len(_DIVIDER.findall(text.removesuffix("|"))) >= len(head.children):
                self._add(
                    row, _("this row has more cells than the head of its table; delete a |, or write \\| for one")
                )

    def _file(self, source: str) -> Path | None:
        """Return a picture's file, whose path begins in the folder of the pages or in the course's."""
        if leads_away(source):
            return None
        for path in (self.folder / "pages" / source, self.folder / source):
            if lies_in(path, self.folder) and path.is_file():
                return path
        return None

    @cached_property
    def _pictures(self) -> list[str]:
        """The pictures right in the folder and in its own folders, which are the places for them."""
        return files_in(self.folder, PICTURE_SUFFIXES)

    def _lead_to(self, node: SyntaxTreeNode, path: Path) -> None:
        inside = path.resolve().relative_to(self.folder.resolve()).as_posix()
        assert node.token is not None  # noqa: S101 - a picture is one token
        node.token.attrSet("src", quote(inside))

    def _link(self, node: SyntaxTreeNode) -> None:
        self._title(node)
        target = str(node.attrs.get("href", ""))
        if not target.lower().startswith(_LINKS):
            message = _("the link “{target}” must begin with {starts}")
            self._add(node, message.format(target=shortened(unquote(target)), starts=", ".join(_LINKS)))

    def _add(self, node: SyntaxTreeNode, problem: str) -> None:
        self.faults.add(node_line(node) + self.offset, problem)


def _line_numbers(block: SyntaxTreeNode) -> tuple[int, int]:
    """Return the first line of a block, from 1, and the one after its last."""
    begin, end = block.map or (0, 0)
    return begin + 1, end + 1
