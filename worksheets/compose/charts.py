"""Charts on the pages of a group's overview: one scale for all bars, the height of each row, and where pages end.

``styles/summary.css`` sets the same sizes. The heights are known before the pages are set, because the scale stands
above the bars of each page, and no page is to begin or end with a scrap of a chart. Labels are broken between words
only, here as there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from worksheets.text.fonts import BOLD, REGULAR, advance

from .answer_columns import LEAST_ROOM, AnswerBlock, AnswerList, answer_blocks, answers_height
from .broken_text import broken

_MM = 25.4 / 72
"""A point in mm."""
_LABELS, _BARS, _ALL, _INTRODUCTION = 70.0, 96.0, 168.0, 148.0
"""The widths, in mm, of labels, of bars with their numbers, of the page and of its introduction."""
_LABEL, _NUMBER, _HEADING, _TITLE, _TEXT = 10.5 * _MM, 10 * _MM, 11.5 * _MM, 26 * _MM, 12.5 * _MM
"""The sizes of type in mm."""
_ROW, _LINE = 5.9, 4.8
"""The height of a row with a label of one line, and what each further line adds."""
_BAR, _THIN, _MIDDLE = 3.2, 1.8, 2.95
"""The thickness of a bar alone in its row, the most of one of several, and the middle of bars from the row's top."""
_BETWEEN_BARS = 0.3
_SHARE, _AROUND_NUMBER = 3.9, 0.8
"""The thickness of bars that stand one behind another, and what has to be left of one beside its number, in mm."""
_SHADES = ((), (5,), (1, 5), (1, 3, 5), (1, 2, 3, 5), (1, 2, 3, 4, 5))
"""The shades of so many bars that stand one behind another, as ``Share`` has them."""
_KEY, _SWATCH = 90.0, 8.0
"""The widths, in mm, of the names of series, and of the sign before a name with the room after it."""
_BEFORE_CHART, _BEFORE_NUMBER = 4.1, 1.2
_PAGE = 243.0
"""The height that charts may fill, 6 mm less than there is: the last rule of other pages is there, too."""
_HEAD, _TITLE_LINE, _TEXT_LINE, _SCALE = 28.0, 10.3, 6.4, 7.4
"""The heights of a head with one line of each kind, of each further line of title and text, and of the scale."""
_WHOLE, _LEAST = 13, 4
"""The most rows of a chart that is not divided between pages, and the least rows of a part of a longer one."""
_NEARLY_EMPTY = 70.0
"""What a page has to hold, in mm, so that it is worth turning to."""
_MOST_STEPS = 7
"""The most steps of a scale: 0, 50, 100 … 350."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart: a length for each of the chart's series."""

    label: str | None
    """None for the row that counts the other kinds of support together; it is no bar, only a number."""
    lengths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Rows of bars."""

    bars: tuple[Bar, ...]
    series: tuple[str, ...] = ()
    """The names of the series, where a row has a bar for each of several lists."""
    label: str = ""
    """The label of the exercise that the chart is about, where it is about one."""
    total: int = 0
    """How many participants have answered anything of the exercise, or how often kinds of support are named."""
    most: int = 0
    """Where bars count who has chosen an option, the most options that one participant can choose; 0 elsewhere."""
    median: str = ""
    """The median of a scale's answers as it is printed, if there are any."""
    adds_up: bool = False
    """The bars of a row stand one behind another, since each participant is counted once."""

    @property
    def longest(self) -> int:
        """The length of the longest bar; 1 when all are empty."""
        rows = [bar.lengths for bar in self.bars if bar.label is not None]
        lengths = map(sum, rows) if self.adds_up else (length for row in rows for length in row)
        return max(lengths, default=0) or 1

    def headed(self, heading: str, gloss: str, others: str = "", unit: str = "") -> "HeadedChart":
        """Return the chart with its words: the heading, what its bars count, the label of the row without one.

        ``unit`` follows each label.
        """
        rows = tuple(_row(bar, others, unit, adds_up=self.adds_up) for bar in self.bars)
        key = self.series if len(self.series) > 1 else ()
        return HeadedChart(heading, gloss, key, rows, adds_up=self.adds_up)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a chart as it is drawn."""

    label: str
    lengths: tuple[int, ...]
    height: float
    """In mm."""
    has_bars: bool
    adds_up: bool = False
    """Its bars stand one behind another."""

    @property
    def longest(self) -> int:
        """The length of its longest bar, or of all that stand one behind another."""
        if not self.has_bars:
            return 0
        return sum(self.lengths) if self.adds_up else max(self.lengths)

    @property
    def thickness(self) -> float:
        """The thickness of its bars in mm."""
        count = len(self.lengths)
        if self.adds_up:
            return _SHARE
        return _BAR if count == 1 else min(_THIN, (_ROW - 1) / count - _BETWEEN_BARS)

    def top(self, index: int) -> float:
        """Return how far under the row's top its bar of that index, from 0, begins, in mm."""
        if self.adds_up:
            return _MIDDLE - self.thickness / 2
        pitch = self.thickness + _BETWEEN_BARS
        return _MIDDLE - (len(self.lengths) * pitch - _BETWEEN_BARS) / 2 + index * pitch

    def shares(self, scale: "Scale") -> tuple["Share", ...]:
        """Return its bars as they stand one behind another, in the shades of its chart."""
        shares = []
        for index, (count, shade) in enumerate(zip(self.lengths, _SHADES[len(self.lengths)], strict=True)):
            left, right = (scale.length(sum(self.lengths[:end])) for end in (index, index + 1))
            has_room = advance(str(count)) * _NUMBER + _AROUND_NUMBER <= right - left
            shares.append(Share(left, right - left, count, shade, has_room=has_room))
        return tuple(shares)


