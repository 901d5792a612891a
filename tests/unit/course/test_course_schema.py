"""The JSON Schema of ``course.toml`` takes what the reader takes, and says what each key means."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.helpers.markdown_course import TOML
from worksheets.course.course_schema import course_schema
from worksheets.course.keys import COURSE_KEYS, FIELD_KEYS, LIST_KEYS
from worksheets.course.types.registry import exercise_types
from worksheets.messages import in_language
from worksheets.resources import COURSES

EXERCISE = {"kind": "text", "label": "Mitä?"}
COURSE = tomllib.loads(TOML.format(pages='"kansi"'))


def problems(course: Mapping[str, Any]) -> list[str]:
    return [error.message for error in Draft202012Validator(course_schema()).iter_errors(course)]


def described(schema: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """Yield the paths of properties that have no description."""
    for name, value in schema.get("properties", {}).items():
        if not value.get("description"):
            yield f"{path}.{name}"
    for name, value in schema.items():
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict):
                yield from described(inner, f"{path}.{name}")


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(course_schema())


def test_the_built_in_course_fits_it() -> None:
    for source in COURSES.glob("*/course.toml"):
        assert problems(tomllib.loads(source.read_text("utf-8"))) == []


@pytest.mark.parametrize("kind", exercise_types())
def test_an_exercise_of_each_type_fits_it(kind: str) -> None:
    exercise = {"kind": kind, "label": "Mitä?", "parts": [{"id": "a", "label": "A"}]}
    assert problems(COURSE | {"exercises": {"a": exercise}}) == []


@pytest.mark.parametrize(
    "course",
    [
        COURSE | {"titel": "A"},
        {key: value for key, value in COURSE.items() if key != "title"},
        COURSE | {"fields": {"nimi": {"label": "Nimi", "role": "boss"}}},
        COURSE | {"exercises": {"a": EXERCISE | {"kind": "teksti"}}},
        COURSE | {"exercises": {"a": EXERCISE | {"lines": "3"}}},
        COURSE | {"exercises": {"a": EXERCISE | {"linse": 3}}},
    ],
)
def test_what_the_reader_refuses_does_not_fit(course: Mapping[str, Any]) -> None:
    assert problems(course)


def test_each_key_has_its_meaning_in_every_language() -> None:
    for language in ("en", "fi", "sv"):
        with in_language(language):
            assert not list(described(course_schema()))


def test_no_key_is_there_twice() -> None:
    for keys in (COURSE_KEYS, (*FIELD_KEYS, *LIST_KEYS)):
        names = [key.name for key in keys]
        assert len(names) == len(set(names))
