"""The people of a list are packed: who is left out is known all the same, and they can be gone through again."""

from copy import deepcopy

import pytest

from worksheets.people.listed_people import Participants, People, Person
from worksheets.people.participant import KeysOfAlike, Participant
from worksheets.people.places import ListProblem, Place
from worksheets.people.roster import Roster
from worksheets.spreadsheets import packed
from worksheets.spreadsheets.packed import TOGETHER

COUNT = 7 * TOGETHER + 5


@pytest.fixture(autouse=True)
def _packed_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "_UNPACKED", 2 * TOGETHER)
    monkeypatch.setattr(packed, "_KEPT", 1)


def person(number: int) -> Person:
    place = Place(f"ryhma.csv, row {number + 1}", 1, number + 1, slot="nimi", line=number)
    participant = Participant({"nimi": f"Aino {number}"}, "nimi", "avain", number, {"Puh.": str(number)})
    problems = (place.reason("wrong"),) if number % 50 == 0 else ()
    return Person(participant, place, problems, number % 60 == 0, ("odd",), ((0, number + 1),))


def everyone() -> list[Person]:
    return [person(number) for number in range(1, COUNT + 1)]


def test_people_are_what_they_were() -> None:
    people = People(everyone())
    for copy in (people, deepcopy(people)):
        assert list(copy) == everyone()
        one = copy[50]
        assert (one.participant.number, one.participant.columns) == (51, {"Puh.": "51"})
        assert one.rows == ((0, 52),)
        place = one.location
        assert (place.sheet, place.row, place.slot, place.line) == (1, 52, "nimi", 51)
        (problem,) = copy[49].problems
        assert isinstance(problem, ListProblem)
        assert (problem.reason, problem.place.row) == ("wrong", 51)


def test_a_roster_knows_who_is_left_out() -> None:
    roster = Roster("ryhma", People(everyone()), ("ryhma.csv: wrong",))
    for copy in (roster, deepcopy(roster)):
        assert [each.number for each in copy.left_out] == [50, 60, 100, 120, 150, 180, 200]
        assert len(copy.everybody) == COUNT
        assert [each.number for each in copy.participants] == [
            number for number in range(1, COUNT + 1) if number % 50 and number % 60
        ]
        assert copy.errors == ("ryhma.csv: wrong", *(f"ryhma.csv, row {n}: wrong" for n in (51, 101, 151, 201)))
        assert len(copy.warnings) == COUNT - 3, "everybody is odd, and those who are hidden are not spoken of"


def test_a_roster_may_be_made_of_any_sequence() -> None:
    roster = Roster("ryhma", tuple(everyone()[:60]), ())
    assert [each.number for each in roster.left_out] == [50, 60]
    assert len(roster.participants) == 58
    assert roster.everybody == Participants(everyone()[:60])


def test_the_later_of_people_who_are_alike_get_keys() -> None:
    keys = KeysOfAlike()
    aino, other = {"nimi": "Aino", "ryhma": "A"}, {"ryhma": "B", "nimi": "Aino"}
    turned = dict(reversed(aino.items()))
    given = [keys.key(values, "nimi", key) for values in (aino, other, turned) for key in ("", "1")]
    assert given[:4] == ["", "1", "", "1"]
    assert given[4:] == [
        "('Aino', '', ('nimi', 'Aino'), ('ryhma', 'A')) 2",
        "('Aino', '1', ('nimi', 'Aino'), ('ryhma', 'A')) 2",
    ]
