"""The server's port, and how it runs; what happens at its end is in ``tests/system/test_serve.py``."""

import socket
import time
from threading import Thread

import pytest

from tests.helpers.web import Clock, served
from worksheets import api
from worksheets.errors import OptionsError
from worksheets.web.server import RunningServer
from worksheets.web.service import Service


def test_it_can_be_reached_from_this_machine_alone() -> None:
    with served() as page:
        socket.create_connection(("127.0.0.1", page.port), 5).close()
        with pytest.raises(OSError, match="refused"):  # Any 127.x.y.z is this machine, but not the one that is served.
            socket.create_connection(("127.0.0.2", page.port), 5)


@pytest.mark.parametrize(
    ("port", "problem"),
    [
        (65536, "--port 65536: there is no such port; choose another, or leave --port out"),
        (80, "--port 80: this port is not for your programs; choose another, or leave --port out"),
    ],
)
def test_a_port_that_cannot_be_used_is_said(monkeypatch: pytest.MonkeyPatch, port: int, problem: str) -> None:
    def bind(_listener: socket.socket, address: tuple[str, int]) -> None:
        raise PermissionError(13, "Permission denied") if address[1] == 80 else OverflowError

    with api.Session() as session:
        monkeypatch.setattr(socket.socket, "bind", bind, raising=False)
        with pytest.raises(OptionsError) as raised:
            RunningServer(Service(session), port)
    assert str(raised.value) == problem


def test_it_ends_by_itself_when_nobody_is_there() -> None:
    clock = Clock()
    with served(clock=clock) as page:
        browser = page.browser()
        with browser.opened("/presence") as stream:
            stream.readline()
        visit = page.visit(browser)
        while visit.open_pages:
            time.sleep(0.01)
        clock.now += 60
        page.thread.join(20)
        assert not page.thread.is_alive()


def test_it_ends_although_somebodys_list_is_still_being_read() -> None:
    clock = Clock()
    with api.Session() as session:
        service = Service(session, clock=clock)
        server = RunningServer(service)
        visit = service.new_visit()
        thread = Thread(target=server.run)
        with visit.lock:  # As whoever reads a list holds it.
            clock.now += 10_000  # The visit is to be wiped now, which has to wait.
            thread.start()
            server.end()
            thread.join(10)
            assert not thread.is_alive()
        assert not visit.folder.exists()
