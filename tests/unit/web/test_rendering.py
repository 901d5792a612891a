"""What people have typed, and what their files are called, is text on every screen, and never markup."""

import re
from collections.abc import Iterator

import pytest

from tests.helpers.web import Browser, File, served

MARK = "<b id=x onclick='y'>\"&"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give a browser whose list, participant and refused file have markup in every text."""
    with served() as page:
        browser = page.browser()
        listed = f"Nimi\tEsimieheltä\tPuhelin {MARK}\nAino {MARK}\t{MARK}\t{MARK}\n\t{MARK}\t\n"
        browser.post("/list/names", {"names": listed}, files=())
        typed = {"answer.nimi": f"Aino {MARK}", "given.kouluttaja": MARK}
        browser.post("/choices", {"screen": "person", "ticks": "yes", "page": "1", **typed})
        browser.post("/list/file", files=[File("file", f"{MARK}.pdf", b"%PDF")])
        browser.post("/papers", {"paper": "attendance", "attendance.dates": MARK})
        browser.post("/forms/files", {"password": ""}, files=[File("files", f"{MARK}.pdf", b"%PDF")])
        yield browser


@pytest.mark.parametrize(
    "path",
    [
        "/group",
        "/group?new",
        "/list/row?sheet=0&row=2",
        "/list/row?sheet=0&row=3",
        "/person",
        "/blank",
        "/forms",
        "/papers",
    ],
)
def test_no_text_is_markup(browser: Browser, path: str) -> None:
    text = browser.get(path).text
    assert "&lt;b id=x onclick=" in text, "it is there"
    assert "<b id=x" not in text
    assert "onclick='y'>\"" not in text


@pytest.mark.parametrize("path", ["/", "/group", "/person", "/forms", "/papers", "/ended", "/nowhere"])
def test_no_browser_is_asked_to_send_texts_away(browser: Browser, path: str) -> None:
    text = browser.get(path).text
    assert ' translate="no" spellcheck="false" writingsuggestions="false">' in text
    assert '<meta name="google" content="notranslate">' in text


@pytest.mark.parametrize("path", ["/group?new", "/list/row?sheet=0&row=2", "/person", "/blank", "/papers/blank"])
def test_a_browser_remembers_nothing_that_is_typed(browser: Browser, path: str) -> None:
    fields = re.findall(r"<(?:textarea|input type=\"(?:text|password)\")[^>]*>", browser.get(path).text)
    assert fields
    assert [field for field in fields if 'autocomplete="off"' not in field] == []


def test_no_name_is_markup_while_handouts_are_made_or_when_they_are_done(browser: Browser) -> None:
    browser.post("/list/delete", {"row": "0.3"})
    browser.post("/make", {"kind": "packet", "only_print_file": "yes"})
    screens = [browser.get("/making").text, browser.get("/done").text]
    browser.post("/making/cancel")
    assert all("<b id=x" not in screen for screen in screens)
    assert any("&lt;b id=x onclick=" in screen for screen in screens)
