"""What is chosen, as the options of what is printed."""

from tests.helpers.course import the_course
from worksheets.web.choices import Choices


def test_pages_that_the_course_has_no_longer_are_left_out() -> None:
    choices = Choices(pages=(2, 9, 99))
    assert choices.chosen_pages(the_course()) == (2, 9)
    assert choices.printing(the_course()).pages == "2,9"


def test_all_pages_are_those_that_there_are() -> None:
    assert Choices().chosen_pages(the_course()) == tuple(range(1, 11))
    assert not Choices().printing(the_course()).pages


def test_styles_and_fields_that_the_course_has_no_longer_are_left_out() -> None:
    choices = Choices(layout="juliste", theme="sininen", given={"kurssi": "Kevät", "aika": "", "poistettu": "x"})
    printing = choices.printing(the_course())
    assert (printing.layout, printing.theme, dict(printing.given)) == ("handout", "", {"kurssi": "Kevät"})
