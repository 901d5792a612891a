"""How high a participant's rows are, and whether those that continue at the end of the handout stay on their pages.

Lengths are in CSS pixels.
"""

from collections.abc import Mapping, Sequence

from worksheets.compose.continuation import continued_heights
from worksheets.compose.page_data import PageData
from worksheets.compose.table_shape import CELL, CONTINUED_CELL
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.pdf.baseline_grid import PageGrid
from worksheets.text.fit import css_pixels

from .model import Master, RowPage, VariableHeight
from .variable_objects import SlotText

_DOUBTFUL = 2.0
"""Only the typesetter can tell whether a row has room that is by less than this above or below the end of its page."""


def height_changes(heights: Sequence[VariableHeight], data: PageData, texts: Mapping[int, SlotText]) -> list[float]:
    """Return by how much each of a master's heights is more for a participant.

    ``texts`` are those in the cells, by their slots. Raises NeedsTypesetterError for a row that is divided, since it is
    so high.
    """
    entries: dict[str, list[str]] = {}
    declared: dict[str, float] = {}
    for height in heights:
        if height.path != height.table and data.row_pieces(height.path, CONTINUED_CELL if height.continues else CELL):
            raise NeedsTypesetterError(Reason.MOVES_OTHERS)
        if not height.continues:
            declared[height.path] = data.row_height(height.table, height.path)
        else:
            paths = entries.setdefault(height.table, [])
            paths += [height.path] * (height.path != height.table)
    for table, paths in entries.items():
        declared |= continued_heights(data, table, paths)
    return [_height(height, declared[height.path], texts) - height.height for height in heights]


def _height(height: VariableHeight, declared: float, texts: Mapping[int, SlotText]) -> float:
    """Return a height for which the layout says so many mm."""
    if declared == height.declared and not height.cells:
        return height.height
    needed = [texts[cell].height + height.padding for cell in height.cells]
    return max(css_pixels(declared), height.least, *needed)


def stay_on_pages(master: Master, changes: Sequence[float]) -> bool:
    """Return True if the same rows stand on each page with changed heights, and the heading for notes where it did.

    Raises NeedsTypesetterError if that is in doubt.
    """
    return all(_stays(page, master.heights, changes) for page in master.row_pages)


def _stays(page: RowPage, heights: Sequence[VariableHeight], changes: Sequence[float]) -> bool:
    *above, last = page.heights
    # The space below a table may reach over the end of the page.
    is_row = heights[last].path != heights[last].table
    bottom = page.bottom + sum([changes[index] for index in (page.heights if is_row else above)])
    if not _fits(bottom, page.limit) or _notes_line(page, bottom) != _notes_line(page, page.bottom):
        return False
    if page.next_row < 0:
        return True
    gap = page.above_next and heights[last].height + changes[last]
    next_height = heights[page.next_row].height + changes[page.next_row]
    return not _fits(bottom + gap + page.above_next + next_height, page.limit)


def _fits(bottom: float, limit: float) -> bool:
    if abs(bottom - limit) < _DOUBTFUL:
        raise NeedsTypesetterError(Reason.NO_ROOM)
    return bottom < limit


def _notes_line(page: RowPage, bottom: float) -> float | None:
    """Return where the heading for notes stands below rows; None if there is none."""
    if page.grid is None:
        return None
    top, pitch, gap = page.grid
    return PageGrid(top, page.limit, pitch, gap).notes_line(bottom)
