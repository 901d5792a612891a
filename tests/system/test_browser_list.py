"""The list of a group in a real browser: brought, mended and ticked, by keys alone and without scripts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.helpers.chromium import judge, window
from tests.helpers.web import Served

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

TABLE = (
    "Nimi;Esimieheltä;Viranomaisilta;Puhelin\n"
    "Aino Esimerkki;Palautetta;Neuvoja;040 1\n"
    ";Palautetta;;040 2\n"
    "Ville Mallikas;#N/A;Neuvoja;040 3\n"
    "Olga Esimerkova;;Neuvoja;040 4\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ryhma.csv"
    path.write_text(TABLE, "utf-8")
    return path


def opened(browser: Browser, server: Served, *, scripts: bool = True) -> Iterator[Page]:
    with window(browser, f"http://127.0.0.1:{server.port}/open/{server.service.link.token}", scripts=scripts) as page:
        page.goto(f"http://127.0.0.1:{server.port}/group")
        yield page


@pytest.fixture
def page(browser: Browser, server: Served) -> Iterator[Page]:
    yield from opened(browser, server)


@pytest.fixture
def plain_page(browser: Browser, server: Served) -> Iterator[Page]:
    """The page in a browser without scripts."""
    yield from opened(browser, server, scripts=False)


def focus(page: Page) -> str:
    """Return the id of what has the focus."""
    return str(page.evaluate("document.activeElement.id"))


def test_every_state_is_accessible(page: Page, file: Path) -> None:
    judge(page, "list-empty")
    picture = file.with_name("ryhmakuva.png")
    picture.write_bytes(b"\x89PNG")
    page.locator("#names").fill("Aino Esimerkki")
    page.set_input_files("#file", picture)
    expect(page.get_by_role("alert")).to_contain_text("ryhmakuva.png is a picture")
    expect(page.locator("#names")).to_have_value("Aino Esimerkki")
    judge(page, "list-refused")
    page.set_input_files("#file", file)
    expect(page.get_by_role("heading", name="2 places to mend")).to_be_visible()
    judge(page, "list")
    page.get_by_role("button", name="Clear the cell").first.click()
    expect(page.get_by_text("Mended.")).to_be_visible()
    judge(page, "list-mended")


def test_mended_by_keys_alone(page: Page, file: Path) -> None:
    page.set_input_files("#file", file)
    page.get_by_role("link", name="Row 3, Nimi").press("Enter")
    assert focus(page) == "i0-3-1"
    page.keyboard.type("Eero Esimerkki")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="1 place to mend")).to_be_visible()
    expect(page.locator("#i0-4-2")).to_be_focused()  # The next fault.
    page.keyboard.type("Suositus")
    page.keyboard.press("Enter")
    expect(page.locator("#make")).to_be_focused()  # There is none any more.
    expect(page.locator("#make")).to_have_text("Make 4 handouts")
    page.locator("#c0-2-1").click()
    for key in ("ArrowRight", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    page.keyboard.type("x")
    page.keyboard.press("Escape")
    assert focus(page) == "c0-3-2"
    expect(page.locator("#c0-3-2")).to_have_text("Palautetta")
    page.keyboard.type("Uusi")
    page.keyboard.press("Enter")
    assert focus(page) == "c0-4-2"  # Down, at once.
    expect(page.get_by_role("button", name="Undo: row 3, Esimieheltä")).to_be_visible()
    page.keyboard.press(" ")
    expect(page.locator("#chosen-count")).to_have_text("3 / 4 chosen")
    assert focus(page) == "c0-4-2"


def test_a_column_is_chosen_in_a_small_window(page: Page, file: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    file.write_text(TABLE.replace("Nimi;", "Kuka;"), "utf-8")
    page.set_input_files("#file", file)
    expect(page.locator("#make")).to_have_text("Make the handouts")
    page.get_by_label("Kuka", exact=True).select_option("nimi")
    expect(page.locator("#make")).to_have_text("Make 2 handouts")


def test_an_empty_table_is_begun(page: Page) -> None:
    page.get_by_role("button", name="Begin with an empty table").click()
    expect(page.locator("#i0-2-1")).to_be_focused()
    page.keyboard.type("Aino Esimerkki")
    page.keyboard.press("Enter")
    expect(page.locator("#make")).to_have_text("Make 1 handout")


def test_what_is_being_typed_stays_while_the_page_changes(page: Page, file: Path) -> None:
    page.set_input_files("#file", file)
    page.locator("#c0-2-2").click()
    page.keyboard.type("Uusi")
    page.keyboard.press("Enter")
    page.locator("#c0-5-2").click()
    page.keyboard.type("Kesken")
    expect(page.get_by_role("button", name="Undo: row 2, Esimieheltä")).to_be_visible()
    expect(page.locator("#c0-5-2 input")).to_have_value("Kesken")


@pytest.mark.long  # What the screen answers is tested in test_group.py, and that a browser sends it in test_browser.py.
def test_without_scripts(plain_page: Page, file: Path) -> None:
    page = plain_page
    page.set_input_files("#file", file)
    page.get_by_role("button", name="Read the file").click()
    page.locator("#i0-3-1").fill("Eero Esimerkki")
    page.locator("#i0-3-1").press("Enter")
    page.get_by_role("button", name="Clear the cell").click()
    expect(page.get_by_role("heading", name="The list is in order")).to_be_visible()
    page.locator("#r0-2 input[type=checkbox]").uncheck()
    page.get_by_role("button", name="Save the ticks").click()
    expect(page.locator("#make")).to_have_text("Make 3 handouts")
    page.get_by_role("link", name="Row 5, all columns").click()
    page.get_by_label("Esimieheltä").fill("Rohkaisua")
    page.get_by_role("button", name="Save and go back").click()
    expect(page.locator("#c0-5-2")).to_have_text("Rohkaisua")
