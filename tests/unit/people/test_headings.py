"""Headings as people write them."""

import pytest

from worksheets.course.course import Course
from worksheets.people.headings import (
    Column,
    Headings,
    Other,
    folded,
    is_last_name_first,
    quiz_question,
    without_joined_number,
)


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
        ("Kontakti2", "verkostokartta.kontaktit.2.nimi"),
        ("Osallistujat", "nimi"),
        ("Osallistujat (12)", "nimi"),
        ("Osallistujat 14.1.2026", "nimi"),
        ("Etunimi ja sukunimi", "nimi"),
        ("Suku- ja etunimi", "nimi"),
        ("Nimi (etunimi ja sukunimi)", "nimi"),
        ("Last name, first name", "nimi"),
        ("Miltä taholta saat tukea? [Ystäviltä]", "tukiverkosto.ystavat"),
        ("Miltä taholta saat tukea?.Läheisiltä", "tukiverkosto.laheiset"),
        ("Keneltä [2026]? [Klubeista, lehdistä, kirjoista jne.]", "tukiverkosto.klubit-lehdet-kirjat"),
        ("Keneltä?.Klubeista, lehdistä, kirjoista jne.", "tukiverkosto.klubit-lehdet-kirjat"),
        (f"{'Kerro vielä tarkemmin, ' * 20}[Ystäviltä]", "tukiverkosto.ystavat"),
        (f"{'Kerro vielä tarkemmin, ' * 20}\nesimieheltä", "tukiverkosto.esimies"),
        ("Kartta [Kontakti 3]", "verkostokartta.kontaktit.3.nimi"),
    ],
)
def test_a_heading_means_a_slot(headings: Headings, heading: str, slot: str) -> None:
    assert headings.meaning(heading).slot == slot


@pytest.mark.parametrize(
    ("heading", "other"),
    [
        ("Etunimi", Other.FIRST_NAME),
        ("Sukunimi", Other.LAST_NAME),
        ("Start time", Other.TIME),
        ("Slutförandetid", Other.TIME),
        ("Telefon", Other.PERSONAL),
        ("Totalpoäng", Other.EXPORT),
        ("Aikaleima", Other.TIME),
        ("ID", Other.ANSWER),
        ("Kokonaispistemäärä", Other.EXPORT),
        ("Testin palaute", Other.EXPORT),
        ("Puh.", Other.PERSONAL),
        ("Syntymäaika", Other.PERSONAL),
        ("Nro", Other.NUMBER),
        ("#", Other.NUMBER),
        ("puhelin", Other.IGNORED),
        ("Kengännumero", None),
        ("Työnantajan nimi", None),
        ("kontaktit.41.apu", None),
        ("Ruokavalio", None),
        ("Esimies", None),
        ("Arvioi [Kurssi]", None),
        ("Arvioi.Kouluttaja", None),
        ("Arvioi kouluttaja", None),
        ("Huoltajan sähköposti", None),
        ("Laskutettava organisaatio", None),
        ("Kirjoita riville yksi osallistuja.", None),
        ("Etunimi ja muut nimet", None),
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


def test_the_order_of_first_and_last_names_is_seen() -> None:
    assert all(map(is_last_name_first, ["Sukunimi ja etunimi", "Sukunimi, Etunimi", "Suku- ja etunimi", "Last, first"]))
    assert not any(map(is_last_name_first, ["Etunimi ja sukunimi", "Nimi", "Sukunimi", "Etu- ja sukunimi", ""]))


def test_a_quiz_names_its_question() -> None:
    assert quiz_question("Points - Nimi") == quiz_question("Palaute – Nimi") == "nimi"
    assert quiz_question("Palaute") == quiz_question("Pisteet") == quiz_question("Loppupalaute - Nimi") == ""


def test_a_number_joined_to_a_heading_is_taken_off() -> None:
    assert without_joined_number("Nimi2") == "nimi"
    assert without_joined_number("Nimi 2") == without_joined_number("Nimi") == without_joined_number("2") == ""


def test_a_mapping_may_have_the_beginning_of_a_heading(course: Course) -> None:
    headings = Headings(course, {"Mistä…": "ryhma", "Mistä kuulit...": "-", "Mistä tulet": "paikka", "…": "kurssi"})
    slots = [headings.meaning(text).slot for text in ("Mistä muualta?", "Mistä kuulit meistä?", "Mistä tulet", "Kuka")]
    assert slots == ["ryhma", "", "paikka", ""]
    assert headings.is_mapped("Mistä kuulit meistä?")
    assert not headings.is_mapped("Kuka")


def test_headings_beyond_the_end_of_a_list(headings: Headings) -> None:
    assert headings.exceeds_list("Kontakti 41") == "verkostokartta.kontaktit"
    assert headings.exceeds_list("Verkosto 61: Miten olen luonut") == "omat-verkostot"
    assert not any(map(headings.exceeds_list, ["Kontakti 40", "Kontakti", "Ryhmä 41", "41", ""]))


def test_long_headings_are_shown_short() -> None:
    assert Column("  Nimi \n ja muuta ").shown_heading == "Nimi ja muuta"
    assert Column("x" * 60).shown_heading == "x" * 60
    assert Column("x" * 61).shown_heading == "x" * 59 + "…"


def test_folding() -> None:
    assert folded("  12) Miten\u00a0PIDÄN yllä? ") == "miten pidän yllä"
    assert folded("3. kerros") == "kerros"
    assert folded("Mita\u0308 olen") == "mitä olen"
