"""The JSON Schema of ``course.toml``, from which editors complete its keys and say what they mean."""

from collections.abc import Iterable
from typing import Any

from worksheets.messages import _

from .keys import BRAND_KEYS, COLOUR_KEYS, COURSE_KEYS, COVER_KEYS, FIELD_KEYS, FONT_KEYS, LABEL_KEYS, LIST_KEYS
from .slots import ROLES
from .types.exercise_type import ExerciseType, Key
from .types.registry import exercise_types

_TEXTS = {"type": "array", "items": {"type": "string"}}
_JSON_TYPES: dict[type, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    tuple: _TEXTS,
    list: {"type": "array"},
    dict: {"type": "object"},
}


def course_schema() -> dict[str, Any]:
    """Return the schema (draft 2020-12), with descriptions in the language of messages."""
    tables = {
        "fields": {**_object(FIELD_KEYS, required=("label",)), "properties": _field_properties()},
        "exercises": {"oneOf": [_exercise(type_) for type_ in exercise_types().values()]},
    }
    properties = _properties(COURSE_KEYS)
    for name, table in tables.items():
        properties[name] |= {"additionalProperties": table}
    properties["brand"] = {"description": properties["brand"]["description"], "anyOf": [{"type": "string"}, _brand()]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "course.toml",
        "type": "object",
        "properties": properties,
        "required": ["title", "pages", "fields"],
        "additionalProperties": False,
    }


def _brand() -> dict[str, Any]:
    """Return the schema of a brand's table."""
    brand = _object(BRAND_KEYS, required=())
    properties = brand["properties"]
    properties["colours"] |= _object(COLOUR_KEYS, required=())
    for colour in properties["colours"]["properties"].values():
        colour["pattern"] = "^#[0-9a-fA-F]{6}$"
    for name, keys in (("font", FONT_KEYS), ("cover", COVER_KEYS)):
        either = [{"type": "string"}, _object(keys, required=())]
        properties[name] = {"description": properties[name]["description"], "anyOf": either}
    return brand


def _field_properties() -> dict[str, Any]:
    properties = _properties(FIELD_KEYS)
    properties["role"] |= {"enum": list(ROLES)}
    return properties


def _exercise(type_: ExerciseType) -> dict[str, Any]:
    """Return the schema of the table of an exercise of a type."""
    keys = (*LABEL_KEYS, *(key for key in LIST_KEYS if key.name != "id"), *type_.keys)
    schema = _object(keys, required=("kind", "label"))
    schema["properties"]["kind"] = {**_description(type_.meaning), "const": type_.kind}
    part_keys = (*LABEL_KEYS, *LIST_KEYS, *type_.part_keys)
    schema["properties"]["parts"] |= {"items": _object(part_keys, required=("id", "label"))}
    return schema


def _object(keys: Iterable[Key], required: tuple[str, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": _properties(keys),
        "required": list(required),
        "additionalProperties": False,
    }


def _properties(keys: Iterable[Key]) -> dict[str, Any]:
    return {key.name: {**_description(key.meaning), **_JSON_TYPES[key.type]} for key in keys}


def _description(meaning: str) -> dict[str, str]:
    return {"description": _(meaning)} if meaning else {}
