"""A small course with each type that is answered with marks, and people who have answered it."""

import random
from pathlib import Path

from tests.helpers.markdown_course import page_text
from worksheets.course.course import Course
from worksheets.course.marks import Chosen, Marks
from worksheets.course.reader import read_course
from worksheets.people.participant import Participant

TOML = 'title = "Merkit"\npages = ["apu", "nyt"]\n[fields]\nnimi = { label = "Nimi" }\n'
PAGES = {
    "apu": """
Katso, mitä tukea sinulla jo on.

::: choice Mikä auttaa sinua eniten? {#apu}
- ( ) työtoverin tuki
- ( ) palaute esimieheltä
- ( ) muu: ____
:::

::: valinnat Mitä sinulla on jo? {#on enintään=3}
- [ ] Tiedän, miksi tavoite on minulle tärkeä, ja osaan kertoa sen muillekin niin selvästi, että he innostuvat siitä.
- [ ] aikaa klo 9-16
- [ ] muistikirja
- [ ] muu: ____
:::

::: muistilista Ennen alkua {#lista hint="Rastita, kun se on tehty."}
- [ ] avaimet
- [ ] eväät
:::

::: text Keneltä pyydät apua? {#kenelta lines=2}
:::
""",
    "nyt": """
::: asteikko Kuinka tärkeä tavoite on? {#tarkea pienin=1 suurin=5 vasen="ei kovin" oikea="erittäin"}
:::

::: scale Montako kertaa? {#kerrat from=0 to=10}
:::

::: scale Kuinka varma olet? {#varmuus line left="en lainkaan" right="täysin"}
:::

::: väittämät Kuinka hyvin väite kuvaa sinua? {#vaitteet}
| Väite | en lainkaan | vähän | täysin |
|---|---|---|---|
| Tiedän, mitä osaan. | | | |
| Pyydän apua. {#pyydan} | | | |
:::
""",
}
ANSWERS = {
    "nimi": "Aino Esimerkki",
    "apu": "muu: naapurin apu",
    "on": "aikaa klo 9-16; muistikirja",
    "lista": "avaimet",
    "kenelta": "Esimieheltä.",
    "tarkea": "4",
    "kerrat": "10",
    "varmuus": "72",
    "vaitteet.v1": "täysin",
    "vaitteet.pyydan": "vähän",
}


def marked_course(folder: Path) -> Course:
    """Return the course, made in a new folder."""
    (folder / "pages").mkdir(parents=True)
    (folder / "course.toml").write_text(TOML, "utf-8")
    for name, body in PAGES.items():
        (folder / "pages" / f"{name}.md").write_text(page_text(body), "utf-8")
    return read_course(str(folder))


def answerer(course: Course, number: int) -> Participant:
    """Return somebody who has made up their marks at random; the same number gives the same marks."""
    chance = random.Random(number)  # noqa: S311 - marks for a test
    marked = {path: _marks(slot.marks, chance) for path, slot in course.slots.items() if slot.marks}
    texts = {"nimi": f"Ville Mallikas {number}", "kenelta": "Muilta."}
    return Participant(texts | {path: text for path, text in marked.items() if text})


def _marks(marks: Marks, chance: random.Random) -> str:
    if marks.is_line:
        return str(chance.randint(0, 100))
    count = len(marks.options)
    numbers = sorted(chance.sample(range(1, count + 1), chance.randint(0, min(marks.most, count))))
    other = "omin sanoin" if marks.other and count in numbers and chance.random() < 0.7 else ""
    return marks.text(Chosen(tuple(numbers), other))
