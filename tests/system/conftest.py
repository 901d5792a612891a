"""What several tests of the whole program share."""

from collections.abc import Generator
from contextlib import ExitStack
from functools import cached_property

import pytest
from playwright.sync_api import Browser

from tests.helpers.chromium import chromium
from tests.helpers.web import Served, served


class _Running:
    """A real browser and a server, each started when it is first asked for."""

    def __init__(self) -> None:
        self._stack = ExitStack()

    @cached_property
    def browser(self) -> Browser:
        return self._stack.enter_context(chromium())

    @cached_property
    def server(self) -> Served:
        return self._stack.enter_context(served())

    def end(self) -> None:
        self._stack.close()


_RUNNING = pytest.StashKey[_Running]()


@pytest.fixture(scope="module")
def browser(pytestconfig: pytest.Config) -> Browser:
    """Return a real browser; the tests that ask for it are of the group ``browser``, so that one process starts it."""
    return pytestconfig.stash.setdefault(_RUNNING, _Running()).browser


@pytest.fixture(scope="module")
def server(pytestconfig: pytest.Config) -> Served:
    """Return the server that the browser's windows open, each in a visit of its own."""
    return pytestconfig.stash.setdefault(_RUNNING, _Running()).server


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, None, None]:
    """End the browser after the last test that uses it: as long as it runs, no other test can start an event loop."""
    try:
        return (yield)
    finally:
        stash = item.config.stash
        if "browser" not in getattr(nextitem, "fixturenames", ()) and _RUNNING in stash:
            stash[_RUNNING].end()
            del stash[_RUNNING]
