"""A text: one question over rules. What stands in the fence is its hint."""

from worksheets.course.markdown.attributes import Key
from worksheets.course.markdown.fence import Declared, ExerciseType, Fence
from worksheets.course.markdown.parser import plain_text
from worksheets.course.slots import TEXT
from worksheets.messages import _


def _declare(fence: Fence) -> Declared:
    hints = [node for node in fence.nodes if node.type == "paragraph"]
    others = [node for node in fence.nodes if node not in hints[:1]]
    fence.refuse(others, _("a text has one paragraph in it, its hint; move the rest above the line with :::"))
    if hints and fence.value("hint"):
        fence.refuse(hints, _("the hint stands both in braces and here; delete one of them"))
    table = {key: fence.value(key) for key in ("lines",) if fence.value(key) is not None}
    return Declared(table | ({"hint": plain_text(hints[0])} if hints else {}))


TYPE = ExerciseType(TEXT, "teksti", (Key("lines", "rivit", int),), _declare)
