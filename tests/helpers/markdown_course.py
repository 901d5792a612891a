"""A small course of which every page is in Markdown, with each exercise type, and somebody who has filled it in."""

from pathlib import Path

from worksheets.course.course import Course
from worksheets.course.reader import read_course
from worksheets.people.participant import Participant

TOML = """
title = "Omat tavoitteet"
subtitle = "Esimerkkikurssi"
pages = [{pages}]
[fields]
nimi = {{ label = "Nimi", role = "name" }}
kurssi = {{ label = "Kurssi" }}
"""
PAGES = {
    "kansi": ("cover", "::: fields\n- nimi\n- kurssi\n:::\n"),
    "tietoa": (
        "slide",
        """
Tavoite on *kuva* siitä, mihin haluat. **Hyvä tavoite** on {{ mitattava }} ja <b>selkeä</b>.

## Kysymyksiä

- Mitä haluat?
- Milloin?

1. Ensin tämä

| Tavoite | Aika |
|---|---|
| Kurssi | kevät |

::: palstat
Vasen palsta
---
Oikea palsta
:::
""",
    ),
    "tavoitteet": (
        "exercise",
        """
Mieti seuraavaa puolta vuotta.

::: text Mitä haluat saavuttaa? {#tavoite lines=6}
Yksi lause riittää.
:::

::: teksti Mikä on ensimmäinen askel? {#askel rivit=2}
:::

> Matka alkaa askeleesta.
""",
    ),
    "lupaus": (
        "exercise",
        """
Nimeni on [____]{#oma-nimi} ja **aloitan [____]{#aloitus date}.** Teen sen [___]{#kerrat} kertaa viikossa.

- Kerron siitä ystävälle nimeltä [__________]{#ystava label="Kenelle kerron"}, jotta jatkan.

> Muistan [____]{#muistan}!

::: text Tavoitteeni on {#lupaus lead}
:::

::: piirros Piirrä se {#kuva korkeus=20 ruudukko=pisteet}
:::

::: allekirjoitus Sopimus {#sopimus}
- Minä {#mina}
- Parini {#pari}
:::
""",
    ),
    "vahvuudet": (
        "exercise",
        "::: kysymykset Vahvuudet {#vahvuudet}\nKysy muilta.\n\n- Työtoverit {#tyo}\n- Ystävät {#ystavat}\n:::\n",
    ),
    "viikko": (
        "exercise",
        '::: table Viikko {#viikko rows=3 most=9}\n| Mitä {#mita} | Koska {#koska hint="päivä"} |\n|---|---|\n:::\n',
    ),
    "kartta": (
        "exercise",
        """
::: kartta Tukikartta {#kartta rivit=4 enintään=9 keskellä="MINÄ" esimerkki="Esimerkki" merkintä="Kontakti"}
| Nimi {#nimi} | Apu {#apu} |
|---|---|

- Ketä vielä tarvitset? {#uudet}
:::
""",
    ),
}
"""The kind of each page, and its Markdown."""
ANSWERS = {
    "nimi": "Aino Esimerkki",
    "kurssi": "Esimerkkikurssi",
    "tavoite": "Saan uuden työn, jossa opin",
    "askel": "Soitan kolmelle",
    "oma-nimi": "Aino E.",
    "kerrat": "3",
    "ystava": "Ville Mallikas",
    "lupaus": "levätä enemmän",
    "sopimus.mina-paikka-aika": "Oulu 12.1.2026",
    "sopimus.mina-nimi": "Aino Esimerkki",
    "vahvuudet.tyo": "Rauhallinen",
    "viikko.1.mita": "Soitan",
    "viikko.1.koska": "maanantai",
    "kartta.kontakti.1.nimi": "Marja",
    "kartta.kontakti.1.apu": "vinkit",
    "kartta.uudet": "Kielitaitoisia",
}


def page_text(body: str, kind: str = "exercise", title: str = "Otsikko") -> str:
    """Return the text of a page's file."""
    return f'+++\nkind = "{kind}"\ntitle = "{title}"\n+++\n{body}'


def markdown_course(folder: Path) -> Course:
    """Return the course, made in a new folder."""
    (folder / "pages").mkdir(parents=True)
    names = ", ".join(f'"{name}"' for name in PAGES)
    (folder / "course.toml").write_text(TOML.format(pages=names), "utf-8")
    for name, (kind, body) in PAGES.items():
        (folder / "pages" / f"{name}.md").write_text(page_text(body, kind, name.capitalize()), "utf-8")
    return read_course(str(folder))


def somebody(**others: str) -> Participant:
    """Return a participant with an answer on each page; others may be given, or empty ones in their place."""
    return Participant({path: text for path, text in (ANSWERS | others).items() if text})
