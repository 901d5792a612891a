"""Making handouts in a real browser: what is shown is true after a reload, too, and everything can be done by keys."""

from collections.abc import Iterator
from pathlib import Path
from threading import Semaphore

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.helpers.chromium import judge, link, window
from tests.helpers.page_people import events_of, handout_of, people_named, played, until
from tests.helpers.web import Served
from worksheets import api
from worksheets.errors import OutputError
from worksheets.web.making import Making
from worksheets.web.tasks import Kind, Task
from worksheets.web.visits import Visit

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]
NAMES = tuple(
    f"{first} Esimerkki" for first in ("Aino", "Ville", "Åsa", "Liam", "Ää", "Thi", "Eero", "Sari", "Olga", "Jo")
)


@pytest.fixture(scope="module")
def page(browser: Browser, server: Served) -> Iterator[Page]:
    """Return one window for all tests: the start, which it opens first, draws pages."""
    with window(browser, link(server)) as opened:
        yield opened


@pytest.fixture
def page_without_scripts(browser: Browser, server: Served) -> Iterator[Page]:
    with window(browser, link(server), scripts=False) as opened:
        yield opened


def visit_of(page: Page, server: Served) -> Visit:
    """Return the visit of a window."""
    (cookie,) = page.context.cookies()
    visit = server.service.visits.of(cookie["value"])
    assert visit is not None
    return visit


def begun(server: Served, page: Page, task: Task) -> Making:
    visit = visit_of(page, server)
    visit.language = "en"
    visit.making = Making(task, server.service.session)
    visit.making.begin()
    page.goto(f"http://127.0.0.1:{server.port}/making")
    return visit.making


def test_the_count_is_true_while_it_runs_and_after_a_reload(server: Served, page: Page, tmp_path: Path) -> None:
    step = Semaphore(3)
    making = begun(server, page, played(tmp_path, *NAMES, before_each=step.acquire))
    expect(page.locator("#count")).to_have_text("2")
    step.release(3)
    expect(page.locator("#count")).to_have_text("5")
    expect(page.locator("#spoken")).to_have_text("5 of 10 ready")
    page.reload()
    expect(page.locator("#count")).to_have_text("5")
    expect(page.get_by_role("link", name="See Ää Esimerkki")).to_be_visible()
    step.release(9)
    page.wait_for_url("**/done")
    expect(page.get_by_role("heading", name="10 handouts are ready")).to_be_focused()
    assert making.phase.is_over


def test_it_is_stopped_and_taken_up_again_by_keys(server: Served, page: Page, tmp_path: Path) -> None:
    step = Semaphore(3)
    begun(server, page, played(tmp_path, *NAMES, before_each=step.acquire))
    page.get_by_role("button", name="Stop").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Making is being stopped")).to_be_visible()
    step.release(1)
    expect(page.get_by_role("button", name="Go on")).to_be_focused()
    step.release(20)
    page.keyboard.press("Enter")
    page.wait_for_url("**/done")


@pytest.mark.long  # So it does for the packet of test_browser.py, too.
def test_without_scripts_the_screen_asks_again_by_itself(
    server: Served, page_without_scripts: Page, tmp_path: Path
) -> None:
    page, step = page_without_scripts, Semaphore(3)
    begun(server, page, played(tmp_path, *NAMES, before_each=step.acquire))
    expect(page.locator("#count")).to_have_text("2")
    step.release(20)
    page.wait_for_url("**/done")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download zip").click()
    assert download.value.suggested_filename == "ryhma.zip"


def failing(folder: Path) -> list[api.PacketEvent]:
    people = people_named(*NAMES)
    events = events_of(folder, people)
    failure = api.Failure(api.FailureReason.TIMEOUT, ("",))
    events[2] = handout_of(folder, people.roster.people[1], api.State.FAILED, failure)
    place = "ryhma.csv, row 40"
    problem = f"{place}: the name is missing"
    return [*events[:1], api.LeftOut("", place, api.LeftOutReason.PROBLEMS, (problem,), 39), *events[1:]]


def test_while_it_runs_everybody_can_read_it(server: Served, page: Page, tmp_path: Path) -> None:
    step = Semaphore(5)
    making = begun(server, page, played(tmp_path, *NAMES, events=failing(tmp_path), before_each=step.acquire))
    until(lambda: making.progress().failed)
    page.reload()
    judge(page, "making")
    step.release(20)
    page.wait_for_url("**/done")


@pytest.mark.parametrize("kind", [Kind.PACKET, pytest.param(Kind.FORMS, marks=pytest.mark.long)])
def test_when_it_is_ready_everybody_can_read_it(server: Served, page: Page, tmp_path: Path, kind: Kind) -> None:
    begun(server, page, played(tmp_path, *NAMES, events=failing(tmp_path), kind=kind))
    page.wait_for_url("**/done")
    judge(page, f"done-{kind.value}")


@pytest.mark.long
def test_an_error_of_the_whole_can_be_read_by_everybody(server: Served, page: Page, tmp_path: Path) -> None:
    error = OutputError("the disk is full; free some space, or choose another place")
    begun(server, page, played(tmp_path, *NAMES, events=[*failing(tmp_path)[:4], error]))
    expect(page.get_by_role("heading", name="This was not finished")).to_be_visible()
    judge(page, "making-failed")


@pytest.mark.long
def test_too_little_room_can_be_read_by_everybody(
    server: Served, page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Making, "space", 600_000)
    begun(server, page, played(tmp_path, *NAMES))
    expect(page.get_by_role("button", name="Only the print file")).to_be_visible()
    judge(page, "making-space")
