"""Answers that are given with marks are merged as they are typeset, and one master serves all of them."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.alike import assert_alike, assert_drawn_alike, pixels
from tests.helpers.course import HANDOUT_FIRST, HEAD
from tests.helpers.making import pipeline_of, typeset_handout
from tests.helpers.marked_pages import ANSWERS, answerer, marked_course
from tests.helpers.rules import open_pdf, text_lines
from tests.helpers.values import replace
from worksheets.compose.edition import Edition
from worksheets.compose.page_data import PageData
from worksheets.compose.wording import Wording, printed
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.course.marks import Marks
from worksheets.course.reader import read_course
from worksheets.master.build import MasterBuilder
from worksheets.merge.merger import Merger
from worksheets.people.participant import BLANK, Participant

pytestmark = pytest.mark.slow

LONG = "muu: " + "naapurin apu on tarpeen aina silloin, kun työtoveri ei ehdi " * 9
PEOPLE = [
    ("handout", 10),
    *(pytest.param(layout, 50, marks=pytest.mark.long) for layout in ("handout", "slides")),
]
TOP, PITCH, NEAR = 26.0, 9.0, 0.15


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return marked_course(tmp_path_factory.mktemp("merkit") / "kurssi")


def data_of(course: Course, participant: Participant, layout: str) -> PageData:
    return PageData(course, printed(participant, course, Wording()), read_layout(layout, course.folder))


@cache
def builder_of(edition: Edition) -> MasterBuilder:
    return MasterBuilder(edition.pages, pipeline_of(edition))


def edition_of(course: Course, layout: str, *, fillable: bool = False) -> Edition:
    return Edition(course, course.pages, read_layout(layout, course.folder), fillable=fillable)


@pytest.mark.parametrize(("layout", "count"), PEOPLE)
def test_one_master_serves_all_marks_and_draws_them_as_the_typesetter_does(
    course: Course, layout: str, count: int
) -> None:
    edition = edition_of(course, layout)
    merger = Merger(builder_of(edition).build(lambda: data_of(course, answerer(course, 1), layout)))
    people = [answerer(course, number) for number in range(count)]
    assert all(merger.serves(data_of(course, person, layout)) for person in people)
    handouts = [merger.handout(data_of(course, person, layout)) for person in people]
    for person, merged in list(zip(people, handouts, strict=True))[: 3 if layout == "handout" else 1]:
        assert_alike(merged, typeset_handout(edition, printed(person, course, Wording())))


@pytest.mark.parametrize("layout", HANDOUT_FIRST)
@pytest.mark.parametrize(
    "participant",
    [
        pytest.param(Participant(ANSWERS | {"apu": LONG}), id="too long"),
        pytest.param(BLANK, id="blank", marks=pytest.mark.long),
    ],
)
def test_blank_marks_and_long_words_beside_them_are_merged_as_they_are_typeset(
    course: Course, layout: str, participant: Participant
) -> None:
    edition = edition_of(course, layout)
    merger = Merger(builder_of(edition).build(lambda: data_of(course, participant, layout)))
    typeset = typeset_handout(edition, printed(participant, course, Wording()))
    assert_alike(merger.handout(data_of(course, participant, layout)), typeset)


@pytest.mark.parametrize("layout", HANDOUT_FIRST)
def test_forms_with_marks_are_merged_as_they_are_typeset(course: Course, layout: str) -> None:
    edition = edition_of(course, layout, fillable=True)
    merger = Merger(
        builder_of(edition).build(lambda: PageData(course, answerer(course, 1), edition.layout, fillable=True))
    )
    for number in (2, 3):
        person = answerer(course, number)
        merged = merger.handout(PageData(course, person, edition.layout, fillable=True))
        typeset = typeset_handout(edition, person)
        assert_drawn_alike(merged, typeset)
        assert pixels(merged) == pixels(typeset)


WEEK = """title = "Viikko"
pages = ["sivu"]
[fields]
nimi = { label = "Nimi" }
[exercises.viikko]
kind = "table"
label = "Viikko"
rows = 3
parts = [{ id = "mita", label = "Mitä" }, { id = "tehty", label = "Tehty" }]
"""
PLAN = (
    HEAD
    + """{% block body %}<table class="of-answers"><tbody>
{% for row in filling.page_entries("viikko") %}
<tr><td>{{ widget.slot(row ~ ".mita", "cell") }}</td><td>{{ widget.mark(row ~ ".tehty=1", "tick") }}</td></tr>
{% endfor %}
</tbody></table>{% endblock %}"""
)


@pytest.mark.parametrize("fillable", [False, True], ids=["paper", "form"])
def test_a_box_to_tick_in_a_table_is_merged_as_it_is_typeset(tmp_path: Path, fillable: bool) -> None:  # noqa: FBT001
    (tmp_path / "pages").mkdir()
    (tmp_path / "course.toml").write_text(WEEK, "utf-8")
    (tmp_path / "pages" / "sivu.html.j2").write_text(PLAN, "utf-8")
    read = read_course(str(tmp_path))
    name, week = read.root.parts
    ticked = replace(week, parts=(week.parts[0], replace(week.parts[1], marks=Marks(("x",)))))
    course = replace(read, root=replace(read.root, parts=(name, ticked)))
    layout = read_layout("handout", course.folder)
    people = [Participant({"nimi": "Aino", "viikko.2.mita": "Soitan", f"viikko.{row}.tehty": "x"}) for row in (1, 2)]
    edition = Edition(course, course.pages, layout, fillable=fillable)
    merger = Merger(builder_of(edition).build(lambda: PageData(course, people[0], layout, fillable=fillable)))
    for person in people:
        merged = merger.handout(PageData(course, person, layout, fillable=fillable))
        assert_drawn_alike(merged, typeset_handout(edition, person))


@cache
def _pages(course: Course) -> list[Any]:
    person = printed(Participant(ANSWERS), course, Wording())
    return list(open_pdf(typeset_handout(edition_of(course, "handout"), person)))


def _baselines(course: Course, page: int, *texts: str) -> list[float]:
    return [line.baseline for line in text_lines(_pages(course)[page]) if line.text.strip() in texts]


def test_questions_stand_on_the_grid_and_options_one_pitch_apart(course: Course) -> None:
    questions = ("Mikä auttaa sinua eniten?", "Mitä sinulla on jo?", "Ennen alkua", "Keneltä pyydät apua?")
    ours = [line.baseline for line in text_lines(_pages(course)[0]) if line.text.strip().startswith(questions)]
    assert len(ours) == len(questions)
    assert all(abs((y - TOP + NEAR) % PITCH - NEAR) <= NEAR for y in ours)
    options = _baselines(course, 0, "työtoverin tuki", "palaute esimieheltä")
    assert options == pytest.approx([ours[0] + PITCH - 1.5, ours[0] + 2 * PITCH - 1.5], abs=NEAR)
    assert ours[1] - ours[0] == pytest.approx(5 * PITCH, abs=NEAR)  # Three options, and one pitch that stays free.


def _circles(course: Course, page: int, least: float) -> list[Any]:
    """Return the boxes, in mm, of the circles on a page that are at least so wide."""
    drawn = [each["rect"] for each in _pages(course)[page].get_drawings() if each["items"][0][0] == "c"]
    return [rect * (25.4 / 72) for rect in drawn if rect.width > least]


def test_circles_stand_beside_options(course: Course) -> None:
    (first, *_others) = _circles(course, 0, 12)
    option = _baselines(course, 0, "työtoverin tuki")[0]
    assert (first.x0 + first.x1) / 2 == pytest.approx(27, abs=NEAR)
    assert option - (first.y0 + first.y1) / 2 == pytest.approx(1.6, abs=NEAR)


def test_circles_of_a_scale_end_where_its_line_does(course: Course) -> None:
    circles = _circles(course, 1, 18)
    assert len(circles) == 5 + 11
    outline, mirrored = 0.18, 6  # The second page is a back side.
    assert min(circle.x0 for circle in circles) == pytest.approx(24 - mirrored + outline, abs=NEAR)
    assert max(circle.x1 for circle in circles) == pytest.approx(124 - mirrored - outline, abs=NEAR)
    (question,) = (line for line in text_lines(_pages(course)[1]) if line.text.startswith("Kuinka tärkeä"))
    assert (circles[0].y0 + circles[0].y1) / 2 == pytest.approx(question.baseline + PITCH - 0.5, abs=NEAR)
    (end,) = _baselines(course, 1, "erittäin")
    assert end == pytest.approx(question.baseline + PITCH + 9.7, abs=NEAR)
