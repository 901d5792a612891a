"""Files that are made to do harm, brought to the page: a message is the answer, and nobody else notices."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tests.helpers.web import Answer, Browser, File, Served, served
from worksheets.web.bodies import LARGEST

pytestmark = pytest.mark.slow

HOSTILE = Path(__file__).parents[2] / "data" / "hostile"
LISTS = ["both9e6.ods", "farcell_sq.xlsx", "sharedref18MB.xlsx"]
FORMS = ["bombvalue6GB_l2.pdf", "flip-21.pdf", "jsondeep.pdf"]


@pytest.fixture(scope="module")
def page() -> Iterator[Served]:
    with served() as running:
        yield running


@pytest.fixture(scope="module")
def other(page: Served) -> Browser:
    """Somebody else, who has a list."""
    browser = page.browser()
    browser.post("/list/names", {"names": "Aino Esimerkki\nVille Mallikas"})
    return browser


def _assert_undisturbed(other: Browser) -> None:
    answer = other.get("/group")
    assert answer.status == 200
    assert "Aino Esimerkki" in answer.text
    assert "Ville Mallikas" in answer.text


def _assert_own_folder_is_unsaid(page: Served, browser: Browser, answer: Answer) -> None:
    assert str(page.visit(browser).folder) not in answer.text


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_answered_with_a_message(page: Served, other: Browser, name: str) -> None:
    browser = page.browser()
    answer = browser.post("/list/file", {}, [File("file", f"../../{name}", (HOSTILE / name).read_bytes())])
    assert answer.status == 200
    assert answer.path == "/group"
    assert 'role="alert"' in answer.text or "to mend" in answer.text
    _assert_own_folder_is_unsaid(page, browser, answer)
    _assert_undisturbed(other)


def test_a_zip_that_expands_is_answered_with_a_message(page: Served, other: Browser) -> None:
    browser, packed = page.browser(), BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr("vastaus.pdf", bytes(LARGEST + 1))
    answer = browser.post("/forms/files", {}, [File("files", "vastaukset.zip", packed.getvalue())])
    assert answer.status == 200
    assert "vastaukset.zip" in answer.text
    assert sum(path.stat().st_size for path in page.visit(browser).folder.rglob("*") if path.is_file()) < LARGEST
    _assert_undisturbed(other)


def test_forms_are_answered_with_messages(page: Served, other: Browser) -> None:
    browser = page.browser()
    files = [File("files", name, (HOSTILE / name).read_bytes(), "application/pdf") for name in FORMS]
    answer = browser.post("/forms/files", {}, files)
    assert answer.status == 200
    assert FORMS[0] in answer.text, "it cannot be read, and the page says so"
    _assert_own_folder_is_unsaid(page, browser, answer)
    _assert_undisturbed(other)
