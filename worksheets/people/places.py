"""Places in a list: texts for messages that also know their sheet, row and column, and problems that know their place.

A message begins with its place, as text. A face that shows a list as a table puts the rest of it at the cell.
"""

from typing import Self


class Place(str):
    """A place as messages name it: ``ryhma.xlsx, sheet Osallistujat, row 3, column B “Ryhmä”``."""

    __slots__ = ("column", "line", "row", "sheet", "slot")
    sheet: int
    """The sheet's index among those of the list."""
    row: int
    """The row's number in the sheet; 0 for the sheet or the list as a whole."""
    column: int
    """The column's number, from 1; 0 for the whole row, or if only the slot is known."""
    slot: str
    """The slot that it is about, where the text names the row alone."""
    line: int
    """The line of a YAML or JSON file, from 1; 0 in a table."""

    def __new__(  # noqa: PLR0913 - as the attributes
        cls, text: str, sheet: int = 0, row: int = 0, column: int = 0, *, slot: str = "", line: int = 0
    ) -> Self:
        """``text`` is the place as a message names it."""
        place = super().__new__(cls, text)
        place.sheet, place.row, place.column, place.slot, place.line = sheet, row, column, slot, line
        return place

    def __reduce__(self) -> tuple[object, ...]:
        """Let copies of it be made: packed and in other processes."""
        return _place, (str(self), (self.sheet, self.row, self.column), self.slot, self.line)

    def about(self, slot: str) -> "Place":
        """Return the same place, with the slot that a message is about."""
        return Place(str(self), self.sheet, self.row, self.column, slot=slot, line=self.line)

    def problem(self, message: str, *, in_a_table: str = "", **values: object) -> "ListProblem":
        """Return a problem here; ``message`` begins with this place, as ``{location}``, ``{source}`` or ``{rows}``.

        ``in_a_table`` says the same without the place, where menus take the place of the command line's options.
        """
        place = str(self)
        text = message.format(**{"location": place, "source": place, "rows": place, **values})
        return ListProblem(text, self, in_a_table.format(**values))

    def reason(self, text: object) -> "ListProblem":
        """Return a problem here, of which ``text`` says what is wrong."""
        return ListProblem(f"{self}: {text}", self)


def _place(text: str, cell: tuple[int, int, int], slot: str, line: int) -> Place:
    return Place(text, *cell, slot=slot, line=line)


class ListProblem(str):
    """An error or a warning of a list as it is shown, that also knows its place."""

    __slots__ = ("in_a_table", "place")
    place: Place
    in_a_table: str
    """What is said at the place itself, where menus take the place of the command line's options; else empty."""

    def __new__(cls, text: str, place: Place, in_a_table: str = "") -> Self:
        """``text`` is the whole message, which begins with the place."""
        problem = super().__new__(cls, text)
        problem.place, problem.in_a_table = place, in_a_table
        return problem

    def __getnewargs__(self) -> tuple[str, Place, str]:  # type: ignore[override]
        """Return what a copy of it in another process is made from."""
        return str(self), self.place, self.in_a_table

    @property
    def reason(self) -> str:
        """The message without its place."""
        return self.removeprefix(f"{self.place}: ")
