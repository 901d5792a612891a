"""Returned forms in a real browser: dropped, looked at with the keyboard alone, and without scripts."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.helpers.chromium import judge, link, window
from tests.helpers.tiny_form import tiny_form
from tests.helpers.web import Served

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]
_DROP = """(bytes) => {
  const brought = new DataTransfer();
  brought.items.add(new File([new Uint8Array(bytes)], "Aino.pdf", { type: "application/pdf" }));
  for (const name of ["dragover", "drop"]) {
    document.body.dispatchEvent(new DragEvent(name, { dataTransfer: brought, bubbles: true, cancelable: true }));
  }
}"""


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Return a form, another one, and a file that is none."""
    for name in ("Aino Esimerkki", "Ville Mallikas"):
        form = tiny_form({"tukiverkosto.esimies": f"Apua {name}"}, handed_out={"nimi": name})
        (tmp_path / f"{name}.pdf").write_bytes(form)
    (tmp_path / "rikki.pdf").write_bytes(b"%PDF-1.7")
    return sorted(tmp_path.glob("*.pdf"))


def go(page: Page, server: Served) -> None:
    for visit in server.service.visits:
        visit.language = "en"
    page.goto(f"http://127.0.0.1:{server.port}/forms")


def test_forms_are_dropped_and_looked_at_with_the_keyboard(browser: Browser, server: Served, files: list[Path]) -> None:
    with window(browser, link(server)) as page:
        go(page, server)
        judge(page, "forms-empty")
        page.evaluate(_DROP, [*files[0].read_bytes()])
        expect(page.locator(".counts")).to_contain_text("1 has answered")
        page.set_input_files("#files", files)
        expect(page.locator(".counts")).to_contain_text("2 have answered")
        expect(page.locator(".counts")).to_contain_text("1 file could not be read")
        judge(page, "forms")
        page.get_by_role("link", name="See Ville Mallikas").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#seen-heading")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.get_by_role("link", name="See Ville Mallikas")).to_be_focused()
        page.get_by_role("button", name="Leave it out rikki.pdf").click()
        expect(page.locator(".counts")).not_to_contain_text("could not be read")
        page.get_by_role("button", name="Undo: rikki.pdf").click()
        expect(page.locator(".counts")).to_contain_text("1 file could not be read")


@pytest.mark.long  # What the screen answers is tested in test_forms_screen.py.
def test_forms_are_brought_without_scripts(browser: Browser, server: Served, files: list[Path]) -> None:
    with window(browser, link(server), scripts=False) as page:
        go(page, server)
        page.set_input_files("#files", files)
        page.get_by_role("button", name="Read these files").click()
        expect(page.locator(".counts")).to_contain_text("2 have answered")
        with page.expect_download() as download:
            page.get_by_role("link", name="Answers to Excel").click()
        assert download.value.suggested_filename == "vastaukset.xlsx"
