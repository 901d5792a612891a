"""A course with what a page can be planned with: boxes, a grid, fields that fill a page, tables with given labels."""

from pathlib import Path

from tests.helpers.markdown_course import TOML, page_text
from worksheets.course.course import Course
from worksheets.course.reader import read_course

DAYS = ("maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai")
_WEEK_ROWS = "\n".join(f"| {day} | | | |" for day in DAYS)
TWO_LINES = (
    "Ajattele seuraavaa puolta vuotta. Hyvä tavoite on sinun näköisesi, ja se on niin lähellä, että pääset alkuun jo "
    "tällä viikolla."
)
"""An introduction of two lines."""
PAGES = {
    "laatikot": f"""
{TWO_LINES}

::: text Mitä haluat? {{#tavoite lines=3}}
Yksi riittää.
:::

::: text Miltä se näyttää? {{#kuva lines=0}}
:::

::: text Missä teet sen? {{#paikka height=30}}
:::

::: text Piirrä pohja {{#pohja grid height=40}}
:::
""",
    "nelikentta": f"""
{TWO_LINES}

::: prompts Nelikenttä {{#nelja boxes=2x2}}
- Vahvuudet {{#vahvuudet hint="mitä osaan ja jaksan"}}
- Heikkoudet {{#heikkoudet hint="mikä minussa jarruttaa"}}
- Mahdollisuudet {{#mahdollisuudet hint="mitä ympärilläni on auki"}}
- Uhat {{#uhat}}
:::
""",
    "viikko": f"""
{TWO_LINES}

::: table Viikko {{#viikko widths="29 74 51 14" height=27}}
| Päivä | Mitä teen {{#mita}} | Milloin ja missä {{#milloin}} | Tehty {{#tehty check}} |
|---|---|---|---|
{_WEEK_ROWS}
:::
""",
    "palstat": """
::: prompts Kolme {#kolme columns=3}
- Aamu {#aamu}
- Päivä {#paiva}
- Ilta {#ilta}
- Yö {#yo}
:::

::: prompts Yksi {#yksi columns=1}
- Mitä jäi mieleen? {#mieleen hint="yksi asia"}
:::
""",
    "parit": """
::: table Pari {#pari rows=3 most=20 height=18 widths="1 2"}
| Kuka {#kuka} | Mitä {#mita} |
|---|---|
:::
""",
}
LONG = "Kirjoitan tästä paljon, sillä tavoitteita on monta ja jokainen niistä on tärkeä. "
ANSWERS = {
    "nimi": "Aino Esimerkki",
    "tavoite": "Uusi työ",
    "kuva": "Valoisa huone",
    "paikka": LONG,
    "pohja": "Pöytä ikkunan alla",
    "nelja.uhat": LONG * 2,
    "viikko.1.mita": "Soitan",
    "viikko.7.milloin": LONG,
    "kolme.yo": LONG,
    "yksi.mieleen": "Kaikki",
    "pari.2.kuka": "Ville Mallikas",
}
SHORT = {path: text for path, text in ANSWERS.items() if LONG not in text}
OVERFULL = ANSWERS | {
    "kuva": LONG * 16,
    "pohja": LONG * 40,
    "nelja.uhat": LONG * 20,
    "viikko.1.mita": LONG * 8,
    "viikko.1.milloin": LONG * 8,
    "pari.12.mita": "Viimeinen",
}
"""What goes on at the end: texts of boxes, fields and cells, and entries that have no row on their page."""


def plan_course(folder: Path) -> Course:
    """Return the course, made in a new folder."""
    (folder / "pages").mkdir(parents=True)
    names = ", ".join(f'"{name}"' for name in PAGES)
    (folder / "course.toml").write_text(TOML.format(pages=names), "utf-8")
    for name, body in PAGES.items():
        (folder / "pages" / f"{name}.md").write_text(page_text(body, title=name.capitalize()), "utf-8")
    return read_course(str(folder))
