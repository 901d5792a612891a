"""The page in a real browser, as trainers use it: from the first screen to what lies in the printer.

What can be seen without a browser is in ``tests/unit/web``; returned forms are in ``test_browser_forms``, and the
screens of a run in ``test_serve_making``.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from openpyxl import Workbook
from playwright.sync_api import Browser, Page, Route, expect

from tests.helpers.chromium import judge, link, window
from tests.helpers.course import ROOT
from tests.helpers.web import Served
from worksheets import api

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

_HOLD = """() => {
  window.sent = 0;
  addEventListener("submit", (event) => {
    if (!event.defaultPrevented) window.sent += 1;
    event.preventDefault();
  });
}"""
"""Counts the forms that would be sent, and sends none."""


@pytest.fixture
def page(browser: Browser, server: Served) -> Iterator[Page]:
    with window(browser, link(server)) as opened:
        yield opened


def printed(page: Page) -> bytes:
    """Return the file that the button Print opens."""
    address = page.get_by_role("link", name="Print", exact=True).get_attribute("href")
    answer = page.request.get(f"{page.url.rpartition('/')[0]}{address}")
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def zipped(page: Page) -> ZipFile:
    """Return the zip that is downloaded on the last screen."""
    with page.expect_download() as download:
        page.get_by_role("link", name="Download zip").click()
    return ZipFile(BytesIO(Path(download.value.path()).read_bytes()))


def broken_workbook(folder: Path) -> Path:
    """Return a workbook of thirty people, in which a name is missing and a formula has failed."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Nimi", "Ryhmä", "Esimieheltä", "Puhelin"])
    for number in range(1, 31):
        sheet.append([f"Aino Esimerkki {'ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖÆ'[number - 1]}", "Aamuryhmä", "Palaute", "040"])
    sheet["A9"] = None
    sheet["C14"] = "#N/A"
    sheet["C14"].data_type = "e"
    path = folder / "tyonhaku-kevat.xlsx"
    book.save(path)
    return path


def never_answer_scripts(route: Route) -> None:
    """Let a page come, but not what a script asks for."""
    if route.request.resource_type != "fetch":
        route.continue_()


def test_a_newcomer_prints_a_blank_handout_with_three_clicks(page: Page) -> None:
    judge(page, "start")
    page.get_by_role("link", name="Blank handout").click()
    page.wait_for_url("**/blank")
    page.get_by_role("button", name="Make the blank handout").click()
    expect(page.get_by_role("heading", name="The blank handout is ready")).to_be_focused()
    assert printed(page) == api.blank(api.Printing(api.read_course())).make()
    judge(page, "done-blank")


def test_a_broken_workbook_is_mended_and_printed(page: Page, tmp_path: Path) -> None:
    page.get_by_role("link", name="For the whole group").click()
    page.wait_for_url("**/group")
    page.set_input_files("input[type=file]", ROOT / "docs" / "blank.png")
    expect(page.get_by_role("alert").filter(has_text="blank.png")).to_be_visible()
    page.set_input_files("input[type=file]", broken_workbook(tmp_path))
    expect(page.get_by_role("heading", name="2 places to mend")).to_be_visible()
    expect(page.get_by_role("button", name="Make 28 handouts")).to_be_visible()
    page.get_by_role("link", name="Row 9, Nimi").click()
    name = page.get_by_role("textbox", name="Row 9, Nimi")
    name.fill("Ville Mallikas")
    name.press("Enter")
    expect(page.get_by_role("heading", name="1 place to mend")).to_be_visible()
    cell = page.get_by_role("textbox", name="Row 14, Esimieheltä")
    cell.fill("Neuvoja")
    cell.press("Enter")
    expect(page.get_by_role("heading", name="The list is in order")).to_be_visible()
    page.get_by_role("textbox", name="Sheets in a print file at most").fill("40")
    judge(page, "group")
    page.get_by_role("button", name="Make 30 handouts").click()
    expect(page.get_by_role("heading", name="30 handouts are ready")).to_be_visible(timeout=60_000)
    judge(page, "done-volumes")
    last = page.get_by_role("link", name="Print tulosta-kaikki-04-")
    assert last.get_attribute("href") == "/done/print?number=4"
    with zipped(page) as archive:
        assert archive.testzip() is None
        names = [name for name in archive.namelist() if "tulosta" not in name]
    assert len(names) == 30
    assert any("Ville-Mallikas" in name for name in names)


