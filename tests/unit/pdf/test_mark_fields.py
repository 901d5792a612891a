"""The fields of slots with marks have paths and names that lead back to the slot and the option."""

import pytest

from tests.helpers.marked_form import ANSWERS, marked_course
from tests.helpers.values import replace
from worksheets.course.mark_paths import MarkPath, mark_path
from worksheets.course.marks import Marks
from worksheets.course.slots import LIMIT
from worksheets.pdf.fields import field_name, form_version, slot_path
from worksheets.pdf.mark_fields import (
    chosen_in,
    slot_values,
    text_field_name,
    text_in_field,
    text_limit,
)
from worksheets.people.participant import Participant


def test_the_name_of_a_check_box_leads_back_to_its_option() -> None:
    assert mark_path(slot_path(field_name("vaitteet.osaan=2"))) == MarkPath("vaitteet.osaan", "2")


@pytest.mark.parametrize(
    ("path", "text", "name", "limit"),
    [
        ("nimi", "Aino Esimerkki", "nimi", LIMIT),
        ("keinot=other", "kävelen", "keinot=other", LIMIT - len("muuta: ")),
        ("apu=other", "", "apu=other", LIMIT - len("muu: ")),
        ("varmuus=0", "72", "varmuus", 3),
    ],
)
def test_what_a_text_field_holds(path: str, text: str, name: str, limit: int) -> None:
    course, person = marked_course(), Participant(dict(ANSWERS))
    assert text_in_field(course, person, path) == text
    assert text_field_name(path) == name
    assert text_limit(course, path) == limit


def test_a_text_that_says_no_marks_chooses_none() -> None:
    assert chosen_in(marked_course().slots["vaitteet.osaan"], "ehkä").numbers == ()
    assert chosen_in(marked_course().slots["nimi"], "esimies").numbers == ()


def test_the_values_of_a_form_are_those_of_its_slots() -> None:
    paths = ["nimi", "apu=1", "apu=2", "apu=other", "varmuus=0", "vaitteet.osaan=1"]
    values = slot_values(marked_course(), Participant(dict(ANSWERS)), paths)
    assert values == {path: ANSWERS[path] for path in ("nimi", "apu", "varmuus")}


def test_other_options_make_another_version_of_a_form() -> None:
    course = marked_course()
    root = course.root
    parts = [replace(part, marks=Marks(("kyllä", "ei"))) if part.id == "apu" else part for part in root.parts]
    changed = replace(course, root=replace(root, parts=tuple(parts)))
    assert changed.slots.keys() == course.slots.keys()
    assert form_version(changed) != form_version(course)
