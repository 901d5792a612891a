"""What is drawn of an answer that is given with marks: a sign where an option is chosen, and nothing elsewhere."""

import pytest

from tests.helpers.marked_pages import ANSWERS, marked_course
from worksheets.caches import Lifetime, forget
from worksheets.compose.mark_slots import place_across
from worksheets.compose.page_data import PageData
from worksheets.compose.templates import Templates
from worksheets.compose.wording import Wording, printed
from worksheets.course.course import Course
from worksheets.course.layout import SMALL, read_layout
from worksheets.course.mark_paths import answer_path
from worksheets.course.marks import Chosen, Marks
from worksheets.people.participant import BLANK, Participant
from worksheets.text.fit import Fit

LONG = "naapurin apu on tarpeen aina silloin, kun työtoveri ei ehdi ja esimies on matkalla, eikä muita ole"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return marked_course(tmp_path_factory.mktemp("merkit") / "kurssi")


def data_of(course: Course, layout: str = "handout", **answers: str) -> PageData:
    return PageData(course, Participant(ANSWERS | answers), read_layout(layout, course.folder))


@pytest.mark.parametrize(
    ("path", "place", "drawn"),
    [
        ("apu=1", "disc", ""),
        ("apu=3", "disc", "●"),
        ("apu=other", "other", "naapurin apu"),
        ("on=1", "tick", ""),
        ("on=2", "tick", "✓"),
        ("on=3", "tick", "✓"),
        ("on=other", "other", ""),
        ("tarkea=4", "disc", "●"),
        ("tarkea=4", "digit", "4"),
        ("tarkea=5", "digit", ""),
        ("kerrat=11", "digit", "10"),
        ("varmuus=0", "cross", "×"),
        ("varmuus=0", "line-number", "72"),
        ("vaitteet.v1=3", "disc", "●"),
        ("vaitteet.v1=1", "disc", ""),
    ],
)
def test_a_sign_stands_where_an_option_is_chosen(course: Course, path: str, place: str, drawn: str) -> None:
    assert data_of(course).fit(path, place).text == drawn
    assert not PageData(course, BLANK, read_layout("handout", course.folder)).fit(path, place).text


def test_a_cross_and_its_number_are_moved_from_the_middle_of_the_line(course: Course) -> None:
    assert data_of(course).fit("varmuus=0", "cross").across == pytest.approx(22)
    assert data_of(course).fit("varmuus=0", "line-number").across == pytest.approx(22)
    assert data_of(course, varmuus="0").fit("varmuus=0", "cross").across == -50
    assert data_of(course, "slides", varmuus="0").fit("varmuus=0", "cross").across == -100
    assert place_across("", 100) == 0


def test_the_number_under_a_line_does_not_stand_on_what_its_ends_say(course: Course) -> None:
    left, right = (data_of(course, varmuus=number).fit("varmuus=0", "line-number").across for number in ("0", "100"))
    assert -40 < left < -20
    assert 30 < right < 48


def test_words_beside_an_option_that_are_too_long_go_on_at_the_end(course: Course) -> None:
    data = data_of(course, apu=f"muu: {LONG} {LONG}")
    fitted = data.fit("apu=other", "other")
    assert fitted.step == SMALL
    assert fitted.overflow
    assert data.overflow == {"apu=other": fitted.overflow}
    assert data.label("apu=other") == "Mikä auttaa sinua eniten?"


def test_an_answer_that_says_no_marks_draws_none(course: Course) -> None:
    data = data_of(course, tarkea="7", varmuus="paljon", kenelta="x")
    assert not any(data.text(path) for path in ("tarkea=1", "tarkea=5", "varmuus=0", "kenelta=1", "apu=9"))
    assert data.fit("apu=x", "disc") == Fit("normal", "")


def test_what_is_chosen_is_said_in_words(course: Course) -> None:
    data = data_of(course)
    assert [data.state(f"apu={number}") for number in (1, 3)] == ["ei valittu", "valittu"]
    assert data.state("tarkea") == "valittu 4"
    assert PageData(course, BLANK, data.layout).state("tarkea") == "ei valintaa"


def test_only_words_of_ones_own_get_typography(course: Course) -> None:
    answers = Participant({"nimi": "Aino", "on": 'aikaa klo 9-16; muu: "huone" klo 9-16', "tarkea": "4"})
    assert printed(answers, course, Wording()).text("on") == "aikaa klo 9-16; muu: ”huone” klo\u00a09–16"
    assert printed(answers, course, Wording()).text("tarkea") == "4"


def test_marks_are_said_to_those_who_do_not_see_them(course: Course) -> None:
    participant, layout = Participant(ANSWERS), read_layout("handout", course.folder)
    html = Templates(course.folder).compose(course.pages, lambda: PageData(course, participant, layout))
    assert html.count("<title>&#x2063;valittu</title>") == 1 + 2 + 1 + 2
    assert "<title>&#x2063;Asteikko 1–5, 1 = ei kovin, 5 = erittäin: valittu 4</title>" in html
    assert "<title>&#x2063;Asteikko 0–10: valittu 10</title>" in html
    assert "<title>&#x2063;Jana 0–100, 0 = en lainkaan, 100 = täysin: valittu 72</title>" in html
    assert '<th scope="row"' in html
    assert '<th class="statement">Väite</th>' in html
    for hint in ("Valitse yksi.", "Rastita enintään 3.", "Rastita, kun se on tehty.", "Ympyröi yksi numero."):
        assert f"<small>{hint}</small>" in html


def test_a_derived_path_begins_with_that_of_its_answer() -> None:
    assert [answer_path(path) for path in ("apu=3", "vaitteet.v1=other", "nimi")] == ["apu", "vaitteet.v1", "nimi"]


def test_an_answer_is_read_once_for_all_that_is_drawn_of_it(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    chosen = Marks.chosen

    def reading(marks: Marks, text: str) -> Chosen:
        read.append(text)
        return chosen(marks, text)

    monkeypatch.setattr(Marks, "chosen", reading)
    forget(Lifetime.RUN)
    for _page in range(2):
        data = data_of(course)
        drawn = [data.fit(f"on={mark}", place).text for mark in (1, 2, 3) for place in ("tick", "disc")]
        assert drawn == ["", "", "✓", "●", "✓", "●"]
        assert data.text("on=other") == ""
    assert read == [ANSWERS["on"]]
