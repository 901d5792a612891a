"""What several tests of the whole program share."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.helpers.chromium import chromium
from tests.helpers.web import Served, served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a real browser; the tests that ask for it are of the group ``browser``, so that one process starts it."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def server() -> Iterator[Served]:
    """Return the server that the real browser's windows open, each in a visit of its own."""
    with served() as running:
        yield running
