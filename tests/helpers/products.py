"""What products are made from in tests: a layout with a product's style sheet, the words, and people."""

from collections.abc import Sequence
from functools import cache

from tests.helpers.course import the_course
from worksheets.course.layout import Layout, read_layout
from worksheets.course.words import PRODUCTS, Words, shipped_words
from worksheets.people.participant import Participant

FIRST_NAMES = ("Aino", "Ville", "Fatima", "Oona", "Yrjö", "Åke", "Öyvind", "Leena", "Zainab", "Kari")
LAST_NAMES = ("Esimerkki", "Mallikas", "al-Hassan", "Mäki-Petäjä", "von Wright", "Åkerlund", "Koe")
LONG_NAME = "Aino-Maria Esimerkki-Mallikas Kahdeksankymmenen Merkin Pituisesta Suvusta Etelästä"
LONG_WORD = "Pitkänimikkohirveänpitkäsananeljäkymmentäkirjaintajaviisikymmentäkuusikymmentäxy"
LONGEST = f"{LONG_NAME} ja vielä neljäkymmentä kirjainta lisä"
"""Of 120 letters."""
ALL_SCRIPTS = (
    "فاطمة الزهراء",
    "สมชาย ใจดี",
    "王小明",
    "さくら 山田",
    "김민수",
    "आरती शर्मा",
    "முருகன் செல்வம்",
    "Ђорђе Пример",
)
ODD_NAMES = (*ALL_SCRIPTS, "A", LONG_NAME, LONG_WORD, LONGEST, "Aino Koe")


@cache
def product_layout(product: str) -> Layout:
    """Return the layout of handouts with the style sheet of a product."""
    course = the_course()
    return read_layout("handout", course.folder, language=course.language, product=product)


def product_words(language: str = "fi") -> Words:
    """Return all printed words in a language."""
    return Words(language, {**(shipped_words(language) or {}), **(shipped_words(language, PRODUCTS) or {})})


def people(count: int, **values: str) -> list[Participant]:
    """Return so many people with different names, who all have the same values."""
    return [named(f"{_name(number)} {number}", number, **values) for number in range(1, count + 1)]


def odd_people(names: Sequence[str] = ODD_NAMES, **values: str) -> list[Participant]:
    """Return people with very short and very long names, and with names in all scripts."""
    return [named(name, number, **values) for number, name in enumerate(names, start=1)]


def named(name: str, number: int = 0, **values: str) -> Participant:
    """Return somebody of a name."""
    return Participant({"nimi": name, **values}, number=number)


def _name(number: int) -> str:
    return f"{FIRST_NAMES[number % len(FIRST_NAMES)]} {LAST_NAMES[number % len(LAST_NAMES)]}"
