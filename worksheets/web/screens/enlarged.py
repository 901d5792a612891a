"""One page alone, as large as the window, with its text."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from worksheets.web.panel import SCREENS, panel_of
from worksheets.web.rendering import page


def enlarged(request: Request) -> Response:
    """Show the page that is looked at on another screen."""
    screen = request.url.path.split("/")[1]
    return page(request, "enlarged.html.j2", panel=panel_of(request, screen, with_text=True))


ROUTES = [Route(f"/{screen}/page", enlarged) for screen in SCREENS]
