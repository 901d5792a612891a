"""A blank handout: which pages, and how they look on paper."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from worksheets.web.panel import panel_of
from worksheets.web.rendering import page


def blank(request: Request) -> Response:
    """Show the pages, and what can be chosen of them."""
    return page(request, "blank.html.j2", panel=panel_of(request, "blank"))


ROUTES = [Route("/blank", blank)]
