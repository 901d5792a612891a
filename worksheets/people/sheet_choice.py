"""Which sheets of a workbook are read: those chosen, or else those of people and those that hold one list each."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from worksheets.course.words import in_shipped_languages
from worksheets.errors import RosterError, joined, listed, nearest, shortened
from worksheets.messages import _

from .headings import Headings
from .list_options import ListOptions
from .mark_texts import SHEET_OF_OPTIONS
from .omissions import LeftOutReason, Omission
from .places import ListProblem, Place
from .row_kinds import reason_to_omit
from .sheet_titles import sheet_title
from .table import Table, name_key


@dataclass
class ChosenSheets:
    """The sheets that are read, and what is said of the others."""

    people: list[Table] = field(default_factory=list)
    lists: list[Table] = field(default_factory=list)
    """The sheets that hold one list each."""
    joined: list[Table] = field(default_factory=list)
    """Sheets about the people of earlier sheets, with more answers of theirs."""
    omissions: list[Omission] = field(default_factory=list)
    problems: list[ListProblem] = field(default_factory=list)
    oddities: list[ListProblem] = field(default_factory=list)

    @property
    def read(self) -> list[Table]:
        """The sheets that are read."""
        return [*self.people, *self.joined, *self.lists]


def choose_sheets(source: str, tables: Sequence[Table], headings: Headings, options: ListOptions) -> ChosenSheets:
    """Return which sheets of a file are read; ``source`` is its name in messages.

    Raises RosterError when there is no sheet of a name that the user has chosen, and when all sheets are hidden.
    """
    chosen = ChosenSheets()
    read = _chosen_by_name(source, tables, options, chosen) if options.tab else _shown(source, tables, options, chosen)
    chosen.lists = [table for table in read if table.list_path]
    others = [table for table in read if not table.list_path]
    if len(others) <= 1:
        chosen.people = others
        return chosen
    headed = [table for table in others if table.named and table.heading_row and not _explains(table, headings)]
    if not headed:
        chosen.problems.append(_no_names(source, others))
    else:
        without = (table for table in others if table not in headed)
        chosen.omissions += [Omission(table.source, LeftOutReason.NO_NAMES) for table in without]
        _divide_people(headed, headings, options, chosen)
    return chosen


def _chosen_by_name(source: str, tables: Sequence[Table], options: ListOptions, chosen: ChosenSheets) -> list[Table]:
    """Return the sheets whose names the user has given, in the workbook's order."""
    names = {name_key(table.sheet): table for table in tables if table.sheet}
    wanted = [name_key(name) for name in options.tab]
    missing = [name for name in options.tab if name_key(name) not in names]
    if missing:
        raise RosterError(*(no_sheet(source, name, [table.sheet for table in tables]) for name in missing))
    others = (table for table in tables if name_key(table.sheet) not in wanted)
    chosen.omissions += [Omission(table.source, LeftOutReason.OTHER_SHEET) for table in others]
    return [table for table in tables if name_key(table.sheet) in wanted]


def no_sheet(source: str, name: str, names: Sequence[str]) -> str:
    """Return the message for a sheet that the user has chosen and that is not among a file's sheets, if it has any."""
    if not any(names):
        return _("{source}: no sheet “{name}”, since the file has no sheets; leave out --tab").format(
            source=source, name=shortened(name)
        )
    message = _("{source}: no sheet “{name}”; the sheets are {sheets}.")
    return message.format(source=source, name=shortened(name), sheets=listed(names)) + nearest(name, names)


def _shown(source: str, tables: Sequence[Table], options: ListOptions, chosen: ChosenSheets) -> list[Table]:
    """Return the sheets that are not hidden."""
    shown = [table for table in tables if not table.hidden or (options.hidden and not _has_options(table))]
    if not shown:
        raise RosterError(_("{source}: all sheets are hidden; add --hidden to include them").format(source=source))
    hidden = (table for table in tables if table not in shown and not _has_options(table))
    chosen.omissions += [Omission(table.source, LeftOutReason.HIDDEN_SHEET) for table in hidden]
    return shown


def _has_options(table: Table) -> bool:
    """Return True for the hidden sheet of a workbook to start from that has the options of its lists to choose from."""
    titles = (*in_shipped_languages(SHEET_OF_OPTIONS), str(table.course.words.texts.get(SHEET_OF_OPTIONS)))
    return table.hidden and table.sheet in map(sheet_title, titles)


def _explains(table: Table, headings: Headings) -> bool:
    """Return True if there are headings where names should be: the sheet says what columns are for."""
    names = [name for row in table.rows if (name := table.name(row))]
    return sum(headings.label(name).recognised for name in names) * 2 > len(names)


def _no_names(source: str, tables: Sequence[Table]) -> ListProblem:
    course = tables[0].course
    message = _("{source}: no sheet has the heading “{label}”; add one of these to choose the sheet: {sheets}")
    sheets = joined(f'--tab "{shortened(table.sheet)}"' for table in tables)
    in_a_table = _("no sheet has the heading “{label}”; choose the sheet to read")
    label = course.slots[course.name_slot].label
    return Place(source).problem(message, in_a_table=in_a_table, label=label, sheets=sheets)


def _divide_people(tables: Sequence[Table], headings: Headings, options: ListOptions, chosen: ChosenSheets) -> None:
    """Divide sheets with names into those of people and those that are about the same people as earlier ones."""
    if len(tables) == 1:
        chosen.people.append(tables[0])
        return
    known: dict[str, dict[str, str]] = {}
    for table in tables:
        people = _texts_by_name(table, headings)
        new = [name for name in people if name not in known]
        if options.tab or not known or len(new) * 2 > len(people):
            chosen.people.append(table)
        elif _says_nothing_new(people, known):
            chosen.omissions.append(Omission(table.source, LeftOutReason.SAME_PEOPLE))
            chosen.oddities += [_only_here(table, name) for name in new]
        else:
            chosen.joined.append(table)
        for name, texts in people.items():
            known.setdefault(name, {}).update(texts)


def _texts_by_name(table: Table, headings: Headings) -> dict[str, dict[str, str]]:
    """Return the texts of a sheet by slots, by the people's names; several rows of a name are put together."""
    printed = [(number, column.slot) for number, column in table.columns.items() if column.slot]
    answers = [(number, slot) for number, slot in printed if number not in table.name_columns]
    people: dict[str, dict[str, str]] = {}
    for row in table.rows:
        name = _words_key(table.name(row))
        if name and reason_to_omit(table, row, headings) is None:
            people.setdefault(name, {}).update({slot: text for number, slot in answers if (text := row.text(number))})
    return people


def _words_key(name: str) -> str:
    """Return a name's words in the order of the alphabet: Virtanen, Aino is Aino Virtanen on another sheet."""
    return " ".join(sorted(name_key(name.replace(",", " ")).split()))


def _says_nothing_new(people: dict[str, dict[str, str]], known: dict[str, dict[str, str]]) -> bool:
    """Return True if each person's texts stand on earlier sheets, and nobody is new who has any."""
    return all(texts.items() <= known.get(name, {}).items() for name, texts in people.items())


def _only_here(table: Table, name: str) -> ListProblem:
    names = (table.name(row) for row in table.rows)
    written = next(text for text in names if _words_key(text) == name)
    message = _('{source}: “{name}” is only on this sheet, which is left out; add --tab "{sheet}" to read it instead')
    in_a_table = _("“{name}” is only on the sheet “{sheet}”, which is left out; choose the sheet to read it instead")
    return table.source.problem(message, in_a_table=in_a_table, name=shortened(written), sheet=shortened(table.sheet))
