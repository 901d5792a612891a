"""A made-up group of any size, the same every time: participants as varied as a real group's, and plainly examples."""

import itertools
from collections.abc import Iterator
from random import Random

import yaml

Tree = dict[str, object]
"""A participant as their YAML file says it."""

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
    "Sosiaali- ja terveysalan asiantuntijaverkosto",
    "Naapuruston talkooporukka",
)
_WAYS = (
    "Yhteinen projekti",
    "Harrastuksen kautta",
    "Työharjoittelussa",
    "Naapurin suosituksesta",
    "Messuilla",
    "Osallistuin alueelliseen kehittämispäivään ja jäin sähköpostilistalle",
)
_UPKEEP = (
    "Lounas kerran kuussa",
    "Viestiryhmä",
    "Soitan joskus",
    "Kokoukset keväisin ja syksyisin",
    "Kahvit",
    "Käyn tapaamisissa kahden kuukauden välein ja jaan materiaaleja muille",
)
_GAINS = (
    "Vinkki avoimesta paikasta",
    "Suosittelija",
    "Rohkaisua",
    "Tietoa alan palkoista",
    "Keikkatöitä",
    "Kutsun kahteen työhaastatteluun",
)
_CONTACTS = (
    "Marja",
    "Entinen esimies",
    "Naapurin Ville",
    "Uravalmentaja",
    "Serkku",
    "Opettaja",
    "Liiton neuvoja",
    "Anna",
    "Työvoimaneuvoja",
    "Opiskelukaverit",
)
_SUPPORT = (
    "Palautetta työstä",
    "Vinkkejä avoimista paikoista",
    "Apua hakemuksen viimeistelyyn",
    "Tietoa alan uusista työtavoista ja koulutuksista",
    "Kannustusta",
    "Neuvoja työttömyysturvaan ja yrityksen perustamiseen",
    "Suosituksen seuraavaan paikkaan",
    "Vertaistukea alanvaihtoon",
    "Tietoa siitä, mitä työnantajat nyt arvostavat",
)
_OCCASION = (
    "",
    " kerran kuussa",
    " aina, kun kysyn",
    " kevään hakujen aikaan",
    " puhelimitse tai viestillä",
    " kahvikupin ääressä joka toinen torstai",
    " silloin, kun vastauksia ei kuulu",
)
_SOURCES = (
    "esimies", "viranomaiset", "ammattitoverit", "laheiset", "jarjestot",
    "asiantuntijat", "tyotoverit", "ystavat", "yhdistykset", "klubit-lehdet-kirjat",
)  # fmt: skip
_GIVEN = {
    "kurssi": "Työnhakuvalmennus",
    "kouluttaja": "Kalle Kouluttaja",
    "aika": "2026-01-14T09:00",
    "paikka": "Tampere",
}
_ROUND = 25
"""After so many, how much people say repeats, though not in the same words: groups of 25, 50, 75 … are alike."""
_ONLY_A_NAME = (3, 8, 14, 19, 24)
"""Those of a round who have filled in nothing else."""
_FULL, _OVERFULL = 12, 17
"""Who has answered everything, and who has more to say than the pages hold."""


def people(count: int, *, overfull: bool = True) -> list[Tree]:
    """Return so many participants, from those with nothing but a name to one in 25 with more than the pages hold.

    Those are left out on wish; there are then others in their stead.
    """
    return list(everyone(count, overfull=overfull))


def everyone(count: int, *, overfull: bool = True) -> Iterator[Tree]:
    """Yield the participants of ``people`` one by one, so that none of many stays in memory."""
    numbers = (number for number in itertools.count(1) if overfull or number % _ROUND != _OVERFULL)
    return map(_person, itertools.islice(numbers, count))


def roster(count: int) -> str:
    """Return so many participants as one YAML file."""
    return as_yaml(people(count))


def as_yaml(told: Tree | list[Tree]) -> str:
    """Return one participant, or a list of them, as a YAML file."""
    said: str = yaml.safe_dump(told, allow_unicode=True, sort_keys=False)
    return said


def _person(number: int) -> Tree:
    """Return one participant: how much they say depends on their place in the round, what they say on their number."""
    place = number % _ROUND
    amount, words = Random(place), Random(number)  # noqa: S311 - no secret
    person: Tree = {"nimi": f"{words.choice(_NAMES)} Esimerkki-{number:04}", **_GIVEN}
    if place in _ONLY_A_NAME:
        return person
    if amount.random() < 1 / 4:
        person |= {"ryhma": "Iltaryhmä", "organisaatio": "Mallikunnan työllisyyspalvelut"}
    full, overfull = place == _FULL, place == _OVERFULL
    answered = _SOURCES if full or overfull else amount.sample(_SOURCES, amount.randint(0, 9))
    networks = 9 if overfull else 5 if full else amount.randint(0, 6)
    contacts = 8 if full or overfull else amount.randint(0, 8)
    return person | {
        "tukiverkosto": {source: _answer(words, 5 if overfull else amount.randint(1, 2)) for source in answered},
        "omat-verkostot": [_network(words) for _row in range(networks)],
        "verkostokartta": {
            "kontaktit": [_contact(words, name) for name in words.sample(_CONTACTS, contacts)],
            "uudet-kontaktit": _answer(words, amount.randint(0, 3)),
        },
    }


def _network(words: Random) -> Tree:
    return {
        "nimi": words.choice(_NETWORKS),
        "luonut": words.choice(_WAYS),
        "yllapito": words.choice(_UPKEEP),
        "saanut": words.choice(_GAINS),
    }


def _contact(words: Random, name: str) -> Tree:
    return {"nimi": name, "apu": words.choice(_GAINS).lower()}


def _answer(words: Random, sentences: int) -> str:
    return " ".join(f"{said}{words.choice(_OCCASION)}." for said in words.sample(_SUPPORT, sentences))
