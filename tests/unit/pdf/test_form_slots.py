"""Fields find their slots, and forms that have been merged into a file stay apart."""

import pytest

from worksheets.course.course import Course
from worksheets.pdf.form_fields import FilledField
from worksheets.pdf.form_slots import FieldSlot, field_slot, form_slots


@pytest.mark.parametrize(
    ("names", "slot"),
    [
        (("nimi",), FieldSlot("nimi", ("",))),
        (("omat-verkostot_1_nimi",), FieldSlot("omat-verkostot.1.nimi", ("",))),
        (("lomake", "nimi"), FieldSlot("nimi", ("lomake", ""))),
        (("nimi#1",), FieldSlot("nimi", ("#1",))),
        (("nimi_2",), FieldSlot("nimi", ("_2",))),
        (("nimi (3)",), FieldSlot("nimi", (" (3)",))),
        (("nimi", "osa"), FieldSlot("nimi", ("",))),
        (("muu",), FieldSlot("")),
        ((), FieldSlot("")),
    ],
)
def test_the_slot_of_a_field(course: Course, names: tuple[str, ...], slot: FieldSlot) -> None:
    assert field_slot(course, names) == slot


def placed(name: str, text: str) -> FilledField:
    return FilledField((name,), text, page=1)


def texts(course: Course, *fields: FilledField) -> list[dict[str, str]]:
    return [{path: field.text for path, field in form.items()} for form in form_slots(course, fields).forms]


def test_one_form(course: Course) -> None:
    assert texts(course, placed("nimi", "Aino"), placed("aika", "")) == [{"nimi": "Aino", "aika": ""}]


@pytest.mark.parametrize("second", ["nimi", "nimi_2", "nimi#1"])
def test_two_forms(course: Course, second: str) -> None:
    assert texts(course, placed("nimi", "Aino"), placed(second, "Väinö")) == [{"nimi": "Aino"}, {"nimi": "Väinö"}]


def test_fields_that_are_no_slots(course: Course) -> None:
    slots = form_slots(course, [placed("nimi", "Aino"), placed("muu", "x")])
    assert [field.names for field in slots.strange] == [("muu",)]
    assert len(slots.forms) == 1


@pytest.mark.parametrize(
    ("on_page", "lost", "text", "left"),
    [("", "Apua", "Apua", 0), ("Apua", "Apua", "Apua", 0), ("Apua", "", "Apua", 0), ("Apua", "Muuta", "Apua", 1)],
)
def test_a_field_that_is_on_no_page(course: Course, on_page: str, lost: str, text: str, left: int) -> None:
    fields = [FilledField(("aika",), lost), placed("aika", on_page)]
    slots = form_slots(course, fields)
    assert [form["aika"].text for form in slots.forms] == [text]
    assert len(slots.without_form) == left


def test_a_form_without_any_place(course: Course) -> None:
    assert texts(course, FilledField(("nimi",), "Aino"), FilledField(("aika",), "")) == [{"nimi": "Aino", "aika": ""}]


def test_a_lost_field_of_one_of_two_forms(course: Course) -> None:
    fields = [placed("nimi", "Aino"), placed("nimi_2", "Väinö"), FilledField(("aika_2",), "klo 9")]
    assert texts(course, *fields) == [{"nimi": "Aino"}, {"nimi": "Väinö", "aika": "klo 9"}]
