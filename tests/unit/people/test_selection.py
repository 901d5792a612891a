"""Which participants of a group are printed, and in what order."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.marks_course import marks_course
from worksheets.course.course import Course
from worksheets.errors import RosterError
from worksheets.people.participant import Participant
from worksheets.people.selection import by_finnish_order, by_name, by_rows, groups, only

GROUP = (
    Participant({"nimi": "Aino Esimerkki", "ryhma": "A", "omat-verkostot.1.nimi": "Kuoro"}),
    Participant({"nimi": "Väinö Malli", "ryhma": "b  ryhmä"}),
    Participant({"nimi": "Anna-Liisa Malli", "ryhma": "a"}),
    Participant({"nimi": "Aino Öinen"}),
    Participant({"nimi": "Liam O'Malli", "ryhma": "B Ryhmä", "omat-verkostot.1.nimi": "kuoro"}),
)


def numbers(people: Sequence[Participant]) -> list[int]:
    """Return the numbers of people in the group, from 1."""
    return [GROUP.index(person) + 1 for person in people]


def problems(choose: Callable[[], object]) -> tuple[str, ...]:
    with pytest.raises(RosterError) as caught:
        choose()
    return caught.value.problems


def named(*names: str) -> list[Participant]:
    return [Participant({"nimi": name} if name else {"ryhma": "A"}) for name in names]


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ([], [1, 2, 3, 4, 5]),
        (["ryhma=A"], [1, 3]),
        (["Ryhmä = a "], [1, 3]),
        (["RYHMA=B RYHMÄ"], [2, 5]),
        (["ryhma=B ryhma\u0308"], [2, 5]),
        (["ryhma="], [4]),
        (["ryhma!="], [1, 2, 3, 5]),
        (["ryhma!=A"], [2, 4, 5]),
        (["ryhma=A", "nimi!=Aino Esimerkki"], [3]),
        (["ryhma=A", "ryhma=b ryhmä"], []),
        (["Verkosto 1: ammatillisen verkoston nimi=KUORO"], [1, 5]),
        (["ryhma=A=B"], []),
        (["nimi=Aino"], []),
    ],
)
def test_conditions_must_all_hold(course: Course, conditions: list[str], expected: list[int]) -> None:
    assert numbers(only(GROUP, course, conditions)) == expected


def test_every_wrong_condition_is_named(course: Course) -> None:
    fields = problems(lambda: only(GROUP, course, ["zzz="]))[0].removeprefix("--only: no field “zzz”; ")
    assert fields.startswith("use, for example, n, etunimi, sukunimi, nimi, ryhma, ")
    assert problems(lambda: only(GROUP, course, ["rhyma=A", "Rymä!=B", "ryhma=A", "Aino", "=A", "zzz="])) == (
        "--only: no field “rhyma”. Did you mean “ryhma”?",
        "--only: no field “Rymä”. Did you mean “Ryhmä”?",
        '--only "Aino": no value; write --only "Aino=text", or "Aino!=text" for the rest',
        f"--only: no field “”; {fields}",
        f"--only: no field “zzz”; {fields}",
    )


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Aino Esimerkki"], [1]),
        (["aino"], [1, 4]),
        (["  AINO   ö "], [4]),
        (["esim ai"], [1]),
        (["malli"], [2, 3]),
        (["liisa"], [3]),
        (["anna-l"], [3]),
        (["o'malli"], [5]),
        (["va\u0308ino\u0308"], [2]),
        (["malli", "Väinö"], [2, 3]),
        (["Öinen", "Esimerkki"], [1, 4]),
    ],
)
def test_a_name_matches_by_the_beginnings_of_its_words(names: list[str], expected: list[int]) -> None:
    assert numbers(by_name(GROUP, names)) == expected


def test_every_name_that_matches_nobody_is_named_with_the_nearest(course: Course) -> None:
    assert problems(lambda: by_name(GROUP, ["Aimo", "Aino", "Väino Mali", "", "Zorro"])) == (
        "--only-name: nobody in the list is called “Aimo”. Did you mean “Aino Esimerkki”, “Aino Öinen”?",
        "--only-name: nobody in the list is called “Väino Mali”. Did you mean “Väinö Malli”?",
        "--only-name: nobody in the list is called “”.",
        "--only-name: nobody in the list is called “Zorro”.",
    )
    assert by_name(GROUP, []) == []
    assert numbers(only(by_name(GROUP, ["Aino"]), course, ["ryhma="])) == [4], "selections can be combined"


def test_the_blank_handout_has_no_name_to_choose_by() -> None:
    assert "“Aino”." in problems(lambda: by_name(named(""), ["Aino"]))[0]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [("1", [1]), ("2-4", [2, 3, 4]), ("2–3, 5", [2, 3, 5]), ("5,1-2", [5, 1, 2]), ("2,1-3,2", [2, 1, 3]), ("03", [3])],
)
def test_rows_count_from_one(rows: str, expected: list[int]) -> None:
    assert numbers(by_rows(GROUP, rows)) == expected


def test_rows_are_the_numbers_that_the_list_has_people_by() -> None:
    people = [replace(person, number=number) for person, number in zip(GROUP, (1, 3, 4, 7, 8), strict=True)]
    assert [person.number for person in by_rows(people, "2-4, 8")] == [3, 4, 8]
    assert by_rows(people, "2,5-6") == [], "those are left out"
    assert problems(lambda: by_rows(people, "9")) == ("--rows: no participant “9”; the list numbers them from 1 to 8",)
    assert by_rows(people, "9", count=9) == []


def test_people_who_are_alike_are_still_two() -> None:
    assert len(by_rows(named("Aino", "Aino"), "1-2,1")) == 2
    assert len(by_name(named("Aino", "Aino"), ["Aino", "ai"])) == 2


def test_every_wrong_row_is_named_with_how_many_there_are() -> None:
    outside = "the list numbers them from 1 to 5"
    wrong = "is not a number; write numbers and ranges, such as --rows 3-7,9"
    assert problems(lambda: by_rows(GROUP, "0,1,4-6,4-2,x,2-,-1,1 2,,999999999999")) == (
        f"--rows: no participant “0”; {outside}",
        f"--rows: no participant “4-6”; {outside}",
        "--rows: “4-2”: the smaller number comes first; write 2-4",
        *(f"--rows: “{word}” {wrong}" for word in ("x", "2-", "-1", "1 2", "", "999999999999")),
    )
    assert problems(lambda: by_rows([], "1")) == ("--rows: no participant “1”; the list numbers them from 1 to 0",)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=8))
def test_rows_are_each_once_in_the_order_given(wanted: list[int]) -> None:
    assert numbers(by_rows(GROUP, ",".join(map(str, wanted)))) == list(dict.fromkeys(wanted))


def test_the_field_is_sorted_as_it_is_written(course: Course) -> None:
    people = named("Öinen Aino", "", "Aho, Ville", "Åman Aino", "aho, ville", "Äijö Aino", "Zorro Aino")
    assert [person.name for person in by_finnish_order(people, course, "NIMI")] == [
        *("aho, ville", "Aho, Ville", "Zorro Aino", "Åman Aino", "Äijö Aino", "Öinen Aino", ""),
    ]


@given(st.lists(st.text("aAåäÖwvü1 02", max_size=3), max_size=8))
def test_sorting_is_stable_and_loses_nobody(course: Course, texts: list[str]) -> None:
    people = [Participant({"nimi": str(n), "ryhma": text}) for n, text in enumerate(texts)]
    ordered = by_finnish_order(people, course, "ryhma")
    assert sorted(int(person.name) for person in ordered) == list(range(len(texts)))
    assert ordered == by_finnish_order(ordered, course, "ryhma")
    for person, following in pairwise(ordered):
        if person.text("ryhma") == following.text("ryhma"):
            assert int(person.name) < int(following.name)


def test_last_names_have_an_order_of_their_own(course: Course) -> None:
    people = named(
        "Georg von Wright", "Öhman, Åsa", "FM Ville Virtanen", "Aino Virtanen", "", "Hussein al-Taee", "Van Rompuy"
    )
    assert [person.name for person in by_finnish_order(people, course, "Sukunimi")] == [
        *("Van Rompuy", "Hussein al-Taee", "Aino Virtanen", "FM Ville Virtanen", "Georg von Wright", "Öhman, Åsa", ""),
    ]


def test_last_names_of_the_list_go_before_those_found_in_names(course: Course) -> None:
    people = [
        Participant({"nimi": "Aino Öberg"}, columns={"etunimi": "Aino", "sukunimi": "Aho"}),
        Participant({"nimi": "Marja Björk"}, columns={"etunimi": "Marja", "sukunimi": ""}),
        Participant({"nimi": "Aino Aalto"}),
    ]
    names = [person.name for person in by_finnish_order(people, course, "sukunimi")]
    assert names == ["Aino Aalto", "Aino Öberg", "Marja Björk"]


def test_columns_that_are_not_printed_choose_sort_and_group(course: Course) -> None:
    diets = {"Aino": "vege", "Ville": "Kala", "Åke": "", "Öky": "VEGE "}
    people = [Participant({"nimi": name}, columns={"Ruoka-valio": diet, "Nro": ""}) for name, diet in diets.items()]
    assert [person.name for person in only(people, course, ["Ruoka-valio=vege"])] == ["Aino", "Öky"]
    assert [person.name for person in only(people, course, ["ruoka valio!="])] == ["Aino", "Ville", "Öky"]
    assert [person.name for person in by_finnish_order(people, course, "Ruoka-Valio")] == [
        "Ville",
        "Aino",
        "Öky",
        "Åke",
    ]
    assert list(groups(people, course, "Ruoka-valio")) == ["vege", "Kala", ""]
    assert len(only(people, course, ["Nro="])) == 4


def test_groups_are_as_first_written(course: Course) -> None:
    members = groups(GROUP, course, "ryhmä")
    assert {name: numbers(people) for name, people in members.items()} == {"A": [1, 3], "b  ryhmä": [2, 5], "": [4]}
    assert list(members) == ["A", "b  ryhmä", ""], "in the list's order"
    assert groups([], course, "ryhma") == {}


def test_an_unknown_field_is_named_with_its_option(course: Course) -> None:
    assert problems(lambda: groups(GROUP, course, "rhyma")) == ("--group-by: no field “rhyma”. Did you mean “ryhma”?",)
    assert problems(lambda: by_finnish_order(GROUP, course, "nmi")) == ("--sort: no field “nmi”. Did you mean “Nimi”?",)


# Orders of thousands of words


def test_thousands_of_conditions_and_names_are_each_compared_once(course: Course) -> None:
    people = [Participant({"nimi": f"Aino {number}", "ryhma": f"{number}"}) for number in range(2_000)]
    conditions = [f"ryhma!={number}" for number in range(1, 2_000)]
    assert [person.name for person in only(people, course, conditions)] == ["Aino 0"]
    assert len(by_name(people, [f"ain {number}" for number in range(1_000, 2_000)])) == 1_000
    assert len(by_rows(people, ",".join(f"1-{number}" for number in range(1, 500)))) == 499


def test_a_wrong_order_is_quoted_in_part(course: Course) -> None:
    for message in (
        *problems(lambda: only(GROUP, course, ["x" * 100_000])),
        *problems(lambda: only(GROUP, course, ["x" * 100_000 + "=1"])),
        *problems(lambda: by_name(GROUP, ["x" * 100_000])),
        *problems(lambda: by_rows(list(GROUP), "x" * 100_000)),
    ):
        assert "x…" in message
        assert len(message) < 250


def test_nearest_names_are_looked_for_some_dozens_of_times() -> None:
    lines = problems(lambda: by_name(GROUP, [f"Anio Esimerki{number}" for number in range(100)]))
    assert len(lines) == 100
    assert sum("Did you mean “Aino Esimerkki”?" in line for line in lines) == 40


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return marks_course(tmp_path_factory.mktemp("kurssi") / "merkit")


MARKED = (
    Participant(
        {"nimi": "Aino Esimerkki", "apu": "muu: naapuri", "tavat": "teen itse; neuvon muita", "ennen.v1": "täysin"}
    ),
    Participant({"nimi": "Ville Mallikas", "apu": "työtoverit", "tavat": "teen itse", "nyt": "9", "ennen.v1": "ei"}),
    Participant({"nimi": "Väinö Malli", "apu": "muu", "nyt": "62", "ennen.v1": "vähän"}),
)


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        (["apu=Muu"], ["Aino", "Väinö"]),
        (["apu=muu: naapuri"], ["Aino"]),
        (["apu=1"], ["Ville"]),
        (["apu!=muu"], ["Ville"]),
        (["tavat=teen itse"], ["Aino", "Ville"]),
        (["tavat=teen itse", "tavat!=neuvon muita"], ["Ville"]),
        (["Miten opit?=2; 3"], ["Aino"]),
        (["tavat="], ["Väinö"]),
        (["nyt=62,0"], ["Väinö"]),
    ],
)
def test_people_are_chosen_by_their_marks(marked: Course, conditions: list[str], expected: list[str]) -> None:
    assert [person.name.split()[0] for person in only(MARKED, marked, conditions)] == expected


def test_a_condition_that_says_no_marks_is_told(marked: Course) -> None:
    assert problems(lambda: only(MARKED, marked, ["ennen.v1=kyllä"])) == (
        '--only "ennen.v1=kyllä": “kyllä” is none of the options; they are: ei; vähän; täysin.',
    )


@pytest.mark.parametrize(
    ("field", "expected"), [("ennen.v1", "Ville Väinö Aino"), ("nyt", "Ville Väinö Aino"), ("apu", "Ville Aino Väinö")]
)
def test_marks_are_sorted_in_the_order_of_the_options(marked: Course, field: str, expected: str) -> None:
    assert " ".join(person.name.split()[0] for person in by_finnish_order(MARKED, marked, field)) == expected
