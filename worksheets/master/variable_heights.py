"""The heights that depend on a participant, of rows of tables, and what they move on their pages.

In the second rendering, each row is lower than in the first by another distance. So the distance by which a number of
the content differs tells which rows are above what it places.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from worksheets.compose.table_shape import CELL, CONTINUED_CELL
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.merge.model import Move, RowPage, SlotKey, VariableHeight
from worksheets.pdf.baseline_grid import PageGrid
from worksheets.text.fit import css_pixels

from .box_tree import PlacedRow

_EXACT = 1e-5
"""CSS pixels; the typesetter writes six decimals."""
_LEAST, _STEP, _STEP_MORE = 0.05, 0.0031, 0.00017
"""In mm: by how much the first row is lower, and by how much more each row after it, so that no two sums are alike."""


def lowered(heights: Mapping[str, float]) -> dict[str, float]:
    """Return by how many mm each of some heights is more in the second rendering, by path: by less than nothing."""
    return {path: -(_LEAST + _STEP * index + _STEP_MORE * index**2) for index, path in enumerate(heights)}


@dataclass(frozen=True, slots=True)
class HeightPlace:
    """A variable height on a page of the first rendering: of a row, or of the space below a table."""

    path: str
    """The path of the entry, or of the table."""
    table: str
    row: PlacedRow
    """The row; of a space, the row above it."""
    declared: float
    """What the layout says, in mm."""
    continues: bool = True
    """False for a row on the table's page."""

    @property
    def is_row(self) -> bool:
        """Return False for the space below a table."""
        return self.path != self.table

    @property
    def bottom(self) -> float:
        """The lower edge of the row."""
        return self.row.top + self.row.height


def height_places(
    rows: Sequence[PlacedRow], keys: Sequence[SlotKey], heights: Mapping[str, float]
) -> list[HeightPlace]:
    """Return where the given heights are, from top to bottom; ``keys`` tell what the placeholders in rows stand for."""
    entries = [(entry, row) for row in rows if (entry := _entry(row, keys)) in heights]
    tables = [entry.rpartition(".")[0] for entry, _row in entries]
    places = []
    for index, ((entry, row), table) in enumerate(zip(entries, tables, strict=True)):
        continues = keys[row.numbers[0]].place == CONTINUED_CELL
        places.append(HeightPlace(entry, table, row, heights[entry], continues))
        if continues and tables[index + 1 : index + 2] != [table]:
            places.append(HeightPlace(table, table, row, heights[table]))
    return places


def _entry(row: PlacedRow, keys: Sequence[SlotKey]) -> str:
    """Return the path of the entry of a table in a row; empty if the row is another."""
    paths = (keys[number].path for number in row.numbers if keys[number].place in (CELL, CONTINUED_CELL))
    return next(paths, "").rpartition(".")[0]


class PageMoves:
    """How the heights on one page move what is drawn there, from the first rendering to the second."""

    def __init__(self, places: Sequence[HeightPlace], page: int, extra: Mapping[str, float]) -> None:
        """Take the heights on all pages, the index of the page, and by how many mm each height is more."""
        self._rows: dict[int, tuple[Move, ...]] = {}
        """What moves each row, by the row's placeholders."""
        self._distances: dict[tuple[Move, ...], float] = {(): 0.0}
        above: tuple[Move, ...] = ()
        for index, place in enumerate(places):
            if place.row.page == page:
                self._rows |= dict.fromkeys(place.row.numbers, above) if place.is_row else {}
                more, top = css_pixels(extra[place.path]), self._distances[above]
                middle, above, own = (*above, Move(index, 0.5)), (*above, Move(index, 1.0)), (Move(index, 1.0),)
                self._distances |= {middle: top + more / 2, above: top + more, own: more}

    def __bool__(self) -> bool:
        """Return True if there are heights on the page."""
        return len(self._distances) > 1

    def by(self, distance: float) -> tuple[Move, ...]:
        """Return what moves something by a distance; nothing if no heights do. Raises NeedsTypesetterError in doubt."""
        found = [moves for moves, known in self._distances.items() if abs(known - distance) < _EXACT]
        if len(found) > 1:
            raise NeedsTypesetterError(Reason.CONTINUATION_SHIFT)
        return found[0] if found else ()

    def of(self, number: int, distance: float) -> tuple[Move, ...]:
        """Return what moves a placeholder whose first line has moved by a distance."""
        in_row = self._rows.get(number, ())
        moves = self.by(distance)
        return moves if moves[: len(in_row)] == in_row else in_row

    def distance(self, moves: tuple[Move, ...]) -> float:
        """Return how far something is moved."""
        return self._distances[moves]


def variable_heights(
    places: Sequence[HeightPlace], slots: Mapping[int, int], rooms: Sequence[float]
) -> Iterator[VariableHeight]:
    """Yield the heights as the master has them; ``slots`` are the slots' indexes by number, ``rooms`` their rooms."""
    for place in places:
        declared = css_pixels(place.declared)
        height = place.row.height if place.is_row else declared
        cells = tuple(slots[number] for number in place.row.numbers if number in slots and rooms[slots[number]])
        yield VariableHeight(
            path=place.path,
            table=place.table,
            declared=place.declared,
            height=height,
            least=height if height > declared + _EXACT else 0.0,
            cells=cells if place.is_row else (),
            padding=height - min((rooms[cell] for cell in cells), default=height) if place.is_row else 0.0,
            continues=place.continues,
        )


def row_pages(places: Sequence[HeightPlace], grid: PageGrid | None) -> Iterator[RowPage]:
    """Yield what is on each page with rows that continue; ``grid`` is that of the layout, if there is one."""
    continued = [(index, place) for index, place in enumerate(places) if place.continues]
    pages = list(dict.fromkeys(place.row.page for _index, place in continued))
    for page in pages:
        on_page = [(index, place) for index, place in continued if place.row.page == page]
        following = [(index, place) for index, place in continued if place.row.page > page][:1]
        last = on_page[-1][1]
        above = [place.row.top - place.row.page_top for _index, place in following if place.table != last.table]
        yield RowPage(
            heights=tuple(index for index, _place in on_page),
            bottom=last.bottom,
            limit=last.row.limit,
            next_row=following[0][0] if following else -1,
            above_next=sum(above),
            grid=(grid.top, grid.pitch, grid.notes_gap) if grid and page == pages[-1] else None,
        )
