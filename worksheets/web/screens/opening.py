"""The one-time link: it begins a visit."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from worksheets.messages import LANGUAGES, chosen_language
from worksheets.web.guards import cookie_name
from worksheets.web.refusals import refusal
from worksheets.web.service import service_of

_USUAL = "fi"
"""What most of those speak who use the page."""


def first_language(preferred: str) -> str:
    """Return the language of the page before anybody has chosen one.

    It is that of the environment variable, or else the browser's first one that the page speaks: ``preferred`` is what
    the browser says with each request (``Accept-Language``).
    """
    weighed = [_weighed(part) for part in preferred.split(",")]
    spoken = [(weight, code) for weight, code in weighed if code in LANGUAGES and weight > 0]
    # Of languages with the same weight, the first: the order stays as it is.
    wanted = [code for _weight, code in sorted(spoken, key=lambda each: -each[0])]
    return chosen_language() or next(iter(wanted), _USUAL)


def _weighed(part: str) -> tuple[float, str]:
    """Return the weight and the code of a language such as ``sv-FI;q=0.8``; 0 for a weight that is none."""
    name, *parameters = (word.strip() for word in part.lower().split(";"))
    weight = next((word.removeprefix("q=") for word in parameters if word.startswith("q=")), "1")
    is_number = weight.replace(".", "", 1).isdigit() and weight.isascii()
    return float(weight) if is_number else 0.0, name.partition("-")[0]


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
    visit.language = first_language(request.headers.get("accept-language", ""))
    response = RedirectResponse("/", HTTPStatus.SEE_OTHER)
    response.set_cookie(cookie_name(request.app.state.port), visit.key, httponly=True, samesite="strict", path="/")
    return response


ROUTES = [Route("/open/{token}", open_page)]
