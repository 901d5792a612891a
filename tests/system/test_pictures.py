"""The pages as they are meant to look."""

from pathlib import Path

import pytest

from tests.helpers.course import Handout, crowd, example_group
from tests.helpers.golden import compare
from worksheets.course.course import Course
from worksheets.people.participant import BLANK, Participant

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("name", "layout", "pages", "who"),
    [
        ("blank", "handout", "", "nobody"),
        ("blank-slides", "slides", "", "nobody"),
        ("filled", "handout", "1,7-9", "first"),
        pytest.param("filled-slides", "slides", "1,7-9", "first", marks=pytest.mark.long),
        ("overfull", "handout", "1,7-9", "fifth"),
        ("overfull-slides", "slides", "1,7-9", "fifth"),
        ("crowded-map", "handout", "9", "crowd"),
    ],
)
def test_pages_look_as_kept(
    course: Course,
    set_handout: Handout,
    request: pytest.FixtureRequest,
    name: str,
    layout: str,
    pages: str,
    who: str,
) -> None:
    group = example_group()
    people: dict[str, Participant] = {"nobody": BLANK, "first": group[0], "fifth": group[4], "crowd": crowd(course)}
    compare(set_handout(people[who], layout, pages), name, update=request.config.getoption("--update-golden"))


def test_a_changed_page_is_noticed(set_handout: Handout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.helpers.golden.DIFFERING", tmp_path)
    with pytest.raises(pytest.fail.Exception, match=r"blank-01.png: .*blank-10.png: "):
        compare(set_handout(pages="10,2-9,1"), "blank", update=False)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["blank-01.png", "blank-10.png"]
    with pytest.raises(AssertionError, match="9 pages, 10 pictures kept"):
        compare(set_handout(pages="1-9"), "blank", update=False)
