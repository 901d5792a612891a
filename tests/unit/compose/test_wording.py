"""What is printed of what was typed."""

import pytest

from tests.helpers.course import Handout
from tests.helpers.pdf import texts
from worksheets.compose.wording import BOX, Wording, finnish_date, language_of, printed
from worksheets.course.course import Course
from worksheets.people.participant import Participant


@pytest.mark.parametrize(
    ("typed", "said"),
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
def test_iso_dates_and_times_come_out_in_finnish(typed: str, said: str) -> None:
    assert finnish_date(typed) == said


def test_only_a_field_of_dates_is_read_as_one(course: Course) -> None:
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


def test_every_filled_slot_is_set_so(course: Course, set_handout: Handout) -> None:
    values = {path: f'"{path}"' for path in course.slots if ".1." in path or path.startswith("tukiverkosto")}
    said = "".join("".join(texts(set_handout(Participant({"nimi": '"Aino"', **values})))).split())
    assert '"' not in said
    for path in values:
        assert f"”{path}”" in said.replace("-", "") or f"”{path.replace('-', '')}”" in said.replace("-", "")


def test_a_missing_glyph_is_a_box_when_allowed(course: Course) -> None:
    person = Participant({"nimi": "A \U00012000"})
    assert printed(person, course, Wording(missing_glyphs=True)).name == f"A {BOX}"


@pytest.mark.parametrize(
    ("text", "language"),
    [("Aino", ""), ("田中さくら", "ja"), ("アイノ", "ja"), ("김민수 金", "ko"), ("王伟明", "zh"), ("Наталья", "")],
)
def test_a_script_tells_its_language(text: str, language: str) -> None:
    assert language_of(text) == language
