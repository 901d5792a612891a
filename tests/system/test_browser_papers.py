"""The papers of a course day in a real browser: chosen, looked at, and printed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.helpers.chromium import judge, link, window
from tests.helpers.web import Served

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

NAMES = (
    "Nimi\tRyhmä\tLäsnä\nAino Esimerkki\tA\tx\nVille Mallikas\tB\t\nOlga Esimerkova\tA\tx\nKalle Kuvitteellinen\tB\tx"
)


@pytest.fixture
def page(browser: Browser, server: Served) -> Iterator[Page]:
    with window(browser, link(server)) as opened:
        yield opened


def bring_names(page: Page) -> None:
    page.get_by_role("link", name="For the whole group").click()
    page.wait_for_url("**/group")
    page.get_by_role("textbox", name="Names").fill(NAMES)
    page.get_by_role("button", name="Make a list of the names").click()
    page.get_by_role("link", name="Papers for the course day").click()
    page.wait_for_url("**/papers")


def test_a_sign_in_sheet_is_chosen_and_printed(page: Page) -> None:
    bring_names(page)
    dates = page.locator("#attendance").get_by_role("textbox", name="Dates")
    dates.fill("32.1.2026")
    dates.press("Tab")
    expect(page.locator("#attendance .fault-text")).to_contain_text("there is no such day")
    expect(dates).to_have_attribute("aria-invalid", "true")
    judge(page, "papers-at-fault")
    dates.fill("12.1.2026, 19.1.2026")
    dates.press("Tab")
    expect(page.locator("#attendance .fault-text")).to_have_count(0)
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Print Sign-in sheet").press("Enter")
    opened.value.wait_for_url("**/papers/print?paper=attendance*")
    opened.value.close()
    expect(dates).to_have_value("12.1.2026, 19.1.2026")


@pytest.mark.long
def test_every_screen_of_papers_is_for_everybody(page: Page) -> None:
    page.goto(f"{page.url}papers")
    judge(page, "papers-without-a-list")
    page.get_by_role("link", name="With lines to write on").click()
    expect(page.locator("img[data-waits]")).to_have_count(0)
    judge(page, "papers-blank")
    page.get_by_role("link", name="Start", exact=True).click()
    bring_names(page)
    expect(page.locator("img[data-waits]")).to_have_count(0)
    judge(page, "papers")
    page.get_by_role("combobox", name="Whom").select_option("Läsnä=x")
    page.get_by_role("button", name="Make the certificates").click()
    expect(page.get_by_role("heading", name="3 certificates are ready")).to_be_visible()
    judge(page, "certificates-done")
    page.get_by_role("link", name="Back to the papers").click()
    page.get_by_role("link", name="For the whole group").click()
    page.get_by_role("checkbox", name="Sign-in sheet").check()
    page.get_by_role("checkbox", name="Groups").check()
    judge(page, "group-with-papers")
    page.get_by_role("button", name="Make 4 handouts").click()
    expect(page.get_by_role("heading", name="4 handouts are ready")).to_be_visible()
    expect(page.locator("#papers-heading + ul li")).to_have_count(2)
    judge(page, "done-with-papers")


@pytest.mark.long
def test_without_scripts_a_paper_is_chosen_and_printed(browser: Browser, server: Served) -> None:
    with window(browser, link(server), scripts=False) as page:
        bring_names(page)
        page.locator("#groups").get_by_role("textbox").first.fill("40")
        page.locator("#groups").get_by_role("button", name="Show the change").last.click()
        expect(page.locator("#groups .fault-text")).to_be_visible()
        page.locator("#groups").get_by_role("textbox").first.fill("2")
        page.locator("#groups").get_by_role("button", name="Show the change").last.click()
        expect(page.locator("#groups .fault-text")).to_have_count(0)
        with page.context.expect_page() as opened:
            page.get_by_role("button", name="Print Groups").click()
        opened.value.wait_for_url("**/papers/print?paper=groups*")
        opened.value.close()
