"""A small course whose exercises are answered with marks: each type of them, on one page in Markdown."""

from pathlib import Path

from worksheets.course.course import Course
from worksheets.course.reader import read_course

TOML = """
title = "Merkit"
pages = ["merkit"]
[fields]
nimi = { label = "Nimi", role = "name" }
ryhma = { label = "Ryhmä" }
"""
PAGE = """+++
kind = "exercise"
title = "Merkit"
+++
::: choice Mikä auttaa? {#apu}
- ( ) työtoverit
- ( ) oma esimies
- ( ) muu: ____
:::

::: choices Miten opit? {#tavat most=3}
- [ ] luen, kuuntelen ja kysyn
- [ ] teen itse
- [ ] neuvon muita
- [ ] muu: ____
:::

::: checklist Mukaan {#mukaan}
- [ ] eväät
- [ ] kynä
:::

::: scale Kuinka varma olet? {#varmuus from=1 to=5 left="en lainkaan" right="täysin"}
:::

::: scale Missä olet nyt? {#nyt line left="alussa" right="perillä"}
:::

::: statements Ennen kurssia {#ennen}
| | ei | vähän | täysin |
|---|---|---|---|
| Tiedän, mitä osaan. | | | |
| Osaan kysyä apua. {#kysyn} | | | |
:::

::: statements Kurssin jälkeen {#jalkeen}
| | ei | vähän | täysin |
|---|---|---|---|
| Tiedän, mitä osaan. | | | |
| Opin muilta. {#opin} | | | |
:::
"""
ANSWERS = {
    "nimi": "Aino Esimerkki",
    "apu": "muu: naapuri",
    "tavat": "luen, kuuntelen ja kysyn; teen itse",
    "mukaan": "kynä",
    "varmuus": "4",
    "nyt": "62",
    "ennen.v1": "vähän",
    "ennen.kysyn": "ei",
    "jalkeen.v1": "täysin",
}


def marks_course(folder: Path) -> Course:
    """Return the course, made in a new folder."""
    (folder / "pages").mkdir(parents=True)
    (folder / "course.toml").write_text(TOML, "utf-8")
    (folder / "pages" / "merkit.md").write_text(PAGE, "utf-8")
    return read_course(str(folder))
