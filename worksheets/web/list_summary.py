"""What is to be mended in the list, and what is good to know: the box above the table, and the bar below it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from worksheets import api
from worksheets.messages import _, marked, ngettext

from .list_table import NOT_PRINTED, ShownFault, shown, spot_of
from .people import People, Spot

if TYPE_CHECKING:
    from worksheets.course.course import Course

_LISTED, _WARNINGS_LISTED = 10, 5
"""Faults and warnings that are listed at first; the warnings are not to draw the eye from the faults."""
_MOST_LISTED = 300
"""Those that are listed when somebody asks for all."""
_ROWS_NAMED = 5
"""Rows of people who are left out that the bar names."""
_COLUMNS_NAMED = 3
_UNPRINTED = (api.ColumnUse.UNKNOWN, api.ColumnUse.PERSONAL)
"""What a column is for that nobody has left out, and that is not printed."""
_OMITTED = {
    api.LeftOutReason.HIDDEN: marked("Hidden in the spreadsheet, and so left out"),
    api.LeftOutReason.HIDDEN_SHEET: marked("Hidden in the spreadsheet, and so left out"),
    api.LeftOutReason.SAME_PEOPLE: marked("Left out: the same participants as on an earlier sheet"),
    api.LeftOutReason.OTHER_SHEET: marked("Left out: another sheet is read"),
}
"""What is said of what is left out, where the command line names an option."""
_MOST_ORDERS = 40
"""Fields by which people can be sorted."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The faults and the warnings of a list."""

    count: int
    """How many things are to be mended."""
    faults: tuple[ShownFault, ...]
    warnings_count: int
    warnings: tuple[ShownFault, ...]
    has_hidden: bool = False
    """Something is left out because the spreadsheet hides it."""

    @property
    def is_cut(self) -> bool:
        """Some faults or warnings are not listed."""
        return self.count > len(self.faults) or self.warnings_count > len(self.warnings)


def summary_of(people: People) -> Summary:
    """Return what is listed above the table."""
    most = _MOST_LISTED if people.view.every_fault else _LISTED
    faults = tuple(shown(fault, people) for fault in people.errors[:most])
    others = [*_omitted(people), *(shown(fault, people) for fault in people.warnings)]
    warnings = [*_unprinted(people), *_joined(others)]
    most = _MOST_LISTED if people.view.every_fault else _WARNINGS_LISTED
    return Summary(len(people.errors), faults, len(warnings), tuple(warnings[:most]), _has_hidden(people))


def _has_hidden(people: People) -> bool:
    reasons = {omission.reason for omission in people.roster.omissions}
    is_hidden = any(person.hidden for person in people.roster.people)
    return is_hidden or bool(reasons & {api.LeftOutReason.HIDDEN, api.LeftOutReason.HIDDEN_SHEET})


def _joined(warnings: Iterable[ShownFault]) -> Iterator[ShownFault]:
    """Yield warnings, with one for all the rows in which the same is said of the same column."""
    alike: dict[tuple[str, int, int, bool], list[ShownFault]] = {}
    for warning in warnings:
        spot = warning.spot
        alike.setdefault((warning.message, spot.sheet, spot.column, bool(spot.row)), []).append(warning)
    for (_message, _sheet, _column, has_row), group in alike.items():
        if has_row and len(group) > 1:
            rows = tuple(warning.spot.row for warning in group)
            yield replace(group[0], rows=_listed(rows, _ROWS_NAMED), person="")
        else:
            yield from group


