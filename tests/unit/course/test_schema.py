"""The JSON Schema accepts and refuses what the reader does."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tests.helpers.course import EXAMPLES
from worksheets.course.course import Course
from worksheets.course.schema import schema


def faults(course: Course, data: object) -> list[str]:
    validator = jsonschema.Draft202012Validator(schema(course))
    validator.check_schema(schema(course))
    return [error.message for error in validator.iter_errors(data)]


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.name)
def test_the_examples_are_valid(course: Course, path: Path) -> None:
    data = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - makes nothing but text
    for person in data if isinstance(data, list) else [data]:
        assert faults(course, person) == []


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "'nimi' is a required property"),
        ({"nimi": "A", "nimmi": "B"}, "'nimmi' was unexpected"),
        ({"nimi": "A", "tukiverkosto": {"esimes": "x"}}, "'esimes' was unexpected"),
        ({"nimi": "A", "omat-verkostot": [{}] * 61}, "is too long"),
        ({"nimi": "A" * 201}, "is too long"),
        ({"nimi": "A", "verkostokartta": {"kontaktit": "x"}}, "is not of type 'array'"),
    ],
)
def test_faults_are_found(course: Course, data: Any, message: str) -> None:  # noqa: ANN401
    (fault,) = faults(course, data)
    assert message in fault
