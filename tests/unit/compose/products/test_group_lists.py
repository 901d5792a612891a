"""What is drawn of groups, and what is wrong with what is asked for."""

from typing import Any

import pytest

from tests.helpers.course import the_course
from tests.helpers.products import named, people, product_layout, product_words
from worksheets.compose.products.group_lists import DrawnGroupLists, group_lists
from worksheets.compose.products.kinds import GroupLists
from worksheets.errors import OptionsError
from worksheets.people.participant import Participant


def dealt(group: list[Participant], **options: Any) -> DrawnGroupLists:  # noqa: ANN401 - of many types
    return group_lists(GroupLists(**options), group, the_course(), product_layout("groups"), product_words())


@pytest.mark.parametrize(
    ("options", "sizes"),
    [({"groups": 4}, [6, 6, 6, 5]), ({"size": 5}, [5, 5, 5, 4, 4]), ({"size": 23}, [23]), ({"groups": 23}, [1] * 23)],
)
def test_groups_are_as_many_or_as_large_as_asked_for(options: dict[str, int], sizes: list[int]) -> None:
    drawn = dealt(people(23), **options)
    assert [len(group) for group in drawn.groups] == sizes
    assert sorted(name.text for group in drawn.groups for name in group) == sorted(each.name for each in people(23))
    assert drawn.head.introduction[-1].startswith("23 osallistujaa, ")


def test_names_are_in_order_in_each_group() -> None:
    (group,) = dealt([named("Åke Koe"), named("Aino Koe"), named("Zainab Koe")], groups=1).groups
    assert [name.text for name in group] == ["Aino Koe", "Zainab Koe", "Åke Koe"]


@pytest.mark.parametrize(
    ("count", "options", "problem"),
    [
        (3, {}, "--as groups: how many groups? Write --groups 4"),
        (3, {"groups": 2, "size": 2}, "--groups and --group-size: each says how many"),
        (0, {"groups": 2}, "nobody to deal; name a list, such as “worksheets list ryhma.xlsx --as groups --groups 2”"),
        (0, {"size": 2}, "--as groups --group-size 2”"),
        (3, {"groups": 4}, "--groups 4: more groups than people; there are 3 people, so write at most --groups 3"),
        (1, {"groups": 4}, "there is 1 person, so write --groups 1"),
        (3, {"groups": 2, "apart": "osasto"}, "--apart: no field “osasto”"),
        (3, {"groups": 2, "title": "a" * 300}, "--title: has 300 characters"),
    ],
)
def test_what_is_wrong_is_said_with_the_cure(count: int, options: dict[str, Any], problem: str) -> None:
    with pytest.raises(OptionsError) as raised:
        dealt(people(count), **options)
    assert problem in str(raised.value)


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(OptionsError) as raised:
        dealt(people(3), groups=9, apart="osasto", title="a" * 300)
    assert len(raised.value.problems) == 3


def test_people_are_kept_apart_by_a_field_or_a_column_that_is_not_printed() -> None:
    group = [
        Participant({"nimi": f"Aino {n}", "organisaatio": "AB"[n % 2]}, columns={"Osasto": "XYZ"[n % 3]})
        for n in range(6)
    ]
    for field, values in (("organisaatio", 2), ("osasto", 3)):
        drawn = dealt(group, groups=3, apart=field)
        assert drawn.warnings == ()
        for members in drawn.groups:
            numbers = [int(name.text.split()[1]) for name in members]
            assert len({number % values for number in numbers}) == len(numbers)


def test_what_cannot_be_kept_apart_is_a_warning() -> None:
    drawn = dealt(people(5, organisaatio="Kirjasto"), groups=2, apart="Organisaatio")
    assert drawn.warnings == (
        "--apart Organisaatio: 5 people have “Kirjasto”, and there are only 2 groups; some of them are together",
    )


def test_signs_are_made_on_request_and_have_the_names_as_large_as_they_fit() -> None:
    assert dealt(people(12), groups=3).signs == ()
    few = dealt(people(12), groups=3, signs=True).signs
    assert [sign.number for sign in few] == [1, 2, 3]
    many = dealt(people(60), groups=3, signs=True).signs
    assert few[0].size > many[0].size
    assert sum(map(len, many[0].columns)) == 20


def test_a_sign_without_room_for_the_names_says_how_many_there_are() -> None:
    (sign,) = dealt(people(200), groups=1, signs=True).signs
    assert sign.columns == ()
