"""The blanks in a page's sentences, ``Nimeni on [____]{#oma-nimi}``: each is an exercise."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from markdown_it.tree import SyntaxTreeNode

from worksheets.course.types.blank import LONGEST, SHORTEST, TYPE
from worksheets.course.types.exercise_type import Key
from worksheets.errors import shortened
from worksheets.messages import _

from .attributes import PART_KEYS, Labelled, read_labelled, suggested_id
from .blank_rule import BLANK_NODE, DEPTH, ID
from .faults import Faults
from .fence import node_line

LABEL = Key("label", "selite")
"""What is asked, if the words around the blank do not say it."""
_INSIDE = frozenset(["list_item", "bullet_list", "ordered_list", "blockquote"])
"""What a sentence with blanks can stand in."""
_NESTED = frozenset(["list_item", "blockquote"])
_EMPHASIS = ("em", "strong", "inline")
_PER_UNDERSCORE = 5
_NUMBER_UNDERSCORES = 3
"""The most underscores of a blank that is as short as they are, as for a number."""
_LEAST_DATE, _LEAST_TEXT = 36, 40
"""The least widths, in mm, of a blank for a date, and for a name or anything else that a hand writes."""
_LONGEST_LABEL = 60
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_BLANK = "\0"
"""A blank in the text of a paragraph."""
_SENTENCE_CLASS, _ON_RULE_CLASS = "sentence on-grid ruled", "on-grid ruled"


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank that a page declares."""

    id: str
    table: Mapping[str, Any]
    """What ``course.toml`` would have in its table."""
    line: int
    is_whole: bool
    """Nothing was wrong with it."""


def read_blanks(root: SyntaxTreeNode, offset: int, faults: Faults) -> Iterator[Blank]:
    """Yield the blanks of a page, above whose body the file has ``offset`` lines, and mark their places in the tree."""
    for inline in [node for node in root.walk() if node.type == "inline"]:
        nodes = [node for node in inline.walk() if node.type == BLANK_NODE]
        if not nodes:
            continue
        labels = _labels(inline, len(nodes))
        for node, label in zip(nodes, labels, strict=True):
            before = len(faults.problems)
            line = node_line(node) + offset
            labelled = _labelled(node, label, line, faults)
            if not _can_stand(node):
                message = _(
                    "a blank stands in a sentence: in a paragraph, a list or a quote of the page itself, not in a "
                    "heading, a table, a link or between lines with :::; move it"
                )
                faults.add(line, message)
            if labelled.id and node.token:
                node.token.meta = {ID: labelled.id, DEPTH: _depth(node)}
                yield Blank(labelled.id, _table(labelled, node), line, len(faults.problems) == before)
        _mark_sentence(inline)


def _labelled(node: SyntaxTreeNode, label: str, line: int, faults: Faults) -> Labelled:
    """Return what stands in the braces of a blank, with what it asks; ``label`` is what is around it."""
    labelled = read_labelled(f"{{{node.content}}}", (LABEL, *TYPE.keys, *PART_KEYS), line, faults)
    label = labelled.values.get(LABEL.name) or label
    if not labelled.id:
        faults.add(line, _without_id(node, label))
    if not label:
        example = f'{{#{shortened(labelled.id) or "id"} label="…"}}'
        faults.add(line, _("nothing around this blank says what is asked; write {example}").format(example=example))
    return Labelled(label, labelled.id, labelled.values)


def _without_id(node: SyntaxTreeNode, label: str) -> str:
    rule = shortened(node.markup, 20)
    if node.info:
        message = _("between a blank and its braces there is no space; write {example}")
        return message.format(example=f"[{rule}]{shortened(node.info, 80)}")
    return _("this blank has no id; write {example}").format(example=f"[{rule}]{{#{suggested_id(label)}}}")


def _table(labelled: Labelled, node: SyntaxTreeNode) -> dict[str, Any]:
    table = {"kind": TYPE.kind, **labelled.table(TYPE.keys)}
    return table if "width" in table else {**table, "width": _width(len(node.markup), is_date="date" in table)}


def _width(underscores: int, *, is_date: bool) -> int:
    """Return the width of a blank in mm."""
    width = _PER_UNDERSCORE * underscores
    if is_date:
        width = max(width, _LEAST_DATE)
    elif underscores > _NUMBER_UNDERSCORES:
        width = max(width, _LEAST_TEXT)
    return min(max(width, SHORTEST), LONGEST)


def _ancestors(node: SyntaxTreeNode) -> Iterator[SyntaxTreeNode]:
    while node.parent is not None and not node.parent.is_root:
        node = node.parent
        yield node


def _can_stand(node: SyntaxTreeNode) -> bool:
    within = [each.type for each in _ancestors(node) if each.type not in _EMPHASIS]
    return within[:1] == ["paragraph"] and _INSIDE.issuperset(within[1:])


def _depth(node: SyntaxTreeNode) -> int:
    return sum(each.type in _NESTED for each in _ancestors(node))


def _mark_sentence(inline: SyntaxTreeNode) -> None:
    """Give the paragraph of a sentence, or the item whose paragraph has no element of its own, the sentence's class.

    A quote that begins with the sentence moves to the grid with it, so that its line begins beside it.
    """
    block = next((each for each in _ancestors(inline) if not each.hidden), inline)
    if block.nester_tokens:
        block.nester_tokens.opening.attrSet("class", _SENTENCE_CLASS)
    quote = block.parent
    if quote and quote.type == "blockquote" and quote.nester_tokens and quote.children[0] is block:
        quote.nester_tokens.opening.attrJoin("class", _ON_RULE_CLASS)


def _labels(inline: SyntaxTreeNode, count: int) -> list[str]:
    """Return for each blank of a paragraph the words of its sentence between the blanks beside it, with … for it."""
    sentences = _SENTENCE_END.split(" ".join(_text(inline).split()))
    labels = []
    for sentence in sentences:
        pieces = sentence.split(_BLANK)
        labels += [_around(before, after) for before, after in pairwise(pieces)]
    return labels[:count]


def _text(node: SyntaxTreeNode) -> str:
    if node.type == BLANK_NODE:
        return _BLANK
    if node.type in {"softbreak", "hardbreak"}:
        return " "
    return "".join(map(_text, node.children)) if node.children else str(node.content)


def _around(before: str, after: str) -> str:
    """Return the words before and after a blank, with … for the blank; nothing if there are no words."""
    before, after = before.strip(" ,;:"), after.strip(" .,;:!?")
    if not re.search(r"\w", before + after):
        return ""
    most = max(_LONGEST_LABEL // 2, _LONGEST_LABEL - len(before))
    if len(after) > most:
        after = after[:most].rpartition(" ")[0] + "…"
    most = _LONGEST_LABEL - len(after)
    if len(before) > most:
        before = "…" + before[-most:].partition(" ")[2]
    return f"{before} … {after}".strip()
