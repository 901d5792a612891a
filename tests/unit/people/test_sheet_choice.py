"""Of a workbook's sheets, those of people and of lists are read, and it is said which are not."""

from dataclasses import replace

import pytest

from tests.helpers.lists import Rows, sheet, studied
from worksheets.course.course import Course
from worksheets.errors import RosterError
from worksheets.people.list_options import ListOptions
from worksheets.people.omissions import LeftOutReason
from worksheets.people.roster import Roster

PEOPLE = sheet([["Nimi", "Ryhmä"], ["Aino", "A"], ["Ville", "B"]], "Osallistujat")
CONTACTS = sheet([["Osallistuja", "Nimi"], ["Aino", "Marja"]], "Kontaktit")
NOTES: Rows = [["Ohjeet"], ["Kirjoita jokaiselle riville yksi osallistuja."], ["Nimi", "etunimi ja sukunimi"]]


def names(roster: Roster) -> list[str]:
    return [person.name for person in roster.participants]


def left_out(roster: Roster) -> dict[str, LeftOutReason]:
    """Return why sheets are left out, by their names."""
    return {omission.location.rpartition("sheet ")[2]: omission.reason for omission in roster.omissions}


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("Ohjeet", NOTES[:2]),
        ("Selitykset", [*NOTES, ["Ryhmä", "A tai B"], ["Sähköposti", "jos on"]]),
        ("Valikot", [["Ryhmä", "Paikka"], ["A", "Turku"], ["B", "Oulu"]]),
        ("Taul2", [["muista kahvi"]]),
        ("Taul3", [["x", "y"], ["1", "2"]]),
        ("Laskelma", [["", "Hinta"], ["Kahvi", "12"]]),
        ("Nimettömät", [["Marja"], ["Pekka"]]),
    ],
)
def test_sheets_without_a_heading_of_names_are_left_out(course: Course, name: str, rows: Rows) -> None:
    for sheets in ([PEOPLE, sheet(rows, name), CONTACTS], [sheet(rows, name), PEOPLE]):
        roster = studied(course, *sheets)
        assert names(roster) == ["Aino", "Ville"]
        assert left_out(roster) == {name: LeftOutReason.NO_NAMES}
        assert (roster.errors, roster.warnings) == ((), ())


@pytest.mark.parametrize(
    "rows",
    [
        [["Nimi", "14.1.", "21.1."], ["Aino", "x", "x"], ["Ville", "", "x"]],
        [["Osallistuja", "Läsnä"], ["Virtanen, Aino", ""], ["Ville", "kyllä"]],
        [["Etunimi", "Sukunimi"], ["Aino"], ["Ville"]],
        [["Nimi", "Ryhmä"], ["Ville", "B"], ["Aino", "A"]],
        [["Nimi"], ["Aino"]],
    ],
    ids=["attendance", "last names first", "names alone", "a copy", "some"],
)
def test_a_sheet_that_says_nothing_new_of_the_same_people_is_left_out(course: Course, rows: Rows) -> None:
    people = sheet(
        [["Nimi", "Ryhmä"], ["Aino Virtanen" if "Virtanen, Aino" in str(rows) else "Aino", "A"], ["Ville", "B"]]
    )
    roster = studied(course, replace(people, name="Osallistujat"), sheet(rows, "Läsnäolo"))
    assert len(roster.people) == 2
    assert left_out(roster) == {"Läsnäolo": LeftOutReason.SAME_PEOPLE}


def test_somebody_on_such_a_sheet_alone_is_named(course: Course) -> None:
    roster = studied(
        course, PEOPLE, sheet([["Nimi", "14.1."], ["Aino", "x"], ["Ville", "x"], ["Uusi", "x"]], "Läsnäolo")
    )
    assert names(roster) == ["Aino", "Ville"]
    assert roster.warnings == (
        (
            'ryhma.xlsx, sheet Läsnäolo: “Uusi” is only on this sheet, which is left out; add --tab "Läsnäolo" to read '
            "it instead"
        ),
    )


