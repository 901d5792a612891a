"""The made-up group as a CSV file with 31 columns, which all engines read."""

import csv
from itertools import product
from pathlib import Path

from benchmarks.people import Tree, everyone

_SOURCES = (
    "esimies", "viranomaiset", "ammattitoverit", "laheiset", "jarjestot",
    "asiantuntijat", "tyotoverit", "ystavat", "yhdistykset", "klubit-lehdet-kirjat",
)  # fmt: skip
COLUMNS = (
    *("nimi", "kurssi", "kouluttaja", "aika", "paikka"),
    *(f"tukiverkosto.{source}" for source in _SOURCES),
    *(f"omat-verkostot.{row}.{part}" for row, part in product((1, 2, 3), ("nimi", "luonut", "yllapito", "saanut"))),
    *(f"verkostokartta.kontaktit.{contact}.{part}" for contact, part in product((1, 2), ("nimi", "apu"))),
)
_PRINTED = {"aika": "14.1.2026 klo 9.00"}
"""Said as it is printed, since the other engines print what they read."""


def write_csv(path: Path, count: int, *, overfull: bool = False) -> None:
    """Write a list of so many people, row by row."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(COLUMNS)
        writer.writerows(map(row, everyone(count, overfull=overfull)))


def row(person: Tree) -> list[str]:
    """Return what a participant says in each column; more than there are columns for is left out."""
    return [_said({**person, **_PRINTED}, column.split(".")) for column in COLUMNS]


def _said(node: object, path: list[str]) -> str:
    """Return the text at a path, of which a number is a place in a list, counted from 1; empty if there is none."""
    for key in path:
        if isinstance(node, list):
            node = node[int(key) - 1] if int(key) <= len(node) else ""
        elif isinstance(node, dict):
            node = node.get(key, "")
    return node if isinstance(node, str) else ""
