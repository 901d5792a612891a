"""Headings that are wrong, each with its cure; columns that mean nothing are not."""

import pytest

from tests.helpers.lists import Rows, sheet, studied
from worksheets.course.course import Course
from worksheets.people.list_options import ListOptions

IGNORE, STRICT = ListOptions(ignore_unknown=True), ListOptions(strict=True)


def problems(course: Course, rows: Rows, options: ListOptions = ListOptions()) -> list[str]:
    """Return the list's problems, without the file's name."""
    return [text.removeprefix("ryhma.xlsx, ") for text in studied(course, sheet(rows), options=options).problems]


def values(course: Course, rows: Rows, options: ListOptions = ListOptions()) -> list[dict[str, str]]:
    roster = studied(course, sheet(rows), options=options)
    assert roster.errors == ()
    return [dict(person.values) for person in roster.participants]


def test_columns_that_mean_nothing_are_no_errors_and_not_printed(course: Course) -> None:
    rows = [["Nimi", "Ruokavalio", "Puh."], ["Aino", "vege", "040"]]
    assert values(course, rows) == [{"nimi": "Aino"}]
    assert values(course, rows, IGNORE) == [{"nimi": "Aino"}]


def test_a_misspelt_heading_stops_the_run_with_its_cure(course: Course) -> None:
    sposti, ryhmma = problems(course, [["Nimi", "Sposti", "Ryhmmä"], ["Aino", "a@b.fi", "A"]])
    assert sposti == (
        "row 1, column B “Sposti”: unknown heading; if it means “Sähköposti”, "
        'add --map "Sposti=sahkoposti"; to leave it out, add --map "Sposti=-"'
    )
    assert ryhmma == (
        "row 1, column C “Ryhmmä”: unknown heading; if it means “Ryhmä”, "
        'add --map "Ryhmmä=ryhma"; to leave it out, add --map "Ryhmmä=-"'
    )


@pytest.mark.parametrize(
    "rows",
    [
        [["Nimi", "Ryhmmä", "Ryhmä"], ["Aino", "B", "A"]],
        [["Nimi", "Ryhmmä"], ["Aino", ""]],
        [["Nimi", "Nimmi"], ["Aino", "x"]],
    ],
    ids=["its slot has a column", "nothing is in it", "the names have a column"],
)
def test_a_misspelt_heading_that_costs_nothing_is_no_error(course: Course, rows: Rows) -> None:
    assert problems(course, rows) == []


def test_misspelt_headings_can_be_taken_left_out_and_passed_over(course: Course) -> None:
    rows = [["Nimi", "Ryhmmä"], ["Aino", "A"]]
    assert values(course, rows, ListOptions({"Ryhmmä": "ryhma"})) == [{"nimi": "Aino", "ryhma": "A"}]
    assert values(course, rows, ListOptions({"Ryhmmä": "-"})) == [{"nimi": "Aino"}]
    assert values(course, rows, IGNORE) == [{"nimi": "Aino"}]


def test_when_strict_every_unknown_heading_is_an_error(course: Course) -> None:
    assert problems(course, [["Nimi", "Kenkä", "Ryhmmä", "Kouluttajax 1"], ["Aino", "41", "A", "x"]], STRICT) == [
        (
            'row 1, column B “Kenkä”: unknown heading; to leave it out, add --map "Kenkä=-"; to print it, write its '
            "slot instead of the dash (“worksheets pages --slots” lists the slots)"
        ),
        (
            'row 1, column C “Ryhmmä”: unknown heading; if it means “Ryhmä”, add --map "Ryhmmä=ryhma"; to leave it '
            'out, add --map "Ryhmmä=-"'
        ),
        (
            "row 1, column D “Kouluttajax 1”: unknown heading; if it means “Kouluttaja”, add --map "
            '"Kouluttajax 1=kouluttaja"; to leave it out, add --map "Kouluttajax 1=-"'
        ),
    ]


def test_a_heading_beyond_the_end_of_a_list_would_lose_its_texts(course: Course) -> None:
    rows = [["Nimi", "Kontakti 40", "Kontakti 41", "Verkosto 61: Miten olen luonut"], ["Aino", "a", "b", "c"]]
    assert problems(course, rows) == [
        "row 1, column C “Kontakti 41”: only 40 entries fit; delete this column",
        "row 1, column D “Verkosto 61: Miten olen luonut”: only 60 entries fit; delete this column",
    ]
    assert problems(course, [["Nimi", "Kontakti 41"], ["Aino", ""]]) == []


def test_two_columns_of_a_slot_are_an_error_if_they_say_two_things(course: Course) -> None:
    (problem,) = problems(course, [["Nimi", "Ryhmä", "Luokka"], ["Aino", "A", "B"]])
    assert problem.startswith("row 1, column C “Luokka”: means the same as the column “Ryhmä”; ")
    assert problem.endswith('add --map "Luokka=-" to leave this one out, or --map "Ryhmä=-" to leave out the other')
    assert problems(course, [["Nimi", "Ryhmä", "RYHMÄ:"], ["Aino", "A", "B"]]) == [
        "row 1, column C “RYHMÄ:”: two columns have this heading; delete one of them, or change its heading"
    ]
    assert values(course, [["Nimi", "Ryhmä", "Luokka"], ["Aino", "A", "A"], ["Ville", "B"]]) == [
        {"nimi": "Aino", "ryhma": "A"},
        {"nimi": "Ville", "ryhma": "B"},
    ]


def test_without_a_column_of_names_the_likeliest_is_named(course: Course) -> None:
    cure = 'row 1: no column “Nimi”; if “{0}” has the names, add --map "{0}=nimi"'
    assert problems(course, [["Ryhmä", "Opiskelija"], ["A", "Aino"]]) == [cure.format("Opiskelija")]
    assert problems(course, [["Ryhmä", "Kenkä", "Nmii"], ["A", "41", "Aino"]]) == [cure.format("Nmii")]
    assert problems(course, [["Ryhmä"], ["A"]]) == ["row 1: no column “Nimi”; write this heading above the names"]


def test_a_wrong_slot_in_a_mapping_is_an_error(course: Course) -> None:
    (problem,) = problems(course, [["Nimi", "Kenkä"], ["Aino", "41"]], ListOptions({"Kenkä": "ryhmma"}))
    assert problem == "row 1, column B “Kenkä”: no slot “ryhmma”. Did you mean “ryhma”?"


def test_a_long_heading_is_mapped_by_its_beginning(course: Course) -> None:
    question = "Kerro omin sanoin, " + "ja vielä toisin sanoin, " * 20 + "mistä ryhmästä tulet"
    rows = [["Nimi", question], ["Aino", "A"]]
    (problem,) = problems(course, rows, STRICT)
    heading = problem.partition('--map "')[2].partition("=")[0]
    assert len(heading) <= 60
    assert heading.endswith("…")
    assert values(course, rows, ListOptions({heading: "ryhma"})) == [{"nimi": "Aino", "ryhma": "A"}]
    assert values(course, rows, ListOptions({"Kerro omin...": "ryhma"})) == [{"nimi": "Aino", "ryhma": "A"}]
