"""Headings as people write them."""

import pytest

from worksheets.course.course import Course
from worksheets.people.headings import Headings, Other, folded


@pytest.fixture(scope="module")
def headings(course: Course) -> Headings:
    return Headings(course, {"Puhelin": "-", "Mistä kuulit": "ryhma"})


@pytest.mark.parametrize(
    ("heading", "slot"),
    [
        ("nimi", "nimi"),
        ("Nimi", "nimi"),
        (" NIMI: ", "nimi"),
        ("1. Nimi *", "nimi"),
        ("Osallistuja", "nimi"),
        ("Osallistujan nimi", "nimi"),
        ("Sähköpostiosoite", "sahkoposti"),
        ("Esimieheltä", "tukiverkosto.esimies"),
        ("3) Esimieheltä (pakollinen)", "tukiverkosto.esimies"),
        ("Minkälaista tukea saat esimerkiksi seuraavilta tahoilta: [Ammattitovereilta]", "tukiverkosto.ammattitoverit"),
        ("klubeista lehdistä kirjoista jne", "tukiverkosto.klubit-lehdet-kirjat"),
        ("tukiverkosto.esimies", "tukiverkosto.esimies"),
        ("Verkosto 2: Miten olen luonut", "omat-verkostot.2.luonut"),
        ("Miten olen luonut 2", "omat-verkostot.2.luonut"),
        ("Miten pidän yllä (oma panostus) 3", "omat-verkostot.3.yllapito"),
        ("Ammatillisen verkoston nimi", "omat-verkostot.*.nimi"),
        ("Mitä olen saanut", "omat-verkostot.*.saanut"),
        ("Verkosto", "omat-verkostot.*.nimi"),
        ("Kontakti 4", "verkostokartta.kontaktit.4.nimi"),
        ("Kontakti 4 apu", "verkostokartta.kontaktit.4.apu"),
        ("verkostokartta.kontaktit.40.apu", "verkostokartta.kontaktit.40.apu"),
        ("5. Missä asioissa tarvitset uusia kontakteja?", "verkostokartta.uudet-kontaktit"),
        ("Mistä kuulit?", "ryhma"),
    ],
)
def test_a_heading_means_a_slot(headings: Headings, heading: str, slot: str) -> None:
    assert headings.meaning(heading).slot == slot


@pytest.mark.parametrize(
    ("heading", "other"),
    [
        ("Etunimi", Other.FIRST_NAME),
        ("Sukunimi", Other.LAST_NAME),
        ("Start time", Other.EXPORT),
        ("Aikaleima", Other.EXPORT),
        ("ID", Other.EXPORT),
        ("Nro", Other.NUMBER),
        ("#", Other.NUMBER),
        ("puhelin", Other.IGNORED),
        ("Kengännumero", None),
        ("Työnantajan nimi", None),
        ("kontaktit.41.apu", None),
    ],
)
def test_a_heading_means_something_else(headings: Headings, heading: str, other: Other | None) -> None:
    column = headings.meaning(heading)
    assert (column.slot, column.other) == ("", other)
    assert column.recognised == (other is not None)


def test_within_a_lists_sheet_its_parts_come_first(headings: Headings) -> None:
    assert headings.list_of("Kontaktit") == headings.list_of("verkostokartta") == "verkostokartta.kontaktit"
    assert headings.list_of("Omat verkostot") == "omat-verkostot"
    assert headings.list_of("Taulukko1") == ""
    assert headings.meaning("Nimi", "verkostokartta.kontaktit").slot == "verkostokartta.kontaktit.*.nimi"
    assert headings.meaning("Apu", "verkostokartta.kontaktit").slot == "verkostokartta.kontaktit.*.apu"
    assert headings.meaning("Osallistuja", "verkostokartta.kontaktit").slot == "nimi"


def test_every_slot_is_known_by_its_path_and_its_label(course: Course, headings: Headings) -> None:
    for path, slot in course.slots.items():
        assert headings.meaning(path).slot == path
        assert headings.meaning(slot.label).slot == path
        assert headings.meaning(slot.label.upper().replace(" ", "  ").replace(":", " –")).slot == path


def test_folding() -> None:
    assert folded("  12) Miten\u00a0PIDÄN yllä? ") == "miten pidän yllä"
    assert folded("3. kerros") == "kerros"
    assert folded("Mita\u0308 olen") == "mitä olen"
