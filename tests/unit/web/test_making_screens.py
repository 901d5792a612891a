"""The screens while handouts are made and when they are ready, as a browser gets them."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from threading import Event, Semaphore
from urllib.parse import quote
from zipfile import ZipFile

import pytest

from tests.helpers.page_people import events_of, handout_of, people_named, played, until
from tests.helpers.web import Browser, Served, served
from worksheets import api
from worksheets.errors import OutputError, PdfError, RosterError
from worksheets.web.making import Making, Phase
from worksheets.web.screens import done
from worksheets.web.tasks import Kind, Task

NAMES = ("Aino Esimerkki", "Ville Mallikas", "Åsa Öberg-Esimerkki")


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with served() as running:
        yield running


@pytest.fixture
def browser(server: Served) -> Browser:
    return server.browser()


def begun(server: Served, browser: Browser, task: Task) -> Making:
    """Let a visit make something."""
    visit = server.visit(browser)
    visit.language = "en"
    visit.making = Making(task, server.service.session)
    visit.making.begin()
    return visit.making


def ended(server: Served, browser: Browser, task: Task) -> Making:
    making = begun(server, browser, task)
    making.wait(20)
    assert making.phase.is_over
    return making


@pytest.mark.parametrize("path", ["/making", "/done", "/making/zip", "/done/zip"])
def test_who_has_made_nothing_begins_at_the_start(browser: Browser, path: str) -> None:
    assert browser.get(path).path == "/"


@pytest.mark.parametrize("path", ["/done/print", "/done/file?number=1", "/done/picture", "/done/picture?number=1"])
def test_a_file_that_has_not_been_made_is_not_found(browser: Browser, path: str) -> None:
    assert browser.get(path).status == 404


@pytest.mark.parametrize(("kind", "path"), [("packet", "/group"), ("overview", "/group"), ("cake", "/"), ("", "/")])
def test_what_cannot_be_made_leads_back(browser: Browser, kind: str, path: str) -> None:
    assert browser.post("/make", {"kind": kind}, follow=False).headers["location"] == path


def test_the_screen_shows_who_is_ready_and_who_waits(server: Served, browser: Browser, tmp_path: Path) -> None:
    step = Semaphore(3)
    making = begun(server, browser, played(tmp_path, *NAMES, "Aino Esimerkki", before_each=step.acquire))
    until(lambda: making.progress().done == 2)
    text = browser.get("/making").text
    assert re.search(r'id="count">2<.*id="total">4<', text, re.DOTALL)
    assert re.findall(r'id="person-(\d)" class="(\w*)"', text) == [("1", ""), ("2", ""), ("3", "waits"), ("4", "waits")]
    assert "Aino Esimerkki, row 2" in text, "namesakes are told apart"
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in text
    assert browser.get("/done").path == "/making"
    step.release(9)
    making.wait(20)
    assert browser.get("/making").path == "/done"


def test_what_is_being_made_is_shown_and_nothing_else_begun(server: Served, browser: Browser, tmp_path: Path) -> None:
    hold = Event()
    making = begun(server, browser, played(tmp_path, *NAMES, before_each=hold.wait))
    assert browser.post("/make", {"kind": "blank"}).path == "/making"
    assert server.visit(browser).making is making
    hold.set()
    making.wait(20)


def test_a_run_is_stopped_and_taken_up_again(server: Served, browser: Browser, tmp_path: Path) -> None:
    step = Semaphore(2)
    making = begun(server, browser, played(tmp_path, *NAMES, before_each=step.acquire))
    until(lambda: making.progress().done == 1)
    assert 'data-phase="stopping"' in browser.post("/making/cancel").text
    step.release(9)
    making.wait(20)
    stopped = browser.get("/making").text
    assert "Making was stopped" in stopped
    assert 'action="/making/resume"' in stopped
    assert "/done/zip" in stopped
    browser.post("/making/resume")
    again = server.visit(browser).making
    assert again is not None
    assert again is not making
    again.wait(20)
    assert again.phase is Phase.DONE


def test_of_very_many_people_only_the_last_ones_are_shown(server: Served, browser: Browser, tmp_path: Path) -> None:
    names = [f"Aino Esimerkki {number}" for number in range(70)]
    people = people_named(*names)
    events = events_of(tmp_path, people)
    failure = api.Failure(api.FailureReason.TIMEOUT, ("",))
    events[1] = handout_of(tmp_path, people.roster.people[0], api.State.FAILED, failure)
    step = Semaphore(70)
    making = begun(server, browser, played(tmp_path, *names, events=events, before_each=step.acquire))
    until(lambda: making.progress().done == 68)
    shown = [int(number) for number in re.findall(r'id="person-(\d+)"', browser.get("/making").text)]
    assert shown == [1, *range(60, 70)]
    assert browser.get("/making?all=1").text.count('id="person-') == 70
    step.release(9)
    making.wait(20)


def events_in(text: str) -> list[dict[str, object]]:
    return [json.loads(line.removeprefix("data: ")) for line in text.splitlines() if line.startswith('data: {"done')]


def test_events_tell_what_is_true_until_it_is_over(server: Served, browser: Browser, tmp_path: Path) -> None:
    hold = Event()
    making = begun(server, browser, played(tmp_path, *NAMES, before_each=hold.wait))
    with browser.opened("/making/events") as response:
        assert response.getheader("content-type", "").startswith("text/event-stream")
        hold.set()
        text = response.read().decode()
    making.wait(20)
    *_others, last = events_in(text)
    assert (last["done"], last["failed"], last["total"], last["phase"]) == (3, 0, 3, "done")
    assert text.endswith("event: over\ndata: {}\n\n")
    assert "Aino" not in text


def test_who_comes_back_gets_what_is_new_only(server: Served, browser: Browser, tmp_path: Path) -> None:
    step = Semaphore(2)
    making = begun(server, browser, played(tmp_path, *NAMES, before_each=step.acquire))
    until(lambda: making.progress().done == 1)
    version = making.progress().version
    with browser.opened("/making/events", headers={"Last-Event-ID": str(version)}) as response:
        assert response.readline() == b"retry: 1000\n"
        step.release(9)
        text = response.read().decode()
    making.wait(20)
    ids = [int(number) for number in re.findall(r"^id: (\d+)$", text, re.MULTILINE)]
    assert ids
    assert min(ids) > version
    assert ids == sorted(set(ids))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (RosterError("Nobody is left to print: everybody chosen is hidden or has errors."), "Nobody is left to print"),
        (OutputError("the disk is full; free some space, or choose another place"), "the disk is full"),
    ],
)
def test_an_error_of_the_whole_is_told_with_a_way_back(
    server: Served, browser: Browser, tmp_path: Path, error: Exception, words: str
) -> None:
    ended(server, browser, played(tmp_path, *NAMES, events=[error]))
    text = browser.get("/making").text
    assert words in text
    assert 'href="/group"' in text
    assert 'action="/making/resume"' in text


def test_too_little_room_is_told_with_what_helps(
    server: Served, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = played(tmp_path, *NAMES)
    monkeypatch.setattr(Making, "space", task.size - 1)
    making = begun(server, browser, task)
    assert making.phase is Phase.NO_SPACE
    text = browser.get("/making").text
    assert "The files of 3 people take up to 450 kB; 450 kB is free" in text
    assert 'name="only_print_file"' in text
    monkeypatch.setattr(Making, "space", 10)
    assert 'name="only_print_file"' not in browser.get("/making").text


def test_what_is_ready_is_printed_and_downloaded(server: Served, browser: Browser, tmp_path: Path) -> None:
    ended(server, browser, played(tmp_path, *NAMES))
    text = browser.get("/done").text
    for words in ("3 handouts are ready", "15 sheets of A4 paper", "5 sheets for each", "flip on the long edge"):
        assert words in text
    assert "First Aino Esimerkki, last Åsa Öberg-Esimerkki." in text
    assert "3 handouts made." in text, "the command line's words"
    printed = browser.get("/done/print")
    assert printed.body == b"%PDF tulosta-kaikki"
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.headers["content-disposition"].startswith('inline; filename="tulosta-kaikki.pdf"')
    assert browser.get("/done/file?number=3").body.decode() == "%PDF Åsa Öberg-Esimerkki"
    archive = browser.get("/done/zip")
    assert archive.headers["content-disposition"].startswith('attachment; filename="ryhma.zip"')
    assert len(ZipFile(BytesIO(archive.body)).namelist()) == 4


def test_each_volume_of_the_print_file_is_printed_in_its_turn(server: Served, browser: Browser, tmp_path: Path) -> None:
    ended(server, browser, played(tmp_path, *NAMES, volume=10))
    text = browser.get("/done").text
    for words in ("All are in 2 print files.", "15 sheets of A4 paper", "The files ask for these settings themselves."):
        assert words in text
    listed = re.findall(r"<strong>(tulosta-[^<]*)</strong> <span[^>]*>(\d+ sheets), 1 kB<.*?href=\"([^\"]*)\"", text)
    assert listed == [
        ("tulosta-kaikki-1.pdf", "10 sheets", "/done/print?number=1"),
        ("tulosta-kaikki-2.pdf", "5 sheets", "/done/print?number=2"),
    ]
    assert [browser.get(address).body.decode() for _name, _sheets, address in listed] == [
        "%PDF tulosta-kaikki-1",
        "%PDF tulosta-kaikki-2",
    ]
    assert "Leaf through" not in text
    names = ZipFile(BytesIO(browser.get("/done/zip").body)).namelist()
    assert names[3:] == ["tulosta-kaikki-1.pdf", "tulosta-kaikki-2.pdf"]


def test_volumes_alone_are_downloaded_together(server: Served, browser: Browser, tmp_path: Path) -> None:
    ended(server, browser, replace(played(tmp_path, *NAMES, volume=5), only_print_file=True))
    assert "/done/zip" in browser.get("/done").text
    names = ZipFile(BytesIO(browser.get("/done/zip").body)).namelist()
    assert names == [f"tulosta-kaikki-{number}.pdf" for number in (1, 2, 3)]


@pytest.mark.parametrize("number", ["0", "4", "-1", "x", "1e9", "9" * 99, "²"])
@pytest.mark.parametrize("path", ["/done/file", "/done/print"])
def test_only_files_of_the_run_can_be_asked_for(
    server: Served, browser: Browser, tmp_path: Path, path: str, number: str
) -> None:
    ended(server, browser, played(tmp_path, *NAMES))
    assert browser.get(f"{path}?number={quote(number)}").status == 404


@pytest.mark.parametrize(("agent", "keys"), [("(Macintosh; Intel Mac OS X)", "⌘ P"), ("(Windows NT)", "Ctrl + P")])
def test_the_keys_are_those_of_the_machine(
    server: Served, browser: Browser, tmp_path: Path, agent: str, keys: str
) -> None:
    ended(server, browser, played(tmp_path, *NAMES))
    assert f"Press {keys} there." in browser.get("/done", headers={"User-Agent": agent}).text


def test_who_is_without_a_handout_is_told_with_a_link(server: Served, browser: Browser, tmp_path: Path) -> None:
    people = people_named(*NAMES)
    events = events_of(tmp_path, people)
    failure = api.Failure(api.FailureReason.MEMORY, ("Aino",))
    events[1] = handout_of(tmp_path, people.roster.people[0], api.State.FAILED, failure)
    place = "ryhma.csv, row 9"
    events.insert(1, api.LeftOut("", place, api.LeftOutReason.PROBLEMS, (f"{place}: the name is missing",), 8))
    ended(server, browser, played(tmp_path, *NAMES, events=events))
    text = browser.get("/done").text
    assert "2 are without a handout" in text
    assert "<strong>Aino Esimerkki</strong>, row 2: the handout needs too much memory." in text
    assert "Write the name" in text
    assert "2 handouts made, 1 failed, see above. 1 person was left out, see above." in text


def test_when_nobody_has_a_handout_there_is_nothing_to_print(server: Served, browser: Browser, tmp_path: Path) -> None:
    people = people_named("Aino Esimerkki")
    failed = handout_of(
        tmp_path, people.roster.people[0], api.State.FAILED, api.Failure(api.FailureReason.MEMORY, ("",))
    )
    ended(server, browser, played(tmp_path, "Aino Esimerkki", events=[api.Started(tmp_path, 1, None), failed]))
    text = browser.get("/done").text
    assert "No handout is ready" in text
    assert "/done/print" not in text
    assert "/done/zip" not in text


def test_what_is_wrong_with_the_list_stands_apart_from_what_is_good_to_know(
    server: Served, browser: Browser, tmp_path: Path
) -> None:
    events = events_of(tmp_path, people_named(*NAMES))
    unchosen = ("page 9 is not chosen, and 2 people have answers there",)
    events[0] = api.Started(tmp_path, 3, None, problems=("ryhma.csv, column C: what is it?",), unchosen=unchosen)
    ended(server, browser, played(tmp_path, *NAMES, events=events))
    text = browser.get("/done").text
    assert "1 place of the list is to be mended" in text
    assert text.index("column C: what is it?") < text.index("Good to know") < text.index("page 9 is not chosen")


def test_forms_are_downloaded_and_not_printed(server: Served, browser: Browser, tmp_path: Path) -> None:
    events = events_of(tmp_path, people_named(*NAMES))[:-1]
    ended(server, browser, played(tmp_path, *NAMES, events=events, kind=Kind.FORMS))
    text = browser.get("/done").text
    assert "3 forms are ready" in text
    assert "/done/zip" in text
    assert "/done/print" not in text


def test_a_visit_that_ends_stops_its_run(server: Served, browser: Browser, tmp_path: Path) -> None:
    step = Semaphore(2)
    making = begun(server, browser, replace(played(tmp_path, *NAMES, before_each=step.acquire)))
    until(lambda: making.progress().done == 1)
    making.stop()
    step.release(9)
    server.service.visits.wipe(server.visit(browser))
    assert making.phase is Phase.STOPPED
    assert browser.get("/making").status == 401


def test_a_picture_is_never_one_of_an_earlier_run(server: Served, browser: Browser, tmp_path: Path) -> None:
    addresses = set()
    for _run in range(2):
        ended(server, browser, played(tmp_path, *NAMES))
        addresses |= set(re.findall(r'src="(/done/picture[^"]*)"', browser.get("/done").text))
    assert len(addresses) == 2


def test_a_page_that_cannot_be_drawn_is_no_error_of_the_screen(
    server: Served, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> bytes:
        raise PdfError("too large")

    monkeypatch.setattr(done, "first_page", fail)
    ended(server, browser, played(tmp_path, *NAMES))
    assert browser.get("/done/picture?run=1").status == 404
    assert "3 handouts are ready" in browser.get("/done").text
