"""Typed texts come out in the form in which they are printed."""

import pytest

from tests.helpers.course import Handout
from tests.helpers.pdf import texts
from worksheets.compose.wording import BOX, Wording, finnish_date, language_of, printed
from worksheets.course.course import Course
from worksheets.people.participant import Participant


@pytest.mark.parametrize(
    ("typed", "printed_text"),
    [
        ("2026-01-14", "14.1.2026"),
        ("2026-01-14T09:00", "14.1.2026 klo 9.00"),
        ("2026-01-14 13:05:00", "14.1.2026 klo 13.05"),
        ("2026-01-14 00:00:00", "14.1.2026"),
        ("2026-01-14T00:00", "14.1.2026 klo 0.00"),
        ("09:00", "klo 9.00"),
        ("13:30:00", "klo 13.30"),
        ("14.1.2026 klo 9.00", "14.1.2026 klo 9.00"),
        ("2026-02-30", "2026-02-30"),
        ("maanantaisin 12.1.–30.3.", "maanantaisin 12.1.–30.3."),
        ("2026", "2026"),
        ("tilaus 2026-01-14", "tilaus 2026-01-14"),
    ],
)
def test_iso_dates_and_times_come_out_in_finnish(typed: str, printed_text: str) -> None:
    assert finnish_date(typed) == printed_text


def test_only_the_text_of_a_date_field_is_read_as_a_date(course: Course) -> None:
    person = Participant({"nimi": "Aino", "aika": "2026-01-14T09:00", "ryhma": "2026-01-14"})
    assert dict(printed(person, course, Wording()).values) == {
        "nimi": "Aino",
        "aika": "14.1.2026 klo\u00a09.00",
        "ryhma": "2026-01-14",
    }


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
