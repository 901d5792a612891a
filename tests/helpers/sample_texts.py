"""Words and texts in Finnish that lines are broken in: everyday, long, and hostile ones."""

from collections.abc import Sequence
from random import Random

from tests.helpers.course import ROOT
from worksheets.people.texts import clean

PROSE = (ROOT / "tests" / "data" / "words" / "deck.txt").read_text("utf-8").replace("=====", "").split()
UNSEEN = (ROOT / "tests" / "data" / "words" / "unseen-hyphenated.txt").read_text("utf-8").replace("-", "").split()
HOSTILE = """
A4arkki covid19tilanne 2020luku snake_case_muuttuja ab12cd34ef ”Hei ”sinä” 'x' ( ) / , . ! - – — kis-sa/ko-i-ra (a/b)
mid(dle)word a.b.c.defghijkl puolue.fi 1,5 –5 10:30 10/12 työ(ttömyys)turva ”kirja”, ¡hola! öljy’s ©2020 3×4 “eng”
«fr» ja/tai TE-palvelut e-posti (esim. n. 5–10 ”lainaus” fi-ff-fl tuki, AVATA Työ- LinkedIn Öhman a/b/c 1.2.2026
https://www.esimerkki.fi/sivu o'clock don’t [x] A&O 50+ +358 040-123456 hän; että: vai? jee! mm... … C++ C# §5 3. krs.
nimi@esimerkki.fi (sis. alv) /kk 20€ €20 työ-/opiskelu työvoimakoulutusasiantuntija Ngọc Łukasz Straße -vuotias ?! 100%
linja-autonkuljettaja Sirkka-Liisa itä-
ja länsi-Suomi 14.1.–30.3.2026 "lainaus" a-b-c-d x/y- {x} <b> &amp; \\ | ~ ^ ` * = # -kerho
"""
CODED = [
    "5\u00a0000\u00a0€",
    "klo\u00a012.30",
    "100\u00a0%",
    "\u00a0x",
    "TE\u2011palvelu",
    "e\u0301",
    "\u22123",
    "\u2018yksi\u2019",
]
EVERYDAY = (
    "Työ- ja elinkeinotoimisto tai TE-palvelut",
    "Linja-autonkuljettaja Sirkka-Liisa Äyräs-Mallikas",
    "Ma–pe klo 9.00–15.30, 12.1.–30.3.2026",
    "Kesätyö (esim. kahvila) ja/tai harjoittelu",
    "Kirja ”Työnhakijan opas” ja Porin ’kesä’",
    "Palkka 2\u00a0500\u00a0€/kk, noin 100\u00a0% – tai vähän alle…",
    "nimi@esimerkki.fi, +358 40 123 4567 (iltaisin!)",
    "https://www.esimerkki.fi/tyopaikat/avoimet?sivu=2",
    "C++ ja C#: Oy Yritys Ab:n kurssi, 1. taso; 3,5 op",
    "- soita - kysy - kiitä",
    "”Hyvä!” sanoi hän. ”Mitä?” ”No niin…”",
)


def random_text(words: Sequence[str], chance: Random, first_space: str = " ") -> str:
    """Return up to 25 words that follow one another by chance; ``first_space`` is after the first."""
    text = " ".join(chance.choices(words, k=chance.randint(1, 25)))
    return clean(text.replace(" ", first_space, 1))
