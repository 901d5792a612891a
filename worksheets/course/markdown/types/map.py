"""A map of contacts around a middle: a table's head names what is said of each, a list asks for more below the map."""

from worksheets.course.markdown.attributes import Key, suggested_id
from worksheets.course.markdown.columns import head_parts
from worksheets.course.markdown.fence import Declared, ExerciseType, Fence
from worksheets.course.slots import MAP
from worksheets.messages import _

_ROWS = 8
"""The balls of a blank map for which a fence asks that says nothing."""

_COLUMNS = 2


def _declare(fence: Fence) -> Declared:
    above, rest = fence.divided("table")
    lists = [node for node in rest[1:] if node.type == "bullet_list"]
    others = [node for node in rest[1:] if node not in lists]
    fence.refuse(others, _("only a list of questions can follow the table here; move this above it, or below :::"))
    if not fence.value("centre"):
        example = 'centre="…"'
        fence.faults.add(fence.line, _("a map has a text in its middle; add {example}").format(example=example))
    rows, entry = fence.value("rows", _ROWS), fence.value("entry") or fence.labelled.label
    entries = {"id": suggested_id(entry), "label": entry, "rows": rows, "most": fence.value("most", rows)}
    entries["parts"] = head_parts(fence, rest[:1])
    if len(entries["parts"]) not in (0, _COLUMNS):
        fence.refuse(rest, _("the table of a map has two columns, such as a name and what it is about"))
    questions = [fence.part(item) for node in lists for item in node.children]
    options = {name: fence.value(name, "") for name in ("centre", "example")} | {"entries": entries["id"]}
    return Declared({"parts": [entries, *questions]}, above, options)


TYPE = ExerciseType(
    MAP,
    "kartta",
    (
        Key("rows", "rivit", int),
        Key("most", "enintään", int),
        Key("centre", "keskellä"),
        Key("example", "esimerkki"),
        Key("entry", "merkintä"),
    ),
    _declare,
)
