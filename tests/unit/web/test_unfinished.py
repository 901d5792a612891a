"""Who has no handout is told with their place, the reason and a cure that can be followed on the page."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.helpers.page_people import events_of, handout_of, people_named, played
from worksheets import api
from worksheets.people.places import Place
from worksheets.web.making import Making
from worksheets.web.unfinished import Unfinished, places_of, unfinished


def run(folder: Path, events: list[api.PacketEvent]) -> Making:
    making = Making(played(folder, "Aino Esimerkki", "Ville Mallikas", events=events), api.Session())
    making.begin()
    making.wait(20)
    return making


@pytest.mark.parametrize("reason", [reason for reason in api.FailureReason if reason is not api.FailureReason.DATA])
def test_a_failure_says_nothing_of_options_of_the_command_line(tmp_path: Path, reason: api.FailureReason) -> None:
    people = people_named("Aino Esimerkki", "Ville Mallikas")
    failure = api.Failure(reason, ("Aino Esimerkki: has to be typeset",), ("Install Pango",))
    events = events_of(tmp_path, people)
    events[1] = handout_of(tmp_path, people.roster.people[0], api.State.FAILED, failure)
    (missing,) = unfinished(run(tmp_path, events))
    assert (missing.number, missing.name, missing.place) == (1, "Aino Esimerkki", "row 2")
    assert missing.reason.endswith(".")
    assert "--" not in missing.reason
    assert "Aino" not in missing.reason


def test_what_is_wrong_in_the_data_is_said_without_the_name_and_the_file(tmp_path: Path) -> None:
    people = people_named("Aino Esimerkki", "Ville Mallikas")
    place = "ryhma.csv, row 4"
    left_out = api.LeftOut("", place, api.LeftOutReason.PROBLEMS, (f"{place}: the name is missing",), 3)
    failure = api.Failure(api.FailureReason.DATA, ("Ville Mallikas: no font has “𐎀”",))
    events = events_of(tmp_path, people)
    events[2] = handout_of(tmp_path, people.roster.people[1], api.State.FAILED, failure)
    events.insert(1, left_out)
    assert unfinished(run(tmp_path, events)) == [
        Unfinished(3, "", "ryhma.csv, row 4", "the name is missing."),
        Unfinished(2, "Ville Mallikas", "row 3", "no font has “𐎀”."),
    ]


def test_a_column_stays_in_what_is_wrong(tmp_path: Path) -> None:
    problem = "ryhma.csv, row 2, column B “Ryhmä”: the cell shows the error #REF!"
    left_out = api.LeftOut("Aino Esimerkki", "ryhma.csv, row 2", api.LeftOutReason.PROBLEMS, (problem,), 1)
    people = people_named("Aino Esimerkki", "Ville Mallikas")
    (missing,) = unfinished(run(tmp_path, [*events_of(tmp_path, people)[:1], left_out]))
    assert (missing.place, missing.reason) == ("row 2", "column B “Ryhmä”: the cell shows the error #REF!")


@pytest.mark.parametrize(
    ("locations", "places"),
    [
        (("a.csv, row 2", "a.csv, row 3"), ["row 2", "row 3"]),
        (("a.xlsx, sheet A, row 2", "a.xlsx, sheet A, row 3"), ["row 2", "row 3"]),
        (("a.xlsx, sheet A, row 2", "a.xlsx, sheet B, row 2"), ["sheet A, row 2", "sheet B, row 2"]),
        (("aino.yaml", "ville.yaml"), ["aino.yaml", "ville.yaml"]),
    ],
)
def test_a_place_is_as_short_as_it_can_be(tmp_path: Path, locations: tuple[str, str], places: list[str]) -> None:
    people = people_named("Aino Esimerkki", "Ville Mallikas")
    moved = tuple(
        replace(person, location=Place(location))
        for person, location in zip(people.roster.people, locations, strict=True)
    )
    task = played(tmp_path, "Aino Esimerkki")
    task = replace(task, people=replace(people, roster=replace(people.roster, people=moved)))
    assert list(places_of(Making(task, api.Session())).values()) == places
