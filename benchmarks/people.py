"""A made-up group of any size, the same every time: participants as varied as a real group's, and plainly examples."""

from random import Random

_NAMES = (
    "Aino",
    "Väinö",
    "Åsa",
    "Öivind",
    "Leïla",
    "Ngọc",
    "Juhani",
    "Sirkka-Liisa",
    "Mehmet",
    "Hélène",
    "Ilmari",
    "Yrsa",
)
_NETWORKS = (
    "Entiset työtoverit",
    "Opiskelukaverit",
    "Kuoro",
    "Asukasyhdistys",
    "Vanhempaintoimikunta",
    "Ammattiliitto",
)
_WAYS = ("Yhteinen projekti", "Harrastuksen kautta", "Työharjoittelussa", "Naapurin suosituksesta", "Messuilla")
_UPKEEP = ("Lounas kerran kuussa", "Viestiryhmä", "Soitan joskus", "Kokoukset keväisin ja syksyisin", "Kahvit")
_GAINS = ("Vinkki avoimesta paikasta", "Suosittelija", "Rohkaisua", "Tietoa alan palkoista", "Keikkatöitä")
_CONTACTS = (
    "Marja",
    "Entinen esimies",
    "Naapurin Ville",
    "Uravalmentaja",
    "Serkku",
    "Opettaja",
    "Liiton neuvoja",
    "Anna",
)
_SENTENCES = (
    "Palautetta työstä ja apua hakemuksen viimeistelyyn.",
    "Kysyn avoimista paikoista ja kuulen, mitä työnantajat nyt arvostavat.",
    "Neuvoja työttömyysturvaan, koulutukseen ja yrityksen perustamiseen liittyen.",
    "Kannustusta silloin, kun vastauksia ei kuulu.",
    "Tietoa alan uusista työtavoista ja koulutuksista.",
)
_SOURCES = (
    "esimies", "viranomaiset", "ammattitoverit", "laheiset", "jarjestot",
    "asiantuntijat", "tyotoverit", "ystavat", "yhdistykset", "klubit-lehdet-kirjat",
)  # fmt: skip
_ONLY_A_NAME, _ANSWERED = 0.2, 0.6
"""The shares of people who have filled in nothing else, and of the questions that the others have answered."""
_GIVEN = {
    "kurssi": "Työnhakuvalmennus",
    "kouluttaja": "Kalle Kouluttaja",
    "aika": "2026-01-14T09:00",
    "paikka": "Tampere",
}


def people(count: int) -> list[dict[str, object]]:
    """Return so many participants, each as their file would say it.

    A fifth have nothing but a name; the others have filled in from a few places to most of them, and one in fifty has
    more to say than the pages hold.
    """
    return [_person(number, Random(number)) for number in range(1, count + 1)]  # noqa: S311 - no secret


def _person(number: int, chance: Random) -> dict[str, object]:
    person: dict[str, object] = {"nimi": f"{chance.choice(_NAMES)} Esimerkki-{number:04}", **_GIVEN}
    if chance.random() < _ONLY_A_NAME:
        return person
    long_winded = number % 50 == 0
    person["tukiverkosto"] = {
        source: " ".join(chance.sample(_SENTENCES, 5 if long_winded else chance.randint(1, 2)))
        for source in _SOURCES
        if chance.random() < _ANSWERED
    }
    networks = 9 if long_winded else chance.randint(0, 5)
    person["omat-verkostot"] = [
        {
            "nimi": chance.choice(_NETWORKS),
            "luonut": chance.choice(_WAYS),
            "yllapito": chance.choice(_UPKEEP),
            "saanut": chance.choice(_GAINS),
        }
        for _row in range(networks)
    ]
    contacts = chance.sample(_CONTACTS, chance.randint(0, 8))
    person["verkostokartta"] = {
        "kontaktit": [{"nimi": name, "apu": chance.choice(_GAINS).lower()} for name in contacts],
        "uudet-kontaktit": chance.choice(_SENTENCES),
    }
    return person
