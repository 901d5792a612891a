"""The JSON Schema knows what the reader knows."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tests.helpers.course import EXAMPLES
from worksheets.course.course import Course
from worksheets.course.schema import schema


def faults(course: Course, told: object) -> list[str]:
    validator = jsonschema.Draft202012Validator(schema(course))
    validator.check_schema(schema(course))
    return [error.message for error in validator.iter_errors(told)]


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.name)
def test_the_examples_are_valid(course: Course, path: Path) -> None:
    told = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - makes nothing but text
    for one in told if isinstance(told, list) else [told]:
        assert faults(course, one) == []


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({}, "'nimi' is a required property"),
        ({"nimi": "A", "nimmi": "B"}, "'nimmi' was unexpected"),
        ({"nimi": "A", "tukiverkosto": {"esimes": "x"}}, "'esimes' was unexpected"),
        ({"nimi": "A", "omat-verkostot": [{}] * 61}, "is too long"),
        ({"nimi": "A" * 201}, "is too long"),
        ({"nimi": "A", "verkostokartta": {"kontaktit": "x"}}, "is not of type 'array'"),
    ],
)
def test_faults_are_found(course: Course, told: Any, said: str) -> None:  # noqa: ANN401
    (fault,) = faults(course, told)
    assert said in fault
