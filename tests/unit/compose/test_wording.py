"""Typed texts come out in the form in which they are printed."""

import pytest

from tests.helpers.course import Handout
from tests.helpers.pdf import texts
from worksheets.compose.wording import BOX, Wording, language_of, printed, printed_with_columns
from worksheets.course.course import Course
from worksheets.people.participant import Participant


def test_an_iso_date_is_printed_in_finnish_in_any_slot(course: Course) -> None:
    values = {"nimi": "Aino", "aika": "2026-01-14T09:00", "ryhma": "2026-01-14", "tukiverkosto.esimies": "2026-01-14"}
    printed_values = dict(printed(Participant(values), course, Wording()).values)
    assert printed_values == {
        "nimi": "Aino",
        "aika": "14.1.2026 klo\u00a09.00",
        "ryhma": "14.1.2026",
        "tukiverkosto.esimies": "14.1.2026",
    }
    moment = Participant({"nimi": "Aino", "verkostokartta.kontaktit.1.apu": "2026-01-14T07:00:00.000Z"})
    assert (
        printed(moment, course, Wording(as_typed=True)).text("verkostokartta.kontaktit.1.apu") == "14.1.2026 klo 9.00"
    )


def test_typography_can_be_turned_off(course: Course) -> None:
    person = Participant({"nimi": "Aino", "tukiverkosto.esimies": '"Hyvin" - klo 9-16'})
    assert printed(person, course, Wording()).text("tukiverkosto.esimies") == "”Hyvin” – klo\u00a09–16"
    assert printed(person, course, Wording(as_typed=True)).text("tukiverkosto.esimies") == '"Hyvin" - klo 9-16'


@pytest.mark.slow
def test_every_filled_slot_is_printed_with_finnish_quotation_marks(course: Course, set_handout: Handout) -> None:
    values = {path: f'"{path}"' for path in course.slots if ".1." in path or path.startswith("tukiverkosto")}
    text = "".join("".join(texts(set_handout(Participant({"nimi": '"Aino"', **values})))).split())
    assert '"' not in text
    for path in values:
        assert f"”{path}”" in text.replace("-", "") or f"”{path.replace('-', '')}”" in text.replace("-", "")


def test_a_missing_glyph_is_a_box_when_allowed(course: Course) -> None:
    person = Participant({"nimi": "A \U00012000"})
    assert printed(person, course, Wording(missing_glyphs=True)).name == f"A {BOX}"


@pytest.mark.parametrize(
    ("text", "language"),
    [("Aino", ""), ("田中さくら", "ja"), ("アイノ", "ja"), ("김민수 金", "ko"), ("王伟明", "zh"), ("Наталья", "")],
)
def test_a_script_tells_its_language(text: str, language: str) -> None:
    assert language_of(text) == language


def test_columns_are_printed_as_slots_are_but_keep_letters_that_no_font_has(course: Course) -> None:
    person = Participant({"nimi": "Aino"}, columns={"Työ": 'Yhdistys "Kevät" \U0010fffd', "Alkoi": "2026-01-12"})
    columns = printed_with_columns(person, course, Wording()).columns
    assert columns == {"Työ": "Yhdistys ”Kevät” \U0010fffd", "Alkoi": "12.1.2026"}
    boxed = printed_with_columns(person, course, Wording(missing_glyphs=True)).columns
    assert boxed["Työ"] == f"Yhdistys ”Kevät” {BOX}"
    assert printed(person, course, Wording()).columns == {}
