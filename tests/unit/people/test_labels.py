"""Totals, counts and captions are no names; names are."""

import pytest

from worksheets.people.labels import begins_with_total, has_date, is_caption, is_name_too, is_number, is_total_label


@pytest.mark.parametrize(
    "text",
    [
        "Yhteensä",
        "Yhteensä 12",
        "SUMMA",
        "Keskiarvo 3,5",
        "12 osallistujaa",
        "Total: 7",
        "Totalt 2",
        "Antal deltagare",
        "12 deltagare",
    ],
)
def test_a_total_is_told(text: str) -> None:
    assert is_total_label(text)


@pytest.mark.parametrize("text", ["Aino Esimerkki", "osallistujaa", "", "12", "Summa Esimerkki", "a " * 9 + "summa"])
def test_anything_else_is_no_total(text: str) -> None:
    assert not is_total_label(text)


def test_some_labels_are_names_too() -> None:
    assert is_name_too("Summa")
    assert not is_name_too("Yhteensä")
    assert begins_with_total("Yhteensä kolme tuttua")
    assert not begins_with_total("Kolme yhteensä")


@pytest.mark.parametrize(("text", "expected"), [("12", True), ("-3,5 %", True), ("1 200 €", True), ("12 a", False)])
def test_a_number_alone_is_told(text: str, expected: bool) -> None:  # noqa: FBT001
    assert is_number(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"), [("Ryhmä A", True), ("Varalla:", True), ("Huom! Ville myöhemmin", True), ("Aino", False)]
)
def test_a_caption_is_told(text: str, expected: bool) -> None:  # noqa: FBT001
    assert is_caption(text) is expected


@pytest.mark.parametrize(("text", "expected"), [("Kurssi 14.1.2026", True), ("kevät 2026", True), ("Aino 12", False)])
def test_a_date_is_told(text: str, expected: bool) -> None:  # noqa: FBT001
    assert has_date(text) is expected
