"""Misspelt headings, and real headings that mean something else: each of them on its side."""

import pytest

from worksheets.course.course import Course
from worksheets.people.headings import Headings

MISSPELT = {
    "nimi": "Nmii Nnimi Niimi Nimmi Nimii Osallistja Osallsituja Osalistuja Osallistujan_nmi Koko_nmi Oma_nmi",
    "ryhma": "Ryhmmä Ryhmäa Ryhäm Rhymä Rymä Ryhhmä Grooup Luoka Loukka Luokkka Ryhmän_nmi",
    "kurssi": "Kursi Kurrsi Kurssii Kusrsi Koultus Koulutuss Kouluutus Valmenus Valmnnus Cuorse",
    "kouluttaja": "Kouluttja Koulutaja Kouluttaaja Valmetaja Valmnetaja Ohjaja Ohajaaja Opetaja Opettajja Triner",
    "aika": "Akia Aikka Ajankotha Päivmäärä Paivamaara Paiva",
    "paikka": "Piakka Paika Paikkka Paakka",
    "organisaatio": "Organisatio Organisaaatio Oragnisaatio Työpaika Tyopaikka Yrtys Yritsy Työantaja",
    "sahkoposti": "Sposti S-posti Sähkoposti Sähköpsti Shköposti Sähköpostioosite Sähköpostosoite Emial Emaill",
    "tukiverkosto.esimies": "Esmieheltä Esimiehelta Esimeiheltä",
    "tukiverkosto.ystavat": "Ystaviltä Ystävilta Ystäväiltä Ystviltä",
    "tukiverkosto.viranomaiset": "Viranomasilta Viranomaisila Viranomiasilta",
    "verkostokartta.kontaktit.3.nimi": "Kontkti_3 Kontatki_3 Kontaktti_3",
    "omat-verkostot.2.luonut": "Verkosto_2_Miten_olen_luonnut Miten_oln_luonut_2",
    "verkostokartta.uudet-kontaktit": (
        "Missä_asioissa_tarvitset_uusia_kontaktja Missä_asiossa_tarvitset_uusia_kontakteja"
    ),
}
"""Headings with a typing error, by the slots that they mean."""
_OTHER = (
    "Puh.|Puhelin|GSM|Ruokavalio|Allergiat|Erityisruokavalio|Syntymäaika|Syntymävuosi|Ikä|Sukupuoli|"
    "Kotipaikka|Kotikunta|Postinumero|Postitoimipaikka|Lähiosoite|Katuosoite|Osoite|Paikkakunta|Nimike|"
    "Ammatti|Ammattinimike|Titteli|Tehtävä|Tehtävänimike|Palaute|Kommentti|Kommentit|Huomautus|Huom.|"
    "Lisätiedot|Muuta|Toiveet|Odotukset|Tavoitteet|Tausta|Koulutustausta|Tutkinto|Työkokemus|Työtilanne|"
    "Työttömyys alkanut|Asema|Rooli|Osasto|Yksikkö|Toimipiste|Tiimi|Tila|Esihenkilö|Esimies|"
    "Esimiehen nimi|Yhteyshenkilö|Laskutusosoite|Y-tunnus|Maksettu|Maksutapa|Hinta|Summa|Palkka|"
    "Ilmoittautunut|Ilmoittautumisaika|Läsnä|Läsnäolo|Poissa|Paikalla|Osallistuu|Osallistunut|"
    "Osallistumistapa|Etänä|Lähipäivä|Kahvi|Lounas|Kenkä|Kengännumero|Koko|Äidinkieli|Kansalaisuus|"
    "Suostumus|Kuvauslupa|Allekirjoitus|Status|Ryhmäkoko|Ryhmänohjaaja|Ryhmät|Ryhmän|Ryhmä 2|Kurssit|"
    "Kurssin|Kurssipäivä|Kurssikoodi|Koulutuspäivä|Kouluttajat|Kouluttajan|Paikkaluku|Aikataulu|Aihe|"
    "Alkaa|Päättyy|Klo|Päiväys|Viikko|Vuosi|Kesto|Yrityksen nimi|Yritysmuoto|Ylitys|Toimiala|"
    "Työnantajan nimi|Työpaikkaohjaaja|Verkkosivu|LinkedIn|Arvosana|Suoritus|Todistus|Lähde|Mistä kuulit|"
    "CV|Hakemus|Haastattelu|Valittu|Varasija|Peruttu|Kuljetus|Majoitus|Huone|Huoltaja|Luokkataso|"
    "Koulu|Oppilaitos|Opettajat|Opettajan|Opettajaa|Aloitusvuosi|Jäsenyys|Asiakas|Ohjaajat|"
    "Ohjaajan nimi|Kohderyhmä|Pienryhmä|Vertaisryhmä|Verkkokurssi|Verkostoituminen|Yhteystiedot|"
    "Kontaktihenkilö|Kontaktin|Kontaktia|Kontakti 41|Tuki|Apu|Ystävä|Ystävän nimi|Kollega|Viranomainen|"
    "Järjestö|Yhdistys|Asiantuntija|Kuluttaja|Kulutus|Varmennus|Nimet 2|Nimen|Name of company|"
    "First contact|Company name|Companies|Position|Job title|Department|Allergies|Comments|Notes|"
    "Country|City|Address|Street|Zip|State|Gender|Age|Trainee|Trailer|Trained|Source|Curse|Palace|"
    "Registered|Attended|Payment|Groups|Grouped|Dates|Data|Rate|Names 2|Places|Mail|Emil|Aino|Päivi|"
    "Akka|Sade|Tili|Kenen|Ammattitaito|Rahoitus"
)
OTHER = _OTHER.split("|")
"""Headings of real lists that mean nothing on the pages, however near to a slot's name."""
WORDS = [(slot, word.strip("_").replace("_", " ")) for slot, words in MISSPELT.items() for word in words.split()]


@pytest.fixture(scope="module")
def headings(course: Course) -> Headings:
    return Headings(course)


def test_there_are_enough_of_both() -> None:
    assert len(WORDS) >= 60
    assert len(OTHER) >= 150


@pytest.mark.parametrize(("slot", "heading"), WORDS)
def test_a_typing_error_is_seen_through(headings: Headings, slot: str, heading: str) -> None:
    if headings.meaning(heading).slot != slot:  # Some errors are no more than punctuation.
        assert not headings.meaning(heading).recognised
        assert headings.misspelt(heading) == slot


def test_another_word_is_no_misspelling(headings: Headings) -> None:
    meant = {heading: (headings.meaning(heading).slot, headings.misspelt(heading)) for heading in OTHER}
    assert {heading: slots for heading, slots in meant.items() if any(slots)} == {}
