"""What somebody sees whose request is refused: what has happened, and what to do."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from worksheets.messages import _, in_language, system_language

from .rendering import html


def refusal(request: Request, status: HTTPStatus) -> Response:
    """Return the answer to a request that is refused."""
    with in_language(system_language()):
        heading, text = _words(status)
        body = html("refusal.html.j2", language=system_language(), heading=heading, text=text, path=request.url.path)
    return HTMLResponse(body, status)


def _words(status: HTTPStatus) -> tuple[str, str]:
    """Return what has happened, and what to do."""
    if status is HTTPStatus.UNAUTHORIZED:
        return (
            _("This page opens with its link"),
            _("Open the link in the window where worksheets was started. It works once; a new one is shown there."),
        )
    if status is HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return _("Too much at once"), _("Lists may have 20 MB, and forms 64 MB together. Bring the files in parts.")
    return (
        _("Not from this page"),
        _("Something other than the page itself has asked for this, so nothing was done. Go back, and try again."),
    )
