"""Moves labels and exercises down onto the grid of the rules, after WeasyPrint has laid out the pages.

A layout declares the grid as ``--pitch``: its lines lie so far from one another, the first at the top of each page's
content. What has the class ``on-grid`` begins with a label, whose baseline comes to lie on the next line of the grid,
so that the first rule is one pitch below it; CSS can only put it at a distance from the text above. Of a table, it is
the line under its heads that comes to lie there. If it has the class ``ruled`` too, its baseline lies ``--rule-below``
above that line, as that of a text which is typed on a rule. If it has the class ``notes`` too and is the last in its
element, it takes no height in the flow, so that it causes no page break; where it has no room, it is taken away.

WeasyPrint's boxes have no types, are not documented, and may change with any version; ``master/box_tree.py`` says so
at length. This is what is used here, and ``ATTRIBUTES`` says by which function:

- the class names ``LineBox``, ``BlockBox``, ``InlineBlockBox`` and ``TableBox``; of the groups of a table's rows,
  ``is_header``;
- of a page, ``_page_box``, and its class, which gathers anchors, links, bookmarks and form fields when it is called;
- of a box, ``children``, ``all_children()``, ``element`` (of ElementTree), ``style`` with ``height``, ``height``,
  ``position_y``, ``content_box_y()``, ``border_box_y()``, ``margin_height()``, ``margin_bottom``,
  ``is_in_normal_flow()``, ``translate()`` and ``background``, whose ``layers`` have ``painting_area``,
  ``positioning_area`` and ``clipped_boxes``, in coordinates of the page; of a line, ``baseline``, counted from its
  upper edge.

Checked with WeasyPrint 70.0 (``CHECKED_WITH``). Lengths are in CSS pixels.
"""

from collections.abc import Mapping, MutableSequence
from math import ceil, floor
from typing import Any

from msgspec import Struct

CHECKED_WITH = "70.0"
"""The version of WeasyPrint with which all tests passed."""
ATTRIBUTES = {
    ("Page", "_page_box"): "settle",
    ("PageBox", "children"): "_settle_children",
    ("PageBox", "content_box_y"): "page_grid",
    ("PageBox", "height"): "page_grid",
    ("BlockBox", "children"): "_settle_children",
    ("BlockBox", "all_children"): "_move_backgrounds",
    ("BlockBox", "element"): "_has_class",
    ("BlockBox", "style"): "_grow",
    ("BlockBox", "height"): "_grow",
    ("BlockBox", "position_y"): "_bottom",
    ("BlockBox", "content_box_y"): "_content_bottom",
    ("BlockBox", "border_box_y"): "_move_onto_grid",
    ("BlockBox", "margin_height"): "_bottom",
    ("BlockBox", "margin_bottom"): "_bottom_edge",
    ("BlockBox", "is_in_normal_flow"): "_flow",
    ("BlockBox", "translate"): "_move",
    ("BlockBox", "background"): "_changed_background",
    ("TableBox", "children"): "_line_under_heads",
    ("TableRowGroupBox", "is_header"): "_line_under_heads",
    ("TableRowGroupBox", "position_y"): "_line_under_heads",
    ("TableRowGroupBox", "height"): "_line_under_heads",
    ("LineBox", "position_y"): "_baseline",
    ("LineBox", "baseline"): "_baseline",
}
"""The attributes and methods that are used, by class, and a function here that uses each."""
ON_GRID, NOTES, RULED = "on-grid", "notes", "ruled"
"""The class of what is moved onto the grid, of the heading for notes, and of what stands on a rule."""
_BLOCKS = ("BlockBox", "InlineBlockBox")
"""The classes of the boxes in which others stand one below another."""
_FEWEST_RULES = 2
"""The rules that a page must have below the heading for notes."""
_NEAR = 0.05
"""By how many pixels a baseline may be past a line of the grid and still count as on it."""
_PX_PER_MM = 96 / 25.4

Box = Any
"""A box of WeasyPrint's."""


class PageGrid(Struct, frozen=True):
    """The grid of one page."""

    top: float
    """The first line."""
    bottom: float
    """The lower edge of the page's content."""
    pitch: float
    notes_gap: float
    """The least distance from the end of the text to the baseline of the heading for notes."""
    below: float = 0.0
    """How far a rule is below the baseline of what is written on it."""

    def notes_line(self, end: float) -> float | None:
        """Return the baseline of the heading for notes after a text that ends at a height; None if it has no room."""
        line = self.next_line(end + self.notes_gap)
        return line if self.lines_below(line) >= _FEWEST_RULES else None

    def next_line(self, y: float) -> float:
        """Return the line at a height, or the next one below it."""
        return self.top + ceil((y - self.top - _NEAR) / self.pitch) * self.pitch

    def lines_below(self, y: float) -> int:
        """Return how many lines a page has below a height."""
        return max(floor((self.bottom - y + _NEAR) / self.pitch), 0)


