"""The panel, the blank handout's screen, and the pictures of pages, through a server."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from urllib.parse import unquote

import pytest
from PIL import Image

from tests.helpers.course import the_course
from tests.helpers.web import Answer, Browser, Served, served
from worksheets.people.participant import Participant
from worksheets.web.choices import Choices
from worksheets.web.panel import panel_of
from worksheets.web.previews import Looking
from worksheets.web.visits import Visit

COVER = {"screen": "blank", "ticks": "1", "page": "1"}
"""The form with one page only, which is typeset soon."""


@pytest.fixture(scope="module")
def page() -> Iterator[Served]:
    with served() as page:
        yield page


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for pages as long as they take: how a screen looks without them is not what is tested."""
    monkeypatch.setattr("worksheets.web.panel.PATIENCE", 60)


@pytest.fixture
def browser(page: Served) -> Browser:
    browser = page.browser()
    page.visit(browser).choices = Choices(pages=(1,))
    return browser


@dataclass(frozen=True)
class _People:
    """A list of two people."""

    chosen: tuple[int, ...] = (2, 5)

    def participant(self, number: int) -> Participant:
        return Participant({"nimi": {2: "Aino Esimerkki", 5: "Ville Mallikas"}[number]})


def picture_address(answer: Answer) -> str:
    """Return where the picture of the page is that is looked at."""
    match = re.search(r'id="preview-picture" src="([^"]+)"', answer.text)
    assert match, answer.text
    return match[1].replace("&amp;", "&")


def selected(answer: Answer) -> list[str]:
    """Return who is chosen in the menu of people."""
    return re.findall(r"selected>([^<]+)", answer.text)


def size(answer: Answer) -> tuple[int, int]:
    assert answer.headers["content-type"] == "image/png", answer.text
    return Image.open(BytesIO(answer.body)).size


def test_blank_handout_shows_every_page_to_tick_and_its_sheets(browser: Browser, page: Served) -> None:
    page.visit(browser).choices = Choices()
    text = browser.get("/blank").text
    assert text.count('name="page"') == text.count("checked>", 0, text.index("options-heading")) == 10
    assert "Blank handout, 5 sheets" in text
    assert 'name="given.kouluttaja"' in text
    assert "given.nimi" not in text


def test_form_changes_choices_and_goes_back_to_its_screen(browser: Browser, page: Served) -> None:
    answer = browser.post("/choices", {**COVER, "theme": "mustavalko", "given.kurssi": "Kevät"}, follow=False)
    assert (answer.status, answer.headers["location"]) == (303, "/blank")
    assert page.visit(browser).choices == Choices(pages=(1,), theme="mustavalko", given={"kurssi": "Kevät"})


@pytest.mark.parametrize("screen", ["//elsewhere.example", "/own", ""])
def test_form_leads_to_screens_with_the_panel_only(browser: Browser, screen: str) -> None:
    answer = browser.post("/choices", {"screen": screen}, follow=False)
    assert answer.headers["location"] == "/blank"


def test_without_a_page_nothing_can_be_made(browser: Browser) -> None:
    answer = browser.post("/choices", {"screen": "blank", "ticks": "1", "then": "make"})
    assert answer.path == "/blank"
    assert "Choose at least one page." in answer.text
    assert 'aria-disabled="true" aria-describedby="bar-hint"' in answer.text


def test_making_gets_the_form_once_more(browser: Browser) -> None:
    answer = browser.post("/choices", {**COVER, "kind": "blank", "then": "make"}, follow=False)
    assert (answer.status, answer.headers["location"]) == (307, "/make")


def test_picture_has_an_address_of_its_own_and_is_kept_until_something_changes(browser: Browser) -> None:
    address = picture_address(browser.get("/blank"))
    answer = browser.get(address)
    width, height = size(answer)
    assert width == pytest.approx(1100, abs=20)
    assert height > width
    assert "immutable" in answer.headers["cache-control"]
    other = picture_address(browser.post("/choices", {**COVER, "given.kurssi": "Kevät"}))
    assert other != address
    typed = browser.get(other)
    assert typed.body != answer.body
    assert typed.headers["cache-control"] == "no-store", "a browser keeps nothing on the disk that somebody has typed"
    assert browser.get(address).headers["cache-control"] == "no-store", "it shows something later"
    assert picture_address(browser.post("/choices", {**COVER, "given.kurssi": ""})) == address


