"""A sign-in sheet: rows with names, a column to sign in for each date, and empty rows for drop-ins."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from worksheets.course.course import Course
from worksheets.course.layout import Layout
from worksheets.course.slots import TIME
from worksheets.course.words import Words
from worksheets.errors import OptionsError, Problems
from worksheets.messages import ngettext
from worksheets.people.participant import Participant

from .dates import CourseDate, date_heading, parse_dates, printed_time
from .heads import Head, checked_title, common_text, head, lines_of
from .kinds import Attendance
from .listed_names import ListedName, in_order, listed_names
from .row_heights import RowRoom, row_pages

_MOST_CELLS = 6500
"""The most cells of names and dates: 1,300 people with 4 dates fit into the 400 MiB of a process, 1,500 do not."""
_SPARE = 2
"""The fewest empty rows after the names, for drop-ins."""
_BLANK_ROWS = 15
"""The fewest rows of a sheet without names."""
_DATES_UPRIGHT = 4
"""The most dates on A4 upright; with more, the paper lies across."""
_WIDE_NAMES = 2
"""The most dates beside which the column of names is wide."""


@dataclass(frozen=True, slots=True)
class DateColumn:
    """A column to sign in."""

    heading: str = ""
    """The date; empty if it is written by hand."""
    time: str = ""
    number: int = 0
    """Which of several dates that are written by hand it is; 0 for the only one."""


@dataclass(frozen=True, slots=True)
class SignInRow:
    """A row: a name, or an empty place for one."""

    number: int
    height: float
    """In mm."""
    name: ListedName | None = None
    is_small: bool = False
    """The name is set in the small size."""
    starts_page: bool = False


@dataclass(frozen=True, slots=True)
class SignInTable:
    """A table with as many dates as stand side by side, and with everybody."""

    columns: tuple[DateColumn, ...]
    rows: tuple[SignInRow, ...]
    starts_page: bool
    """It begins on a page of its own."""


@dataclass(frozen=True, slots=True)
class DrawnAttendance:
    """What the template of a sign-in sheet draws."""

    head: Head
    is_across: bool
    """The paper lies across."""
    name_width: float
    """The width of the column of names and their numbers, in mm."""
    number_width: float
    heading_height: float
    """The height of the tables' heads, in mm."""
    tables: tuple[SignInTable, ...]


def attendance(
    product: Attendance, people: Sequence[Participant], course: Course, layout: Layout, words: Words
) -> DrawnAttendance:
    """Return a sign-in sheet for the people who have names; the others only say what is the same for everybody.

    Raises OptionsError for dates that are none, and for a title that cannot be printed.
    """
    problems, dates, title = Problems(), tuple[CourseDate, ...](), ""
    named = [person for person in people if person.name]
    with problems:
        dates = parse_dates(product.dates)
        _check_size(len(named), len(dates))
    with problems:
        title = checked_title(product.title, words.text("attendance_title"), words)
    problems.raise_any()
    if not product.in_given_order:
        named = in_order(named, by_last_name=product.by_last_name)
    names = listed_names(named, course, words, last_name_first=product.by_last_name)
    hint = words.text("sign_each_time" if len(dates) > 1 else "sign_once")
    top = head(title, [hint], people, course, layout, words)
    return _Sheet(layout, names, top, dates, common_text(people, course, TIME), words).drawn()


def _check_size(people: int, dates: int) -> None:
    """Raise OptionsError for a sheet that takes more memory than a process may have."""
    most = _MOST_CELLS // (1 + max(dates, 1))
    if people <= most:
        return
    message = ngettext(
        "{people} people and {count} date are too much for one sign-in sheet; choose at most {most} people at a time, "
        "such as --rows 1-{most}, or fewer dates",
        "{people} people and {count} dates are too much for one sign-in sheet; choose at most {most} people at a time, "
        "such as --rows 1-{most}, or fewer dates",
        max(dates, 1),
    )
    raise OptionsError(message.format(people=people, count=max(dates, 1), most=most))


