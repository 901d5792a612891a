"""The end of a visit, as the page shows it: announced, undone, done."""

import time
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path
from threading import Thread

import pytest

from tests.helpers.web import Answer, Browser, Clock, Served, served
from worksheets.web.form_uploads import Uploads
from worksheets.web.screens import ending

MINUTE = 60.0


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="module")
def page(clock: Clock) -> Iterator[Served]:
    with pytest.MonkeyPatch.context() as patch, served(clock=clock) as running:
        patch.setattr(ending, "_PAUSE", 0.02)
        with running.browser().opened("/presence"):  # So that the server does not end with the other visits.
            yield running


@pytest.fixture
def browser(page: Served) -> Browser:
    return page.browser()


def _event(response: HTTPResponse) -> tuple[str, str]:
    """Return the next event of a stream: its name and its text."""
    lines = list(iter(lambda: response.readline().decode().rstrip("\n"), ""))
    return lines[0].removeprefix("event: "), "\n".join(line.removeprefix("data: ") for line in lines[1:])


def _wiped(folder: Path) -> bool:
    """Wait until a folder is gone, as it is within a second."""
    for _time in range(100):
        if not folder.exists():
            return True
        time.sleep(0.05)
    return False


def test_the_end_can_be_undone(page: Served, browser: Browser) -> None:
    answer = browser.post("/end", headers={"Referer": "/privacy"})
    assert answer.path == "/privacy", "the screen stays where it was"
    assert "deleted in a minute" in answer.text
    assert 'formaction="/end/undo"' in answer.text
    assert 'content="61;url=/ended?language=en"' in answer.text, "without JavaScript the page goes on by itself"
    answer = browser.post("/end/undo", headers={"Referer": "/privacy"})
    assert "deleted in a minute" not in answer.text
    assert page.visit(browser).folder.exists()


def test_now_is_at_once(page: Served, browser: Browser) -> None:
    browser.post("/language", {"language": "sv"})
    folder = page.visit(browser).folder
    (folder / "lista.csv").write_text("nimi\nAino Esimerkki\n", "utf-8")
    answer = browser.post("/end/now")
    assert (answer.status, answer.path) == (200, "/ended?language=sv")
    assert 'lang="sv"' in answer.text
    assert not folder.exists()
    assert browser.get("/").status == 401, "the cookie lets nobody in any more"


def test_what_waits_for_a_visit_that_is_wiped_begins_nothing(page: Served, browser: Browser) -> None:
    visit = page.visit(browser)
    answers: list[Answer] = []
    thread = Thread(target=lambda: answers.append(browser.post("/make", {"kind": "blank"})))
    with visit.lock:
        thread.start()
        time.sleep(0.1)
        page.service.visits.wipe(visit)
    thread.join()
    assert [answer.status for answer in answers] == [401]
    assert visit.making is None


def test_what_is_written_for_a_visit_while_it_is_wiped_is_deleted_too(
    page: Served, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = page.visit(browser)

    def add(_uploads: Uploads, _form: object) -> None:
        page.service.visits.wipe(visit)
        (visit.folder / "forms").mkdir(parents=True)
        (visit.folder / "forms" / "Aino.pdf").write_bytes(b"")

    monkeypatch.setattr(Uploads, "add", add)
    assert browser.post("/forms/files", {"password": ""}, files=()).status == 401
    assert _wiped(visit.folder)


def test_the_last_screen_needs_no_cookie_and_believes_no_address(page: Served) -> None:
    answer = Browser(page.port).get("/ended?language=<script>")
    assert answer.status == 200
    assert "Everything is deleted" in answer.text
    assert "<script>" not in answer.text


def test_an_open_page_hears_of_its_end(page: Served, browser: Browser, clock: Clock) -> None:
    folder = page.visit(browser).folder
    with browser.opened("/presence") as stream:
        assert _event(stream) == ("notice", "")
        browser.post("/end")
        name, text = _event(stream)
        assert name == "notice"
        assert "/end/undo" in text
        browser.post("/end/undo")
        assert _event(stream) == ("notice", "")
        browser.post("/end")
        _event(stream)
        clock.now += MINUTE
        assert _event(stream) == ("wiped", "/ended?language=en")
    assert _wiped(folder)


def test_an_unused_page_is_announced_to_be_wiped_and_goes_on(page: Served, clock: Clock) -> None:
    browser = page.browser()
    with browser.opened("/presence", headers={"Accept": "text/event-stream"}) as stream:
        _event(stream)
        clock.now += 50 * MINUTE
        name, text = _event(stream)
        assert name == "notice"
        assert 'formaction="/stay"' in text
        browser.get("/none", headers={"Accept": "text/event-stream"})  # As a stream comes again by itself.
        assert page.visit(browser).seen == clock.now - 50 * MINUTE
        browser.post("/stay")
        assert _event(stream) == ("notice", "")
        clock.now += 59 * MINUTE
        _event(stream)
        assert page.visit(browser).folder.exists()
        clock.now += MINUTE
        assert _event(stream)[0] == "wiped"


def test_pages_are_counted_while_they_are_open(page: Served, browser: Browser) -> None:
    visit = page.visit(browser)
    with browser.opened("/presence") as first, browser.opened("/presence") as second:
        _event(first), _event(second)
        assert visit.open_pages == 2
    for _time in range(100):
        if not visit.open_pages:
            break
        time.sleep(0.05)
    assert visit.open_pages == 0
    assert visit.closed is not None


@pytest.mark.parametrize("path", ["/", "/privacy"])
def test_each_screen_can_end_it(browser: Browser, path: str) -> None:
    text = browser.get(path).text
    assert 'action="/end"' in text
    assert 'id="ending" role="status"' in text
