"""The sheets that cards stand on: how many there are on one, how large they are, and where.

Label sheets are known by their makers' numbers (``styles/labels/L7160.toml``), or are a user's own file with the same
keys (docs/labels.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from worksheets.caches import Lifetime, memoized
from worksheets.course.key_lines import key_lines
from worksheets.course.layout import Layout
from worksheets.course.table_reader import TableReader
from worksheets.course.toml_file import read_toml
from worksheets.errors import CourseError, OptionsError, StyleError, nearest, shortened, system_reason
from worksheets.messages import _
from worksheets.resources import STYLES

_LABELS = STYLES / "labels"
_HELP = "docs/labels.md"
_MOST_BYTES = 10_000
_PAPERS = {"A4": (210.0, 297.0), "A5": (148.0, 210.0), "letter": (215.9, 279.4)}
"""Widths and heights of papers, in mm."""
_LARGEST_PAPER = 500.0
"""The widest and the highest paper, in mm."""
_MOST_ACROSS = 100
"""The most columns, and the most rows."""
_LEAST_TEXT = 10.0
"""The least width of a label's text, in mm."""
_LEAST_TEXT_HEIGHT = 4.0
_TOLERANCE = 0.05
"""By how many mm makers' rounded figures may overlap, or leave the paper."""
_EXAMPLES: Mapping[str, float] = {
    "columns": 3,
    "rows": 7,
    "width": 63.5,
    "height": 38.1,
    "left": 7.2,
    "top": 15.1,
    "across": 66,
    "down": 38.1,
    "padding": 6,
}
"""The keys of numbers, in the order in which the fields of a sheet need them, and values that are shown for them."""


@dataclass(frozen=True, slots=True)
class CardSheet:
    """A sheet of paper with cards in rows and columns. All measures are mm."""

    paper_width: float
    paper_height: float
    columns: int
    rows: int
    width: float
    """Of a card."""
    height: float
    left: float
    """From the paper's left edge to the first card."""
    top: float
    across: float
    """From the left edge of a card to that of the next one."""
    down: float
    padding: float
    """From a card's edges to its texts."""

    @property
    def places(self) -> int:
        """How many cards there are on a sheet."""
        return self.columns * self.rows

    @property
    def text_width(self) -> float:
        """The width of the texts."""
        return self.width - 2 * self.padding

    def corner(self, place: int) -> tuple[float, float]:
        """Return where the upper left corner of a card is, which is counted along the rows from 0."""
        row, column = divmod(place, self.columns)
        return self.left + column * self.across, self.top + row * self.down

    @staticmethod
    def of(layout: Layout) -> "CardSheet":
        """Return the sheet that a layout declares: ``--sheet-width``, ``--card-columns`` and so on.

        Raises StyleError if there can be no such sheet.
        """
        paper = layout.number("sheet-width"), layout.number("sheet-height")
        number = {key: layout.number(f"card-{key}") for key in _EXAMPLES}
        too_small = [key for key, value in number.items() if not _least(key) <= value <= _LARGEST_PAPER]
        if too_small or number["width"] - 2 * number["padding"] < _LEAST_TEXT:
            message = _("{path}: the cards that --card-… declare cannot be printed; look at {names}")
            names = ", ".join(f"--card-{key}" for key in too_small or ("width", "padding"))
            raise StyleError(message.format(path=layout.own_style_sheet, names=names))
        return _sheet(paper, number)


def label_sheet(name: str, file: Path | None) -> CardSheet:
    """Return the label sheet of a maker's number, such as ``L7160``, or that of a user's own file.

    Raises OptionsError for a number that is not known, and CourseError with all that is wrong in the file.
    """
    if file:
        return _read(file)
    known = {number.casefold(): sheet for number, sheet in shipped_label_sheets().items()}
    if sheet := known.get(name.strip().casefold()):
        return sheet
    names = list(shipped_label_sheets())
    message = _(
        "--as label:{name}: no such sheet of labels; there are {names}. For another one, measure it and write a file "
        "of your own: {help}"
    )
    message = message.format(name=shortened(name), names=", ".join(names), help=_HELP)
    raise OptionsError(message + "." + nearest(name.upper(), names))


@memoized(Lifetime.SESSION, 1)
def shipped_label_sheets() -> Mapping[str, CardSheet]:
    """Return the label sheets that are shipped, by their makers' numbers."""
    return MappingProxyType({path.stem: _read(path) for path in sorted(_LABELS.glob("*.toml"))})


