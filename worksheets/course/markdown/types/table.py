"""A table to be filled in; the head of the Markdown table in the fence names its columns."""

from worksheets.course.markdown.attributes import Key
from worksheets.course.markdown.columns import head_parts
from worksheets.course.markdown.fence import Declared, ExerciseType, Fence
from worksheets.course.slots import TABLE
from worksheets.messages import _

_ROWS = 5
"""The rows on a blank page for which a fence asks that says nothing."""


def _declare(fence: Fence) -> Declared:
    above, tables = fence.divided("table")
    fence.refuse(tables[1:], _("nothing can follow the table here; move this above it, or below :::"))
    rows = fence.value("rows", _ROWS)
    return Declared({"rows": rows, "most": fence.value("most", rows), "parts": head_parts(fence, tables[:1])}, above)


TYPE = ExerciseType(TABLE, "taulukko", (Key("rows", "rivit", int), Key("most", "enintään", int)), _declare)
