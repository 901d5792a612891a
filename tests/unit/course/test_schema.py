"""The JSON Schema accepts and refuses what the reader does."""

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tests.helpers.course import EXAMPLES
from tests.helpers.marks_course import ANSWERS, marks_course
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


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return marks_course(tmp_path_factory.mktemp("kurssi") / "merkit")


@pytest.mark.parametrize(
    "values",
    [
        {"apu": "muu: naapuri", "varmuus": 4, "nyt": 62, "ennen": {"v1": "ei"}},
        {"apu": "oma esimies", "varmuus": "4", "nyt": "100", "ennen": {"v1": None}},
        {"apu": "", "varmuus": None, "nyt": "", "tavat": ["teen itse", "muu: piirrän; maalaan"]},
        {"tavat": "luen, kuuntelen ja kysyn; teen itse; muu: piirrän", "mukaan": ["kynä", "eväät"]},
    ],
)
def test_marks_are_valid(marked: Course, values: dict[str, Any]) -> None:
    assert faults(marked, {"nimi": "Aino Esimerkki", **values}) == []


@pytest.mark.parametrize(
    "values",
    [
        {"apu": "esimes"},
        {"apu": ["oma esimies"]},
        {"varmuus": 6},
        {"varmuus": 4.5},
        {"nyt": "101"},
        {"tavat": ["teen itse", "teen itse"]},
        {"tavat": "teen itse; laulan"},
        {"ennen": {"v1": "kyllä"}},
    ],
)
def test_what_says_no_marks_is_found(marked: Course, values: dict[str, Any]) -> None:
    assert len(faults(marked, {"nimi": "Aino Esimerkki", **values})) == 1


def test_canonical_answers_are_valid(marked: Course) -> None:
    values: dict[str, Any] = {}
    for path, text in ANSWERS.items():
        exercise, dot, part = path.partition(".")
        values |= {exercise: {**values.get(exercise, {}), part: text}} if dot else {path: text}
    assert faults(marked, values) == []
