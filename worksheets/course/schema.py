"""The JSON Schema of a participant's file and of a group's, with which an editor completes and checks them."""

from typing import Any

from .course import Course
from .slots import Part


def schema(course: Course, *, roster: bool = False) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a participant of a course, or of a list of participants."""
    participant = {**_schema(course.root), "required": [course.name_slot]}
    document = {"type": "array", "items": participant} if roster else participant
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": course.title, **document}


def _schema(part: Part) -> dict[str, Any]:
    description = {"title": part.label} if part.label else {}
    if part.hint:
        description["description"] = part.hint
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
