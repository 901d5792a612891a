"""Who gets a certificate, by what a column of the list says."""

from worksheets import api
from worksheets.web.attended import attended, parts_of
from worksheets.web.people import People

COURSE = api.read_course()


def people_of(*rows: str) -> People:
    opened = api.list_of_names("\n".join(rows).replace(";", "\t"), COURSE)
    with api.Session() as session:
        return People(opened, api.judge(opened, COURSE, session))


LIST = ("Nimi;Ryhmä;Läsnä;Tunnus", "Aino Esimerkki;A;x;1", "Ville Mallikas;B;;2", "Olga Esimerkova;A; X ;3")


def test_people_are_told_apart_by_columns_that_several_share() -> None:
    parts = parts_of(people_of(*LIST), COURSE)
    assert {condition: sorted(part.numbers) for condition, part in parts.items()} == {
        "ryhma=A": [1, 3],
        "ryhma=B": [2],
        "Läsnä=x": [1, 3],
    }
    assert parts["Läsnä=x"].column == "Läsnä"


def test_one_alone_who_was_there_can_be_chosen() -> None:
    parts = parts_of(people_of("Nimi;Läsnä", "Aino Esimerkki;x", "Ville Mallikas;"), COURSE)
    assert [(condition, sorted(part.numbers)) for condition, part in parts.items()] == [("Läsnä=x", [1])]


def test_a_column_that_says_the_same_of_everybody_tells_nobody_apart() -> None:
    assert parts_of(people_of("Nimi;Läsnä", "Aino Esimerkki;x", "Ville Mallikas;x"), COURSE) == {}


def test_those_who_were_there_stay_ticked() -> None:
    people = people_of(*LIST)
    assert attended(people, COURSE, "Läsnä=x").chosen == (1, 3)
    assert attended(people, COURSE, "") is people
    assert attended(people, COURSE, "Läsnä=*") is people, "what nobody can choose changes nothing"


def test_whoever_is_not_ticked_gets_none() -> None:
    people = people_of(*LIST)
    first = people.places[1]
    unticked = people.with_unticked({first})
    assert parts_of(unticked, COURSE)["ryhma=A"].count(unticked) == 1
    assert attended(unticked, COURSE, "ryhma=A").chosen == (3,)
    assert attended(people.with_unticked({first, people.places[3]}), COURSE, "ryhma=A").chosen == ()
