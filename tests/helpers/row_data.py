"""A table of three rows that continue, and what the merge asks of a participant's page data about them."""

from worksheets.merge.model import VariableHeight
from worksheets.text.fit import css_pixels

ROWS = tuple(f"taulu.{number}" for number in (1, 2, 3))
HEIGHT = css_pixels(10.0)
SPACE = css_pixels(4.0)


def height_of(path: str, cells: tuple[int, ...] = (0,), declared: float = 10.0) -> VariableHeight:
    return VariableHeight(path, "taulu", declared, css_pixels(declared), 0.0, cells, 8.0)


HEIGHTS = (*map(height_of, ROWS), height_of("taulu", (), 4.0))


class RowData:
    """The data of a participant whose rows have so many lines; a row of ten is divided."""

    def __init__(self, *lines: int) -> None:
        self.lines = dict(zip(ROWS, lines, strict=True))

    class layout:  # noqa: N801 - as PageData names it
        numbers = {"rest-row-height": 10.0, "rest-cell-leading": 5.0, "rest-cell-padding": 0.0, "rest-gap": 4.0}  # noqa: RUF012

    def is_field(self, _place: str) -> bool:
        return False

    def row_lines(self, entry: str) -> int:
        return self.lines[entry]

    def row_pieces(self, entry: str, _place: str) -> list[list[str]]:
        return [["a"], ["b"]] if self.lines[entry] >= 10 else []

    def extra_height(self, _path: str) -> float:
        return 0.0
