"""What is the same for every participant is worked out once, and is what a page alone would find."""

import pytest

from tests.helpers.course import example_group, the_course
from worksheets.compose import course_places
from worksheets.compose.course_places import CoursePlaces
from worksheets.compose.edition import Edition
from worksheets.compose.rules import PROMPT, prompt_width, rule_steps
from worksheets.compose.table_shape import CELL, table_shape
from worksheets.course.layout import Layout, read_layout
from worksheets.course.slots import Part
from worksheets.people.participant import BLANK


@pytest.fixture(params=["handout", "slides"])
def edition(request: pytest.FixtureRequest) -> Edition:
    course = the_course()
    return Edition(course, course.pages, read_layout(request.param, course.folder))


def test_all_participants_of_an_edition_share_them(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def counted(exercise: Part | None, place: str, layout: Layout) -> tuple[int, ...]:
        asked.append(exercise)
        return rule_steps(exercise, place, layout)

    monkeypatch.setattr(course_places, "rule_steps", counted)
    for participant in (BLANK, *example_group()):
        edition.page_data(participant).rules("tukiverkosto", PROMPT)
    assert len(asked) == 1


def test_they_are_those_of_the_layout(edition: Edition) -> None:
    places, course, layout = edition.places, edition.course, edition.layout
    exercise, table = course.part("tukiverkosto"), course.part("omat-verkostot")
    assert places.exercise("tukiverkosto") == exercise
    assert places.exercise("tukiverkosto.esimies") is None
    assert places.prompt_place("tukiverkosto").width == pytest.approx(prompt_width(exercise, layout))
    assert places.rule_steps("tukiverkosto", PROMPT) == rule_steps(exercise, PROMPT, layout)
    assert places.table_shape("omat-verkostot") == table_shape(table, layout)
    assert list(places.cell_places("omat-verkostot", CELL)) == [part.id for part in table.parts]
    assert places.columns("omat-verkostot").places == tuple(places.cell_places("omat-verkostot", CELL).values())
    assert len(places.rings(7).balls) == 7


def test_names_are_known_by_their_paths() -> None:
    course = the_course()
    places = CoursePlaces(course, read_layout("handout", course.folder))
    assert [places.list_of(path) for path in ("omat-verkostot.3.nimi", "nimi", "tukiverkosto.esimies")] == [
        "omat-verkostot",
        "",
        "",
    ]
    first, second = (part.id for part in course.part("omat-verkostot").parts[:2])
    paths = (course.name_slot, f"omat-verkostot.2.{first}", f"omat-verkostot.2.{second}", "tukiverkosto.esimies")
    assert [places.is_name(path) for path in paths] == [True, True, False, False]
