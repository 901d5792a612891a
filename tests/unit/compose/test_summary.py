"""A group's overview counts right, gives names only if they are wanted, and fits on its page."""

from collections import Counter
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from benchmarks.people import people
from tests.helpers.course import EXAMPLES, crowd, example_group
from tests.helpers.golden import compare
from tests.helpers.markdown_course import markdown_course, somebody
from tests.helpers.pdf import elements, letters, overlaps, texts
from tests.helpers.verapdf import failures
from worksheets.cli.commands import main
from worksheets.compose.charts import Chart
from worksheets.compose.summary import LONGEST, MOST_KINDS, MOST_ROWS, summary
from worksheets.course.course import Course
from worksheets.people.participant import Participant
from worksheets.people.roster import read_roster
from worksheets.pipeline import overview

PEOPLE = [
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


def bars(chart: Chart | None) -> dict[str | None, tuple[int, ...]]:
    assert chart is not None
    return {bar.label: bar.lengths for bar in chart.bars}


def test_counts(course: Course) -> None:
    result = summary(PEOPLE, course, names=True)
    assert (result.count, result.totals) == (2, (("Omat verkostot", 2), ("Kontaktit", 2)))
    assert bars(result.entries) == {"1 Åsa": (2, 1), "2 Aino": (0, 1)}
    assert not result.by_count
    assert result.charts[0].label == "Tukiverkosto"
    assert bars(result.charts[0])["Esimieheltä"] == (1,)
    assert bars(result.charts[0])["Läheisiltä"] == (0,)
    assert result.charts[0].total == 1, "Aino alone has answered any prompt"
    assert [(answers.label[:5], answers.texts) for answers in result.answers] == [("Missä", (("Yrittäjyys", 2),))]
    kinds = result.kinds("ja")
    assert bars(kinds.chart) == {"suositus": (2,), "keikka": (1,), "rohkaisua": (1,)}
    assert kinds.chart is not None
    assert kinds.chart.total == 4
    assert kinds.longer == (("hyvin pitkä selitys siitä mitä kaikkea", 1),)
    assert result.names == (), "they stand in the rows of the chart"


def test_the_language_of_the_template_parts_the_kinds_of_support(course: Course) -> None:
    people = [Participant({"verkostokartta.kontaktit.1.apu": "work and play, jaja ja neuvo"})]
    assert bars(summary(people, course).kinds("and").chart) == {"jaja ja neuvo": (1,), "play": (1,), "work": (1,)}


def test_without_names_nobody_is_known_by_their_place(course: Course) -> None:
    result = summary(PEOPLE[::-1], course)
    assert bars(result.entries) == {"1": (2, 1), "2": (0, 1)}, "those with most come first"
    assert result.names == ()
    assert result.support == tuple(sorted(result.support))


def test_a_large_group_is_shown_by_how_many_have_how_much(course: Course) -> None:
    result = summary(PEOPLE * MOST_ROWS, course)
    assert result.by_count
    assert bars(result.entries) == {"0": (30, 0), "1": (0, 60), "2": (30, 0)}
    text = letters("".join(texts(overview(PEOPLE * MOST_ROWS, course, "Ryhmä"))))
    assert all(f"{n}kpl" in text for n in range(3))


def test_numbers_of_entries_that_nobody_has_are_left_out(course: Course) -> None:
    busy = Participant({f"omat-verkostot.{n}.nimi": "Kuoro" for n in range(1, 51)})
    assert list(bars(summary([busy] + PEOPLE * MOST_ROWS, course).entries)) == ["0", "1", "2", "50"]


def test_blanks_are_answers_and_signatures_are_not(tmp_path: Path) -> None:
    answers = summary([somebody(), somebody()], markdown_course(tmp_path / "kurssi")).answers
    labels = [each.label for each in answers]
    assert "Kenelle kerron" in labels
    assert not any("Nimenselvennys" in label or "Paikka ja aika" in label for label in labels)


def test_names_that_no_row_has_are_listed(course: Course) -> None:
    assert summary(PEOPLE * MOST_ROWS, course, names=True).names == ("Åsa", "Aino") * MOST_ROWS


def test_what_everybody_was_given_is_printed_once(course: Course) -> None:
    people = [person.given({"kouluttaja": "Ville Mallikas", "paikka": ""}) for person in PEOPLE]
    assert summary(people, course, given=("kouluttaja", "paikka")).given == (("Kouluttaja", "Ville Mallikas"),)
    text = letters("".join(texts(overview(people, course, "Ryhmä", given=["kouluttaja"]))))
    assert text.count(letters("Kouluttaja: Ville Mallikas")) == 1


def test_rare_kinds_are_counted_together(course: Course) -> None:
    people = [Participant({f"verkostokartta.kontaktit.{n}.apu": f"apu {n}" for n in range(1, MOST_KINDS + 4)})]
    rows = bars(summary(people, course).kinds("ja").chart)
    assert len(rows) == MOST_KINDS + 1
    assert rows[None] == (3,)
    assert all(len(label or "") <= LONGEST for label in rows)
    assert "muuta" in "".join(texts(overview(people, course, "Ryhmä")))


def test_a_group_without_answers(course: Course) -> None:
    result = summary([Participant({"nimi": "Aino"})], course)
    assert (result.kinds("ja").chart, result.kinds("ja").longer, result.answers) == (None, (), ())


@pytest.mark.slow
@pytest.mark.xdist_group("verapdf")
@pytest.mark.parametrize("names", [False, True])
def test_an_overview_is_accessible_and_names_only_on_wish(course: Course, tmp_path: Path, *, names: bool) -> None:
    path = tmp_path / "yhteenveto.pdf"
    path.write_bytes(overview(example_group(), course, "Ryhmä", names=names))
    assert failures(path) == []
    text = letters("".join(texts(path.read_bytes())))
    assert all((letters(person.name) in text) is names for person in example_group())
    scopes = Counter(str(element.A.Scope) for element in elements(path.read_bytes()) if element.S == "/TH")
    rows = sum(element.S == "/TR" for element in elements(path.read_bytes()))
    assert scopes == {"/Column": 3 + 2 + 2, "/Row": rows - 3}, "three charts, one of them with two series"


@pytest.mark.slow
def test_it_looks_like_its_golden_picture(course: Course, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    path = tmp_path / "ryhma.yaml"
    path.write_text(yaml.safe_dump(people(20), allow_unicode=True), "utf-8")
    pdf = overview(read_roster(path, course).participants, course, "Ryhmä")
    assert len(texts(pdf)) == 2
    assert overlaps(pdf) == []
    compare(pdf, "summary", update=request.config.getoption("--update-golden"))


@pytest.mark.slow
def test_nothing_is_lost_of_many_long_answers(course: Course) -> None:
    pdf = overview([crowd(course)] * 3, course, "Ryhmä", names=True)
    text = letters("".join(texts(pdf)))
    assert letters("Muuta apua, jota kontakteilta saa") in text
    assert letters(crowd(course).text("verkostokartta.uudet-kontaktit")) in text
    assert letters("jäin sähköpostilistalle verkostokartta kontaktit 40 apu") in text, "after the “ja” that parts kinds"


def test_by_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["summary", str(EXAMPLES / "ryhma.yaml")], catch_exceptions=False)
    assert (result.exit_code, result.stdout) == (0, "output/ryhma-yhteenveto.pdf\n")
    assert CliRunner().invoke(main, ["summary", str(EXAMPLES / "ryhma.yaml")]).exit_code == 1, "it already exists"
