"""A list that is open for mending: each change gives a copy, and rows that stay are the same."""

import pickle

import pytest

from tests.helpers.lists import sheet
from worksheets.course.course import Course
from worksheets.errors import RosterError
from worksheets.people.list_options import ListOptions
from worksheets.people.open_list import OpenList
from worksheets.people.roster import roster_of
from worksheets.spreadsheets.sheet_builder import CELL
from worksheets.spreadsheets.sheets import CellError, Sheet, SheetRow


@pytest.fixture
def group() -> OpenList:
    """Return a list of two people, of whom the second has an error for a group."""
    rows = sheet([["Nimi", "Ryhmä"], ["Aino", "A"], ["Ville"]])
    return OpenList("ryhma", "ryhma.csv", (Sheet("", rows.rows, (CellError(3, 2, "#N/A"),)),))


def merged() -> OpenList:
    """Return a list whose second and third rows share the name."""
    rows = (
        SheetRow(1, ("Nimi", "Kontakti")),
        SheetRow(2, ("Aino", "Marja")),
        SheetRow(3, ("Aino", "Sari"), merged=frozenset([1])),
        SheetRow(4, ("Ville", "Timo")),
        SheetRow(5, ("Ville", "Pekka"), merged=frozenset([1])),
    )
    return OpenList("ryhma", "ryhma.xlsx", (Sheet("Ryhmä", rows),))


def texts(open_list: OpenList) -> dict[int, tuple[str, ...]]:
    return {row.number: row.cells for row in open_list.sheets[0].rows}


def names(open_list: OpenList, course: Course) -> list[tuple[str, int]]:
    people = roster_of(open_list, course).people
    return [(person.participant.name, person.participant.rows("verkostokartta.kontaktit")) for person in people]


def test_a_cell_is_changed_and_the_other_rows_are_shared(group: OpenList) -> None:
    changed = group.with_text(0, 2, 2, "B")
    assert texts(changed) == {1: ("Nimi", "Ryhmä"), 2: ("Aino", "B"), 3: ("Ville",)}
    assert texts(group)[2] == ("Aino", "A")
    assert changed.sheets[0].rows[2] is group.sheets[0].rows[2]


def test_a_text_takes_the_place_of_an_error_and_can_be_one(group: OpenList) -> None:
    assert group.with_text(0, 3, 2, "B").sheets[0].errors == ()
    assert group.with_text(0, 3, 2, "").sheets[0].errors == ()
    (kept, new) = group.with_text(0, 2, 2, "#REF!").sheets[0].errors
    assert (kept.row, new.row, new.column, new.text) == (3, 2, 2, "#REF!") or (new.row, kept.row) == (3, 2)


def test_a_heading_is_changed_as_any_cell(group: OpenList, course: Course) -> None:
    changed = group.with_text(0, 3, 2, "").with_text(0, 1, 2, "Organisaatio")
    assert roster_of(changed, course).participants[0].text("organisaatio") == "A"


def test_a_cell_beyond_the_texts_and_one_that_is_emptied(group: OpenList) -> None:
    assert texts(group.with_text(0, 2, 4, "x"))[2] == ("Aino", "A", "", "x")
    assert texts(group.with_text(0, 2, 4, "x").with_text(0, 2, 4, ""))[2] == ("Aino", "A")
    assert texts(group.with_text(0, 9, 1, "Sari"))[9] == ("Sari",)


def test_rows_are_added_and_deleted_and_the_others_keep_their_numbers(group: OpenList, course: Course) -> None:
    assert group.next_row(0) == 4
    longer = group.with_row(0, ["Sari", "C"]).without_row(0, 2)
    assert texts(longer) == {1: ("Nimi", "Ryhmä"), 3: ("Ville",), 4: ("Sari", "C")}
    assert longer.without_row(0, 3).sheets[0].errors == ()
    empty = group.with_row(0)
    assert texts(empty)[4] == ()
    assert roster_of(empty, course) == roster_of(group, course)
    assert texts(empty.with_text(0, 4, 1, "Sari"))[4] == ("Sari",)


