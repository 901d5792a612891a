"""Slots with marks in lists: one column with labels or numbers, or a column an option; what is misread is told."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.helpers.lists import sheet, studied
from tests.helpers.marks_course import marks_course
from tests.helpers.values import replace
from worksheets.course.course import Course
from worksheets.course.marks import Marks
from worksheets.course.slots import Part
from worksheets.people.headings import Headings
from worksheets.people.list_options import ListOptions
from worksheets.people.option_columns import option_at

AINO = "Aino Esimerkki"


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return marks_course(tmp_path_factory.mktemp("kurssi") / "merkit")


def values(course: Course, headings: Sequence[str], cells: Sequence[str], **mapping: str) -> dict[str, str]:
    """Return what a list of one person gives them beside the name."""
    options = ListOptions({heading.replace("_", " "): slot for heading, slot in mapping.items()})
    roster = studied(course, sheet([["Nimi", *headings], [AINO, *cells]]), options=options)
    assert roster.errors == ()
    (person,) = roster.people
    return {path: text for path, text in person.participant.values.items() if path != "nimi"}


def errors(course: Course, headings: Sequence[str], cells: Sequence[str]) -> tuple[str, ...]:
    return studied(course, sheet([["Nimi", *headings], [AINO, *cells]])).errors


@pytest.mark.parametrize(
    ("headings", "cells", "expected"),
    [
        (["Mikä auttaa?"], ["2"], {"apu": "oma esimies"}),
        (["Mikä auttaa?"], ["naapuri"], {"apu": "muu: naapuri"}),
        (["Miten opit?"], ["luen, kuuntelen ja kysyn;teen itse;"], {"tavat": "luen, kuuntelen ja kysyn; teen itse"}),
        (["Miten opit?"], ["teen itse, piirrän"], {"tavat": "teen itse; muu: piirrän"}),
        (["Mikä auttaa?: työtoverit", "Mikä auttaa?: Oma esimies"], ["", "x"], {"apu": "oma esimies"}),
        (["Mikä sinua auttaa? [oma esimies]"], ["Kyllä"], {"apu": "oma esimies"}),
        (["apu=3"], ["naapuri"], {"apu": "muu: naapuri"}),
        (["Mukaan [eväät]", "Mukaan [kynä]"], ["1", "1"], {"mukaan": "eväät; kynä"}),
        (["Mukaan [eväät]", "Mukaan [kynä]"], ["0", "0"], {}),
        (["Miten opit?: teen itse", "Miten opit? [muu]"], ["1", "laulan"], {"tavat": "teen itse; muu: laulan"}),
        (["Kuinka varma olet?", "Missä olet nyt?"], ["4.0", "62"], {"varmuus": "4", "nyt": "62"}),
        (["Ennen kurssia: Tiedän, mitä osaan"], ["2"], {"ennen.v1": "vähän"}),
        (
            ["Kurssin jälkeen.Tiedän, mitä osaan.", "Opin muilta."],
            ["Täysin", "1"],
            {"jalkeen.v1": "täysin", "jalkeen.opin": "ei"},
        ),
        (["Ennen kurssia [Osaan kysyä apua.]"], ["ei"], {"ennen.kysyn": "ei"}),
    ],
)
def test_a_list_gives_marks(
    marked: Course, headings: Sequence[str], cells: Sequence[str], expected: dict[str, str]
) -> None:
    assert values(marked, headings, cells) == expected


def test_headings_that_are_bare_options_are_named_with_their_cure(marked: Course) -> None:
    first, second = errors(marked, ["työtoverit", "oma esimies"], ["x", "x"])
    assert first.endswith("this is an option of “Mikä auttaa?”; write the heading as Mikä auttaa? [työtoverit]")
    assert second.endswith("write the heading as Mikä auttaa? [oma esimies]")
    assert errors(marked, ["työtoverit"], ["x"]) == (), "alone, it may be about something else"
    assert errors(marked, ["työtoverit", "oma esimies"], ["", ""]) == ()


def test_the_user_says_which_option_a_column_is_about(marked: Course) -> None:
    assert values(marked, ["Pomo", "Tiedän"], ["x", "ei"], Pomo="apu=2", Tiedän="jalkeen.v1") == {
        "apu": "oma esimies",
        "jalkeen.v1": "ei",
    }


@pytest.mark.parametrize(
    ("headings", "cells", "column", "message"),
    [
        (
            ["Osaan kysyä apua."],
            ["vähn"],
            "B",
            "“vähn” is none of the options; they are: ei; vähän; täysin. Did you mean “vähän”?",
        ),
        (
            ["Mukaan [eväät]", "Mukaan [kynä]"],
            ["", "ehkä"],
            "C",
            "“ehkä” does not say whether “kynä” is chosen; write x, or leave the cell empty",
        ),
        (
            ["Mikä auttaa?: työtoverit", "Mikä auttaa?: oma esimies"],
            ["x", "x"],
            "B",
            "2 options are chosen, but only 1 can be; leave out the others",
        ),
        (
            ["Missä olet nyt?"],
            ["101"],
            "B",
            "“101” is no place on the line; write a whole number from 0 to 100, the length in millimetres",
        ),
        (
            ["Mukaan", "Mukaan [kynä]"],
            ["eväät", "x"],
            "C",
            "“kynä” here, but “eväät” in another cell; delete one of them",
        ),
    ],
)
def test_what_is_misread_is_told(
    marked: Course, headings: Sequence[str], cells: Sequence[str], column: str, message: str
) -> None:
    heading = headings["BC".index(column)]
    assert errors(marked, headings, cells) == (f"ryhma.xlsx, row 2, column {column} “{heading}”: {message}",)


def test_a_date_that_was_a_span_is_told(marked: Course) -> None:
    (error,) = errors(marked, ["Kuinka varma olet?"], ["2026-05-01"])
    assert "“2026-05-01” is a date, which spreadsheets make of texts such as 1–5; give the column the format" in error


def test_a_heading_of_several_exercises_is_told(marked: Course) -> None:
    (error,) = errors(marked, ["Tiedän, mitä osaan."], ["ei"])
    assert error.endswith(
        "several exercises have this; change the heading to one of these: “Ennen kurssia: Tiedän, mitä osaan.”, "
        "“Kurssin jälkeen: Tiedän, mitä osaan.”"
    )
    assert errors(marked, ["Tiedän, mitä osaan."], [""]) == ()


@pytest.mark.parametrize(
    ("heading", "meant"),
    [
        ("Arvioi.Tiedän, mitä osaan.", "“Ennen kurssia: Tiedän, mitä osaan.”, “Kurssin jälkeen: Tiedän, mitä osaan.”"),
        (
            "Arvioi [Tiedän, mitä osaan.]",
            "“Ennen kurssia: Tiedän, mitä osaan.”, “Kurssin jälkeen: Tiedän, mitä osaan.”",
        ),
        (f"{'Mikä sinua auttaa? ' * 9}[muu]", "“Mikä auttaa? [muu]”, “Miten opit? [muu]”"),
    ],
)
def test_a_row_of_a_grid_that_several_exercises_have_is_told(marked: Course, heading: str, meant: str) -> None:
    (error,) = errors(marked, [heading], ["x"])
    assert error.endswith(f"several exercises have this; change the heading to one of these: {meant}")
    assert errors(marked, ["Kuka [nimi]", "Muuta.sellaista"], ["x", "x"]) == ()


def test_a_wrong_number_of_an_option_is_told(marked: Course) -> None:
    options = ListOptions({"Pomo": "apu=4"})
    (error,) = studied(marked, sheet([["Nimi", "Pomo"], [AINO, "x"]]), options=options).errors
    assert "no slot “apu=4”" in error


def test_a_column_of_an_option_says_which(marked: Course) -> None:
    headings = Headings(marked)
    columns = [headings.meaning(heading) for heading in ("Mukaan [kynä]", "mukaan=1", "Mukaan")]
    assert [column.option for column in columns] == ["Mukaan: kynä", "Mukaan: eväät", ""]


def test_options_by_their_paths(marked: Course) -> None:
    option = option_at("apu=2", marked)
    assert option
    assert option.label == "Mikä auttaa? [oma esimies]"
    assert [
        path for path in ("apu", "apu=0", "apu=4", "apu=x", "nimi=1", "nyt=1", "=1") if option_at(path, marked)
    ] == []


def with_exercises(course: Course, *exercises: Part) -> Course:
    return replace(course, root=replace(course.root, parts=(*course.root.parts, *exercises)))


def test_options_without_letters_take_no_heading_from_others(marked: Course) -> None:
    smileys = Marks(("☺", "☹", "C", "C++"))
    headings = Headings(with_exercises(marked, Part("mieli", "Mieli", type="choice", marks=smileys)))
    columns = ("Mieli", "Mieli: ☺", "Mieli: C", "mieli=1", "mieli=4")
    assert [headings.meaning(column).slot for column in columns] == ["mieli", "mieli", "", "mieli=1", "mieli=4"]


def test_exercises_of_one_label_are_told_apart_by_their_paths(marked: Course) -> None:
    twins = [Part(path, "Valitse", type="choice", marks=Marks(("a", "b"))) for path in ("eka", "toka")]
    headings = Headings(with_exercises(marked, *twins))
    assert [headings.heading_of(path) for path in ("eka", "toka", "apu")] == ["eka", "toka", "Mikä auttaa?"]
    assert headings.of_several("valitse") == ("eka", "toka")


def test_a_heading_with_the_exercises_label_is_easily_read(marked: Course) -> None:
    parts = (Part("v1", "Opin muilta.", marks=Marks(("ei", "kyllä"))),)
    headings = Headings(with_exercises(marked, Part("yha", "Entä nyt?", type="statements", parts=parts)))
    assert headings.heading_of("yha.v1") == "Entä nyt? [Opin muilta.]"
    assert headings.heading_of("jalkeen.opin") == "Kurssin jälkeen: Opin muilta."


def test_a_very_long_text_is_refused_soon(marked: Course) -> None:
    long_cell = "teen itse, ja " * 30_000
    (error,) = errors(marked, ["Miten opit? [muu]"], [long_cell])
    assert error.endswith("characters, but only 2000 fit; shorten the text by 418004")
    (error,) = errors(marked, ["Miten opit?"], [long_cell])
    assert "but only 2000 fit" in error


HEADINGS = ("Mikä auttaa?", "Miten opit? [muu]", "Mukaan: kynä", "Mukaan", "Kuinka varma olet?", "nyt", "ennen.v1")
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["x", "ei", "1", "2,0", "62", "oma esimies", "teen itse; muu: a", "-", "2026-05-01", "kynä;", "'=x"]
    ),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(st.lists(CELLS, min_size=len(HEADINGS), max_size=len(HEADINGS)))
def test_any_cells_are_canonical_answers_or_told(marked: Course, cells: list[str]) -> None:
    roster = studied(marked, sheet([["Nimi", *HEADINGS], [AINO, *cells]]))
    for person in roster.people:
        for path, text in person.participant.values.items():
            marks = marked.slots[path].marks
            assert marks is None or marks.canonical(text) == text
    filled = [cell for cell in cells if cell.strip()]
    assert roster.errors or not filled or roster.people
