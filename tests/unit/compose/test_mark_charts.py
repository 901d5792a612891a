"""Charts of marks: options, steps and tenths of a line are counted, medians printed; nobody is named."""

from pathlib import Path

import pytest

from tests.helpers.golden import compare
from tests.helpers.marks_course import marks_course
from tests.helpers.pdf import elements, letters, overlaps, texts
from tests.helpers.verapdf import failures
from worksheets.compose.charts import Chart
from worksheets.compose.mark_charts import charts_of_marks, own_words
from worksheets.compose.summary import Summary, summary
from worksheets.course.course import Course
from worksheets.course.marks import Marks
from worksheets.course.slots import Part
from worksheets.course.words import Words, default_words, shipped_words
from worksheets.people.participant import Participant
from worksheets.pipeline import overview

GROUP = (
    Participant({"nimi": "Aino Esimerkki", "apu": "muu: naapuri", "varmuus": "4", "nyt": "100", "ennen.v1": "ei"}),
    Participant({"nimi": "Ville Mallikas", "apu": "oma esimies", "varmuus": "1", "nyt": "90", "ennen.v1": "täysin"}),
    Participant({"nimi": "Väinö Malli", "tavat": "teen itse; muu: naapuri", "nyt": "9", "ennen.kysyn": "ei"}),
    Participant({"nimi": "Åsa Öberg", "tavat": "teen itse", "apu": "muu: naapuri", "jalkeen.v1": "täysin"}),
)


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return marks_course(tmp_path_factory.mktemp("kurssi") / "merkit")


@pytest.fixture(scope="module")
def group(marked: Course) -> Summary:
    return summary(GROUP, marked)


def chart(group: Summary, label: str) -> Chart:
    return next(each for each in group.charts if each.label == label)


def bars(each: Chart) -> dict[str | None, tuple[int, ...]]:
    return {bar.label: bar.lengths for bar in each.bars}


def test_each_option_is_counted(group: Summary) -> None:
    help_chart, ways = chart(group, "Mikä auttaa?"), chart(group, "Miten opit?")
    assert bars(help_chart) == {"työtoverit": (0,), "oma esimies": (1,), "muu": (2,)}
    assert (help_chart.total, help_chart.most) == (3, 1)
    assert bars(ways)["teen itse"] == (2,)
    assert (ways.total, ways.most) == (2, 3)


def test_steps_and_tenths_have_the_greatest_on_top_and_a_median(group: Summary) -> None:
    sure, now = chart(group, "Kuinka varma olet?"), chart(group, "Missä olet nyt?")
    assert list(bars(sure).items()) == [
        ("5 täysin", (0,)),
        ("4", (1,)),
        ("3", (0,)),
        ("2", (0,)),
        ("1 en lainkaan", (1,)),
    ]
    assert (sure.median, now.median) == ("2,5", "90")
    assert list(bars(now).items())[:2] == [("90–100 perillä", (2,)), ("80–89", (0,))]
    assert list(bars(now).items())[-1] == ("0–9 alussa", (1,))


def test_statements_are_one_chart_whose_bars_add_up(group: Summary) -> None:
    before = chart(group, "Ennen kurssia")
    assert bars(before) == {"Tiedän, mitä osaan.": (1, 0, 1), "Osaan kysyä apua.": (1, 0, 0)}
    assert (before.series, before.total, before.adds_up, before.longest) == (("ei", "vähän", "täysin"), 3, True, 2)


def test_own_words_are_listed_without_names(group: Summary) -> None:
    assert {answers.label: answers.texts for answers in group.answers} == {
        "Mikä auttaa? – muu": (("naapuri", 2),),
        "Miten opit? – muu": (("naapuri", 1),),
    }


def test_a_median_is_written_as_the_language_does() -> None:
    scale = Part("s", "S", type="scale", marks=Marks(("1", "2")))
    people = [Participant({"s": "1"}), Participant({"s": "2"}), Participant({"s": "nonsense"})]
    for language, median in (("fi", "1,5"), ("en", "1.5"), ("x-own", "1.5")):
        (each,) = charts_of_marks(scale, people, Words(language, shipped_words("en") or {}))
        assert (each.median, each.total) == (median, 2)
    assert own_words(scale, people) is None
    assert next(iter(charts_of_marks(scale, [], default_words()))).median == ""


def test_other_exercises_have_no_chart_of_marks(course: Course) -> None:
    for exercise in course.root.parts:
        assert not list(charts_of_marks(exercise, GROUP, course.words))


@pytest.mark.slow
@pytest.mark.xdist_group("verapdf")
def test_an_overview_of_marks_is_accessible_and_names_nobody(
    marked: Course, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    path = tmp_path / "yhteenveto.pdf"
    pdf = overview(GROUP, marked, "Ryhmä")
    path.write_bytes(pdf)
    assert failures(path) == []
    assert overlaps(pdf) == []
    text = letters("".join(texts(pdf)))
    for wanted in ("mediaani 2,5, 2 vastasi", "yksi vastaus, 3 vastasi", "naapuri (2)"):
        assert letters(wanted) in text
    assert not any(letters(person.name) in text for person in GROUP)
    assert sum(element.S == "/Table" for element in elements(pdf)) == 7
    compare(pdf, "summary-marks", update=request.config.getoption("--update-golden"))
