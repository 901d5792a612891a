"""What could not be done: said on the page, with a way back; the terminal gets a line if it was the program's fault."""

import errno
import os
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from worksheets import api
from worksheets.errors import raised_at, system_reason
from worksheets.messages import _

from .bodies import TooLargeError
from .posting import came_from, to_screen
from .refusals import refusal
from .rendering import page
from .service import Service
from .visits import Problem, Visit


class Failures:
    """Answers requests whose handler fails; what a form wanted is said above the screen that it came from."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self.app = app
        self.service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and answer it if that fails."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, sending)
            if request.method == "POST" and status == HTTPStatus.SEE_OTHER:
                request.state.visit.problem = None
        except ClientDisconnect:  # Nobody waits for an answer.
            return
        except Exception as error:
            self._report(error)
            if status:  # Half an answer is broken off, so that nobody takes it for the whole.
                raise
            await request.state.body.drop()
            await _answer(request, error)(scope, receive, send)

    def _report(self, error: Exception) -> None:
        """Report a failure of the program, without any text of it: there may be something of a participant in it."""
        if not isinstance(error, api.WorksheetsError | TooLargeError | OSError | HTTPException):
            message = _("internal error: {error} ({place}); please report it")
            self.service.report(message.format(error=type(error).__name__, place=raised_at(error)))


def _answer(request: Request, error: Exception) -> Response:
    """Return the answer to a request whose handler has failed."""
    if isinstance(error, TooLargeError):
        return refusal(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if isinstance(error, HTTPException):
        return refusal(request, HTTPStatus(error.status_code), error.headers)
    visit: Visit | None = request.state.visit
    if visit is None:
        return refusal(request, HTTPStatus.INTERNAL_SERVER_ERROR)
    heading, lines = _words(error, visit)
    if request.method == "POST":
        back = came_from(request)
        visit.problem = Problem(back.partition("?")[0], heading, lines)
        return to_screen(back)
    is_own = not isinstance(error, api.WorksheetsError)
    status = HTTPStatus.INTERNAL_SERVER_ERROR if is_own else HTTPStatus.UNPROCESSABLE_ENTITY
    return page(request, "failure.html.j2", status, heading=heading, lines=lines)


def _words(error: Exception, visit: Visit) -> tuple[str, tuple[str, ...]]:
    """Return what has happened, and what to do: the library's own lines, without the path of a folder of ours."""
    if isinstance(error, api.WorksheetsError):
        own = f"{visit.folder}{os.sep}"
        return _("This cannot be done yet"), tuple(line.replace(own, "") for line in str(error).splitlines())
    if isinstance(error, MemoryError):
        error = OSError(errno.ENOMEM, "")
    if isinstance(error, OSError):
        return _("This did not work"), (system_reason(error),)
    again = _("Try once more. If that does not help, end the page, start it again, and give it the list anew.")
    please = _("It is a fault of the program, and not yours. Please report this line: {line}")
    return _("This did not work"), (again, please.format(line=f"{type(error).__name__} ({raised_at(error)})"))
