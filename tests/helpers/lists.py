"""The same two people, in lists of every shape."""

from collections.abc import Sequence

from worksheets.course.course import Course
from worksheets.people.list_options import ListOptions
from worksheets.people.open_list import OpenList
from worksheets.people.roster import Roster, roster_of
from worksheets.spreadsheets.sheets import Sheet, SheetRow

AINO = {
    "nimi": "Aino Esimerkki",
    "ryhma": "A",
    "omat-verkostot.1.nimi": "Kuoro",
    "omat-verkostot.1.saanut": "Iloa",
    "omat-verkostot.2.nimi": "Työ",
    "omat-verkostot.2.saanut": "Vinkki",
    "verkostokartta.kontaktit.1.nimi": "Marja",
    "verkostokartta.kontaktit.1.apu": "kyyti",
}
VILLE = {"nimi": "Ville Malli", "ryhma": "B", "omat-verkostot.1.nimi": "Kerho"}
GOT, CREATED = "Mitä olen saanut", "Ammatillisen verkoston nimi"

Rows = Sequence[Sequence[str]]


def sheet(rows: Rows, name: str = "", first: int = 1) -> Sheet:
    """Return rows as a sheet; an empty row is one that is not there."""
    return Sheet(name, tuple(SheetRow(at, tuple(row)) for at, row in enumerate(rows, start=first) if any(row)))


def studied(course: Course, *sheets: Sheet, options: ListOptions = ListOptions()) -> Roster:
    """Return the list that some sheets of ``ryhma.xlsx`` hold."""
    return roster_of(OpenList("ryhma", "ryhma.xlsx", sheets, options), course)


SHAPES: dict[str, list[Sheet]] = {
    "numbered columns": [
        sheet(
            [
                ["Nimi", "Ryhmä", "Verkosto 1", f"{GOT} 1", f"{CREATED} 2", f"{GOT} 2", "Kontakti 1", "Kontakti 1 apu"],
                ["Aino Esimerkki", "A", "Kuoro", "Iloa", "Työ", "Vinkki", "Marja", "kyyti"],
                ["Ville Malli", "B", "Kerho"],
            ]
        )
    ],
    "a row an entry, the name on each": [
        sheet(
            [
                ["Nimi", "Ryhmä", CREATED, GOT, "Kontakti", "Kontakti: apu"],
                ["Aino Esimerkki", "A", "Kuoro", "Iloa", "Marja", "kyyti"],
                ["Ville Malli", "B", "Kerho"],
                [" AINO  esimerkki ".title(), "A", "Työ", "Vinkki"],
            ]
        )
    ],
    "a row an entry, merged names": [
        sheet(
            [
                ["Nimi", "Ryhmä", CREATED, GOT, "Kontakti", "Kontakti: apu"],
                ["Aino Esimerkki", "A", "Kuoro", "Iloa", "Marja", "kyyti"],
                ["", "", "Työ", "Vinkki"],
                ["Ville Malli", "B", "Kerho"],
            ]
        )
    ],
    "several in a cell, by lines": [
        sheet(
            [
                ["Osallistuja", "Ryhmä", CREATED, GOT, "Kontakti", "Kontakti: apu"],
                ["Aino Esimerkki", "A", "Kuoro\nTyö", "Iloa\r\nVinkki", "Marja", "kyyti"],
                ["Ville Malli", "B", "Kerho"],
            ]
        )
    ],
    "several in a cell, by semicolons": [
        sheet(
            [
                ["Etunimi", "Sukunimi", "Ryhmä", CREATED, GOT, "Kontakti", "Kontakti: apu"],
                ["Aino", "Esimerkki", "A", "Kuoro; Työ", "Iloa; Vinkki", "Marja", "kyyti"],
                ["Ville", "Malli", "B", "Kerho"],
            ]
        )
    ],
    "a sheet a list, by name": [
        sheet([["Nimi", "Ryhmä"], ["Aino Esimerkki", "A"], ["Ville Malli", "B"]], "Osallistujat"),
        sheet([["Osallistuja", "Nimi", "Apu"], ["aino esimerkki", "Marja", "kyyti"]], "Kontaktit"),
        sheet(
            [
                ["Osallistuja", CREATED, GOT],
                ["Aino Esimerkki", "Kuoro", "Iloa"],
                ["", "Työ", "Vinkki"],
                ["Ville Malli", "Kerho"],
            ],
            "Omat verkostot",
        ),
    ],
    "a sheet a list, by number, the lists first": [
        sheet([["Nro", "Nimi", "Apu"], ["1", "Marja", "kyyti"]], "verkostokartta"),
        sheet([["Nro", CREATED, GOT], ["1", "Kuoro", "Iloa"], ["2", "Kerho"], ["1", "Työ", "Vinkki"]], "Verkostot"),
        sheet([["Nro", "Nimi", "Ryhmä"], ["1", "Aino Esimerkki", "A"], ["2", "Ville Malli", "B"]], "Taulukko1"),
    ],
    "a title above and a form's columns": [
        sheet(
            [
                ["Kevään ryhmä"],
                [],
                ["ID", "Aloitusaika", "Nimi", "1. Nimi *", "Luokka", CREATED, GOT, "Kontakti", "Kontakti: apu"],
                ["7", "2026-01-14", "anonymous", "Aino Esimerkki", "A", "Kuoro;Työ", "Iloa;Vinkki", "Marja", "kyyti"],
                ["8", "2026-01-14", "anonymous", "Ville Malli", "B", "Kerho"],
            ]
        )
    ],
}
