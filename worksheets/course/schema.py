"""The JSON Schema of a participant's file and of a group's, so that an editor completes and checks them."""

from typing import Any

from .course import Course
from .slots import Part


def schema(course: Course, *, roster: bool = False) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a participant of a course, or of a list of them."""
    participant = {**_schema(course.root), "required": ["nimi"]}
    told = {"type": "array", "items": participant} if roster else participant
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": course.title, **told}


def _schema(part: Part) -> dict[str, Any]:
    told = {"title": part.label} if part.label else {}
    if part.hint:
        told["description"] = part.hint
    if not part.parts:
        # A number or a date that YAML knows is text here all the same.
        return {**told, "type": ["string", "number", "boolean", "null"], "maxLength": part.limit}
    group = {
        "type": ["object", "null"],
        "properties": {child.id: _schema(child) for child in part.parts},
        "additionalProperties": False,
    }
    if part.rows:
        return {**told, "type": ["array", "null"], "maxItems": part.most, "items": group}
    return {**told, **group}
