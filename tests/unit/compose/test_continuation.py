"""What does not fit on any page is gathered at the end of the handout, once each, in the order of the pages."""

from collections.abc import Mapping
from math import isclose
from pathlib import Path

import pytest

from tests.helpers.course import HEAD, the_course
from tests.helpers.making import typeset_handout
from tests.helpers.pdf import texts
from worksheets.compose.continuation import Continuation, text_gap
from worksheets.compose.edition import Edition
from worksheets.compose.page_data import PageData
from worksheets.compose.page_texts import OVERFLOW
from worksheets.compose.templates import Templates
from worksheets.course.course import Course
from worksheets.course.layout import Layout, read_layout
from worksheets.course.reader import read_course
from worksheets.people.participant import Participant

LONG = "Saan tietoa avoimista paikoista. " * 60
BOSS, FRIENDS, NEW = "tukiverkosto.esimies", "tukiverkosto.ystavat", "verkostokartta.uudet-kontaktit"
BOSS_LABEL = "Esimieheltä"
TABLE, MAP = "omat-verkostot", "verkostokartta.kontaktit"


def layout(name: str = "handout") -> Layout:
    return read_layout(name, the_course().folder)


def page(values: Mapping[str, str], number: int, fits: Mapping[str, str] = {}) -> PageData:
    """Return the data of a page on which some slots have been drawn, each in a place."""
    data = PageData(the_course(), Participant(dict(values)), layout())
    data.page_number, data.title = number, f"Sivu {number}"
    for path, place in fits.items():
        data.fit(path, place)
    return data


def gathered(*pages: PageData) -> Continuation:
    return Continuation(pages, page(pages[0].participant.values, 0))


def test_nothing_continues_where_all_texts_fit() -> None:
    nothing = gathered(page({BOSS: "Palaute"}, 7, {BOSS: "prompt"}))
    assert not nothing.is_needed()
    assert (nothing.texts(), nothing.tables, nothing.contacts()) == ([], [], [])


def test_texts_continue_in_the_order_of_pages_and_places() -> None:
    values = {BOSS: LONG, FRIENDS: LONG, NEW: LONG}
    pages = page(values, 9, {NEW: "text"}), page(values, 7, {FRIENDS: "prompt", BOSS: "prompt"})
    texts = gathered(*pages).texts()
    assert [(text.path, text.page) for text in texts] == [(FRIENDS, 7), (BOSS, 7), (NEW, 9)]


def test_a_text_on_two_pages_continues_once_with_all_that_one_of_them_lacks() -> None:
    values = {NEW: LONG}
    narrow, wide = page(values, 3, {NEW: "prompt"}), page(values, 9, {NEW: "text"})
    document = page(values, 0)
    texts = Continuation([wide, narrow], document).texts()
    assert [(text.path, text.page) for text in texts] == [(NEW, 3)]
    assert document.fit(NEW, OVERFLOW).text == narrow.overflow_texts[NEW]


def test_a_page_that_prints_its_overflow_itself_has_none_left() -> None:
    data = page({BOSS: LONG}, 7, {BOSS: "prompt"})
    data.fit(BOSS, OVERFLOW)
    assert not gathered(data).is_needed()


def test_a_name_that_is_too_long_for_the_top_of_the_pages_continues_unless_it_stands_elsewhere() -> None:
    document = page({"nimi": "Sana " * 60}, 0)
    continuation = Continuation([], document)
    document.fit("nimi", "head")
    assert [(text.path, text.page) for text in continuation.texts()] == [("nimi", 0)]
    assert (continuation.is_needed(["nimi"]), continuation.texts(["nimi"])) == (False, [])


def test_entries_of_a_table_without_room_continue_as_rows_of_half_pitches() -> None:
    values = {f"{TABLE}.{row}.nimi": "Kuoro" for row in range(1, 12)}
    values[f"{TABLE}.10.luonut"] = "Lähdin mukaan ensimmäisen luokan vanhempainillasta, jossa kysyttiin apua"
    data = page(values, 8)
    data.page_entries(TABLE)
    (table,) = gathered(data).tables
    assert (table.first, table.last, table.page, table.title) == (9, 11, 8, "Sivu 8")
    assert [row.height for row in table.rows] == [13.5, 22.5, 13.5]


