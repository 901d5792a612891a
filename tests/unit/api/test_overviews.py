"""A group's overview: whom it shows, what it is called, and where it is written."""

from pathlib import Path

import pytest

from tests.helpers.course import EXAMPLES
from tests.helpers.pdf import letters, texts
from worksheets import api
from worksheets.api import overviews
from worksheets.api.overviews import title_in_words
from worksheets.course.course import Course
from worksheets.errors import ParticipantError

LIST = EXAMPLES / "ryhma.yaml"


def test_an_overview_names_nobody_unless_it_is_asked_to(course: Course) -> None:
    document = api.summary(LIST, course)
    assert document.path == Path("output/ryhma-yhteenveto.pdf")
    assert "Esimerkki" not in "".join(texts(document.make()))
    named = api.summary(api.read_list(LIST, course), course, names=True)
    assert "Aino Esimerkki" in "".join(texts(named.make()))


def test_a_list_may_have_the_longest_name_that_there_is(course: Course, tmp_path: Path) -> None:
    """Neither the mapping beside it nor its overview may have a longer one."""
    path = tmp_path / f"{'x' * 251}.csv"
    path.write_text("Nimi\nAino Esimerkki\n", "utf-8")
    roster = api.check(path, course)
    assert [person.participant.name for person in roster.people] == ["Aino Esimerkki"]
    name = api.summary(roster, course).path.name
    assert len(name) < 200
    assert name.endswith("x-yhteenveto.pdf")


def test_an_overview_of_some_has_a_file_of_its_own(course: Course) -> None:
    def name(**selection: object) -> str:
        group = api.choose_group(LIST, course, selection=api.Selection(**selection))  # type: ignore[arg-type]
        return api.summary(group, course).path.name

    assert name() == "ryhma-yhteenveto.pdf"
    assert name(rows="1,3") == "ryhma-1-3-yhteenveto.pdf"
    assert name(only_name=("Aino",)) == "ryhma-Aino-yhteenveto.pdf"
    assert name(sort="nimi") == "ryhma-yhteenveto.pdf"


def test_an_overview_shows_those_who_are_chosen(course: Course) -> None:
    group = api.choose_group(LIST, course, selection=api.Selection(rows="1"))
    text = letters("".join(texts(api.summary(group, course, names=True).make())))
    assert "1osallistuja;" in text
    assert "AinoEsimerkki" in text
    assert letters(api.read_list(LIST, course).participants[1].name) not in text


def test_the_title_is_the_one_that_is_given(course: Course) -> None:
    text = "".join(texts(api.summary(LIST, course, title="Ryhmä A,  kevät 2026", given={"aika": "9.00"}).make()))
    assert "Ryhmä A, kevät 2026" in text
    assert "Ryhma" not in text
    assert letters("Aika: 9.00") in letters(text)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("ryhma-a_kevat-2026", "Ryhma a kevat 2026"),
        ("Ryhma\u0308 A", "Ryhmä A"),
        ("vastaukset_2026-01-14", "Vastaukset 2026-01-14"),
        ("kurssi 14.1.2026", "Kurssi 14.1.2026"),
        ("TE-toimisto", "TE toimisto"),
        ("a\udcff\u202eb\x1b", "Ab"),
        ("ryhmä \U0010ffff \U00012000", "Ryhmä"),
        ("-_-", ""),
    ],
)
def test_the_name_of_a_list_is_put_into_words(name: str, title: str) -> None:
    assert title_in_words(name) == title


def test_a_list_without_a_word_in_its_name_is_called_as_its_course(course: Course, tmp_path: Path) -> None:
    path = tmp_path / "_.csv"
    path.write_text("Nimi\nAino Esimerkki\n", "utf-8")
    assert course.title in texts(api.summary(path, course).make())[0].split("YHTEENVETO")[1]


@pytest.mark.parametrize(
    ("title", "problem"),
    [
        ("\x1b", "--title: the character U+001B cannot be printed"),
        ("x" * 201, "--title: has 201 characters; at most 200 fit"),
        ("Ryhmä \U00012000", "--title: no font has “\U00012000”; leave them out"),
    ],
)
def test_a_title_that_cannot_be_printed_is_an_error(course: Course, title: str, problem: str) -> None:
    with pytest.raises(ParticipantError) as caught:
        api.summary(LIST, course, title=title, given={"nimi": "Aino"})
    assert caught.value.problems[0].startswith(problem)
    problem = caught.value.problems[1]
    assert problem.startswith("--set nimi=Aino: “nimi” is not a field"), "all that is wrong is said at once"


def test_very_long_answers_get_the_time_that_they_take(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    timeouts: list[float] = []

    class Recorder(api.Session):
        def __init__(self, timeout: float = 0) -> None:
            timeouts.append(timeout)
            super().__init__(tmp_path, timeout)

        def call(self, *_arguments: object, **_options: object) -> bytes:  # type: ignore[override]
            return b"%PDF"

    monkeypatch.setattr(overviews, "Session", Recorder)
    path = tmp_path / "ryhma.csv"
    for count in (1, 100):
        path.write_text("Nimi;Esimieheltä\n" + f"Aino Esimerkki;{'sana ' * 300}\n" * count, "utf-8")
        assert api.summary(path, course).make() == b"%PDF"
    assert timeouts[0] == 0
    assert timeouts[1] > 100 * 1500 / 24_000
