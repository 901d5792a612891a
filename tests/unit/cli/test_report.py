"""The report on a list made by hand, as text and as data."""

import json
from dataclasses import replace
from typing import cast

import pytest

from worksheets.api import JudgedList, JudgedSheet, ListFault, SheetUse
from worksheets.cli.report import as_text, as_tree
from worksheets.messages import LANGUAGES, in_language
from worksheets.people.headings import Column, Other
from worksheets.people.listed_people import Person
from worksheets.people.omissions import LeftOutReason, Omission
from worksheets.people.participant import Participant
from worksheets.people.places import Place
from worksheets.people.roster import Roster

AINO = Person(Participant({"nimi": "Aino Esimerkki", "ryhma": "A"}, number=1), Place("ryhma.csv, row 2"), ())
VILLE = Person(Participant({"nimi": "Ville"}, number=2), Place("ryhma.csv, row 3"), ("row 3: first", "row 3: second"))
MARJA = Person(Participant({"nimi": "Marja"}, number=3), Place("ryhma.csv, row 4"), ("row 4: wrong",), hidden=True)
COLUMNS = (
    Column(" Nimi ", "nimi"),
    Column("Kontakti", "verkostokartta.kontaktit.*.nimi"),
    Column("Etunimi", other=Other.FIRST_NAME),
    Column("Sukunimi", other=Other.LAST_NAME),
    Column("Nro", other=Other.NUMBER),
    Column("Aikaleima", other=Other.EXPORT),
    Column("Kenkä", other=Other.IGNORED),
    Column("Hattu"),
)
ROSTER = Roster(
    "ryhma",
    (AINO, VILLE, MARJA),
    ("column H: unknown heading",),
    COLUMNS,
    ("ryhma.csv, rows 2, 5: put together",),
    (Omission("ryhma.csv, row 6", LeftOutReason.TOTAL, "Yhteensä 3"),),
)
EMPTY = Roster("tyhja", (), ())
SHEET = JudgedSheet("Osallistujat", SheetUse.PEOPLE, hidden=False, heading_row=1, columns=(), rows=())


IN_A_CELL = {"sheet": "Osallistujat", "row": 3, "column": 2, "warning": False}
ON_A_LINE = {"sheet": "Muut", "row": 0, "column": 0, "line": 7, "warning": True}


def tree_of(roster: Roster) -> dict[str, object]:
    """Return the report for programs on a list whose errors are all on its second sheet."""
    errors = (ListFault(error, sheet=1, row=3, column=2) for error in roster.errors)
    warnings = (ListFault(warning, is_warning=True, line=7) for warning in roster.warnings)
    return as_tree(JudgedList(roster, (replace(SHEET, name="Muut"), SHEET), (*errors, *warnings)))


TEXT = """\
lista/ryhma.csv: 2 participants, 3 errors, 2 warnings

   1  Aino Esimerkki  2 fields filled in
   2  Ville           1 field filled in, 2 errors
   3  Marja           1 field filled in, left out: hidden in the spreadsheet; add --hidden to include hidden rows

How the headings were understood:
  “Nimi” → nimi
  “Kontakti” → verkostokartta.kontaktit.*.nimi
  “Etunimi” → first name
  “Sukunimi” → last name
  “Nro” → number
  “Aikaleima” → left out: added by the form service
  “Kenkä” → left out, as you asked
  “Hattu” → not printed: no slot has this name

Left out:
  ryhma.csv, row 6: “Yhteensä 3” left out: a total or a count, not a participant

Errors to fix:
  column H: unknown heading
  row 3: first
  row 3: second

Warnings:
  ryhma.csv, rows 2, 5: put together
  ryhma.csv, row 3: “Ville” has a name and nothing else"""


def test_the_text_has_a_paragraph_for_each_matter() -> None:
    assert as_text(ROSTER, "lista/ryhma.csv") == TEXT


