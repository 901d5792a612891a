"""Rows that are no person: totals, headings, examples, rows with nothing in them."""

import pytest

from tests.helpers.lists import Rows, sheet, studied
from worksheets.course.course import Course
from worksheets.people.omissions import LeftOutReason

HEAD = ["Nro", "Nimi", "Ryhmä", "Ikä"]
AINO, VILLE = ["1", "Aino", "A", "31"], ["2", "Ville", "B", "42"]


def left_out(course: Course, *rows: list[str]) -> list[LeftOutReason]:
    """Return why rows are left out that follow two people; both of those are printed, and nothing is wrong."""
    roster = studied(course, sheet([HEAD, AINO, VILLE, *rows]))
    assert roster.errors == ()
    assert [person.name for person in roster.participants][:2] == ["Aino", "Ville"]
    assert len(roster.participants) == 2 + len(rows) - len(roster.omissions)
    return [omission.reason for omission in roster.omissions]


@pytest.mark.parametrize(
    "row",
    [
        ["", "Yhteensä"],
        ["", "Yhteensä 12"],
        ["", "YHTEENSÄ: 12 hlöä", "", "73"],
        ["", "Yht. 12"],
        ["", "Summa", "", "73"],
        ["", "Total", "", "73"],
        ["", "Keskiarvo", "", "36,5"],
        ["", "Keskiarvo 36,5 %"],
        ["", "12 osallistujaa"],
        ["", "12 hlö"],
        ["", "Osallistujia 12"],
        ["", "Osallistujia yhteensä 12", "A: 1, B: 1"],
        ["", "Ryhmä A yhteensä", "1"],
        ["", "Lkm", "2"],
        ["", "Mediaani", "", "36"],
        ["Yhteensä", "2"],
        ["Yhteensä", "", "2"],
        ["", "", "Yhteensä 2"],
        ["", "", "", "Keskiarvo 36"],
        ["", "2"],
    ],
    ids=" ".join,
)
def test_a_total_makes_no_handout(course: Course, row: list[str]) -> None:
    assert left_out(course, row) == [LeftOutReason.TOTAL]


@pytest.mark.parametrize(
    "row",
    [
        ["3", "Summa Matti", "A"],
        ["3", "Matti Summa", "", "50"],
        ["3", "Summa", "A"],
        ["3", "Ka", "B"],
        ["3", "Osallistuja 3", "B"],
        ["3", "Marja", "Yhteensä"],
        ["3", "007", "A"],
        ["3", "Kpl Virtanen"],
    ],
    ids=" ".join,
)
def test_a_person_is_no_total(course: Course, row: list[str]) -> None:
    assert left_out(course, row) == []


def test_people_may_be_called_by_numbers(course: Course) -> None:
    roster = studied(course, sheet([["Nimi"], ["101"], ["102"], ["103"]]))
    assert [person.name for person in roster.participants] == ["101", "102", "103"]


@pytest.mark.parametrize(
    "row",
    [
        HEAD,
        ["NRO", "NIMI", "RYHMÄ", "IKÄ"],
        ["", "Osallistuja", "Luokka"],
        ["#", "Nimi"],
        ["", "Ryhmä B"],
        ["", "B-ryhmä"],
        ["", "Varalla:"],
        ["", "Huom! Marja tulee myöhemmin"],
        ["", "NB: soita Marjalle"],
    ],
    ids=" ".join,
)
def test_headings_in_the_middle_make_no_handout(course: Course, row: list[str]) -> None:
    assert left_out(course, row, ["3", "Marja", "A", "5"]) == [LeftOutReason.HEADINGS]


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([["Kevään ryhmä"], [], ["Aino"], ["Ville"]], ["Aino", "Ville"]),
        ([["Työnhaku 14.1.2026"], ["Aino"], ["Ville"]], ["Aino", "Ville"]),
        ([["Kevät 2026"], ["Aino"]], ["Aino"]),
        ([["Aino 2010"], ["Ville 2011"]], ["Aino 2010", "Ville 2011"]),
        ([["Aino"], [], ["Ville"], [], ["Åke"]], ["Aino", "Ville", "Åke"]),
        ([["Aino"], [], ["Ville"]], ["Aino", "Ville"]),
        ([["Aino 2026"]], ["Aino 2026"]),
        ([["Osallistujat (3)"], ["Aino"]], ["Aino"]),
    ],
)
def test_a_title_over_names_without_a_heading_is_no_person(course: Course, rows: Rows, names: list[str]) -> None:
    roster = studied(course, sheet(rows))
    assert [person.name for person in roster.participants] == names
    assert len(roster.people) + len(roster.omissions) in (len(names), len(names) + 1)


@pytest.mark.parametrize(
    "rows",
    [
        [["Nimi", "Ryhmä"], ["Aino", "A"], ["Nimi", "Paikka"], ["Ville", "Turku"]],
        [["Nimi", "Ryhmä"], ["Aino", "A"], ["Ryhmä", "Nimi"], ["B", "Ville"]],
        [["Nimi", "Ryhmä"], ["Aino", "A"], ["Etunimi", "Sukunimi"], ["Ville", "Malli"]],
    ],
)
def test_other_headings_in_the_middle_are_an_error(course: Course, rows: Rows) -> None:
    roster = studied(course, sheet(rows))
    assert roster.errors == (
        "ryhma.xlsx, row 3: headings again, but not those of row 1; move the list under them to another sheet",
    )


@pytest.mark.parametrize("name", ["Etunimi Sukunimi (esimerkki)", "Etunimi Sukunimi"])
def test_the_example_makes_no_handout_unless_somebody_has_filled_it_in(course: Course, name: str) -> None:
    assert left_out(course, ["", name]) == [LeftOutReason.EXAMPLE]
    roster = studied(course, sheet([HEAD, AINO, ["", name, "B"]]))
    assert roster.omissions == ()
    assert roster.people[1].problems == (
        f"ryhma.xlsx, row 3: “{name}” is the name of the example; write the participant’s own name",
    )


def test_numbers_that_wait_for_names_are_left_out_together(course: Course) -> None:
    assert left_out(course, ["3"]) == [LeftOutReason.EMPTY]
    rows = [HEAD, AINO, ["2"], ["3"], ["4"], VILLE, ["5"]]
    assert [str(omission) for omission in studied(course, sheet(rows)).omissions] == [
        "ryhma.xlsx, rows 3–5, 7: left out: no name and no answers"
    ]


def test_an_untouched_form_makes_no_handout(course: Course) -> None:
    rows = [
        ["ID", "Aloitusaika", "Email", "Nimi", "Esimieheltä", "Kokonaispistemäärä"],
        ["1", "14.1.2026", "anonymous", "Aino", "palaute", "0"],
        ["2", "14.1.2026", "anonymous", "", "", "0"],
    ]
    roster = studied(course, sheet(rows))
    assert [person.name for person in roster.participants] == ["Aino"]
    assert [omission.reason for omission in roster.omissions] == [LeftOutReason.EMPTY]
    assert roster.errors == ()


@pytest.mark.parametrize(
    "row", [["3", "", "B"], ["3", "", "", "50"], ["3", "-", "B"], ["3", "???", "B"]], ids=["answer", "other", "-", "?"]
)
def test_somebody_without_a_name_is_an_error_and_not_left_out(course: Course, row: list[str]) -> None:
    roster = studied(course, sheet([HEAD, AINO, row]))
    assert roster.errors == ("ryhma.xlsx, row 3: the name is missing; every participant needs one",)
