"""A screen that is opened after a text was sent shows the text, though it has come before the whole of it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest

from tests.helpers.web import FORM, Served, served

NAVIGATES = {"Sec-Fetch-Mode": "navigate"}
TEXT = "Åsa Öberg-Esimerkki"


@pytest.fixture
def server() -> Iterator[Served]:
    with served() as running:
        yield running


@pytest.mark.parametrize("headers", [NAVIGATES, {}])
def test_a_screen_waits_for_what_was_sent_before_it_and_a_script_does_not(
    server: Served, headers: dict[str, str]
) -> None:
    browser = server.browser()
    body = urlencode({"screen": "person", "answer.nimi": TEXT}).encode()
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=30)) as connection, ThreadPoolExecutor(1) as pool:
        connection.putrequest("POST", "/choices")
        for name, value in (browser.headers() | {"Content-Type": FORM, "Content-Length": str(len(body))}).items():
            connection.putheader(name, value)
        connection.endheaders(body[:-5])
        screen = pool.submit(browser.get, "/person", headers=headers)
        if not headers:
            assert TEXT not in screen.result().text
            return
        with pytest.raises(TimeoutError):
            screen.result(0.2)
        connection.send(body[-5:])
        assert TEXT in screen.result().text


def test_a_screen_does_not_wait_for_ever(server: Served) -> None:
    browser = server.browser()
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=30)) as connection:
        connection.putrequest("POST", "/choices")
        for name, value in (browser.headers() | {"Content-Type": FORM, "Content-Length": "100"}).items():
            connection.putheader(name, value)
        connection.endheaders(b"screen=person")
        assert browser.get("/person", headers=NAVIGATES).status == 200