@dataclass(frozen=True, slots=True)
class Share:
    """A bar of those that stand one behind another."""

    left: float
    width: float
    """In mm."""
    count: int
    shade: int
    """From 1, white, to 5, the darkest."""
    has_room: bool
    """Its number is not wider than the bar."""


@dataclass(frozen=True, slots=True)
class HeadedChart:
    """A chart with its words, or as much of it as stands on one page."""

    heading: str
    gloss: str
    """What its bars count."""
    key: tuple[str, ...]
    """The names of the series if there are several."""
    rows: tuple[Row, ...]
    goes_on: bool = False
    """It began on an earlier page."""
    adds_up: bool = False
    """The bars of a row stand one behind another."""

    @property
    def shades(self) -> tuple[int, ...]:
        """The shades of bars that stand one behind another, as ``Share`` has them."""
        return _SHADES[len(self.key)] if self.adds_up else ()

    @property
    def head_height(self) -> float:
        """The height of its heading in mm."""
        key = (f"{self.gloss} {self.key[0]}", *self.key[1:]) if self.key else (self.gloss,)
        lines = [_lines(name, _KEY, _LABEL) for name in key]
        most = max(_lines(self.heading, _LABELS, _HEADING, BOLD), sum(lines) if self.is_stacked else max(lines))
        return _ROW + (most - 1) * _LINE

    @property
    def is_stacked(self) -> bool:
        """The names of the series stand under one another, since they do not fit on a line."""
        wide = advance(" ".join((self.gloss, *self.key))) * _LABEL + len(self.key) * _SWATCH
        return len(self.key) > 1 and wide > _KEY

    @property
    def height(self) -> float:
        """Its height in mm, with the room before it."""
        return _BEFORE_CHART + self.head_height + sum(row.height for row in self.rows)

    def divided(self, room: float, *, is_first: bool = False) -> tuple["HeadedChart | None", "HeadedChart | None"]:
        """Return what of it stands in some room of a page, and what goes on after it; None for nothing.

        What is first on its page takes at least a row.
        """
        if self.height <= room:
            return self, None
        if len(self.rows) <= _WHOLE and not is_first:
            return None, self
        count = min(self._rows_in(room), len(self.rows) - _LEAST)
        if count < _LEAST and not is_first:
            return None, self
        return self.cut(max(count, 1))

    def cut(self, count: int) -> tuple["HeadedChart", "HeadedChart | None"]:
        """Return the part with the first rows, and that with the others if there are any."""
        later = replace(self, rows=self.rows[count:], goes_on=True)
        return replace(self, rows=self.rows[:count]), later if later.rows else None

    def _rows_in(self, room: float) -> int:
        """Return how many rows stand in some room in mm."""
        room -= _BEFORE_CHART + self.head_height
        count = 0
        while count < len(self.rows) and (room := room - self.rows[count].height) >= 0:
            count += 1
        return count


@dataclass(frozen=True, slots=True)
class Scale:
    """The scale of all bars of an overview."""

    end: int
    """The count at the right end of the page."""
    step: int

    @property
    def ticks(self) -> tuple[int, ...]:
        """The counts that have a line and a number."""
        return tuple(range(0, self.end + 1, self.step))

    def length(self, count: int) -> float:
        """Return the length of a bar in mm."""
        return count / self.end * _BARS


@dataclass(frozen=True, slots=True)
class ChartPage:
    """The charts of one page."""

    charts: tuple[HeadedChart, ...]

    @property
    def height(self) -> float:
        """The height of its charts in mm, with the room before each."""
        return sum(chart.height for chart in self.charts)


@dataclass(frozen=True, slots=True)
class OverviewPages:
    """All charts and answers of an overview."""

    pages: tuple[ChartPage, ...]
    scale: Scale
    answers: tuple[AnswerBlock, ...]
    """They follow the charts of the last page."""


