"""One page alone, as large as the window, with its text."""

from dataclasses import replace
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from worksheets.web.panel import SCREENS, panel_of
from worksheets.web.rendering import page
from worksheets.web.service import changing


def enlarged(request: Request) -> Response:
    """Show the page that is looked at on another screen."""
    screen = request.path_params["screen"]
    if screen not in SCREENS:
        return Response(status_code=HTTPStatus.NOT_FOUND)
    with changing(request) as visit:
        panel = panel_of(request, screen)
        text = "" if panel.preview.problems or not panel.preview.count else _text(request, panel)
    return page(request, "enlarged.html.j2", panel=panel, text=text)


ROUTES = [Route("/{screen}/page", enlarged)]
