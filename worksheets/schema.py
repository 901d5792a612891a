"""The JSON Schema of a participant's file, so that an editor completes and checks it."""

from typing import Any

from .course import Course
from .parts import Part


def schema(course: Course) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a participant of a course."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": course.title,
        **_schema(course.root),
        "required": ["nimi"],
    }


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
