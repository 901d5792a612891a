"""The lines of a course's files on which texts, exercises and pictures stand."""

from pathlib import Path

import pytest

from worksheets.course.fault import CourseFault, FaultKind
from worksheets.course.source_lines import SourceLines, with_place

PAGE = """+++
title = "Sivu"
+++
Ensin "tämä" teksti, joka -
jatkuu seuraavalla rivillä.

![Kuva](kuvat/oma.png)

::: table Viikko {#viikko}
| Nimi {#nimi} | Apu {#apu} |
|---|---|
:::

::: text Muu {#muu}
:::
{{ widget.text("loppu") }}
"""


@pytest.fixture
def lines(tmp_path: Path) -> SourceLines:
    (tmp_path / "sivu.md").write_text(PAGE, "utf-8")
    return SourceLines(tmp_path / "sivu.md", tmp_path)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Ensin ”tämä” teksti", 4),
        ("joka – jatkuu seuraavalla rivillä", 4),
        ("seuraavalla rivillä.", 5),
        ("VIIKKO", 9),
        ("Ensin ”tämä” teksti. Sitten muuta", 4),
        ("Puuttuu", 0),
        ("–", 0),
    ],
)
def test_a_text_is_found_by_its_letters(lines: SourceLines, text: str, line: int) -> None:
    assert lines.of_text(text) == line


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("viikko.2.nimi", 10),
        ("muu=1", 14),
        ("viikko.1.puuttuu", 9),
        ("muu", 14),
        ("loppu", 16),
        ("nimi", 10),
        ("puuttuu", 0),
        ("", 0),
    ],
)
def test_a_slot_is_found_by_its_ids(lines: SourceLines, path: str, line: int) -> None:
    assert lines.of_slot(path) == line


def test_a_line_is_shown_without_the_space_around_it(lines: SourceLines) -> None:
    assert lines.line(7) == "![Kuva](kuvat/oma.png)"
    assert (lines.line(0), lines.line(99)) == ("", "")


def test_nothing_outside_the_folder_is_shown(tmp_path: Path) -> None:
    (tmp_path / "kurssi").mkdir()
    (tmp_path / "salaisuus.md").write_text("salaisuus", "utf-8")
    (tmp_path / "kurssi" / "sivu.md").symlink_to(tmp_path / "salaisuus.md")
    assert SourceLines(tmp_path / "kurssi" / "sivu.md", tmp_path / "kurssi").lines == ()


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ("kuvat/oma.png: rikki", 7),
        ("“Viikko” on väärin", 9),
        ('no font has "tämä" (U+1234)', 4),
        ("jotain", 0),
    ],
)
def test_a_fault_without_a_line_gets_that_of_what_it_quotes(
    lines: SourceLines, tmp_path: Path, message: str, line: int
) -> None:
    assert lines.lines
    fault = with_place(CourseFault(tmp_path, 0, message, FaultKind.STYLE), tmp_path, [tmp_path / "sivu.md"])
    assert (fault.line, fault.file.name) == (line, "sivu.md" if line else tmp_path.name)
