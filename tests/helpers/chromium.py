"""A real browser for the tests of the page: Debian's Chromium, driven by Playwright, and axe, which judges a page."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request, WebError, expect, sync_playwright

from tests.helpers.web import Served

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
"""The names that the browser's program may have; ``run`` looks for the same."""
PICTURES = "WORKSHEETS_SCREENS"
"""The environment variable that names a folder for pictures of every state that is judged; none are kept without it."""
_OPTIONS = (
    "--no-sandbox",  # As root, it starts without a sandbox only; it shows no pages but ours.
    "--disable-gpu",
    "--disable-dev-shm-usage",  # Containers have little shared memory.
    # It asks nothing of its makers by itself.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
_VIEWER = ("chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/", "chrome://resources/")
"""Where Chromium has its viewer of PDFs, and what that shows: in the program itself."""
_windows: dict[tuple[Browser, bool, str], Page] = {}
"""Windows that no test uses now: by their browser, whether scripts run, and the language."""
_PATIENCE = 60_000
"""Milliseconds after which what is waited for is given up: other tests run beside."""
_ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_OF_COLOURS = ["color-contrast", "link-in-text-block"]
_LOOKS: tuple[tuple[int, int, Literal["light", "dark"], list[str]], ...] = (
    (320, 640, "light", _ALL),
    (1280, 900, "light", _ALL),
    (1280, 900, "dark", _OF_COLOURS),  # Nothing else is different from before.
)
"""Windows, in pixels, schemes of colours, and axe's rules for them: the narrowest window that WCAG 1.4.10 knows, and a
usual one."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser, without a window."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)  # None for Playwright's own.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_OPTIONS)
        expect.set_options(timeout=_PATIENCE)
        yield browser
        _windows.clear()
        browser.close()


def link(server: Served) -> str:
    """Return the link that lets the next window in."""
    return f"http://127.0.0.1:{server.port}/open/{server.service.link.token}"


@contextmanager
def window(browser: Browser, link: str, *, scripts: bool = True, language: str = "en") -> Iterator[Page]:
    """Open the page with its link, in a window with no cookies.

    At its end, nothing may have been asked of another machine, and no script may have failed. The window serves the
    next test, too: a new one takes two seconds of processor time.
    """
    kind = (browser, scripts, language)
    page = _windows.pop(kind, None) or _new_window(browser, scripts=scripts, language=language)
    requests: list[str] = []
    errors: list[str] = []
    with _noting(page.context, requests, errors):
        page.goto(link)
        yield page
        _empty(page)
    start = link.partition("/open/")[0]
    own = (f"{start}/", f"blob:{start}/", "about:blank", *_VIEWER)
    foreign = [url for url in requests if not url.startswith(own)]
    assert not foreign, foreign  # Said here, since pytest explains only what stands in tests.
    assert errors == []
    _windows[kind] = page


def _new_window(browser: Browser, *, scripts: bool, language: str) -> Page:
    locales = {"en": "en-GB", "fi": "fi-FI", "sv": "sv-SE"}
    context = browser.new_context(java_script_enabled=scripts, locale=locales[language], accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(_PATIENCE)
    return page


@contextmanager
def _noting(context: BrowserContext, requests: list[str], errors: list[str]) -> Iterator[None]:
    """Note in this context which addresses are asked, and what goes wrong in scripts."""

    def note_request(request: Request) -> None:
        requests.append(request.url)

    def note_error(error: WebError) -> None:
        errors.append(str(error.error))

    context.on("request", note_request)
    context.on("weberror", note_error)
    try:
        yield
    finally:
        context.remove_listener("request", note_request)
        context.remove_listener("weberror", note_error)


def _empty(page: Page) -> None:
    """Leave nothing in a window of what was done in it, but files that never change."""
    page.evaluate("localStorage.clear(); sessionStorage.clear()")
    page.goto("about:blank")
    page.context.clear_cookies()
    page.set_viewport_size({"width": 1280, "height": 720})


def judge(page: Page, name: str) -> None:
    """Judge the present state of a page: its accessibility, in light and dark, and that nothing scrolls sideways."""
    for width, height, scheme, rules in _LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": height})
        _keep_picture(page, f"{name}-{width}-{scheme}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name}: {wide} px wide in a window of {width} px"
        assert violations(page, rules) == [], f"{name}, {width} px, {scheme}"
    page.emulate_media(color_scheme="light")


def violations(page: Page, rules: list[str]) -> list[str]:
    """Return what axe finds by its rules, or groups of them: the rule, and the elements.

    Only that is fetched: all that axe says takes as long again.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(options).then(results => results.violations)", options)
    return [f"{rule['id']}: {node['target']} {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def _keep_picture(page: Page, name: str) -> None:
    if folder := os.environ.get(PICTURES):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
