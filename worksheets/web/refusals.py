"""What somebody sees whose request is refused: what has happened, and what to do."""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from worksheets.messages import _, language, ngettext

from .bodies import LARGEST, MOST_FILES
from .posting import came_from
from .rendering import html


def refusal(request: Request, status: HTTPStatus, headers: Mapping[str, str] | None = None) -> Response:
    """Return the answer to a request that is refused, in the current language."""
    heading, text = _words(status)
    is_let_in = status not in (HTTPStatus.UNAUTHORIZED, HTTPStatus.MISDIRECTED_REQUEST)
    back = came_from(request) if is_let_in else ""
    body = html("refusal.html.j2", language=language(), heading=heading, text=text, back=back)
    return HTMLResponse(body, status, headers)


def _words(status: HTTPStatus) -> tuple[str, str]:
    """Return what has happened, and what to do."""
    if status is HTTPStatus.UNAUTHORIZED:
        return (
            _("This page opens with its link"),
            _("Open the link in the window where worksheets was started. It works once; a new one is shown there."),
        )
    if status is HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return _("Too much at once"), _too_much()
    if status is HTTPStatus.BAD_REQUEST:
        return (
            _("Something was lost on the way"),
            _("What was sent could not be read, so nothing was changed. Go back, and do it once more."),
        )
    if status in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED):
        return _("There is no such page"), _("The address may be mistyped. Go back to the start.")
    if status is HTTPStatus.INTERNAL_SERVER_ERROR:
        return _("This did not work"), _("Try once more. If that does not help, end the page and start it again.")
    return (
        _("Not from this page"),
        _("Something other than the page itself has asked for this, so nothing was done. Go back, and try again."),
    )


def _too_much() -> str:
    """Return how much may be brought at once."""
    message = ngettext(
        "A list may have {size} MB. Forms may have {size} MB in all and be {count} file at once. Bring them in parts.",
        "A list may have {size} MB. Forms may have {size} MB in all and be {count} files at once. Bring them in parts.",
        MOST_FILES,
    )
    return message.format(size=LARGEST // 1_000_000, count=MOST_FILES)
