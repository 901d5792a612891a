"""The one-time link: it begins a visit."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from worksheets.web.guards import cookie_name
from worksheets.web.refusals import refusal
from worksheets.web.service import service_of


def open_page(request: Request) -> Response:
    """Let a browser in that has the link, and give it a cookie."""
    service = service_of(request)
    if request.method == "HEAD":  # A program looks whether the link works; it is not used up.
        return Response()
    if request.state.visit is not None:  # The same browser, once more.
        return RedirectResponse("/", HTTPStatus.SEE_OTHER)
    if not service.link.use(request.path_params["token"]):
        return refusal(request, HTTPStatus.UNAUTHORIZED)
    visit = service.new_visit()
    response = RedirectResponse("/", HTTPStatus.SEE_OTHER)
    response.set_cookie(cookie_name(request.app.state.port), visit.key, httponly=True, samesite="strict", path="/")
    return response


ROUTES = [Route("/open/{token}", open_page)]
