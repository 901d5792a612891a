"""Labels with attributes in braces, read; and ids that labels suggest."""

from pathlib import Path
from typing import Any

import pytest

from worksheets.course.markdown.attributes import PART_KEYS, read_labelled, suggested_id
from worksheets.course.markdown.faults import Faults
from worksheets.course.types.exercise_type import Key

KEYS = (Key("lines", "rivit", int), Key("grid", "ruudukko", bool), Key("centre", "keskellä"), *PART_KEYS)


def read(text: str) -> tuple[str, str, dict[str, Any], list[str]]:
    faults = Faults(Path("sivu.md"))
    labelled = read_labelled(text, KEYS, 7, faults)
    problems = [problem.removeprefix("sivu.md: line 7: ") for problem in faults.problems]
    return labelled.label, labelled.id, dict(labelled.values), problems


@pytest.mark.parametrize(
    ("text", "label", "part_id", "values"),
    [
        ("Mitä haluat? {#tavoite lines=6}", "Mitä haluat?", "tavoite", {"lines": 6}),
        ("Mitä {rivit=2 #a}", "Mitä", "a", {"lines": 2}),
        ("Mitä {#a lines=-3}", "Mitä", "a", {"lines": -3}),
        ('Mitä {#a vihje="kaksi sanaa"}', "Mitä", "a", {"hint": "kaksi sanaa"}),
        ('Mitä {#a keskellä = "MINÄ" grid}', "Mitä", "a", {"centre": "MINÄ", "grid": True}),
        ('Mitä {#a myös="Yksi; Kaksi"}', "Mitä", "a", {"also": ("Yksi", "Kaksi")}),
        ("  Paljon   tilaa  ", "Paljon tilaa", "", {}),
        ("{#a}", "", "a", {}),
        ("Mitä {{ muuttuja }}", "Mitä {{ muuttuja }}", "", {}),
        ("Joukko {1, 2} ja muuta", "Joukko {1, 2} ja muuta", "", {}),
    ],
)
def test_what_stands_in_braces_is_read(text: str, label: str, part_id: str, values: dict[str, object]) -> None:
    assert read(text) == (label, part_id, values, [])


@pytest.mark.parametrize(
    ("braces", "problem"),
    [
        ("{#a linez=3}", "unknown key “linez”. Did you mean “lines”?"),
        ("{#a lines=kolme}", "lines must be a whole number"),
        ("{#a lines=3,5}", "lines must be a whole number"),
        ("{#a lines}", "lines needs a value: lines=3"),
        ("{#a hint}", 'hint needs a value: hint="…"'),
        ("{#a grid=5}", "grid stands alone, without a value"),
        ("{#a lines=3 rivit=4}", "rivit stands twice in the braces; delete one of them"),
        ("{#a hint=”koe”}", 'in braces, values stand between straight quotation marks: hint="koe"'),
        ("{a}", "an id begins with #; write {#a}"),
        (
            "{#a hint=kaksi sanaa lines=3}",
            'a value of several words stands in straight quotation marks; write hint="kaksi sanaa"',
        ),
        ("{#a lines=3", "the braces are not closed; write {#a lines=3}"),
        ("{#a == 3}", '“== 3” in braces is not understood; write {#id key=3 key="two words"}'),
    ],
)
def test_what_is_wrong_in_braces_is_said(braces: str, problem: str) -> None:
    assert read(f"Mitä {braces}")[3] == [problem]


@pytest.mark.parametrize(
    ("label", "part_id"),
    [
        ("Mitä haluat?", "mita-haluat"),
        ("Åsa & Öga", "asa-oga"),
        ("1. asia", "id-1-asia"),
        ("???", "id"),
        ("Missä asioissa tarvitset uusia kontakteja?", "missa-asioissa-tarvitset-uusia"),
    ],
)
def test_a_label_suggests_an_id(label: str, part_id: str) -> None:
    assert suggested_id(label) == part_id