def test_matters_of_which_there_is_nothing_are_left_out() -> None:
    assert as_text(EMPTY, "tyhja.csv") == "tyhja.csv: no participants, no errors, no warnings"
    assert as_text(Roster("ryhma", (AINO,), ()), "ryhma.csv") == (
        "ryhma.csv: 1 participant, no errors, no warnings\n\n   1  Aino Esimerkki  2 fields filled in"
    )


def test_the_tree_holds_the_same() -> None:
    assert tree_of(ROSTER) == {
        "name": "ryhma",
        "participants": [
            {
                "number": 1,
                "name": "Aino Esimerkki",
                "place": "ryhma.csv, row 2",
                "filled": 2,
                "problems": [],
                "left_out": None,
            },
            {
                "number": 2,
                "name": "Ville",
                "place": "ryhma.csv, row 3",
                "filled": 1,
                "problems": ["row 3: first", "row 3: second"],
                "left_out": "PROBLEMS",
            },
            {
                "number": 3,
                "name": "Marja",
                "place": "ryhma.csv, row 4",
                "filled": 1,
                "problems": ["row 4: wrong"],
                "left_out": "HIDDEN",
            },
        ],
        "left_out": [{"place": "ryhma.csv, row 6", "text": "Yhteensä 3", "reason": "TOTAL"}],
        "headings": {
            " Nimi ": "nimi",
            "Kontakti": "verkostokartta.kontaktit.*.nimi",
            "Etunimi": "FIRST_NAME",
            "Sukunimi": "LAST_NAME",
            "Nro": "NUMBER",
            "Aikaleima": "EXPORT",
            "Kenkä": "IGNORED",
            "Hattu": "UNKNOWN",
        },
        "errors": ["column H: unknown heading", "row 3: first", "row 3: second"],
        "warnings": ["ryhma.csv, rows 2, 5: put together", "ryhma.csv, row 3: “Ville” has a name and nothing else"],
        "faults": [
            *({**IN_A_CELL, "message": error} for error in ROSTER.errors),
            *({**ON_A_LINE, "message": warning} for warning in ROSTER.warnings),
        ],
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_programs_read_of_the_headings_is_the_same_in_every_language(language: str) -> None:
    with in_language(language):
        tree = tree_of(Roster("ryhma", (), (), tuple(Column(other.name, other=other) for other in Other)))
    assert tree["headings"] == {other.name: other.name for other in Other}


@pytest.mark.parametrize("roster", [ROSTER, EMPTY])
def test_the_tree_is_what_json_can_hold(roster: Roster) -> None:
    assert json.loads(json.dumps(tree_of(roster))) == tree_of(roster)


@pytest.mark.parametrize("other", Other)
def test_every_column_without_a_slot_is_described(other: Other) -> None:
    (line,) = as_text(Roster("ryhma", (), (), (Column("Otsikko", other=other),)), "a.csv").splitlines()[3:]
    assert line.startswith("  “Otsikko” → ")
    assert not line.endswith("→ ")


def test_of_very_many_problems_the_first_are_told_and_the_others_counted() -> None:
    problems = tuple(f"row {number}: wrong" for number in range(100))
    people = tuple(
        replace(ROSTER.people[0], problems=(f"Aino {number}: first", f"Aino {number}: second")) for number in range(100)
    )
    roster = replace(ROSTER, people=people, problems=problems)
    tree = tree_of(roster)
    assert tree["errors"] == [f"row {number}: wrong" for number in range(40)]
    assert tree["more"] == {"problems": 160, "left_out": 0, "errors": 260, "warnings": len(roster.warnings) - 40}
    assert [fault["message"] for fault in cast("list[dict[str, object]]", tree["faults"])] == [
        *cast("list[str]", tree["errors"]),
        *cast("list[str]", tree["warnings"]),
    ]
    lines = as_text(roster, "ryhma.csv").splitlines()
    assert lines.count("  … and 260 more") == 1
