"""Pages looked at before they are laid out: what would keep the typesetter busy for minutes is refused by its name."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from worksheets.messages import _

from .pictures import Drawing, DrawingError

_MOST_SPAN = 1000
"""The most columns or rows of a cell, as HTML has it for columns; a table 100,000 columns wide takes a minute."""
_MOST_DEPTH = 100
"""The most elements within one another; the typesetter fails at some two hundred."""
_MOST_ELEMENTS = 300_000
"""The most elements of a handout, of which the ten shipped pages have 900; so many take the typesetter minutes."""
_SVG = "{http://www.w3.org/2000/svg}svg"


def element_problems(root: Element) -> Iterator[str]:
    """Yield what is too much in an HTML document."""
    waiting, count = [(root, 1)], 0
    while waiting:
        element, depth = waiting.pop()
        count += 1
        if depth > _MOST_DEPTH:
            yield _("elements in the pages are nested more than {most} deep").format(most=_MOST_DEPTH)
            return
        if count > _MOST_ELEMENTS:
            yield _("the pages have more than {most} elements").format(most=_MOST_ELEMENTS)
            return
        yield from _span_problems(element)
        if element.tag == _SVG:
            yield from _drawing_problems(element)
        waiting += [(child, depth + 1) for child in element]


def _span_problems(element: Element) -> Iterator[str]:
    for name in ("colspan", "rowspan", "span"):
        digits = re.fullmatch(r"\s*\+?0*(\d+)\s*", element.get(name, ""))
        if digits and (len(digits[1]) > len(str(_MOST_SPAN)) or int(digits[1]) > _MOST_SPAN):
            yield _("{name} is more than {most} in a table of the pages").format(name=name, most=_MOST_SPAN)


def _drawing_problems(svg: Element) -> Iterator[str]:
    drawing = Drawing()
    try:
        for event, element in _events(svg):
            if event == "start":
                attributes = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
                drawing.start(str(element.tag).rpartition("}")[2], attributes)
            else:
                drawing.end()
        drawing.check_uses()
    except DrawingError as problem:
        yield _("an <svg> in the pages: {problem}").format(problem=problem)


def _events(root: Element) -> Iterator[tuple[str, Element]]:
    """Yield the start and the end of an element and of all that are in it, in the order of the document."""
    waiting = [("end", root), ("start", root)]
    while waiting:
        event, element = waiting.pop()
        yield event, element
        if event == "start":
            waiting += [pair for child in reversed(element) for pair in (("end", child), ("start", child))]