class _Sheet:
    """Measures a sheet."""

    def __init__(  # noqa: PLR0913, PLR0917 - what stands on it
        self,
        layout: Layout,
        names: Sequence[ListedName],
        top: Head,
        dates: Sequence[CourseDate],
        time: str,
        words: Words,
    ) -> None:
        """``time`` is when the course is held, if that is the same for everybody and there are no dates."""
        self._layout = layout
        self._names = names
        self._top = top
        self._is_across = len(dates) > _DATES_UPRIGHT
        self._columns = list(_columns(dates, time, words))
        is_wide = len(self._columns) <= _WIDE_NAMES
        self._name_width = layout.number("sign-wide-name-width" if is_wide else "sign-name-width")

    def drawn(self) -> DrawnAttendance:
        """Return what is drawn."""
        parts = self._parts()
        heading = max(map(self._heading_height, parts))
        tables = tuple(self._table(columns, index, heading) for index, columns in enumerate(parts))
        number_width = self._layout.number("sign-number-width")
        return DrawnAttendance(self._top, self._is_across, self._name_width, number_width, heading, tables)

    @property
    def _width(self) -> float:
        return self._layout.number("sign-across-width" if self._is_across else "sign-width")

    def _parts(self) -> list[tuple[DateColumn, ...]]:
        """Return the columns of each table: as many as fit beside the names, evenly divided."""
        room = self._width - self._name_width
        most = _DATES_UPRIGHT if not self._is_across else int(room / self._layout.number("sign-least-width"))
        count = -(-len(self._columns) // most)
        bounds = [len(self._columns) * index // count for index in range(count + 1)]
        return [tuple(self._columns[start:end]) for start, end in pairwise(bounds)]

    def _heading_height(self, columns: Sequence[DateColumn]) -> float:
        """Return the height of a table's head, which grows with long texts in it."""
        width = (self._width - self._name_width) / len(columns) - 2 * self._layout.number("sign-padding")
        lines = max(self._lines(column.heading, width, "sign-heading-size") for column in columns)
        return self._layout.number("sign-heading") + max(lines - 1, 0) * self._layout.number("sign-heading-leading")

    def _lines(self, text: str, width: float, size: str) -> int:
        return lines_of(text, width, self._layout.number(size), self._layout)

    def _table(self, columns: tuple[DateColumn, ...], index: int, heading: float) -> SignInTable:
        """Return one of the tables, whose names are the same; the first stands below the title if it has room there."""
        page = self._layout.number("sign-across-height" if self._is_across else "sign-height")
        room = RowRoom(
            first=max(page - self._top.height - heading, 0) if index == 0 else page - heading,
            later=page - heading,
            least=self._layout.number("sign-least-row"),
            most=self._layout.number("sign-row"),
        )
        spare = _SPARE if self._names else _BLANK_ROWS
        pages = row_pages([self._height(name, is_small=True) for name in self._names], spare, room)
        starts_page = index > 0 or not pages[0]
        return SignInTable(columns, tuple(self._rows([page for page in pages if page])), starts_page)

    def _rows(self, pages: Sequence[Sequence[float]]) -> Iterator[SignInRow]:
        number = 0
        for page in pages:
            for index, height in enumerate(page):
                name = self._names[number] if number < len(self._names) else None
                number += 1
                is_small = name is not None and self._height(name, is_small=False) > height + 1e-6
                yield SignInRow(number, height, name, is_small, starts_page=number > 1 and index == 0)

    def _height(self, name: ListedName, *, is_small: bool) -> float:
        """Return the height of a row that a name needs in one of its two sizes, in mm."""
        size = "sign-small" if is_small else "sign-size"
        padding = 2 * self._layout.number("sign-row-padding")
        width = self._name_width - self._layout.number("sign-number-width") - self._layout.number("sign-padding")
        lines = self._lines(name.text, width, size) * self._layout.number(f"{size}-leading")
        notes = self._lines(name.note, width, "sign-note") * self._layout.number("sign-note-leading")
        return padding + lines + notes


def _columns(dates: Sequence[CourseDate], time: str, words: Words) -> Iterator[DateColumn]:
    if not dates:
        yield DateColumn(time)
    for number, each in enumerate(dates, start=1):
        is_numbered = each.is_open and len(dates) > 1
        yield DateColumn(date_heading(each, words), printed_time(each, words), number if is_numbered else 0)
