"""Statements: a table with a statement a row, of whose options one is chosen; the head of the table names these."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from worksheets.course.shapes import EXAMPLE_PARTS, single_slot_problems
from worksheets.course.slots import Part
from worksheets.errors import quoted
from worksheets.messages import _, marked

from .exercise_type import Declared, ExerciseType
from .option_lists import OPTIONS, list_of_options_problems, marks_of, written_options

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

    from worksheets.course.markdown.fence import Fence

MOST_COLUMNS = 5
"""The most options: so many stand beside a statement."""
_EXAMPLE = "| | ei | vähän | täysin | ↵ |---|---|---|---| ↵ | Tiedän, mitä osaan. {#tiedan} | | | |"
_EMPTY_CELLS = ("", "( )", "()", "○", "o")
"""What the cells may have in which a participant marks an option: nothing that would be lost."""
_EXAMPLE_PAGE = """
::: statements Kuinka hyvin tämä kuvaa sinua? {#vaittamat}
| | ei lainkaan | vähän | täysin |
|---|---|---|---|
| Pyydän apua ajoissa. | | | |
| Sanon ei, kun aika ei riitä. {#ei} | | | |
:::
"""
"""How it is written, for the reference."""


def _declare(fence: "Fence") -> Declared:
    above, tables = fence.divided("table")
    fence.refuse(tables[1:], _("nothing can follow the table here; move this above it, or below :::"))
    if not tables:
        message = _("statements are a table, its head has the options: {example}")
        fence.faults.add(fence.line, message.format(example=_EXAMPLE))
        return Declared({}, above)
    head, *bodies = tables[0].children
    options = [fence.text(cell) for row in head.children for cell in row.children[1:]]
    rows = [row.children for body in bodies for row in body.children]
    if not rows:
        fence.refuse(
            tables,
            _("there are no statements below the head; write a row for each: {example}").format(example=_EXAMPLE),
        )
    parts = [_statement(fence, cells, number) for number, cells in enumerate(rows, start=1)]
    corner = "".join(fence.text(row.children[0]) for row in head.children)
    return Declared(fence.given_values() | {OPTIONS.name: options, "parts": parts}, above, {"corner": corner})


def _statement(fence: "Fence", cells: Sequence["SyntaxTreeNode"], number: int) -> dict[str, Any]:
    """Return the table of a statement; one that names no id has ``v`` and its number."""
    others = [cell for cell in cells[1:] if fence.text(cell).casefold() not in _EMPTY_CELLS]
    fence.refuse(others, _("the cells beside a statement are for the participants’ marks; leave them empty"))
    return fence.part(cells[0], f"v{number}")


def _problems(exercise: Part) -> Iterator[str]:
    if exercise.rows:
        yield _("statements have no rows = …, they are parts; delete rows and most")
    if not exercise.parts:
        yield _("there are no statements; add {parts}").format(parts=EXAMPLE_PARTS)
    yield from single_slot_problems(exercise.parts)
    options = written_options(exercise)
    yield from list_of_options_problems(options, most=MOST_COLUMNS)
    if options and marks_of(options).other:
        problem = _("the options of statements have no room to write; write {option} without ____")
        yield problem.format(option=quoted(marks_of(options).options[-1]))


def _completed(exercise: Part) -> Part:
    marks = marks_of(written_options(exercise))
    return replace(exercise, parts=tuple(replace(part, marks=marks) for part in exercise.parts))


TYPE = ExerciseType(
    "statements",
    "väittämät",
    (OPTIONS,),
    _declare,
    _problems,
    _completed,
    meaning=marked("statements, a row each, of which each gets one of the options in the table's head"),
    example=_EXAMPLE_PAGE,
)
