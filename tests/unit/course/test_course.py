"""A course gives its slots, their roles, its parts and the pages that are asked for."""

import pytest

from worksheets.course.course import Course
from worksheets.errors import PageError


def test_the_shipped_course_has_its_pages_and_slots(course: Course) -> None:
    assert course.name == "tyoelaman-verkostot"
    assert len(course.pages) == 10
    assert len(course.slots) == 9 + 10 + 60 * 4 + 40 * 2 + 1
    assert course.slots["omat-verkostot.3.yllapito"].label == "Verkosto 3: Miten pidän yllä"
    assert course.slots["tukiverkosto.laheiset"].label == "Läheisiltä"
    labels = [slot.label for slot in course.slots.values()]
    assert len(set(labels)) == len(labels), "a label is a roster's heading"


def test_the_shipped_course_says_which_slots_are_the_name_the_address_and_the_password(course: Course) -> None:
    assert (course.name_slot, course.email_slot, course.secret_slot) == ("nimi", "sahkoposti", "salasana")
    assert course.secret_slot not in course.shown


@pytest.mark.parametrize(
    ("wanted", "pages"),
    [
        ("1,7-9", ("kansi", "tukiverkosto", "omat-verkostot", "verkostokartta")),
        ("sitaatti, kansi", ("sitaatti", "kansi")),
        ("2–3,2", ("maaritelma", "verkostoituminen")),
    ],
)
def test_pages_are_chosen_by_number_and_name(course: Course, wanted: str, pages: tuple[str, ...]) -> None:
    assert course.choose(wanted) == pages
    assert course.choose("") == course.pages


def test_wrong_pages_are_all_named(course: Course) -> None:
    with pytest.raises(PageError) as caught:
        course.choose("kasi,0,5-12,4-2")
    assert caught.value.problems == (
        "There is no page “kasi”. Did you mean “kansi”?",
        "There is no page “0”; this course has 10 pages.",
        "There is no page “5-12”; this course has 10 pages.",
        "“4-2” runs backwards; write 2-4.",
    )


def test_a_missing_part_names_the_nearest(course: Course) -> None:
    with pytest.raises(PageError, match="Did you mean “kontaktit”"):
        course.part("verkostokartta.kontakti")
