"""What a person's rows say, slot by slot."""

from dataclasses import replace

import pytest

from tests.helpers.lists import Rows, sheet, studied
from worksheets.course.course import Course
from worksheets.people.list_options import ListOptions
from worksheets.people.omissions import LeftOutReason

BOSS, FRIENDS = "tukiverkosto.esimies", "tukiverkosto.ystavat"


def values(course: Course, rows: Rows) -> list[dict[str, str]]:
    """Return the people's texts; there is nothing wrong."""
    roster = studied(course, sheet(rows))
    assert roster.errors == ()
    return [dict(person.values) for person in roster.participants]


def test_values_stay_what_they_are(course: Course) -> None:
    typed = ["00100", "0401234567", "1.10", "3/4", "12", "TOSI", "n/a", "-", "null ja void", "Nulla"]
    rows = [["Nimi", "Ryhmä"], *(["Aino", text] for text in typed)]
    assert [person["ryhma"] for person in values(course, rows)] == typed


@pytest.mark.parametrize("text", ["null", "NULL", "(null)", "\\N", "NaN", "<NA>", " null "])
def test_what_programs_write_for_nothing_is_nothing(course: Course, text: str) -> None:
    assert values(course, [["Nimi", "Ryhmä"], ["Aino", text]]) == [{"nimi": "Aino"}]


def test_somebody_may_be_called_null(course: Course) -> None:
    assert values(course, [["Etunimi", "Sukunimi"], ["Aino", "Null"]]) == [{"nimi": "Aino Null"}]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("Työ;Kieli;Asuminen;", "Työ; Kieli; Asuminen"),
        ("Työ;", "Työ"),
        ("Työ; Kieli;", "Työ; Kieli"),
        ("Työ;Kieli", "Työ;Kieli"),
        ("Kyllä; ja ei", "Kyllä; ja ei"),
        ("a;\nb;", "a;\nb;"),
        ("R&D;Muu;", "R&D; Muu"),
        ("hyv&auml;&auml;", "hyv&auml;&auml;"),
        (";", ";"),
    ],
)
def test_choices_of_a_form_are_printed_apart(course: Course, cell: str, text: str) -> None:
    form = [["ID", "Aloitusaika", "Nimi", "Esimieheltä"], ["1", "14.1.2026", "Aino", cell]]
    assert values(course, form)[0][BOSS] == text
    own = values(course, [["Nimi", "Esimieheltä"], ["Aino", cell]])[0][BOSS]
    assert own == (cell if cell == "Työ;" else text), "of a list of one's own, one choice may be a text"


def test_a_cell_of_a_list_is_split_into_entries_if_the_person_has_one_row(course: Course) -> None:
    name = "verkostokartta.kontaktit.{}.nimi"
    rows = [["ID", "Nimi", "Kontakti"], ["1", "Aino", "Marja;Pekka;"], ["2", "Ville", "Sari\nTimo; Ulla"]]
    aino, ville = values(course, rows)
    assert [aino[name.format(n)] for n in (1, 2)] == ["Marja", "Pekka"]
    assert [ville[name.format(n)] for n in (1, 2)] == ["Sari", "Timo; Ulla"]
    (joined,) = values(course, [["Nimi", "Kontakti"], ["Aino", "Marja;Pekka"], ["", "Sari"]])
    assert [joined[name.format(n)] for n in (1, 2)] == ["Marja;Pekka", "Sari"]


def test_a_long_answer_is_not_split_where_the_column_has_a_number(course: Course) -> None:
    assert values(course, [["Nimi", "Verkosto 1"], ["Aino", "Kuoro; ja\nmuuta"]]) == [
        {"nimi": "Aino", "omat-verkostot.1.nimi": "Kuoro; ja\nmuuta"}
    ]


@pytest.mark.parametrize(
    ("heading", "cell", "problem"),
    [
        ("Ryhmä", "x" * 201, "B “Ryhmä”: 201 characters, but only 200 fit; shorten the text by 1"),
        (
            "Kontakti",
            "\n".join("abcdefghijklmnopqrstuvwxyzåäö" * 2),
            "B “Kontakti”: only 40 entries fit; delete the rest",
        ),
        ("", "jotain", "B: “jotain” has no heading above it; add one, or delete the text"),
    ],
)
def test_what_cannot_be_printed_is_a_problem_of_the_person(
    course: Course, heading: str, cell: str, problem: str
) -> None:
    roster = studied(course, sheet([["Nimi", heading], ["Aino", cell]]))
    assert set(roster.people[0].problems) == {f"ryhma.xlsx, row 2, column {problem}"}
    assert roster.problems == ()


