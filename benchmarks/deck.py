"""What a composed handout says, as data: its pages' texts, read out of its HTML, for another engine to set.

So nothing is written twice: the course's texts, the participant's and what is decided about them (which size a text is
set in, what goes on continuation, where a map's balls lie) come from the project itself.
"""

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder

Block = dict[str, Any]
_VOID = {"meta", "br"}
_NOT_SAID = {"kind", "step", "said"}
"""Keys whose texts are not printed: how a block is set, and a drawing's description."""


class _Tree(HTMLParser):
    """Builds a tree of elements; the templates close whatever can be closed."""

    def __init__(self) -> None:
        super().__init__()
        self.builder = TreeBuilder()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID:
            self.builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        self.builder.data(data)


def deck(html: str) -> Block:
    """Return a composed handout's texts, page by page."""
    tree = _Tree()
    tree.feed(html)
    root = tree.builder.close()
    body = _one(root, "body")
    return {
        "title": _text(_one(root, "head/title")),
        "course": body.get("data-course"),
        "bearer": _text(_of_class(body, "bearer")[0]),
        "pages": [_page(section) for section in body.iter("section")],
    }


def said(node: object) -> Iterator[str]:
    """Yield every text of a deck that is to be read on its pages."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for inner in node:
            yield from said(inner)
    elif isinstance(node, dict):
        for key, inner in node.items():
            if key not in _NOT_SAID:
                yield from said(inner)


def _page(section: Element) -> Block:
    """Return a page's kind, its title and its blocks in their order."""
    sheet = _of_class(section, "sheet")[0]
    blocks: list[Block] = []
    for element in sheet:
        if "source" in _classes(element):  # On the line of the head before it.
            blocks[-1]["source"] = _text(element)
        else:
            blocks.append(_block(element))
    return {"kind": _classes(section)[1], "blocks": blocks}


def _block(element: Element) -> Block:
    """Return what an element at the top of a page says. Raises LookupError for one that is not known."""
    classes = _classes(element)
    names = {*classes, element.tag, *(f"{name}-{element.tag}" for name in classes)}
    kind = next((kind for kind in _READERS if kind in names), "")
    if not kind:
        raise LookupError(element.tag, element.attrib)
    return {"kind": kind, **_READERS[kind](element)}


def _fields(element: Element) -> Block:
    """Return labels with what stands on the line under each, and whether the line is as wide as the page."""
    fields = [
        {
            "label": _text(_of_class(field, "label")[0]),
            "whole": "whole" in _classes(field),
            **_slot(_of_class(field, "line")[0]),
        }
        for field in _of_class(element, "field")
    ]
    return {"fields": fields}


def _series(element: Element) -> Block:
    """Return a drawing's description, and the numbers in it, those of the page with ``here``."""
    here = {circle.get("cx") for circle in element.iter("circle")}
    numbers = [{"number": _text(number), "here": number.get("x") in here} for number in element.iter("text")]
    return {"said": _text(_one(element, "title")), "numbers": numbers}


def _principle(element: Element) -> Block:
    heading = _one(element, "h2")
    number = _of_class(heading, "number")[0]
    return {"number": _text(number), "title": (number.tail or "").strip(), "text": _text(_one(element, "p"))}


def _prompts(element: Element) -> Block:
    columns = [[_question(prompt) for prompt in _of_class(column, "prompt")] for column in _of_class(element, "column")]
    return {"columns": columns}


def _question(element: Element) -> Block:
    """Return a heading and what stands on the rules under it; their height in mm, 0 for the usual one."""
    rules = _of_class(element, "rules")[0]
    return {"label": _text(_one(element, "h2")), "height": _measure(rules, "height"), **_slot(rules)}


def _table(element: Element) -> Block:
    """Return a table's header and its rows, each with its least height in mm; 0 for one that has none."""
    heads = [{"label": _own_text(cell), "hint": "".join(map(_text, cell.iter("small")))} for cell in element.iter("th")]
    rows = [list(row.iter("td")) for row in _one(element, "tbody").iter("tr")]
    told = [{"height": _measure(cells[0], "height"), "cells": list(map(_slot, cells))} for cells in rows]
    return {"heads": heads, "rows": told, "gap": _measure(element, "margin-bottom")}


