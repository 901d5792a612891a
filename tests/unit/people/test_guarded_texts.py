"""What somebody has typed comes through a table as typed, whatever a spreadsheet or a reader would take it for."""

import csv
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from worksheets.course.course import Course
from worksheets.people.guarded_texts import guarded, unguarded
from worksheets.people.headings import Headings
from worksheets.people.list_options import ListOptions
from worksheets.people.participant import Participant
from worksheets.people.roster import Roster, study_roster
from worksheets.people.writers import as_file

ENDINGS = (".xlsx", ".csv", ".yaml")
ANSWERS = (
    *("null", "nan", "NaN", "NULL", "~", "None", "<NA>", "\\N", "(null)", "yes", "no", "TRUE", "TOSI", "N/A", "0x1F"),
    *("1e5", "1,5E+10", "1.5E+10", "12e03", "0012", "1.2.2026", "2026-01-14", "14:30", "1:30", ".inf", "1_000", "50 %"),
    *("=1+1", "+358 40 123", "-", "- kaveri\n- toinen", "@SUM(A1)", "\uff1d1", "=HYPERLINK(A1)", '="007"', "=\n1"),
    *("'", "''", "'x", "'=1", "''=1", "'null", "'t Hooft", "'- x", "'\n- x", '"', 'a"b;c', "a'b"),
    *("#N/A", "####", "#PUUTTUU!", "Err:502", "#2", "# d", "&a", "*b", "!c", "- a", "[x]", "{x}", "> a", "a: b", "<<"),
    *(
        "a;b;",
        "Työ;Kieli;",
        "a\nb",
        "a\n\nb",
        "sep=;",
        "x,Nimi,Ryhmä,Aika,Paikka,Kurssi",
        "Nimi;Ryhmä",
        "Nimi",
        "\u2212",
    ),
    *("_x0041_", "_x000D_", "_x005F_x0041_", "&amp;", "&auml;", "😀" * 100, "ﬁ", "\uff21", "éé", "م", "a\u200db"),
)
NAMES = (
    *(
        "Yhteensä",
        "Ryhmä A:",
        "Huom! Ville tulee",
        "12",
        "007",
        "1. Aino",
        "- Aino",
        "---",
        "?",
        "Nimi",
        "Sukunimi",
        "Summa",
    ),
    *(
        "12 osallistujaa",
        "anonymous",
        "null",
        "#N/A",
        "=Aino",
        "'Aino",
        "'=Aino",
        "Aino;",
        "Nimi, Ryhmä",
        "d'Å",
        "'t Hooft",
    ),
)


def written(people: list[Participant], course: Course, path: Path) -> Roster:
    path.write_bytes(as_file(people, path, course))
    return study_roster(path, course, ListOptions())


@pytest.mark.parametrize("ending", ENDINGS)
def test_answers_are_read_back_as_typed(course: Course, tmp_path: Path, ending: str) -> None:
    people = [
        Participant({"nimi": f"Aino {'x' * number}", "aika": text, "tukiverkosto.esimies": text})
        for number, text in enumerate(ANSWERS, start=1)
    ]
    people = [Participant({**person.values, "aika": " ".join(person.text("aika").split())}) for person in people]
    roster = written(people, course, tmp_path / f"lista{ending}")
    assert roster.errors == ()
    assert [dict(person.participant.values) for person in roster.people] == [dict(person.values) for person in people]


@pytest.mark.parametrize("ending", ENDINGS)
def test_names_are_read_back_as_typed(course: Course, tmp_path: Path, ending: str) -> None:
    people = [Participant({"nimi": name, "aika": "Nimi", "paikka": "Ryhmä"}) for name in (*NAMES, "Aino Esimerkki")]
    roster = written(people, course, tmp_path / f"lista{ending}")
    assert [dict(person.participant.values) for person in roster.people] == [dict(person.values) for person in people]
    assert (roster.errors, roster.omissions) == ((), ())


@pytest.mark.parametrize("ending", ENDINGS)
def test_many_spoilt_texts_of_one_person_spoil_nobody_elses(course: Course, tmp_path: Path, ending: str) -> None:
    spoilt = {slot: "V\ufffdin\ufffd Ã¤" for slot in list(course.slots)[:30] if not course.slots[slot].secret}
    people = [Participant({**spoilt, "nimi": "Ville Mallikas"}), Participant({"nimi": "Aino Esimerkki", "aika": "ti"})]
    roster = written(people, course, tmp_path / f"lista{ending}")
    assert [person.participant.name for person in roster.people] == ["Ville Mallikas", "Aino Esimerkki"]
    assert [bool(person.problems) for person in roster.people] == [True, False]


def test_no_cell_of_delimited_text_is_a_formula(course: Course) -> None:
    people = [Participant({"nimi": text, "aika": text}) for text in (*ANSWERS, "\t=1", "\r=1", " =1", "\n@x")]
    rows = list(csv.reader(as_file(people, Path("lista.csv"), course).decode("utf-8-sig").splitlines(), delimiter=";"))
    cells = [cell for row in rows for cell in row]
    assert len(rows) > len(people)
    assert not [cell for cell in cells if cell.lstrip()[:1] in tuple("=+-@\uff1d\uff0b\uff0d\uff20") if cell.strip()]


def test_a_formula_needs_no_guard_in_a_workbook(course: Course) -> None:
    people = [Participant({"nimi": "Aino", "aika": "=1+1", "paikka": "- x"})]
    sheet = openpyxl.load_workbook(BytesIO(as_file(people, Path("lista.xlsx"), course)))["Osallistujat"]
    assert [(cell.value, cell.data_type) for cell in sheet[2]] == [("Aino", "s"), ("=1+1", "s"), ("- x", "s")]


@pytest.mark.parametrize("text", ["Aino", "'t Hooft", "'90-luku", "''lainaus''", "a=1", "d'Å", "1+1", "x@y.fi"])
@pytest.mark.parametrize("is_delimited", [True, False])
def test_usual_texts_have_no_guard(text: str, *, is_delimited: bool) -> None:
    assert guarded(text, is_delimited=is_delimited) == text
    assert unguarded(text) == text


@pytest.mark.parametrize("is_name", [True, False])
@pytest.mark.parametrize("is_delimited", [True, False])
def test_a_guard_is_taken_away(course: Course, *, is_name: bool, is_delimited: bool) -> None:
    texts = [*ANSWERS, *NAMES]
    headings = Headings(course) if is_name else None
    cells = [guarded(text, headings, is_delimited=is_delimited) for text in texts]
    assert [unguarded(cell, headings) for cell in cells] == texts
    assert cells != texts


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("letters", ["\x01", "\x1b[2J", "\ud800", "\ufffe", "\0", "\x7f", "\x85", "\u2028"])
def test_what_no_list_can_hold_is_left_out(course: Course, tmp_path: Path, ending: str, letters: str) -> None:
    people = [Participant({"nimi": "Aino", "aika": f"ti{letters}istai"})]
    roster = written(people, course, tmp_path / f"lista{ending}")
    (person,) = roster.people
    assert person.participant.text("aika").replace(" ", "").replace("[2J", "") == "tiistai"


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_longest_text_of_a_cell(course: Course, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"lista{ending}"
    people = [Participant({"nimi": "Aino", "tukiverkosto.esimies": "a" * 32_767}), Participant({"nimi": "Ville"})]
    roster = written(people, course, path)
    (problem,) = roster.errors
    assert "32767 characters, but only 2000 fit" in problem
    assert [person.participant.name for person in roster.people] == ["Aino", "Ville"]