def test_texts_of_columns_that_are_not_printed_are_known_by_their_headings(course: Course) -> None:
    rows = [
        ["Nro", "Nimi", "Ruoka \n valio", "Puh.", "Ruoka valio"],
        ["7", "Aino", "vege", "040", "kala"],
        ["8", "Ville"],
    ]
    aino, ville = studied(course, sheet(rows)).participants
    assert aino.columns == {"Nro": "7", "Ruoka valio": "vege", "Puh.": "040"}
    assert ville.columns == {"Nro": "8", "Ruoka valio": "", "Puh.": ""}


def test_columns_that_are_left_out_by_wish_and_passwords_are_known_by_nothing(course: Course) -> None:
    rows = [["Nimi", "Salasana", "Koodi"], ["Aino", "salainen", "1234"]]
    (aino,) = studied(course, sheet(rows), options=ListOptions({"Koodi": "-"})).participants
    assert aino.columns == {}


def test_first_and_last_names_are_known_by_their_own_names(course: Course) -> None:
    rows = [["Last name", "First name"], ["von Wright", "Georg"], ["", "Aino"]]
    georg, aino = studied(course, sheet(rows)).participants
    assert (georg.name, georg.columns["sukunimi"], georg.columns["etunimi"]) == (
        "Georg von Wright",
        "von Wright",
        "Georg",
    )
    assert (aino.name, aino.columns["sukunimi"]) == ("Aino", "")
    (virtanen,) = studied(course, sheet([["Sukunimi ja etunimi"], ["Virtanen Aino"]])).participants
    assert (virtanen.name, virtanen.columns) == ("Virtanen Aino", {"sukunimi": "Virtanen", "etunimi": "Aino"})
    (plain,) = studied(course, sheet([["Nimi"], ["Aino Virtanen"]])).participants
    assert plain.columns == {}


def test_the_key_of_a_person_is_what_tells_them_apart(course: Course) -> None:
    def keys(rows: Rows) -> list[str]:
        return [person.key for person in studied(course, sheet(rows)).participants]

    assert keys([["Nro", "Nimi"], ["7", "Aino"]]) == ["7"]
    assert keys([["ID", "Nro", "Nimi"], ["3", "7", "Aino"]]) == ["3"]
    assert keys([["Nro", "Nimi", "Email"], ["7", "Aino", "A@x"], ["8", "Ville", ""]]) == ["a@x", "8"]
    assert keys([["Nimi", "Puh."], ["1. Aino", "040"], ["2. Ville", "050"]]) == ["", ""], "a row's number changes"


def test_hidden_rows_are_left_out_with_their_people_and_said(course: Course) -> None:
    rows = sheet(
        [["Nimi", "Ryhmä", "Kontakti"], ["Aino", "A", "M"], ["Ville", "x" * 201], ["Aino", "A", "S"], ["Ä", "C"]]
    )
    hidden = replace(rows, rows=tuple(replace(row, hidden=row.number in (3, 4)) for row in rows.rows))
    roster = studied(course, hidden)
    assert [(person.number, person.name) for person in roster.participants] == [(1, "Aino"), (3, "Ä")]
    assert roster.participants[0].rows("verkostokartta.kontaktit") == 1
    assert [person.left_out for person in roster.people] == [None, LeftOutReason.HIDDEN, None]
    assert [str(omission) for omission in roster.omissions] == [
        "ryhma.xlsx, row 4: “Aino” left out: hidden in the spreadsheet; add --hidden to include hidden rows"
    ]
    assert roster.errors == ()
    assert roster.oddities == ()
    taken = studied(course, hidden, options=ListOptions(hidden=True))
    assert len(taken.errors) == 1
    assert taken.people[0].participant.rows("verkostokartta.kontaktit") == 2
    assert [person.left_out for person in taken.people] == [None, LeftOutReason.PROBLEMS, None]


def test_a_hidden_row_of_a_lists_own_sheet_is_left_out_too(course: Course) -> None:
    people = sheet([["Nimi"], ["Aino"]], "Osallistujat")
    rows = sheet([["Osallistuja", "Nimi"], ["Aino", "M"], ["Aino", "S"]], "Kontaktit")
    hidden = replace(rows, rows=tuple(replace(row, hidden=row.number == 3) for row in rows.rows))
    roster = studied(course, people, hidden)
    assert roster.participants[0].rows("verkostokartta.kontaktit") == 1
    assert [omission.location for omission in roster.omissions] == ["ryhma.xlsx, sheet Kontaktit, row 3"]
