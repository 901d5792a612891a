"""A group's overview counts rightly, names nobody unasked, and fits its page."""

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from benchmarks.people import people
from tests.helpers.course import EXAMPLES, crowd, example_group
from tests.helpers.golden import compare
from tests.helpers.pdf import elements, letters, overlaps, texts
from tests.helpers.verapdf import failures
from worksheets.cli.commands import main
from worksheets.compose.summary import LONGEST, MOST_KINDS, MOST_ROWS, Chart, summary
from worksheets.course.course import Course
from worksheets.packet.pipeline import overview
from worksheets.people.participant import Participant
from worksheets.people.roster import read_roster

SAID = [
    Participant(
        {
            "nimi": "Åsa",
            "omat-verkostot.1.nimi": "Kuoro",
            "omat-verkostot.4.saanut": "Keikka",
            "verkostokartta.kontaktit.1.nimi": "Anna",
            "verkostokartta.kontaktit.1.apu": "Rohkaisua, suositus ja keikka",
            "verkostokartta.uudet-kontaktit": "Yrittäjyys",
        }
    ),
    Participant(
        {
            "nimi": "Aino",
            "tukiverkosto.esimies": "Palaute",
            "verkostokartta.kontaktit.2.apu": "suositus;\n"
            + "hyvin pitkä selitys siitä, mitä kaikkea".replace(",", ""),
            "verkostokartta.uudet-kontaktit": "Yrittäjyys",
        }
    ),
]


def bars(chart: Chart | None) -> dict[str, tuple[int, ...]]:
    assert chart is not None
    return {bar.label: bar.lengths for bar in chart.bars}


def test_counts(course: Course) -> None:
    found = summary(SAID, course, names=True)
    assert (found.count, found.totals) == (2, (("Omat verkostot", 2), ("Kontaktit", 2)))
    assert bars(found.entries) == {"1": (2, 1), "2": (0, 1)}
    assert bars(found.charts[0])["Esimieheltä"] == (1,)
    assert bars(found.charts[0])["Läheisiltä"] == (0,)
    assert bars(found.kinds) == {"suositus": (2,), "keikka": (1,), "rohkaisua": (1,)}
    assert [(one.label[:5], one.texts) for one in found.answers] == [
        ("Missä", (("Yrittäjyys", 2),)),
        ("Muuta", (("hyvin pitkä selitys siitä mitä kaikkea", 1),)),
    ]
    assert found.names == ("Åsa", "Aino")


def test_without_names_nobody_is_known_by_their_place(course: Course) -> None:
    found = summary(SAID[::-1], course)
    assert bars(found.entries) == {"1": (2, 1), "2": (0, 1)}, "those with most come first"
    assert found.names == ()


def test_a_large_group_is_shown_by_how_many_have_how_much(course: Course) -> None:
    found = summary(SAID * MOST_ROWS, course)
    assert bars(found.entries) == {"0 kpl": (30, 0), "1 kpl": (0, 60), "2 kpl": (30, 0)}


def test_rare_kinds_are_counted_together(course: Course) -> None:
    apart = {f"verkostokartta.kontaktit.{n}.apu": f"apu {n}" for n in range(1, MOST_KINDS + 4)}
    found = bars(summary([Participant(apart)], course).kinds)
    assert len(found) == MOST_KINDS + 1
    assert found["muuta"] == (3,)
    assert all(len(label) <= LONGEST for label in found)


def test_a_group_that_has_said_nothing(course: Course) -> None:
    found = summary([Participant({"nimi": "Aino"})], course)
    assert (found.kinds, found.answers) == (None, ())


@pytest.mark.parametrize("names", [False, True])
def test_an_overview_is_accessible_and_names_only_on_wish(course: Course, tmp_path: Path, *, names: bool) -> None:
    path = tmp_path / "yhteenveto.pdf"
    path.write_bytes(overview(example_group(), course, "Ryhmä", names=names))
    assert failures(path) == []
    said = letters("".join(texts(path.read_bytes())))
    assert all((letters(person.name) in said) is names for person in example_group())
    figures = [str(element.Alt) for element in elements(path.read_bytes()) if "/Alt" in element]
    assert figures[0].startswith("Kuinka monta kullakin on (Omat verkostot, Kontaktit). 1: ")


def test_it_looks_as_kept(course: Course, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    path = tmp_path / "ryhma.yaml"
    path.write_text(yaml.safe_dump(people(20), allow_unicode=True), "utf-8")
    pdf = overview(read_roster(path, course).participants, course, "Ryhmä")
    assert len(texts(pdf)) == 1
    assert overlaps(pdf) == []
    compare(pdf, "summary", update=request.config.getoption("--update-golden"))


def test_nothing_of_much_is_lost(course: Course) -> None:
    pdf = overview([crowd(course)] * 3, course, "Ryhmä", names=True)
    said = letters("".join(texts(pdf)))
    assert letters(crowd(course).text("verkostokartta.uudet-kontaktit")) in said
    assert letters("jäin sähköpostilistalle verkostokartta kontaktit 40 apu") in said, "after the “ja” that parts kinds"


def test_by_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["summary", str(EXAMPLES / "ryhma.yaml")], catch_exceptions=False)
    assert (result.exit_code, result.stdout) == (0, "output/ryhma-yhteenveto.pdf\n")
    assert CliRunner().invoke(main, ["summary", str(EXAMPLES / "ryhma.yaml")]).exit_code == 1, "it is there already"
