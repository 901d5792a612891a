"""What columns can mean, for menus."""

from pathlib import Path

from tests.helpers.marks_course import marks_course
from worksheets.course.course import Course
from worksheets.people.column_meanings import label_of, meaning_of, meanings, use_of
from worksheets.people.headings import Column, Headings, Other
from worksheets.people.judged_list import ColumnUse


def test_the_name_comes_first_and_nothing_last(course: Course) -> None:
    found = meanings(course)
    assert [each.path for each in found[:4]] == ["nimi", "etunimi", "sukunimi", "ryhma"]
    assert (found[-1].path, found[-1].label) == ("-", "not printed")
    assert len({each.path for each in found}) == len(found)


def test_slots_of_exercises_stand_under_their_labels(course: Course) -> None:
    by_path = {each.path: each for each in meanings(course)}
    assert by_path["tukiverkosto.esimies"].group == "Tukiverkosto"
    assert by_path["omat-verkostot.*.nimi"].group == by_path["omat-verkostot.1.nimi"].group
    assert by_path["ryhma"].group == ""


def test_every_meaning_can_be_chosen(course: Course) -> None:
    headings = Headings(course)
    for each in meanings(course):
        column = headings.chosen("Otsikko", each.path)
        assert meaning_of(column) == each.path
        assert use_of(column, course) in (
            ColumnUse.SLOT,
            ColumnUse.FIRST_NAME,
            ColumnUse.LAST_NAME,
            ColumnUse.LEFT_OUT,
        )


def test_every_meaning_has_a_heading_that_means_it(course: Course) -> None:
    headings = Headings(course)
    for each in meanings(course):
        column = headings.chosen("Otsikko", each.path)
        heading = next(headings.headings_of(column))
        assert meaning_of(headings.meaning(heading)) == each.path


def test_every_other_use_has_a_heading_that_means_it(course: Course) -> None:
    headings = Headings(course)
    for other in Other:
        column = Column("Puh", other=other)
        means = headings.meaning(next(headings.headings_of(column)))
        # The course has a field for an e-mail address, which such a heading means.
        assert means.other is other or (other is Other.EMAIL and means.slot == course.email_slot)


def test_columns_have_a_use_and_a_label(course: Course) -> None:
    assert use_of(Column("Kenkä"), course) is ColumnUse.UNKNOWN
    assert use_of(Column("Kenkä", "ei-ole"), course) is ColumnUse.NO_SLOT
    assert {use_of(Column("", other=other), course) for other in Other} <= set(ColumnUse)
    assert label_of(Column("Kenkä"), course) == label_of(Column("Kenkä", "ei-ole"), course) == ""
    assert label_of(Column("x", "ryhma"), course) == "Ryhmä"
    assert label_of(Column("x", "verkostokartta.kontaktit.*.apu"), course) == "Kontakti: Apu ja tuki"


def test_an_option_is_a_use_and_has_a_label(tmp_path: Path) -> None:
    marked = marks_course(tmp_path)
    column = Headings(marked).chosen("x", "tavat=2")
    assert (use_of(column, marked), meaning_of(column)) == (ColumnUse.SLOT, "tavat=2")
    assert label_of(column, marked) == "Miten opit? [teen itse]"
