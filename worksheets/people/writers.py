"""Participants written as a list that the readers take back: YAML, a table as text, or a workbook."""

import csv
from collections.abc import Callable, Sequence
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import yaml

from worksheets.course.course import Course
from worksheets.errors import OutputError, _

from .participant import Participant


def as_file(people: Sequence[Participant], path: Path, course: Course) -> bytes:
    """Return a group's list in the format that the name's ending asks for. Raises OutputError for any other ending."""
    makers: dict[str, Callable[[Sequence[Participant], Course], bytes]] = {
        ".xlsx": as_workbook,
        ".csv": as_csv,
        ".yaml": as_yaml,
    }
    try:
        make = makers[path.suffix.lower()]
    except KeyError:
        raise OutputError(
            _("{path}: the name must end in {endings}").format(path=path, endings=", ".join(makers))
        ) from None
    return make(people, course)


def as_yaml(people: Sequence[Participant], _course: Course) -> bytes:
    """Return a list with each participant's values in their tree."""
    trees = [_tree(person) for person in people]
    return yaml.safe_dump(trees, allow_unicode=True, sort_keys=False, width=100_000).encode()


def as_csv(people: Sequence[Participant], course: Course) -> bytes:
    """Return a table with a row a person and a column for each slot that anyone has filled, under its label."""
    out = StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(_rows(people, course))
    return ("\ufeff" + out.getvalue()).encode()  # The mark tells Excel that this is UTF-8.


def as_workbook(people: Sequence[Participant], course: Course) -> bytes:
    """Return the same table as a workbook, in which every cell is text, whatever it begins with."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book["Sheet"]
    sheet.title = "Osallistujat"
    for number, row in enumerate(_rows(people, course), start=1):
        for column, text in enumerate(row, start=1):
            if text:
                cell = sheet.cell(number, column, text)
                cell.data_type = "s"  # Not a formula, though it begins with “=”.
                cell.number_format = "@"
                cell.alignment = Alignment(vertical="top", wrap_text=True)
                cell.font = Font(bold=number == 1)
    sheet.freeze_panes = "B2"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(people: Sequence[Participant], course: Course) -> list[list[str]]:
    filled = {path for person in people for path in person.values}
    columns = [slot for slot in course.slots.values() if slot.path in filled]
    return [[slot.label for slot in columns], *([person.text(slot.path) for slot in columns] for person in people)]


def _tree(person: Participant) -> Any:  # noqa: ANN401 - texts, lists and mappings, as YAML has them
    """Return a participant's values as nested mappings, with a list where the steps of their paths are numbers."""
    tree: dict[str, Any] = {}
    for path, text in sorted(person.values.items(), key=lambda item: _order(item[0])):
        *steps, last = path.split(".")
        node = tree
        for step in steps:
            node = node.setdefault(step, {})
        node[last] = text
    return _lists(tree)


def _order(path: str) -> list[tuple[int, str]]:
    return [(int(step), "") if step.isdecimal() else (0, "") for step in path.split(".")]


def _lists(tree: Any) -> Any:  # noqa: ANN401
    """PageContinuation mappings whose keys are numbers into lists; an entry that is not there is empty."""
    if not isinstance(tree, dict):
        return tree
    inner = {key: _lists(value) for key, value in tree.items()}
    if not all(key.isdecimal() for key in inner):
        return inner
    return [inner.get(str(row), {}) for row in range(1, max(map(int, inner)) + 1)]
