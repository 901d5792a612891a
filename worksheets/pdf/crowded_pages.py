"""Pages on which something that is fixed to the foot of the page would lie over the text above it.

The templates give elements two kinds of ids: ``at-foot …`` to what may be fixed there, as the fields of a cover are,
and ``above-foot …`` to the text of the same page. Only the typesetter knows how high both are: a course may have a
title of four lines, or twenty fields, and a field several lines. WeasyPrint tells where both lie (``Page.anchors``).
"""

from collections.abc import Iterable, Iterator
from math import inf
from typing import Protocol

_AT_FOOT, _ABOVE_FOOT = "at-foot ", "above-foot "
_TOUCHING = 0.5
"""CSS pixels by which the boxes may overlap: their sizes are sums of rounded ones."""


class Page(Protocol):
    """What is read of a page of WeasyPrint's."""

    anchors: dict[str, tuple[float, float, float, float]]
    """Left, top, right and bottom of the elements with an id, in CSS pixels from the upper left corner."""


def has_crowded_page(pages: Iterable[Page]) -> bool:
    """Return True if what is fixed to the foot of some page lies over the text above it.

    The ids are taken off the pages, so that they do not come into the PDF as destinations.
    """
    return True in {_is_crowded(page) for page in pages}


def _is_crowded(page: Page) -> bool:
    top = min((box[1] for box in _taken(page, _AT_FOOT)), default=inf)
    bottom = max((box[3] for box in _taken(page, _ABOVE_FOOT)), default=0.0)
    return top + _TOUCHING < bottom


def _taken(page: Page, prefix: str) -> Iterator[tuple[float, float, float, float]]:
    """Take the elements off a page whose ids begin so; yield left, top, right and bottom of each, in CSS pixels."""
    for name in [name for name in page.anchors if name.startswith(prefix)]:
        yield page.anchors.pop(name)
