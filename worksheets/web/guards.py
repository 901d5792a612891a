"""Who may ask for what: each request is judged before anything of it is read.

In this order: the exact host (421, against DNS rebinding), where a request that changes something comes from (403,
against other sites), the visit's cookie (401), the size (413). Every answer carries the headers that keep the page to
itself.
"""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from worksheets.messages import in_language, system_language

from .bodies import LARGEST, Body, TooLargeError
from .refusals import refusal
from .service import Service
from .unanswered import Unanswered

_SAFE = ("GET", "HEAD")
_OPEN = ("/open/", "/assets/")
"""Beginnings of the paths for which no cookie is asked."""
ENDED = "/ended"
"""The screen that is shown when everything is deleted, and the cookie with it."""
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


class Guards:
    """Lets through what comes from the page itself, with the visit and the body in ``request.state``."""

    def __init__(self, app: ASGIApp, service: Service, port: int) -> None:
        self.app = app
        self.service = service
        self.unanswered = Unanswered()
        self.cookie = cookie_name(port)
        self.hosts = (f"127.0.0.1:{port}", f"localhost:{port}")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Judge a request, and pass it on or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        visit = request.state.visit = self.service.visits.of(request.cookies.get(self.cookie, ""))
        body = request.state.body = Body(receive, request.headers.get("content-length", "0"))
        status = self._judged(request)
        send = _with_headers(send)
        with in_language(visit.language if visit else system_language()):
            if status is not HTTPStatus.OK:
                if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.REQUEST_ENTITY_TOO_LARGE):
                    await body.drop()
                await refusal(request, status)(scope, receive, send)
                return
            if visit and not _is_stream(request.headers):
                self.service.visits.touch(visit)
            await self.unanswered.passed(visit, request)
            try:
                with self.unanswered.noted(visit, request):
                    await self.app(scope, body, send)
            finally:
                if visit and visit.is_wiped:  # Meanwhile, and the handler may have written into its folder since.
                    await run_in_threadpool(visit.wipe)

    def _judged(self, request: Request) -> HTTPStatus:
        """Return OK for a request that may be answered, otherwise why it is refused."""
        if request.headers.getlist("host") not in [[host] for host in self.hosts]:
            return HTTPStatus.MISDIRECTED_REQUEST
        if request.method not in _SAFE and not self._is_from_the_page(request.headers):
            return HTTPStatus.FORBIDDEN
        path = request.url.path
        if request.state.visit is None and path != ENDED and not path.startswith(_OPEN):
            return HTTPStatus.UNAUTHORIZED
        try:
            request.state.body.limit(LARGEST)
        except TooLargeError:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return HTTPStatus.OK

    def _is_from_the_page(self, headers: Headers) -> bool:
        """Return True for a request that the page itself has sent; old browsers say only the origin."""
        if (site := headers.get("sec-fetch-site")) is not None:
            return site == "same-origin"
        return headers.get("origin", "") in [f"http://{host}" for host in self.hosts]


def _is_stream(headers: Headers) -> bool:
    """Return True for a request whose answer stays open: that it comes again does not say that anybody is there."""
    return headers.get("accept", "") == "text/event-stream"


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