def test_one_person_is_typed_by_hand(page: Page) -> None:
    page.get_by_role("link", name="For one participant").click()
    page.wait_for_url("**/person")
    judge(page, "person-empty")
    page.get_by_role("textbox", name="Nimi").fill("Åsa Öberg-Esimerkki")
    page.locator("summary").filter(has_text="Omat verkostoni").click()
    page.reload()
    expect(page.get_by_role("textbox", name="Nimi")).to_have_value("Åsa Öberg-Esimerkki")
    judge(page, "person")
    page.get_by_role("button", name="Make the handout").click()
    expect(page.get_by_role("link", name="Print", exact=True)).to_be_visible()
    with pikepdf.open(BytesIO(printed(page))) as pdf:
        assert "Åsa Öberg-Esimerkki" in str(pdf.docinfo["/Title"])


@pytest.mark.parametrize("is_left", [True, False])
def test_what_was_typed_is_kept_though_the_page_is_left_at_once(page: Page, is_left: bool) -> None:  # noqa: FBT001 - a case
    """Once the field has been left, while the page waits for an answer; once right after the last key."""
    page.get_by_role("link", name="For one participant").click()
    page.wait_for_url("**/person")
    name = page.get_by_role("textbox", name="Nimi")
    if is_left:
        page.route("**/person", never_answer_scripts)
        with page.expect_request("**/person"):
            page.evaluate("import('/assets/live.js').then(({ refresh }) => { refresh(); })")
    name.fill("Åsa Öberg-Esimerkki")
    if is_left:
        name.blur()
    page.reload()
    page.unroute_all()
    expect(name).to_have_value("Åsa Öberg-Esimerkki", timeout=5_000)


@pytest.mark.parametrize("count", [300, pytest.param(2000, marks=pytest.mark.long)])
def test_a_large_packet_is_stopped(page: Page, server: Served, count: int) -> None:
    page.get_by_role("link", name="For the whole group").click()
    page.wait_for_url("**/group")
    page.get_by_role("textbox", name="Names").fill("\n".join(f"Aino Esimerkki {number}" for number in range(count)))
    page.get_by_role("button", name="Make a list of the names").click()
    page.get_by_role("button", name=f"Make {count} handouts").click()
    page.wait_for_url("**/making")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Go on")).to_be_visible()
    (cookie,) = page.context.cookies()
    visit = server.service.visits.of(cookie["value"])
    assert visit
    assert visit.making
    assert visit.making.progress().done < count
    page.reload()
    expect(page.get_by_role("button", name="Go on")).to_be_visible()
    judge(page, "making-stopped")


def test_without_scripts_a_packet_is_made(browser: Browser, server: Served, tmp_path: Path) -> None:
    path = tmp_path / "ryhma.csv"
    path.write_text("Nimi\nAino Esimerkki\nVille Mallikas\n", "utf-8")
    with window(browser, link(server), scripts=False) as page:
        page.get_by_role("link", name="For the whole group").click()
        page.wait_for_url("**/group")
        page.set_input_files("input[type=file]", path)
        page.get_by_role("button", name="Read the file").click()
        page.get_by_role("button", name="Make 2 handouts").click()
        page.wait_for_url("**/done", timeout=60_000)
        with zipped(page) as archive:
            assert len(archive.namelist()) == 3


def test_the_keyboard_alone_prints_a_handout(page: Page) -> None:
    def tab_to(name: str) -> None:
        for _key in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent").strip().startswith(name):
                return
        raise AssertionError(name)

    tab_to("Blank handout")
    page.keyboard.press("Enter")
    page.wait_for_url("**/blank")
    tab_to("Make the blank handout")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The blank handout is ready")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Print", exact=True)).to_be_focused()


def test_a_button_says_that_it_starts(page: Page) -> None:
    page.get_by_role("link", name="Blank handout").click()
    page.wait_for_url("**/blank")
    button = page.get_by_role("button", name="Make the blank handout")
    page.wait_for_url("**/blank")  # And its scripts have run.
    page.evaluate(_HOLD)
    button.click()
    starting = page.get_by_role("button", name="Starting…")
    expect(starting).to_have_attribute("aria-busy", "true")
    judge(page, "starting")
    starting.click()
    assert page.evaluate("window.sent") == 1


def test_privacy(page: Page) -> None:
    page.get_by_role("link", name="How can I check that?").click()
    page.wait_for_url("**/privacy*")
    judge(page, "privacy")


def test_no_cookie(browser: Browser, server: Served) -> None:
    with window(browser, f"http://127.0.0.1:{server.port}/open/{'x' * 43}") as refused:
        judge(refused, "refused")
