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
    blocks = [block for element in sheet if (block := _block(element))]
    return {"kind": _classes(section)[1], "blocks": blocks}


def _block(element: Element) -> Block:
    """Return what an element at the top of a page says; nothing for one without text."""
    names = {*_classes(element), element.tag}
    kind = next((kind for kind in _READERS if kind in names), "")
    if not kind:
        raise LookupError(element.tag, element.attrib)
    return {"kind": kind, **_READERS[kind](element)}


def _fields(element: Element) -> Block:
    fields = [
        {"label": _text(_of_class(field, "label")[0]), **_slot(_of_class(field, "line")[0])}
        for field in _of_class(element, "field")
    ]
    return {"fields": fields}


def _principle(element: Element) -> Block:
    heading = _one(element, "h2")
    number = _of_class(heading, "number")[0]
    return {"number": _text(number), "title": (number.tail or "").strip(), "text": _text(_one(element, "p"))}


def _prompts(element: Element) -> Block:
    columns = [[_question(prompt) for prompt in _of_class(column, "prompt")] for column in _of_class(element, "column")]
    return {"columns": columns}


def _question(element: Element) -> Block:
    """Return a heading and what stands on the rules under it."""
    return {"label": _text(_one(element, "h2")), **_slot(_of_class(element, "rules")[0])}


def _table(element: Element) -> Block:
    heads = [{"label": _own_text(cell), "hint": "".join(map(_text, cell.iter("small")))} for cell in element.iter("th")]
    rows = [[_slot(cell) for cell in row.iter("td")] for row in _one(element, "tbody").iter("tr")]
    return {"heads": heads, "rows": rows}


def _map(element: Element) -> Block:
    """Return a drawing's description, its centre and its balls, in mm."""
    centre, *balls = (_ball(ball) for ball in _of_class(element, "ball"))
    return {"said": _text(_one(element, "svg/title")), "centre": centre, "balls": balls}


def _ball(element: Element) -> Block:
    style = dict(part.split(": ") for part in element.attrib["style"].split("; "))
    left, top, size = (float(style[name].removesuffix("mm")) for name in ("left", "top", "width"))
    name, support, number, example = (
        "".join(map(_text, found))
        for found in (
            [*_of_class(element, "in-ball-name"), *_of_class(element, "centre")],
            _of_class(element, "in-ball-support"),
            _of_class(element, "number"),
            element.iter("em"),
        )
    )
    return {"x": left, "y": top, "size": size, "number": number, "name": name, "support": support, "example": example}


def _legend(element: Element) -> Block:
    name, support = (_text(slot) for slot in element.iter("bdi"))
    return {"number": _text(_of_class(element, "number")[0]), "name": name, "support": support}


def _quote(element: Element) -> Block:
    """Return a quotation in three runs, of which the second is strong."""
    paragraph, strong = _one(element, "p"), _one(element, "p/strong")
    return {"runs": [paragraph.text or "", _text(strong), strong.tail or ""]}


def _said(element: Element) -> Block:
    return {"text": _text(element)}


_READERS: dict[str, Callable[[Element], Block]] = {
    "notes": _said,
    "eyebrow": _said,
    "h1": _said,
    "subtitle": _said,
    "fields": _fields,
    "ul": lambda element: {"items": [_text(item) for item in element]},
    "principle": _principle,
    "prompts": _prompts,
    "table": _table,
    "map": _map,
    "more": _said,
    "text": _question,
    "blockquote": _quote,
    "legend": _legend,
    "h2": _said,
    "p": _said,
}
"""What reads an element, by a class of it or by its tag: the first that is known."""


def _slot(element: Element) -> Block:
    """Return the texts of the slots in an element, the size that they are set in, and what is said of their rest."""
    slots = list(element.iter("bdi"))
    step = "small" if any("small" in _classes(slot) for slot in slots) else "normal"
    more = "".join(map(_text, _of_class(element, "more")))
    return {"text": _text(element).removesuffix(more), "step": step, "more": more}


def _text(element: Element) -> str:
    """Return all text in an element; a slot's line ends are kept, others are the template's."""
    if any("slot" in _classes(inner) for inner in element.iter()):
        return "".join(element.itertext()).strip()
    return " ".join("".join(element.itertext()).split())


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
