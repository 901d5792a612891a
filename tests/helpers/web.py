"""The page in the browser, served by a thread of this process, and a browser for it without a window."""

import functools
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from dataclasses import field as attribute
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit

import pytest

from worksheets import api
from worksheets.web.guards import cookie_name
from worksheets.web.server import RunningServer
from worksheets.web.service import Service
from worksheets.web.visits import Visit

_PATIENCE = 30.0
"""Seconds that a test waits for an answer."""
_MOST_REDIRECTS = 5
FORM = "application/x-www-form-urlencoded"

Fields = Mapping[str, str | Sequence[str]] | Iterable[tuple[str, str]]
"""A form's texts; a name that comes several times has several texts, as ticks have."""


@dataclass(frozen=True, slots=True)
class File:
    """A file as a browser sends it."""

    field: str
    name: str
    content: bytes = attribute(repr=False)
    media_type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server has answered; after redirects, the last answer."""

    status: int
    headers: Mapping[str, str]
    """By their names in small letters."""
    body: bytes = attribute(repr=False)
    path: str
    """The path that has answered, with its query."""

    @property
    def text(self) -> str:
        return self.body.decode()


class Browser:
    """One browser, with its cookies. It says, as browsers do, that its requests come from the page itself."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def get(self, path: str, *, headers: Mapping[str, str] | None = None, follow: bool = True) -> Answer:
        return self.request("GET", path, headers=headers, follow=follow)

    def post(
        self,
        path: str,
        fields: Fields = (),
        files: Iterable[File] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        follow: bool = True,
    ) -> Answer:
        """Send a form; with files (or none of them: ``files=()``), as multipart."""
        pairs = _pairs(fields)
        if files is None:
            media_type, body = FORM, urlencode(pairs).encode()
        else:
            media_type, body = multipart(pairs, files)
        return self.request("POST", path, body, {"Content-Type": media_type, **(headers or {})}, follow=follow)

    def request(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        follow: bool = True,
    ) -> Answer:
        """Send a request, and go where the answer says."""
        for _redirect in range(_MOST_REDIRECTS):
            with self.opened(path, method=method, body=body, headers=headers) as response:
                answer = Answer(
                    response.status,
                    {name.lower(): value for name, value in response.getheaders()},
                    response.read(),
                    path,
                )
            if not follow or answer.status not in (302, 303, 307, 308):
                return answer
            path = urldefrag(urljoin(path, answer.headers["location"])).url  # A browser keeps the place on the page.
            method, body, headers = "GET", None, None
        msg = f"{path} leads nowhere"
        raise AssertionError(msg)

    @contextmanager
    def opened(
        self,
        path: str,
        *,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        patience: float = _PATIENCE,
    ) -> Iterator[HTTPResponse]:
        """Give an answer that is not yet read, for what is sent bit by bit; hang up after ``patience`` in seconds."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=patience)) as connection:
            connection.request(method, path, body, self.headers() | dict(headers or {}))
            with connection.getresponse() as response:
                self._keep(response.headers.get_all("set-cookie") or [])
                yield response

    def headers(self) -> dict[str, str]:
        """Return what a browser says of a request, with its cookies."""
        return {
            "Origin": f"http://127.0.0.1:{self.port}",
            "Sec-Fetch-Site": "same-origin",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Connection": "close",
        }

    def _keep(self, lines: Iterable[str]) -> None:
        """Keep the cookies that an answer has set."""
        for line in lines:
            name, _equals, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs."""

    service: Service
    port: int
    thread: threading.Thread
    """In which it runs, until it ends."""

    def browser(self) -> Browser:
        """Return a browser that has opened the page with the link, in a visit of its own."""
        browser = Browser(self.port)
        answer = browser.get(f"/open/{self.service.link.token}", follow=False)
        assert answer.status == 303, answer
        return browser

    def visit(self, browser: Browser) -> Visit:
        """Return a browser's visit, to look at or to change."""
        visit = self.service.visits.of(browser.cookies[cookie_name(self.port)])
        assert visit is not None
        return visit


@contextmanager
def served(
    courses: Sequence[str] = (),
    *,
    port: int = 0,
    session: api.Session | None = None,
    clock: Callable[[], float] = time.monotonic,
    report: Callable[[str], object] = pytest.fail,
) -> Iterator[Served]:
    """Serve the page while the context lasts: on a free port, and with this process's session, unless they are given.

    ``clock`` gives the seconds by which visits grow old; ``report`` gets what is said of the program's own failures.
    """
    service = Service(session or shared_session(), courses, clock, report)
    server = RunningServer(service, port)
    thread = threading.Thread(target=server.run, name="served", daemon=True)
    thread.start()
    try:
        yield Served(service, server.port, thread)
    finally:
        server.end()
        thread.join(_PATIENCE)
        assert not thread.is_alive()
        for other in threading.enumerate():
            if other.name == "preview":  # It would still compute, and end a run, while another test is run.
                other.join(_PATIENCE)


@functools.cache
def shared_session() -> api.Session:
    """Return the session of this process's tests: what one of them has had typeset, the next one need not."""
    return api.Session()


def raw(port: int, request: bytes) -> bytes:
    """Send bytes as they are, and return all that is answered until the server hangs up."""
    with socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(65536), b""))


class Clock:
    """A clock that stands still until it is put on."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def multipart(pairs: Iterable[tuple[str, str]], files: Iterable[File]) -> tuple[str, bytes]:
    """Return a form with files as browsers send it: its media type, and the body."""
    boundary = f"----worksheets{secrets.token_hex(8)}"
    parts = [_part(f'name="{_quoted(name)}"', "", text.encode()) for name, text in pairs]
    parts += [
        _part(f'name="{_quoted(file.field)}"; filename="{_quoted(file.name)}"', file.media_type, file.content)
        for file in files
    ]
    body = b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    return f"multipart/form-data; boundary={boundary}", body + b"--" + boundary.encode() + b"--\r\n"


def _part(disposition: str, media_type: str, content: bytes) -> bytes:
    kind = f"\r\nContent-Type: {media_type}" if media_type else ""
    return f"Content-Disposition: form-data; {disposition}{kind}\r\n\r\n".encode() + content


def _quoted(name: str) -> str:
    """Return a name as browsers write it between quotation marks (HTML, “multipart/form-data encoding algorithm”)."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _pairs(fields: Fields) -> list[tuple[str, str]]:
    if not isinstance(fields, Mapping):
        return [*fields]
    return [(name, text) for name, value in fields.items() for text in ([value] if isinstance(value, str) else value)]


def path_of(link: str) -> str:
    """Return the path of a whole address."""
    return urlsplit(link).path