def test_another_visit_has_other_addresses(browser: Browser, page: Served) -> None:
    other = page.browser()
    page.visit(other).choices = Choices(pages=(1,))
    assert picture_address(browser.get("/blank")) != picture_address(other.get("/blank"))


@pytest.mark.parametrize(
    "query",
    ["number=0", "number=99", "number=x", "number=1&width=0", "number=1&course=..", "kind=thumb&number=9999999"],
)
def test_no_picture_of_what_is_not_there(browser: Browser, query: str) -> None:
    query = query if "width" in query else f"{query}&width=100"
    assert browser.get(f"/preview/page?{query}").status == 404


def test_draft_shows_what_is_being_typed_and_keeps_nothing(browser: Browser, page: Served) -> None:
    plain = browser.post("/preview/draft", {"screen": "blank", "field": "given.kurssi", "text": ""})
    typed = browser.post("/preview/draft", {"screen": "blank", "field": "given.kurssi", "text": "Kevät 2026"})
    assert size(plain) == size(typed)
    assert plain.body != typed.body
    assert unquote(typed.headers["x-page"]) == "Page 1 / 1"
    assert page.visit(browser).choices.given == {}


def test_draft_of_no_field_shows_nothing(browser: Browser) -> None:
    assert browser.post("/preview/draft", {"screen": "blank", "field": "salasana", "text": "x"}).status == 404


def test_pages_turn_and_stop_at_the_ends(browser: Browser, page: Served) -> None:
    visit = page.visit(browser)
    browser.post("/choices", {"screen": "blank", "turn": "page-"})
    assert visit.looking == Looking(number=1)
    answer = browser.post("/choices", {"screen": "blank", "turn": "page+"})
    assert "Page 1 / 1" in answer.text, "there is no further one"


