"""Write list files that the readers accept: a group's participants, and empty files to start from.

The name's suffix gives the format: YAML, a table as delimited text (.csv), or a workbook (.xlsx).
"""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO, StringIO
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import yaml

from worksheets.course.course import Course
from worksheets.course.marks import Marks
from worksheets.course.slots import NAME, Part, Slot, lists, slots
from worksheets.course.words import Words
from worksheets.errors import OutputError
from worksheets.messages import ngettext

from .drop_downs import DropDowns, drop_downs, has_drop_down
from .guarded_texts import guarded
from .headings import Headings
from .mark_texts import SHEET_OF_OPTIONS, example_text, what_is_taken
from .participant import Participant
from .sheet_titles import sheet_title
from .texts import printable

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_TEXT_FORMAT = "@"
"""A workbook's number format for text, which keeps leading zeros."""
_NARROWEST, _WIDEST = 16, 40
"""Widths of a starting workbook's columns, in characters."""

_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""The beginning of what workbooks take for a character: _x0041_ is A (18.18.93 ST_Xstring)."""
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML cannot hold, or changes."""

Maker = TypeVar("Maker", bound=Callable[..., bytes])


def as_file(people: Sequence[Participant], path: Path, course: Course) -> bytes:
    """Return a group's list in the format of the path's suffix: .xlsx, .csv or .yaml.

    Raises OutputError for any other suffix.
    """
    return maker_of(_LISTS, path)(people, course)


def starter(content: str, path: Path, course: Course) -> bytes:
    """Return an empty file to fill in, in the format of the path's suffix.

    ``content`` is "participant" (.yaml) or "roster" (.xlsx, .csv, .yaml). Raises OutputError for any other suffix.
    """
    if content == "participant":
        return maker_of({".yaml": participant_yaml}, path)(course)
    return maker_of({".xlsx": roster_workbook, ".csv": roster_csv, ".yaml": roster_yaml}, path)(course)


def check_list_suffix(path: Path) -> None:
    """Raise OutputError, with the valid suffixes, for a path whose suffix is no format of a list."""
    maker_of(_LISTS, path)


def maker_of(makers: Mapping[str, Maker], path: Path) -> Maker:
    """Return the function for the path's suffix; raise OutputError, with the valid suffixes, for any other."""
    try:
        return makers[path.suffix.lower()]
    except KeyError:
        endings = ", ".join(makers)
        message = ngettext(
            "{path}: the file name must end in {endings}",
            "{path}: the file name must end in one of these: {endings}",
            len(makers),
        )
        raise OutputError(message.format(path=path, endings=endings)) from None


def schema_name(course: Course) -> str:
    """Return the file name of the JSON Schema to which a new participant's file points the editor."""
    return f"{course.name}.schema.json"


# YAML


class _Dumper(yaml.SafeDumper):
    """Writes the text NaN in quotes too, which the reader takes for a missing number without them."""


_Dumper.add_implicit_resolver("tag:yaml.org,2002:float", re.compile("NaN$"), ["N"])


def as_yaml(people: Sequence[Participant], _course: Course) -> bytes:
    """Return a YAML list with each participant's values as nested mappings and lists."""
    trees = [_tree(person) for person in people]
    return yaml.dump(trees, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100_000).encode()


def participant_yaml(course: Course) -> bytes:
    """Return one participant's file: every slot, with its label in a comment, and empty except for the name."""
    editor = f"# yaml-language-server: $schema={schema_name(course)}\n"
    heading = f"# {course.words.text('participant_file', course=course.title)}\n"
    lines = _lines(course.root, "", course.words.text("untouched_name"), course.words)
    return (editor + heading + "\n".join(lines) + "\n").encode()


def roster_yaml(course: Course) -> bytes:
    """Return a list with one example participant to copy, whom the reader leaves out."""
    heading = f"# {course.words.text('group_file', course=course.title)}\n"
    first, *others = _lines(course.root, "  ", course.words.text("example_name"), course.words, is_example=True)
    return (heading + "\n".join([f"- {first[2:]}", *others]) + "\n").encode()


def _tree(person: Participant) -> Any:  # noqa: ANN401 - texts, lists and mappings, as YAML has them
    """Return a participant's values as nested mappings; numbers in the paths make lists."""
    tree: dict[str, Any] = {}
    for path, text in sorted(person.values.items(), key=lambda item: _entry_numbers(item[0])):
        *steps, last = path.split(".")
        node = tree
        for step in steps:
            node = node.setdefault(step, {})
        node[last] = _valid(text)
    return _with_lists(tree)


def _entry_numbers(path: str) -> list[tuple[int, str]]:
    """Return a sort key that orders a list's entries by number and leaves other paths in their order."""
    return [(int(step), "") if step.isdecimal() else (0, "") for step in path.split(".")]


