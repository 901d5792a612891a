"""The names in lists: their order, and what tells two of one name apart."""

import pytest

from tests.helpers.course import the_course
from worksheets.compose.products.listed_names import in_order, listed_names, turned
from worksheets.course.words import PRODUCTS, Words, shipped_words
from worksheets.people.participant import Participant

WORDS = Words("fi", {**(shipped_words("fi") or {}), **(shipped_words("fi", PRODUCTS) or {})})


def person(name: str, number: int = 0, columns: dict[str, str] | None = None, **values: str) -> Participant:
    return Participant({"nimi": name, **values}, number=number, columns=columns or {})


def test_names_are_in_the_finnish_order_as_they_are_printed() -> None:
    people = [person(name) for name in ("Öyvind Koe", "Åke Koe", "Aino Koe", "Äijä Koe", "Zainab Koe", "aino Koe")]
    names = ["aino Koe", "Aino Koe", "Zainab Koe", "Åke Koe", "Äijä Koe", "Öyvind Koe"]
    assert [each.name for each in in_order(people)] == names


def test_last_names_are_in_order_without_their_small_prefixes() -> None:
    people = [person(name) for name in ("Ville Ylinen", "Georg von Wright", "Aino Vainio", "Bo Ylinen")]
    ordered = in_order(people, by_last_name=True)
    assert [turned(each, "fi") for each in ordered] == ["Vainio Aino", "von Wright Georg", "Ylinen Bo", "Ylinen Ville"]


@pytest.mark.parametrize(
    ("name", "columns", "printed"),
    [
        ("Aino Esimerkki", {}, "Esimerkki Aino"),
        ("Esimerkki, Aino", {}, "Esimerkki Aino"),
        ("Aino", {}, "Aino"),
        ("FT Aino Esimerkki", {}, "Esimerkki Aino, FT"),
        ("Aino Esimerkki (varalla)", {}, "Esimerkki Aino, (varalla)"),
        ("Aino Maria Esimerkki", {"etunimi": "Aino", "sukunimi": "Maria Esimerkki"}, "Maria Esimerkki Aino"),
        ("王小明", {}, "王小明"),
    ],
)
def test_a_name_is_turned_and_loses_nothing(name: str, columns: dict[str, str], printed: str) -> None:
    assert turned(person(name, columns=columns), "fi") == printed


def test_two_of_one_name_are_told_apart_by_their_organizations() -> None:
    people = [
        person("Aino Esimerkki", 1, organisaatio="Kirjasto"),
        person("Aino  esimerkki", 2, organisaatio="Kotihoito"),
        person("Ville Mallikas", 3, organisaatio="Kirjasto"),
    ]
    assert [each.note for each in listed_names(people, the_course(), WORDS)] == ["Kirjasto", "Kotihoito", ""]


def test_or_by_their_groups_or_else_by_their_numbers() -> None:
    groups = [person("Aino Esimerkki", 1, ryhma="A"), person("Aino Esimerkki", 2, ryhma="B")]
    assert [each.note for each in listed_names(groups, the_course(), WORDS)] == ["A", "B"]
    numbers = [person("Aino Esimerkki", 4, ryhma="A"), person("Aino Esimerkki", 9, ryhma="A")]
    assert [each.note for each in listed_names(numbers, the_course(), WORDS)] == ["listan nro 4", "listan nro 9"]


def test_where_nothing_tells_them_apart_nothing_is_printed() -> None:
    people = [person("Aino Esimerkki", sahkoposti="a@esimerkki.fi"), person("Aino Esimerkki")]
    assert [each.note for each in listed_names(people, the_course(), WORDS)] == ["", ""]