def test_a_sheet_with_more_answers_of_the_same_people_is_put_together_with_theirs(course: Course) -> None:
    more = sheet([["Nimi", "Esimieheltä"], ["Ville", "kiitos"], ["Aino", "palaute"], ["Uusi", "x"]], "Tehtävä 1")
    roster = studied(course, PEOPLE, more)
    assert [dict(person.values) for person in roster.participants] == [
        {"nimi": "Aino", "ryhma": "A", "tukiverkosto.esimies": "palaute"},
        {"nimi": "Ville", "ryhma": "B", "tukiverkosto.esimies": "kiitos"},
        {"nimi": "Uusi", "tukiverkosto.esimies": "x"},
    ]
    assert roster.warnings[0] == (
        "ryhma.xlsx, sheet Osallistujat, row 2; ryhma.xlsx, sheet Tehtävä 1, row 3: combined into one participant, "
        "“Aino”"
    )
    (problem,) = studied(course, PEOPLE, sheet([["Nimi", "Ryhmä"], ["Aino", "C"]], "Vanha")).errors
    assert "row 2, column B “Ryhmä”: “C” here, but “A” in an earlier row of the same person" in problem


def test_sheets_of_different_people_are_all_read(course: Course) -> None:
    other = sheet([["Nimi", "Ryhmä"], ["Aino", "B"], ["Marja", "B"], ["Pekka", "B"]], "B")
    roster = studied(course, PEOPLE, other)
    assert names(roster) == ["Aino", "Ville", "Aino", "Marja", "Pekka"]
    assert [person.number for person in roster.people] == [1, 2, 3, 4, 5]


def test_hidden_sheets_are_left_out_unless_they_are_wanted(course: Course) -> None:
    archive = replace(sheet([["Nimi"], ["Marja"]], "Arkisto"), hidden=True)
    roster = studied(course, PEOPLE, archive)
    assert names(roster) == ["Aino", "Ville"]
    assert left_out(roster) == {"Arkisto": LeftOutReason.HIDDEN_SHEET}
    assert names(studied(course, PEOPLE, archive, options=ListOptions(hidden=True))) == ["Aino", "Ville", "Marja"]
    assert names(studied(course, PEOPLE, archive, options=ListOptions(tab=("arkisto",)))) == ["Marja"]
    with pytest.raises(RosterError, match="all sheets are hidden; add --hidden to include them"):
        studied(course, archive)


def test_sheets_are_chosen_by_name(course: Course) -> None:
    other = sheet([["Nimi"], ["Marja"]], "Muut")
    roster = studied(course, PEOPLE, CONTACTS, other, options=ListOptions(tab=("  MUUT",)))
    assert names(roster) == ["Marja"]
    assert set(left_out(roster).values()) == {LeftOutReason.OTHER_SHEET}
    both = studied(course, PEOPLE, CONTACTS, other, options=ListOptions(tab=("Kontaktit", "Osallistujat")))
    assert [len(person.values) for person in both.participants] == [3, 2]
    assert names(studied(course, PEOPLE, sheet([["Marja"]], "Lista"), options=ListOptions(tab=("Lista",)))) == ["Marja"]


def test_a_sheet_that_is_not_there_is_an_error_that_lists_those_that_are(course: Course) -> None:
    with pytest.raises(RosterError) as caught:
        studied(course, PEOPLE, CONTACTS, options=ListOptions(tab=("Osalistujat", "Taul9")))
    message = "ryhma.xlsx: no sheet “{}”; the sheets are “Osallistujat”, “Kontaktit”."
    assert caught.value.problems == (
        f"{message.format('Osalistujat')} Did you mean “Osallistujat”?",
        message.format("Taul9"),
    )
    with pytest.raises(RosterError, match="no sheet “A”, since the file has no sheets; leave out --tab"):
        studied(course, replace(PEOPLE, name=""), options=ListOptions(tab=("A",)))


def test_of_several_sheets_without_headings_none_is_guessed(course: Course) -> None:
    sheets = sheet([["Aino"], ["Ville"]], "Lista"), sheet([["Tervetuloa"]], "Ohje")
    assert studied(course, *sheets).errors == (
        (
            'ryhma.xlsx: no sheet has the heading “Nimi”; add one of these to choose the sheet: --tab "Lista", --tab '
            '"Ohje"'
        ),
    )
    assert names(studied(course, sheets[0])) == ["Aino", "Ville"]
