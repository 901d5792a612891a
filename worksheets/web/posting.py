"""Reading what a form brings, within limits; what is done with it runs in a thread of its own."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from python_multipart.exceptions import FormParserError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from .bodies import LARGEST, LARGEST_TEXT

Handler = Callable[[Request, FormData], Response]
"""Does what a form says, and answers."""
_FIELDS = 500
"""Fields of a form, unless a route needs more: the fields for everybody, and a tick for each page."""
_LARGEST_FIELD = 1_000_000
"""Bytes of a field: names that have been pasted, or an answer."""
_MOST_DIGITS = 8
"""Digits of a number: no list has so many rows."""
_TOO_MUCH = ("Too many", "Part exceeded", "Field exceeded")
"""How Starlette's words begin when a form has more than it may; it has no others, nor a class of its own."""


def posted(
    handler: Handler, *, files: int = 0, fields: int = _FIELDS, largest: int = 0
) -> Callable[[Request], Awaitable[Response]]:
    """Return what reads a request's form, of so many files and fields at most, and passes it on.

    ``largest`` is how many bytes it may have; 0 for the usual limit with or without files.
    """
    most = largest or (LARGEST if files else LARGEST_TEXT)

    async def endpoint(request: Request) -> Response:
        request.state.body.limit(most)
        form = await read(request)
        try:
            return await run_in_threadpool(handler, request, form)
        finally:
            await form.close()

    async def read(request: Request) -> FormData:
        try:
            return await request.form(max_files=files, max_fields=fields, max_part_size=_LARGEST_FIELD)
        except HTTPException as error:
            is_much = error.detail.startswith(_TOO_MUCH)
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE if is_much else HTTPStatus.BAD_REQUEST
            raise HTTPException(status) from error
        except FormParserError as error:
            raise HTTPException(HTTPStatus.BAD_REQUEST) from error

    return endpoint


def to_screen(path: str) -> Response:
    """Return the answer that sends the browser on to a screen."""
    return RedirectResponse(path, HTTPStatus.SEE_OTHER)


def came_from(request: Request) -> str:
    """Return the path of the screen that a form was on, with its query; the start if the browser does not say."""
    address = urlsplit(request.headers.get("referer", ""))
    if not address.path.startswith("/") or address.path.startswith("//"):
        return "/"
    return f"{address.path}?{address.query}" if address.query else address.path


def number_of(text: str) -> int:
    """Return a whole number that a request says, such as a page's or a person's; 0 if it says none, or a huge one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else 0


def text_of(form: FormData, name: str) -> str:
    """Return the text of a form's field; empty if it has none, or a file in its place."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""