def _map(element: Element) -> Block:
    """Return a drawing's description, its centre and its balls, in mm, and what is said of balls with numbers."""
    centre, *balls = (_ball(ball) for ball in _of_class(element, "ball"))
    note = "".join(map(_text, _of_class(element, "map-note")))
    return {"said": _text(_one(element, "svg/title")), "centre": centre, "balls": balls, "note": note}


def _ball(element: Element) -> Block:
    """Return where a ball is and what stands in it, each text with its size in points; 0 for the usual one."""
    told: Block = {key: _measure(element, name) for key, name in (("x", "left"), ("y", "top"), ("size", "width"))}
    told["hyphenated"] = _hyphenated(element)
    found = {
        "number": _of_class(element, "in-legend-number"),
        "name": [*_of_class(element, "in-ball-name"), *_of_class(element, "centre")],
        "support": _of_class(element, "in-ball-support"),
        "example": list(element.iter("em")),
    }
    for key, inner in found.items():
        told |= {key: "".join(map(_text, inner)), f"{key}-points": sum(_measure(each, "font-size") for each in inner)}
    return told


def _contact(element: Element) -> Block:
    """Return a contact that does not fit in its ball, by its number."""
    texts, gap = list(map(_text, element.iter("bdi"))), _measure(element, "margin-bottom")
    return {"number": _text(_of_class(element, "number")[0]), "texts": texts, "gap": gap}


def _quote(element: Element) -> Block:
    """Return a quotation in three runs, of which the second is strong."""
    paragraph, strong = _one(element, "p"), _one(element, "p/strong")
    return {"runs": [paragraph.text or "", _text(strong), strong.tail or ""]}


def _said(element: Element) -> Block:
    return {"text": _text(element)}


def _rest(element: Element) -> Block:
    return {"text": _text(element), "gap": _measure(element, "margin-bottom")}


_READERS: dict[str, Callable[[Element], Block]] = {
    "notes": _said,
    "eyebrow": _said,
    "series-numbers": _series,
    "h1": _said,
    "subtitle": _said,
    "fields": _fields,
    "ul": lambda element: {"items": [_text(item) for item in element]},
    "principle": _principle,
    "prompts": _prompts,
    "rest-table": _table,
    "table": _table,
    "map": _map,
    "text": _question,
    "blockquote": _quote,
    "continued": _said,
    "legend": _contact,
    "rest-p": _rest,
    "p": _said,
}
"""What reads an element, by a class of it, by both its class and its tag, or by its tag: the first that is known."""


def _slot(element: Element) -> Block:
    """Return the texts of the slots in an element, how they are set, and what is said of their rest."""
    slots = list(element.iter("bdi"))
    step = "small" if any("small" in _classes(slot) for slot in slots) else "normal"
    more = "".join(map(_text, _of_class(element, "more")))
    return {"text": _text(element).removesuffix(more), "step": step, "hyphenated": _hyphenated(element), "more": more}


def _hyphenated(element: Element) -> bool:
    """Return True if a slot in an element is to be hyphenated; most have room without."""
    return any("whole" not in _classes(slot) for slot in element.iter("bdi"))


def _text(element: Element) -> str:
    """Return all text in an element; a slot's line ends are kept, others are the template's."""
    if any("slot" in _classes(inner) for inner in element.iter()):
        return "".join(element.itertext()).strip()
    return " ".join("".join(element.itertext()).split())


def _measure(element: Element, name: str) -> float:
    """Return a length of an element's own style, without its unit; 0 if it has none of that name."""
    style = dict(part.split(": ") for part in element.get("style", "").split("; ") if part)
    return float(style.get(name, "0").rstrip("ptm"))


def _own_text(element: Element) -> str:
    return (element.text or "").strip()


def _one(element: Element, path: str) -> Element:
    found = element.find(path)
    if found is None:
        raise LookupError(path)
    return found


def _of_class(element: Element, name: str) -> list[Element]:
    return [inner for inner in element.iter() if name in _classes(inner)]


def _classes(element: Element) -> list[str]:
    return element.get("class", "").split()