def test_contacts_without_room_in_their_balls_continue_by_their_numbers() -> None:
    values = {f"{MAP}.1.nimi": "Kari", f"{MAP}.2.nimi": "Ammattiliiton luottamusmies", f"{MAP}.2.apu": LONG[:200]}
    data = page(values, 9)
    data.map(MAP)
    (contacts,) = gathered(data).contacts()
    assert [entry.number for entry in contacts.entries] == [2]
    assert (contacts.page, contacts.title) == (9, "Sivu 9")


@pytest.mark.parametrize("lines", [1, 2, 3, 7, 50])
def test_heads_are_whole_pitches_apart(lines: int) -> None:
    on_grid = layout()
    height = on_grid.number("rest-head") + lines * on_grid.number("rest-pitch")
    gap = text_gap(lines, on_grid)
    pitches = (height + gap) / on_grid.number("pitch")
    assert isclose(pitches, round(pitches), abs_tol=1e-3)
    assert on_grid.number("rest-gap") - 1e-3 <= gap < on_grid.number("rest-gap") + on_grid.number("pitch")


def test_the_continuation_is_the_last_section_and_says_where_each_text_comes_from() -> None:
    course = the_course()
    values = {
        "nimi": "Aino Esimerkki",
        BOSS: LONG,
        NEW: LONG,
        **{f"{TABLE}.{row}.nimi": "Kuoro" for row in range(1, 11)},
    }
    html = Templates(course.folder).compose(course.pages, lambda: PageData(course, Participant(values), layout()))
    last = html.rpartition("<section")[2]
    assert "continuation" in last
    assert "Mikä ei mahtunut tehtäviin" in last
    parts = ["rivit 9–10, jatkoa sivulta 8", "Esimieheltä", "jatkoa sivulta 7", "jatkoa sivulta 9", "Muistiinpanoja"]
    places = [last.index(part) for part in parts]
    assert places == sorted(places)
    assert html.count("<section") == len(course.pages) + 1


def test_pages_may_have_other_numbers_than_their_places() -> None:
    course = the_course()
    html = Templates(course.folder).compose(
        ["tukiverkosto"], lambda: PageData(course, Participant({BOSS: LONG}), layout()), {"tukiverkosto": 12}
    )
    assert "jatkoa sivulta 12" in html


def test_a_page_that_takes_two_sheets_moves_the_numbers_of_those_after_it(course_of_two_pages: Course) -> None:
    course = course_of_two_pages
    edition = Edition(course, course.pages, read_layout("handout", course.folder))
    pages = texts(typeset_handout(edition, Participant({"kysymys": LONG})))
    assert len(pages) == 4
    assert "Mitä kuuluu?" in pages[2]
    assert "jatkoa sivulta 3" in pages[3]


def test_slides_name_the_slide_that_the_answers_are_on() -> None:
    course = the_course()
    pages = "tukiverkosto", "omat-verkostot", "verkostokartta"
    edition = Edition(course, pages, read_layout("slides", course.folder))
    contact = {"verkostokartta.kontaktit.1.nimi": "Kari", "verkostokartta.kontaktit.1.apu": "suositus"}
    printed = texts(
        typeset_handout(edition, Participant({"nimi": "Aino", BOSS: LONG[:200], NEW: LONG[:300], **contact}))
    )
    slides = {
        words: next(number for number, text in enumerate(printed, 1) if words in text) for words in ("MINÄ", BOSS_LABEL)
    }
    assert slides == {BOSS_LABEL: 2, "MINÄ": 4}
    last = "".join(printed[5:])
    assert ["jatkoa sivulta 2" in last, "jatkoa sivulta 4" in last] == [True, True]


@pytest.fixture
def course_of_two_pages(tmp_path: Path) -> Course:
    """Return a course whose first page is two sheets long, and whose second has a question."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "course.toml").write_text(
        'title = "Koe"\nlanguage = "fi"\npages = ["pitka", "kysely"]\n'
        'fields = { nimi = { label = "Nimi", role = "name" } }\n'
        'exercises.kysymys = { kind = "text", label = "Mitä kuuluu?" }\n',
        "utf-8",
    )
    body = "{% block body %}{}{% endblock %}"
    (tmp_path / "pages" / "pitka.html.j2").write_text(HEAD + body.replace("{}", "<p>Rivi</p>" * 60), "utf-8")
    (tmp_path / "pages" / "kysely.html.j2").write_text(
        HEAD + body.replace("{}", '{{ widget.text("kysymys") }}'), "utf-8"
    )
    return read_course(str(tmp_path))
