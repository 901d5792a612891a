"""People dealt into groups: fairly, always alike, and apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worksheets.compose.products.dealing import dealt, not_apart
from worksheets.people.participant import Participant

PEOPLE = [Participant({"nimi": f"Osallistuja {number}"}, number=number) for number in range(1, 24)]


def names(groups: list[list[Participant]]) -> list[list[str]]:
    return [[person.name for person in group] for group in groups]


@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 9), st.data())
def test_everybody_is_in_one_group_and_the_sizes_differ_by_one(
    people: int, count: int, seed: int, data: st.DataObject
) -> None:
    group = [Participant({"nimi": f"Osallistuja {number}"}, number=number) for number in range(people)]
    values = data.draw(st.lists(st.sampled_from(["", "A", "B", "C"]), min_size=people, max_size=people))
    groups = dealt(group, count, seed, dict(enumerate(values)))
    sizes = [len(each) for each in groups]
    assert sorted(person.number for each in groups for person in each) == list(range(people))
    assert max(sizes) - min(sizes) <= 1
    for value in ("A", "B", "C"):
        spread = [sum(values[person.number] == value for person in each) for each in groups]
        assert max(spread) - min(spread) <= 1


def test_the_same_seed_deals_alike_and_another_one_does_not() -> None:
    assert dealt(PEOPLE, 4, 1) == dealt(PEOPLE, 4, 1)
    assert dealt(PEOPLE, 4, 1) != dealt(PEOPLE, 4, 2)


def test_the_groups_are_these_on_every_machine() -> None:
    groups = dealt([Participant({"nimi": name}) for name in ("Aino", "Ville", "Oona", "Kari", "Sari")], 2, 1)
    assert names(groups) == [["Oona", "Kari", "Ville"], ["Sari", "Aino"]]


def test_the_order_of_the_list_does_not_matter() -> None:
    assert names(dealt(PEOPLE[::-1], 4, 1)) == names(dealt(PEOPLE, 4, 1))
    values = {index: "AB"[index % 2] for index in range(len(PEOPLE))}
    turned = {len(PEOPLE) - 1 - index: value for index, value in values.items()}
    assert names(dealt(PEOPLE[::-1], 4, 1, turned)) == names(dealt(PEOPLE, 4, 1, values))


def test_people_of_one_name_are_told_apart_by_what_the_list_has_of_them() -> None:
    people = [Participant({"nimi": "Aino Esimerkki", "ryhma": group}) for group in "ABCDEF"]
    in_groups = [sorted(person.text("ryhma") for person in group) for group in dealt(people, 2, 1)]
    turned = [sorted(person.text("ryhma") for person in group) for group in dealt(people[::-1], 2, 1)]
    assert turned == in_groups


def test_what_is_given_to_everybody_changes_no_groups() -> None:
    given_place = [person.given({"paikka": "Tampere"}) for person in PEOPLE]
    assert names(dealt(given_place, 4, 1)) == names(dealt(PEOPLE, 4, 1))


def test_people_who_are_all_the_same_are_dealt_too() -> None:
    groups = dealt([Participant({"nimi": "Aino Esimerkki"})] * 7, 3, 1)
    assert sorted(map(len, groups)) == [2, 2, 3]


@pytest.mark.parametrize(
    ("texts", "count", "together"),
    [
        (["A", "A", "B"], 2, []),
        (["A", "a ", "B", "A"], 2, [("A", 3)]),
        (["", "", ""], 2, []),
    ],
)
def test_only_more_people_than_groups_cannot_be_kept_apart(
    texts: list[str], count: int, together: list[tuple[str, int]]
) -> None:
    assert not_apart(texts, count) == together
