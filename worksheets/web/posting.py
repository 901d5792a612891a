"""Reading what a form brings, within limits; what is done with it runs in a thread of its own."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from .refusals import refusal

Handler = Callable[[Request, FormData], Response]
"""Does what a form says, and answers."""
_FIELDS = 500
"""Fields of a form, unless a route needs more: the fields for everybody, and a tick for each page."""
_LARGEST_FIELD = 1_000_000
"""Bytes of a field: names that have been pasted, or an answer."""


def posted(handler: Handler, *, files: int = 0, fields: int = _FIELDS) -> Callable[[Request], Awaitable[Response]]:
    """Return what reads a request's form, of so many files and fields at most, and passes it on."""

    async def endpoint(request: Request) -> Response:
        try:
            async with request.form(max_files=files, max_fields=fields, max_part_size=_LARGEST_FIELD) as form:
                return await run_in_threadpool(handler, request, form)
        except HTTPException:  # The form has more than it may, or cannot be read.
            return refusal(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)

    return endpoint


def to_screen(path: str) -> Response:
    """Return the answer that sends the browser on to a screen."""
    return RedirectResponse(path, HTTPStatus.SEE_OTHER)


def text_of(form: FormData, name: str) -> str:
    """Return the text of a form's field; empty if it has none, or a file in its place."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""
