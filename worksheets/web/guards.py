"""Who may ask for what: each request is judged before anything of it is read.

In this order: the exact host (421, against DNS rebinding), where a request that changes something comes from (403,
against other sites), the visit's cookie (401), the size (413). Every answer carries the headers that keep the page to
itself.
"""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from worksheets.messages import in_language

from .refusals import refusal
from .service import Service

_SAFE = ("GET", "HEAD")
_OPEN = ("/open/", "/assets/")
"""Paths for which no cookie is asked."""
HEADERS: Mapping[str, str] = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' blob:; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    # With no-referrer, Chromium sends our own forms with “Origin: null”.
    "referrer-policy": "same-origin",
}
LARGEST_BODY = 64_000_000
"""Limit of what a request brings, in bytes: 200 forms of 300 kB; a list may have 20 MB."""


class TooLargeError(Exception):
    """A request brings more bytes than it may."""


class Guards:
    """Lets through what comes from the page itself, with the visit in ``request.state``."""

    def __init__(self, app: ASGIApp, service: Service, port: int) -> None:
        self.app = app
        self.service = service
        self.cookie = cookie_name(port)
        self.hosts = (f"127.0.0.1:{port}", f"localhost:{port}")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Judge a request, and pass it on or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        status = self._judged(request)
        send = _with_headers(send)
        if status is not HTTPStatus.OK:
            await refusal(request, status)(scope, receive, send)
            return
        visit = self.service.visits.of(request.cookies.get(self.cookie, ""))
        request.state.visit = visit
        if visit is None:
            await self.app(scope, _counted(receive), send)
            return
        visit.touch()
        with in_language(visit.language):
            await self.app(scope, _counted(receive), send)

    def _judged(self, request: Request) -> HTTPStatus:
        """Return OK for a request that may be answered, otherwise why it is refused."""
        headers = request.headers
        if headers.get("host", "") not in self.hosts:
            return HTTPStatus.MISDIRECTED_REQUEST
        if request.method not in _SAFE and not self._is_from_the_page(headers):
            return HTTPStatus.FORBIDDEN
        is_open = request.url.path.startswith(_OPEN)
        if not is_open and self.service.visits.of(request.cookies.get(self.cookie, "")) is None:
            return HTTPStatus.UNAUTHORIZED
        is_small = _is_small(headers.get("content-length", "0"))
        return HTTPStatus.OK if is_small else HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def _is_from_the_page(self, headers: Headers) -> bool:
        """Return True for a request that the page itself has sent; old browsers say only the origin."""
        if (site := headers.get("sec-fetch-site")) is not None:
            return site == "same-origin"
        return headers.get("origin", "") in [f"http://{host}" for host in self.hosts]


def _is_small(length: str) -> bool:
    """Return True for a length, as a header says it, of a body that is read."""
    is_number = length.isascii() and length.isdigit() and len(length) <= len(str(LARGEST_BODY))
    return is_number and int(length) <= LARGEST_BODY


def cookie_name(port: int) -> str:
    """Return the name of the cookie; cookies are sent to every port of a host, so that it has the port's number."""
    return f"worksheets-{port}"


def _with_headers(send: Send) -> Send:
    """Return what sends an answer with our headers."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending


def _counted(receive: Receive) -> Receive:
    """Return what receives a body and counts its bytes, since a request may say nothing of its size, or lie."""
    total = 0

    async def receiving() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > LARGEST_BODY:
            raise TooLargeError
        return message

    return receiving