def _with_lists(tree: Any) -> Any:  # noqa: ANN401
    """Return the tree with lists for mappings whose keys are all numbers; a missing entry is an empty mapping."""
    if not isinstance(tree, dict):
        return tree
    inner = {key: _with_lists(value) for key, value in tree.items()}
    if not all(key.isdecimal() for key in inner):
        return inner
    return [inner.get(str(number), {}) for number in range(1, max(map(int, inner)) + 1)]


def _lines(part: Part, indent: str, name: str, words: Words, *, is_example: bool = False) -> Iterator[str]:
    """Yield the lines of a YAML file with every slot under a part, empty except for the name.

    In a group's file ``is_example`` fills the marks, too.
    """
    for child in part.parts:
        note = f"  # {_label(child)}"
        if child.given:
            yield f"{indent}{child.id}:{note}"
            for label in child.given:
                first, *others = _lines(child, indent + "    ", name, words, is_example=is_example)
                yield f"{indent}  # {label}"
                yield f"{indent}  - {first.strip()}"
                yield from others
        elif child.rows:
            first, *others = _lines(child, indent + "    ", name, words, is_example=is_example)
            yield f"{indent}{child.id}:{note}, {words.text('at_most', most=child.most)}"
            yield f"{indent}  - {first.strip()}"
            yield from others
        elif child.parts:
            yield f"{indent}{child.id}:{note}"
            yield from _lines(child, indent + "  ", name, words, is_example=is_example)
        else:
            text = example_text(child.marks) if is_example and child.marks else ""
            text = name if child.role == NAME else text
            taken = f" – {what_is_taken(child.marks, words)}" if child.marks else ""
            yield f"{indent}{child.id}: {_quoted(text)}{note}{taken}"


def _quoted(text: str) -> str:
    """Return a text in the double quotes of YAML, which are those of JSON."""
    return json.dumps(text, ensure_ascii=False)


def _label(part: Part) -> str:
    return f"{part.label} ({part.hint})" if part.hint else part.label


# Delimited text


def as_csv(people: Sequence[Participant], course: Course) -> bytes:
    """Return a table with a row for each person and a column for each slot that anyone has filled.

    A text that a spreadsheet would compute is guarded by an apostrophe, which the reader takes away.
    """
    return delimited(_rows(people, course, is_delimited=True), quote_all=True)


def roster_csv(course: Course) -> bytes:
    """Return a table with an example row and a column for each slot; lists have as many entries as a blank page."""
    columns = [slot for part in course.root.parts for slot in slots(part, all_entries=False)]
    name, headings = course.words.text("example_name"), Headings(course)
    example = [name if slot.path == course.name_slot else example_text(slot.marks) for slot in columns]
    return delimited([[headings.heading_of(slot.path) for slot in columns], example])


def _rows(people: Sequence[Participant], course: Course, *, is_delimited: bool) -> list[list[str]]:
    """Return the headings of the slots that anyone has filled, and a row of texts for each person."""
    filled = {path for person in people for path in person.values}
    headings = Headings(course)
    known = {path: headings if path == course.name_slot else None for path in course.slots if path in filled}
    rows = [
        [guarded(_valid(person.text(path)), names, is_delimited=is_delimited) for path, names in known.items()]
        for person in people
    ]
    return [[headings.heading_of(path) for path in known], *rows]


def _valid(text: str) -> str:
    """Return a text without what no list can hold; those of files and forms are so already."""
    return text.strip() if text.isprintable() else printable(text)


def delimited(rows: Iterable[Sequence[str]], *, quote_all: bool = False) -> bytes:
    """Return rows as delimited text that spreadsheets open."""
    out = StringIO(newline="")
    writer = csv.writer(
        out, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    )
    writer.writerows(rows)
    return ("\ufeff" + out.getvalue()).encode()  # The byte order mark tells Excel that this is UTF-8.


# Workbooks


def as_workbook(people: Sequence[Participant], course: Course) -> bytes:
    """Return the table of ``as_csv`` as a workbook in which every cell is text, whatever it begins with."""
    return _workbook([(_people_sheet(course), partial(_fill_people, rows=_rows(people, course, is_delimited=False)))])


def roster_workbook(course: Course) -> bytes:
    """Return a workbook with a sheet of people and a sheet for each list, whose rows name the person they belong to.

    Every cell is text, so that leading zeros are kept; each heading has a note that explains the column. Where one
    option of a slot can be chosen, its cells have a list of them to choose from.
    """
    sheets = [(_people_sheet(course), [*_people_columns(course)])]
    for path, part in ((path, part) for path, part in lists(course.root) if not part.given):
        title = _list_title(path, part, course, [title for title, _columns in sheets])
        sheets.append((title, [*_list_columns(part, course)]))
    columns = chain.from_iterable(columns for _title, columns in sheets)
    choices = [column.marks for column in columns if column.marks and has_drop_down(column.marks)]
    lists_of_options = drop_downs(sheet_title(course.words.text(SHEET_OF_OPTIONS)), choices)
    fillers = [(title, partial(_fill_example, columns=columns, choices=lists_of_options)) for title, columns in sheets]
    options = [(lists_of_options.sheet_title, lists_of_options.fill)] if lists_of_options.listed else []
    return _workbook([*fillers, *options])


