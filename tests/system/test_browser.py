"""The page in a real browser, as trainers use it; what can be seen without a browser is in ``tests/unit/web``."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.helpers.chromium import chromium, judge, window
from tests.helpers.web import Served, served

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    with served() as running:
        yield running


@pytest.fixture
def page(browser: Browser, server: Served) -> Iterator[Page]:
    with window(browser, link(server)) as opened:
        yield opened


def link(server: Served) -> str:
    return f"http://127.0.0.1:{server.port}/open/{server.service.link.token}"


def test_start(page: Page) -> None:
    judge(page, "start")


def test_privacy(page: Page) -> None:
    page.get_by_role("link", name="How can I check that?").click()
    judge(page, "privacy")


def test_no_cookie(browser: Browser, server: Served) -> None:
    with window(browser, f"http://127.0.0.1:{server.port}/open/{'x' * 43}") as refused:
        judge(refused, "refused")