def settle(pages: MutableSequence[Any], numbers: Mapping[str, float]) -> None:
    """Move what belongs on the grid on WeasyPrint's pages; ``numbers`` are the layout's measures in mm.

    Nothing moves in a layout without ``--pitch``. A page on which something moves is replaced by a new one, since the
    places of its anchors and form fields are read when a page is made.
    """
    if not numbers.get("pitch"):
        return
    around = _around_grid(pages[0]._page_box.children[0].element)  # noqa: SLF001 - see the module's docstring
    for index, page in enumerate(pages if around else ()):
        page_box = page._page_box  # noqa: SLF001 - see the module's docstring
        grid = page_grid(page_box, numbers)
        if _Settler(grid, around).settle_page(page_box):
            pages[index] = type(page)(page_box)


def _around_grid(element: Any) -> frozenset[Any]:  # noqa: ANN401 - of ElementTree
    """Return the elements that belong on the grid, and all that they are in; only their boxes need to be looked at."""
    inside = frozenset().union(*map(_around_grid, element))
    return inside | {element} if inside or ON_GRID in element.get("class", "").split() else inside


def page_grid(page_box: Box, numbers: Mapping[str, float]) -> PageGrid:
    """Return the grid of one of WeasyPrint's pages; ``numbers`` are the layout's measures in mm."""
    top = page_box.content_box_y()
    pitch, gap = numbers["pitch"] * _PX_PER_MM, numbers.get("notes-gap", 0.0) * _PX_PER_MM
    below = numbers.get("rule-below", 0.0) * _PX_PER_MM
    return PageGrid(top, top + page_box.height, pitch, gap, below)


class _Settler:
    """Moves the boxes of one page, from top to bottom."""

    def __init__(self, grid: PageGrid, around: frozenset[Any]) -> None:
        """``around`` are the elements that belong on the grid, and those that they are in."""
        self._grid = grid
        self._around = around
        self._has_changed = False

    def settle_page(self, page_box: Box) -> bool:
        """Move what belongs on the grid; return True if anything has changed."""
        root = page_box.children[0]
        self._settle_children(root, self._grid.bottom)
        return self._has_changed

    def _settle_children(self, box: Box, limit: float) -> None:
        """Settle what is in a box, whose content may reach down to ``limit``; the box grows with it.

        What stands side by side on a line does not move each other.
        """
        is_line = type(box).__name__ == "LineBox"
        bottom_before = self._content_bottom(box)
        children = _flow(box)
        for index, child in enumerate(children):
            if child.element not in self._around:
                continue
            end = self._content_bottom(child)
            room = limit - (self._content_bottom(box) - end)
            above = _bottom_edge(children[index - 1]) if index and not is_line else box.content_box_y()
            is_own = child.element is not box.element  # Boxes that WeasyPrint puts in between have their parent's.
            if not (is_own and child is children[-1] and self._settle_notes(child, box, above)):
                if is_own:
                    self._move_onto_grid(child, above, room)
                self._settle_children(child, room)
            grown = self._content_bottom(child) - end
            for later in children[index + 1 :] if grown and not is_line else ():
                self._move(later, grown)
        self._grow(box, bottom_before)

    def _move_onto_grid(self, box: Box, above: float, limit: float) -> None:
        """Move a box down to the next line of the grid; up, if there is no room below and enough above."""
        baseline = _baseline(box) if _has_class(box, ON_GRID) else None
        if baseline is None:
            return
        baseline += self._grid.below if _has_class(box, RULED) else 0.0
        down = self._grid.next_line(baseline) - baseline
        if self._content_bottom(box) + down <= limit + _NEAR:
            self._move(box, down)
        elif box.border_box_y() + down - self._grid.pitch >= above - _NEAR:
            self._move(box, down - self._grid.pitch)

    def _settle_notes(self, box: Box, parent: Box, above: float) -> bool:
        """Move the heading for notes onto the grid, or take it away; return False if the box is something else.

        It is the last box in its parent, and ``above`` is where the box before it ends. Without the heading, the parent
        covers the rules that are left.
        """
        baseline = _baseline(box) if _has_class(box, ON_GRID) and _has_class(box, NOTES) else None
        if baseline is None:
            return False
        line = self._grid.notes_line(above)
        if line is not None:
            self._move(box, line - baseline)
        else:
            parent.children = [child for child in parent.children if child is not box]
            self._has_changed = True
            _stretch(parent, self._grid.bottom - _bottom(parent))
        return True

    def _move(self, box: Box, down: float) -> None:
        """Move a box, with all that is in it."""
        if abs(down) > _NEAR:
            box.translate(0, down)
            _move_backgrounds(box, down)
            self._has_changed = True

    def _content_bottom(self, box: Box) -> float:
        """Return the lower edge of a box with its margin, if it were no higher than what is in it.

        What is not around the grid does not grow, and is as high as it is: the room for an answer, too.
        """
        children = _flow(box)
        is_fixed = box.style["height"] != "auto" or box.element not in self._around
        if not children or type(box).__name__ == "LineBox" or is_fixed:
            return _bottom(box)
        below = _bottom(box) - box.content_box_y() - box.height
        return self._content_bottom(children[-1]) + float(below)

    def _grow(self, box: Box, bottom_before: float) -> None:
        """Make a box higher by what its content has grown, but for the free room that was below that."""
        if type(box).__name__ == "LineBox":
            _stretch(box, max(map(_bottom, _flow(box)), default=0.0) - _bottom(box))
        elif box.style["height"] == "auto":
            _stretch(box, self._content_bottom(box) - max(bottom_before, _bottom(box)))


