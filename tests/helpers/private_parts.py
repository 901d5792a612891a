"""The parts of WeasyPrint that ``master.box_tree`` reads: whether they are there, and what happens if one is not.

A ``View`` shows laid-out pages through stand-ins for WeasyPrint's pages, boxes and styles. It notes what is read of
them, and can leave out a part or change a value, as a new version of WeasyPrint might.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import weasyprint

from worksheets.master import box_tree

SAMPLE = """<html lang="fi"><style>
@page { size: 400px 300px; margin: 20px; @top-left { content: element(head) } }
body { hyphenate-limit-chars: 8 4 4; hyphenate-character: "-"; overflow-wrap: anywhere; line-height: 30px }
bdi, h2 { white-space: pre-line; hyphens: manual }
</style><body>
<p style="position: running(head)"><bdi>þ0000þ</bdi></p>
<h2>Otsikko</h2><p><bdi class="slot in-rest">þ0010þ</bdi></p>
<p><span style="display: inline-block"><bdi>þ0020þ</bdi></span></p>
<p><bdi style="display: inline-block">þ0050þ</bdi></p>
<table><tr><td><bdi>þ0030þ</bdi></td></tr></table>
<div style="position: absolute; height: 90px"><bdi style="display: block">þ0040þ</bdi></div>"""
"""A document with a box of each class in ``box_tree.ATTRIBUTES``; its texts are styled as the slots of courses."""

_WAYS_TO_OTHERS = ("_page_box", "_box", "children")
"""The attributes through which a box leads to others."""


def sample_pages() -> list[Any]:
    """Return the pages of the sample, laid out."""
    pages: list[Any] = weasyprint.HTML(string=SAMPLE).render().pages
    return pages


def moved_parts(pages: Sequence[Any]) -> list[str]:
    """Return a sentence for each part that ``box_tree`` lists and the sample's pages do not have as it reads them."""
    boxes = _first_of_each_class(pages)
    lacking = {
        (owner, name): reader
        for (owner, name), reader in box_tree.ATTRIBUTES.items()
        if owner in boxes and not hasattr(boxes[owner], name)
    }
    # Without one of these, the boxes behind it cannot be looked at.
    ways = {part: reader for part, reader in lacking.items() if part[1] in _WAYS_TO_OTHERS}
    sentences = [
        _lacks(f"{owner}.{name}", f"reads it in {reader}") for (owner, name), reader in (ways or lacking).items()
    ]
    if ways:
        return sentences
    unknown = {*box_tree.CLASSES, *(owner for owner, _name in box_tree.ATTRIBUTES)} - boxes.keys()
    sentences += [_lacks(f"class {name}", _use_of_class(name)) for name in sorted(unknown)]
    return sentences or _moved_style(boxes["TextBox"].style)


def _first_of_each_class(pages: Sequence[Any]) -> dict[str, Any]:
    boxes: dict[str, Any] = {}
    for box in _walk(pages):
        boxes.setdefault(type(box).__name__, box)
    return boxes


def _walk(boxes: Sequence[Any]) -> Iterator[Any]:
    for box in boxes:
        yield box
        others = [getattr(box, name) for name in ("_page_box", "_box") if hasattr(box, name)]
        yield from _walk([*others, *getattr(box, "children", ())])


def _use_of_class(name: str) -> str:
    if name in box_tree.CLASSES:
        return f"looks for it in {box_tree.CLASSES[name]}"
    return "reads boxes of the class, under whatever name; correct the name in ATTRIBUTES"


def _moved_style(style: Any) -> list[str]:  # noqa: ANN401 - a style of WeasyPrint's
    """Return a sentence for each key that the style of the sample's texts lacks or gives in another form."""
    sentences = []
    for key, reader in box_tree.STYLE_KEYS.items():
        try:
            value = style[key]
        except KeyError:
            sentences.append(_lacks(f"style key {key}", f"reads it in {reader}"))
            continue
        if not _has_expected_form(key, value):
            form = f"{_typesetter()} gives the style key {key} as {value!r}"
            sentences.append(f"{form}: master/box_tree.py compares it in {reader}")
    return sentences


def _has_expected_form(key: str, value: Any) -> bool:  # noqa: ANN401 - whatever WeasyPrint gives
    """Return True if the sample's texts have a value that ``box_tree`` recognises."""
    if key in box_tree.SUPPORTED_STYLE:
        return bool(value == box_tree.SUPPORTED_STYLE[key])
    if key == "text_indent":
        return getattr(value, "value", None) == 0
    expected = {"hyphens": "manual", "text_align_all": "start", "height": "auto", "min_height": "auto"}
    return bool(value == {**expected, "vertical_align": "baseline"}[key])


def _lacks(part: str, use: str) -> str:
    return f"{_typesetter()} has no {part} any more: master/box_tree.py {use}"


def _typesetter() -> str:
    return f"WeasyPrint {weasyprint.__version__}"


class View:
    """A view of WeasyPrint's pages that notes what is read.

    ``lacks`` is an attribute as its class and its name, or the name of a style key, or the name of a class, which then
    has another; ``values`` are other values of style keys.
    """

    def __init__(self, lacks: str | tuple[str, str] = "", values: Mapping[str, object] | None = None) -> None:
        self.lacks = lacks
        self.values = values or {}
        self.read: set[tuple[str, str]] = set()
        """The attributes that were read, with the class of the page or box."""
        self.keys: set[str] = set()
        """The style keys that were read."""

    def of(self, seen: Any) -> Any:  # noqa: ANN401 - pages, boxes, styles, lists of them, and what they hold
        """Return what stands in for a page, a box or a style, or for a list of them; anything else as it is."""
        if isinstance(seen, list | tuple):
            return [self.of(item) for item in seen]
        if not type(seen).__module__.startswith("weasyprint."):
            return seen
        if isinstance(seen, dict):
            return _Style(self, seen)
        name = type(seen).__name__
        return type("Renamed" if name == self.lacks else name, (_StandIn,), {})(self, seen)


class _StandIn:
    """Stands in for a page or a box; its class has the name of theirs."""

    def __init__(self, view: View, box: Any) -> None:  # noqa: ANN401
        self._view, self._seen = view, box

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        owner = type(self._seen).__name__
        if (owner, name) == self._view.lacks:
            raise AttributeError(name)
        value = getattr(self._seen, name)
        self._view.read.add((owner, name))
        return self._view.of(value)


class _Style:
    """Stands in for a style."""

    def __init__(self, view: View, style: Mapping[str, object]) -> None:
        self._view, self._style = view, style

    def __getitem__(self, key: str) -> object:
        if key == self._view.lacks:
            raise KeyError(key)
        self._view.keys.add(key)
        return self._view.values.get(key, self._style[key])