def test_people_turn_by_buttons_and_by_the_menu(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worksheets.web.people_shown.listed_people", lambda _visit, _kind: _People())
    monkeypatch.setattr("worksheets.web.panel.listed_people", lambda _visit, _kind: _People())
    monkeypatch.setattr("worksheets.web.screens.choosing.listed_people", lambda _visit, _kind: _People())
    form = {"screen": "group/page"}
    assert selected(browser.get("/group/page")) == ["Aino Esimerkki"]
    assert selected(browser.post("/choices", {**form, "turn": "person+"})) == ["Ville Mallikas"]
    assert selected(browser.post("/choices", {**form, "turn": "person+"})) == ["Ville Mallikas"]
    assert selected(browser.post("/choices", {**form, "turn": "person-"})) == ["Aino Esimerkki"]
    assert selected(browser.post("/choices", {**form, "person": "5"})) == ["Ville Mallikas"]
    assert selected(browser.post("/choices", {**form, "person": "77"})) == ["Ville Mallikas"]


def test_text_of_the_page_is_shown_when_asked_for(browser: Browser) -> None:
    assert 'id="page-text"' not in browser.get("/blank").text
    assert the_course().title in page_text(browser.post("/choices", {"screen": "blank", "text": "show"}))
    assert 'id="page-text"' not in browser.post("/choices", {"screen": "blank", "text": "hide"}).text


def test_large_page_has_its_text_and_a_way_back(browser: Browser) -> None:
    answer = browser.get("/blank/page")
    assert the_course().title in page_text(answer)
    assert 'href="/blank#preview"' in answer.text


def page_text(answer: Answer) -> str:
    match = re.search(r'id="page-text"[^>]*>([^<]*)', answer.text)
    assert match, answer.text
    return match[1]


def test_what_keeps_a_page_from_being_printed_is_said_in_its_place(browser: Browser) -> None:
    hieroglyph = "\U00013000"
    answer = browser.post("/choices", {**COVER, "given.kurssi": hieroglyph})
    assert "This page cannot be shown yet." in answer.text
    assert hieroglyph in answer.text


def test_pages_that_take_long_are_said_to_be_prepared(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worksheets.web.panel.PATIENCE", 0)
    answer = browser.post("/choices", {**COVER, "given.kurssi": "\U00013001"})
    assert re.search(r'class="frame[^"]* preparing"', answer.text)
    picture = browser.get(picture_address(answer))
    assert (picture.status, picture.headers["cache-control"]) == (422, "no-store")
    assert "\U00013001" in picture.text
    assert "This page cannot be shown yet." in browser.get("/blank").text


@pytest.mark.parametrize(("one_sided", "sheets"), [(False, 10), (True, 20)])
def test_sheets_are_counted_for_all(page: Served, browser: Browser, *, one_sided: bool, sheets: int) -> None:
    visit: Visit = page.visit(browser)
    visit.choices = replace(Choices(), one_sided=one_sided)
    request = _Request(page, visit)
    assert panel_of(request, "blank").sheets(2) == sheets  # type: ignore[arg-type]


class _Request:
    """As much of a request as the panel asks for."""

    def __init__(self, page: Served, visit: Visit) -> None:
        self.app = type("App", (), {"state": type("State", (), {"service": page.service})})
        self.state = type("State", (), {"visit": visit})


PERSON = {"screen": "person", "answer.nimi": "Aino Esimerkki"}


def test_what_is_typed_of_one_participant_is_kept(browser: Browser, page: Served) -> None:
    answer = browser.post("/choices", {**PERSON, "answer.tukiverkosto.esimies": "Palaute\r\ntyöstä"})
    assert answer.path == "/person"
    assert 'value="Aino Esimerkki"' in answer.text
    assert ">Palaute\ntyöstä</textarea>" in browser.get("/person").text
    person = page.visit(browser).person
    assert person is not None
    assert [each.participant.name for each in person.roster.people] == ["Aino Esimerkki"]


def test_one_participant_is_made_when_nothing_is_wrong(browser: Browser) -> None:
    form = {**PERSON, "kind": "person", "then": "make"}
    assert browser.post("/choices", form, follow=False).headers["location"] == "/make"
    answer = browser.post("/choices", {**form, "answer.nimi": "Yhteensä"}, follow=False)
    assert answer.headers["location"] == "/person"
    text = browser.get("/person").text
    assert 'href="#answer.nimi"' in text
    assert 'aria-invalid="true" aria-describedby="problem-answer.nimi"' in text


def test_draft_of_an_answer_shows_its_page(browser: Browser, page: Served) -> None:
    visit = page.visit(browser)
    visit.choices = Choices(pages=(1, 9))
    browser.post("/choices", PERSON)
    field = "answer.verkostokartta.uudet-kontaktit"
    answer = browser.post("/preview/draft", {"screen": "person", "field": field, "text": "Kielitaito"})
    assert unquote(answer.headers["x-page"]) == "Page 2 / 2"
    assert visit.looking.number == 2
    focused = browser.post("/preview/draft", {"screen": "person", "field": field})
    assert size(focused) == size(answer)
    assert focused.body != answer.body, "nothing is typed by coming to the field"


def test_all_is_cleared_and_can_be_had_again(browser: Browser) -> None:
    browser.post("/choices", PERSON)
    assert "Aino Esimerkki" not in browser.post("/choices", {**PERSON, "all": "clear"}).text
    assert 'value="Aino Esimerkki"' in browser.post("/choices", {"screen": "person", "all": "undo"}).text


def test_enter_presses_no_button_that_clears_or_turns(browser: Browser) -> None:
    browser.post("/choices", PERSON)
    for screen in ("person", "blank"):
        buttons = re.findall(r"<button[^>]*>", browser.get(f"/{screen}").text)
        own = [button for button in buttons if 'form="choices"' in button or "data-default" in button]
        assert "name=" not in own[0], "the form's first button is pressed by Enter"


def test_another_course_keeps_what_it_has_a_place_for(browser: Browser, page: Served) -> None:
    visit = page.visit(browser)
    browser.post("/choices", {**PERSON, "answer.tukiverkosto.esimies": "Palaute"})
    assert visit.person is not None
    visit.person = replace(visit.person, course="another", texts={**visit.person.texts, "poistettu": "x"})
    browser.get("/person")
    assert set(visit.person.texts) == {"nimi", "tukiverkosto.esimies"}
