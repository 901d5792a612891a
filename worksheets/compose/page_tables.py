"""The tables of one page: which rows have room there, how high they are, and where the texts of their cells stand."""

from collections.abc import Sequence
from functools import cached_property
from itertools import zip_longest
from math import inf

from worksheets.text.fit import pieces

from .page_texts import PageTexts
from .table_rows import PageRows, most_lines, page_rows
from .table_shape import CELL, CONTINUED_CELL, PLANNED_CELL, TableShape, cell_places

CELLS = (CELL, PLANNED_CELL, CONTINUED_CELL)
"""The places of a table's cells; the first column is bold."""


class PageTables(PageTexts):
    """The tables of one participant's page; ``rest_rows`` collects the entries that have no room on it."""

    @cached_property
    def rest_rows(self) -> dict[str, Sequence[str]]:
        """The paths of the entries of tables that have no room on the page, by the path of the table."""
        return {}

    @cached_property
    def _rows(self) -> dict[str, PageRows]:
        return {}

    def page_entries(self, path: str) -> list[str]:
        """Return the paths of a table's entries that have room on the page; the others go to ``rest_rows``."""
        entries, count = self.entries(path), self.page_rows(path).count
        if count < len(entries):
            self.rest_rows[path] = entries[count:]
        return entries[:count]

    def page_rows(self, path: str) -> PageRows:
        """Return how many entries of a table have room on the page, and how high their rows are."""
        if path not in self._rows:
            entries, shape = self.entries(path), self.table_shape(path)
            if shape.row_height:
                self._rows[path] = PageRows(min(len(entries), shape.rows), shape.row_height, is_tight=False)
                return self._rows[path]
            blank = [""] * len(self.course.part(path).parts)
            # The fields of a form scroll, so that its rows are as high as those of a blank page.
            rows = [blank if self.is_field(CELL) else self.cells(entry) for entry in entries]
            on_page = page_rows(rows, CELL, self.layout, self.places.columns(path), shrinking=not self.is_field(CELL))
            self._rows[path] = self._with_tall_row(on_page, entries, rows)
        return self._rows[path]

    def _with_tall_row(self, on_page: PageRows, entries: Sequence[str], rows: Sequence[Sequence[str]]) -> PageRows:
        """Return the rows on a page with the next one too, if it is higher than a page and its beginning has room."""
        count = on_page.count
        pieces_of_next = self.row_pieces(entries[count], CELL) if count < len(entries) else []
        if not pieces_of_next:
            return on_page
        table = entries[count].rpartition(".")[0]
        with_beginning = page_rows([*rows[:count], pieces_of_next[0]], CELL, self.layout, self.places.columns(table))
        return with_beginning if with_beginning.count > count else on_page

    def row_lines(self, entry: str) -> int:
        """Return the most lines of a cell of a table's entry where it continues elsewhere; 2 for one line, too.

        Rows of one line and of two are equally high.
        """
        path, _dot, row = entry.rpartition(".")
        table = self.course.part(path)
        label = [table.given[int(row) - 1]] if table.given else []
        return max(2, most_lines([*label, *self.cells(entry)], cell_places(table, CONTINUED_CELL, self.layout)))

    def row_height(self, path: str, row: str) -> float:
        """Return the least height in mm of a row of a table on the page; 0 where the style sheets say it."""
        height = self.page_rows(path).height
        return height + self.extra_height(row) if height else 0.0

    def extra_height(self, path: str) -> float:  # noqa: ARG002 - a master's data have other heights, to see what moves
        """Return by how many mm a row, or the space below a table that continues elsewhere, is higher than usual."""
        return 0.0

    def table_shape(self, path: str) -> TableShape:
        """Return how a table lies on the sheets of the layout."""
        return self.places.table_shape(path)

    def row_pieces(self, row: str, place: str) -> list[list[str]]:
        """Return the texts of a table's row in pieces, each for a row of its own; none for a row that needs no pieces.

        ``row`` is the path of an entry. A row that is higher than a page would be cut off from the table's title and
        header. The layout says how many lines of a place a row may have (``--cell-most-lines``), and how many each of
        its pieces has (``--cell-piece-lines``); without them no row is divided, and no form field is.
        """
        most, lines = (self.layout.numbers.get(f"{place}-{name}", inf) for name in ("most-lines", "piece-lines"))
        texts = self.cells(row)
        cells = list(zip(texts, self.places.cell_places(row.rpartition(".")[0], place).values(), strict=True))
        if self.is_field(place) or all(len(pieces(text, room, most)) <= 1 for text, room in cells):
            return []
        columns = [pieces(text, room, lines) for text, room in cells]
        return [list(texts) for texts in zip_longest(*columns, fillvalue="")]

    def planned_field_height(self, path: str) -> float:
        """Return the height in mm of the form field in a row that keeps its height: down to the row's line."""
        return self.table_shape(self.places.list_of(path)).row_height - self.layout.number("planned-cell-top")
