"""A map of contacts around a middle: a table's head names what is said of each, a list asks for more below the map."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from worksheets.course.shapes import single_slot_problems
from worksheets.course.slots import MAP, Part
from worksheets.messages import _, marked

from .exercise_type import Declared, ExerciseType, Key

if TYPE_CHECKING:
    from worksheets.course.markdown.fence import Fence

MAP_MOST = 200
"""The most entries of a map.

On the handout's map of 160 mm, 200 entries get circles of 7 mm; the circles of 300 entries, 5.5 mm, are too small for a
number of three digits, which is 5.3 mm wide. More than 1,246 entries cannot be drawn at all.
"""
_ROWS = 8
"""The balls of a blank map for which a fence asks that says nothing."""
_COLUMNS = 2
_PARTS = 'parts = [{ id = "name", label = "Name" }, { id = "support", label = "Support" }]'
_LIST = f'{{ id = "contacts", label = "Contact", rows = 8, most = 40, {_PARTS} }}'
_EXAMPLE = """
::: map Tukijat {#tuki rows=8 most=24 centre="MINÄ" entry="Tukija"}
| Nimi {#nimi} | Apu {#apu} |
|---|---|

- Kuka puuttuu vielä? {#puuttuu}
:::
"""
"""How it is written, for the reference."""


def _declare(fence: "Fence") -> Declared:
    above, rest = fence.divided("table")
    lists = [node for node in rest[1:] if node.type == "bullet_list"]
    others = [node for node in rest[1:] if node not in lists]
    fence.refuse(others, _("only a list of questions can follow the table here; move this above it, or below :::"))
    if not fence.value("centre"):
        example = 'centre="…"'
        fence.faults.add(fence.line, _("a map has a text in its middle; add {example}").format(example=example))
    rows, entry = fence.value("rows", _ROWS), fence.value("entry") or fence.labelled.label
    entries = {"id": fence.suggested_id(entry), "label": entry, "rows": rows, "most": fence.value("most", rows)}
    entries["parts"] = fence.head_parts(rest[:1])
    if len(entries["parts"]) not in (0, _COLUMNS):
        fence.refuse(rest, _("the table of a map has two columns, such as a name and what it is about"))
    questions = [fence.part(item) for node in lists for item in node.children]
    options = {name: fence.value(name, "") for name in ("centre", "example")}
    return Declared({"parts": [entries, *questions]}, above, options)


def _problems(exercise: Part) -> Iterator[str]:
    if exercise.rows:
        problem = _("a map has its rows in one of its parts; delete rows and most here, and write parts = [{part}]")
        yield problem.format(part=_LIST)
        return
    lists = [part for part in exercise.parts if part.rows]
    if not lists:
        yield _("a map needs a part with rows; add to its parts: {part}").format(part=_LIST)
    if len(lists) > 1:
        problem = _("a map can have only one part with rows, not {count} ({ids}); make the others separate exercises")
        yield problem.format(count=len(lists), ids=", ".join(part.id for part in lists))
    for part in lists:
        yield from _list_problems(part)
    yield from single_slot_problems(part for part in exercise.parts if not part.rows)


def _list_problems(part: Part) -> Iterator[str]:
    if len(part.parts) not in (0, _COLUMNS):
        problem = _("the part “{id}” of a map must have two parts, not {count}; write {parts}")
        yield problem.format(id=part.id, count=len(part.parts), parts=_PARTS)
    if part.most > MAP_MOST:
        problem = _("the part “{id}” of a map can have at most {limit} entries; write most = {limit} or less")
        yield problem.format(id=part.id, limit=MAP_MOST)


TYPE = ExerciseType(
    MAP,
    "kartta",
    (
        Key("rows", "rivit", int, marked("the balls of a blank map; without it, 8")),
        Key("most", "enintään", int, marked("the most contacts that a participant can have")),
        Key("centre", "keskellä", str, marked("the text in the middle")),
        Key("example", "esimerkki", str, marked("an example in the first ball of a blank map")),
        Key("entry", "merkintä", str, marked("what one contact is called; the label without it")),
    ),
    _declare,
    _problems,
    meaning=marked("contacts around a middle; a list below asks for more"),
    example=_EXAMPLE,
)
