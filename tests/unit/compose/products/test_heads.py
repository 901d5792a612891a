"""The top of sign-in sheets and groups."""

import pytest

from tests.helpers.course import the_course
from tests.helpers.products import named, people, product_layout, product_words
from worksheets.compose.products.heads import Head, checked_title, head
from worksheets.errors import OptionsError
from worksheets.people.participant import Participant


def top(group: list[Participant], title: str = "Otsikko") -> Head:
    return head(title, ["Vihje."], group, the_course(), product_layout("attendance"), product_words())


@pytest.mark.parametrize(
    ("values", "introduction"),
    [
        ({}, ("Vihje.",)),
        ({"kouluttaja": "Kalle Kouluttaja"}, ("Kouluttaja Kalle Kouluttaja.", "Vihje.")),
        ({"paikka": "Tampere"}, ("Tampere.", "Vihje.")),
        (
            {"kouluttaja": "Kalle Kouluttaja", "paikka": "Talo r.y."},
            ("Kouluttaja Kalle Kouluttaja, Talo r.y.", "Vihje."),
        ),
    ],
)
def test_the_introduction_says_who_trains_and_where(values: dict[str, str], introduction: tuple[str, ...]) -> None:
    assert top(people(3, **values)).introduction == introduction


def test_what_differs_is_not_said() -> None:
    group = [named("Aino Koe", paikka="Tampere"), named("Ville Koe", paikka="Turku")]
    assert top(group).introduction == ("Vihje.",)


@pytest.mark.parametrize(
    ("values", "running"),
    [
        ({"ryhma": "A"}, "Ryhmä A"),
        ({"ryhma": "Kevätryhmä"}, "Kevätryhmä"),
        ({"kurssi": "Työnhakuvalmennus"}, "Työnhakuvalmennus"),
        ({"kurssi": "Työnhakuvalmennus", "ryhma": "12"}, "Ryhmä 12"),
        ({"kurssi": "Työelämän verkostot"}, ""),
        ({}, ""),
    ],
)
def test_the_group_or_the_course_stands_at_the_top_of_each_page(values: dict[str, str], running: str) -> None:
    assert top(people(3, **values)).running == running


def test_a_long_group_is_whole_in_the_introduction() -> None:
    group = "Hyvin pitkä ryhmän nimi, joka ei mitenkään mahdu sivun yläreunaan kokonaisena"
    drawn = top(people(3, ryhma=group))
    assert drawn.running.endswith("…")
    assert drawn.introduction[0] == f"{group}."


def test_further_lines_make_the_head_higher() -> None:
    height = top(people(2)).height
    assert top(people(2), "Otsikko, joka ei mitenkään mahdu yhdelle riville").height == pytest.approx(height + 10.3)
    place = "Kokoustila Esimerkki, toinen kerros, Esimerkkikatu 1, 33100 Tampere, sisäänkäynti pihan puolelta"
    assert top(people(2, paikka=place)).height == pytest.approx(height + 6.4)


def test_a_title_is_printed_as_the_language_has_it() -> None:
    assert checked_title('  "Ilta"   1-2 ', "Usual", product_words()) == "”Ilta” 1–2"
    assert checked_title(" ", "Usual", product_words()) == "Usual"


@pytest.mark.parametrize(
    ("title", "problem"), [("a" * 201, "201 characters"), ("\U00012000", "no font has"), ("\x07", "U\\+0007")]
)
def test_a_title_that_cannot_be_printed_is_refused(title: str, problem: str) -> None:
    with pytest.raises(OptionsError, match=f"--title: .*{problem}"):
        checked_title(title, "Usual", product_words())
