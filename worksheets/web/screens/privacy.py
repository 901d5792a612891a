"""How anybody can see for themselves that nothing leaves the machine."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from worksheets.web.rendering import page


def privacy(request: Request) -> Response:
    """Show where the data are, and how to check it."""
    return page(request, "privacy.html.j2")


ROUTES = [Route("/privacy", privacy)]
