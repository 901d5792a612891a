"""An exercise that the course reader accepts is drawn whole; no exercise ends in an error of a template."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.course import HEAD, LAYOUTS
from tests.helpers.making import compose
from tests.helpers.strategies import some_examples
from worksheets.compose.page_data import PageData
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.course.reader import read_course
from worksheets.course.slots import MAP, PROMPTS, TABLE, TEXT, Part
from worksheets.course.types.map import MAP_MOST
from worksheets.errors import CourseError
from worksheets.people.participant import BLANK, Participant

TYPES = (PROMPTS, TABLE, MAP, TEXT)
SLOT = Part("osa", "Osa")
ROWS = st.sampled_from([0, 1, 3])
LISTS = st.builds(lambda count: Part("osa", "Osa", rows=2, parts=(SLOT,) * count), st.integers(1, 3))
PAIRS = st.builds(lambda most: Part("osa", "Osa", rows=2, most=most, parts=(SLOT, SLOT)), st.integers(2, 4))
NESTED = st.recursive(
    st.just(SLOT),
    lambda parts: st.builds(
        lambda rows, inner: Part("osa", "Osa", rows=rows, parts=tuple(inner)), ROWS, st.lists(parts, max_size=3)
    ),
    max_leaves=6,
)
PARTS = st.one_of(st.just(SLOT), LISTS, PAIRS, NESTED)


def toml_of(part: Part, part_id: str) -> str:
    """Return the keys of a part's table, one a line, with an id for each part under it."""
    inner = (toml_of(child, f"{part_id}-{number}").replace("\n", ", ") for number, child in enumerate(part.parts))
    parts = ", ".join(f"{{ {table} }}" for table in inner)
    return (
        f'id = "{part_id}"\nlabel = "{part_id}"\nrows = {part.rows}\nmost = {part.most or part.rows}\nparts = [{parts}]'
    )


def course_of(folder: Path, exercise_type: str, exercise: Part) -> Course:
    """Return a course with one exercise and a page that draws it. Raises CourseError."""
    (folder / "pages").mkdir(parents=True)
    page = folder / "pages" / "sivu.html.j2"
    page.touch()
    toml = f'[exercises.koe]\nkind = "{exercise_type}"\n{toml_of(exercise, "koe")}\n'
    (folder / "course.toml").write_text(
        f'title = "Koe"\npages = ["sivu"]\n[fields]\nnimi = {{ label = "Nimi" }}\n{toml}', "utf-8"
    )
    course = read_course(str(folder))
    widgets = "".join(f"{{{{ widget.{call} }}}}" for call in calls(course.part("koe")))
    page.write_text(f"{HEAD}{{% block body %}}{widgets}{{% endblock %}}", "utf-8")
    return course


def calls(exercise: Part) -> Iterator[str]:
    """Yield the calls of macros that draw an exercise."""
    if exercise.type in (PROMPTS, TABLE):
        yield f'{exercise.type}("koe")'
    elif not exercise.parts:
        yield 'text("koe")'
    else:
        for part in exercise.parts:
            yield f'map("koe.{part.id}", "Keskus", "Malli")' if part.rows else f'text("koe.{part.id}")'


def html_of(course: Course, person: Participant, layout: str = "handout", *, fillable: bool = False) -> str:
    """Return the HTML of a course's page."""
    read = read_layout(layout, course.folder)
    return compose(course.pages, lambda: PageData(course, person, read, fillable=fillable))


def filled(course: Course) -> Participant:
    """Return a participant whose every slot is filled."""
    return Participant(dict.fromkeys(course.slots, "Vastaus"))


@pytest.mark.slow
@pytest.mark.hypothesis
def test_an_exercise_of_any_shape_is_refused_or_drawn_whole() -> None:
    accepted: Counter[str] = Counter()

    @some_examples(400)
    @given(st.sampled_from(TYPES), ROWS, st.lists(PARTS, max_size=3))
    def check(exercise_type: str, rows: int, parts: list[Part]) -> None:
        with TemporaryDirectory() as folder:
            try:
                course = course_of(Path(folder), exercise_type, Part("koe", "Koe", rows=rows, parts=tuple(parts)))
            except CourseError:
                return
            accepted[exercise_type] += 1
            html_of(course, BLANK)
            html_of(course, BLANK, fillable=True)
            for fillable, slot in ((False, r'data-slot="([^"]+)"'), (True, r'name="[\w-]+ ([^"]+)"')):
                paths = re.findall(slot, html_of(course, filled(course), fillable=fillable))
                assert set(course.slots) - {"nimi"} <= set(paths)

    check()
    assert min(accepted[exercise_type] for exercise_type in TYPES) >= 3, accepted


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_largest_map_is_drawn_with_room_for_its_numbers(tmp_path: Path, layout: str) -> None:
    pair = (Part("a", "A"), Part("b", "B"))
    contacts = Part("lista", "Lista", rows=MAP_MOST, most=MAP_MOST, parts=pair)
    course = course_of(tmp_path / "kurssi", "map", Part("koe", "Koe", parts=(contacts,)))
    (list_id,) = (part.id for part in course.part("koe").parts)
    page = PageData(course, filled(course), read_layout(layout, course.folder))
    drawn = page.map(f"koe.{list_id}")
    listed = [page.fit(bubble.name, "ball-number").text for bubble in drawn.bubbles]
    numbers = listed if drawn.listed else [str(bubble.number) for bubble in drawn.bubbles]
    assert numbers == [str(number) for number in range(1, MAP_MOST + 1)]
    assert min(bubble.ball.size for bubble in drawn.bubbles) >= 6.5
    html = html_of(course, filled(course), layout)
    assert ("in-entry-name" in html) == drawn.listed == (layout == "slides")
    assert ("Numeroidut kontaktit" in html) != drawn.listed
