"""A table to be filled in; the head of the Markdown table in the fence names its columns.

Rows below the head give the first column: their first cells are labels, such as the days of a week.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from worksheets.course.marks import Marks
from worksheets.course.shapes import EXAMPLE_PARTS, single_slot_problems
from worksheets.course.slots import TABLE, Part
from worksheets.course.table_columns import (
    ACROSS,
    LEAST_ROW,
    UPRIGHT,
    NarrowColumn,
    has_room_for_rows,
    is_check,
    is_planned,
    narrow_columns,
    numbers_of,
)
from worksheets.errors import quoted, shortened
from worksheets.messages import _, marked

from .exercise_type import Declared, ExerciseType, Key

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

    from worksheets.course.markdown.fence import Fence

_ROWS = 5
"""The rows on a blank page for which a fence asks that says nothing."""
_TICKED = Marks(("x",))
"""What a box to tick can hold."""
_LONGEST_GIVEN = 100
"""The most letters of a given label."""
_EXAMPLE = """
::: table Viikko {#viikko widths="29 74 51 14" height=27}
| Päivä | Mitä teen {#mita} | Milloin {#milloin} | Tehty {#tehty check} |
|---|---|---|---|
| maanantai | | | |
| tiistai | | | |
:::
"""


def _declare(fence: "Fence") -> Declared:
    above, tables = fence.divided("table")
    fence.refuse(tables[1:], _("nothing can follow the table here; move this above it, or below :::"))
    values = fence.given_values()
    rows = fence.body_rows(tables)
    if rows or values.get("given"):
        given, parts = _given(fence, tables, rows), fence.head_parts(tables[:1], without=1)
        if tables and not parts:
            problem = _("all columns are given, and none is left to write in; add one: {example}")
            fence.refuse(tables, problem.format(example="| Mitä teen {#mita} |"))
        return Declared(values | given | {"parts": parts}, above)
    count = fence.value("rows", _ROWS)
    sizes = {"rows": count, "most": fence.value("most", count)}
    return Declared(values | sizes | {"parts": fence.head_parts(tables[:1])}, above)


def _given(
    fence: "Fence", tables: Sequence["SyntaxTreeNode"], rows: Sequence["SyntaxTreeNode"]
) -> dict[str, str | list[str]]:
    """Return the given labels, and the head above them."""
    labels = list(fence.value("given", ())) or [_row_label(fence, row) for row in rows]
    if fence.value("given"):
        fence.refuse(rows, _("the first column stands both in braces and here; delete one of them"))
    heads = [fence.text(cell) for cell in fence.head_cells(tables)[:1]]
    for head in heads:
        if head.endswith("}"):
            problem = _("the first column is given below, so nobody writes in it; delete {braces} from its head")
            fence.refuse(fence.head_cells(tables), problem.format(braces=shortened(head[head.rfind("{") :], 40)))
    return {"given": labels, "given-label": fence.value("given-label", "".join(heads))}


def _row_label(fence: "Fence", row: "SyntaxTreeNode") -> str:
    """Return the label that begins a row; what is in its other cells is a fault."""
    first, *others = row.children
    filled = [cell for cell in others if fence.text(cell)]
    if filled:
        problem = _("only the first cell of a row is given; the others are for what participants write: delete {text}")
        fence.refuse([row], problem.format(text=quoted(fence.text(filled[0]))))
    return fence.text(first)


def _problems(exercise: Part) -> Iterator[str]:
    if exercise.given:
        yield from _given_problems(exercise)
    elif not exercise.rows:
        yield _("a table needs rows, the number of rows on a blank page; add rows = 5")
    if not exercise.parts:
        if not exercise.rows:
            yield _("a table needs parts, one for each column; add {parts}").format(parts=EXAMPLE_PARTS)
        return
    yield from single_slot_problems(exercise.parts) if not exercise.rows else ()
    yield from _width_problems(exercise)


def _given_problems(exercise: Part) -> Iterator[str]:
    if exercise.rows and exercise.rows != len(exercise.given):
        yield _("the given first column says how many rows there are; delete rows and most")
    labels = [" ".join(label.split()) for label in exercise.given]
    for number, label in enumerate(labels, start=1):
        if not label:
            yield _("row {number} has no label in its first column; write one, as in | maanantai | |").format(
                number=number
            )
        elif len(label) > _LONGEST_GIVEN:
            problem = _("the label {label} is longer than {most} letters; shorten it")
            yield problem.format(label=quoted(label), most=_LONGEST_GIVEN)
    for label in dict.fromkeys(label for label in labels if label and labels.count(label) > 1):
        yield _("two rows have the label {label}; change one of them").format(label=quoted(label))


def _width_problems(exercise: Part) -> Iterator[str]:
    """Yield what is wrong with the widths of the columns and the height of the rows."""
    widths, height = exercise.setting("widths"), exercise.setting("height")
    columns = len(exercise.parts) + bool(exercise.given)
    if widths is not None and len(numbers_of(widths)) != columns:
        problem = _('widths are {count} numbers, one for each column, with spaces between them: widths = "{example}"')
        yield problem.format(count=columns, example=" ".join(["2", *["1"] * (columns - 1)]))
    elif height is not None and not LEAST_ROW <= height <= UPRIGHT.height:
        problem = _("height must be from {least} to {most}, in mm")
        yield problem.format(least=int(LEAST_ROW), most=int(UPRIGHT.height))
    elif narrow := narrow_columns(exercise, ACROSS):
        yield _too_narrow(min(narrow, key=lambda column: column.width))
    elif is_planned(exercise) and not any(
        has_room_for_rows(exercise, sheet) for sheet in (UPRIGHT, ACROSS) if not narrow_columns(exercise, sheet)
    ):
        yield _no_room_for_rows(exercise)


def _too_narrow(column: NarrowColumn) -> str:
    """Return that a column is too narrow, with what would be wide enough."""
    values = {"column": quoted(column.label), "width": int(column.width), "least": round(column.least)}
    if not column.letters:
        message = _("the column {column} is {width} mm wide, but needs {least}; make it wider, or delete a column")
        return message.format(**values)
    message = _(
        "the column {column} has {width} mm to write in, but a hand needs {least}; make it wider, or write "
        "limit={letters} if so few letters are enough"
    )
    return message.format(**values, letters=column.letters)


def _no_room_for_rows(exercise: Part) -> str:
    """Return that the rows have no room on a page, with what would have."""
    count = len(exercise.given) or exercise.rows
    sheet = ACROSS if narrow_columns(exercise, UPRIGHT) else UPRIGHT
    if sheet.height / max(count, 1) < LEAST_ROW:
        problem = _("{count} rows have no room on a page, {most} have; divide them among several tables")
        return problem.format(count=count, most=int(sheet.height / LEAST_ROW))
    problem = _("{count} rows of {height} mm have no room on a page; write height = {least}, or less")
    return problem.format(count=count, height=exercise.setting("height"), least=int(sheet.height / count))


def _completed(exercise: Part) -> Part:
    """Return a table whose boxes take a tick, and which has as many rows as are given."""
    parts = tuple(replace(part, marks=_TICKED) if is_check(part) else part for part in exercise.parts)
    count = len(exercise.given)
    return replace(exercise, parts=parts, rows=count or exercise.rows, most=count or exercise.most)


TYPE = ExerciseType(
    TABLE,
    "taulukko",
    (
        Key("rows", "rivit", int, marked("the rows on a blank page")),
        Key("most", "enintään", int, marked("the most rows that a participant can have")),
        Key("widths", "leveydet", str, marked('how wide the columns are to one another: "2 1 1", or in mm')),
        Key("height", "korkeus", int, marked("the height of each row in mm, at least 8; the page then lies upright")),
        Key("given", "annetut", tuple, marked("the labels of the first column, a row for each, such as days")),
        Key("given-label", "annettujen-otsikko", str, marked("the head above these labels")),
    ),
    _declare,
    _problems,
    _completed,
    (Key("check", "rasti", bool, marked("a box to tick, in the middle of the cell")),),
    marked("rows to be filled in: a table's head names the columns; rows below it give the first column"),
    _EXAMPLE,
)