def _read(source: Path) -> CardSheet:
    """Return the sheet of a file. Raises CourseError with everything that is wrong in it."""
    try:
        toml, table = read_toml(source, _MOST_BYTES)
    except OSError as error:
        message = _("{path}: cannot be read: {reason}; how to write such a file is in {help}")
        raise CourseError(message.format(path=source, reason=system_reason(error), help=_HELP)) from error
    reader = _SheetReader(source, key_lines(toml))
    sheet = reader.sheet(table)
    if sheet is None or reader.problems:
        raise CourseError(*reader.problems)
    return sheet


class _SheetReader(TableReader):
    """Reads the figures of a sheet, and collects every problem on the way."""

    def sheet(self, table: dict[str, Any]) -> CardSheet | None:
        """Return the sheet; None, and problems, if a figure is missing or is no number."""
        self.check_keys("", table, {"paper", *_EXAMPLES})
        paper = self._paper(table.get("paper", "A4"))
        numbers = {key: self._number(table, key) for key in _EXAMPLES}
        known = {key: number for key, number in numbers.items() if number is not None}
        if paper is None or len(known) < len(numbers):
            return None
        sheet = _sheet(paper, known)
        self._check_places(sheet)
        return sheet

    def _paper(self, value: object) -> tuple[float, float] | None:
        """Return the width and the height of a paper, which is given by its name or by these two numbers."""
        for name, paper in _PAPERS.items():
            if isinstance(value, str) and value.strip().casefold() == name.casefold():
                return paper
        sides = [side for side in value if _is_number(side)] if isinstance(value, list) else []
        if len(sides) == 2 and all(0 < side <= _LARGEST_PAPER for side in sides):  # noqa: PLR2004 - width and height
            return float(sides[0]), float(sides[1])
        problem = _("{key} must be one of {papers}, or its width and height in mm, such as [210, 297]")
        self.add("", problem.format(key="paper", papers=", ".join(f'"{name}"' for name in _PAPERS)), "paper")
        return None

    def _number(self, table: dict[str, Any], key: str) -> float | None:
        """Return a number that may be used; None, and a problem, for any other value."""
        value, example = table.get(key), f"{key} = {_EXAMPLES[key]}"
        is_count = key in ("columns", "rows")
        if value is None:
            problem = _("{key} is missing; write {example}, with your own figure; {help} says what it is")
            self.add("", problem.format(key=key, example=example, help=_HELP))
        elif is_count and not (_is_number(value) and isinstance(value, int) and 1 <= value <= _MOST_ACROSS):
            problem = _("{key} must be a whole number from 1 to {most}, such as {example}")
            self.add("", problem.format(key=key, most=_MOST_ACROSS, example=example), key)
        elif not _is_number(value) or not _least(key) <= value <= _LARGEST_PAPER:
            problem = _("{key} must be a number of mm from {least} to {most}, without quotes, such as {example}")
            values = {"least": f"{_least(key):g}", "most": f"{_LARGEST_PAPER:g}", "example": example}
            self.add("", problem.format(key=key, **values), key)
        else:
            return float(value)
        return None

    def _check_places(self, sheet: CardSheet) -> None:
        """Check that the labels of a sheet lie on the paper, beside one another, and have room for text."""
        for count, step, size, keys in (
            (sheet.columns, sheet.across, sheet.width, ("across", "width")),
            (sheet.rows, sheet.down, sheet.height, ("down", "height")),
        ):
            if count > 1 and step < size - _TOLERANCE:
                problem = _("{step} = {distance} is less than {size} = {length}, so labels would overlap; measure both")
                values = {"step": keys[0], "distance": f"{step:g}", "size": keys[1], "length": f"{size:g}"}
                self.add("", problem.format(**values), keys[0])
        right, bottom = sheet.corner(sheet.places - 1)
        self._check_end(right + sheet.width, sheet.paper_width, ("left", "columns", "across", "width"))
        self._check_end(bottom + sheet.height, sheet.paper_height, ("top", "rows", "down", "height"))
        if sheet.text_width < _LEAST_TEXT or sheet.height - 2 * sheet.padding < _LEAST_TEXT_HEIGHT:
            problem = _("{key} = {value} leaves no room for a name; write a smaller one")
            self.add("", problem.format(key="padding", value=f"{sheet.padding:g}"), "padding")

    def _check_end(self, end: float, paper: float, keys: tuple[str, ...]) -> None:
        if end > paper + _TOLERANCE:
            problem = _("the last labels end {excess} mm beyond the paper; look at {keys}")
            self.add("", problem.format(excess=f"{end - paper:.4g}", keys=", ".join(keys)), keys[0])


def _sheet(paper: tuple[float, float], number: Mapping[str, float]) -> CardSheet:
    columns, rows, *measures = (number[key] for key in _EXAMPLES)
    return CardSheet(*paper, int(columns), int(rows), *measures)


def _least(key: str) -> float:
    """Return the least value of a measure in mm."""
    return 0.0 if key in ("left", "top", "padding") else 1.0


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
