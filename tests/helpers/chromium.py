"""A real browser for the tests of the page: Debian's Chromium, driven by Playwright, and axe, which judges a page."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.helpers.web import Served

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
"""The names that the browser's program may have; ``run`` looks for the same."""
PICTURES = "WORKSHEETS_SCREENS"
"""The environment variable that names a folder for pictures of every state that is judged; none are kept without it."""
_LOOKS: tuple[tuple[int, int, Literal["light", "dark"]], ...] = (
    (320, 640, "light"),
    (1280, 900, "light"),
    (1280, 900, "dark"),
)
"""Windows, in pixels, and schemes of colours: the narrowest window that WCAG 1.4.10 knows, and a usual one."""
_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser, without a window."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)  # None for Playwright's own.
    with sync_playwright() as playwright:
        # As root, Chromium starts without its sandbox only; it shows no pages but ours.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def link(server: Served) -> str:
    """Return the link that lets the next window in."""
    return f"http://127.0.0.1:{server.port}/open/{server.service.link.token}"


@contextmanager
def window(browser: Browser, link: str, *, scripts: bool = True, language: str = "en") -> Iterator[Page]:
    """Open the page with its link, in a window with no cookies.

    At its end, nothing may have been asked of another machine, and no script may have failed.
    """
    locales = {"en": "en-GB", "fi": "fi-FI", "sv": "sv-SE"}
    with browser.new_context(java_script_enabled=scripts, locale=locales[language], accept_downloads=True) as context:
        requests: list[str] = []
        errors: list[str] = []
        context.on("request", lambda request: requests.append(request.url))
        context.on("weberror", lambda error: errors.append(str(error.error)))
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto(link)
        yield page
        start = link.partition("/open/")[0]
        assert [url for url in requests if not url.startswith((f"{start}/", f"blob:{start}/"))] == []
        assert errors == []


def judge(page: Page, name: str) -> None:
    """Judge the present state of a page: its accessibility, in light and dark, and that nothing scrolls sideways."""
    for width, height, scheme in _LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": height})
        _keep_picture(page, f"{name}-{width}-{scheme}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name}: {wide} px wide in a window of {width} px"
        assert violations(page) == [], f"{name}, {width} px, {scheme}"
    page.emulate_media(color_scheme="light")


def violations(page: Page) -> list[str]:
    """Return what axe finds: the rule, and the elements."""
    found = Axe().run(page, options=_RULES).response["violations"]
    return [f"{rule['id']}: {node['target']} {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def _keep_picture(page: Page, name: str) -> None:
    if folder := os.environ.get(PICTURES):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
