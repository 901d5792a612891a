"""The JSON Schema of a participant's file and of a group's, with which an editor completes and checks them."""

import re
from typing import Any

from .course import Course
from .marks import LINE_MOST, Marks
from .slots import Part

_SIGNS = re.compile(r"[\\^$.*+?()\[\]{}|/]")
"""What means something in a pattern."""


def schema(course: Course, *, roster: bool = False) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a participant of a course, or of a list of participants."""
    participant = {**_schema(course.root), "required": [course.name_slot]}
    document = {"type": "array", "items": participant} if roster else participant
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": course.title, **document}


def _schema(part: Part) -> dict[str, Any]:
    description = {"title": part.label} if part.label else {}
    if part.hint:
        description["description"] = part.hint
    if part.marks:
        return {**description, **_schema_of_marks(part.marks)}
    if part.is_slot:
        # YAML reads some texts as numbers or dates; the program takes them as texts.
        return {**description, "type": ["string", "number", "boolean", "null"], "maxLength": part.limit}
    group = {
        "type": ["object", "null"],
        "properties": {child.id: _schema(child) for child in part.parts},
        "additionalProperties": False,
    }
    if part.rows:
        return {**description, "type": ["array", "null"], "maxItems": part.most, "items": group}
    return {**description, **group}


def _schema_of_marks(marks: Marks) -> dict[str, Any]:
    """Return what a slot with marks takes: an option, several as a list or with semicolons between them, or a number.

    Numbers stand without quotes, too. An editor completes the options as they are written; the program also takes
    other spellings of them.
    """
    nothing = [None, ""]
    if marks.is_tick:
        return {"enum": [*marks.options, *nothing, True, False]}
    if marks.is_line or marks.is_scale:
        ends = [int(option) for option in marks.options] or [0, LINE_MOST]
        numbers = {"type": "integer", "minimum": ends[0], "maximum": ends[-1]}
        return {"anyOf": [numbers, {"enum": [*map(str, range(ends[0], ends[-1] + 1)), *nothing]}]}
    numbers_as_options = [int(option) for option in marks.options if option.isdecimal()]  # YAML has no text 2026.
    options: list[dict[str, Any]] = [{"enum": [*marks.options, *numbers_as_options, *nothing]}]
    if marks.other:
        options.append({"type": "string", "pattern": f"^{_escaped(marks.options[-1])}: "})
    if marks.most == 1:
        return options[0] if len(options) == 1 else {"anyOf": options}
    one = {"anyOf": options}
    several = {"type": "array", "items": one, "maxItems": marks.most, "uniqueItems": True}
    return {"anyOf": [*options, several, {"type": "string", "pattern": _several(marks)}]}


def _several(marks: Marks) -> str:
    """Return the pattern of a text with several options, semicolons between them."""
    plain = "|".join(map(_escaped, marks.options))
    last = f"(?:; {_escaped(marks.options[-1])}: .*)?" if marks.other else ""
    return f"^(?:{plain})(?:; (?:{plain}))*{last}$"


def _escaped(text: str) -> str:
    """Return a text as a pattern; JavaScript refuses a backslash before anything that is no sign of its own."""
    return _SIGNS.sub(r"\\\g<0>", text)