def test_merged_cells_have_one_text(course: Course) -> None:
    assert names(merged(), course) == [("Aino", 2), ("Ville", 2)]
    for row in (2, 3):
        changed = merged().with_text(0, row, 1, "Åke")
        assert [cells[0] for cells in texts(changed).values()] == ["Nimi", "Åke", "Åke", "Ville", "Ville"]
        assert names(changed, course) == [("Åke", 2), ("Ville", 2)]


def test_what_was_merged_with_a_deleted_row_is_no_one_elses(course: Course) -> None:
    assert names(merged().without_row(0, 4), course) == [("Aino", 2), ("Ville", 1)]
    assert names(merged().without_row(0, 5), course) == [("Aino", 2), ("Ville", 1)]


def test_a_column_has_the_meaning_that_the_user_gives_it_whatever_its_heading(course: Course) -> None:
    twice = OpenList("ryhma", "ryhma.csv", (sheet([["Nimi", "Ryhmä", "Ryhmä"], ["Aino", "A", "Oy"]]),))
    assert roster_of(twice, course).errors
    (person,) = roster_of(twice.with_meaning(0, 3, "organisaatio"), course).participants
    assert dict(person.values) == {"nimi": "Aino", "ryhma": "A", "organisaatio": "Oy"}
    (person,) = roster_of(twice.with_meaning(0, 2, "-"), course).participants
    assert dict(person.values) == {"nimi": "Aino", "ryhma": "Oy"}
    assert roster_of(twice.with_meaning(0, 2, "-").with_meaning(0, 2, ""), course).errors


def test_parts_of_names_are_meanings_too(course: Course) -> None:
    rows = sheet([["Eka", "Toka", "Ryhmä"], ["Aino", "Esimerkki", "A"]])
    parts = OpenList("ryhma", "ryhma.csv", (rows,)).with_meaning(0, 1, "etunimi").with_meaning(0, 2, "sukunimi")
    assert [person.name for person in roster_of(parts, course).participants] == ["Aino Esimerkki"]
    options = ListOptions({"Eka": "etunimi", "Toka": "sukunimi"})
    assert roster_of(OpenList("ryhma", "ryhma.csv", (rows,), options), course).participants[0].name == "Aino Esimerkki"


def test_a_list_without_headings_gets_meanings(course: Course) -> None:
    rows = OpenList("ryhma", "ryhma.csv", (sheet([["Aino", "A"], ["Ville", "B"]]),))
    assert roster_of(rows, course).errors
    people = roster_of(rows.with_meaning(0, 1, "nimi").with_meaning(0, 2, "ryhma"), course).participants
    assert [(person.name, person.text("ryhma")) for person in people] == [("Aino", "A"), ("Ville", "B")]


@pytest.mark.parametrize("text", ["x" * (CELL + 1)])
def test_a_text_has_the_limits_that_a_file_has(group: OpenList, text: str) -> None:
    with pytest.raises(RosterError, match="more than 100000 characters"):
        group.with_text(0, 2, 1, text)
    with pytest.raises(RosterError, match="more than 1000 columns"):
        group.with_text(0, 2, 1_001, "x")
    with pytest.raises(RosterError, match="more than 100000 characters"):
        group.with_row(0, [text])


def test_a_list_has_as_many_rows_as_a_file(group: OpenList, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worksheets.people.open_list.ROW", 100_000_000)
    with pytest.raises(RosterError, match=r"ryhma\.csv: its rows take more than 300 MB of memory; split the list"):
        group.with_row(0)


def test_a_list_comes_out_of_another_process(group: OpenList) -> None:
    changed = group.with_meaning(0, 2, "-")
    assert pickle.loads(pickle.dumps(changed)) == changed  # noqa: S301 - our own