def _flow(box: Box) -> list[Box]:
    """Return what stands in a box one after another, or in a line side by side; nothing for tables and the like."""
    kind = type(box).__name__
    if kind == "LineBox":
        return [child for child in box.children if type(child).__name__ == "InlineBlockBox"]
    return [child for child in box.children if child.is_in_normal_flow()] if kind in _BLOCKS else []


def _has_class(box: Box, name: str) -> bool:
    return box.element is not None and name in box.element.get("class", "").split()


def _baseline(box: Box) -> float | None:
    """Return the baseline of a box's label: of the last line of the first block with lines; None if it has none.

    For a table, it is the line under its heads.
    """
    if type(box).__name__ == "TableBox":
        return _line_under_heads(box)
    children = _flow(box)
    if children and type(children[0]).__name__ == "LineBox":
        return float(children[-1].position_y + children[-1].baseline)
    return _baseline(children[0]) if children else None


def _line_under_heads(table: Box) -> float | None:
    """Return where the heads of a table end; None if it has none."""
    first = table.children[0] if table.children else None
    return float(first.position_y + first.height) if first is not None and first.is_header else None


def _bottom(box: Box) -> float:
    """Return the lower edge of a box with its margin."""
    return float(box.position_y + (box.height if type(box).__name__ == "LineBox" else box.margin_height()))


def _bottom_edge(box: Box) -> float:
    """Return the lower edge of a box without its margin."""
    return _bottom(box) - (0.0 if type(box).__name__ == "LineBox" else box.margin_bottom)


def _stretch(box: Box, more: float) -> None:
    """Make a box higher, if ``more`` is not negative, with its background."""
    if more > 0:
        box.height += more
        box.background = _changed_background(box, higher=more)


def _move_backgrounds(box: Box, down: float) -> None:
    """Move the backgrounds of a box and of all that is in it."""
    box.background = _changed_background(box, down=down)
    for child in box.all_children():
        _move_backgrounds(child, down)


def _changed_background(box: Box, down: float = 0.0, higher: float = 0.0) -> Any:  # noqa: ANN401 - WeasyPrint's
    """Return the background of a box that has moved down or is higher now; None if it has none."""
    background = getattr(box, "background", None)
    if background is None:
        return None
    return background._replace(layers=[_changed_layer(layer, down, higher) for layer in background.layers])


def _changed_layer(layer: Any, down: float, higher: float) -> Any:  # noqa: ANN401 - a layer of WeasyPrint's
    """Return a layer of a background; its areas are (left, top, width, height, …), or a word where nothing is drawn."""
    areas = {
        name: area if isinstance(area, str) else _changed_area(area, down, higher)
        for name in ("painting_area", "positioning_area")
        for area in [getattr(layer, name)]
    }
    clipped = [_changed_area(area, down, higher) for area in layer.clipped_boxes]
    return layer._replace(clipped_boxes=clipped, **areas)


def _changed_area(area: tuple[Any, ...], down: float, higher: float) -> tuple[Any, ...]:
    left, top, width, height, *others = area
    return (left, top + down, width, height + higher, *others)
