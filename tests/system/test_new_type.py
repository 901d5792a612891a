"""A new exercise type is one module and one template: lists, checks, schemas, pages and forms know it then."""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from tests.helpers.markdown_course import page_text
from worksheets.compose.drawn_slots import drawn_pages, unprinted
from worksheets.compose.edition import Edition
from worksheets.course import types
from worksheets.course.course import Course
from worksheets.course.course_schema import course_schema
from worksheets.course.layout import read_layout
from worksheets.course.reader import read_course
from worksheets.course.schema import schema
from worksheets.course.types.registry import exercise_types, types_by_any_name
from worksheets.people.participant import Participant
from worksheets.pipeline import Pipeline

MODULE = """
from tests.helpers.values import replace

from worksheets.course.marks import Marks
from worksheets.course.types.exercise_type import Declared, ExerciseType, Key


def _declare(fence):
    return Declared(fence.given_values(), fence.nodes)


def _problems(exercise):
    if not 1 < exercise.setting("count", 3) < 8:
        yield "count must be from 2 to 7"


def _completed(exercise):
    return replace(exercise, marks=Marks(tuple(map(str, range(1, exercise.setting("count", 3) + 1)))))


TYPE = ExerciseType(
    "stars", "tähdet", (Key("count", "määrä", int, "how many"),), _declare, _problems, _completed, meaning="stars"
)
"""
TEMPLATE = """
{% set marks = course.part(path).marks %}
<div class="question on-grid">
{{ asked(path, "rengasta") }}
<p>{% for option in marks.options %}{{ mark(path ~ "=" ~ loop.index, "disc") }}{% endfor %}</p>
</div>
"""
TOML = 'title = "Koe"\npages = ["sivu"]\n[fields]\nnimi = { label = "Nimi" }\n'
PAGE = "Arvioi päivä.\n\n::: tähdet Millainen päivä oli? {#arvio määrä=5}\n:::\n"


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Course]:
    """A course with an exercise of a type that nothing else in the program names."""
    modules, folder = tmp_path / "modules", tmp_path / "kurssi"
    for each in (modules, folder / "pages", folder / "types"):
        each.mkdir(parents=True)
    (modules / "stars.py").write_text(MODULE, "utf-8")
    (folder / "types" / "stars.html.j2").write_text(TEMPLATE, "utf-8")
    (folder / "course.toml").write_text(TOML, "utf-8")
    (folder / "pages" / "sivu.md").write_text(page_text(PAGE), "utf-8")
    monkeypatch.setattr(types, "__path__", [*types.__path__, str(modules)])
    monkeypatch.delitem(sys.modules, f"{types.__name__}.stars", raising=False)
    _forget_types()
    yield read_course(str(folder))
    _forget_types()


def _forget_types() -> None:
    exercise_types.cache_clear()  # type: ignore[attr-defined]
    types_by_any_name.cache_clear()  # type: ignore[attr-defined]


def test_lists_schemas_and_checks_know_it(course: Course) -> None:
    marks = course.slots["arvio"].marks
    assert marks
    assert marks.canonical("04") == "4"
    assert schema(course)["properties"]["arvio"]
    assert any(each["properties"]["kind"]["const"] == "stars" for each in _exercise_schemas())
    assert not unprinted(drawn_pages(course, read_layout("handout", course.folder)), course)


def _exercise_schemas() -> list[dict[str, dict[str, dict[str, str]]]]:
    schemas: list[dict[str, dict[str, dict[str, str]]]] = course_schema()["properties"]["exercises"][
        "additionalProperties"
    ]["oneOf"]
    return schemas


def test_its_form_has_its_buttons(course: Course) -> None:
    layout = read_layout("handout", course.folder, language=course.language)
    edition = Edition(course, course.pages, layout, fillable=True)
    person = Participant({"nimi": "Aino Esimerkki", "arvio": "4"})
    with pikepdf.open(BytesIO(Pipeline(course, layout).handout(edition, person))) as form:
        (stars,) = [field for field in form.Root.AcroForm.Fields if "arvio" in str(field.T)]
        assert (len(stars.Kids), str(stars.V)) == (5, "/4")