def overview_pages(
    charts: Sequence[HeadedChart], title: str, paragraphs: Sequence[str], lists: Sequence[AnswerList]
) -> OverviewPages:
    """Return charts and, after them, lists of answers on their pages.

    The first page has the title and some paragraphs before them.
    """
    first = _PAGE - _head_height(title, paragraphs)
    pages = _filled_pages(charts, first - _SCALE)
    _balance(pages, answers_height(lists), _room(pages, first))
    answers = answer_blocks(lists, _room(pages, first), _PAGE)
    return OverviewPages(tuple(ChartPage(tuple(page)) for page in pages if page), _scale(charts), tuple(answers))


def _room(pages: Sequence[Sequence[HeadedChart]], first: float) -> float:
    """Return what the charts leave of their last page, in mm; ``first`` is the room of the first page."""
    scale = _SCALE if pages[-1] else 0
    return (first if len(pages) == 1 else _PAGE) - scale - sum(chart.height for chart in pages[-1])


def _filled_pages(charts: Sequence[HeadedChart], first: float) -> list[list[HeadedChart]]:
    """Return charts on as few pages as they need; ``first`` is the room of the first page in mm."""
    pages: list[list[HeadedChart]] = [[]]
    left = first
    for chart in charts:
        rest: HeadedChart | None = chart
        while rest:
            part, rest = rest.divided(left, is_first=not pages[-1])
            if part:
                pages[-1].append(part)
                left -= part.height
            if rest:
                pages.append([])
                left = _PAGE - _SCALE
    return pages


def _balance(pages: list[list[HeadedChart]], answers: float, room: float) -> None:
    """Let the last page hold more, if little would stand on it.

    ``answers`` is the height of what follows the charts, ``room`` what the charts leave of their last page.
    """
    last = pages[-1]
    over = answers if room < LEAST_ROOM else answers - room
    if 0 < over < _NEARLY_EMPTY and len(last) > 1 and last[-1].height + answers < _PAGE:
        pages.append([last.pop()])
    elif over <= 0 and len(pages) > 1:
        _move_rows(pages, _NEARLY_EMPTY - answers - sum(chart.height for chart in last))


def _move_rows(pages: list[list[HeadedChart]], height: float) -> None:
    """Move what is last on the page before the last one to that: rows of some height, or all of a chart that is short.

    Nothing is moved if the height is not more than 0.
    """
    moved = pages[-2][-1]
    if height <= 0:
        return
    if pages[-1][0].goes_on and len(moved.rows) > 2 * _LEAST:
        count = max(_LEAST, len(moved.rows) - ceil(height / _ROW))
        pages[-2][-1] = replace(moved, rows=moved.rows[:count])
        pages[-1][0] = replace(pages[-1][0], rows=(*moved.rows[count:], *pages[-1][0].rows))
    elif len(pages[-2]) > 1 and not pages[-1][0].goes_on:
        pages[-1].insert(0, pages[-2].pop())


def _row(bar: Bar, others: str, unit: str, *, adds_up: bool) -> Row:
    """Return a row with the height that its label needs."""
    label = others if bar.label is None else bar.label + unit
    height = _ROW + (_lines(label, _LABELS, _LABEL) - 1) * _LINE
    return Row(label, bar.lengths, height, bar.label is not None, adds_up)


def _scale(charts: Sequence[HeadedChart]) -> Scale:
    """Return the scale on which each bar has room for its number behind it: the longest bar takes most of the width."""
    most = max((end for chart in charts for row in chart.rows for end in _ends(row)), default=1.0)
    step = next(step for step in _round_numbers() if ceil(most / step) <= _MOST_STEPS)
    return Scale(max(ceil(most / step), 2) * step, step)


def _ends(row: Row) -> Iterator[float]:
    """Yield what the scale has to end with so that a row's bars and numbers fit."""
    if row.adds_up:
        yield row.longest
    elif row.has_bars:
        number = advance(" · ".join(map(str, row.lengths))) * _NUMBER + 2 * _BEFORE_NUMBER
        yield row.longest * _BARS / max(_BARS - number, _BARS / 2)


def _round_numbers() -> Iterator[int]:
    """Yield 1, 2, 5, 10, 20, 50, and so on."""
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


def _head_height(title: str, paragraphs: Sequence[str]) -> float:
    """Return the height of an overview's head in mm."""
    lines = sum(_lines(text, _INTRODUCTION, _TEXT) for text in paragraphs)
    return _HEAD + (_lines(title, _ALL, _TITLE, BOLD) - 1) * _TITLE_LINE + (lines - 1) * _TEXT_LINE


def _lines(text: str, width: float, size: float, weight: int = REGULAR) -> int:
    """Return how many lines a text has; ``width`` and ``size`` are in mm."""
    return len(broken(" ".join(text.split()), width, size, weight))
