"""How a table lies on a layout's sheets: upright or across, how wide its columns are, how high rows of its own height.

A layout declares its sheets: ``--table-width`` and ``--table-height`` across, ``--table-upright-width`` and
``--table-upright-height`` upright; ``--cell-sides`` and ``--rest-cell-sides`` are what lies beside the text of a cell.
"""

from collections.abc import Sequence
from math import inf

from msgspec import Struct
from msgspec.structs import replace

from worksheets.course.layout import Layout, Place
from worksheets.course.slots import Part
from worksheets.course.table_columns import (
    Sheet,
    column_shares,
    has_own_widths,
    is_planned,
    lies_upright,
    row_height,
)

CELL, PLANNED_CELL, CONTINUED_CELL = "cell", "planned-cell", "rest-cell"
"""The places of a table's cells: on its page, in rows that have a height of their own, and where an entry continues."""
_ROUNDED = 0.1
"""By how many mm the rows may be higher than their room."""


class TableShape(Struct, frozen=True):
    """How a table lies on the sheets of a layout."""

    place: str
    """The place of its cells: CELL, or PLANNED_CELL if its rows have a height of their own."""
    shares: tuple[float, ...]
    """The share of the whole width that each column has, in per cent; none if all are equally wide."""
    row_height: float
    """Of rows that have their own, in mm; otherwise 0."""
    rows: int
    """How many of these have room on its page; otherwise 0."""
    upright: bool


def table_shape(table: Part, layout: Layout) -> TableShape:
    """Return how a table lies on the sheets of a layout."""
    sheet, upright = _sheet_of(table, layout)
    shares = column_shares(table) if has_own_widths(table) else []
    per_cent = tuple(round(100 * share, 3) for share in shares)
    if not (is_planned(table) and _upright_sheet(layout)):
        return TableShape(CELL, per_cent, 0.0, 0, upright)
    height = row_height(table, sheet)
    return TableShape(PLANNED_CELL, per_cent, height, max(1, int((sheet.height + _ROUNDED) / height)), upright)


def cell_places(table: Part, place: str, layout: Layout) -> list[Place]:
    """Return the places of the cells in a row of a table, that of the given label first, as wide as its columns.

    Where all columns are equally wide, a place is as wide as the layout declares it, if the columns have room for that.
    """
    declared = layout.place(place)
    sides = layout.numbers.get(f"{'rest-cell' if place == CONTINUED_CELL else 'cell'}-sides")
    width = layout.numbers.get("rest-full-width", 0.0) if place == CONTINUED_CELL else _sheet_of(table, layout)[0].width
    if not width or sides is None:
        return [declared] * (len(table.parts) + bool(table.given))
    widest = inf if has_own_widths(table) or place == PLANNED_CELL else declared.width
    widths = [min(width * share - sides, widest) for share in column_shares(table)]
    return [replace(declared, width=round(max(each, 1.0), 3)) for each in widths]


def _sheet_of(table: Part, layout: Layout) -> tuple[Sheet, bool]:
    """Return the sheet that a table lies on, and whether it is upright."""
    upright = _upright_sheet(layout)
    if upright and lies_upright(table, upright):
        return upright, True
    numbers = layout.numbers
    return Sheet(numbers.get("table-width", 0.0), numbers.get("table-height", inf)), False


def _upright_sheet(layout: Layout) -> Sheet | None:
    """Return the upright sheet of a layout; None if tables do not lie upright in it."""
    width = layout.numbers.get("table-upright-width")
    return Sheet(width, layout.number("table-upright-height")) if width else None


def written_places(table: Part, places: Sequence[Place]) -> tuple[Place, ...]:
    """Return the places of the columns that are written in, without that of given labels."""
    return tuple(places[bool(table.given) :])