def _unprinted(people: People) -> Iterator[ShownFault]:
    """Yield, for each sheet, its columns that are on no page although somebody may think so."""
    asked = {(fault.sheet, fault.column) for fault in people.errors if not fault.row}
    for index, sheet in enumerate(people.judged.sheets):
        columns = [
            column
            for column in (sheet.columns if sheet.use is not api.SheetUse.LEFT_OUT else ())
            if column.heading and column.use in _UNPRINTED and (index, column.number) not in asked
        ]
        if columns:
            message = ngettext(
                "It is not printed, unless you choose its place in the menu under its heading",
                "They are not printed, unless you choose their places in the menus under their headings",
                len(columns),
            )
            listed = _listed([column.heading for column in columns], _COLUMNS_NAMED) if len(columns) > 1 else ""
            yield ShownFault(message, spot_of(people, index, 0, columns[0].number), columns=listed)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Who and what gives nothing to print: a sentence in the bar."""

    rows: str
    """The first rows of people with faults, as a sentence lists them."""
    row_count: int
    columns: str
    """The first columns that are not printed."""
    column_count: int


def _omitted(people: People) -> Iterator[ShownFault]:
    """Yield the rows and sheets that give no handout because they are no people, or hidden."""
    hidden = (person.omission for person in people.roster.people if person.hidden)
    for omission in filter(None, (*people.roster.omissions, *hidden)):
        # Places know more than their text; lists that were made otherwise may have none.
        sheet, row = getattr(omission.location, "sheet", 0), getattr(omission.location, "row", 0)
        words = _OMITTED.get(omission.reason)
        message = _(words) if words else _("Left out: {reason}").format(reason=omission.reason.explanation)
        name = "" if row or sheet >= len(people.judged.sheets) else people.judged.sheets[sheet].name
        yield ShownFault(message, Spot(sheet, row), omission.text, sheet_name=name)


def left_out_of(people: People) -> LeftOut:
    """Return who is left out, and which columns are."""
    rows = people.left_out
    sheets = {index for index, _row in people.places.values()}
    columns = [
        column.heading
        for index, sheet in enumerate(people.judged.sheets)
        if index in sheets
        for column in sheet.columns
        if column.heading and column.use in (api.ColumnUse.UNKNOWN, api.ColumnUse.PERSONAL, api.ColumnUse.LEFT_OUT)
    ]
    return LeftOut(_listed(rows, _ROWS_NAMED), len(rows), _listed(columns, _COLUMNS_NAMED), len(columns))


def _listed(texts: "tuple[object, ...] | list[str]", most: int) -> str:
    """Return texts as a sentence lists them; of many, the first and how many more there are."""
    words = [str(text) for text in texts[:most]]
    if len(texts) > most:
        return _("{names} and {count} more").format(names=", ".join(words), count=len(texts) - most)
    if len(words) > 1:
        return _("{names} and {last}").format(names=", ".join(words[:-1]), last=words[-1])
    return "".join(words)


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose from a menu."""

    value: str
    label: str


def orders_of(people: People, course: "Course") -> tuple[Choice, ...]:
    """Return the fields by which people can be sorted: those that the list has, and the last name."""
    orders = {course.name_slot: course.slots[course.name_slot].label, "sukunimi": _("Last name")}
    sheets = {index for index, _row in people.places.values()}
    for index in sorted(sheets):
        for column in people.judged.sheets[index].columns:
            if column.use is api.ColumnUse.SLOT and column.meaning in course.settable:
                orders.setdefault(column.meaning, column.label)
            elif column.use in (api.ColumnUse.UNKNOWN, api.ColumnUse.PERSONAL, api.ColumnUse.NUMBER) and column.heading:
                orders.setdefault(column.heading, column.heading)
    return tuple(Choice(value, label) for value, label in orders.items())[:_MOST_ORDERS]


@dataclass(frozen=True, slots=True)
class MeaningGroup:
    """Things that a column can be taken for, under the label of their exercise."""

    label: str
    """Empty for what is about the person or the group."""
    meanings: tuple[Choice, ...]


def meaning_groups(course: "Course") -> tuple[MeaningGroup, ...]:
    """Return the menu of what a column can be taken for, without “not printed”, which stands first in it."""
    groups: dict[str, list[Choice]] = {}
    for meaning in api.meanings(course):
        if meaning.path != NOT_PRINTED:
            label = meaning.label[:1].upper() + meaning.label[1:]
            groups.setdefault(meaning.group, []).append(Choice(meaning.path, label))
    return tuple(MeaningGroup(label, tuple(group)) for label, group in groups.items())