@dataclass(frozen=True, slots=True)
class _StartColumn:
    """A column of a file to start from."""

    heading: str
    note: str
    example: str
    marks: Marks | None = None


def _list_title(path: str, part: Part, course: Course, taken: Sequence[str]) -> str:
    """Return a title of a list's sheet by which the reader knows the list, and which no other sheet has."""
    headings, others = Headings(course), {title.casefold() for title in taken}
    titles = [sheet_title(name) for name in (*part.also, part.label, part.id)]
    known = (title for title in titles if title.casefold() not in others and headings.list_of(title) == path)
    return next(known, titles[-1])


def _people_columns(course: Course) -> Iterator[_StartColumn]:
    headings = Headings(course)
    for slot in (slot for part in course.root.parts for slot in _outside_lists(part)):
        name = course.words.text("example_name") if slot.path == course.name_slot else ""
        example = name or example_text(slot.marks)
        yield _StartColumn(headings.heading_of(slot.path), _note(slot, course.words), example, slot.marks)


def _list_columns(part: Part, course: Course) -> Iterator[_StartColumn]:
    words = course.words
    note = words.text("name_as_in_sheet", sheet=_people_sheet(course))
    yield _StartColumn(_name_heading(course, part), note, words.text("example_name"))
    for child in part.parts:
        note = what_is_taken(child.marks, words) if child.marks else words.text("most_rows", most=part.most)
        yield _StartColumn(_label(child), note, example_text(child.marks), child.marks)


def _workbook(sheets: Iterable[tuple[str, Callable[["Worksheet"], None]]]) -> bytes:
    """Return a workbook with these sheets: each has a title and a function that fills it.

    The first row and the first column are frozen.
    """
    from openpyxl import Workbook

    book = Workbook()
    del book["Sheet"]
    for title, fill in sheets:
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "B2"
        fill(sheet)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _fill_people(sheet: "Worksheet", rows: Sequence[Sequence[str]]) -> None:
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            if text:
                put_text(sheet, number, column, text, is_bold=number == 1)


def put_text(sheet: "Worksheet", row: int, column: int, text: str, *, is_bold: bool) -> None:
    """Write a text into a cell, whatever it begins with and whatever characters it has."""
    from openpyxl.styles import Alignment, Font

    text = _NOT_IN_XML.sub(lambda match: f"_x{ord(match[0]):04X}_", _ESCAPE.sub("_x005F_", text))
    cell = sheet.cell(row, column, text)
    cell.data_type = "s"  # Otherwise openpyxl makes a formula of a text that begins with “=”.
    cell.number_format = _TEXT_FORMAT
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    cell.font = Font(bold=is_bold)


def _fill_example(sheet: "Worksheet", columns: Sequence[_StartColumn], choices: DropDowns) -> None:
    """Write the headings with their notes, the example row, and what can be chosen in the cells under it."""
    from openpyxl.comments import Comment
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet.append([column.heading for column in columns])
    sheet.append([column.example for column in columns])
    for number, start in enumerate(columns, start=1):
        heading = sheet.cell(1, number)
        heading.font = Font(bold=True)
        heading.comment = Comment(start.note, "worksheets")
        column = sheet.column_dimensions[get_column_letter(number)]
        column.number_format = _TEXT_FORMAT
        column.width = min(max(len(start.heading) + 4, _NARROWEST), _WIDEST)
        sheet.cell(2, number).number_format = _TEXT_FORMAT
        if start.marks and has_drop_down(start.marks):
            choices.add(sheet, number, start.marks)


def _name_heading(course: Course, part: Part) -> str:
    """Return a heading for the participants' names on a list's own sheet that is no heading of the list."""
    name = course.part(course.name_slot)
    taken = {heading for child in part.parts for heading in (child.label, *child.also, child.id)}
    return next((heading for heading in (*name.also, name.label) if heading not in taken), course.name_slot)


def _people_sheet(course: Course) -> str:
    return sheet_title(course.words.text("sheet_of_people"))


def _note(slot: Slot, words: Words) -> str:
    if slot.marks:
        return f"{slot.label} ({slot.path}): {what_is_taken(slot.marks, words)}"
    return words.text("most_characters", label=slot.label, path=slot.path, most=slot.limit)


def _outside_lists(part: Part) -> Iterator[Slot]:
    """Yield the slots under a part that are in no list, or in one whose rows are given."""
    for slot in slots(part, all_entries=False):
        if part.given or not any(step.isdecimal() for step in slot.path.split(".")):
            yield slot


_LISTS = {".xlsx": as_workbook, ".csv": as_csv, ".yaml": as_yaml}
"""The formats of a group's list, by suffix."""
